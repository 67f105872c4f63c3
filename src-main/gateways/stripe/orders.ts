import type Stripe from 'stripe';
import * as v from 'valibot';
import { purpose } from '../../contract/consent.ts';
import { impossible } from '../../contract/impossible.ts';
import type { Cause, Plan } from '../../payments/order.ts';
import { GatewayRefusal, type Prepared, type ProviderRequest } from '../../payments/ports.ts';
import type { Operation } from '../../payments/operation.ts';
import { recordRequest } from './record.ts';

/** Where our key stands in Stripe's metadata: how an operation is found again when its key is too old to repeat. */
export const keyField = 'comptoir_operation';
/** A capture has its own field: the intent keeps the key of the hold that made it. */
export const captureField = 'comptoir_capture';

/** Of a hold that takes the place of another: that one's id. By it, any desk finds that the place is taken when Stripe has forgotten the key. */
export const placeField = 'comptoir_in_place_of';

/** What a charge or hold is for: should our own record of it ever be lost, its bill is not asked for twice. Ids of ours, no names. */
const causeField = { purpose: 'comptoir_purpose', bill: 'comptoir_bill', consent: 'comptoir_consent' } as const;
/** What every desk calls its bill: by that a desk with records of its own finds what was taken for it. */
export const billNameField = 'comptoir_bill_name';

function causeFields(cause: Cause | undefined): Record<string, string> {
  if (!cause) return {};
  const { purpose, billId, consentId, billName } = cause;
  return {
    [causeField.purpose]: purpose,
    ...(billId === null ? {} : { [causeField.bill]: billId }),
    ...(consentId === null ? {} : { [causeField.consent]: consentId }),
    ...(billName === undefined ? {} : { [billNameField]: billName }),
  };
}

const purposeOf = v.safeParser(purpose);

/** The same read back; null where nothing was said (orders of an earlier version). */
export function causeIn(metadata: Readonly<Record<string, string>>): Cause | null {
  const said = purposeOf(metadata[causeField.purpose]);
  if (!said.success) return null;
  const billName = metadata[billNameField];
  return {
    purpose: said.output,
    billId: metadata[causeField.bill] ?? null,
    consentId: metadata[causeField.consent] ?? null,
    ...(billName === undefined ? {} : { billName }),
  };
}

/** How far before the first send, by Stripe's own clock, a look-up begins. */
const lookBackMs = 7 * 86_400_000;

/**
 * Plan → the exact Stripe request. No desk and no staff name goes into it: two desks that capture the same hold must send the same
 * bytes under the same key. @throws GatewayRefusal for a bank account: those are charged at Paysafe
 */
export async function prepare(plan: Plan, statementName: string): Promise<Prepared> {
  const request = await recordRequest((stripe) => build(stripe, plan, statementName));
  return { request, memo: {} };
}

function build(stripe: Stripe, plan: Plan, statementName: string): Promise<unknown> {
  const once = { idempotencyKey: plan.key };
  switch (plan.kind) {
    case 'charge':
    case 'hold': {
      const inPlaceOf = plan.replaces?.paymentRef ?? plan.takesPlaceOf;
      if (plan.instrument !== 'card') throw new GatewayRefusal('card_not_usable', 'Only cards are charged at Stripe');
      const suffix = statementSuffix(statementName);
      return stripe.paymentIntents.create(
        {
          amount: plan.amount.amount,
          currency: plan.amount.currency.toLowerCase(),
          customer: plan.customerRef,
          payment_method: plan.payToken,
          // The customer is not confirming anything on a page of ours; with off_session a bank that insists answers 402 instead of waiting.
          off_session: true,
          confirm: true,
          allowed_payment_method_types: ['card'],
          capture_method: plan.kind === 'hold' ? 'manual' : 'automatic',
          metadata: {
            [keyField]: plan.key,
            ...causeFields(plan.cause),
            ...(inPlaceOf === undefined ? {} : { [placeField]: inPlaceOf }),
          },
          expand: ['latest_charge'],
          ...(plan.description ? { description: plan.description } : {}),
          ...(plan.receiptEmail ? { receipt_email: plan.receiptEmail } : {}),
          ...(suffix === '' ? {} : { statement_descriptor_suffix: suffix }),
        },
        once,
      );
    }
    case 'capture':
      return stripe.paymentIntents.capture(
        plan.paymentRef,
        { amount_to_capture: plan.amount.amount, metadata: { [captureField]: plan.key }, expand: ['latest_charge'] },
        once,
      );
    case 'release':
      return stripe.paymentIntents.cancel(
        plan.paymentRef,
        { cancellation_reason: 'requested_by_customer', expand: ['latest_charge'] },
        once,
      );
    case 'refund':
      return stripe.refunds.create(
        {
          payment_intent: plan.paymentRef,
          amount: plan.amount.amount,
          metadata: { [keyField]: plan.key },
          expand: ['payment_intent.latest_charge'],
        },
        once,
      );
    case 'remove_card':
      return stripe.paymentMethods.detach(plan.cardRef, {}, once);
    case 'remove_customer':
      // Permanent, and ends subscriptions (stripe.md, section 6). Its idempotency key would have no effect on a DELETE (section 5).
      return stripe.customers.del(plan.customerRef);
    case 'set_default':
      return stripe.customers.update(
        plan.customerRef,
        { invoice_settings: { default_payment_method: plan.cardRef } },
        once,
      );
    case 'add_profile':
    case 'verify_card':
    case 'save_card':
    case 'save_bank_account':
      throw new GatewayRefusal('card_not_usable', 'At Stripe a client types a card on its own page');
    default:
      return impossible(plan);
  }
}

/**
 * Stripe refuses < > \ ' " * and wants a letter. Prefix, "* " and suffix share 22 characters and the account's own prefix has up to 10
 * (docs.stripe.com/get-started/account/statement-descriptors), so 10 always fit.
 */
function statementSuffix(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 .&-]/g, '')
    .trim()
    .slice(0, 10)
    .trim();
  return /[A-Za-z]/.test(plain) ? plain : '';
}

/**
 * Stripe's own id of what an order that it has accepted made there: by that it is asked about for as long as it may still change. Null: none is known, or
 * only one that a person wrote down; or others had given the payment back whole, maybe in parts, of which an id names one.
 */
export function namedThere({ kind, plan, state }: Pick<Operation, 'kind' | 'plan' | 'state'>): string | null {
  if (state.name === 'pending') return state.reference === '' ? null : state.reference;
  if (state.name !== 'done' || kind !== 'refund' || state.saidBy !== undefined || state.reference === '') return null;
  return state.elsewhere && plan.kind === 'refund' && plan.whole ? null : state.reference;
}

/**
 * The read that tells what became of an operation: the target itself, the refunds of an intent, or the intents of the customer since the
 * first send; all of them where Stripe had not told its time before, for the desk's own clock may be a month ahead. Lists are
 * read-after-write; Stripe's search is not and is never used.
 */
export function question(operation: Operation): Promise<ProviderRequest> {
  const { plan, memo, providerClockAt } = operation;
  const named = namedThere(operation);
  const since = providerClockAt === null ? null : Math.floor((providerClockAt - lookBackMs) / 1000);
  // Another order made it under this key, maybe long ago: when, the lists had told.
  const there = memo['there'] === undefined ? null : Math.floor(Number(memo['there']) / 1000);
  const created = there === null ? (since === null ? null : { gte: since }) : { gte: there - 1, lte: there + 1 };
  return recordRequest((stripe): Promise<unknown> => {
    switch (plan.kind) {
      case 'charge':
      case 'hold':
        if (named !== null) return stripe.paymentIntents.retrieve(named, { expand: ['latest_charge'] });
        return stripe.paymentIntents.list({
          customer: plan.customerRef,
          ...(created === null ? {} : { created }),
          limit: 100,
          expand: ['data.latest_charge'],
        });
      case 'capture':
      case 'release':
        return stripe.paymentIntents.retrieve(plan.paymentRef, { expand: ['latest_charge'] });
      case 'refund':
        if (named !== null) return stripe.refunds.retrieve(named);
        return stripe.refunds.list({ payment_intent: plan.paymentRef, limit: 100 });
      case 'remove_card':
        return stripe.paymentMethods.retrieve(plan.cardRef);
      case 'remove_customer':
      case 'set_default':
      case 'verify_card':
      case 'save_card':
      case 'save_bank_account':
        return stripe.customers.retrieve(plan.customerRef);
      case 'add_profile':
        // Never made here: there is nobody to ask about.
        return stripe.balance.retrieve();
      default:
        return impossible(plan);
    }
  });
}
