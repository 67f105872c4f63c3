import { refused, type Failure } from '../contract/failure.ts';
import type { TrailLine } from '../contract/operation.ts';
import { nextStep } from './next-step.ts';
import type { Operation, Outcome } from './operation.ts';
import type { Order, StepIn } from './order.ts';
import { startOf } from './order-history.ts';
import type { Planned, PlanningWorld } from './plan.ts';
import { heldAfter } from './plan-replace.ts';
import {
  GatewayRefusal,
  type Asker,
  type AuditEntry,
  type Ledger,
  type NewOperation,
  type Random,
  type Sender,
} from './ports.ts';
import { unlessOf } from './repeats.ts';

/** What of the engine is needed to write an operation down. Nothing here sends. */
interface Writing extends Pick<PlanningWorld, 'gateways' | 'clock'> {
  readonly ledger: Pick<Ledger, 'open'>;
  readonly sender: Pick<Sender, 'providerNow'>;
  readonly random: Random;
  tell(operation: Operation): void;
  trouble(what: string, error: unknown): void;
}

/**
 * An order with its exact request, in one durable commit with its line of the history, before anything of it is sent; or why it is not written: the
 * provider's request cannot be built, another one stands in its way, what it was judged by is not so any more.
 * @throws LedgerTrouble when the records cannot be written
 */
export async function writeOrder(
  engine: Writing,
  order: Order,
  planned: Planned,
  asker: Asker,
): Promise<Awaited<ReturnType<Ledger['open']>> | Failure> {
  try {
    const gateway = engine.gateways[planned.provider];
    const prepared = await gateway.prepare(planned.plan);
    // A second step that could not be built would be found out once the first is done: nothing would be held any more.
    if (planned.plan.kind === 'release' && planned.plan.replacement)
      await gateway.prepare(heldAfter(planned.plan.replacement));
    const at = engine.clock.now();
    const there = planned.there !== undefined;
    const memo = there ? { ...prepared.memo, there: String(planned.there) } : prepared.memo;
    const operation = newOperation(engine, {
      ...planned,
      prepared: { ...prepared, memo },
      at,
      asker,
      state: there
        ? { name: 'unknown', since: at, why: 'known_there', lastSentAt: 0, absent: 0, asks: 0, nextAskAt: at }
        : { name: 'open' },
      group: null,
      follows: null,
      ticket: order.ticket,
      order,
    });
    const { stepIn, approval } = order;
    const sure = 'sure' in order ? order.sure?.join(', ') : null;
    const trail: TrailLine[] = [
      { at, what: 'written', detail: { by: asker.staffName } },
      ...(there ? [{ at, what: 'known_there', detail: {} }] : []),
      ...(sure ? [{ at, what: 'made_sure', detail: { of: sure } }] : []),
      ...(stepIn ? [{ at, what: 'step_in', detail: steppedIn(stepIn) }] : []),
      ...(approval
        ? [{ at, what: 'approved', detail: { by: approval.staffName, prepared: approval.preparedBy } }]
        : []),
    ];
    const line = startOf(operation, at);
    const started: AuditEntry = {
      ...line,
      what: order.kind === 'replace' ? operation.kind : order.kind,
      detail: {
        ...line.detail,
        ...(stepIn ? { stepIn: stepIn.staffName } : {}),
        ...(approval ? { approved: approval.staffName } : {}),
      },
    };
    const unless = planned.again ? unlessOf(planned.again, stepIn) : undefined;
    const opened = await engine.ledger.open(operation, trail, started, unless, planned.seen ?? undefined, approval);
    if ('opened' in opened) engine.tell(opened.opened);
    return opened;
  } catch (error) {
    if (error instanceof GatewayRefusal) return refused(error.code, { provider: planned.provider }).failure;
    throw error;
  }
}

/** Who stepped in, over what and why, in the words of a trail. */
function steppedIn(stepIn: StepIn): Record<string, string> {
  return { by: stepIn.staffName, note: stepIn.reason, over: stepIn.over.map(({ fact }) => fact).join(', ') };
}

/** The operation that must follow one that has ended, as it will be written in the commit of that end; null: none, or its request cannot be built. */
export async function writtenNext(
  engine: Writing,
  operation: Operation,
  outcome: Outcome,
): Promise<NewOperation | null> {
  const gateway = engine.gateways[operation.provider];
  const following = nextStep(gateway, operation, outcome, engine.clock.now());
  if (!following) return null;
  try {
    const { plan, card, state } = following;
    const prepared = await gateway.prepare(plan);
    const { provider, guard, customerId, customerName, targetId } = operation;
    const amount = 'amount' in plan ? plan.amount : null;
    const asker = { staffId: operation.staffId, staffName: operation.staffName, desk: operation.desk };
    return newOperation(engine, {
      plan,
      provider,
      guard,
      customerId,
      customerName,
      card,
      targetId,
      amount,
      prepared,
      asker,
      state,
      at: engine.clock.now(),
      group: operation.group,
      follows: operation.id,
      ticket: null,
      order: null,
    });
  } catch (error) {
    if (!(error instanceof GatewayRefusal)) throw error;
    engine.trouble('follow-up step cannot be built', error);
    return null;
  }
}

interface Making extends Omit<Planned, 'again' | 'seen' | 'taking' | 'there'> {
  readonly prepared: { readonly request: Operation['request']; readonly memo: Operation['memo'] };
  readonly at: number;
  readonly asker: Asker;
  /** how it begins */
  readonly state: Operation['state'];
  readonly group: string | null;
  readonly follows: string | null;
  readonly ticket: string | null;
  readonly order: Order | null;
}

function newOperation(engine: Writing, making: Making): NewOperation {
  const id = `op-${engine.random.id(20)}`;
  const { order } = making;
  return {
    id,
    group: making.group ?? id,
    follows: making.follows,
    ticket: making.ticket,
    kind: making.plan.kind,
    provider: making.provider,
    guard: making.guard,
    plan: making.plan,
    request: making.prepared.request,
    memo: making.prepared.memo,
    state: making.state,
    amount: making.amount,
    tip: order && 'tip' in order ? order.tip : null,
    customerId: making.customerId,
    customerName: making.customerName,
    card: making.card,
    targetId: making.targetId,
    note: order && 'note' in order ? order.note : null,
    receiptEmail: order && 'receiptEmail' in order ? order.receiptEmail : null,
    staffId: making.asker.staffId,
    staffName: making.asker.staffName,
    desk: making.asker.desk,
    createdAt: making.at,
    updatedAt: making.at,
    // Dated by the provider now or not at all: a date worked out later, by a wall clock that may have been set since, could make an old key look young.
    providerClockAt: engine.sender.providerNow(making.provider),
  };
}
