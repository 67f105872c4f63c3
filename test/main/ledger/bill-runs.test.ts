import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillRunLine } from '../../../src-main/ledger/bill-run-row.ts';
import type { Run } from '../../../src-main/ledger/run-row.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, grounds, titleOf, type Ground } from './ground.ts';
import { newRun } from './new-run.ts';

const key = Buffer.alloc(32, 7);
const audit = auditOf('run_started');

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('bills charged together', kind), () => {
    let ground: Ground;
    let [front, other]: HouseLedger[] = [];
    beforeEach(async () => {
      ground = await kind.make();
      front = await ground.open(key);
      other = await ground.open(key);
    });
    afterEach(() => ground.clear());

    const started = async (lines: number): Promise<Run> => {
      const result = await front!.billRuns.start(newRun(lines), audit);
      if (!result || !('started' in result)) throw new Error('was started before');
      return result.started;
    };
    const driving = (driver: string) => ({ runId: 'run-1', driver, at: 9 });
    const states = async (): Promise<string[]> =>
      (await front!.billRuns.byId('run-1'))!.lines.map(({ state }) => state);

    it('a run is read back with all its lines before any is sent; the same ticket again writes nothing', async () => {
      const run = await started(3);
      expect(await other!.billRuns.byId('run-1')).toEqual(newRun(3));
      expect(await other!.billRuns.start(newRun(5), audit)).toEqual({ known: run });
      expect(await other!.billRuns.standing()).toEqual([run]);
      expect(await other!.check()).toMatchObject({ sound: true });
    });

    it('two desks that ask at once are never given the same line, and the desk after the last finds the end', async () => {
      await started(6);
      const ledgers = [front!, other!, front!, other!, front!, other!, front!, other!];
      const given = await Promise.all(ledgers.map((ledger) => ledger.billRuns.begin(driving('drive-1'), audit)));
      const lines = given.filter((one): one is BillRunLine => one !== null && one !== 'end');
      expect(new Set(lines.map(({ id }) => id)).size).toBe(6);
      expect(lines).toHaveLength(6);
      expect(given.filter((one) => one === 'end')).toHaveLength(1);
      expect(await other!.billRuns.begin(driving('drive-2'), audit)).toBeNull();
      expect(await front!.billRuns.standing()).toEqual([]);
    });

    it('a run that a person took over elsewhere gives the desk before no further line, and takes no word of it', async () => {
      const run = await started(3);
      const first = await front!.billRuns.begin(driving('drive-1'), audit);
      if (first === null || first === 'end') throw new Error('no line');
      const rest = (await other!.billRuns.byId('run-1'))!.lines.slice(1, 2).map((line) => ({ ...line, amount: 700 }));
      const taken: Run = { ...run, driver: 'drive-2', staffName: 'Noé' };
      const [mine, theirs] = await Promise.all([
        other!.billRuns.resume(taken, { lines: rest, left: ['line-3'] }, audit),
        front!.billRuns.resume(run, { lines: rest, left: [] }, audit),
      ]);
      // Both pressed: one of them has it.
      expect([mine, theirs].filter((one) => one !== null)).toHaveLength(1);
      const holder = mine === null ? 'drive-1' : 'drive-2';
      expect(await front!.billRuns.begin(driving(holder === 'drive-1' ? 'drive-2' : 'drive-1'), audit)).toBeNull();
      const refusal = { lineId: first.id, failure: { code: 'bill_paid' } as const };
      expect(await front!.billRuns.refuse(driving('drive-9'), refusal)).toBe(false);
      expect(await other!.billRuns.begin(driving(holder), audit)).toMatchObject({ id: 'line-2', amount: 700 });
    });

    it('a line that the desk before refused while somebody elsewhere confirmed it as part of the rest: they look again, and nothing is written', async () => {
      const run = await started(3);
      const first = await front!.billRuns.begin(driving('drive-1'), audit);
      if (first === null || first === 'end') throw new Error('no line');
      const rest = (await other!.billRuns.byId('run-1'))!.lines;
      await front!.billRuns.refuse(driving('drive-1'), { lineId: first.id, failure: { code: 'busy' } });
      const before = await other!.billRuns.byId('run-1');
      const taken: Run = { ...run, driver: 'drive-2', staffName: 'Noé' };
      expect(await other!.billRuns.resume(taken, { lines: rest, left: [] }, audit)).toBeNull();
      expect(await other!.billRuns.byId('run-1')).toEqual(before);
    });

    it('a refusal is kept with its reason, a trouble of the desk lets the line wait, and what was ended stays ended', async () => {
      const run = await started(3);
      for (const failure of [{ code: 'bill_paid' } as const, 'again' as const]) {
        const line = await front!.billRuns.begin(driving('drive-1'), audit);
        if (line === null || line === 'end') throw new Error('no line');
        expect(await front!.billRuns.refuse(driving('drive-1'), { lineId: line.id, failure })).toBe(true);
      }
      expect(await states()).toEqual(['refused', 'waiting', 'waiting']);
      expect(await front!.billRuns.line('line-1')).toMatchObject({ line: { failure: { code: 'bill_paid' } } });
      const stopped = await other!.billRuns.rest({ ...run, state: 'stopped', why: null, updatedAt: 9 }, audit);
      expect(stopped).toMatchObject({ state: 'stopped', version: 2 });
      expect(await front!.billRuns.begin(driving('drive-1'), audit)).toBeNull();
      expect(await front!.billRuns.rest({ ...run, state: 'over', why: null, updatedAt: 9 }, audit)).toBeNull();
      expect(await front!.billRuns.rest({ ...stopped!, state: 'over', why: null }, audit)).not.toBeNull();
      expect(await front!.billRuns.resume({ ...stopped!, version: 3 }, { lines: [], left: [] }, audit)).toBeNull();
    });
  });
});
