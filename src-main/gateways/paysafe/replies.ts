import type { PersonReason } from '../../contract/operation.ts';
import { impossible } from '../../contract/impossible.ts';
import type { Outcome } from '../../payments/operation.ts';
import type { Plan, PlanOf } from '../../payments/order.ts';
import type { Answer, Reading } from '../../payments/ports.ts';
import { readProfile } from './add-profile.ts';
import { authRecord, cardRecord, purchaseRecord, type Known } from './records.ts';
import { failedOutcome, refusal } from './refusals.ts';
import { readSavedAccount } from './save-bank-account.ts';
import { readSaved, readVerified } from './save-card.ts';
import {
  parseAs,
  refundableOf,
  wireAuth,
  wireCancelled,
  wirePurchase,
  wireSettlement,
  wireStep,
  wireVaultCard,
  type WireAuth,
  type WirePurchase,
  type WireSettlement,
  type WireStep,
} from './wire.ts';

type Memo = Readonly<Record<string, string>>;

/** What a reply to a money request means. Success is a closed list of words; anything else that answers 200 is unclear. */
export function read(plan: Plan, memo: Memo, answer: Answer, now: number): Reading {
  if (answer.status === 200 || answer.status === 201) return readSuccess(plan, memo, answer.body, now);
  return { outcome: refusal(plan, answer), records: {} };
}

function readSuccess(plan: Plan, memo: Memo, body: string, now: number): Reading {
  switch (plan.kind) {
    case 'charge':
    case 'hold': {
      if (memo['bank'] !== undefined) {
        const purchase = parseAs(wirePurchase, body);
        return purchase
          ? {
              outcome: purchaseOutcome(plan, purchase),
              records: { payments: [purchaseRecord(purchase, knownOf(plan, memo), now)] },
            }
          : unreadable;
      }
      const auth = parseAs(wireAuth, body);
      return auth
        ? {
            outcome: takeOutcome(plan, auth),
            records: { payments: [authRecord(auth, auth.settlements, knownOf(plan, memo), now)] },
          }
        : unreadable;
    }
    case 'capture': {
      const settlement = parseAs(wireSettlement, body);
      return settlement ? { outcome: captureOutcome(plan, settlement), records: {} } : unreadable;
    }
    case 'release':
    case 'refund': {
      if (plan.kind === 'refund' && plan.means === 'cancel') {
        const cancelled = parseAs(wireCancelled, body);
        return cancelled ? { outcome: cancelOutcome(plan, cancelled), records: {} } : unreadable;
      }
      const step = parseAs(wireStep, body);
      return step
        ? { outcome: plan.kind === 'release' ? releaseOutcome(plan, step) : refundOutcome(plan, step), records: {} }
        : unreadable;
    }
    case 'remove_card':
      // DELETE answers 200 with an empty body.
      return body.trim() === ''
        ? { outcome: { is: 'done', reference: plan.cardRef, moved: {} }, records: {} }
        : unreadable;
    case 'remove_customer':
      // So does a profile's [R].
      return body.trim() === ''
        ? { outcome: { is: 'done', reference: plan.customerRef, moved: {} }, records: {} }
        : unreadable;
    case 'set_default': {
      const card = parseAs(wireVaultCard, body);
      if (!card) return unreadable;
      if (card.id !== plan.cardRef)
        return { outcome: mismatch('target', { asked: plan.cardRef, said: card.id }), records: {} };
      if (!card.defaultCardIndicator) return { outcome: { is: 'unclear', why: 'not_default' }, records: {} };
      return {
        outcome: { is: 'done', reference: card.id, moved: {} },
        records: { cards: [cardRecord(card, `paysafe:${plan.customerRef}`, now)] },
      };
    }
    case 'verify_card':
      return readVerified(plan, body);
    case 'add_profile':
      return readProfile(plan, body);
    case 'save_bank_account':
      return readSavedAccount(plan, body, now);
    case 'save_card':
      return readSaved(plan, body, now);
    default:
      return impossible(plan);
  }
}

export function knownOf(plan: PlanOf<'charge' | 'hold'>, memo: Memo): Known {
  return {
    customerId: `paysafe:${plan.customerRef}`,
    cardId: `paysafe:${plan.cardRef}`,
    description: plan.description,
    account: memo['account'] ?? null,
    currency: plan.amount.currency,
    card: null,
    key: plan.key,
  };
}

/** A charge or hold as the authorization shows it: our reference, amount and currency must be the order's own. */
export function takeOutcome(plan: PlanOf<'charge' | 'hold'>, auth: WireAuth): Outcome {
  const wrong = differs(plan, auth);
  if (wrong) return wrong;
  switch (auth.status) {
    case 'COMPLETED':
      if (plan.kind === 'hold') {
        if (auth.settleWithAuth) return mismatch('captured_instead_of_held', { reference: auth.id });
        if (auth.availableToSettle !== plan.amount.amount)
          return mismatch('amount', { asked: String(plan.amount.amount), said: String(auth.availableToSettle) });
        return { is: 'done', reference: auth.id, moved: { held: auth.availableToSettle } };
      }
      if (!auth.settleWithAuth) return mismatch('held_instead_of_charged', { reference: auth.id });
      return { is: 'done', reference: auth.id, moved: { charged: auth.amount } };
    case 'HELD':
      return mismatch('held_for_review', { reference: auth.id });
    case 'FAILED':
      return failedOutcome(plan, auth);
    case 'CANCELLED':
      return { is: 'rejected', code: 'cancelled', message: '', reference: auth.id };
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

/**
 * A charge or hold that stands there under a reference which another order used before this one: as it is now, and as somebody else's. One that was given
 * back is not this order either: nothing was taken or held by it.
 */
export function anothersOutcome(plan: PlanOf<'charge' | 'hold'>, auth: WireAuth): Outcome {
  const seen = { key: plan.key };
  const wrong = differs(plan, auth);
  const over = (message: string): Outcome => ({
    ...{ is: 'rejected', code: `${plan.kind}_over`, message, reference: auth.id },
  });
  if (wrong === null && auth.status === 'CANCELLED') return over('released');
  const left = auth.availableToSettle;
  if (wrong === null && auth.status === 'COMPLETED' && plan.kind === 'hold' && left < plan.amount.amount)
    return {
      ...{ is: 'rejected', code: 'captured_elsewhere', message: '', reference: auth.id },
      seen: { ...seen, gone: plan.amount.amount - left, left },
    };
  const said = takeOutcome(plan, auth);
  if (said.is !== 'done') return said;
  // A look-up need not show the settlement; where it does, one that was called off or refunded whole took nothing in the end.
  const alive = auth.settlements.filter(({ status }) => status !== 'CANCELLED' && status !== 'FAILED');
  if (plan.kind === 'charge' && auth.settlements.length > 0 && alive.every((one) => refundableOf(one) === 0))
    return over('refunded');
  return { ...said, elsewhere: true, seen };
}

/** A bank debit is accepted, never collected at once: `pending`. */
export function purchaseOutcome(plan: PlanOf<'charge' | 'hold'>, purchase: WirePurchase): Outcome {
  const wrong = differs(plan, purchase);
  if (wrong) return wrong;
  switch (purchase.status) {
    case 'COMPLETED':
    case 'PENDING':
    case 'RECEIVED':
    case 'PROCESSING':
      return { is: 'pending', reference: purchase.id, moved: {} };
    case 'FAILED': {
      // Sent back by the bank: its return code is what there is to say.
      const code = purchase.error?.code ?? purchase.statusReasonCode;
      return code === null
        ? failedOutcome(plan, purchase)
        : { is: 'declined', code, advice: null, reference: purchase.id };
    }
    case 'CANCELLED':
      return { is: 'rejected', code: 'cancelled', message: '', reference: purchase.id };
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

export function captureOutcome(plan: PlanOf<'capture'>, settlement: WireSettlement): Outcome {
  const wrong = differs(plan, settlement);
  if (wrong) return wrong;
  switch (settlement.status) {
    // PENDING is what a capture is until tonight's batch; the money is the house's.
    case 'PENDING':
    case 'RECEIVED':
    case 'PROCESSING':
    case 'COMPLETED':
      return { is: 'done', reference: settlement.id, moved: { captured: settlement.amount } };
    case 'FAILED':
    case 'CANCELLED':
      return { is: 'rejected', code: settlement.status.toLowerCase(), message: '', reference: settlement.id };
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

export function releaseOutcome(plan: PlanOf<'release'>, step: WireStep): Outcome {
  const wrong = differs(plan, step);
  if (wrong) return wrong;
  switch (step.status) {
    case 'COMPLETED':
      return { is: 'done', reference: step.id, moved: { released: plan.amount.amount } };
    case 'FAILED':
      return { is: 'rejected', code: 'failed', message: '', reference: step.id };
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

export function refundOutcome(plan: PlanOf<'refund'>, step: WireStep): Outcome {
  const wrong = differs(plan, step);
  if (wrong) return wrong;
  switch (step.status) {
    // A refund is PENDING until the batch takes it; it is on its way.
    case 'PENDING':
    case 'RECEIVED':
    case 'PROCESSING':
    case 'COMPLETED':
      return { is: 'done', reference: step.id, moved: { refunded: plan.amount.amount } };
    case 'FAILED':
    case 'CANCELLED':
      return { is: 'rejected', code: step.status.toLowerCase(), message: '', reference: step.id };
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

export function cancelOutcome(
  plan: PlanOf<'refund'>,
  cancelled: { readonly id: string; readonly status: string },
): Outcome {
  if (cancelled.id !== plan.settlementRef) return mismatch('target', { asked: plan.settlementRef, said: cancelled.id });
  if (cancelled.status !== 'CANCELLED') return { is: 'unclear', why: 'unknown_word' };
  return { is: 'done', reference: cancelled.id, moved: { refunded: plan.amount.amount }, cancelled: true };
}

/** Our reference, amount and currency must be the order's own; what a reply leaves out cannot be vouched for. */
function differs(
  plan: PlanOf<'charge' | 'hold' | 'capture' | 'release' | 'refund'>,
  wire: { merchantRefNum: string; amount?: number | undefined; currencyCode?: string | null },
): Outcome | null {
  if (wire.merchantRefNum !== plan.key) return mismatch('key', { asked: plan.key, said: wire.merchantRefNum });
  if (wire.amount !== plan.amount.amount)
    return mismatch('amount', { asked: String(plan.amount.amount), said: String(wire.amount ?? '') });
  const currency = wire.currencyCode ?? plan.amount.currency;
  if (currency !== plan.amount.currency) return mismatch('currency', { asked: plan.amount.currency, said: currency });
  return null;
}

function mismatch(why: PersonReason, evidence: Readonly<Record<string, string>>): Outcome {
  return { is: 'mismatch', why, evidence };
}

const unreadable: Reading = { outcome: { is: 'unclear', why: 'unreadable' }, records: {} };
