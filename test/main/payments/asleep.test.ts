import { describe, expect, it } from 'vitest';
import type { Order } from '../../../src-main/payments/order.ts';
import { settle, type Engine } from '../../../src-main/payments/settle.ts';
import { card, customer, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const charge = (): Order => ({
  kind: 'charge',
  ticket: 'ticket-of-somebody-asleep',
  customerId: 'stripe:cus_1',
  cardId: 'stripe:pm_1',
  amount: { amount: 16_270, currency: 'CAD' },
  tip: null,
  note: null,
  receiptEmail: null,
});
const desk = () =>
  toyEngine({ customers: [customer('stripe:cus_1')], cards: [card('stripe:pm_1', 'stripe:cus_1')], payments: [] });
const value = <T>(reply: { ok: true; value: T } | { ok: false; failure: unknown }): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
};

describe('a charge of a PC that falls asleep', () => {
  // Seed 40077 of the simulation: the lid was closed between the record and the request, and the card was charged when it opened again.
  it('does not leave when that was between the record and the request: it is not taken hours later', async () => {
    const { engine, provider } = desk();
    const asleep: typeof engine.ledger = {
      ...engine.ledger,
      async open(...given) {
        const opened = await engine.ledger.open(...given);
        provider.clock.pass(8 * 3_600_000);
        return opened;
      },
    };
    const operation = value(await settle({ ...engine, ledger: asleep }, charge(), maude));
    expect(operation.state).toMatchObject({ name: 'not_done', why: 'never_left' });
    expect(provider.requests).toHaveLength(0);
  });

  it('while it is still being judged is refused as that, and its provider is not blamed; the same press may be tried again', async () => {
    const { engine, provider, ledger } = desk();
    const asleep: Engine = {
      ...engine,
      async reach() {
        provider.clock.pass(8 * 3_600_000);
        return null;
      },
    };
    const order = charge();
    expect(await settle(asleep, order, maude)).toEqual({ ok: false, failure: { code: 'slept' } });
    expect([ledger.all(), provider.requests]).toEqual([[], []]);
    expect(value(await settle(engine, order, maude)).state.name).toBe('done');
    expect(provider.movements).toHaveLength(1);
  });
});
