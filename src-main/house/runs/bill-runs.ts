import type { RunView } from '../../contract/bill-run.ts';
import { refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { Money } from '../../contract/money.ts';
import type { BillRunLine } from '../../ledger/bill-run-row.ts';
import { billRuns } from './bill-run-charge.ts';
import { oneBillRun } from './bill-run-view.ts';
import { freshLine, restRun, resumeRun, startRun } from './runs.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

interface Chosen {
  readonly cardId: string;
  readonly amount: Money;
  readonly version: number;
  readonly remaining: number;
}

/** Bills charged together, as somebody confirmed the list. The same ticket again is the same run and begins nothing. */
export async function startBillRun(
  world: World,
  { ticket, lines }: { ticket: string; lines: readonly (Chosen & { billId: string })[] },
  who: SignedIn | null,
): Promise<Reply<RunView>> {
  if (!who) return refused('not_signed_in');
  const known = await world.ledger.billRuns.byTicket(ticket);
  if (known) return oneBillRun(world, known.id);
  if (new Set(lines.map(({ billId }) => billId)).size < lines.length) return refused('bad_input', { field: 'lines' });
  const id = `run-${world.engine.random.id(16)}`;
  const { currency } = world.settings.now();
  const written: BillRunLine[] = [];
  for (const [place, { billId, ...chosen }] of lines.entries()) {
    const bill = await world.ledger.bills.byId(billId);
    if (!bill) return refused('unknown_id');
    const words = await chosenWords(world, chosen);
    if ('code' in words) return { ok: false, failure: words };
    const { code: billCode, customerId, customerName } = bill;
    if (customerId === null) return refused('run_nobody');
    if (bill.currency !== currency) return refused('wrong_currency', { currency });
    written.push({ ...freshLine(world, id, place), billId, billCode, customerId, customerName, ...words });
  }
  const amount = written.reduce((sum, line) => sum + line.amount, 0);
  return shown(world, await startRun(world, billRuns, { ticket, id, lines: written, audit: { amount } }, who));
}

/** Between two lines. Whoever may charge may stop; what is being charged now is brought to its end. */
export async function stopBillRun(world: World, { id }: { id: string }, who: SignedIn | null): Promise<Reply<RunView>> {
  if (!who) return refused('not_signed_in');
  return shown(world, await restRun(world, billRuns, { id, version: null, state: 'stopped' }, who));
}

/** For good: what was not sent is left. */
export async function endBillRun(
  world: World,
  { id, version }: { id: string; version: number },
  who: SignedIn | null,
): Promise<Reply<RunView>> {
  if (!who) return refused('not_signed_in');
  return shown(world, await restRun(world, billRuns, { id, version, state: 'over' }, who));
}

/** The rest, confirmed again: cards, amounts and bills as they are now. */
export async function resumeBillRun(
  world: World,
  asked: { id: string; version: number; lines: readonly (Chosen & { lineId: string })[] },
  who: SignedIn | null,
): Promise<Reply<RunView>> {
  if (!who) return refused('not_signed_in');
  const confirm = async (line: BillRunLine, { lineId: _line, ...chosen }: Chosen & { lineId: string }) => {
    const words = await chosenWords(world, chosen);
    return 'code' in words ? words : { ...line, ...words };
  };
  return shown(world, await resumeRun(world, billRuns, { ...asked, confirm }, who));
}

async function shown(world: World, reply: Reply<string>): Promise<Reply<RunView>> {
  return reply.ok ? oneBillRun(world, reply.value) : reply;
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
