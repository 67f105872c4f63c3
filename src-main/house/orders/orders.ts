import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import { impossible } from '../../contract/impossible.ts';
import type { OperationDetail, OperationView, OrderFilter } from '../../contract/operation.ts';
import { operationView } from './operation-view.ts';
import { refundAnswers } from './refund-answers.ts';
import type { SignedIn } from '../signed-in.ts';
import { resolveByPerson, type PersonsWord } from '../../payments/by-hand.ts';
import { completeOne, settleAndAsk } from '../../payments/complete.ts';
import { followOne, refundCameBack } from '../../payments/follow.ts';
import type { Asked, SecondYes, StepIn } from '../../payments/order.ts';
import type { Asker } from '../../payments/ports.ts';
import { madeBy } from '../../payments/given-back.ts';
import type { Operation } from '../../payments/operation.ts';
import type { StepInTarget } from '../../staff/step-ins.ts';
import { billOfHold, heldFor, onFreeBill } from '../bills/bill-turn.ts';
import { countedDay, cutOf } from '../days/calendar.ts';
import type { World } from '../world.ts';

/** An order as the window gives it: with the id of a step-in where a manager gave one. What a second person approved is put beside it by main alone. */
export type Given = Asked & { readonly stepIn?: string | null | undefined; readonly approving?: Approving };

/** A second person's yes to an order, and what they let pass with it. */
export interface Approving {
  readonly yes: SecondYes;
  readonly stepIn: StepIn | null;
}

/**
 * Gives an order to the engine, in the name of who is signed in, with the step-in that main kept for exactly this order, if any. `first`: asked while
 * nothing else of this desk touches the bill; a failure means that nothing is sent.
 */
export async function order(
  world: World,
  given: Given,
  who: SignedIn | null,
  first: () => Promise<Failure | null> = async () => null,
): Promise<Reply<OperationView>> {
  const asker = askerOf(world, who);
  if (!asker) return refused('not_signed_in');
  const { stepIn: id, approving, ...asked } = given;
  if (lacksReason(asked)) return refused('refund_needs_reason');
  const target = await targetOf(world, asked);
  const found = id && target ? world.stepIns.find(id, target, asker.staffId) : null;
  const stepIn = approving ? approving.stepIn : found;
  const passed = { ...(stepIn ? { stepIn } : {}), ...(approving ? { approval: approving.yes } : {}) };
  const caused = 'cause' in asked ? (asked.cause?.billId ?? null) : null;
  const onHold = asked.kind === 'capture' || asked.kind === 'replace';
  const billId = onHold ? await billOfHold(world, asked.holdId) : caused;
  const give = async () => {
    const no = await first();
    return no ? { ok: false as const, failure: no } : settleAndAsk(world.engine, { ...asked, ...passed }, asker);
  };
  // The same ticket again is the same order, and closes no page.
  const again = billId !== null && (await world.ledger.operations.byTicket(asked.ticket)) !== null;
  const reply = await onFreeBill(world, again ? null : billId, give);
  if (reply.ok) {
    if (id) world.stepIns.used(id);
    return done(operationView(reply.value));
  }
  // One was given, for another amount, person or dialog, or too long ago: say that, not only that one is needed.
  const stops = reply.failure.code === 'repeat_needs_manager' || reply.failure.code.startsWith('consent_');
  const isVoid = id && !stepIn && stops;
  return isVoid ? refused('step_in_void', reply.failure.facts) : reply;
}

/** Money that goes back is always given a reason: it is what somebody asks about months later. */
export function lacksReason({ kind, note }: { readonly kind: string; readonly note?: string | null }): boolean {
  return kind === 'refund' && !note?.trim();
}

/** What a step-in for this order would have been given for; null where none is ever asked. */
async function targetOf(world: World, asked: Asked): Promise<StepInTarget | null> {
  const { ticket, kind } = asked;
  switch (kind) {
    case 'charge':
    case 'hold':
      return { ticket, kind, targetId: asked.customerId, amount: asked.amount };
    case 'refund':
      return { ticket, kind, targetId: asked.paymentId, amount: asked.amount };
    case 'replace': {
      const hold = await world.mirror.payment(asked.holdId);
      const person = hold ? (await heldFor(world, hold)).customerId : null;
      return person === null ? null : { ticket, kind: 'hold', targetId: person, amount: asked.amount };
    }
    case 'capture':
    case 'release':
    case 'remove_card':
    case 'remove_customer':
    case 'set_default':
    case 'save_card':
    case 'save_bank_account':
    case 'add_profile':
      return null;
    default:
      return impossible(kind);
  }
}

/** Every operation, newest first, by state, provider, staff and day of the house. */
export async function listOperations(
  world: World,
  input: OrderFilter & { day: string | null; offset: number; limit: number },
): Promise<Reply<{ rows: OperationView[]; total: number; capped: boolean }>> {
  // A day as Day end and its file count it.
  const range = input.day === null ? null : countedDay(input.day, cutOf(world.settings.now()));
  if (input.day !== null && !range) return refused('bad_input', { field: 'day' });
  const { states, provider, staffId, offset, limit } = input;
  const found = await world.ledger.operations.list({
    states,
    provider,
    staffId,
    from: range?.from ?? null,
    to: range?.to ?? null,
    offset,
    limit,
  });
  return done({ rows: found.rows.map(operationView), total: found.total, capped: found.capped });
}

/** One operation with the steps of its group and its trail. */
export async function operationDetail(world: World, operationId: string): Promise<Reply<OperationDetail>> {
  const operation = await world.ledger.operations.byId(operationId);
  if (!operation) return refused('unknown_id');
  const group = await world.ledger.operations.group(operation.group);
  world.following.opened(group);
  const answer = refundCameBack(operation) ? (await refundAnswers(world, [operationId])).get(operationId) : undefined;
  return done({
    operation: operationView(operation),
    group: group.map(operationView),
    trail: [...(await world.ledger.operations.trail(operationId))],
    ...(answer ? { answered: { reason: answer.reason ?? '', by: answer.by, at: answer.at } } : {}),
  });
}

/** Asks the provider now instead of at the next planned time. */
export async function askNow(world: World, operationId: string): Promise<Reply<OperationDetail>> {
  const operation = await world.ledger.operations.byId(operationId);
  if (!operation) return refused('unknown_id');
  if (operation.state.name === 'unknown' || operation.state.name === 'open') await completeOne(world.engine, operation);
  else await followOne(world.engine, operation);
  return operationDetail(world, operationId);
}

/** A manager says what the provider's own site shows, with `done` of what moves money the sum that stands there. Failures: those of `resolveByPerson`. */
export async function resolve(world: World, input: PersonsWord, who: SignedIn | null): Promise<Reply<OperationDetail>> {
  const asker = askerOf(world, who);
  if (!asker) return refused('not_signed_in');
  const reply = await resolveByPerson(world.engine, input, asker, (operation, paymentId) =>
    isTaken(world, operation, paymentId),
  );
  return reply.ok ? operationDetail(world, input.operationId) : reply;
}

/** Whether a payment stands on another bill, or is what another order of the same client made. */
async function isTaken(world: World, { id, plan, customerId }: Operation, paymentId: string): Promise<boolean> {
  const bill = await world.ledger.bills.creditedTo(paymentId);
  if (bill !== null) return true;
  const own = 'customerRef' in plan ? [`${paymentId.split(':')[0] ?? ''}:${plan.customerRef}`] : [];
  const ids = [...new Set([...own, ...(customerId === null ? [] : await world.mirror.recordIds(customerId))])];
  const orders = await world.ledger.operations.forCustomers(ids, mostOrders);
  return orders.some((other) => other.id !== id && madeBy(other) === paymentId);
}
/** Of one client: far more than anybody has. */
const mostOrders = 2_000;

function askerOf(world: World, who: SignedIn | null): Asker | null {
  return who ? { staffId: who.id, staffName: who.name, desk: world.settings.now().desk } : null;
}
