import type { BillingDetails } from './address.ts';
import { livingFrom } from './customer.ts';
import type { Decline } from './declines.ts';
import { loadFromPath, save, seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { accepted, text, unsettable } from './params.ts';
import type { PaymentIntent } from './payment-intent.ts';
import type { PaymentMethod } from './payment-method.ts';
import { route } from './route.ts';
import { pageAddress } from './wire.ts';

export interface Charge {
  readonly id: string;
  readonly object: 'charge';
  /** Authorised, minor units. Always amount_captured + released, once the hold has ended. */
  readonly amount: number;
  amount_captured: number;
  /** Refunded or released without capture. */
  amount_refunded: number;
  balance_transaction: string | null;
  readonly billing_details: BillingDetails;
  captured: boolean;
  readonly created: number;
  readonly currency: string;
  readonly customer: string | null;
  description: string | null;
  disputed: boolean;
  readonly failure_code: string | null;
  readonly failure_message: string | null;
  metadata: Record<string, string>;
  readonly outcome: Readonly<Record<string, unknown>>;
  readonly paid: boolean;
  readonly payment_intent: string | null;
  readonly payment_method: string;
  readonly payment_method_details: { readonly card: ChargedCard; readonly type: 'card' };
  receipt_email: string | null;
  readonly receipt_url: string | null;
  refunded: boolean;
  readonly status: 'succeeded' | 'failed';
  readonly statement_descriptor_suffix: string | null;
  readonly _at: number;
  readonly [untouched: string]: unknown;
}

interface ChargedCard {
  amount_authorized: number | null;
  /** Unix seconds; only on a hold that is still open. */
  capture_before?: number;
  readonly [more: string]: unknown;
}

/** Real fields that never change here. */
const untouched = {
  application: null,
  application_fee: null,
  application_fee_amount: null,
  calculated_statement_descriptor: 'ATELIER FLEURY',
  failure_balance_transaction: null,
  fraud_details: {},
  livemode: false,
  on_behalf_of: null,
  receipt_number: null,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  transfer_data: null,
  transfer_group: null,
};

const approvedOutcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: 'approved_by_network',
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
  seller_message: 'Payment complete.',
  type: 'authorized',
};

function declinedOutcome(decline: Decline): Readonly<Record<string, unknown>> {
  return {
    ...approvedOutcome,
    advice_code: decline.advice,
    network_status: 'declined_by_network',
    reason: decline.declineCode,
    seller_message: 'The bank did not return any further details with this decline.',
    type: 'issuer_declined',
  };
}

interface Attempt {
  readonly intent: PaymentIntent;
  readonly method: PaymentMethod;
  readonly decline: Decline | undefined;
  readonly authenticated: boolean;
}

/** One try at a card: authorised in full or refused. Not captured yet, not stored yet. */
export function makeCharge(call: StripeCall, { intent, method, decline, authenticated }: Attempt): Charge {
  const now = call.clock.now();
  const id = call.ids.token('ch_3', 23);
  const { card } = method;
  return {
    ...untouched,
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: 0,
    amount_refunded: 0,
    balance_transaction: null,
    billing_details: method.billing_details,
    captured: false,
    disputed: false,
    created: seconds(now),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: { ...intent.metadata },
    outcome: decline === undefined ? approvedOutcome : declinedOutcome(decline),
    paid: decline === undefined,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: {
      card: {
        amount_authorized: decline === undefined ? intent.amount : null,
        authorization_code: decline === undefined ? call.ids.hex('', 6).toUpperCase() : null,
        brand: card.brand,
        checks: card.checks,
        country: card.country,
        electronic_commerce_indicator: authenticated ? '05' : null,
        exp_month: card.exp_month,
        exp_year: card.exp_year,
        extended_authorization: { status: 'disabled' },
        fingerprint: card.fingerprint,
        funding: card.funding,
        incremental_authorization: { status: 'unavailable' },
        installments: null,
        last4: card.last4,
        mandate: null,
        multicapture: { status: 'unavailable' },
        network: card.brand,
        network_token: { used: false },
        network_transaction_id: decline === undefined ? call.ids.hex('', 15) : null,
        overcapture: { maximum_amount_capturable: intent.amount, status: 'unavailable' },
        regulated_status: card.regulated_status,
        three_d_secure: authenticated
          ? {
              authentication_flow: 'challenge',
              electronic_commerce_indicator: '05',
              exemption_indicator: null,
              result: 'authenticated',
              result_reason: null,
              transaction_id: null,
              version: '2.2.0',
            }
          : null,
        transaction_link_id: null,
        wallet: null,
      },
      type: 'card',
    },
    receipt_email: intent.receipt_email,
    receipt_url: decline === undefined ? pageAddress(`/receipts/${id}`) : null,
    refunded: false,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: decline === undefined ? 'succeeded' : 'failed',
    _at: now,
  };
}

export const chargeRoutes = [
  route({
    method: 'GET',
    path: '/v1/charges',
    permission: 'charges',
    params: { ...datedPage, customer: text(), payment_intent: text(), transfer_group: accepted },
    run(call, params) {
      if (params.customer !== undefined) livingFrom(call, params.customer);
      return listPage(call, {
        kind: 'charge',
        url: '/v1/charges',
        page: params,
        query: {
          ...params.created,
          ...(params.customer === undefined ? {} : { owner: params.customer }),
          ...(params.payment_intent === undefined ? {} : { ref: params.payment_intent }),
        },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/charges/:id',
    permission: 'charges',
    params: { expand },
    run: (call, _params, id) => loadFromPath(call, 'charge', { id }),
  }),
  route({
    method: 'POST',
    path: '/v1/charges/:id',
    permission: 'charges',
    params: {
      customer: accepted,
      description: unsettable(text()),
      expand,
      fraud_details: accepted,
      metadata,
      receipt_email: unsettable(text(512)),
      shipping: accepted,
      transfer_group: accepted,
    },
    run(call, params, id) {
      const charge = loadFromPath(call, 'charge', { id });
      const before = structuredClone(charge);
      if (params.description !== undefined) charge.description = params.description;
      if (params.receipt_email !== undefined) charge.receipt_email = params.receipt_email;
      charge.metadata = changedMetadata(charge.metadata, params.metadata);
      save(call, charge);
      emit(call, 'charge.updated', charge, previousAttributes(before, charge));
      return charge;
    },
  }),
];
