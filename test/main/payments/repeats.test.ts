import { describe, expect, it } from 'vitest';
import type { Order, StepIn } from '../../../src-main/payments/order.ts';
import type { PaymentRecord } from '../../../src-main/payments/records.ts';
import type { LastMinutes } from '../../../src-main/payments/repeats.ts';
import { settle } from '../../../src-main/payments/settle.ts';
import { card, customer, held, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const minute = 60_000;
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;
type Take = Extract<Order, { kind: 'charge' | 'hold' }>;
const charge = (more: Partial<Take> = {}): Order => ({
  kind: 'charge',
  ticket: ticket(),
  customerId: 'stripe:cus_1',
  cardId: 'stripe:pm_1',
  amount: cad(8000),
  tip: null,
  note: null,
  receiptEmail: null,
  ...more,
});
const refund = (more: Partial<Extract<Order, { kind: 'refund' }>> = {}): Order => ({
  kind: 'refund',
  ticket: ticket(),
  paymentId: 'stripe:pi_paid',
  amount: cad(2000),
  note: null,
  ...more,
});
const sylvie = (...over: string[]): StepIn => ({
  staffId: 'st-2',
  staffName: 'Sylvie',
  reason: 'second visit today',
  over: over.map((fact) => ({ why: 'repeat', fact })),
});
const paid = (more: Partial<PaymentRecord> = {}): PaymentRecord =>
  held('stripe:pi_paid', 'stripe:cus_1', 8000, {
    state: 'paid',
    capturable: 0,
    taken: 8000,
    settlements: [{ ref: 'pi_paid', amount: 8000, refundable: 8000 - (more.refunded ?? 0), pending: false }],
    ...more,
  });

/** A desk that looks at a person's last minutes: two linked records, and what the lists show beside our own orders. */
function desk(beside: readonly PaymentRecord[] = [], payment: PaymentRecord = paid()) {
  const toy = toyEngine({
    customers: [customer('stripe:cus_1'), customer('paysafe:p1')],
    cards: [card('stripe:pm_1', 'stripe:cus_1'), card('paysafe:c1', 'paysafe:p1')],
    payments: [payment],
  });
  const last: LastMinutes = { customerIds: ['paysafe:p1', 'stripe:cus_1'], payments: beside };
  const engine = { ...toy.engine, personOf: async () => 'paysafe:p1', lastMinutes: async () => last };
  return { ...toy, engine };
}
const value = <T>(reply: { ok: true; value: T } | { ok: false; failure: unknown }): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
};

describe('a second charge of the same person within minutes', () => {
  it('is stopped before anything is sent, with who made the first one, where, when and how much', async () => {
    const { engine, provider, ledger } = desk();
    const first = value(await settle(engine, charge(), { ...maude, desk: 'Desk 2' }));
    provider.clock.pass(3 * minute);
    expect(await settle(engine, charge(), maude)).toEqual({
      ok: false,
      failure: {
        code: 'repeat_needs_manager',
        facts: {
          id: first.id,
          kind: 'charge',
          provider: 'stripe',
          amount: 8000,
          currency: 'CAD',
          from: 'records',
          state: 'done',
          by: 'Maude',
          desk: 'Desk 2',
          at: first.createdAt,
          count: 1,
        },
      },
    });
    expect(provider.requests).toHaveLength(1);
    expect(ledger.all()).toHaveLength(1);
  });

  it('of another sum, on another card and at the other provider of the same person is stopped as well', async () => {
    const { engine, provider } = desk();
    value(await settle(engine, charge(), maude));
    const other = charge({ customerId: 'paysafe:p1', cardId: 'paysafe:c1', amount: cad(500) });
    expect(await settle(engine, other, maude)).toMatchObject({ failure: { code: 'repeat_needs_manager' } });
    expect(provider.movements).toHaveLength(1);
  });

  it.each([
    ['a hold after a charge', 'charge', 'hold'],
    ['a charge after a hold', 'hold', 'charge'],
  ] as const)('%s is stopped', async (_what, first, second) => {
    const { engine } = desk();
    value(await settle(engine, charge({ kind: first }), maude));
    expect(await settle(engine, charge({ kind: second }), maude)).toMatchObject({
      failure: { code: 'repeat_needs_manager', facts: { kind: first } },
    });
  });

  it('a quarter of an hour later nobody is asked', async () => {
    const { engine, provider } = desk();
    value(await settle(engine, charge(), maude));
    provider.clock.pass(15 * minute);
    expect(await settle(engine, charge(), maude)).toMatchObject({ failure: { code: 'repeat_needs_manager' } });
    provider.clock.pass(1);
    expect(value(await settle(engine, charge(), maude)).state.name).toBe('done');
  });

  it('after one that moved nothing nobody is asked', async () => {
    const { engine, provider } = desk();
    provider.next('decline', 'refused_line');
    value(await settle(engine, charge(), maude));
    value(await settle(engine, charge(), maude));
    expect(value(await settle(engine, charge(), maude)).state.name).toBe('done');
  });

  it('goes on once a manager stepped in over the first; the trail and the history say who, over what and why', async () => {
    const { engine, provider, ledger } = desk();
    const first = value(await settle(engine, charge(), maude));
    const second = value(await settle(engine, { ...charge(), stepIn: sylvie(first.id) }, maude));
    expect(second.state.name).toBe('done');
    expect(second.staffName).toBe('Maude');
    expect(provider.movements).toHaveLength(2);
    expect(ledger.trailOf(second.id)[1]).toMatchObject({
      what: 'step_in',
      detail: { by: 'Sylvie', note: 'second visit today', over: first.id },
    });
    expect(ledger.audit.at(-2)).toMatchObject({ outcome: 'started', staffName: 'Maude', detail: { stepIn: 'Sylvie' } });
  });

  it('a step-in over the first says nothing of one that came in between', async () => {
    const { engine, provider } = desk();
    const first = value(await settle(engine, charge(), maude));
    const between = value(await settle(engine, { ...charge(), stepIn: sylvie(first.id) }, maude));
    expect(await settle(engine, { ...charge(), stepIn: sylvie(first.id) }, maude)).toMatchObject({
      failure: { code: 'repeat_needs_manager', facts: { id: between.id, count: 1 } },
    });
    expect(provider.movements).toHaveLength(2);
  });

  it('while the first is not known, no step-in lets it pass', async () => {
    const { engine, provider } = desk();
    provider.next('lost_after');
    const first = value(await settle(engine, charge(), maude));
    expect(first.state.name).toBe('unknown');
    const again = { ...charge(), stepIn: sylvie(first.id) };
    expect(await settle(engine, again, maude)).toMatchObject({ failure: { code: 'busy' } });
    // Records linked only since then stood under another guard: the same answer.
    const linkedSince = { ...engine, personOf: async () => 'stripe:cus_0' };
    expect(await settle(linkedSince, again, maude)).toMatchObject({
      failure: { code: 'busy', facts: { operationId: first.id, by: 'Maude' } },
    });
    expect(provider.movements).toHaveLength(1);
  });

  it('as the next part of the same bill is no repeat: what is left to pay guards it; a charge of no bill is still stopped', async () => {
    const { engine } = desk();
    const part = (amount: number, paid: number) => ({
      order: charge({ amount: cad(amount), cause: { purpose: 'balance' as const, billId: 'bill-1' } }),
      world: { ...engine, billFor: async () => ({ ref: 'bill-1', paid, attempt: 0, seen: null }) },
    });
    const [first, second] = [part(5000, 0), part(3000, 5000)];
    value(await settle(first.world, first.order, maude));
    expect(value(await settle(second.world, second.order, maude)).state.name).toBe('done');
    expect(await settle(engine, charge(), maude)).toMatchObject({ failure: { code: 'repeat_needs_manager' } });
    const other = { ...second.world, billFor: async () => ({ ref: 'bill-2', paid: 0, attempt: 0, seen: null }) };
    const otherBill = charge({ cause: { purpose: 'balance', billId: 'bill-2' } });
    expect(await settle(other, otherBill, maude)).toMatchObject({ failure: { code: 'repeat_needs_manager' } });
  });

  it('the same dialog pressed twice is one order and is not stopped by itself', async () => {
    const { engine, provider } = desk();
    const order = charge();
    value(await settle(engine, order, maude));
    expect(value(await settle(engine, order, maude)).state.name).toBe('done');
    expect(provider.movements).toHaveLength(1);
  });

  it('finished by another desk between the look and the record is seen in the very commit that would open it', async () => {
    const { engine, provider } = desk();
    const gateway = engine.gateways.stripe;
    // Both looked and found nothing; while this one builds its request, the other charges and is done.
    let other: Promise<unknown> | null = null;
    const slow = {
      ...engine,
      gateways: {
        ...engine.gateways,
        stripe: {
          ...gateway,
          prepare: async (...given: Parameters<typeof gateway.prepare>) => {
            other ??= settle(engine, charge(), { ...maude, desk: 'Desk 2' });
            await other;
            return gateway.prepare(...given);
          },
        },
      },
    };
    expect(await settle(slow, charge(), maude)).toMatchObject({
      failure: { code: 'repeat_needs_manager', facts: { desk: 'Desk 2' } },
    });
    expect(provider.movements).toHaveLength(1);
  });
});

describe('what the provider shows beside our own orders', () => {
  const now = Date.UTC(2026, 10, 20, 16, 42);
  const beside = (more: Partial<PaymentRecord>): PaymentRecord =>
    held('stripe:pi_else', 'stripe:cus_1', 8000, { state: 'paid', at: now - 4 * minute, ...more });

  it.each([
    ['on the provider’s own site', null, 'provider'],
    ['by another program', 'order-881', 'provider'],
    ['at a desk with records of its own', 'cpt-ticket-of-somebody', 'other_desk'],
  ] as const)('a payment made %s stops a charge', async (_where, key, from) => {
    const { engine, provider } = desk([beside({ key })]);
    expect(await settle(engine, charge(), maude)).toMatchObject({
      failure: {
        code: 'repeat_needs_manager',
        facts: { id: 'stripe:pi_else', from, by: '', desk: '', amount: 8000, at: now - 4 * minute },
      },
    });
    expect(provider.requests).toHaveLength(0);
  });

  it.each(['declined', 'not_finished', 'lapsed'] as const)('one that is %s stops nobody', async (state) => {
    const { engine } = desk([beside({ state })]);
    expect(value(await settle(engine, charge(), maude)).state.name).toBe('done');
  });

  it.each(['held', 'pending', 'unsure', 'released', 'refunded', 'partly_refunded'] as const)(
    'one that is %s stops a charge until a manager stepped in over it',
    async (state) => {
      const { engine } = desk([beside({ state })]);
      expect(await settle(engine, charge(), maude)).toMatchObject({ failure: { code: 'repeat_needs_manager' } });
      const order = { ...charge(), stepIn: sylvie('stripe:pi_else') };
      expect(value(await settle(engine, order, maude)).state.name).toBe('done');
    },
  );

  it('our own order there is ours: named once, with who gave it', async () => {
    const { engine } = desk();
    const first = value(await settle(engine, charge(), maude));
    const seen = {
      ...engine,
      lastMinutes: async () => ({
        customerIds: ['stripe:cus_1'],
        payments: [beside({ key: first.plan.key })],
      }),
    };
    expect(await settle(seen, charge(), maude)).toMatchObject({
      failure: { code: 'repeat_needs_manager', facts: { from: 'records', by: 'Maude', count: 1 } },
    });
    expect(value(await settle(seen, { ...charge(), stepIn: sylvie(first.id) }, maude)).state.name).toBe('done');
  });

  it('one that our records call not done stops a charge: the provider has it', async () => {
    const { engine, provider } = desk();
    provider.next('refused_line');
    const first = value(await settle(engine, charge(), maude));
    expect(first.state.name).toBe('not_done');
    const seen = {
      ...engine,
      lastMinutes: async () => ({
        customerIds: ['stripe:cus_1'],
        payments: [beside({ key: first.plan.key })],
      }),
    };
    expect(await settle(seen, charge(), maude)).toMatchObject({ failure: { facts: { from: 'other_desk' } } });
  });
});

describe('a second refund of the same sum of the same payment', () => {
  it('is stopped for a day, with who made the first one', async () => {
    const { engine, provider } = desk();
    const first = value(await settle(engine, refund(), maude));
    provider.clock.pass(23 * 60 * minute);
    expect(await settle(engine, refund(), maude)).toMatchObject({
      failure: { code: 'repeat_needs_manager', facts: { id: first.id, kind: 'refund', by: 'Maude', amount: 2000 } },
    });
    expect(provider.movements).toHaveLength(1);
    provider.clock.pass(60 * minute + 1);
    expect(value(await settle(engine, refund(), maude)).state.name).toBe('done');
  });

  it('of another sum is another refund', async () => {
    const { engine } = desk();
    value(await settle(engine, refund(), maude));
    expect(value(await settle(engine, refund({ amount: cad(2001) }), maude)).state.name).toBe('done');
  });

  it('goes on once a manager stepped in over the first', async () => {
    const { engine, provider } = desk();
    const first = value(await settle(engine, refund(), maude));
    expect(value(await settle(engine, { ...refund(), stepIn: sylvie(first.id) }, maude)).state.name).toBe('done');
    expect(provider.movements).toHaveLength(2);
  });

  it('waits while the first is not known, whoever steps in', async () => {
    const { engine, provider } = desk();
    provider.next('lost_after');
    const first = value(await settle(engine, refund(), maude));
    const again = { ...refund({ amount: cad(1) }), stepIn: sylvie(first.id) };
    expect(await settle(engine, again, maude)).toMatchObject({ failure: { code: 'busy' } });
  });

  it('made elsewhere is seen by what is missing there beyond our own', async () => {
    const { engine, provider } = desk([], paid({ refunded: 2000 }));
    expect(await settle(engine, refund(), maude)).toMatchObject({
      failure: {
        code: 'repeat_needs_manager',
        facts: { id: 'stripe:pi_paid:refunded:2000', from: 'provider', by: '', amount: 2000 },
      },
    });
    expect(value(await settle(engine, refund({ amount: cad(2500) }), maude)).state.name).toBe('done');
    const order = { ...refund(), stepIn: sylvie('stripe:pi_paid:refunded:2000') };
    expect(value(await settle(engine, order, maude)).state.name).toBe('done');
    expect(provider.movements).toHaveLength(2);
  });

  it('our own refund in the provider’s sum is not somebody else’s', async () => {
    const { engine, provider } = desk();
    value(await settle(engine, refund(), maude));
    provider.clock.pass(25 * 60 * minute);
    const after = paid({ refunded: 2000 });
    const later = { ...engine, rows: { ...engine.rows, payment: async () => after } };
    expect(value(await settle(later, refund(), maude)).state.name).toBe('done');
  });

  it('a whole refund has one key wherever it is ordered: nobody is asked', async () => {
    const { engine } = desk([], paid({ refunded: 0 }));
    expect(value(await settle(engine, refund({ amount: cad(8000) }), maude)).state.name).toBe('done');
  });
});
