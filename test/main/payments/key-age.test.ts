import { expect, it } from 'vitest';
import { complete } from '../../../src-main/payments/complete.ts';
import type { Engine } from '../../../src-main/payments/settle.ts';
import { settle } from '../../../src-main/payments/settle.ts';
import { card, customer, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const hour = 3_600_000;

/** A charge whose reply was lost, and how often it has left once the desk has asked again, so many hours later by its own clock. */
async function sentAgain({ hours, providerOff }: { hours: number; providerOff: number }): Promise<boolean> {
  const { engine, provider } = toyEngine({
    customers: [customer('stripe:cus_1')],
    cards: [card('stripe:pm_1', 'stripe:cus_1')],
  });
  provider.next('lost_after');
  await settle(
    engine,
    {
      kind: 'charge',
      ticket: 'ticket-key-age-0001',
      customerId: 'stripe:cus_1',
      cardId: 'stripe:pm_1',
      amount: { amount: 8450, currency: 'CAD' },
      tip: null,
      note: null,
      receiptEmail: null,
    },
    maude,
  );
  provider.clock.pass(hours * hour);
  const providerNow = (): number => provider.clock.now() + providerOff * hour;
  const later: Engine = { ...engine, sender: { ...engine.sender, providerNow } };
  await complete(later, 'all');
  expect(provider.movements).toHaveLength(1);
  return provider.requests.length > 1;
}

it('a key that is old by our own clock is not used again because the provider’s clock shows a day too little', async () => {
  expect(await sentAgain({ hours: 0.1, providerOff: 0 })).toBe(true);
  expect(await sentAgain({ hours: 24.1, providerOff: 0 })).toBe(false);
  expect(await sentAgain({ hours: 24.1, providerOff: -24 })).toBe(false);
});

it('a key whose age the two clocks disagree about is not used again', async () => {
  expect(await sentAgain({ hours: 0.1, providerOff: 24 })).toBe(false);
  expect(await sentAgain({ hours: 0.1, providerOff: -24 })).toBe(false);
});
