import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KeptDayEntry } from '../../../src-main/ledger/day-ends.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { foldDay } from '../../../src-main/payments/day-figures.ts';
import { fillHouse } from './full-house.ts';
import { auditOf, grounds, titleOf, type Ground } from './ground.ts';

const closing: KeptDayEntry = {
  id: '2026-11-21/1',
  day: '2026-11-21',
  kind: 'closed',
  mark: '3-7',
  totals: [],
  counts: { orders: 3, moved: 2, open: 0, damaged: 0 },
  open: [],
  openCount: 0,
  fees: [{ currency: 'CAD', fees: 408, net: 11_592, known: 2, of: 3 }],
  note: null,
  to: null,
  toId: null,
  by: 'Maya',
  staffId: 'staff-1',
  desk: 'Front 1',
  at: 20,
};

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('the ends of days', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
    });
    afterEach(() => ground.clear());

    test('a day is closed once, however many desks press at the same moment', async () => {
      const presses = ['Maya', 'Noé', 'Sylvie'].map((by) =>
        ledger.dayEnds.add({ ...closing, by }, auditOf('day_closed')),
      );
      expect((await Promise.all(presses)).filter(Boolean)).toHaveLength(1);
      expect(await ledger.dayEnds.ofDay(closing.day)).toHaveLength(1);
    });

    test('what was written of a day is there after the records were opened again, oldest first', async () => {
      await ledger.dayEnds.add({ ...closing, id: '2026-11-21/2', kind: 'reopened', note: 'Tip', at: 30 }, auditOf());
      await ledger.dayEnds.add(closing, auditOf());
      const again = await ground.open();
      const kept = await again.dayEnds.ofDay(closing.day);
      expect(kept.map(({ kind: what, note }) => [what, note])).toEqual([
        ['closed', null],
        ['reopened', 'Tip'],
      ]);
      expect(kept[0]).toEqual(closing);
    });

    test('a closing from before fees were written is read, and says that nobody knows them', async () => {
      const { fees: _fees, ...older } = closing;
      // What is not there is not written: the row is as it was then.
      await ledger.dayEnds.add(older as KeptDayEntry, auditOf());
      expect(await (await ground.open()).dayEnds.ofDay(closing.day)).toEqual([{ ...older, fees: null }]);
    });

    test('money of a day is read from orders, pages and what was noted on bills', async () => {
      await fillHouse(ledger);
      const fold = foldDay();
      const all = { from: 0, to: Date.UTC(2100, 0) };
      for await (const { rows, damaged } of ledger.days.orders(all)) fold.orders(rows, damaged);
      fold.pages(await ledger.days.pages(all));
      fold.credits(await ledger.days.credits(all));
      const [totals] = fold.totals();
      expect(totals?.whole.links).toEqual({ amount: 1500, count: 1 });
      // The page's own credit of 15.00 is the page; the deposit that came with the bill stands beside it.
      expect(totals?.credits).toEqual([{ kind: 'provider', amount: 3000, count: 1 }]);
      expect(await ledger.days.count(all)).toBe(fold.counts().orders);
      // When the page was paid. The deposit is not of the day on which somebody noted it.
      expect(await ledger.days.lastMoneyBefore(8)).toBe(7);
      expect(await ledger.days.lastMoneyBefore(7)).toBeNull();
    });
  });
}
