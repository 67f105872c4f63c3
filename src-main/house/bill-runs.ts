import type { RunView } from '../contract/bill-run.ts';
import { refused, type Failure, type Reply } from '../contract/failure.ts';
import type { Money } from '../contract/money.ts';
import type { BillRun, BillRunLine } from '../ledger/bill-run-row.ts';
import { driveRun, runEntry, tellRun } from './bill-run-drive.ts';
import { oneRun, runFacts, runView } from './bill-run-view.ts';
import type { SignedIn } from './signed-in.ts';
import type { World } from './world.ts';

interface Chosen {
  readonly cardId: string;
  readonly amount: Money;
  readonly version: number;
  readonly remaining: number;
}

/** Writes a run with all its lines, then begins with the first. The same ticket again is the same run and begins nothing. */
export async function startRun(
  world: World,
  { ticket, lines }: { ticket: string; lines: readonly (Chosen & { billId: string })[] },
  who: SignedIn | null,
): Promise<Reply<RunView>> {
  if (!who) return refused('not_signed_in');
  const known = await world.ledger.billRuns.byTicket(ticket);
  if (known) return oneRun(world, known.id);
  if (new Set(lines.map(({ billId }) => billId)).size < lines.length) return refused('bad_input', { field: 'lines' });
  const id = `run-${world.engine.random.id(16)}`;
  const { currency, desk } = world.settings.now();
  const written: BillRunLine[] = [];
  for (const [place, { billId, ...chosen }] of lines.entries()) {
    const bill = await world.ledger.bills.byId(billId);
    if (!bill) return refused('unknown_id');
    const words = await chosenWords(world, chosen);
    if ('code' in words) return { ok: false, failure: words };
    const { code: billCode, customerId, customerName } = bill;
    if (customerId === null) return refused('run_nobody');
    if (bill.currency !== currency) return refused('wrong_currency', { currency });
    const given = { id: `${id}-${place}`, runId: id, place, ticket: `${id}-${world.engine.random.id(16)}` };
    written.push({ ...given, billId, billCode, customerId, customerName, ...words, state: 'waiting', failure: null });
  }
  const now = world.clock.now();
  const run: BillRun = {
    ...{ id, ticket, currency, state: 'going', why: null, driver: world.billRuns.driver },
    ...{ staffId: who.id, staffName: who.name, desk, createdAt: now, updatedAt: now, version: 1 },
  };
  const total = written.reduce((sum, { amount }) => sum + amount, 0);
  const entry = runEntry(world, who, 'run_started', { runId: id, count: written.length, amount: total, currency });
  return begin(world, id, who, async () => {
    const result = await world.ledger.billRuns.start({ run, lines: written }, entry);
    return 'started' in result ? result.started.id : { known: result.known.id };
  });
}

/** Between two lines. Whoever may charge may stop; what is being charged now is brought to its end. */
export function stopRun(world: World, { id }: { id: string }, who: SignedIn | null): Promise<Reply<RunView>> {
  return restRun(world, { id, version: null }, who, 'stopped');
}

/** For good: what was not sent is left. */
export function endRun(
  world: World,
  { id, version }: { id: string; version: number },
  who: SignedIn | null,
): Promise<Reply<RunView>> {
  return restRun(world, { id, version }, who, 'over');
}

/**
 * A person looked at the rest and confirmed it: cards, amounts and bills as they are now, under the tickets that the lines had, so that one which did
 * leave is found and not charged again. What is not named is left.
 */
export async function resumeRun(
  world: World,
  { id, version, lines }: { id: string; version: number; lines: readonly (Chosen & { lineId: string })[] },
  who: SignedIn | null,
): Promise<Reply<RunView>> {
  if (!who) return refused('not_signed_in');
  let whole = await world.ledger.billRuns.byId(id);
  // Stopped, and the line that was in hand is still on its way: its end is a moment away, and nobody should have to press twice.
  if (whole && whole.run.state !== 'going' && world.billRuns.drives(id)) {
    await world.billRuns.idle();
    whole = await world.ledger.billRuns.byId(id);
  }
  if (!whole) return refused('unknown_id');
  const { state } = runFacts(world, whole.run);
  if (whole.run.version !== version || state === 'over') return refused('run_changed');
  if (state === 'going' || world.billRuns.drives(id)) return refused('run_going');
  const shown = await runView(world, whole);
  const rest = new Set(shown.lines.filter((line) => line.state === 'waiting').map((line) => line.id));
  const again: BillRunLine[] = [];
  for (const { lineId, ...chosen } of lines) {
    const line = whole.lines.find((one) => one.id === lineId);
    if (!line || !rest.delete(lineId)) return refused('run_changed');
    const words = await chosenWords(world, chosen);
    if ('code' in words) return { ok: false, failure: words };
    again.push({ ...line, ...words, state: 'waiting', failure: null });
  }
  const { driver } = world.billRuns;
  const by = { driver, staffId: who.id, staffName: who.name, desk: world.settings.now().desk };
  const after = { ...whole.run, ...by, state: 'going', why: null, updatedAt: world.clock.now() } as const;
  const entry = runEntry(world, who, 'run_resumed', { runId: id, count: again.length });
  return begin(world, id, who, async () => {
    const written = await world.ledger.billRuns.resume(after, { lines: again, left: [...rest] }, entry);
    return written ? written.id : refused('run_changed').failure;
  });
}

/** Takes the desk's one turn, writes, and only then lets the first line begin. */
async function begin(
  world: World,
  runId: string,
  who: SignedIn,
  write: () => Promise<string | { readonly known: string } | Failure>,
): Promise<Reply<RunView>> {
  let answer: (written: Awaited<ReturnType<typeof write>>) => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const written = new Promise<Awaited<ReturnType<typeof write>>>((done, no) => {
    answer = done;
    fail = no;
  });
  const alone = world.billRuns.alone(runId, async (stopped) => {
    const result = await write().catch((error: unknown) => {
      fail(error);
      return null;
    });
    if (result !== null) answer(result);
    if (typeof result === 'string') await driveRun(world, runId, who, stopped);
  });
  if (!alone) return refused('run_going');
  const result = await written;
  if (typeof result === 'string') return oneRun(world, result);
  return 'known' in result ? oneRun(world, result.known) : { ok: false, failure: result };
}

async function restRun(
  world: World,
  { id, version }: { id: string; version: number | null },
  who: SignedIn | null,
  state: 'stopped' | 'over',
): Promise<Reply<RunView>> {
  if (!who) return refused('not_signed_in');
  const whole = await world.ledger.billRuns.byId(id);
  if (!whole) return refused('unknown_id');
  const { run } = whole;
  // At its end already, or stopped before: that is what was asked for.
  if (run.state === 'over' || run.state === state) return oneRun(world, id);
  if (version !== null && run.version !== version) return refused('run_changed');
  const after = { ...run, state, why: null, updatedAt: world.clock.now() };
  const entry = runEntry(world, who, state === 'over' ? 'run_ended' : 'run_stopped', { runId: id });
  if (!(await world.ledger.billRuns.rest(after, entry))) return refused('run_changed');
  await tellRun(world, id);
  return oneRun(world, id);
}

type Words = Pick<BillRunLine, 'cardId' | 'card' | 'amount' | 'billVersion' | 'remaining'>;

async function chosenWords(world: World, chosen: Chosen): Promise<Words | Failure> {
  const { cardId, amount, version: billVersion, remaining } = chosen;
  const { currency } = world.settings.now();
  const known = await world.mirror.card(cardId);
  if (!known) return refused('unknown_id').failure;
  if (amount.currency !== currency) return refused('wrong_currency', { currency }).failure;
  if (amount.amount === 0) return refused('amount_zero').failure;
  if (amount.amount > remaining) return refused('bill_over', { most: remaining, currency }).failure;
  const { kind, brand, lastFour, nickname } = known;
  return { cardId, card: { kind, brand, lastFour, nickname }, amount: amount.amount, billVersion, remaining };
}
