import type { Failure, FailureCode } from '../../contract/failure.ts';
import type { StepInFact } from '../../contract/repeat.ts';
import type { ApprovedOrder } from '../../ledger/approval-row.ts';
import { planOrder, type Planned } from '../../payments/plan.ts';
import { allRepeats } from '../../payments/repeats.ts';
import { consentStop } from '../consents/consent-cover.ts';
import type { World } from '../world.ts';

/** An order as the limits judge it now, with what whoever approves lets pass. */
export interface JudgedOrder {
  readonly planned: Planned;
  readonly facts: readonly StepInFact[];
  /** what is known of its target: the same words again mean that nothing changed */
  readonly seen: string;
}

/** Judges an order by everything that it will be judged by when it is given; nothing is written or sent to move money. */
export async function judgeOrder(world: World, asked: ApprovedOrder): Promise<JudgedOrder | Failure> {
  const outside = await outsideOf(world, asked);
  if (outside && 'code' in outside) return outside;
  const over = outside ? [outside] : [];
  const planned = await planOrder(world.engine, { ...asked, stepIn: { staffId: '', staffName: '', reason: '', over } });
  if ('code' in planned) return planned;
  const repeats = planned.again ? await allRepeats({ ledger: world.ledger.operations }, planned.again) : [];
  const facts = [...over, ...repeats.map(({ id }) => ({ why: 'repeat' as const, fact: id }))];
  return { planned, facts, seen: seenOf(planned) };
}

/** Failures that mean that the target is not what it was; any other may be over in a minute, and changes nothing of what was prepared. */
const changes: ReadonlySet<FailureCode> = new Set([
  'unknown_id',
  'over_held',
  'hold_lapsed',
  'hold_not_open',
  'over_refundable',
  'refund_given_otherwise',
  'not_refundable',
  'partial_needs_batch',
  'card_removed',
  'card_expired',
  'card_not_usable',
  'bill_over',
  'bill_cancelled',
  'bill_paid',
  'bill_other_person',
  'consent_missing',
]);
export const isChange = ({ code }: Failure): boolean => changes.has(code);

/** By its key, which is made of what was given back and tried before, what can be taken of it, and what was taken so far. */
function seenOf({ plan, taking }: Planned): string {
  const capturable = 'capturable' in plan ? plan.capturable : '';
  return [plan.key, capturable, taking?.amount.amount ?? ''].join(' ');
}

/** What of the consents whoever approves lets pass; a failure where nobody may; null where they cover it, or are not asked for. */
async function outsideOf(world: World, asked: ApprovedOrder): Promise<StepInFact | Failure | null> {
  if (asked.kind !== 'charge' && asked.kind !== 'hold') return null;
  const { cardId, amount } = asked;
  const stop = await consentStop(world, { cardId, amount, purpose: asked.cause?.purpose ?? 'balance' });
  if (!stop) return null;
  return stop.fact === null ? stop.refusal : { why: 'consent', fact: stop.fact };
}
