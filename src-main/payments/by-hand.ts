import { done, refused, type Failure, type Reply } from '../contract/failure.ts';
import type { Money } from '../contract/money.ts';
import { movedFact } from '../contract/moved-sum.ts';
import type { Moved } from '../contract/operation.ts';
import type { Operation } from './operation.ts';
import type { Asker, Gateway } from './ports.ts';
import type { PaymentRecord } from './records.ts';
import type { Engine } from './settle.ts';
import { judgeReference } from './stated-reference.ts';
import { next } from './transition.ts';

/** What a manager says after comparing with the provider's own site. */
export interface PersonsWord {
  readonly operationId: string;
  readonly outcome: 'done' | 'not_done';
  readonly note: string;
  /** with `done` of an order that moves money: the sum that stands there, minor units of the order's currency; else null */
  readonly sum: Money | null;
  /** the provider's own reference of it, where the manager wrote it down; null: none */
  readonly reference: string | null;
}

/**
 * A manager compared with the provider's own site and says what is true there. Written with who, the sum and why; bill, day and receipt go by the stated
 * sum from then on. Failures (nothing is written): unknown_id, bad_input (nobody needs to settle it; a sum is missing, or given where none is asked),
 * amount_zero, wrong_currency, over_held, over_refundable, busy (somebody else settled it meanwhile), and those of `judgeReference`.
 * @param taken whether a payment is another order's or bill's already
 */
export async function resolveByPerson(
  engine: Engine,
  words: PersonsWord,
  asker: Asker,
  taken: (operation: Operation, paymentId: string) => Promise<boolean> = async () => false,
): Promise<Reply<Operation>> {
  const operation = await engine.ledger.byId(words.operationId);
  if (!operation) return refused('unknown_id');
  if (operation.state.name !== 'needs_person') return refused('bad_input', { field: 'operationId' });
  const payment = operation.targetId === null ? null : await engine.rows.payment(operation.targetId);
  const wrong = judgeStated(operation, words, payment);
  if (wrong) return { ok: false, failure: wrong };
  const { outcome, note, sum, reference } = words;
  const others =
    sum && reference !== null
      ? await judgeReference(engine, operation, { reference, sum, taken: (paymentId) => taken(operation, paymentId) })
      : null;
  if (others) return { ok: false, failure: others };
  const at = engine.clock.now();
  const moved = sum ? movedAs(operation, sum, engine.gateways[operation.provider]) : {};
  const step = next(
    operation.state,
    { is: 'person', at, outcome, note, by: asker.staffName, moved, sum, reference },
    engine.sender.timeoutMs,
  );
  const result = await engine.ledger.advance({
    operation,
    state: step.state,
    trail: step.trail,
    audit: {
      at,
      staffId: asker.staffId,
      staffName: asker.staffName,
      desk: asker.desk,
      what: 'resolve',
      outcome: 'done',
      detail: {
        operation: operation.id,
        says: outcome,
        ...(sum ? { amount: sum.amount, currency: sum.currency } : {}),
        ...(reference === null ? {} : { reference }),
        note,
      },
    },
    followUp: null,
    at,
  });
  engine.tell(result.operation);
  return result.written ? done(result.operation) : refused('busy', { operationId: operation.id });
}

/**
 * Whether this may be what the provider's site shows of the order. All that was ever held is the most that can be captured or released, all that was taken
 * the most that can go back. What the order itself believed was there bounds nothing: another desk may have been before it, and just that may be why the
 * provider says something else. Nor does a payment that no list has told of, and what the provider itself said is never too much. Nor is what a refund
 * asked for: it was written while so much could go back, and a payment that it called off before its batch shows nothing as taken any more (Paysafe).
 * @param payment of a capture, release or refund, the payment it is of as it was last read; null for anything else, or where it is not known
 */
export function judgeStated(
  { kind, state, amount }: Pick<Operation, 'kind' | 'state' | 'amount'>,
  { outcome, sum, reference }: Pick<PersonsWord, 'outcome' | 'sum' | 'reference'>,
  payment: Pick<PaymentRecord, 'authorized' | 'taken'> | null,
): Failure | null {
  const moves = outcome === 'done' && movedFact[kind] !== null && amount !== null;
  if (!moves) {
    if (sum !== null) return refused('bad_input', { field: 'sum' }).failure;
    return reference === null ? null : refused('bad_input', { field: 'reference' }).failure;
  }
  if (sum === null) return refused('bad_input', { field: 'sum' }).failure;
  const { currency } = amount;
  if (sum.currency !== currency) return refused('wrong_currency', { currency }).failure;
  if (sum.amount <= 0) return refused('amount_zero').failure;
  if (payment === null || sum.amount === saidSum(state)) return null;
  const onHold = kind === 'capture' || kind === 'release';
  if (onHold && sum.amount > payment.authorized)
    return refused('over_held', { most: payment.authorized, currency }).failure;
  const back = Math.max(payment.taken, amount.amount);
  if (kind === 'refund' && sum.amount > back) return refused('over_refundable', { most: back, currency }).failure;
  return null;
}

/** The sum that the provider itself said where it said another than was asked; null: it said none. */
function saidSum(state: Operation['state']): number | null {
  if (state.name !== 'needs_person' || state.why !== 'amount') return null;
  const said = state.evidence['said'] ?? '';
  return /^\d+$/.test(said) ? Number(said) : null;
}

/** The stated sum as a fact of its kind. Where nothing has to follow a capture of so much, the provider gave the rest of the hold back with it. */
function movedAs(operation: Operation, sum: Money, gateway: Pick<Gateway, 'followUp'>): Moved {
  const fact = movedFact[operation.kind];
  if (fact === null) return {};
  const moved = { [fact]: sum.amount };
  const { plan } = operation;
  if (plan.kind !== 'capture') return moved;
  const asIfAsked = { ...operation, plan: { ...plan, amount: sum } };
  const follows = gateway.followUp(asIfAsked, { is: 'done', reference: '', moved });
  return follows || plan.capturable <= sum.amount ? moved : { ...moved, released: plan.capturable - sum.amount };
}
