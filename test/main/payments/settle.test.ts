import { describe, expect, it } from 'vitest';
import { refused } from '../../../src-main/contract/failure.ts';
import { resolveByPerson } from '../../../src-main/payments/by-hand.ts';
import { complete } from '../../../src-main/payments/complete.ts';
import type { Order } from '../../../src-main/payments/order.ts';
import type { Clock } from '../../../src-main/payments/ports.ts';
import { idle, settle, type Engine } from '../../../src-main/payments/settle.ts';
import { makeWatch } from '../../../src-main/payments/watch.ts';
import { card, customer, held, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let tickets = 0;
const charge = (more: Partial<Extract<Order, { kind: 'charge' | 'hold' }>> = {}): Order => ({
  kind: 'charge',
  ticket: `ticket-${String((tickets += 1)).padStart(16, '0')}`,
  customerId: 'stripe:cus_1',
  cardId: 'stripe:pm_1',
  amount: cad(16270),
  tip: null,
  note: null,
  receiptEmail: null,
  ...more,
});
const desk = () =>
  toyEngine({
    customers: [customer('stripe:cus_1'), customer('paysafe:p1')],
    cards: [
      card('stripe:pm_1', 'stripe:cus_1'),
      card('stripe:pm_old', 'stripe:cus_1', { expiry: { month: 10, year: 2026 } }),
      card('stripe:pm_gone', 'stripe:cus_1', { removed: true }),
      card('stripe:pm_other', 'stripe:cus_2'),
    ],
    payments: [
      held('stripe:pi_1', 'stripe:cus_1', 8000),
      held('paysafe:a1', 'paysafe:p1', 35000),
      held('stripe:pi_late', 'stripe:cus_1', 8000, { captureBefore: 1 }),
    ],
  });
/** The same house after its program was switched off and on: what only the process knew is gone. */
const restart = (engine: Engine, clock: Clock): Engine => ({
  ...engine,
  underWay: new Map(),
  watch: makeWatch({ clock, desk: () => null }),
});
const value = <T>(reply: { ok: true; value: T } | { ok: false; failure: unknown }): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
};

describe('a charge', () => {
  it('is written with its exact request before anything is sent, and moves money once', async () => {
    const { engine, provider, ledger } = desk();
    const rowsWhenSent: number[] = [];
    const send = engine.sender.send;
    const watched = {
      ...engine,
      sender: {
        ...engine.sender,
        send: (...given: Parameters<typeof send>) => (rowsWhenSent.push(ledger.all().length), send(...given)),
      },
    };
    const operation = value(await settle(watched, charge(), maude));
    expect(rowsWhenSent).toEqual([1]);
    expect(operation.state).toMatchObject({ name: 'done', moved: { charged: 16270 } });
    expect(provider.requests[0]).toEqual(operation.request);
    expect(provider.movements).toHaveLength(1);
  });

  it('goes out under the key of its dialog, which no other press can be given', async () => {
    const { engine } = desk();
    const order = charge();
    const operation = value(await settle(engine, order, maude));
    expect(operation.request.headers['idempotency-key']).toBe(`cpt-${order.ticket}`);
  });

  it('whose bill is another each time it is to be written is refused in words, and nothing of it is written or sent', async () => {
    const { engine, provider, troubles } = desk();
    let judged = 0;
    const unsteady: Engine = {
      ...engine,
      ledger: { ...engine.ledger, open: async () => ((judged += 1), { changed: 'bill-1' }) },
    };
    expect(await settle(unsteady, charge(), maude)).toEqual({ ok: false, failure: { code: 'order_unsteady' } });
    expect([judged, provider.requests.length, troubles]).toEqual([5, 0, ['order']]);
  });

  it('with the same ticket again returns the same operation and sends nothing', async () => {
    const { engine, provider } = desk();
    const order = charge();
    const [first, second] = await Promise.all([settle(engine, order, maude), settle(engine, order, maude)]);
    const third = await settle(engine, order, maude);
    expect(new Set([value(first).id, value(second).id, value(third).id]).size).toBe(1);
    expect(provider.requests).toHaveLength(1);
    expect(value(second).state.name).toBe('done');
  });

  it('whose consent another desk used up while it was judged is judged once more: refused in those words, or taken under the next one', async () => {
    const { engine, provider, ledger } = desk();
    const judged = ['consent-1', 'consent-2'].values();
    const taken: Engine = {
      ...engine,
      consentFor: async () => {
        const { value: consentId } = judged.next();
        return consentId ? { consentId } : refused('consent_used_up', { most: 2000, currency: 'CAD' }).failure;
      },
      ledger: {
        ...ledger,
        open: async (operation, ...rest) =>
          'cause' in operation.plan && operation.plan.cause?.consentId === 'consent-1'
            ? { consent: 'consent-1' }
            : ledger.open(operation, ...rest),
      },
    };
    expect(value(await settle(taken, charge(), maude)).plan).toMatchObject({ cause: { consentId: 'consent-2' } });
    expect(await settle(taken, charge(), maude)).toMatchObject({ ok: false, failure: { code: 'consent_used_up' } });
    expect(provider.movements).toHaveLength(1);
  });

  it('with the same ticket and another amount is refused', async () => {
    const { engine, provider } = desk();
    const order = charge();
    await settle(engine, order, maude);
    expect(await settle(engine, { ...order, amount: cad(1) } as Order, maude)).toMatchObject({
      ok: false,
      failure: { code: 'ticket_reused' },
    });
    expect(provider.movements).toHaveLength(1);
  });

  it('waits while another charge of the same person is not known yet', async () => {
    const { engine, provider } = desk();
    provider.next('lost_after');
    value(await settle(engine, charge(), maude));
    expect(await settle(engine, charge({ amount: cad(500) }), maude)).toMatchObject({
      ok: false,
      failure: { code: 'busy' },
    });
    expect(provider.movements).toHaveLength(1);
  });

  it('after a decline may be tried on another card at once', async () => {
    const { engine, provider } = desk();
    provider.next('decline');
    expect(value(await settle(engine, charge(), maude)).state).toMatchObject({
      name: 'declined',
      code: 'insufficient_funds',
    });
    expect(value(await settle(engine, charge(), maude)).state.name).toBe('done');
  });

  it.each([
    ['an expired card', { cardId: 'stripe:pm_old' }, 'card_expired'],
    ['a removed card', { cardId: 'stripe:pm_gone' }, 'card_removed'],
    ['a card nobody knows', { cardId: 'stripe:pm_nope' }, 'unknown_id'],
    ['no amount', { amount: cad(0) }, 'amount_zero'],
    ['less than the provider takes', { amount: cad(49) }, 'amount_too_small'],
    ['another currency', { amount: { amount: 500, currency: 'USD' } }, 'wrong_currency'],
    ['a tip above the amount', { tip: 20000 }, 'bad_input'],
  ])('on %s never leaves', async (_what, more, code) => {
    const { engine, provider, ledger } = desk();
    expect(await settle(engine, charge(more), maude)).toMatchObject({ ok: false, failure: { code } });
    expect(provider.requests).toHaveLength(0);
    expect(ledger.all()).toHaveLength(0);
  });

  it('does not leave when it cannot be written', async () => {
    const { engine, provider, ledger } = desk();
    ledger.refuseWrites(true);
    expect(await settle(engine, charge(), maude)).toMatchObject({ ok: false, failure: { code: 'records_unwritable' } });
    expect(provider.requests).toHaveLength(0);
  });

  it('that could not leave the house is known not to have happened', async () => {
    const { engine, provider } = desk();
    provider.next('refused_line');
    expect(value(await settle(engine, charge(), maude)).state).toMatchObject({ name: 'not_done', why: 'never_left' });
    expect(value(await settle(engine, charge(), maude)).state.name).toBe('done');
    expect(provider.movements).toHaveLength(1);
  });

  it('answered with another amount needs a person and keeps the next charge shut', async () => {
    const { engine, provider } = desk();
    provider.next('other_amount');
    const operation = value(await settle(engine, charge(), maude));
    expect(operation.state).toMatchObject({ name: 'needs_person', why: 'amount' });
    expect(await settle(engine, charge(), maude)).toMatchObject({ ok: false, failure: { code: 'busy' } });
    const sylvie = { ...maude, staffName: 'Sylvie' };
    const seen = { note: 'seen on the site', sum: { amount: 16_271, currency: 'CAD' }, reference: null };
    expect(
      value(await resolveByPerson(engine, { operationId: operation.id, outcome: 'done', ...seen }, sylvie)).state,
    ).toMatchObject({ name: 'done', moved: { charged: 16_271 }, saidBy: 'Sylvie' });
    expect(value(await settle(engine, charge(), maude)).state.name).toBe('done');
  });
});

describe('a lost reply', () => {
  it.each(['lost_after', 'fault_stored', 'nonsense'] as const)(
    '(%s) is unknown, never failed, and is found out without charging again',
    async (fate) => {
      const { engine, provider } = desk();
      provider.next(fate);
      const operation = value(await settle(engine, charge(), maude));
      expect(operation.state.name).toBe('unknown');
      for (let round = 0; round < 5 && (await complete(engine, 'all')) > 0; round += 1) provider.clock.pass(130_000);
      expect((await engine.ledger.byId(operation.id))?.state).toMatchObject({
        name: 'done',
        moved: { charged: 16270 },
      });
      expect(provider.movements).toHaveLength(1);
    },
  );

  it('of a charge that never arrived is sent again under its own key while it is fresh', async () => {
    const { engine, provider } = desk();
    provider.next('lost_before', 'answer');
    const operation = value(await settle(engine, charge(), maude));
    await complete(engine, 'all');
    expect((await engine.ledger.byId(operation.id))?.state.name).toBe('done');
    expect(provider.requests.map((request) => request.headers['idempotency-key'])).toEqual([
      operation.plan.key,
      operation.plan.key,
    ]);
    expect(provider.movements).toHaveLength(1);
  });

  it('is followed by the very bytes of the record, also when a newer version of the program would write them otherwise', async () => {
    const { engine, provider } = desk();
    provider.next('lost_before', 'answer');
    const operation = value(await settle(engine, charge(), maude));
    const newer = {
      ...engine.gateways.stripe,
      prepare: () => Promise.reject(new Error('What is under way is not written anew')),
    };
    await complete({ ...engine, gateways: { ...engine.gateways, stripe: newer } }, 'all');
    expect(provider.requests).toEqual([operation.request, operation.request]);
    expect((await engine.ledger.byId(operation.id))?.state.name).toBe('done');
  });

  it('that was a passing fault of the provider is over with the same key: nobody is called for it', async () => {
    const { engine, provider } = desk();
    provider.next('fault_passing', 'answer');
    const operation = value(await settle(engine, charge(), maude));
    expect(operation.state).toMatchObject({ name: 'unknown', why: 'provider_fault' });
    await complete(engine, 'all');
    expect((await engine.ledger.byId(operation.id))?.state.name).toBe('done');
    expect(provider.movements).toHaveLength(1);
  });

  // Seed 5049 of the simulation: Stripe keeps also a reply that nobody can read and gives it again for a day, and the look-up was never believed.
  it.each(['odd_word_stored', 'fault_stored'] as const)(
    '(%s) that is all the provider says to that key is not asked for all day long',
    async (fate) => {
      const { engine, provider } = desk();
      provider.next(fate);
      const order: Order = {
        kind: 'capture',
        ticket: 'ticket-capture-000009',
        holdId: 'stripe:pi_1',
        amount: cad(8000),
        note: null,
      };
      const operation = value(await settle(engine, order, maude));
      for (let minute = 0; minute < 15; minute += 1) {
        provider.clock.pass(60_000);
        await complete(engine, 'due');
      }
      // A word that nobody knows may mean that it was taken: "not there" then is never "it never happened".
      const ends = fate === 'fault_stored' ? ['done', 'not_done'] : ['unknown', 'needs_person', 'done'];
      expect(ends).toContain((await engine.ledger.byId(operation.id))?.state.name);
      expect(provider.requests.length).toBeLessThanOrEqual(4);
    },
  );

  it('of a charge made hours ago is only asked about: nothing is charged when the line returns', async () => {
    const { engine, provider } = desk();
    provider.next('lost_before');
    const operation = value(await settle(engine, charge(), maude));
    provider.clock.pass(3 * 3_600_000);
    await complete(engine, 'all');
    expect((await engine.ledger.byId(operation.id))?.state.name).toBe('unknown');
    provider.clock.pass(60_000);
    await complete(engine, 'all');
    expect((await engine.ledger.byId(operation.id))?.state).toMatchObject({ name: 'not_done', why: 'absent' });
    expect(provider.movements).toHaveLength(0);
    expect(provider.requests).toHaveLength(1);
  });

  it('is not "it never happened" after one look, nor too early', async () => {
    const paysafe = toyEngine({ customers: [customer('paysafe:p1')], cards: [card('paysafe:c1', 'paysafe:p1')] });
    paysafe.provider.next('lost_before');
    const operation = value(
      await settle(paysafe.engine, charge({ customerId: 'paysafe:p1', cardId: 'paysafe:c1' }), maude),
    );
    paysafe.provider.clock.pass(10_000);
    await complete(paysafe.engine, 'all');
    await complete(paysafe.engine, 'all');
    await complete(paysafe.engine, 'all');
    expect((await paysafe.engine.ledger.byId(operation.id))?.state).toMatchObject({ name: 'unknown', absent: 0 });
    paysafe.provider.clock.pass(120_000);
    await complete(paysafe.engine, 'all');
    expect((await paysafe.engine.ledger.byId(operation.id))?.state).toMatchObject({ name: 'unknown', absent: 1 });
    paysafe.provider.clock.pass(10_000);
    await complete(paysafe.engine, 'all');
    expect((await paysafe.engine.ledger.byId(operation.id))?.state.name).toBe('not_done');
    expect(paysafe.provider.requests).toHaveLength(1);
  });

  it('survives a kill between writing and answering: found after restart', async () => {
    const { engine, provider, ledger } = desk();
    const killed = { ...engine, sender: { ...engine.sender, send: async () => Promise.reject(new Error('killed')) } };
    await expect(settle(killed, charge(), maude)).rejects.toThrow('killed');
    const restarted = { ...engine, underWay: new Map() };
    for (let round = 0; round < 4 && (await complete(restarted, 'all')) > 0; round += 1) provider.clock.pass(130_000);
    const [operation] = ledger.all();
    expect(['done', 'not_done']).toContain(operation?.state.name);
    expect(provider.movements.length).toBe(operation?.state.name === 'done' ? 1 : 0);
  });

  // Seed 2026446689 of the first simulation: the time of the record was taken for the time of the send.
  it('of a PC that slept before it sent and was switched off after counts from the restart: its request may still arrive', async () => {
    const { engine, provider, ledger } = desk();
    const sending: typeof engine = {
      ...engine,
      sender: { ...engine.sender, send: () => new Promise(() => undefined) },
    };
    void settle(sending, charge(), maude);
    await new Promise(setImmediate);
    provider.clock.pass(8 * 3_600_000);
    const restarted = restart(engine, provider.clock);
    for (let look = 0; look < 3; look += 1) await complete(restarted, 'all');
    expect(ledger.all()[0]?.state).toMatchObject({ name: 'unknown', absent: 0 });
    provider.clock.pass(121_000);
    for (let look = 0; look < 3; look += 1) await complete(restarted, 'all');
    expect(ledger.all()[0]?.state).toMatchObject({ name: 'not_done', why: 'absent' });
  });
});

describe('a hold', () => {
  it('captured in part at Paysafe releases the rest as a second step of the same group', async () => {
    const { engine, provider, ledger } = desk();
    const order: Order = {
      kind: 'capture',
      ticket: 'ticket-capture-000001',
      holdId: 'paysafe:a1',
      amount: cad(32193),
      note: null,
    };
    const operation = value(await settle(engine, order, maude));
    await idle(engine);
    const group = ledger.all().filter((row) => row.group === operation.group);
    expect(group.map((row) => [row.kind, row.state.name, row.amount?.amount])).toEqual([
      ['capture', 'done', 32193],
      ['release', 'done', 2807],
    ]);
    expect(provider.movements.map((movement) => movement.amount)).toEqual([32193, 2807]);
  });

  it('captured by two desks with the same view sends the very same key', async () => {
    const one = desk();
    const two = desk();
    const order = (ticket: string): Order => ({
      kind: 'capture',
      ticket,
      holdId: 'stripe:pi_1',
      amount: cad(8000),
      note: null,
    });
    const a = value(await settle(one.engine, order('ticket-desk-one-0001'), maude));
    const b = value(await settle(two.engine, order('ticket-desk-two-0001'), maude));
    expect(a.request).toEqual(b.request);
  });

  it.each([
    ['more than is held', 'stripe:pi_1', 8001, 'over_held'],
    ['nothing', 'stripe:pi_1', 0, 'amount_zero'],
    ['after it lapsed', 'stripe:pi_late', 8000, 'hold_lapsed'],
  ])('is not captured for %s', async (_what, holdId, amount, code) => {
    const { engine, provider } = desk();
    expect(
      await settle(
        engine,
        { kind: 'capture', ticket: `ticket-no-${code}-00000`, holdId, amount: cad(amount), note: null },
        maude,
      ),
    ).toMatchObject({ ok: false, failure: { code } });
    expect(provider.requests).toHaveLength(0);
  });
});
