import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src-main/payments/operation.ts';
import type { PlanOf } from '../../src-main/payments/order.ts';
import type { Finding, KeyedTake } from '../../src-main/payments/ports.ts';
import { paysafeTill, type PaysafeTill } from './paysafe-till.ts';
import { capture, refund, release, take } from './plans.ts';
import { stripeTill, type StripeTill } from './stripe-till.ts';
import { carry, openTown, operationOf, type Saved, type Town } from './town.ts';

// What stands under a key that two desks may make of one bill: real requests over HTTP, at providers that forget keys as the real ones do.
let town: Town;
let stripe: StripeTill;
let paysafe: PaysafeTill;
beforeAll(async () => {
  town = await openTown('taken under a key');
  [stripe, paysafe] = [stripeTill(town.sandbox), paysafeTill(town.sandbox)];
});
afterAll(() => town.close());
const amount = 8450;
type Provider = 'stripe' | 'paysafe';
const tillOf = (provider: Provider) => (provider === 'stripe' ? stripe : paysafe);
const cause = { purpose: 'balance', billId: 'bill-1', consentId: null } as const;
const forBill = (kind: 'charge' | 'hold', saved: Saved) => take(kind, saved, { cause });
const refOf = (outcome: Outcome | undefined): string =>
  outcome && 'reference' in outcome && outcome.reference ? outcome.reference : '';

async function shown(provider: Provider, plan: PlanOf<'charge' | 'hold'>, more: Partial<KeyedTake> = {}) {
  const read = await town.providers.readers[provider].takenUnder({
    ...{ keys: [plan.key, 'cpt-beside'], kind: plan.instrument, currency: plan.amount.currency },
    ...{ customerRefs: [plan.customerRef], since: null },
    ...more,
  });
  if (!read.ok) return read.why;
  const [found] = read.value;
  return found ? { ref: found.ref, state: found.state, sum: found.authorized } : null;
}
/** What a second desk reads when it looks at what stands under its key. */
async function found(provider: Provider, plan: PlanOf<'charge' | 'hold'>, why: string): Promise<Finding> {
  const gateway = town.providers.gateways[provider];
  const prepared = await gateway.prepare(plan);
  const operation = operationOf(plan, { provider, prepared, why });
  const result = await town.providers.sender.send(
    provider,
    await gateway.question(operation, town.clock.now()),
    'read',
  );
  if (result.got !== 'answer') throw new Error('No answer');
  return gateway.readFinding(operation, result.answer);
}
const outcomeOf = (finding: Finding): Outcome | string =>
  finding.found === 'outcome' ? finding.reading.outcome : finding.found;
const asked = { stripe: 'replayed', paysafe: 'duplicate' } as const;

describe.each(['stripe', 'paysafe'] as const)('at %s', (provider) => {
  it.each(['charge', 'hold'] as const)('a %s is found by its key, and nothing by another', async (kind) => {
    const plan = forBill(kind, await tillOf(provider).save());
    expect(await shown(provider, plan)).toBeNull();
    const { reading } = await carry(town.providers, provider, plan);
    expect(await shown(provider, plan)).toMatchObject({ ref: refOf(reading?.outcome), sum: amount });
    expect(await shown(provider, { ...plan, key: 'cpt-another' })).toBeNull();
  });

  it('one that was declined is shown as that', async () => {
    const { saved, amount: sum } = await tillOf(provider).declined();
    const plan = { ...forBill('charge', saved), amount: { amount: sum, currency: 'CAD' } };
    await carry(town.providers, provider, plan);
    expect(await shown(provider, plan)).toMatchObject({ state: 'declined' });
  });

  it('a provider that does not answer says nothing of it', async () => {
    const plan = forBill('charge', await tillOf(provider).save());
    town.unplug(true);
    expect(await shown(provider, plan)).toBe('no_answer');
    town.unplug(false);
  });

  it.each(['charge', 'hold'] as const)('a %s that still stands is done, by somebody else', async (kind) => {
    const plan = forBill(kind, await tillOf(provider).save());
    const { reading } = await carry(town.providers, provider, plan);
    const outcome = outcomeOf(await found(provider, plan, asked[provider]));
    expect(outcome).toMatchObject({
      is: 'done',
      elsewhere: true,
      reference: refOf(reading?.outcome),
      seen: { key: plan.key },
    });
  });

  it('a hold that was released is not held, and one whose own answer was lost was placed', async () => {
    const plan = forBill('hold', await tillOf(provider).save());
    const { reading } = await carry(town.providers, provider, plan);
    await carry(town.providers, provider, release(refOf(reading?.outcome)));
    expect(outcomeOf(await found(provider, plan, asked[provider]))).toMatchObject({
      is: 'rejected',
      code: 'hold_over',
    });
    if (provider === 'stripe')
      expect(outcomeOf(await found(provider, plan, 'no_answer'))).toMatchObject({ is: 'done' });
  });

  it('a hold that was captured is not held any more, and who reads it is told so', async () => {
    const plan = forBill('hold', await tillOf(provider).save());
    const { reading } = await carry(town.providers, provider, plan);
    await carry(town.providers, provider, capture(refOf(reading?.outcome), amount));
    expect(outcomeOf(await found(provider, plan, asked[provider]))).toMatchObject({
      ...{ is: 'rejected', code: 'captured_elsewhere' },
      seen: { key: plan.key, left: 0 },
    });
  });

  it('an order of no bill has a key of its own: what stands under it is its own', async () => {
    const plan = take('charge', await tillOf(provider).save());
    await carry(town.providers, provider, plan);
    expect(outcomeOf(await found(provider, plan, asked[provider]))).not.toMatchObject({ elsewhere: true });
  });
});

describe('at Stripe', () => {
  it('a charge that was given back whole is not charged, one that was given back in part is', async () => {
    for (const [sum, is] of [
      [amount, { is: 'rejected', code: 'charge_over' }],
      [2000, { is: 'done', elsewhere: true }],
    ] as const) {
      const plan = forBill('charge', await stripe.save());
      const { reading } = await carry(town.providers, 'stripe', plan);
      const ref = refOf(reading?.outcome);
      await carry(town.providers, 'stripe', refund({ paymentRef: ref, settlementRef: ref }, sum));
      expect(outcomeOf(await found('stripe', plan, 'replayed'))).toMatchObject(is);
    }
  });

  it('an answer that was given before says so, for a charge or hold of a bill and for no other', async () => {
    const saved = await stripe.save();
    for (const kind of ['charge', 'hold'] as const) {
      const plan = forBill(kind, saved);
      await carry(town.providers, 'stripe', plan);
      const again = await carry(town.providers, 'stripe', plan);
      expect(again.reading?.outcome).toMatchObject({ is: 'done', seen: { replayed: true } });
    }
    const alone = take('charge', saved);
    await carry(town.providers, 'stripe', alone);
    const again = await carry(town.providers, 'stripe', alone);
    expect(again.reading?.outcome).toMatchObject({ is: 'done' });
    expect(again.reading?.outcome).not.toHaveProperty('seen');
  });

  it('what Stripe had answered before and does not show now is not "it never happened"', async () => {
    const plan = forBill('charge', await stripe.save());
    expect(await found('stripe', plan, 'replayed')).toEqual({ found: 'nothing_yet', why: 'known_not_found' });
    expect(await found('stripe', plan, 'no_answer')).toEqual({ found: 'absent' });
  });

  it('one behind more than a page of that person’s payments is found', { timeout: 60_000 }, async () => {
    const saved = await stripe.save();
    const plan = forBill('charge', saved);
    await carry(town.providers, 'stripe', plan);
    for (let count = 0; count < 101; count += 1) await stripe.hold(saved, 100 + count);
    expect(await shown('stripe', plan)).toMatchObject({ state: 'paid' });
  });

  it('what the lists had shown and Stripe does not show now is not "it never happened"', async () => {
    const plan = forBill('charge', await stripe.save());
    const gateway = town.providers.gateways.stripe;
    const prepared = await gateway.prepare(plan);
    const operation = {
      ...operationOf(plan, { provider: 'stripe', prepared, why: 'known_there' }),
      memo: { there: String(town.clock.now()) },
    };
    const question = await gateway.question(operation, town.clock.now());
    const result = await town.providers.sender.send('stripe', question, 'read');
    expect(result.got === 'answer' && gateway.readFinding(operation, result.answer)).toEqual({
      ...{ found: 'nothing_yet', why: 'known_not_found' },
    });
  });
});

describe('at Paysafe', () => {
  it('a charge that was called off before its batch, or given back whole after it, is shown as that; one given back in part stands', async () => {
    for (const [sum, state] of [
      ['called off', 'released'],
      [amount, 'refunded'],
      [2000, 'partly_refunded'],
      [null, 'paid'],
    ] as const) {
      const plan = forBill('charge', await paysafe.save());
      const { reading } = await carry(town.providers, 'paysafe', plan);
      const ref = refOf(reading?.outcome);
      if (sum === 'called off')
        await paysafe.call('PUT', `${paysafe.cards}/settlements/${ref}`, { status: 'CANCELLED' });
      else if (sum !== null) {
        await paysafe.batch();
        await carry(town.providers, 'paysafe', refund({ paymentRef: ref, settlementRef: ref }, sum));
      }
      expect(await shown('paysafe', plan)).toEqual({ ref, state, sum: amount });
    }
  });

  it('a bank debit is found by its reference, on the account of its kind', async () => {
    const saved = await paysafe.saveBank('eft');
    const plan = forBill('charge', saved);
    const { reading } = await carry(town.providers, 'paysafe', plan);
    expect(reading?.outcome).toMatchObject({ is: 'pending' });
    expect(await shown('paysafe', plan)).toMatchObject({ state: 'pending', sum: amount });
    expect(await shown('paysafe', plan, { kind: 'card' })).toBeNull();
  });
});
