import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { OperationFilter } from '../../../src-main/ledger/operation-lists.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import type { NewOperation } from '../../../src-main/payments/ports.ts';
import {
  auditOf,
  doneState,
  grounds,
  newCapture,
  newCharge,
  newHold,
  titleOf,
  unknownState,
  written,
  type Ground,
} from './ground.ts';

const everything: OperationFilter = {
  states: [],
  provider: null,
  staffId: null,
  from: null,
  to: null,
  offset: 0,
  limit: 50,
};

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('lists of operations', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;

    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
    });
    afterEach(() => ground.clear());

    async function put(given: NewOperation, state?: Operation['state']): Promise<Operation> {
      const result = await ledger.operations.open(given, written, auditOf(given.kind));
      if (!('opened' in result)) throw new Error('The operation should have been opened');
      if (!state) return result.opened;
      const step = { operation: result.opened, state, trail: [], audit: null, followUp: null, at: given.createdAt };
      return (await ledger.operations.advance(step)).operation;
    }
    const ids = (operations: readonly Operation[]) => operations.map((operation) => operation.id);

    test('the list is newest first, filtered by state, provider, staff and day, a page at a time', async () => {
      const a = await put(newCharge({ createdAt: 1000 }), doneState());
      const b = await put(newCharge({ createdAt: 2000, staffId: 'staff-2' }), unknownState());
      const c = await put(newCapture('h1', { createdAt: 3000 }), doneState());
      const list = async (change: Partial<OperationFilter>) =>
        ids((await ledger.operations.list({ ...everything, ...change })).rows);
      expect(await list({})).toEqual([c.id, b.id, a.id]);
      expect(await list({ states: ['done'] })).toEqual([c.id, a.id]);
      expect(await list({ states: ['unknown', 'open'] })).toEqual([b.id]);
      expect(await list({ provider: 'paysafe' })).toEqual([c.id]);
      expect(await list({ staffId: 'staff-2' })).toEqual([b.id]);
      expect(await list({ from: 2000, to: 3000 })).toEqual([b.id]);
      expect(await list({ offset: 1, limit: 1 })).toEqual([b.id]);
      expect(await ledger.operations.list({ ...everything, limit: 1 })).toMatchObject({ total: 3, capped: false });
    });

    test('more than a thousand are counted as a thousand and said to be more', async () => {
      for (let index = 0; index < 1001; index += 1) await put(newCharge());
      expect(await ledger.operations.list(everything)).toMatchObject({ total: 1000, capped: true });
      expect(await ledger.operations.list({ ...everything, states: ['done'] })).toMatchObject({
        total: 0,
        capped: false,
      });
    });

    test('a person with records at both providers has one history', async () => {
      const a = await put(newCharge({ customerId: 'stripe:a', createdAt: 1 }));
      const b = await put(newCapture('h1', { customerId: 'paysafe:b', createdAt: 2 }));
      await put(newCharge({ customerId: 'stripe:somebody-else' }));
      expect(ids(await ledger.operations.forCustomers(['stripe:a', 'paysafe:b'], 10))).toEqual([b.id, a.id]);
      expect(ids(await ledger.operations.forCustomers(['stripe:a', 'paysafe:b'], 1))).toEqual([b.id]);
      expect(await ledger.operations.forCustomers([], 10)).toEqual([]);
    });

    test('buttons are shut on the target and the card of what is not known, and on nothing else', async () => {
      const capture = await put(newCapture('h1'));
      const charge = await put(newCharge(), unknownState());
      const odd = { name: 'needs_person', at: 1, why: 'amount', evidence: {} } as const;
      const stuck = await put(newCapture('h2'), odd);
      await put(newCapture('h3'), doneState());
      const asked = ['paysafe:h1', 'paysafe:h2', 'paysafe:h3', 'stripe:pm_made_up', 'stripe:pm_other'];
      expect(await ledger.operations.busy(asked)).toEqual(
        new Map([
          ['paysafe:h1', capture.id],
          ['paysafe:h2', stuck.id],
          ['stripe:pm_made_up', charge.id],
        ]),
      );
      expect(await ledger.operations.busy([])).toEqual(new Map());
    });

    test('what is being checked and what needs a person is counted and listed', async () => {
      await put(newCharge());
      await put(newCharge(), unknownState());
      await put(newCharge(), unknownState());
      const odd = await put(newCharge(), { name: 'needs_person', at: 1, why: 'amount', evidence: {} });
      await put(newCharge(), doneState());
      expect(await ledger.operations.counts()).toEqual({ checking: 2, needsPerson: 1 });
      expect(ids(await ledger.operations.needsPerson())).toEqual([odd.id]);
    });

    test('today has what was ordered since midnight, newest first', async () => {
      await put(newCharge({ createdAt: 99 }));
      const a = await put(newCharge({ createdAt: 100 }));
      const b = await put(newCharge({ createdAt: 200 }));
      expect(ids(await ledger.operations.since(100, 10))).toEqual([b.id, a.id]);
      expect(ids(await ledger.operations.since(100, 1))).toEqual([b.id]);
    });

    test('the steps of one order come in their order, also within one millisecond', async () => {
      const first = await put(newCapture('h1', { id: 'op-z', group: 'op-z' }), doneState());
      const second = await put(
        newCapture('h1', { id: 'op-a', group: 'op-z', follows: 'op-z', ticket: null }),
        doneState(),
      );
      const third = await put(newCapture('h1', { id: 'op-b', group: 'op-z', follows: 'op-a', ticket: null }));
      expect(ids(await ledger.operations.group('op-z'))).toEqual([first.id, second.id, third.id]);
    });

    test('a hold knows who placed it by its key', async () => {
      const hold = await put(newHold('cpt-h'));
      const charge = await put(newCharge());
      expect(await ledger.operations.placedBy([hold.plan.key, charge.plan.key, 'cpt-nobody'])).toEqual(
        new Map([['cpt-h', 'Maya']]),
      );
    });

    test('orders that placed holds are found by their keys, and no other order under a key that is asked for', async () => {
      const hold = await put(newHold('cpt-h'), doneState());
      await put(newHold('cpt-other'));
      const charge = await put(newCharge());
      expect(await ledger.operations.holdsByKeys(['cpt-h', charge.plan.key, 'cpt-nobody'])).toEqual([
        await ledger.operations.byId(hold.id),
      ]);
    });

    test('orders are looked up by their keys in an index, however many there are', async () => {
      await put(newCharge({ createdAt: 1000 }), doneState());
      const asked = `SELECT * FROM operation WHERE repeat_key IN ('cpt-a', 'cpt-b') ORDER BY created_at DESC`;
      // PostgreSQL reads a table of a few rows whole whatever there is: there it is enough that the index stands.
      const plan =
        kind.name === 'SQLite'
          ? await ground.look(`EXPLAIN QUERY PLAN ${asked}`)
          : await ground.look(`SELECT indexdef FROM pg_indexes WHERE indexname = 'operation_key'`);
      const said = JSON.stringify(plan);
      expect(said).toContain('operation_key');
      expect(said).not.toContain('SCAN operation');
    });
  });
}
