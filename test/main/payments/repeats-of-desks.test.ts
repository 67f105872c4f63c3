import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src-main/payments/order.ts';
import type { PaymentRecord } from '../../../src-main/payments/records.ts';
import type { LastMinutes } from '../../../src-main/payments/repeats.ts';
import { settle, type Engine } from '../../../src-main/payments/settle.ts';
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

describe('two desks on the same records whose clocks disagree', () => {
  /** One is nine minutes behind and one nine ahead, each within what is allowed; the provider's clock is the true one. */
  function apart(payments: (key: string) => readonly PaymentRecord[] = () => []) {
    const { engine, provider, ledger } = desk();
    const at = (ms: number): Engine['clock'] => ({ ...provider.clock, now: () => provider.clock.now() + ms });
    const behind: Engine = { ...engine, clock: at(-9 * minute) };
    const ahead: Engine = {
      ...engine,
      clock: at(9 * minute),
      lastMinutes: async () => ({
        customerIds: ['paysafe:p1', 'stripe:cus_1'],
        payments: payments(ledger.all()[0]?.plan.key ?? ''),
      }),
    };
    return { behind, ahead, provider };
  }

  it.each([
    ['before any list shows the first one', () => []],
    [
      'and after one does',
      (key: string) => [paid({ key, at: Date.UTC(2026, 10, 20, 16, 42) + 9 * minute, id: 'stripe:pi_first' })],
    ],
  ])('stop a second charge one minute later, %s, and name who made the first', async (_when, shown) => {
    const { behind, ahead, provider } = apart(shown);
    const first = value(await settle(behind, charge(), { ...maude, desk: 'Front 2' }));
    provider.clock.pass(minute);
    expect(await settle(ahead, charge(), maude)).toMatchObject({
      failure: { code: 'repeat_needs_manager', facts: { id: first.id, desk: 'Front 2', from: 'records', count: 1 } },
    });
    expect(provider.movements).toHaveLength(1);
  });

  it('ask nobody once a quarter of an hour has passed at the provider, whatever their own clocks say', async () => {
    const { behind, ahead, provider } = apart();
    value(await settle(ahead, charge(), maude));
    provider.clock.pass(15 * minute + 1);
    expect(value(await settle(behind, charge(), maude)).state.name).toBe('done');
  });

  it('stop it as well where the provider had not told its time when the first was written', async () => {
    const { behind, ahead, provider } = apart();
    value(await settle({ ...behind, sender: { ...behind.sender, providerNow: () => null } }, charge(), maude));
    provider.clock.pass(minute);
    expect(await settle(ahead, charge(), maude)).toMatchObject({ failure: { code: 'repeat_needs_manager' } });
  });
});

describe('an order of ours that was written long before its payment', () => {
  it('is named as ours, by whom, and not as another desk’s', async () => {
    const rows: PaymentRecord[] = [];
    const { engine, provider, ledger } = desk(rows);
    const first = value(await settle(engine, charge(), { ...maude, desk: 'Front 2' }));
    provider.clock.pass(16 * minute);
    rows.push(paid({ id: 'stripe:pi_late', key: ledger.all()[0]?.plan.key ?? '', at: provider.clock.now() - minute }));
    expect(await settle(engine, charge(), maude)).toMatchObject({
      failure: { code: 'repeat_needs_manager', facts: { id: first.id, from: 'records', by: 'Maude', desk: 'Front 2' } },
    });
  });
});
