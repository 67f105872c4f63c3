import type { ApprovalView } from '../../contract/approval.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { HoldRunView } from '../../contract/hold-run.ts';
import type { Money } from '../../contract/money.ts';
import type { HoldRunLine } from '../../ledger/hold-run-row.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { prepareApproval } from '../approvals/approval-prepare.ts';
import { approvalView } from '../approvals/approval-view.ts';
import { approvedList } from '../approvals/approvals.ts';
import { asShown, holdRuns } from './hold-run-send.ts';
import { oneHoldRun } from './hold-run-view.ts';
import { freshLine, restRun, resumeRun, startRun } from './runs.ts';
import { secondPersonFor } from '../approvals/second-person.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

interface Shown {
  readonly holdId: string;
  /** what could be captured of it as it was shown, minor units */
  readonly held: number;
}
type ToCapture = Shown & { readonly amount: Money; readonly note: string | null };
/** `amount` null: all of it goes back */
type Confirmed = Shown & { readonly amount: Money | null; readonly note: string | null };

/** Holds captured together, each with the amount that somebody chose for it. The same ticket again is the same run and begins nothing. */
export function captureHolds(
  world: World,
  { ticket, lines }: { ticket: string; lines: readonly ToCapture[] },
  who: SignedIn | null,
): Promise<Reply<HoldRunView>> {
  return start(world, { kind: 'capture', ticket, lines }, who);
}

/** Holds given back together. */
export function releaseHolds(
  world: World,
  { ticket, note, lines }: { ticket: string; note: string | null; lines: readonly Shown[] },
  who: SignedIn | null,
): Promise<Reply<HoldRunView>> {
  const all = lines.map((line) => ({ ...line, amount: null, note }));
  return start(world, { kind: 'release', ticket, lines: all }, who);
}

async function start(
  world: World,
  { kind, ticket, lines }: { kind: HoldRunLine['kind']; ticket: string; lines: readonly Confirmed[] },
  who: SignedIn | null,
): Promise<Reply<HoldRunView>> {
  if (!who) return refused('not_signed_in');
  const known = await world.ledger.holdRuns.byTicket(ticket);
  if (known) return oneHoldRun(world, known.id);
  // That name is kept for the run of what was approved: under it lines carry its yes.
  if (await world.ledger.approvals.alone(ticket)) return refused('bad_input', { field: 'ticket' });
  const facts = await factsOf(world, lines);
  if ('code' in facts) return { ok: false, failure: facts };
  const id = `hold-run-${world.engine.random.id(16)}`;
  const written = facts.map((line, place): HoldRunLine => ({ ...freshLine(world, id, place), kind, ...line }));
  const no = await secondPersonFor(world, { kind, lines: written });
  if (no) return { ok: false, failure: no };
  const amount = written.reduce((sum, line) => sum + line.amount, 0);
  const audit = { amount, kind };
  return shown(world, await startRun(world, holdRuns, { ticket, id, lines: written, audit }, who));
}

/**
 * Holds that need a second person by what they add up to, as one list that waits for their yes. Sends nothing. The same ticket, holds, amounts and reasons
 * again are the same list.
 */
export async function prepareHolds(
  world: World,
  { ticket, lines, note }: { ticket: string; lines: readonly ToCapture[]; note: string | null },
  who: SignedIn | null,
): Promise<Reply<ApprovalView>> {
  const facts = await factsOf(world, lines);
  if ('code' in facts) return { ok: false, failure: facts };
  for (const { holdId, held } of facts) {
    const other = await asShown(world, { holdId, held });
    if (other) return { ok: false, failure: other };
  }
  // Not by its place in the dialog: what is prepared there anew is another list, and the run of the one before may still stand.
  const orders = lines.map(({ holdId, amount, note: why }) => ({
    ...{ kind: 'capture' as const, ticket: `line-order-${world.engine.random.id(20)}`, holdId, amount, note: why },
  }));
  const prepared = await prepareApproval(world, { ticket, orders, note }, who);
  return prepared.ok ? done(await approvalView(world, prepared.value)) : prepared;
}

/** The holds of a list that was approved, captured together: exactly those, with exactly those amounts. Once more, it is the same run. */
export async function captureApproved(
  world: World,
  seen: { id: string; version: number },
  who: SignedIn | null,
): Promise<Reply<HoldRunView>> {
  if (!who) return refused('not_signed_in');
  const known = await world.ledger.holdRuns.byTicket(seen.id);
  if (known) return oneHoldRun(world, known.id);
  const whole = await world.ledger.approvals.byId(seen.id);
  if (!whole) return refused('unknown_id');
  const approved = await approvedList(
    world,
    seen,
    whole.lines.map(({ asked }) => asked.ticket),
    who,
  );
  if (!approved.ok) return approved;
  const id = `hold-run-${world.engine.random.id(16)}`;
  const lines: HoldRunLine[] = [];
  for (const [place, line] of whole.lines.entries()) {
    const { asked, provider, customerId, customerName, card, held } = line;
    if (asked.kind !== 'capture' || held === null) return refused('bad_input', { field: 'id' });
    const { ticket, holdId, note } = asked;
    const amount = asked.amount.amount;
    const own = { ticket, kind: asked.kind, holdId, provider, customerId, customerName, card, held, amount, note };
    lines.push({ ...freshLine(world, id, place), ...own });
  }
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const audit = { amount, kind: 'capture', approval: seen.id };
  return shown(world, await startRun(world, holdRuns, { ticket: seen.id, id, lines, audit }, who));
}

/** Between two lines; what is on its way is brought to its end. */
export async function stopHoldRun(
  world: World,
  { id }: { id: string },
  who: SignedIn | null,
): Promise<Reply<HoldRunView>> {
  if (!who) return refused('not_signed_in');
  return shown(world, await restRun(world, holdRuns, { id, version: null, state: 'stopped' }, who));
}

/** For good: what was not sent is left. */
export async function endHoldRun(
  world: World,
  { id, version }: { id: string; version: number },
  who: SignedIn | null,
): Promise<Reply<HoldRunView>> {
  if (!who) return refused('not_signed_in');
  return shown(world, await restRun(world, holdRuns, { id, version, state: 'over' }, who));
}

/** The rest, confirmed again with the amounts it had: a hold that holds another sum by now is refused when its turn comes. */
export async function resumeHoldRun(
  world: World,
  { id, version, lineIds }: { id: string; version: number; lineIds: readonly string[] },
  who: SignedIn | null,
): Promise<Reply<HoldRunView>> {
  if (!who) return refused('not_signed_in');
  const whole = await world.ledger.holdRuns.byId(id);
  const lines = whole?.lines.filter((line) => lineIds.includes(line.id)) ?? [];
  // Of what was approved the records judge each line, as it is given.
  const approved = whole && (await world.ledger.approvals.alone(whole.run.ticket));
  const no = lines[0] && !approved ? await secondPersonFor(world, { kind: lines[0].kind, lines }) : null;
  if (no) return { ok: false, failure: no };
  const named = lineIds.map((lineId) => ({ lineId }));
  const confirm = async (line: HoldRunLine): Promise<HoldRunLine> => line;
  return shown(world, await resumeRun(world, holdRuns, { id, version, lines: named, confirm }, who));
}

async function shown(world: World, reply: Reply<string>): Promise<Reply<HoldRunView>> {
  return reply.ok ? oneHoldRun(world, reply.value) : reply;
}

/** Each hold as it is written, in the order of the list; or what is wrong with the first that cannot be. */
async function factsOf(world: World, lines: readonly Confirmed[]): Promise<Facts[] | Failure> {
  if (new Set(lines.map(({ holdId }) => holdId)).size < lines.length)
    return refused('bad_input', { field: 'lines' }).failure;
  const payments = await Promise.all(lines.map(({ holdId }) => world.mirror.payment(holdId)));
  const names = await world.mirror.names(payments.flatMap((payment) => payment?.customerId ?? []));
  const all: Facts[] = [];
  for (const [place, confirmed] of lines.entries()) {
    const facts = lineFacts(world, confirmed, { payment: payments[place] ?? null, names });
    if ('code' in facts) return facts;
    all.push(facts);
  }
  return all;
}

type Facts = Omit<HoldRunLine, 'kind' | keyof ReturnType<typeof freshLine>>;

function lineFacts(
  world: World,
  { holdId, held, amount, note }: Confirmed,
  { payment, names }: { readonly payment: PaymentRecord | null; readonly names: ReadonlyMap<string, string> },
): Facts | Failure {
  if (!payment) return refused('unknown_id').failure;
  const { currency } = world.settings.now();
  if (payment.currency !== currency || (amount && amount.currency !== currency))
    return refused('wrong_currency', { currency }).failure;
  if (amount?.amount === 0) return refused('amount_zero').failure;
  if (amount && amount.amount > held) return refused('over_held', { most: held, currency }).failure;
  // Less than what was blocked is somebody's decision: why stands beside it.
  if (amount && amount.amount < held && !note) return refused('hold_needs_reason').failure;
  const { provider, customerId, card } = payment;
  const customerName = (customerId !== null && names.get(customerId)) || '';
  return { holdId, provider, customerId, customerName, card, held, amount: amount?.amount ?? held, note };
}
