import { recordMovement } from './balance-transactions.ts';
import type { Charge } from './charges.ts';
import { moneyText } from './currencies.ts';
import { setDeadline } from './deadlines.ts';
import { load, loadFromParam, loadFromPath, save, seconds, storeKind } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { accepted, choice, integer, text } from './params.ts';
import type { PaymentIntent } from './payment-intent.ts';
import { badParameter, wrongState, wrongValue } from './refusal.ts';
import { route } from './route.ts';

export interface Refund {
  readonly id: string;
  readonly object: 'refund';
  readonly amount: number;
  balance_transaction: string | null;
  readonly charge: string;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  readonly customer_account: null;
  readonly destination_details: {
    readonly card: { readonly reference_status: 'pending'; readonly reference_type: string; readonly type: 'refund' };
    readonly type: 'card';
  };
  failure_balance_transaction?: string;
  failure_reason?: string;
  metadata: Record<string, string>;
  readonly payment_intent: string | null;
  readonly payment_method: string;
  readonly reason: 'duplicate' | 'fraudulent' | 'requested_by_customer' | null;
  readonly receipt_number: null;
  readonly source_transfer_reversal: null;
  status: 'pending' | 'succeeded' | 'failed' | 'canceled';
  readonly transfer_reversal: null;
  readonly _at: number;
}

/** How long a refund to a card that cannot take it looks well. */
const failsAfter = 60_000;
/** How long a refund waits that the account’s balance does not cover yet. */
const waits = 60 * 60_000;

export const refundRoutes = [
  route({
    method: 'POST',
    path: '/v1/refunds',
    permission: 'refunds',
    params: {
      amount: integer({ min: 1 }),
      charge: text(),
      currency: accepted,
      customer: accepted,
      expand,
      instructions_email: text(512),
      metadata,
      origin: accepted,
      payment_intent: text(),
      reason: choice('duplicate', 'fraudulent', 'requested_by_customer'),
      refund_application_fee: accepted,
      reverse_transfer: accepted,
    },
    run(call, params) {
      const charge = chargeToRefund(call, params);
      if (charge.disputed)
        throw wrongState('charge_disputed', `Charge ${charge.id} has been charged back; cannot issue a refund.`);
      const left = charge.amount - charge.amount_refunded;
      if (left === 0) {
        throw wrongState('charge_already_refunded', `Charge ${charge.id} has already been refunded.`);
      }
      const amount = params.amount ?? left;
      if (amount > left) {
        throw wrongValue(
          'amount',
          `Refund amount (${moneyText(amount, charge.currency)}) is greater than unrefunded amount on charge (${moneyText(left, charge.currency)})`,
        );
      }
      const refund = makeRefund(call, charge, amount, params.reason ?? null);
      refund.metadata = changedMetadata({}, params.metadata);
      giveBack(call, charge, refund);
      return refund;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/refunds',
    permission: 'refunds',
    params: { ...datedPage, charge: text(), payment_intent: text() },
    run(call, params) {
      if (params.charge !== undefined) loadFromParam(call, 'charge', { id: params.charge, param: 'charge' });
      if (params.payment_intent !== undefined) {
        loadFromParam(call, 'payment_intent', { id: params.payment_intent, param: 'payment_intent' });
      }
      return listPage(call, {
        kind: 'refund',
        url: '/v1/refunds',
        page: params,
        query: {
          ...params.created,
          ...(params.charge === undefined ? {} : { ref: params.charge }),
          ...(params.payment_intent === undefined ? {} : { owner: params.payment_intent }),
        },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/refunds/:id',
    permission: 'refunds',
    params: { expand },
    run: (call, _params, id) => loadFromPath(call, 'refund', { id }),
  }),
  route({
    method: 'POST',
    path: '/v1/refunds/:id',
    permission: 'refunds',
    params: { expand, metadata },
    run(call, params, id) {
      const refund = loadFromPath(call, 'refund', { id });
      const before = structuredClone(refund);
      refund.metadata = changedMetadata(refund.metadata, params.metadata);
      save(call, refund);
      emitUpdated(call, before, refund);
      return refund;
    },
  }),
];

function chargeToRefund(call: StripeCall, params: { charge?: string; payment_intent?: string }): Charge {
  if (params.payment_intent === undefined && params.charge === undefined) {
    throw badParameter(
      'payment_intent',
      'One of the following params should be provided for this request: payment_intent or charge.',
      'parameter_missing',
    );
  }
  const intent =
    params.payment_intent === undefined
      ? undefined
      : loadFromParam(call, 'payment_intent', { id: params.payment_intent, param: 'payment_intent' });
  const charge =
    intent === undefined
      ? loadFromParam(call, 'charge', { id: params.charge ?? '', param: 'charge' })
      : lastCharge(call, intent);
  if (params.charge !== undefined && charge.id !== params.charge) {
    throw wrongValue('charge', `The charge ${params.charge} does not belong to the PaymentIntent ${intent?.id ?? ''}.`);
  }
  if (charge.status === 'failed') {
    throw wrongState('charge_not_refundable', `Charge ${charge.id} failed and cannot be refunded.`);
  }
  if (!charge.captured && !charge.refunded) {
    throw wrongState(
      'charge_not_refundable',
      `Charge ${charge.id} has not been captured. Cancel its PaymentIntent to release the authorization.`,
    );
  }
  return charge;
}

function lastCharge(call: StripeCall, intent: PaymentIntent): Charge {
  const charge = intent.latest_charge === null ? undefined : load(call, 'charge', intent.latest_charge);
  if (charge === undefined || charge.status === 'failed') {
    throw wrongState(
      'charge_not_refundable',
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
    );
  }
  return charge;
}

function makeRefund(call: StripeCall, charge: Charge, amount: number, reason: Refund['reason']): Refund {
  const now = call.clock.now();
  return {
    id: call.ids.token('re_3', 23),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: seconds(now),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: {
      card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' },
      type: 'card',
    },
    metadata: {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: behaviourOf(call, charge) === 'refund-waits' ? 'pending' : 'succeeded',
    transfer_reversal: null,
    _at: now,
  };
}

function giveBack(call: StripeCall, charge: Charge, refund: Refund): void {
  const before = structuredClone(charge);
  charge.amount_refunded += refund.amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  refund.balance_transaction = recordMovement(call, {
    type: 'refund',
    amount: -refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: 'REFUND FOR CHARGE',
  });
  save(call, refund);
  save(call, charge);
  emit(call, 'refund.created', refund);
  emit(call, 'charge.refunded', charge, previousAttributes(before, charge));
  const now = call.clock.now();
  if (behaviourOf(call, charge) === 'refund-fails')
    setDeadline(call, { act: 'fail-refund', id: refund.id }, now + failsAfter);
  if (refund.status === 'pending') setDeadline(call, { act: 'settle-refund', id: refund.id }, now + waits);
}

const behaviourOf = (call: StripeCall, charge: Charge): string | undefined =>
  load(call, 'payment_method', charge.payment_method)?._behaviour;

/** The balance covers it now. */
export function settleRefund(call: StripeCall, refund: Refund): void {
  if (refund.status !== 'pending') return;
  const before = structuredClone(refund);
  refund.status = 'succeeded';
  save(call, refund);
  emitUpdated(call, before, refund);
}

/** The customer's bank sent the money back: the charge counts it as not refunded again. */
export function failRefund(call: StripeCall, refund: Refund): void {
  const charge = load(call, 'charge', refund.charge);
  if (charge === undefined || refund.status === 'failed') return;
  const before = structuredClone(refund);
  refund.status = 'failed';
  refund.failure_reason = 'lost_or_stolen_card';
  refund.failure_balance_transaction = recordMovement(call, {
    type: 'refund_failure',
    amount: refund.amount,
    currency: refund.currency,
    source: refund.id,
    description: 'REFUND FAILURE',
  });
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  save(call, refund);
  save(call, charge);
  emitUpdated(call, before, refund);
  emit(call, 'refund.failed', refund);
}

function emitUpdated(call: StripeCall, before: Refund, refund: Refund): void {
  const previous = previousAttributes(before, refund);
  emit(call, 'refund.updated', refund, previous);
  emit(call, 'charge.refund.updated', refund, previous);
}

/** The refunds of a charge, newest first; what a charge carries when `refunds` is expanded. */
export function refundsOf(call: Pick<StripeCall, 'store'>, charge: string): Refund[] {
  return call.store.list<Refund>(storeKind('refund'), { ref: charge, newestFirst: true });
}
