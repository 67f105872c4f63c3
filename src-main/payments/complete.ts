import { done, type Reply } from '../contract/failure.ts';
import { takeAgainMs } from './next-step.ts';
import { isOpen, type Operation } from './operation.ts';
import type { Order } from './order.ts';
import type { Asker } from './ports.ts';
import { rowsOfReply } from './reply-rows.ts';
import { advance, carry, settle, type Engine } from './settle.ts';
import { mayBeAnothers } from './shared-key.ts';
import { quietBeforeAbsence } from './transition.ts';

/** So many questions at once: enough to reach the rate a provider allows (25 a second) over a slow line of half a second. */
const atOnce = 16;

/**
 * Drives every open operation towards an end: at start, on a timer and when the line returns. `due` operations only, unless `all`.
 * Answers how many are still open. Operations this process is sending right now are left alone, and those of another desk on shared
 * records until that desk has plainly left them.
 */
export async function complete(engine: Engine, which: 'due' | 'all'): Promise<number> {
  const open = await engine.ledger.openOperations();
  const now = engine.clock.now();
  const { timeoutMs } = engine.sender;
  const ready = open.filter(
    (operation) =>
      !engine.underWay.has(operation.id) &&
      engine.watch.mayDrive(operation, timeoutMs) &&
      (which === 'all' || engine.watch.isDue(operation, now)),
  );
  let left = open.length - ready.length;
  const line = ready.values();
  const lane = async (): Promise<void> => {
    for (const operation of line) if (isOpen((await completeOne(engine, operation)).state)) left += 1;
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, ready.length) }, lane));
  return left;
}

/** Asks about one operation now. Errors of one never stop the others: they are recorded and it is asked again later. */
export async function completeOne(engine: Engine, operation: Operation): Promise<Operation> {
  const running = engine.underWay.get(operation.id);
  if (running) return running;
  const work = driveOne(engine, operation).finally(() => engine.underWay.delete(operation.id));
  engine.underWay.set(operation.id, work);
  try {
    return await work;
  } catch (error) {
    engine.trouble(`completing ${operation.id}`, error);
    return operation;
  }
}

/**
 * One order (settle), asked about at once where its provider answered with what another order under the same key may have done: somebody stands at the
 * counter, and the provider can say.
 */
export async function settleAndAsk(engine: Engine, order: Order, asker: Asker): Promise<Reply<Operation>> {
  const reply = await settle(engine, order, asker);
  return reply.ok && mayBeAnothers(reply.value) ? done(await completeOne(engine, reply.value)) : reply;
}

async function driveOne(engine: Engine, given: Operation): Promise<Operation> {
  let operation = given;
  if (operation.state.name === 'open') {
    // Another desk may be sending it at this very moment: it is the one to say what became of it.
    if (!engine.watch.mayDrive(operation, engine.sender.timeoutMs)) return operation;
    // Written, and this process is not sending it: a crash or a kill came between. It may have left.
    operation = await advance(engine, operation, {
      is: 'restart',
      at: engine.clock.now(),
      // When it left, nobody wrote down: a PC may have slept between the record and the request. Until the process died, it may have.
      sentAt: engine.clock.now(),
    });
  }
  if (operation.state.name !== 'unknown') return operation;
  if (maySendAgain(engine, operation)) {
    const after = await carry(engine, operation);
    if (after.state.name !== 'unknown') return after;
    operation = after;
  }
  return ask(engine, operation);
}

/**
 * Same key, same bytes: only where the provider replays (Stripe), only while the key is surely alive, by the provider's own clock and by
 * ours: a clock that shows a day too little must not make a forgotten key look young. When our own clocks disagree about how long ago the
 * provider last told its time, the question comes first and brings it anew.
 */
function maySendAgain(engine: Engine, operation: Operation): boolean {
  const gateway = engine.gateways[operation.provider];
  if (gateway.repeat !== 'same_key') return false;
  const providerNow = engine.sender.providerNow(operation.provider);
  if (providerNow === null || operation.providerClockAt === null) return false;
  if (engine.moneyShut(operation.provider)) return false;
  const ages = [providerNow - operation.providerClockAt, engine.clock.now() - operation.createdAt];
  const takes = operation.kind === 'charge' || operation.kind === 'hold';
  const most = takes ? takeAgainMs : gateway.keyLifetimeMs;
  return ages.every((age) => age >= 0 && age < most) && replayStillUseful(operation);
}

/** Replies that the provider may have kept under the key: the same again would be the same answer. */
const keptReplies: ReadonlySet<string> = new Set(['provider_fault', 'unknown_word', 'unreadable']);
/** Three repetitions, each with its own question after it, over about a minute: a passing fault is over by then, and what was kept stays. */
const asksWithReplays = 6;
/** What no repetition changes: another order has the key, or was answered under it, the target is not what it was, or an account that may be another one refuses. */
const settledReplies: ReadonlySet<string> = new Set([
  'other_parameters',
  'state_elsewhere',
  'replayed',
  'known_there',
  'refused_unproven',
]);

/** Whether the same request again may bring what the first did not; else only a look-up can. */
function replayStillUseful({ state }: Operation): boolean {
  if (state.name !== 'unknown' || settledReplies.has(state.why)) return false;
  return !keptReplies.has(state.why) || state.asks < asksWithReplays;
}

async function ask(engine: Engine, operation: Operation): Promise<Operation> {
  if (operation.state.name !== 'unknown') return operation;
  const gateway = engine.gateways[operation.provider];
  // "Not there" would be true of that account, and say nothing. Whoever has the other one's site open can settle it once nothing else will.
  if (gateway.sentElsewhere?.(operation)) {
    const elsewhere = { is: 'ask_failed', at: engine.clock.now(), why: 'other_account', answered: true } as const;
    return advance(engine, operation, elsewhere);
  }
  // Judged from when the question left: a request sent before may land up to its time-out later.
  const counts = engine.watch.quietFor(operation) >= quietBeforeAbsence(operation.state, engine.sender.timeoutMs);
  const question = await gateway.question(operation, engine.clock.now());
  const result = await engine.sender.send(operation.provider, question, 'read');
  const at = engine.clock.now();
  if (result.got === 'nothing')
    return advance(engine, operation, { is: 'ask_failed', at, why: result.why, answered: false });
  const finding = gateway.readFinding(operation, result.answer);
  switch (finding.found) {
    case 'outcome': {
      const { outcome } = finding.reading;
      if (outcome.is === 'not_run' || outcome.is === 'unclear') {
        return advance(engine, operation, { is: 'ask_failed', at, why: outcome.why, answered: true });
      }
      const happening = {
        is: 'outcome',
        outcome,
        at,
        sentAt: operation.state.lastSentAt,
        asked: true,
        earlierLeft: true,
      } as const;
      const after = await advance(engine, operation, happening, outcome);
      await engine.rows
        .put(rowsOfReply(finding.reading))
        .catch((error: unknown) => engine.trouble('mirror refresh', error));
      return after;
    }
    case 'absent':
      return advance(engine, operation, { is: 'absent', at, counts });
    case 'nothing_yet':
      return advance(engine, operation, { is: 'ask_failed', at, why: finding.why, answered: true });
  }
}
