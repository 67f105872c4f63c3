import * as v from 'valibot';
import { impossible } from '../../contract/impossible.ts';
import type { Operation, Outcome } from '../../payments/operation.ts';
import type { Answer, Finding } from '../../payments/ports.ts';
import type { Records } from '../../payments/records.ts';
import { cardRecord } from './records.ts';
import {
  cancelOutcome,
  captureOutcome,
  purchaseOutcome,
  read,
  refundOutcome,
  releaseOutcome,
  takeOutcome,
} from './replies.ts';
import { parseAs, wireAuth, wireError, wirePurchase, wireSettlement, wireStep, wireVaultCard } from './wire.ts';

/** What a look-up says about an operation whose reply we never had, or that was refused as a duplicate. */
export function readFinding(operation: Operation, answer: Answer, now: number): Finding {
  const { plan, memo } = operation;
  const elsewhere = operation.state.name === 'unknown' && operation.state.why === 'state_elsewhere';
  if (answer.status !== 200) {
    const code = parseAs(wireError, answer.body)?.error.code;
    if (answer.status === 404 && code === '5269' && plan.kind === 'remove_card')
      return outcome({ is: 'done', reference: plan.cardRef, moved: {} }, {});
    return { found: 'nothing_yet', why: `status_${answer.status}` };
  }
  switch (plan.kind) {
    case 'charge':
    case 'hold': {
      if (memo['bank'] !== undefined) {
        const found = one(answer, 'purchases', wirePurchase, plan.key);
        return typeof found === 'string' ? nothing(found) : outcome(purchaseOutcome(plan, found), {});
      }
      const found = one(answer, 'auths', wireAuth, plan.key);
      if (typeof found === 'string') return nothing(found);
      const said = takeOutcome(plan, found);
      // The same words as a first reply, so that the row reaches the mirror too.
      return outcome(
        said,
        said.is === 'done' ? read(plan, memo, { ...answer, body: JSON.stringify(found) }, now).records : {},
      );
    }
    case 'capture': {
      if (elsewhere) return authSays(answer, 'capture', plan.amount.amount);
      const found = one(answer, 'settlements', wireSettlement, plan.key);
      return typeof found === 'string' ? nothing(found) : outcome(captureOutcome(plan, found), {});
    }
    case 'release': {
      if (elsewhere) return authSays(answer, 'release', plan.amount.amount);
      const found = one(answer, 'voidauths', wireStep, plan.key);
      return typeof found === 'string' ? nothing(found) : outcome(releaseOutcome(plan, found), {});
    }
    case 'refund': {
      if (plan.means === 'cancel') {
        const target = parseAs(wireSettlement, answer.body) ?? parseAs(wirePurchase, answer.body);
        if (!target) return unreadable;
        if (target.status === 'CANCELLED') return outcome(cancelOutcome(plan, target), {});
        // Batched meanwhile: it can be refunded, not cancelled any more.
        return target.status === 'PENDING' || target.status === 'RECEIVED'
          ? { found: 'absent' }
          : outcome(rejected('3415', target.id), {});
      }
      if (elsewhere) {
        const settlement = parseAs(wireSettlement, answer.body);
        if (!settlement) return unreadable;
        return settlement.availableToRefund >= plan.amount.amount
          ? { found: 'absent' }
          : outcome(rejected('refunded_elsewhere', settlement.id), {});
      }
      const found = one(answer, 'refunds', wireStep, plan.key);
      return typeof found === 'string' ? nothing(found) : outcome(refundOutcome(plan, found), {});
    }
    case 'remove_card': {
      const card = parseAs(wireVaultCard, answer.body);
      if (!card) return unreadable;
      return card.id === plan.cardRef ? { found: 'absent' } : unreadable;
    }
    case 'set_default': {
      const card = parseAs(wireVaultCard, answer.body);
      if (!card) return unreadable;
      if (!card.defaultCardIndicator) return { found: 'absent' };
      return outcome(
        { is: 'done', reference: card.id, moved: {} },
        { cards: [cardRecord(card, `paysafe:${plan.customerRef}`, now)] },
      );
    }
    default:
      return impossible(plan);
  }
}

/** A capture or release refused because of the authorization's state: what the authorization itself shows now. */
function authSays(answer: Answer, asked: 'capture' | 'release', amount: number): Finding {
  const auth = parseAs(wireAuth, answer.body);
  if (!auth) return unreadable;
  if (auth.status === 'CANCELLED') {
    return outcome(
      asked === 'release'
        ? { is: 'done', reference: auth.id, moved: { released: amount }, elsewhere: true }
        : rejected('released_elsewhere', auth.id),
      {},
    );
  }
  if (auth.status !== 'COMPLETED') return { found: 'nothing_yet', why: 'unknown_word' };
  return auth.availableToSettle >= amount ? { found: 'absent' } : outcome(rejected('captured_elsewhere', auth.id), {});
}

/** The one row of a look-up list that carries our reference; `absent`, or why it cannot be said. */
function one<T extends v.GenericSchema<unknown, { merchantRefNum: string }>>(
  answer: Answer,
  name: string,
  schema: T,
  key: string,
): v.InferOutput<T> | 'absent' | 'unreadable' {
  // The key of the void list differs in letter case between Paysafe's APIs.
  const list = parseAs(v.record(v.string(), v.unknown()), answer.body);
  const rows = list && Object.entries(list).find(([field]) => field.toLowerCase() === name)?.[1];
  const parsed = v.safeParse(v.array(schema), rows);
  if (!parsed.success) return 'unreadable';
  return parsed.output.find((row) => row.merchantRefNum === key) ?? 'absent';
}

function nothing(found: 'absent' | 'unreadable'): Finding {
  return found === 'absent' ? { found: 'absent' } : unreadable;
}

function rejected(code: string, reference: string): Outcome {
  return { is: 'rejected', code, message: '', reference };
}

function outcome(said: Outcome, records: Records): Finding {
  return { found: 'outcome', reading: { outcome: said, records } };
}

const unreadable: Finding = { found: 'nothing_yet', why: 'unreadable' };
