import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
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

async function opened(ledger: HouseLedger, operation = newCharge()): Promise<Operation> {
  const result = await ledger.operations.open(operation, written, auditOf(operation.kind));
  if (!('opened' in result)) throw new Error('The operation should have been opened');
  return result.opened;
}

const step = (operation: Operation, state: Operation['state']) => ({
  operation,
  state,
  trail: [{ at: operation.createdAt + 1, what: 'answer', detail: { status: 200 } }],
  audit: auditOf('charge', { outcome: 'done' }),
  followUp: null,
  at: operation.createdAt + 1,
});

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('operations', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    let other: HouseLedger;

    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
      other = await ground.open();
    });
    afterEach(() => ground.clear());

    test('an operation is in the records for every other desk when open resolves, with its exact request', async () => {
      const given = newCharge();
      const mine = await opened(ledger, given);
      expect(mine).toEqual({ ...given, version: 1 });
      expect(await other.operations.byId(given.id)).toEqual(mine);
      expect(await other.operations.byTicket(given.ticket ?? '')).toEqual(mine);
      expect(await other.operations.trail(given.id)).toEqual(written);
      expect((await other.audit.list({ search: '', before: null, limit: 10 })).rows).toHaveLength(1);
    });

    test('every kind of plan comes back as it was stored', async () => {
      const plans: Operation['plan'][] = [
        newCapture('h1').plan,
        {
          kind: 'release',
          key: 'k1',
          amount: { amount: 1, currency: 'CAD' },
          paymentRef: 'p',
          rest: true,
          account: null,
        },
        {
          kind: 'refund',
          key: 'k2',
          amount: { amount: 1, currency: 'JPY' },
          paymentRef: 'p',
          settlementRef: 's',
          means: 'cancel',
          whole: true,
          account: '9',
        },
        { kind: 'remove_card', key: 'k3', customerRef: 'c', cardRef: 'r', instrument: 'sepa' },
        { kind: 'remove_customer', key: 'k5', customerRef: 'c' },
        { kind: 'set_default', key: 'k4', customerRef: 'c', cardRef: 'r', instrument: 'card' },
      ];
      for (const plan of plans) {
        const mine = await opened(
          ledger,
          newCharge({ plan, kind: plan.kind, amount: null, tip: null, card: null, customerId: null, memo: {} }),
        );
        expect(await other.operations.byId(mine.id)).toEqual(mine);
      }
    });

    test('a second click on the same ticket is told of the first operation and writes nothing', async () => {
      const mine = await opened(ledger);
      const again = newCharge({ ticket: mine.ticket, guard: 'customer:somebody-else' });
      expect(await other.operations.open(again, written, auditOf())).toEqual({ busy: mine });
      expect(await ledger.operations.byId(again.id)).toBeNull();
      expect((await ledger.audit.list({ search: '', before: null, limit: 10 })).rows).toHaveLength(1);
    });

    test('a second order on a hold that is being captured is told who holds it', async () => {
      const mine = await opened(ledger, newCapture('h1'));
      expect(await other.operations.open(newCapture('h1'), written, auditOf())).toEqual({ busy: mine });
    });

    test('of many desks that capture the same hold at the same moment one gets it, and all others learn which', async () => {
      const asked = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 ? ledger : other).operations.open(newCapture('h1'), written, auditOf()),
        ),
      );
      const winners = asked.flatMap((answer) => ('opened' in answer ? [answer.opened.id] : []));
      const told = asked.flatMap((answer) => ('busy' in answer ? [answer.busy.id] : []));
      expect(winners).toHaveLength(1);
      expect(told).toEqual(Array.from({ length: 19 }, () => winners[0]));
      expect((await ledger.audit.list({ search: '', before: null, limit: 50 })).rows).toHaveLength(1);
    });

    test('once it is known, the hold is free for the next order; while it is not known, it is not', async () => {
      const mine = await opened(ledger, newCapture('h1'));
      const checking = await ledger.operations.advance(step(mine, unknownState()));
      expect(await other.operations.open(newCapture('h1'), written, auditOf())).toEqual({ busy: checking.operation });
      await ledger.operations.advance(step(checking.operation, doneState()));
      expect(await other.operations.open(newCapture('h1'), written, auditOf())).toHaveProperty('opened');
    });

    test('a hold whose result needs a person stays shut until that person has spoken', async () => {
      const mine = await opened(ledger, newCapture('h1'));
      const odd = { name: 'needs_person', at: 1, why: 'amount', evidence: { amount: '4000' } } as const;
      const stuck = await ledger.operations.advance(step(mine, odd));
      expect(await other.operations.open(newCapture('h1'), written, auditOf())).toEqual({ busy: stuck.operation });
      expect(await other.operations.openOperations()).toEqual([]);
      await ledger.operations.advance(step(stuck.operation, { name: 'not_done', at: 2, why: 'said_by_person' }));
      expect(await other.operations.open(newCapture('h1'), written, auditOf())).toHaveProperty('opened');
    });

    test('of two writers of the same step one wins, and the other sees the row as it is', async () => {
      const mine = await opened(ledger);
      const [a, b] = await Promise.all([
        ledger.operations.advance(step(mine, doneState('pi_a'))),
        other.operations.advance(step(mine, doneState('pi_b'))),
      ]);
      expect([a.written, b.written].toSorted()).toEqual([false, true]);
      expect(a.operation).toEqual(b.operation);
      expect(a.operation.version).toBe(2);
      expect(await ledger.operations.byId(mine.id)).toEqual(a.operation);
      // The loser left neither trail nor audit.
      expect(await ledger.operations.trail(mine.id)).toHaveLength(2);
      expect((await ledger.audit.list({ search: '', before: null, limit: 10 })).rows).toHaveLength(2);
    });

    test('an operation that was read back from the records, as after a restart, is brought to its end and stays readable', async () => {
      // Members in another order than the shapes name them: what was sealed is the text of the row, not what it means.
      const { plan, request } = newCharge();
      const turned = <T extends object>(given: T): T => Object.fromEntries(Object.entries(given).toReversed()) as T;
      const mine = await opened(ledger, newCharge({ plan: turned(plan), request: turned(request) }));
      const [read] = await other.operations.openOperations();
      if (!read) throw new Error('The operation should still be open');
      const after = await other.operations.advance(step(read, unknownState()));
      const end = await other.operations.advance(
        step((await ledger.operations.byId(mine.id)) ?? after.operation, doneState()),
      );
      expect(end.written).toBe(true);
      expect(await ledger.operations.byId(mine.id)).toEqual(end.operation);
      expect(ledger.trouble()).toBeNull();
    });

    test('a row that somebody changed in the file is not built upon: money shuts instead', async () => {
      const mine = await opened(ledger);
      await ground.tamper(`UPDATE operation SET amount = 1 WHERE id = '${mine.id}'`);
      await expect(ledger.operations.advance(step(mine, doneState()))).rejects.toMatchObject({
        code: 'records_damaged',
      });
      expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
    });

    test('beside a damaged row the others are read, orders under way are written to their end, and no new one is opened', async () => {
      const [under, spoiled] = [await opened(ledger, newCharge()), await opened(ledger, newCapture('h1'))];
      await ground.tamper(`UPDATE operation SET amount = 1 WHERE id = '${spoiled.id}'`);
      expect((await ledger.operations.openOperations()).map(({ id }) => id)).toEqual([under.id]);
      const all = { states: [], provider: null, staffId: null, from: null, to: null, offset: 0, limit: 10 };
      expect((await ledger.operations.list(all)).rows.map(({ id }) => id)).toEqual([under.id]);
      await expect(ledger.operations.open(newCharge(), written, auditOf())).rejects.toMatchObject({
        code: 'records_damaged',
      });
      expect(await ledger.operations.advance(step(under, doneState()))).toMatchObject({ written: true });
      expect((await ledger.operations.byId(under.id))?.state.name).toBe('done');
      await ledger.audit.write(auditOf('sign_in', { outcome: 'done' }));
      expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
    });

    test('the provider’s time is kept as the row was opened with it, also when there was none', async () => {
      for (const providerClockAt of [1000, null]) {
        const mine = await opened(ledger, newCharge({ providerClockAt }));
        const first = await ledger.operations.advance(step(mine, unknownState()));
        const second = await ledger.operations.advance(step(first.operation, doneState()));
        expect(second.operation.providerClockAt).toBe(providerClockAt);
        expect((await other.operations.byId(mine.id))?.providerClockAt).toBe(providerClockAt);
      }
    });

    test('the next step of a group is opened in the same commit and takes over the guard', async () => {
      const mine = await opened(ledger, newCapture('h1'));
      const next = newCapture('h1', { ticket: null, group: mine.group, follows: mine.id });
      const after = await ledger.operations.advance({ ...step(mine, doneState()), followUp: next });
      expect(after.written).toBe(true);
      expect(await other.operations.byId(next.id)).toEqual({ ...next, version: 1 });
      expect((await other.operations.group(mine.group)).map((operation) => operation.id)).toEqual([mine.id, next.id]);
      expect(await other.operations.open(newCapture('h1'), written, auditOf())).toMatchObject({
        busy: { id: next.id },
      });
    });

    test('when the next step cannot be written, the step before is not written either', async () => {
      const mine = await opened(ledger, newCapture('h1'));
      const elsewhere = await opened(ledger, newCapture('h2'));
      const next = newCapture('h2', { ticket: null, group: mine.group, follows: mine.id });
      await expect(ledger.operations.advance({ ...step(mine, doneState()), followUp: next })).rejects.toThrow();
      expect(await other.operations.byId(mine.id)).toEqual(mine);
      expect(await other.operations.byId(next.id)).toBeNull();
      expect(await other.operations.trail(mine.id)).toEqual(written);
      expect(await ledger.operations.openOperations()).toEqual([mine, elsewhere]);
    });

    test('notes on a trail keep their order, also from two desks at once', async () => {
      const mine = await opened(ledger);
      const line = (what: string) => [{ at: 1, what, detail: {} }];
      await Promise.all([
        ledger.operations.note(mine.id, line('asked')),
        other.operations.note(mine.id, line('asked')),
        ledger.operations.note(mine.id, line('asked')),
      ]);
      const trail = await other.operations.trail(mine.id);
      expect(trail.map((entry) => entry.what)).toEqual(['written', 'asked', 'asked', 'asked']);
      await expect(ledger.operations.note('op-nobody', line('asked'))).rejects.toThrow('no operation');
    });

    test('a note does not make the engine lose its turn', async () => {
      const mine = await opened(ledger);
      await other.operations.note(mine.id, [{ at: 1, what: 'asked', detail: {} }]);
      expect(await ledger.operations.advance(step(mine, doneState()))).toMatchObject({ written: true });
    });

    test('attempts counts only definite failures on that target and kind', async () => {
      const declined = { name: 'declined', at: 1, code: 'card_declined', advice: null, reference: null } as const;
      for (const state of [declined, declined, doneState()]) {
        await ledger.operations.advance(step(await opened(ledger, newCapture('h1')), state));
      }
      await ledger.operations.advance(step(await opened(ledger, newCapture('h2')), declined));
      expect(await ledger.operations.attempts('payment:paysafe:h1', 'capture')).toBe(2);
      expect(await ledger.operations.attempts('payment:paysafe:h1', 'release')).toBe(0);
    });
  });
}
