import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import type { NewOperation, RepeatQuestion } from '../../../src-main/payments/ports.ts';
import {
  auditOf,
  doneState,
  grounds,
  newCapture,
  newCharge,
  titleOf,
  unknownState,
  written,
  type Ground,
} from './ground.ts';

const declined = { name: 'declined', at: 1, code: 'x', advice: null, reference: null } as const;
const odd = { name: 'needs_person', at: 1, why: 'amount', evidence: {} } as const;
const pending = { name: 'pending', at: 1, reference: 'r', moved: {} } as const;
const ids = (operations: readonly Operation[]) => operations.map((operation) => operation.id);

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('what a new order may be doing again', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    let other: HouseLedger;

    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
      other = await ground.open();
    });
    afterEach(() => ground.clear());

    async function put(given: NewOperation, state?: Operation['state'], where = ledger): Promise<Operation> {
      const result = await where.operations.open(given, written, auditOf(given.kind));
      if (!('opened' in result)) throw new Error('The operation should have been opened');
      if (!state) return result.opened;
      const step = { operation: result.opened, state, trail: [], audit: null, followUp: null, at: given.createdAt };
      return (await where.operations.advance(step)).operation;
    }
    const refundOf = (payment: string, amount: number, createdAt: number): NewOperation => {
      const plan = {
        kind: 'refund',
        key: `cpt-refund-${createdAt}-${amount}`,
        amount: { amount, currency: 'CAD' },
        paymentRef: payment,
        settlementRef: payment,
        means: 'refund',
        whole: false,
        account: null,
      } as const;
      return newCharge({ kind: 'refund', guard: `payment:stripe:${payment}`, plan, amount: plan.amount, createdAt });
    };

    test('charges and holds of a person since a moment that moved money or may have, at any desk, newest first', async () => {
      const customerId = 'stripe:a';
      await put(newCharge({ customerId, createdAt: 999 }), doneState());
      const charged = await put(newCharge({ customerId, createdAt: 1000 }), doneState(), other);
      const checking = await put(newCharge({ customerId, createdAt: 1001 }), unknownState());
      const open = await put(newCharge({ customerId, createdAt: 1002, kind: 'hold' }));
      const stuck = await put(newCharge({ customerId, createdAt: 1003 }), odd);
      const waiting = await put(newCharge({ customerId: 'paysafe:b', createdAt: 1004 }), pending);
      await put(newCharge({ customerId, createdAt: 1005 }), declined);
      await put(newCharge({ customerId: 'stripe:other', createdAt: 1006 }), doneState());
      await put(newCapture('h1', { customerId, createdAt: 1007 }), doneState());
      const question: RepeatQuestion = { about: 'take', customerIds: [customerId, 'paysafe:b'], since: 1000 };
      const found = [waiting, stuck, open, checking, charged].map(({ id }) => id);
      expect(ids(await ledger.operations.repeated(question))).toEqual(found);
      expect(await ledger.operations.repeated({ ...question, customerIds: [] })).toEqual([]);
    });

    test('refunds of the same sum of the same payment, or of any sum', async () => {
      await put(refundOf('pi_1', 2000, 999), doneState());
      const same = await put(refundOf('pi_1', 2000, 1000), doneState());
      const another = await put(refundOf('pi_1', 500, 1001), pending);
      await put(refundOf('pi_1', 2000, 1002), declined);
      await put(refundOf('pi_2', 2000, 1003), doneState());
      const question: RepeatQuestion = {
        about: 'refund',
        guard: 'payment:stripe:pi_1',
        amount: { amount: 2000, currency: 'CAD' },
        since: 1000,
      };
      expect(ids(await ledger.operations.repeated(question))).toEqual([same.id]);
      expect(ids(await ledger.operations.repeated({ ...question, amount: null }))).toEqual([another.id, same.id]);
      const dollars = { amount: 2000, currency: 'USD' };
      expect(await ledger.operations.repeated({ ...question, amount: dollars })).toEqual([]);
    });

    test('who carried out something on a target: done and pending, newest first', async () => {
      const first = await put(newCapture('h1', { createdAt: 1 }), doneState());
      await put(newCapture('h1', { createdAt: 2 }), declined);
      const second = await put(newCapture('h1', { createdAt: 3, kind: 'release' }), pending);
      await put(newCapture('h2', { createdAt: 4 }), doneState());
      expect(ids(await ledger.operations.carriedOut('payment:paysafe:h1'))).toEqual([second.id, first.id]);
    });

    test('an order is not opened over what nobody stepped in over, and nothing of it is written', async () => {
      const customerId = 'stripe:a';
      const first = await put(newCharge({ customerId, createdAt: 1000 }), doneState(), other);
      const question: RepeatQuestion = { about: 'take', customerIds: [customerId], since: 900 };
      const again = newCharge({ customerId, createdAt: 1100 });
      const lines = async () => (await ledger.audit.list({ search: '', before: null, limit: 50 })).rows.length;
      const before = await lines();
      const stopped = await ledger.operations.open(again, written, auditOf(), { question, passed: [] });
      expect(stopped).toMatchObject({ repeats: [{ id: first.id }] });
      expect(await ledger.operations.byId(again.id)).toBeNull();
      expect(await lines()).toBe(before);
      expect(await ledger.operations.open(again, written, auditOf(), { question, passed: [first.id] })).toMatchObject({
        opened: { id: again.id },
      });
    });

    test('what is not known yet stops an order whatever anybody passed; the holder of the guard is named first', async () => {
      const customerId = 'stripe:a';
      const checking = await put(newCharge({ customerId, guard: 'customer:a', createdAt: 1000 }), unknownState());
      const unless = {
        question: { about: 'take', customerIds: [customerId], since: 900 },
        passed: [checking.id],
      } as const;
      const elsewhere = newCharge({ customerId, guard: 'customer:linked-since', createdAt: 1100 });
      expect(await ledger.operations.open(elsewhere, written, auditOf(), unless)).toMatchObject({
        repeats: [{ id: checking.id }],
      });
      const same = newCharge({ customerId, guard: 'customer:a', createdAt: 1100 });
      expect(await ledger.operations.open(same, written, auditOf(), unless)).toMatchObject({
        busy: { id: checking.id },
      });
    });

    test('two desks that charge one person at the same moment, one quick to finish: never both', async () => {
      const outcomes = new Set<string>();
      for (let round = 0; round < 20; round += 1) {
        const customerId = `stripe:racing-${round}`;
        const question: RepeatQuestion = { about: 'take', customerIds: [customerId], since: 0 };
        const charge = async (where: HouseLedger): Promise<string> => {
          const given = newCharge({ customerId, guard: `customer:${customerId}` });
          const result = await where.operations.open(given, written, auditOf(), { question, passed: [] });
          if (!('opened' in result)) return 'busy' in result ? 'busy' : 'repeats';
          const at = given.createdAt + 1;
          const operation = result.opened;
          await where.operations.advance({ operation, state: doneState(), trail: [], audit: null, followUp: null, at });
          return 'charged';
        };
        const both = await Promise.all([charge(ledger), charge(other)]);
        expect(both.filter((word) => word === 'charged')).toHaveLength(1);
        both.forEach((word) => outcomes.add(word));
      }
      expect(outcomes.size).toBeGreaterThan(1);
    });

    test('a changed row among them opens nothing: the records are damaged', async () => {
      const customerId = 'stripe:a';
      const first = await put(newCharge({ customerId, createdAt: 1000 }), doneState());
      await ground.tamper(`UPDATE operation SET amount = 1 WHERE id = '${first.id}'`);
      const again = newCharge({ customerId, createdAt: 1100 });
      const unless = { question: { about: 'take', customerIds: [customerId], since: 900 }, passed: [] } as const;
      await expect(ledger.operations.open(again, written, auditOf(), unless)).rejects.toMatchObject({
        code: 'records_damaged',
      });
      expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
    });
  });
}
