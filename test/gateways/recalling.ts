import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Order, Plan, PlanOf } from '../../src-main/payments/order.ts';
import type { KnownPayment, RecallEnd, Recalled, RecallQuestion, Unrecalled } from '../../src-main/payments/recall.ts';
import type { PaymentRecord } from '../../src-main/payments/records.ts';
import { repeatKey } from '../../src-main/payments/repeat-key.ts';
import { capture, refund, release } from './plans.ts';
import { cad, carry, type Saved, type Town } from './town.ts';

/** All that one recall told, page after page. */
export interface Told {
  readonly found: Recalled[];
  readonly missing: Unrecalled[];
  readonly end: RecallEnd;
}

export async function recallAt(
  town: Town,
  provider: ProviderName,
  change: Partial<RecallQuestion> = {},
): Promise<Told> {
  const found: Recalled[] = [];
  const missing: Unrecalled[] = [];
  const question: RecallQuestion = {
    since: null,
    now: town.sandbox.clock.now(),
    known: [],
    takes: [],
    explained: () => 0,
    signal: new AbortController().signal,
    ...change,
  };
  const end = await town.providers.recalls[provider].recall(question, async (page) => {
    found.push(...page.found);
    missing.push(...page.missing);
  });
  return { found, missing, end };
}

/** Gives an order as the engine does. Answers the provider's reference of what was done. */
export async function giveOrder(town: Town, provider: ProviderName, plan: Plan): Promise<string> {
  const { reading } = await carry(town.providers, provider, plan);
  if (reading?.outcome.is !== 'done' && reading?.outcome.is !== 'pending')
    throw new Error(`Not done: ${JSON.stringify(reading?.outcome)}`);
  return reading.outcome.reference;
}

export const byKey = (told: Told, key: string): Recalled | undefined => told.found.find(({ plan }) => plan.key === key);

export const known = (ref: string, saved: Saved, change: Partial<KnownPayment> = {}): KnownPayment => ({
  ref,
  account: null,
  customerRef: saved.customerRef,
  cardRef: saved.cardRef,
  settlementRefs: [],
  key: null,
  ...change,
});

/** Keys as the engine derives them from their target, so that they can be named again. */
function derived(order: Order, provider: ProviderName, ref: string, capturable: number): string {
  const payment: PaymentRecord = {
    id: `${provider}:${ref}`,
    provider,
    ref,
    customerId: null,
    cardId: null,
    card: null,
    state: 'held',
    currency: 'CAD',
    authorized: capturable,
    capturable,
    taken: 0,
    refunded: 0,
    settlements: [],
    at: 0,
    captureBefore: null,
    description: null,
    key: null,
    account: null,
    readAt: 0,
  };
  return repeatKey(order, { payment, wholeRefund: true, attempt: 0 });
}
export function ownRelease(provider: ProviderName, ref: string, amount: number): PlanOf<'release'> {
  const order: Order = { kind: 'release', ticket: '', holdId: `${provider}:${ref}`, note: null };
  return { ...release(ref, amount), key: derived(order, provider, ref, amount) };
}
export function ownCapture(provider: ProviderName, ref: string, amount: number): PlanOf<'capture'> {
  const order: Order = { kind: 'capture', ticket: '', holdId: `${provider}:${ref}`, amount: cad(amount), note: null };
  return { ...capture(ref, amount, amount), key: derived(order, provider, ref, amount) };
}
export function ownRefund(provider: ProviderName, ref: string, amount: number): PlanOf<'refund'> {
  const order: Order = { kind: 'refund', ticket: '', paymentId: `${provider}:${ref}`, amount: cad(amount), note: null };
  const target = { paymentRef: ref, settlementRef: ref };
  return { ...refund(target, amount, { whole: true }), key: derived(order, provider, ref, 0) };
}
