import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { MatchCandidate, MatchCandidates, OddLine } from '../../contract/payouts.ts';
import type { Bill } from '../../ledger/bills.ts';
import type { KeptLine } from '../../mirror/payouts.ts';
import { isRefund } from '../../payments/payouts.ts';
import { summed, type SummedBill } from '../bills/bill-sums.ts';
import { copyStatements } from '../statements/statement-copy.ts';
import { alikeLines } from './alike-lines.ts';
import { countedDayOf, daysAfter } from './calendar.ts';
import { lineIdOf, standingOf, turnOf } from './line-names.ts';
import { judgeLines, paymentIdOf } from './payout-lines.ts';
import type { World } from '../world.ts';

/** Bills of so many days around the line are offered, and of so many when somebody searches. */
const [daysAround, daysSearched] = [7, 120];
const mostOffered = 20;
/** Of so many the sums are worked out. */
const mostSummed = 60;

/** A line that nothing explains now, as main judges it at this moment. */
export interface OddNow {
  readonly line: KeptLine;
  readonly lineId: string;
  readonly why: OddLine['why'];
  readonly turn: number;
}

/** The payment of a line that may count on a bill: our id of it, and who paid as far as our lists know. */
export interface PayableLine {
  readonly id: string;
  readonly customerId: string | null;
}

/** The line as it stands; or why there is nothing to decide about it. `id`: the provider's own. */
export async function oddNow(world: World, id: string): Promise<OddNow | Failure> {
  // Another desk may have taken its statement back.
  await copyStatements(world);
  const line = await world.mirror.line(id);
  if (!line) return refused('unknown_id').failure;
  const { judged, decisions } = await judgeLines(world, [line]);
  const [now] = judged;
  const lineId = lineIdOf(line);
  const before = decisions.get(lineId);
  if (now?.as !== 'odd' || standingOf(before)) return refused('line_decided').failure;
  return { line, lineId, why: now.why, turn: turnOf(before) };
}

/**
 * The payment of a line that may count on a bill, or why it may not: it went back, its sum is not the payment's, our own lists do not have it, it stands on
 * a bill, or Comptoir began it. What Comptoir began counts on its bill by its own order: beside a credit it would count twice.
 */
export async function payableBy(world: World, { line, why }: OddNow): Promise<PayableLine | Failure> {
  const paymentId = paymentIdOf(line);
  if (isRefund(line) || line.amount <= 0 || why !== 'not_here' || paymentId === null)
    return refused('line_not_for_bill').failure;
  const payment = await world.mirror.payment(paymentId);
  // Paysafe lists no payments: of one that was taken elsewhere its statement is all there is.
  if (!payment && line.provider === 'stripe') return refused('line_not_listed').failure;
  if ((await world.ledger.bills.creditedTo(paymentId)) !== null) return refused('line_on_bill').failure;
  const own = await world.ledger.operations.onTargets([paymentId]);
  if (typeof payment?.key === 'string' || own.some(({ kind }) => kind !== 'refund'))
    return refused('line_begun_here').failure;
  // Settled in another currency than it was paid in, or less of it was taken than the line says.
  if (payment && (payment.currency !== line.currency || payment.taken < line.amount))
    return refused('line_not_for_bill').failure;
  return { id: paymentId, customerId: payment?.customerId ?? null };
}

/** The lines that may say the very payment of this one, and the bill on which one of them counts. */
export async function alikeOf(
  world: World,
  { line }: OddNow,
): Promise<{ readonly lineIds: readonly string[]; readonly bill: MatchCandidates['alike'] }> {
  const { lineIds, billId } = (await alikeLines(world, [line])).get(line.id) ?? { lineIds: [], billId: null };
  const bill = billId === null ? null : await world.ledger.bills.byId(billId);
  return { lineIds, bill: bill && { id: bill.id, code: bill.code, customerName: bill.customerName } };
}

/** Bills that a line may belong to, best guess first. Nothing is decided by it. */
export async function payoutCandidates(
  world: World,
  { lineId: id, search }: { readonly lineId: string; readonly search: string | null },
): Promise<Reply<MatchCandidates>> {
  const odd = await oddNow(world, id);
  if ('code' in odd) return { ok: false, failure: odd };
  const payment = await payableBy(world, odd);
  if ('code' in payment) return done({ customerName: null, shut: payment, alike: null, rows: [] });
  const { customerId } = payment;
  const people = customerId === null ? [] : await world.mirror.recordIds(customerId);
  const name = customerId === null ? undefined : (await world.mirror.names([customerId])).get(customerId);
  const guess = guessing(world, odd.line, new Set(people));
  const bills = (await billsAround(world, odd.line, search)).toSorted((a, b) => guess(b) - guess(a));
  const sums = await summed(world, bills.slice(0, mostSummed));
  const rows = sums
    .toSorted((a, b) => guess(b.bill, b.sums.remaining) - guess(a.bill, a.sums.remaining))
    .slice(0, mostOffered);
  const { bill: alike } = await alikeOf(world, odd);
  return done({ customerName: name ?? null, shut: null, alike, rows: rows.map(candidate) });
}

function candidate({ bill, sums }: SummedBill): MatchCandidate {
  const { id, code, customerName, visit, currency, total } = bill;
  return { id, code, customerName, day: visit.day, service: visit.service, currency, total, remaining: sums.remaining };
}

async function billsAround(world: World, line: KeptLine, search: string | null): Promise<Bill[]> {
  const wanted = folded(search ?? '');
  const around = wanted === '' ? daysAround : daysSearched;
  const day = dayOf(world, line);
  const found = await world.ledger.bills.ofDays(daysAfter(day, -around), daysAfter(day, around));
  const named =
    wanted === ''
      ? found
      : found.filter(({ code, customerName }) => folded(customerName).includes(wanted) || folded(code) === wanted);
  const byCode = wanted === '' ? null : await world.ledger.bills.byCode((search ?? '').trim().toUpperCase());
  const all = byCode && !named.some(({ id }) => id === byCode.id) ? [...named, byCode] : named;
  return all.filter(({ cancelled, currency }) => !cancelled && currency === line.currency);
}

/** The same amount counts most, then the same person, then how near the day is. */
function guessing(world: World, line: KeptLine, people: ReadonlySet<string>) {
  const at = Date.parse(dayOf(world, line));
  return ({ total, customerId, visit }: Bill, remaining = total): number => {
    const amount = remaining === line.amount || total === line.amount ? 4000 : 0;
    const person = customerId !== null && people.has(customerId) ? 2000 : 0;
    return amount + person - Math.abs(Date.parse(visit.day) - at) / 86_400_000;
  };
}

function dayOf(world: World, { createdAt }: KeptLine): string {
  const { timeZone, dayRule } = world.settings.now();
  return countedDayOf(createdAt, { timeZone, cutOffHour: dayRule.cutOffHour });
}

/** Without case and accents: zoe finds Zoë. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
