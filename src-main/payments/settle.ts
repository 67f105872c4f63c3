import { done, refused, type Failure, type Reply } from '../contract/failure.ts';
import type { ProviderName } from '../contract/provider.ts';
import { nameElsewhere } from './elsewhere.ts';
import { takeAgainMs } from './next-step.ts';
import { endOf, startOf } from './order-history.ts';
import { isOpen, type Operation, type Outcome, type Step } from './operation.ts';
import type { Order, Paying } from './order.ts';
import { planOrder, type PlanningWorld } from './plan.ts';
import { LedgerTrouble, type Asker, type Ledger, type Random, type Reading, type Sender } from './ports.ts';
import { readTarget } from './read-target.ts';
import { rowsOfReply } from './reply-rows.ts';
import { isSameOrder } from './same-order.ts';
import { stoppedBeside, stoppedByRecords } from './repeats.ts';
import { isShared } from './shared-key.ts';
import { next, type Happening } from './transition.ts';
import { filled, unwrittenOf } from './unwritten.ts';
import type { Watch } from './watch.ts';
import { writeOrder, writtenNext } from './write-order.ts';

/** Everything the engine works with, handed in. */
export interface Engine extends PlanningWorld {
  readonly ledger: Ledger;
  readonly sender: Sender;
  readonly random: Random;
  /** why no money order may leave at all now (keychain, records, clock …), or none for this provider; null: it may */
  moneyShut(provider?: ProviderName): Failure | null;
  /** why none may leave for this provider (no line, the time it tells …), or not for this bill; null: it may. Asks it only when that is not known now */
  reach(provider: ProviderName, paying?: Paying): Promise<Failure | null>;
  /** why nobody charges before an earlier day is closed, or null */
  dayShut(): Promise<Failure | null>;
  /** an operation changed: windows are told */
  tell(operation: Operation): void;
  /** something failed that the operation itself does not record (mirror refresh …) */
  trouble(what: string, error: unknown): void;
  /** sends under way in this process, by operation id: a second call with the same ticket waits for the first */
  readonly underWay: Map<string, Promise<Operation>>;
  /** what this process has seen of open operations, by the clock that only goes forward */
  readonly watch: Watch;
}

/**
 * One order, from the confirmed click to the written result: same ticket → same operation; limits; one durable commit with the exact
 * request; one send; one durable commit with the meaning of the reply; the mirror refreshed from that same reply.
 * A Failure means nothing was sent. Anything that was sent comes back as an operation, whatever became of it.
 */
export async function settle(engine: Engine, order: Order, asker: Asker): Promise<Reply<Operation>> {
  try {
    return await settleOrder(engine, order, asker);
  } catch (error) {
    if (!(error instanceof LedgerTrouble)) throw error;
    engine.trouble('ledger', error);
    return refused(error.code);
  }
}

async function settleOrder(engine: Engine, order: Order, asker: Asker): Promise<Reply<Operation>> {
  const askedAt = engine.clock.now();
  const known = await engine.ledger.byTicket(order.ticket);
  if (known) return sameTicket(engine, known, order);
  const shut = engine.moneyShut();
  if (shut) return { ok: false, failure: shut };
  // Holds, captures and what gives money back go on: they have deadlines of their own.
  const waits = order.kind === 'charge' ? await engine.dayShut() : null;
  if (waits) return { ok: false, failure: waits };
  // A consent that was used up, or a bill that was paid, between judging and writing: it is judged once more, by what is true now.
  for (let attempt = 0; attempt < mostPlans; attempt += 1) {
    const reply = await settlePlanned(engine, order, { asker, askedAt });
    if (reply) return reply;
  }
  engine.trouble('order', new Error('The consent or the bill of an order changed each time it was to be written'));
  return refused('order_unsteady');
}
const mostPlans = 5;
const movesMoney: ReadonlySet<Order['kind']> = new Set(['charge', 'hold', 'replace', 'capture', 'release', 'refund']);

/** Null: the consent that covered it does not any more, or its bill is not what it was. */
async function settlePlanned(
  engine: Engine,
  order: Order,
  { asker, askedAt }: { readonly asker: Asker; readonly askedAt: number },
): Promise<Reply<Operation> | null> {
  const planned = await planOrder(engine, order);
  if ('code' in planned) return { ok: false, failure: planned };
  const beyond = await engine.reach(planned.provider, { plan: planned.plan });
  if (beyond) return { ok: false, failure: beyond };
  const second = planned.taking && engine.secondPerson(planned.taking);
  if (second && !order.approval) return { ok: false, failure: second };
  const beside = planned.again && stoppedBeside(planned.again, order.stepIn);
  if (beside) return { ok: false, failure: beside };
  // A PC slept while it was judged: what the records and the provider said then is not so now, and nobody stands at the counter any more.
  if (movesMoney.has(order.kind) && Math.abs(engine.clock.now() - askedAt) >= takeAgainMs) return refused('slept');
  const written = await writeOrder(engine, order, planned, asker);
  if ('code' in written) return { ok: false, failure: written };
  if ('repeats' in written) {
    const stopped = stoppedByRecords(written.repeats);
    if (!stopped) throw new Error('An order was stopped by nothing');
    return { ok: false, failure: stopped };
  }
  if ('page' in written) return refused('link_open', { linkId: written.page });
  if ('consent' in written || 'changed' in written) return null;
  if ('approval' in written)
    return written.approval === 'gone'
      ? refused('approval_changed')
      : refused('approval_void', { why: written.approval });
  if ('busy' in written) {
    if (written.busy.ticket === order.ticket) return sameTicket(engine, written.busy, order);
    return refused('busy', { operationId: written.busy.id, by: written.busy.staffName, kind: written.busy.kind });
  }
  // It stands there already: it is asked about, and never sent.
  if (planned.there !== undefined) return done(written.opened);
  return done(await track(engine, written.opened.id, carryToTheEnd(engine, written.opened, unwrittenOf(order))));
}

/**
 * From here on no trouble of the records may look like "nothing was done": the request has left. A result that cannot be written is not
 * shown either. The operation stays as its row has it, and the completer asks the provider once the records can be written again.
 */
async function carryToTheEnd(engine: Engine, operation: Operation, unwritten: string | null): Promise<Operation> {
  try {
    return await carry(engine, operation, unwritten);
  } catch (error) {
    if (!(error instanceof LedgerTrouble)) throw error;
    engine.trouble('result not written', error);
    return operation;
  }
}

/**
 * Sends an operation that is written, and writes what became of it. Used by settle and, for follow-up steps, by complete. `unwritten`: what the request
 * needs and no record keeps; only the call in which somebody typed it has it.
 */
export async function carry(engine: Engine, operation: Operation, unwritten: string | null = null): Promise<Operation> {
  const gateway = engine.gateways[operation.provider];
  const begunAt = engine.clock.now();
  // A PC that slept between the record and the request: nobody stands at the counter any more, and a charge is never queued.
  if (operation.state.name === 'open' && Math.abs(begunAt - operation.createdAt) > engine.sender.timeoutMs)
    return advance(engine, operation, { is: 'silence', left: false, why: 'too_late', at: begunAt, sentAt: begunAt });
  // The key was changed between the record and the request, or since: another account cannot carry it out, and knows nothing of it.
  if (gateway.sentElsewhere?.(operation))
    return operation.state.name === 'open'
      ? advance(engine, operation, { is: 'silence', left: false, why: 'other_account', at: begunAt, sentAt: begunAt })
      : operation;
  const request = filled(operation, unwritten);
  if (request === null)
    return advance(engine, operation, { is: 'silence', left: false, why: 'not_kept', at: begunAt, sentAt: begunAt });
  engine.watch.sending(operation, begunAt);
  const result = await engine.sender.send(operation.provider, request, gateway.repeat);
  const at = engine.clock.now();
  // The last moment at which it may have left, not the first: a PC may sleep between the two, and absence is judged by this.
  const sentAt = at;
  engine.watch.sending(operation, sentAt);
  if (result.got === 'nothing') {
    return advance(engine, operation, { is: 'silence', left: result.left, why: result.why, at, sentAt });
  }
  const given = gateway.read(operation.plan, operation.memo, result.answer);
  const earlierLeft = result.earlierLeft ?? false;
  // The rows that came with an old word are as old as it is.
  const old = isOldWord(operation, given, earlierLeft);
  // An answer to what somebody else sent under this key tells how it stood then: a hold may have been given back since. What it is now is asked.
  const heard = { earlierLeft, sinceMs: at - operation.createdAt, thereAt: result.answer.providerAt };
  const stale = isAnothersReply(operation, given, heard);
  const reading: Reading = old
    ? { outcome: await asItStands(engine, operation, given.outcome), records: {} }
    : stale
      ? { outcome: { is: 'unclear', why: 'replayed' }, records: {} }
      : given;
  const happening: Happening = {
    is: 'outcome',
    outcome: reading.outcome,
    at,
    sentAt,
    asked: false,
    earlierLeft,
  };
  let after = await advance(engine, operation, happening, reading.outcome);
  // Another desk took it for left behind while this one was still waiting, and wrote "asking": the answer in hand says more.
  if (isOpen(after.state) && isDefinite(reading.outcome))
    after = await advance(engine, after, happening, reading.outcome);
  // After the result is on the disk: a mirror that cannot be refreshed must not make a known result look unknown. Nobody waits for it:
  // the mirror answers in the order it was asked, so whoever reads a list from now on reads it after this.
  if (old) await readTarget(engine, after);
  else engine.rows.put(rowsOfReply(reading)).catch((error: unknown) => engine.trouble('mirror refresh', error));
  return after;
}

/**
 * A refund's reply that the provider had given before, under the same key: it says what was so then, and a refund that was done may have failed since.
 * Repeated within one send it is the answer to itself, a moment old.
 */
function isOldWord({ kind, state }: Operation, { outcome }: Reading, earlierLeft: boolean): boolean {
  const replayed =
    outcome.is === 'pending' ? outcome.replayed === true : outcome.is === 'done' && outcome.seen?.replayed === true;
  return kind === 'refund' && replayed && !(state.name === 'open' && earlierLeft);
}

/** What the provider shows of it now. Where it does not say, nobody knows yet, and it is asked like any other silence. */
async function asItStands(engine: Engine, operation: Operation, before: Outcome): Promise<Outcome> {
  const gateway = engine.gateways[operation.provider];
  const question = await gateway.question(operation, engine.clock.now());
  const result = await engine.sender.send(operation.provider, question, 'read');
  const finding = result.got === 'answer' ? gateway.readFinding(operation, result.answer) : null;
  if (finding?.found !== 'outcome') return { is: 'unclear', why: 'replayed' };
  const { outcome } = finding.reading;
  // It still stands: whoever had sent it first is named.
  return outcome.is === 'done' && before.is === 'done' ? before : outcome;
}

/**
 * An earlier answer, to some other order that had this key. One to a first send is; one to a send that was repeated may be the answer to itself, if what it
 * tells of was made after this order was written. Made before that, it is another desk's, and our own try was lost before it arrived.
 */
function isAnothersReply(
  { plan, state, providerClockAt }: Operation,
  { outcome, records }: Reading,
  heard: { readonly earlierLeft: boolean; readonly sinceMs: number; readonly thereAt: number | null },
): boolean {
  const earlier =
    outcome.is === 'pending' ? outcome.replayed === true : outcome.is === 'done' && outcome.seen?.replayed === true;
  if (!earlier || !isShared(plan)) return false;
  if (state.name === 'open' && !heard.earlierLeft) return true;
  const writtenAt = providerClockAt ?? (heard.thereAt === null ? null : heard.thereAt - heard.sinceMs);
  const madeAt = records.payments?.[0]?.at;
  return writtenAt !== null && madeAt !== undefined && madeAt < writtenAt - grainMs;
}
/** A provider tells its time in whole seconds, its machines differ by some, and ours of it is an estimate. */
const grainMs = 30_000;

/** Says what became of the order. Being turned away at the door, or by an account that may be another one, says that of one try only. */
function isDefinite(outcome: Outcome): boolean {
  if (outcome.is === 'rejected') return !outcome.atTheDoor && !outcome.unproven;
  return outcome.is !== 'not_run' && outcome.is !== 'unclear';
}

/** One step of an open operation, written durably, then told. Another writer having been first is fine: its row is the truth. */
export async function advance(
  engine: Engine,
  operation: Operation,
  happening: Happening,
  outcome?: Outcome,
): Promise<Operation> {
  const named = happening.is === 'outcome' ? await nameElsewhere(engine.ledger, operation, happening) : null;
  const what: Happening = named && happening.is === 'outcome' ? { ...happening, outcome: named } : happening;
  const step = next(operation.state, what, engine.sender.timeoutMs);
  const at = engine.clock.now();
  const ended = isEnd(step);
  const followUp = ended && outcome ? await writtenNext(engine, operation, named ?? outcome) : null;
  const result = await engine.ledger.advance({
    operation,
    state: step.state,
    trail: followUp
      ? [...step.trail, { at, what: 'follow_up', detail: { kind: followUp.kind, operationId: followUp.id } }]
      : step.trail,
    audit: ended ? endOf(operation, step, at) : null,
    followUp,
    followUpAudit: followUp?.kind === 'hold' ? startOf(followUp, at) : null,
    at,
  });
  if (!isOpen(result.operation.state)) engine.watch.ended(operation);
  engine.tell(result.operation);
  if (result.written && followUp) startFollowUp(engine, followUp.id);
  return result.operation;
}

/** Sends a follow-up step that was opened in the commit before. The completer does the same after a crash. */
function startFollowUp(engine: Engine, id: string): void {
  const work = engine.ledger.byId(id).then((operation) => {
    if (!operation) throw new Error('A follow-up step that was written cannot be read');
    engine.tell(operation);
    // A PC slept before it was read, and the completer has begun to ask about it: it is never sent from here then.
    return operation.state.name === 'open' ? carry(engine, operation) : operation;
  });
  void track(engine, id, work).catch((error: unknown) => engine.trouble('follow-up step', error));
}

/** Waits for all that is being sent in this process. */
export async function idle(engine: Pick<Engine, 'underWay'>): Promise<void> {
  while (engine.underWay.size > 0) await Promise.allSettled(engine.underWay.values());
}

function track(engine: Engine, id: string, work: Promise<Operation>): Promise<Operation> {
  const tracked = work.finally(() => engine.underWay.delete(id));
  engine.underWay.set(id, tracked);
  return tracked;
}

async function sameTicket(engine: Engine, known: Operation, order: Order): Promise<Reply<Operation>> {
  if (!isSameOrder(known, order)) return refused('ticket_reused');
  const running = engine.underWay.get(known.id);
  return done(running ? await running : known);
}

function isEnd(step: Step): boolean {
  return step.state.name !== 'open' && step.state.name !== 'unknown';
}
