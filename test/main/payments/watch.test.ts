import { describe, expect, it } from 'vitest';
import type { OperationState } from '../../../src-main/contract/operation.ts';
import { complete } from '../../../src-main/payments/complete.ts';
import { settle, type Engine } from '../../../src-main/payments/settle.ts';
import { makeWatch } from '../../../src-main/payments/watch.ts';
import { card, customer, toyEngine } from '../../support/toy-provider.ts';

const day = 24 * 3_600_000;
const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
let tickets = 0;
const charge = () => ({
  kind: 'charge' as const,
  ticket: `ticket-${String((tickets += 1)).padStart(16, '0')}`,
  customerId: 'stripe:cus_1',
  cardId: 'stripe:pm_1',
  amount: { amount: 16270, currency: 'CAD' },
  tip: null,
  note: null,
  receiptEmail: null,
});
const house = () =>
  toyEngine({ customers: [customer('stripe:cus_1')], cards: [card('stripe:pm_1', 'stripe:cus_1')], payments: [] });

/** Another desk on the same records, switched on now. */
function otherDesk(engine: Engine): Engine {
  return {
    ...engine,
    underWay: new Map(),
    watch: makeWatch({ clock: engine.clock, desk: () => 'Front 2' }),
  };
}
async function lost(at: ReturnType<typeof house>): Promise<string> {
  at.provider.next('lost_before');
  const reply = await settle(at.engine, charge(), maude);
  if (!reply.ok) throw new Error(reply.failure.code);
  return reply.value.id;
}
const stateOf = async ({ ledger }: ReturnType<typeof house>, id: string): Promise<OperationState> => {
  const row = await ledger.byId(id);
  if (!row) throw new Error('no such row');
  return row.state;
};

describe('a wall clock that is set while a charge is unknown', () => {
  it('ahead by a day does not make a request that may still arrive count as never sent', async () => {
    const at = house();
    at.provider.breakReplays(true);
    const id = await lost(at);
    at.provider.clock.set(at.provider.clock.now() + day);
    await complete(at.engine, 'all');
    await complete(at.engine, 'all');
    await complete(at.engine, 'all');
    expect((await stateOf(at, id)).name).toBe('unknown');
  });

  it('between two times of one row, a month apart, puts no question off by a month', async () => {
    const at = house();
    const id = await lost(at);
    const row = await at.ledger.byId(id);
    if (row?.state.name !== 'unknown') throw new Error('It is known already');
    const misdated = { ...row, state: { ...row.state, nextAskAt: row.updatedAt + 30 * day } };
    const { clock } = at.provider;
    const { isDue, mayDrive } = makeWatch({ clock, desk: () => 'Front 2' });
    expect([isDue(misdated, clock.now()), mayDrive(misdated, 60_000)]).toEqual([false, false]);
    clock.pass(5 * 60_000);
    expect(isDue(misdated, clock.now())).toBe(true);
    clock.pass(2 * 60_000);
    expect(mayDrive(misdated, 60_000)).toBe(true);
  });

  it('back by a month does not stop the questions: it is known in the end', async () => {
    const at = house();
    const id = await lost(at);
    at.provider.clock.set(at.provider.clock.now() - 30 * day);
    for (let minute = 0; minute < 10; minute += 1) {
      at.provider.clock.pass(60_000);
      await complete(at.engine, 'due');
    }
    expect((await stateOf(at, id)).name).not.toBe('unknown');
  });
});

describe('a desk that dies on shared records', () => {
  it('keeps its operation to itself while it may be alive, then leaves it to another desk, which finds the charge', async () => {
    const at = house();
    at.provider.next('lost_after');
    const reply = await settle(at.engine, charge(), maude);
    if (!reply.ok) throw new Error(reply.failure.code);
    const { id } = reply.value;
    const other = otherDesk(at.engine);
    expect(await complete(other, 'due')).toBe(1);
    expect((await stateOf(at, id)).name).toBe('unknown');
    at.provider.clock.pass(3 * 60_000);
    expect(await complete(other, 'due')).toBe(0);
    expect(await stateOf(at, id)).toMatchObject({ name: 'done', moved: { charged: 16270 } });
    expect(at.provider.movements).toHaveLength(1);
  });

  it('is taken over also when it died between the row and the answer', async () => {
    const at = house();
    const dead: Engine = {
      ...at.engine,
      sender: { ...at.engine.sender, send: () => new Promise(() => undefined) },
    };
    void settle(dead, charge(), maude);
    await new Promise(setImmediate);
    const [row] = at.ledger.all();
    expect(row?.state.name).toBe('open');
    const other = otherDesk(at.engine);
    await complete(other, 'due');
    expect(at.ledger.all()[0]?.state.name).toBe('open');
    for (let minute = 0; minute < 12; minute += 1) {
      at.provider.clock.pass(60_000);
      await complete(other, 'due');
    }
    // Within ten minutes the same request may be sent again under its own key; later it is only asked about. Either way it is known.
    expect(['done', 'not_done']).toContain(at.ledger.all()[0]?.state.name);
    expect(at.provider.movements.length).toBeLessThanOrEqual(1);
  });

  it('that was only slow still has the last word about its own request', async () => {
    const at = house();
    let answer: (() => void) | undefined;
    const slow: Engine = {
      ...at.engine,
      sender: {
        ...at.engine.sender,
        send: async (...given) => {
          const result = await at.engine.sender.send(...given);
          if (given[1].method === 'POST') await new Promise<void>((go) => (answer = go));
          return result;
        },
      },
    };
    at.provider.next('decline');
    const waiting = settle(slow, charge(), maude);
    await new Promise(setImmediate);
    const other = otherDesk(at.engine);
    at.provider.breakLookUps(true);
    at.provider.breakReplays(true);
    await complete(other, 'due');
    at.provider.clock.pass(4 * 60_000);
    await complete(other, 'due');
    expect(at.ledger.all()[0]?.state.name).toBe('unknown');
    answer?.();
    expect(await waiting).toMatchObject({ ok: true, value: { state: { name: 'declined' } } });
    expect(at.ledger.all()[0]?.state.name).toBe('declined');
  });
});
