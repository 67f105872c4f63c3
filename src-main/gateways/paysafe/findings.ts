import * as v from 'valibot';
import { impossible } from '../../contract/impossible.ts';
import type { Operation, Outcome } from '../../payments/operation.ts';
import type { PlanOf } from '../../payments/order.ts';
import type { Answer, Finding } from '../../payments/ports.ts';
import type { Records } from '../../payments/records.ts';
import { mayBeAnothers } from '../../payments/shared-key.ts';
import { profileSays } from './add-profile.ts';
import { authRecord, cardRecord, isCollected, purchaseRecord } from './records.ts';
import { failedOutcome } from './refusals.ts';
import {
  anothersOutcome,
  cancelOutcome,
  captureOutcome,
  knownOf,
  purchaseOutcome,
  refundOutcome,
  releaseOutcome,
  takeOutcome,
} from './replies.ts';
import { savedAccountSays } from './save-bank-account.ts';
import { savedSays, verifyOutcome } from './save-card.ts';
import {
  parseAs,
  refundableOf,
  valueAs,
  wireAuth,
  wireAuthorized,
  wireError,
  wireFailed,
  wireProfile,
  wirePurchase,
  wireSettlement,
  wireStep,
  wireVaultCard,
  wireVerification,
  type WireAuth,
  type WirePurchase,
} from './wire.ts';

/** What a look-up says about an operation whose reply we never had, or that was refused as a duplicate. */
export function readFinding(operation: Operation, answer: Answer, now: number): Finding {
  const { plan, memo } = operation;
  const elsewhere = operation.state.name === 'unknown' && operation.state.why === 'state_elsewhere';
  if (plan.kind === 'add_profile') return profileSays(plan, answer);
  if (plan.kind === 'save_card') return savedSays(plan, answer, now);
  if (plan.kind === 'save_bank_account') return savedAccountSays(plan, answer, now);
  if (answer.status !== 200) {
    const code = parseAs(wireError, answer.body)?.error.code;
    if (answer.status === 404 && code === '5269' && plan.kind === 'remove_card')
      return outcome({ is: 'done', reference: plan.cardRef, moved: {} }, {});
    // That a deleted profile is looked up in vain like an unknown one is assumed (paysafe.md, section 14, 4); ids are never given twice.
    if (answer.status === 404 && code === '5269' && plan.kind === 'remove_customer')
      return outcome({ is: 'done', reference: plan.customerRef, moved: {} }, {});
    // Taken away meanwhile, by itself or with its profile: whether it had been the default nobody can tell any more, and it is not now.
    if (answer.status === 404 && code === '5269' && plan.kind === 'set_default')
      return outcome(rejected('card_removed', plan.cardRef), {});
    return { found: 'nothing_yet', why: `status_${answer.status}` };
  }
  switch (plan.kind) {
    case 'charge':
    case 'hold':
      if (memo['bank'] !== undefined) {
        return byReference(operation, answer, 'purchases', wirePurchase, (purchase) =>
          outcome(
            operation.state.name === 'pending' || mayBeAnothers(operation)
              ? collected(plan, purchase, answer.providerAt ?? now)
              : purchaseOutcome(plan, asMade(purchase)),
            {
              payments: [purchaseRecord(purchase, knownOf(plan, memo), now)],
            },
          ),
        );
      }
      return byReference(operation, answer, 'auths', wireAuth, (auth) =>
        outcome(
          mayBeAnothers(operation) ? anothersOutcome(plan, auth) : takeOutcome(plan, auth),
          rowsOf(auth, plan, memo, now),
        ),
      );
    case 'capture':
      if (elsewhere) return authSays(answer, plan);
      return byReference(operation, answer, 'settlements', wireSettlement, (settlement) =>
        outcome(orAnothers(operation, captureOutcome(plan, asMade(settlement))), {}),
      );
    case 'release':
      if (elsewhere) return authSays(answer, plan);
      return byReference(operation, answer, 'voidauths', wireStep, (step) =>
        outcome(orAnothers(operation, releaseOutcome(plan, step)), {}),
      );
    case 'refund':
      if (plan.means === 'cancel') return cancelSays(answer, plan, elsewhere);
      if (elsewhere) return settlementSays(answer, plan);
      return unlessStated(
        operation,
        byReference(operation, answer, 'refunds', wireStep, (step) =>
          outcome(plan.whole ? orAnothers(operation, refundOutcome(plan, step)) : refundOutcome(plan, step), {}),
        ),
      );
    case 'remove_card': {
      const card = parseAs(wireVaultCard, answer.body);
      return card?.id === plan.cardRef ? { found: 'absent' } : unreadable;
    }
    case 'remove_customer': {
      const profile = parseAs(wireProfile, answer.body);
      return profile?.id === plan.customerRef ? { found: 'absent' } : unreadable;
    }
    case 'set_default': {
      const card = parseAs(wireVaultCard, answer.body);
      if (card?.id !== plan.cardRef) return unreadable;
      if (!card.defaultCardIndicator) return { found: 'absent' };
      return outcome(
        { is: 'done', reference: card.id, moved: {} },
        { cards: [cardRecord(card, `paysafe:${plan.customerRef}`, now)] },
      );
    }
    case 'verify_card':
      return byReference(operation, answer, 'verifications', wireVerification, (said) =>
        outcome(verifyOutcome(plan, said), {}),
      );
    default:
      return impossible(plan);
  }
}

/** What became of a debit that had been accepted: collected, sent back, called off there, or on its way still. */
function collected(plan: PlanOf<'charge' | 'hold'>, purchase: WirePurchase, providerNow: number): Outcome {
  const said = purchaseOutcome(plan, purchase);
  return said.is === 'pending' && isCollected(purchase, providerNow)
    ? { is: 'done', reference: purchase.id, moved: { charged: purchase.amount } }
    : said;
}

/** A looked-up charge does not show its settlement, and without it nobody knows what was taken: sync reads that row. */
function rowsOf(auth: WireAuth, plan: PlanOf<'charge' | 'hold'>, memo: Operation['memo'], now: number): Records {
  return auth.settleWithAuth && auth.settlements.length === 0
    ? {}
    : { payments: [authRecord(auth, auth.settlements, knownOf(plan, memo), now)] };
}

/** A capture or debit that somebody called off before the batch was made all the same: calling it off is an order of its own. */
function asMade<T extends { readonly status: string }>(row: T): T {
  return row.status === 'CANCELLED' ? { ...row, status: 'PENDING' } : row;
}

/** The row of a look-up list that carries our reference, as an outcome. One that went through counts before one that was refused. */
function byReference<T extends v.GenericSchema>(
  operation: Operation,
  answer: Answer,
  list: string,
  schema: T,
  say: (row: v.InferOutput<T>) => Finding,
): Finding {
  const { plan, state } = operation;
  const body = parseAs(v.record(v.string(), v.unknown()), answer.body);
  // The key of the void list differs in letter case between Paysafe's APIs.
  const rows = body && Object.entries(body).find(([field]) => field.toLowerCase() === list)?.[1];
  if (!Array.isArray(rows)) return unreadable;
  const own = rows.filter((row: unknown) => valueAs(referenced, row)?.merchantRefNum === plan.key);
  // It was asked by reference: rows of another one answer another question (mixed up on their way), and a next page may have ours.
  if (own.length === 0 && rows.length > 0) return { found: 'nothing_yet', why: 'other_answer' };
  if (own.length === 0 && body && hasNextPage(body)) return { found: 'nothing_yet', why: 'too_many' };
  const alive = own.find((row: unknown) => valueAs(wireFailed, row) === null);
  if (alive !== undefined) {
    const row = valueAs(schema, alive);
    return row === null ? unreadable : say(row);
  }
  // A debit that a bank sent back is a whole row, with the bank's own code in it.
  const sentBack = list === 'purchases' ? valueAs(schema, own[0]) : null;
  if (sentBack !== null) return say(sentBack);
  const failed = valueAs(wireFailed, own[0]);
  if (failed) return outcome(failedOutcome(plan, failed), {});
  // Refused as used up, and yet not to be found: one of the two is wrong, so this is not "it never happened".
  return state.name === 'unknown' && (state.why === 'duplicate' || state.why === 'known_there')
    ? { found: 'nothing_yet', why: 'duplicate_not_found' }
    : { found: 'absent' };
}
const referenced = v.object({ merchantRefNum: v.string() });

function hasNextPage(body: Record<string, unknown>): boolean {
  return valueAs(linked, body)?.links.some(({ rel }) => rel === 'next') ?? false;
}
const linked = v.object({ links: v.array(v.object({ rel: v.string() })) });

/** A manager settled it by another refund, of which this question says nothing: what ours comes to changes nothing of what they saw. */
function unlessStated({ state }: Operation, finding: Finding): Finding {
  if (finding.found !== 'outcome' || state.name !== 'done' || state.saidBy === undefined || state.reference === '')
    return finding;
  const { outcome: said } = finding.reading;
  const isTheirs = 'reference' in said && said.reference === state.reference;
  return isTheirs ? finding : { found: 'nothing_yet', why: 'settled_otherwise' };
}

/**
 * Paysafe refused our reference as used up, and there it is: another desk with the same view had sent the very same order. (After a silence
 * we only ask, so a duplicate is never our own earlier send.)
 */
function orAnothers({ plan, state }: Operation, said: Outcome): Outcome {
  const duplicate = state.name === 'unknown' && state.why === 'duplicate';
  return said.is === 'done' && duplicate ? { ...said, elsewhere: true, seen: { key: plan.key } } : said;
}

/**
 * A capture or release refused because of the authorization's state: what the authorization itself shows now. It names neither its settlements
 * nor its voids, and finds them only by a reference that we do not know: what is gone may have been captured or given back.
 */
function authSays(answer: Answer, plan: PlanOf<'capture' | 'release'>): Finding {
  const auth = parseAs(wireAuth, answer.body);
  if (auth?.id !== plan.paymentRef) return unreadable;
  const { amount } = plan.amount;
  const held = plan.kind === 'capture' ? plan.capturable : amount;
  if (auth.status === 'CANCELLED') {
    const seen = { key: null, released: held, left: 0 };
    return outcome(
      plan.kind === 'release'
        ? { is: 'done', reference: auth.id, moved: { released: amount }, elsewhere: true, seen }
        : { ...rejected('released_elsewhere', auth.id), seen },
      {},
    );
  }
  if (auth.status !== 'COMPLETED') return { found: 'nothing_yet', why: 'unknown_word' };
  const left = auth.availableToSettle;
  if (left >= amount) return { found: 'absent' };
  return outcome({ ...rejected('captured_elsewhere', auth.id), seen: { key: null, gone: held - left, left } }, {});
}

/** What became of a settlement that was to be cancelled before its batch. */
function cancelSays(answer: Answer, plan: PlanOf<'refund'>, elsewhere: boolean): Finding {
  const target = parseAs(wireSettlement, answer.body) ?? parseAs(wirePurchase, answer.body);
  // An authorization may have the very id of its settlement, and is COMPLETED while that waits for its batch.
  const isAuth = parseAs(wireAuthorized, answer.body) !== null;
  if (target?.id !== plan.settlementRef || isAuth) return unreadable;
  switch (target.status) {
    case 'CANCELLED': {
      const said = cancelOutcome(plan, target);
      return outcome(elsewhere && said.is === 'done' ? { ...said, elsewhere, seen: { key: null } } : said, {});
    }
    case 'PENDING':
    case 'RECEIVED':
      return { found: 'absent' };
    case 'PROCESSING':
    case 'COMPLETED':
      // Batched meanwhile: it can be refunded, not cancelled any more.
      return outcome(rejected('3415', target.id), {});
    case 'FAILED':
      return outcome(rejected('failed', target.id), {});
    default:
      return { found: 'nothing_yet', why: 'unknown_word' };
  }
}

/** A refund refused because of what is left: what the settlement itself shows now. */
function settlementSays(answer: Answer, plan: PlanOf<'refund'>): Finding {
  const settlement = parseAs(wireSettlement, answer.body);
  if (settlement?.id !== plan.settlementRef) return unreadable;
  const left = refundableOf(settlement);
  if (left >= plan.amount.amount) return { found: 'absent' };
  if (plan.whole && left === 0) {
    const moved = { refunded: plan.amount.amount };
    return outcome({ is: 'done', reference: settlement.id, moved, elsewhere: true, seen: { key: null } }, {});
  }
  return outcome(rejected('refunded_elsewhere', settlement.id), {});
}

function rejected(code: string, reference: string): Extract<Outcome, { is: 'rejected' }> {
  return { is: 'rejected', code, message: '', reference };
}

function outcome(said: Outcome, records: Records): Finding {
  return { found: 'outcome', reading: { outcome: said, records } };
}

const unreadable: Finding = { found: 'nothing_yet', why: 'unreadable' };
