import { recordMovement } from './balance-transactions.ts';
import type { Charge } from './charges.ts';
import { load, loadFromPath, save, seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { object, text } from './params.ts';
import { route } from './route.ts';

/** A client's bank wants a charge back. https://docs.stripe.com/api/disputes */
export interface Dispute {
  readonly id: string;
  readonly object: 'dispute';
  readonly amount: number;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly evidence_details: { readonly due_by: number };
  readonly payment_intent: string | null;
  readonly reason: 'fraudulent';
  status: 'needs_response' | 'won' | 'lost';
  readonly _at: number;
}

const answerSeconds = 9 * 86_400;

/** The bank takes the whole charge back until somebody has decided. */
export function openDispute(call: StripeCall, charge: Charge): void {
  if (charge.disputed || charge.status === 'failed') return;
  const now = call.clock.now();
  const dispute: Dispute = {
    id: call.ids.token('du_1', 23),
    object: 'dispute',
    amount: charge.amount_captured,
    charge: charge.id,
    created: seconds(now),
    currency: charge.currency,
    evidence_details: { due_by: seconds(now) + answerSeconds },
    payment_intent: charge.payment_intent,
    reason: 'fraudulent',
    status: 'needs_response',
    _at: now,
  };
  const before = structuredClone(charge);
  charge.disputed = true;
  move(call, dispute, -dispute.amount, 'Chargeback withdrawal');
  save(call, dispute);
  save(call, charge);
  emit(call, 'charge.updated', charge, previousAttributes(before, charge));
  emit(call, 'charge.dispute.created', dispute);
}

function move(call: StripeCall, dispute: Dispute, amount: number, description: string): void {
  recordMovement(call, { type: 'adjustment', amount, currency: dispute.currency, source: dispute.id, description });
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
      return params.evidence?.uncategorized_text === 'winning_evidence' ? close(call, dispute, 'won') : dispute;
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
