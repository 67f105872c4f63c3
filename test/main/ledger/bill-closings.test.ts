import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bill } from '../../../src-main/ledger/bills.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, grounds, titleOf, type Ground } from './ground.ts';

const bill: Bill = {
  ...{ id: 'bill-1', code: 'B-1', customerId: 'stripe:a', customerName: 'Odile Fortin', lines: [], total: 10_000 },
  ...{ visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null }, tax: null, currency: 'CAD' },
  ...{ source: 'hand', sourceRef: null, note: null, cancelled: null, createdAt: 1, createdBy: '', version: 1 },
};
const [closed, reopened] = [auditOf('bill_closed'), auditOf('bill_reopened')];

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('bills closed at the desk', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
      await ledger.bills.add(bill);
    });
    afterEach(() => ground.clear());
    const now = async (of: Bill = bill) => (await ledger.closings.ofBills([of, { ...of, id: 'bill-2' }])).get('bill-1');
    const lines = async (): Promise<number> =>
      (await ground.look(`SELECT id FROM audit WHERE what IN ('bill_closed', 'bill_reopened')`)).length;

    it('two desks that close one at the same moment write it once, with one line in the history', async () => {
      const desks = [ledger, await ground.open()];
      const answers = await Promise.all(
        desks.map((desk, at) => desk.closings.close(bill, { by: `desk ${at}`, at }, closed)),
      );
      expect(answers.toSorted()).toEqual(['known', 'written']);
      expect(await lines()).toBe(1);
    });

    it('is opened again, and closed again by somebody else', async () => {
      await ledger.closings.close(bill, { by: 'Maude', at: 5 }, closed);
      expect(await now()).toEqual({ by: 'Maude', at: 5 });
      expect(await ledger.closings.reopen(bill, { by: 'Sylvie', at: 6 }, reopened)).toBe('written');
      expect(await ledger.closings.reopen(bill, { by: 'Sylvie', at: 7 }, reopened)).toBe('known');
      expect(await now()).toBeUndefined();
      await ledger.closings.close(bill, { by: 'Sylvie', at: 8 }, closed);
      expect(await now()).toMatchObject({ by: 'Sylvie', at: 8 });
      expect(await lines()).toBe(3);
    });

    it('is not closed any more once anything of the bill changed, and is closed anew as it is now alone', async () => {
      await ledger.closings.close(bill, { by: 'Maude', at: 5 }, closed);
      const after = await ledger.bills.change({ ...bill, total: 12_000 });
      if (!after) throw new Error('somebody changed it');
      expect(await now(after)).toBeUndefined();
      expect(await ledger.closings.close(bill, { by: 'Sylvie', at: 6 }, closed)).toBe('changed');
      expect(await ledger.closings.close(after, { by: 'Sylvie', at: 7 }, closed)).toBe('written');
      expect(await now(after)).toEqual({ by: 'Sylvie', at: 7 });
      expect(await now({ ...after, total: 12_001 })).toBeUndefined();
    });
  });
});
