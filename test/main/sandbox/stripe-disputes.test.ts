import type Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { customerWithCard, offSession, opening, openStripeHouse, refusal } from './stripe-house.ts';
import type { StripeHouse } from './stripe-house.ts';

const day = 86_400_000;
const cents = 8000;
let house: StripeHouse;
let stripe: Stripe;
beforeEach(async () => {
  house = await openStripeHouse();
  ({ stripe } = house);
});
afterEach(() => house.close());

/** A charge on the card whose holder disputes everything, a minute later. */
async function disputed(): Promise<{ intent: Stripe.PaymentIntent; dispute: Stripe.Dispute }> {
  const intent = await stripe.paymentIntents.create(
    offSession(cents, await customerWithCard(stripe, 'pm_card_createDispute'), { expand: ['latest_charge'] }),
  );
  expect(intent.status).toBe('succeeded');
  house.clock.advance(60_000);
  const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
  if (!dispute) throw new Error('Nothing was disputed.');
  return { intent, dispute };
}
const chargeOf = async ({ latest_charge: charge }: Stripe.PaymentIntent): Promise<Stripe.Charge> =>
  stripe.charges.retrieve(typeof charge === 'string' ? charge : (charge?.id ?? ''));
const moved = async (): Promise<number[]> =>
  (await stripe.balanceTransactions.list({ type: 'adjustment' })).data.map(({ amount }) => amount);
const told = async (type: string): Promise<Stripe.Event[]> => (await stripe.events.list({ type })).data;

describe('a payment that its client’s bank wants back', () => {
  test('looks well for a minute; then the whole of it is taken from the balance, the charge says so, and an event tells of it', async () => {
    const intent = await stripe.paymentIntents.create(
      offSession(cents, await customerWithCard(stripe, 'pm_card_createDispute')),
    );
    house.clock.advance(59_000);
    expect(await stripe.disputes.list()).toMatchObject({ data: [], has_more: false });
    expect((await chargeOf(intent)).disputed).toBe(false);
    house.clock.advance(1_000);
    const charge = await chargeOf(intent);
    expect(charge.disputed).toBe(true);
    const [dispute] = (await stripe.disputes.list({ charge: charge.id })).data;
    expect(dispute).toMatchObject({
      ...{
        amount: cents,
        currency: 'cad',
        reason: 'fraudulent',
        status: 'needs_response',
        is_charge_refundable: false,
      },
      ...{ charge: charge.id, payment_intent: intent.id, created: (opening + 60_000) / 1000 },
      evidence_details: { due_by: (opening + 60_000 + 9 * day) / 1000, has_evidence: false, submission_count: 0 },
      balance_transactions: [{ amount: -cents, source: dispute?.id, reporting_category: 'adjustment' }],
    });
    expect(await moved()).toEqual([-cents]);
    expect((await told('charge.dispute.created')).map(({ data }) => data.object)).toMatchObject([{ id: dispute?.id }]);
    expect((await told('charge.updated'))[0]?.data.previous_attributes).toEqual({ disputed: false });
  });

  test('is disputed once, and cannot be refunded beside it', async () => {
    const { intent } = await disputed();
    house.clock.advance(10 * day);
    expect((await stripe.disputes.list()).data).toHaveLength(1);
    expect(await refusal(stripe.refunds.create({ payment_intent: intent.id }))).toMatchObject({
      ...{ statusCode: 400, code: 'charge_disputed' },
    });
    expect(await moved()).toEqual([-cents]);
  });

  test('that the house answers for stays open until the bank has decided; won, the money comes back', async () => {
    const { intent, dispute } = await disputed();
    const said = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'She was here.' } });
    expect(said).toMatchObject({
      ...{ status: 'needs_response', evidence: { uncategorized_text: 'She was here.' } },
      evidence_details: { has_evidence: true, submission_count: 1 },
    });
    expect(await moved()).toEqual([-cents]);
    const won = await stripe.disputes.update(dispute.id, { evidence: { uncategorized_text: 'winning_evidence' } });
    expect(won).toMatchObject({ status: 'won', evidence_details: { submission_count: 2 } });
    expect(won.balance_transactions.map(({ amount }) => amount)).toEqual([-cents, cents]);
    expect((await moved()).toSorted()).toEqual([-cents, cents].toSorted());
    expect((await chargeOf(intent)).disputed, 'as Stripe leaves it').toBe(true);
    expect((await told('charge.dispute.closed'))[0]?.data.object).toMatchObject({ id: dispute.id, status: 'won' });
  });

  test('that the house gives up on is lost, and nothing comes back', async () => {
    const { dispute } = await disputed();
    expect((await stripe.disputes.close(dispute.id)).status).toBe('lost');
    expect(await moved()).toEqual([-cents]);
    expect((await told('charge.dispute.closed'))[0]?.data.object).toMatchObject({ status: 'lost' });
  });

  test('is listed newest first, by time, payment and charge, page by page; an unknown one is not there', async () => {
    const { dispute: first } = await disputed();
    house.clock.advance(day);
    const { intent, dispute: second } = await disputed();
    const ids = async (asked: Stripe.DisputeListParams) => (await stripe.disputes.list(asked)).data.map(({ id }) => id);
    expect(await ids({})).toEqual([second.id, first.id]);
    expect(await ids({ payment_intent: intent.id })).toEqual([second.id]);
    expect(await ids({ charge: String(first.charge) })).toEqual([first.id]);
    expect(await ids({ created: { lt: second.created } })).toEqual([first.id]);
    expect(await ids({ limit: 1, starting_after: second.id })).toEqual([first.id]);
    expect(await refusal(stripe.disputes.close('du_unknown'))).toMatchObject({ code: 'resource_missing' });
  });
});
