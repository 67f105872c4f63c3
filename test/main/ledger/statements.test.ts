import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { StatementLine } from '../../../src-main/ledger/statements.ts';
import { auditOf, grounds, titleOf, type Ground } from './ground.ts';

const whose = { provider: 'paysafe', fileName: 'November.csv', by: 'Sylvie', at: 7 } as const;
const movement = (id: string, place: number, more: Partial<StatementLine> = {}): StatementLine => ({
  ...{ id, place, day: '2026-11-20', kind: 'payment', amount: 9000, fee: 270, currency: 'CAD' },
  ...{ ref: `tx-${id}`, merchantRef: null, payout: 'D1', description: null },
  ...more,
});
const lineIdOf = (id: string): string => `paysafe:${id}`;
const back = (id: string) => ({ id, by: 'Maya', at: 9, lineIdOf });
const line = auditOf('statement_brought');

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('statements from files', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
    });
    afterEach(() => ground.clear());
    const book = () => ledger.statements;
    const bring = async (id: string, lines: readonly StatementLine[]): Promise<readonly string[]> => {
      await book().begin({ ...whose, id }, line);
      return [...(await book().add(id, lines))].toSorted();
    };

    it('keep every movement as the file has it, in its order', async () => {
      const lines = [
        movement('b', 2),
        movement('a', 3, { kind: 'refund', amount: -9000, fee: null, merchantRef: 'op-1' }),
      ];
      expect(await bring('s-1', lines)).toEqual(['a', 'b']);
      expect(await book().linesOf('s-1')).toEqual(lines);
      expect(await book().standing()).toEqual([{ ...whose, id: 's-1', withdrawn: null, lines: 2 }]);
      expect(await ground.look(`SELECT id FROM audit WHERE what = 'statement_brought'`)).toHaveLength(1);
    });

    it('of more lines than are read at once come out whole', async () => {
      const lines = Array.from({ length: 1203 }, (_none, at) => movement(`l-${at}`, at));
      await bring('s-1', lines);
      expect((await book().linesOf('s-1')).map(({ place }) => place)).toEqual(lines.map(({ place }) => place));
    });

    it('name a movement twice in two files: it is kept once, and the other file has the rest', async () => {
      await bring('s-1', [movement('a', 2), movement('b', 3)]);
      expect(await bring('s-2', [movement('b', 2), movement('c', 3)])).toEqual(['c']);
      expect((await book().linesOf('s-2')).map(({ id }) => id)).toEqual(['c']);
      expect(await book().known(['a', 'b', 'c', 'd'])).toEqual(new Set(['a', 'b', 'c']));
    });

    it('at two desks at once keep each movement once', async () => {
      for (const id of ['s-1', 's-2']) await book().begin({ ...whose, id }, line);
      const [one, two] = await Promise.all([
        book().add('s-1', [movement('a', 2), movement('b', 3)]),
        book().add('s-2', [movement('b', 2), movement('a', 3)]),
      ]);
      expect([...(one ?? []), ...(two ?? [])].toSorted()).toEqual(['a', 'b']);
    });

    it('taken back count no more, and the same file can be brought in again', async () => {
      await bring('s-1', [movement('a', 2, { day: '2026-02-11' }), movement('b', 3)]);
      expect(await book().withdraw(back('s-1'), auditOf('statement_withdrawn'))).toBe('withdrawn');
      expect(await book().standing()).toEqual([]);
      expect(await book().known(['a', 'b'])).toEqual(new Set());
      expect(await book().byId('s-1')).toMatchObject({ withdrawn: { by: 'Maya', at: 9 } });
      expect(await bring('s-2', [movement('a', 2)])).toEqual(['a']);
      expect((await book().linesOf('s-2')).map(({ day }) => day)).toEqual(['2026-11-20']);
      expect((await ledger.check()).sound).toBe(true);
    });

    it('taken back take no line that was still on its way, and are taken back once', async () => {
      await bring('s-1', [movement('a', 2)]);
      const answers = await Promise.all([
        book().withdraw(back('s-1'), auditOf('statement_withdrawn')),
        book().withdraw(back('s-1'), auditOf('statement_withdrawn')),
      ]);
      expect(answers.toSorted()).toEqual(['gone', 'withdrawn']);
      expect(await book().add('s-1', [movement('b', 3)])).toEqual(new Set());
      expect(await ground.look(`SELECT id FROM audit WHERE what = 'statement_withdrawn'`)).toHaveLength(1);
    });

    it('taken back have no line any more that could be matched or explained, also by a desk that does not know it yet', async () => {
      const visit = { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null };
      await ledger.bills.add({
        ...{
          id: 'one',
          code: 'B-1',
          customerId: null,
          customerName: 'Odile Fortin',
          lines: [],
          total: 9000,
          tax: null,
        },
        ...{ visit, currency: 'CAD', note: null, source: 'hand', sourceRef: null, cancelled: null, createdAt: 1 },
        ...{ createdBy: '', version: 1 },
      });
      await bring('s-1', [movement('a', 2), movement('b', 3)]);
      const other = await ground.open();
      const about = (id: string) => ({
        match: { lineId: lineIdOf(id), amount: 9000, currency: 'CAD', by: 'Sylvie', at: 8 },
        ...{ turn: 0, statementLine: id },
      });
      const matched = (id: string) =>
        other.payoutMatches.match(
          { ...about(id), bill: { id: 'one', paymentId: `paysafe:tx-${id}` }, movedAt: 5, unlessMatched: [] },
          { billId: 'one', operations: 0, credits: 0, decisions: 0 },
          auditOf('payout_matched'),
        );
      const [back1, match1] = await Promise.all([
        book().withdraw(back('s-1'), auditOf('statement_withdrawn')),
        matched('a'),
      ]);
      // Whichever was first: never both.
      expect([back1, match1]).toEqual(match1 ? ['decided', true] : ['withdrawn', false]);
      const [decision] = (await ledger.payoutMatches.ofLines([lineIdOf('a')])).get(lineIdOf('a')) ?? [];
      if (decision) {
        await ledger.payoutMatches.undo(
          { match: decision, by: 'Maya', at: 9, turn: 1 },
          { billId: 'one', operations: 0, credits: 1, decisions: 0 },
          auditOf('payout_undone'),
        );
        expect(await book().withdraw(back('s-1'), auditOf('statement_withdrawn'))).toBe('withdrawn');
      }
      expect(await matched('b')).toBe(false);
      expect(
        await other.payoutMatches.explain({ ...about('b'), reason: 'A gift card' }, auditOf('payout_explained')),
      ).toBe(false);
      expect((await ledger.bills.credits(['one'])).get('one') ?? []).toEqual([]);
      expect((await ledger.payoutMatches.ofLines([lineIdOf('b')])).size).toBe(0);
      // Brought in again it is another line to decide about.
      await bring('s-2', [movement('b', 2)]);
      expect(
        await other.payoutMatches.explain({ ...about('b'), reason: 'A gift card' }, auditOf('payout_explained')),
      ).toBe(true);
    });

    it('of which somebody explained a line stay until that is taken back', async () => {
      await bring('s-1', [movement('a', 2)]);
      const match = { lineId: lineIdOf('a'), amount: 9000, currency: 'CAD', by: 'Sylvie', at: 8 };
      await ledger.payoutMatches.explain(
        { match, reason: 'A gift card', turn: 0, statementLine: 'a' },
        auditOf('payout_explained'),
      );
      expect(await book().withdraw(back('s-1'), auditOf('statement_withdrawn'))).toBe('decided');
      const [decision] = (await ledger.payoutMatches.ofLines([match.lineId])).get(match.lineId) ?? [];
      if (!decision) throw new Error('It was not explained');
      await ledger.payoutMatches.undo({ match: decision, by: 'Maya', at: 9, turn: 1 }, null, auditOf('payout_undone'));
      expect(await book().withdraw(back('s-1'), auditOf('statement_withdrawn'))).toBe('withdrawn');
    });
  });
});
