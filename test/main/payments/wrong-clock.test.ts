import { describe, expect, it } from 'vitest';
import type { OperationState } from '../../../src-main/contract/operation.ts';
import { complete } from '../../../src-main/payments/complete.ts';
import { settle } from '../../../src-main/payments/settle.ts';
import { next, type Happening } from '../../../src-main/payments/transition.ts';
import { card, customer, toyEngine } from '../../support/toy-provider.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const now = Date.UTC(2026, 10, 20, 16, 42);
type Unknown = Extract<OperationState, { name: 'unknown' }>;
const lost: Unknown = {
  name: 'unknown',
  since: now,
  why: 'no_answer',
  lastSentAt: now,
  absent: 0,
  asks: 1,
  nextAskAt: now,
};
const after = (state: OperationState, ...happenings: readonly Happening[]): OperationState =>
  happenings.reduce((before, happening) => next(before, happening, minute).state, state);
const unsaid = (at: number): Happening => ({ is: 'ask_failed', at, why: 'status_500', answered: true });

// Seeds 5013 and 5004 of the simulation: a clock that was set back a month after the send left a charge unknown for that month.
describe('a wall clock that was set back a month while a charge is unknown', () => {
  it('does not put the next question off by a month', () => {
    const early = next(lost, { is: 'absent', at: now - 30 * day, counts: false }, minute).state;
    expect(early).toMatchObject({ name: 'unknown', absent: 0 });
    expect((early as Unknown).nextAskAt - (now - 30 * day)).toBeLessThanOrEqual(2 * minute);
  });

  it('does not keep a charge that the provider cannot speak of from a person', () => {
    const asked = Array.from({ length: 11 }, (_, nth) => unsaid(now - 30 * day + nth * 10 * minute));
    expect(after(lost, ...asked)).toMatchObject({ name: 'needs_person', why: 'provider_cannot_say' });
  });
});

it('a person is called only after an hour of questions, not after the first few', () => {
  const asked = Array.from({ length: 30 }, (_, nth) => unsaid(now + nth * minute));
  expect(after(lost, ...asked)).toMatchObject({ name: 'unknown' });
  expect(after(lost, ...asked, unsaid(now + 61 * minute))).toMatchObject({ name: 'needs_person' });
});

const order = {
  kind: 'charge',
  ticket: 'ticket-0000000000000001',
  customerId: 'stripe:cus_1',
  cardId: 'stripe:pm_1',
  amount: { amount: 16270, currency: 'CAD' },
  tip: null,
  note: null,
  receiptEmail: null,
} as const;
const maude = { staffId: 's', staffName: 'Maude', desk: 'Front 1' };
const desk = () => toyEngine({ customers: [customer('stripe:cus_1')], cards: [card('stripe:pm_1', 'stripe:cus_1')] });

it('a charge written before the provider had told its time is never sent again: our own clock may since have been set', async () => {
  const { engine, provider, ledger } = desk();
  provider.breakReplays(true);
  provider.next('lost_before');
  await settle(engine, order, maude);
  provider.breakReplays(false);
  for (let round = 0; round < 5; round += 1) {
    await complete(engine, 'all');
    provider.clock.pass(130_000);
  }
  expect(ledger.all()[0]?.state).toMatchObject({ name: 'not_done', why: 'absent' });
  expect(provider.requests).toHaveLength(1);
});

it('how old a charge is goes by the provider’s clock: one that was set back does not make it young again', async () => {
  const { engine, provider } = desk();
  let providerAt = provider.clock.now();
  const sender = { ...engine.sender, providerNow: () => providerAt };
  provider.next('lost_before');
  await settle({ ...engine, sender }, order, maude);
  providerAt += 3 * 60 * minute;
  provider.clock.pass(2 * minute);
  await complete({ ...engine, sender }, 'all');
  expect(provider.requests).toHaveLength(1);
});
