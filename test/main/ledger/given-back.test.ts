import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NewGivenBack } from '../../../src-main/ledger/given-back.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { BillSeen } from '../../../src-main/payments/bill.ts';
import { newLink } from './new-link.ts';
import { auditOf, grounds, newCharge, titleOf, written, type Ground } from './ground.ts';

const bill = {
  id: 'bill-1',
  code: 'B-1',
  customerId: 'stripe:a',
  customerName: 'Odile Fortin',
  visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null },
  lines: [],
  total: 10_000,
  tax: null,
  currency: 'CAD',
  source: 'provider' as const,
  sourceRef: 'stripe:pi_1',
  note: null,
  cancelled: null,
  createdAt: 1,
  createdBy: '',
  version: 1,
};
const decision: NewGivenBack = {
  billId: 'bill-1',
  paymentId: 'stripe:pi_1',
  choice: 'counted',
  amount: 1200,
  by: 'Sylvie',
  at: 7,
};
const seen: BillSeen = { billId: 'bill-1', operations: 0, credits: 0, decisions: 0 };
const line = auditOf('given_back_counted');

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('what was decided of money given back elsewhere', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
      await ledger.bills.add(bill);
    });
    afterEach(async () => {
      await ground.clear();
    });
    const decidedNow = async () => (await ledger.givenBack.ofBills(['bill-1', 'bill-2'])).get('bill-1') ?? [];

    it('two desks that decide the same at the same moment write it once, with one line in the history', async () => {
      const answers = await Promise.all(
        ['Sylvie', 'Hélène', 'Sylvie'].map((by) => ledger.givenBack.decide({ ...decision, by }, seen, line)),
      );
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect(await decidedNow()).toMatchObject([{ choice: 'counted', amount: 1200, undone: null }]);
      expect(await ground.look(`SELECT id FROM audit WHERE what = 'given_back_counted'`)).toHaveLength(1);
    });

    it('is taken back once; both rows stay, and the next decision is another', async () => {
      expect(await ledger.givenBack.decide(decision, seen, line)).toBe(true);
      const [first] = await decidedNow();
      const back = { ...decision, id: first?.id ?? '', by: 'Hélène', at: 8 };
      // What was seen before is not so any more.
      expect(await ledger.givenBack.undo(back, seen, line)).toBe(false);
      expect(await ledger.givenBack.undo(back, { ...seen, decisions: 1 }, line)).toBe(true);
      expect(await ledger.givenBack.undo(back, { ...seen, decisions: 2 }, line)).toBe(false);
      expect(await decidedNow()).toMatchObject([{ amount: 1200, by: 'Sylvie', undone: { by: 'Hélène', at: 8 } }]);
      expect(await ledger.givenBack.decide({ ...decision, choice: 'left' }, { ...seen, decisions: 2 }, line)).toBe(
        true,
      );
      expect((await decidedNow()).map(({ choice, undone }) => [choice, undone !== null])).toEqual([
        ['counted', true],
        ['left', false],
      ]);
    });

    it('a charge and cash that were judged before it are not written: what was seen is not so any more', async () => {
      await ledger.givenBack.decide(decision, seen, line);
      const cash = { id: 'cash-1', kind: 'cash', amount: 500, paymentId: null, note: null, by: 'Maya', at: 2 } as const;
      expect(await ledger.bills.credit('bill-1', cash, seen)).toBe(false);
      const charge = newCharge();
      if (charge.plan.kind !== 'charge') throw new Error('not a charge');
      const cause = { purpose: 'balance', billId: 'bill-1', consentId: null } as const;
      const forBill = { ...charge, plan: { ...charge.plan, cause } };
      const open = (now: BillSeen) => ledger.operations.open(forBill, written, auditOf(), undefined, now);
      expect(await open(seen)).toEqual({ changed: 'bill-1' });
      expect(await open({ ...seen, decisions: 1 })).toMatchObject({ opened: { state: { name: 'open' } } });
      // While that charge is not known, nothing is decided.
      const during = { ...seen, operations: 1, decisions: 1 };
      expect(await ledger.givenBack.decide({ ...decision, amount: 300 }, during, line)).toBe(false);
    });

    it('waits for a page on which the bill may still be paid; what is left as it is does not', async () => {
      const about = { trail: written, audit: auditOf('link_payment'), seen: null };
      await ledger.pageLinks.add(newLink({ billId: 'bill-1' }), about);
      expect(await ledger.givenBack.decide(decision, seen, line)).toBe(false);
      expect(await ledger.givenBack.decide({ ...decision, choice: 'left' }, seen, line)).toBe(true);
    });
  });
});
