import { describe, expect, it } from 'vitest';
import { read as readAtPaysafe } from '../../../src-main/gateways/paysafe/replies.ts';
import { read as readAtStripe } from '../../../src-main/gateways/stripe/replies.ts';
import type { Order } from '../../../src-main/payments/order.ts';
import type { Gateway } from '../../../src-main/payments/ports.ts';
import type { PaymentRecord } from '../../../src-main/payments/records.ts';
import { settle, type Engine } from '../../../src-main/payments/settle.ts';
import { card, customer, held, toyEngine } from '../../support/toy-provider.ts';
import { answer } from '../gateways/orders-on-paper.ts';
import { settlement } from '../gateways/paysafe-bodies.ts';
import { intent } from '../gateways/stripe-bodies.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const cad = (amount: number) => ({ amount, currency: 'CAD' });
/** Luc's payment of 84.50, whole and refundable. */
const paid = (id: string, customerId: string): PaymentRecord =>
  held(id, customerId, 8450, {
    ...{ state: 'paid', capturable: 0, taken: 8450, account: '1001' },
    settlements: [{ ref: id.slice(id.indexOf(':') + 1), amount: 8450, refundable: 8450, pending: false }],
  });

type Read = (...given: Parameters<Gateway['read']>) => ReturnType<Gateway['read']>;

/** A desk whose next request is answered with a reply about Luc's payment, as that provider's gateway reads it. */
function desk(provider: 'stripe' | 'paysafe', reads: Read) {
  const kept = new Map(
    [paid('stripe:pay_1', 'stripe:luc'), paid('paysafe:set_1', 'paysafe:luc')].map((row) => [row.id, row]),
  );
  const people = ['stripe', 'paysafe'].flatMap((at) => [customer(`${at}:luc`), customer(`${at}:nadia`)]);
  const { engine } = toyEngine({ customers: people, cards: people.map(({ id }) => card(`${id}-card`, id)) });
  const mixedUp: Engine = {
    ...engine,
    gateways: { ...engine.gateways, [provider]: { ...engine.gateways[provider], read: reads } },
    rows: {
      ...engine.rows,
      payment: async (id) => kept.get(id) ?? null,
      put: async ({ payments = [] }) => payments.forEach((row) => kept.set(row.id, row)),
    },
  };
  return { engine: mixedUp, kept };
}
const takes = (kind: 'charge' | 'hold', provider: 'stripe' | 'paysafe'): Order => ({
  ...{
    kind,
    ticket: `anothers-${kind}-${provider}`,
    customerId: `${provider}:nadia`,
    cardId: `${provider}:nadia-card`,
  },
  ...{ amount: cad(8450), tip: null, note: null, receiptEmail: null },
});
const now = 1_763_650_000_000;

describe('a reply about the payment of another client, mixed up on its way', () => {
  it.each([
    ['hold', 'paysafe', 'paysafe:set_1', settlement({ amount: 8450 })],
    ['charge', 'paysafe', 'paysafe:set_1', settlement({ amount: 2500 })],
    ['hold', 'stripe', 'stripe:pay_1', intent({ metadata: { comptoir_operation: 'cpt-luc' } })],
    ['charge', 'stripe', 'stripe:pay_1', intent({ amount: 2500, metadata: { comptoir_operation: 'cpt-luc' } })],
  ] as const)(
    'leaves that payment whose and what it was: a %s at %s needs a person, and nothing else changes',
    async (kind, provider, id, body) => {
      const { engine, kept } = desk(provider, (plan, memo) =>
        provider === 'stripe'
          ? readAtStripe(plan, answer(200, body), { now, sure: true })
          : readAtPaysafe(plan, memo, answer(200, body), now),
      );
      expect(await settle(engine, takes(kind, provider), maude)).toMatchObject({
        value: { state: { name: 'needs_person', why: 'key' } },
      });
      expect([...kept.values()]).toEqual([paid('stripe:pay_1', 'stripe:luc'), paid('paysafe:set_1', 'paysafe:luc')]);
      expect(kept.get(id)?.taken).toBe(8450);
    },
  );

  it('does not take the money back out of it: it can be given back to its client as before', async () => {
    const { engine } = desk('paysafe', (plan, memo) =>
      readAtPaysafe(plan, memo, answer(200, settlement({ amount: 8450 })), now),
    );
    await settle(engine, takes('hold', 'paysafe'), maude);
    const back: Order = {
      ...{ kind: 'refund', ticket: 'anothers-refund-01', paymentId: 'paysafe:set_1', amount: cad(8450), note: null },
    };
    expect(await settle(engine, back, maude)).toMatchObject({ ok: true });
  });

  it('a reply about the order itself is still put down, whatever sum it says', async () => {
    const { engine, kept } = desk('stripe', (plan) =>
      readAtStripe(
        plan,
        answer(
          200,
          intent({ id: 'pay_2', customer: 'nadia', amount: 9450, metadata: { comptoir_operation: plan.key } }),
        ),
        { now, sure: true },
      ),
    );
    expect(await settle(engine, takes('charge', 'stripe'), maude)).toMatchObject({
      value: { state: { name: 'needs_person', why: 'amount' } },
    });
    expect(kept.get('stripe:pay_2')).toMatchObject({ customerId: 'stripe:nadia', authorized: 9450 });
  });
});
