import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { BillSeen } from '../../../src-main/payments/bill.ts';
import { auditOf, grounds, titleOf, written, type Ground } from './ground.ts';
import { newLink } from './new-link.ts';

const bill = (id: string) => ({
  ...{ id, code: `B-${id}`, customerId: null, customerName: 'Odile Fortin', lines: [], total: 10_000, tax: null },
  ...{ visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null }, currency: 'CAD', note: null },
  ...{ source: 'hand' as const, sourceRef: null, cancelled: null, createdAt: 1, createdBy: '', version: 1 },
});
const match = { lineId: 'stripe:txn_1', amount: 9000, currency: 'CAD', by: 'Sylvie', at: 7 };
const seen = (billId: string, more: Partial<BillSeen> = {}): BillSeen => ({
  ...{ billId, operations: 0, credits: 0, decisions: 0 },
  ...more,
});
const on = (id: string, more: object = {}) => ({
  ...{ match, bill: { id, paymentId: 'stripe:pi_1' }, movedAt: 5, turn: 0, statementLine: null, unlessMatched: [] },
  ...more,
});
const line = auditOf('payout_matched');

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('lines of payouts and the bills they are for', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
      await ledger.bills.add(bill('one'));
      await ledger.bills.add(bill('two'));
    });
    afterEach(() => ground.clear());
    const book = () => ledger.payoutMatches;
    const creditsOf = async (id: string) => (await ledger.bills.credits([id])).get(id) ?? [];

    it('two desks that match one payment at the same moment, with the same bill or with two, credit it once', async () => {
      const answers = await Promise.all([
        book().match(on('one'), seen('one'), line),
        book().match(on('two'), seen('two'), line),
        book().match(on('one'), seen('one'), line),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(1);
      const credits = [...(await creditsOf('one')), ...(await creditsOf('two'))];
      expect(credits).toMatchObject([{ kind: 'provider', amount: 9000, paymentId: 'stripe:pi_1', at: 5 }]);
      expect(await ground.look(`SELECT id FROM audit WHERE what = 'payout_matched'`)).toHaveLength(1);
      expect(await ground.look(`SELECT id FROM payout_match`)).toHaveLength(1);
    });

    it('two lines that may say one payment, matched at two desks at the same moment, credit it once', async () => {
      const other = await ground.open();
      const about = (id: string, line: string, unlessMatched: string) =>
        on(id, {
          match: { ...match, lineId: line },
          bill: { id, paymentId: `paysafe:statement-${line}` },
          unlessMatched: [unlessMatched],
        });
      const answers = await Promise.all([
        book().match(about('one', 'paysafe:a', 'paysafe:b'), seen('one'), line),
        other.payoutMatches.match(about('two', 'paysafe:b', 'paysafe:a'), seen('two'), line),
      ]);
      expect(answers.filter(Boolean)).toHaveLength(1);
      expect([...(await creditsOf('one')), ...(await creditsOf('two'))]).toHaveLength(1);
    });

    it('a payment that stands on a bill already is credited nowhere else, and no decision is written', async () => {
      const credit = { id: 'c-1', kind: 'provider', amount: 9000, paymentId: 'stripe:pi_1' } as const;
      await ledger.bills.credit('two', { ...credit, note: null, by: '', at: 1 });
      expect(await book().match(on('one'), seen('one'), line)).toBe(false);
      expect((await book().ofLines([match.lineId])).size).toBe(0);
      expect(await creditsOf('one')).toEqual([]);
    });

    it('one that is explained meanwhile is not matched too: neither credit nor decision is left', async () => {
      expect(
        await book().explain(
          { match, reason: 'A gift card', turn: 0, statementLine: null },
          auditOf('payout_explained'),
        ),
      ).toBe(true);
      expect(await book().match(on('one'), seen('one'), line)).toBe(false);
      expect(await creditsOf('one')).toEqual([]);
      expect((await book().ofLines([match.lineId])).get(match.lineId)).toMatchObject([{ reason: 'A gift card' }]);
      expect(await ledger.check()).toMatchObject({ sound: true });
    });

    it('is taken back once with its credit; a charge that was judged before is not written, and it can go to another bill', async () => {
      await book().match(on('one'), seen('one'), line);
      const [standing] = (await book().ofLines([match.lineId])).get(match.lineId) ?? [];
      if (!standing) throw new Error('no decision');
      const back = { match: standing, by: 'Hélène', at: 9, turn: 1 };
      expect(await book().undo(back, seen('one'), line)).toBe(false);
      expect(await book().undo(back, seen('one', { credits: 1 }), line)).toBe(true);
      expect(await book().undo({ ...back, turn: 2 }, seen('one', { decisions: 1 }), line)).toBe(false);
      expect(await creditsOf('one')).toEqual([]);
      expect(await book().byId(standing.id)).toMatchObject({ undone: { by: 'Hélène', at: 9 } });
      // As much stands in the bill as before it was matched, and yet it is not the same moment.
      const cash = { id: 'cash-1', kind: 'cash', amount: 500, paymentId: null, note: null, by: 'Maya', at: 2 } as const;
      expect(await ledger.bills.credit('one', cash, seen('one'))).toBe(false);
      expect(await ledger.bills.credit('one', cash, seen('one', { decisions: 1 }))).toBe(true);
      expect(await book().undoneOf(['one', 'two'])).toEqual(new Map([['one', 1]]));
      expect(await book().match(on('two', { turn: 2 }), seen('two'), line)).toBe(true);
      expect(await creditsOf('two')).toHaveLength(1);
      expect(await ledger.check()).toMatchObject({ sound: true });
    });

    it('waits for a page on which the bill may still be paid', async () => {
      const about = { trail: written, audit: auditOf('link_payment'), seen: null };
      await ledger.pageLinks.add(newLink({ billId: 'one' }), about);
      expect(await book().match(on('one'), seen('one'), line)).toBe(false);
      expect(await creditsOf('one')).toEqual([]);
    });
  });
});
