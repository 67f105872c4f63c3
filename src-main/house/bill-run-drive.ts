import { isDeskTrouble, refused, type Failure } from '../contract/failure.ts';
import type { BillRunLine } from '../ledger/bill-run-row.ts';
import type { Driving } from '../ledger/bill-runs.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { purposeOf } from './bill-view.ts';
import { summed } from './bill-sums.ts';
import { lineView, runFacts } from './bill-run-view.ts';
import { order } from './orders.ts';
import { refusedAttempt } from './refused-attempt.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

/** So many lines of a run are with the providers at once, at most: at a second an answer, about as many as a provider takes in one. */
const mostAtOnce = 24;
/** After so many more that came to their end, one more goes beside the others. */
const endsForOneMore = 4;

/** How many lines may be in hand after so many ended: the first go one by one, so that stopping means something when it is needed most. */
export function linesAtOnce(ended: number): number {
  return Math.min(mostAtOnce, 1 + Math.floor(ended / endsForOneMore));
}

/**
 * Charges the lines of a run in their order, each by the very order of a single charge; never two of one person at once. Whatever becomes of one, the next
 * follows; only a trouble of this desk, in which no order could leave, stops the run, and what it kept from leaving waits as before. Comes back once no
 * line is in hand.
 */
export async function driveRun(world: World, runId: string, who: SignedIn, stopped: () => boolean): Promise<void> {
  const inHand = new Map<string, Promise<void>>();
  const went: { ended: number; halt: Failure | null; broken: unknown } = { ended: 0, halt: null, broken: null };
  const carryOn = (): boolean => !stopped() && !went.halt && went.broken === null;
  try {
    while (carryOn()) {
      if (inHand.size >= linesAtOnce(went.ended)) {
        await Promise.race(inHand.values());
        continue;
      }
      went.halt ??= await mayStill(world, who);
      if (!carryOn()) break;
      // The run is over only when nothing of it is in hand: until then a line may have to wait again.
      const over = inHand.size > 0 ? null : runEntry(world, who, 'run_over', { runId });
      const line = await world.ledger.billRuns.begin(driving(world, runId), over);
      if (line === null || (line === 'end' && over)) break;
      if (line === 'end') {
        await Promise.race(inHand.values());
        continue;
      }
      await inHand.get(line.customerId);
      const charging = chargeLine(world, line, who)
        .then((halt) => {
          went.ended += 1;
          went.halt ??= halt;
        })
        .catch((error: unknown) => {
          went.broken ??= error;
        })
        .finally(() => inHand.delete(line.customerId));
      inHand.set(line.customerId, charging);
    }
  } catch (error) {
    went.broken ??= error;
  }
  await Promise.all(inHand.values());
  try {
    if (went.broken !== null) throw went.broken;
    if (went.halt) await halt(world, runId, who, went.halt);
  } catch (error) {
    // Nothing can be written, or a fault of ours: no line is begun any more, and the run shows as interrupted.
    world.trouble('charging bills together', error);
  }
}

/** One line that was begun, to its end. Answers the trouble that keeps every order of this desk from leaving, if that is what stopped it. */
async function chargeLine(world: World, line: BillRunLine, who: SignedIn): Promise<Failure | null> {
  await tellLine(world, line);
  const failure = await charge(world, line, who);
  const { runId, id: lineId } = line;
  if (failure && stops(failure)) {
    await world.ledger.billRuns.refuse(driving(world, runId), { lineId, failure: 'again' });
    return failure;
  }
  if (failure) await world.ledger.billRuns.refuse(driving(world, runId), { lineId, failure });
  await tellLine(world, line);
  return null;
}

function stops({ code }: Failure): boolean {
  return isDeskTrouble(code) || code === 'offline' || code === 'not_allowed';
}

/** Every role may charge, so whoever confirmed it may, for as long as they are one of the house: also the last line is given only then. */
async function mayStill({ ledger }: World, who: SignedIn): Promise<Failure | null> {
  return (await ledger.staff.byId(who.id))?.active ? null : refused('not_allowed').failure;
}

async function charge(world: World, line: BillRunLine, who: SignedIn): Promise<Failure | null> {
  const { ticket, customerId, cardId, billId } = line;
  const currency = world.settings.now().currency;
  const amount = { amount: line.amount, currency };
  const missed = (await world.ledger.missed.ofBills([billId])).get(billId) ?? null;
  const cause = { purpose: purposeOf(missed), billId };
  const given = { ticket, customerId, cardId, amount, tip: null, note: null, receiptEmail: null, cause };
  const reply = await order(world, { ...given, kind: 'charge' }, who, () => asConfirmed(world, line));
  if (reply.ok) return null;
  const { ledger, clock, settings, trouble } = world;
  const around = { ledger, clock, trouble, desk: settings.now().desk };
  await refusedAttempt(around, { call: 'payments.charge', who, code: reply.failure.code });
  return reply.failure;
}

/** The bill must still be the one that was shown: what it costs and what is left of it. Limits, consent and guards are the engine's own. */
export async function asConfirmed(
  world: Pick<World, 'ledger'>,
  { billId, billVersion, remaining }: Pick<BillRunLine, 'billId' | 'billVersion' | 'remaining'>,
): Promise<Failure | null> {
  const bill = await world.ledger.bills.byId(billId);
  if (!bill) return refused('unknown_id').failure;
  const [now] = await summed(world, [bill]);
  // These have words of their own, which the engine finds.
  if (!now || bill.cancelled || now.unsettled || now.sums.checking) return null;
  if (now.sums.remaining === 0) return refused('bill_paid').failure;
  const same = bill.version === billVersion && now.sums.remaining === remaining;
  return same ? null : refused('bill_changed').failure;
}

async function halt(world: World, runId: string, who: SignedIn, { code }: Failure): Promise<void> {
  const whole = await world.ledger.billRuns.byId(runId);
  if (whole?.run.state === 'going' && whole.run.driver === world.billRuns.driver) {
    const after = { ...whole.run, state: 'stopped', why: code, updatedAt: world.clock.now() } as const;
    await world.ledger.billRuns.rest(after, runEntry(world, who, 'run_stopped', { runId, code }));
  }
}

const driving = (world: World, runId: string): Driving => ({
  runId,
  driver: world.billRuns.driver,
  at: world.clock.now(),
});

/** Windows are told of the run; its lines are told one by one. */
export async function tellRun(world: World, runId: string): Promise<void> {
  const whole = await world.ledger.billRuns.byId(runId);
  if (whole) world.emit('billRuns.changed', { run: runFacts(world, whole.run), line: null });
}

/** No line of it is sent from here any more. */
export function tellEnded(world: World, runId: string): void {
  void tellRun(world, runId).catch((error: unknown) => world.trouble('bills told', error));
}

async function tellLine(world: World, { id, runId, ticket }: BillRunLine): Promise<void> {
  const now = await world.ledger.billRuns.line(id);
  if (!now) return;
  const operation = await world.ledger.operations.byTicket(ticket);
  const run = runFacts(world, now.run);
  if (run.id === runId) world.emit('billRuns.changed', { run, line: lineView(run, now.line, operation) });
}

/** A line of the history about a run as a whole. */
export function runEntry(
  world: Pick<World, 'clock' | 'settings'>,
  who: SignedIn,
  what: string,
  detail: AuditEntry['detail'],
): AuditEntry {
  const by = { staffId: who.id, staffName: who.name, desk: world.settings.now().desk };
  return { at: world.clock.now(), ...by, what, outcome: 'done', detail };
}
