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

/**
 * Charges the lines of a run one after another, each by the very order of a single charge. Whatever becomes of one, the next follows; only a trouble of
 * this desk, in which no order could leave, stops the run, and its line waits as before.
 */
export async function driveRun(world: World, runId: string, who: SignedIn, stopped: () => boolean): Promise<void> {
  try {
    while (!stopped()) {
      const no = await mayStill(world, who);
      if (no) return await halt(world, runId, who, no);
      const line = await world.ledger.billRuns.begin(
        driving(world, runId),
        runEntry(world, who, 'run_over', { runId }),
      );
      if (line === null || line === 'end') return;
      await tellLine(world, line);
      const failure = await charge(world, line, who);
      if (failure && stops(failure)) {
        await world.ledger.billRuns.refuse(driving(world, runId), { lineId: line.id, failure: 'again' });
        return await halt(world, runId, who, failure);
      }
      if (failure) await world.ledger.billRuns.refuse(driving(world, runId), { lineId: line.id, failure });
      await tellLine(world, line);
    }
  } catch (error) {
    // Nothing can be written, or a fault of ours: no line is begun any more, and the run shows as interrupted.
    world.trouble('charging bills together', error);
  }
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
