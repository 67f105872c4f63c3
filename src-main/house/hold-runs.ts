import { refused, type Failure, type Reply } from '../contract/failure.ts';
import type { HoldRunView } from '../contract/hold-run.ts';
import type { Money } from '../contract/money.ts';
import type { HoldRunLine } from '../ledger/hold-run-row.ts';
import type { PaymentRecord } from '../payments/records.ts';
import { holdRuns } from './hold-run-send.ts';
import { oneHoldRun } from './hold-run-view.ts';
import { freshLine, restRun, resumeRun, startRun } from './runs.ts';
import { secondPersonFor } from './second-person.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

interface Shown {
  readonly holdId: string;
  /** what could be captured of it as it was shown, minor units */
  readonly held: number;
}
/** `amount` null: all of it goes back */
type Confirmed = Shown & { readonly amount: Money | null; readonly note: string | null };

/** Holds captured together, each with the amount that somebody chose for it. The same ticket again is the same run and begins nothing. */
export function captureHolds(
  world: World,
  { ticket, lines }: { ticket: string; lines: readonly (Shown & { amount: Money; note: string | null })[] },
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
  if (new Set(lines.map(({ holdId }) => holdId)).size < lines.length) return refused('bad_input', { field: 'lines' });
  const id = `hold-run-${world.engine.random.id(16)}`;
  const payments = await Promise.all(lines.map(({ holdId }) => world.mirror.payment(holdId)));
  const names = await world.mirror.names(payments.flatMap((payment) => payment?.customerId ?? []));
  const written: HoldRunLine[] = [];
  for (const [place, confirmed] of lines.entries()) {
    const facts = lineFacts(world, confirmed, { payment: payments[place] ?? null, names });
    if ('code' in facts) return { ok: false, failure: facts };
    written.push({ ...freshLine(world, id, place), kind, ...facts });
  }
  const no = await secondPersonFor(world, { kind, lines: written });
  if (no) return { ok: false, failure: no };
  const amount = written.reduce((sum, line) => sum + line.amount, 0);
  const audit = { amount, kind };
  return shown(world, await startRun(world, holdRuns, { ticket, id, lines: written, audit }, who));
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
  const no = lines[0] && (await secondPersonFor(world, { kind: lines[0].kind, lines }));
  if (no) return { ok: false, failure: no };
  const named = lineIds.map((lineId) => ({ lineId }));
  const confirm = async (line: HoldRunLine): Promise<HoldRunLine> => line;
  return shown(world, await resumeRun(world, holdRuns, { id, version, lines: named, confirm }, who));
}

async function shown(world: World, reply: Reply<string>): Promise<Reply<HoldRunView>> {
  return reply.ok ? oneHoldRun(world, reply.value) : reply;
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
