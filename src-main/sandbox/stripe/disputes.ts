import { recordMovement } from './balance-transactions.ts';
import type { Charge } from './charges.ts';
import { answered, newDispute, type Dispute } from './dispute.ts';
import { load, loadFromPath, save, seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { object, text } from './params.ts';
import { route } from './route.ts';

const answerSeconds = 9 * 86_400;

/** The bank takes the whole charge back until somebody has decided. */
export function openDispute(call: StripeCall, charge: Charge): void {
  if (charge.disputed || charge.status === 'failed') return;
  const now = call.clock.now();
  const dispute = newDispute(
    {
      id: call.ids.token('du_1', 23),
      amount: charge.amount_captured,
      charge: charge.id,
      created: seconds(now),
      currency: charge.currency,
      payment_intent: charge.payment_intent,
      _at: now,
    },
    seconds(now) + answerSeconds,
  );
  const before = structuredClone(charge);
  charge.disputed = true;
  move(call, dispute, -dispute.amount, 'Chargeback withdrawal');
  save(call, dispute);
  save(call, charge);
  emit(call, 'charge.updated', charge, previousAttributes(before, charge));
  emit(call, 'charge.dispute.created', dispute);
}

function move(call: StripeCall, dispute: Dispute, amount: number, description: string): void {
  const id = recordMovement(call, {
    ...{ type: 'adjustment', amount, currency: dispute.currency, source: dispute.id, description },
  });
  const movement = load(call, 'balance_transaction', id);
  if (movement === undefined) throw new Error(`The movement ${id} was not written.`);
  const { _at, ...shown } = movement;
  dispute.balance_transactions = [...dispute.balance_transactions, shown];
}

function close(call: StripeCall, dispute: Dispute, status: 'won' | 'lost'): Dispute {
  const before = structuredClone(dispute);
  dispute.status = status;
  if (status === 'won') move(call, dispute, dispute.amount, 'Chargeback reversal');
  save(call, dispute);
  emit(call, 'charge.dispute.closed', dispute, previousAttributes(before, dispute));
  return dispute;
}

export const disputeRoutes = [
  route({
    method: 'GET',
    path: '/v1/disputes',
    permission: 'disputes',
    params: { ...datedPage, charge: text(), payment_intent: text() },
    run: (call, params) =>
      listPage(call, {
        kind: 'dispute',
        url: '/v1/disputes',
        page: params,
        query: {
          ...params.created,
          ...(params.charge === undefined ? {} : { ref: params.charge }),
          ...(params.payment_intent === undefined ? {} : { owner: params.payment_intent }),
        },
      }),
  }),
  route({
    method: 'POST',
    path: '/v1/disputes/:id',
    permission: 'disputes',
    params: { expand, evidence: object({ uncategorized_text: text() }) },
    // As in Stripe's test mode: this very text wins it at once. https://docs.stripe.com/testing#evidence
    run(call, params, id) {
      const dispute = loadFromPath(call, 'dispute', { id });
      const text = params.evidence?.uncategorized_text;
      if (text === undefined) return dispute;
      answered(dispute, text);
      if (text === 'winning_evidence') return close(call, dispute, 'won');
      save(call, dispute);
      return dispute;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/disputes/:id/close',
    permission: 'disputes',
    params: { expand },
    run: (call, _params, id) => close(call, loadFromPath(call, 'dispute', { id }), 'lost'),
  }),
];

/** For the charge of a card whose holder disputes everything. */
export function disputeLater(call: StripeCall, chargeId: string): void {
  const charge = load(call, 'charge', chargeId);
  if (charge !== undefined) openDispute(call, charge);
}
