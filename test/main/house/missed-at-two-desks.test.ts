import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import { noteMissed } from '../../../src-main/house/holds/capture-missed.ts';
import { standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { grounds, setClock, titleOf, type Ground } from '../ledger/ground.ts';

const dueAt = Date.UTC(2026, 10, 20, 1);
const key = Buffer.alloc(32, 7);
const hold = (id: string): ReviewedHold => ({
  ...{ id, provider: 'stripe', customerId: 'stripe:a', customerName: 'Zoë', customerPhone: null, card: null },
  ...{ authorized: { amount: 8000, currency: 'CAD' }, capturable: { amount: 8000, currency: 'CAD' }, placedAt: 1 },
  ...{ deadline: null, state: 'open', purpose: null, placedBy: null, busy: null, bill: null, plan: null, notes: [] },
});

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('two desks of one house', kind), () => {
    let ground: Ground;
    let ledgers: HouseLedger[];
    beforeEach(async () => {
      ground = await kind.make();
      ledgers = [await ground.open(key), await ground.open(key)];
    });
    afterEach(() => ground.clear());

    /** Both find out at the same moment what the rule did not capture. */
    const bothNote = (ids: readonly string[], at = dueAt): Promise<unknown> =>
      Promise.all(
        ledgers.map((ledger, own) => {
          const settings = standardSettings({ mode: 'test', language: 'en', desk: `Front ${own + 1}` });
          const keep = { now: () => settings, save: async () => settings, again: async () => settings };
          const due = ids.map((id) => ({ hold: hold(id), amount: 8000 }));
          return noteMissed({ ledger, settings: keep, clock: setClock() }, due, { at, why: 'not_running' });
        }),
      );
    const counted = async (table: string, where: string): Promise<number> => {
      const [row] = await ground.look(`SELECT COUNT(*) AS counted FROM ${table} WHERE ${where}`);
      return Number(row?.['counted']);
    };

    test('that both find one missed capture write it once, with one line in the history', async () => {
      await bothNote(['stripe:pi_1']);
      expect(await counted('missed_capture', `hold_id = 'stripe:pi_1'`)).toBe(1);
      expect(await counted('audit', `what = 'capture_missed'`)).toBe(1);
      const seen = await Promise.all(ledgers.map((ledger) => ledger.missedCaptures.since(0)));
      expect(seen[0]).toHaveLength(1);
      expect(seen[1]).toEqual(seen[0]);
      for (const ledger of ledgers) expect(await ledger.check()).toMatchObject({ sound: true });
    });

    test('that find several, in turn, write each once for each time', async () => {
      const ids = Array.from({ length: 12 }, (_, at) => `stripe:pi_${at}`);
      await bothNote(ids);
      await bothNote(ids.slice(0, 2), dueAt + 86_400_000);
      await bothNote(ids);
      expect(await counted('missed_capture', '1 = 1')).toBe(14);
      expect(await counted('audit', `what = 'capture_missed'`)).toBe(14);
      expect(await ledgers[0]?.check()).toMatchObject({ sound: true });
    });
  });
}
