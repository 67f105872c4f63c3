import { done, refused, type Failure, type Reply } from '../contract/failure.ts';
import type { DayFees, OddLine, PayoutsView, PayoutView } from '../contract/payouts.ts';
import type { KeptLine, KeptPayout } from '../mirror/payouts.ts';
import { movedOf } from '../payments/day-figures.ts';
import { isOfAPayment, knownMovements, movementRef, type KnownMovements } from '../payments/payouts.ts';
import type { Read } from '../payments/ports.ts';
import { countedDay } from './calendar.ts';
import type { World } from './world.ts';

const dayMs = 86_400_000;
const shownBackMs = 14 * dayMs;
/** Stripe tells the second in which a line was made, not its parts. */
const lineSteps = 1000;

/**
 * What Stripe pays, line by line against our own records, and what it kept of that day's payments. `read`: asks Stripe first; what was read before
 * is shown in any case, with its age.
 */
export async function showPayouts(
  world: World,
  { day, read }: { readonly day: string; readonly read: boolean },
): Promise<Reply<PayoutsView>> {
  const { timeZone, dayRule } = world.settings.now();
  const span = countedDay(day, { timeZone, cutOffHour: dayRule.cutOffHour });
  if (!span) return refused('bad_input', { field: 'day' });
  let failure: Failure | null = null;
  if (read) {
    const answer = await world.sync.payouts.readNow();
    if (!answer.ok) failure = failureOf(answer.why);
  }
  const payouts = await world.mirror.payouts(world.clock.now() - shownBackMs);
  const lines = await world.mirror.linesOf(payouts.map(({ id }) => id));
  const ofDay = await world.mirror.linesBetween(span.from, span.to);
  const [known, began] = await Promise.all([knownOf(world, [...lines, ...ofDay]), world.ledger.days.first()]);
  const byPayout = Map.groupBy(lines, ({ payout }) => payout);
  const views = await Promise.all(
    payouts.map((payout) => viewOf(world, payout, { lines: byPayout.get(payout.id) ?? [], known, began })),
  );
  return done({
    payouts: views.toSorted((a, b) => Number(b.odd.length > 0) - Number(a.odd.length > 0) || b.arrivesAt - a.arrivesAt),
    fees: await feesOf(world, span, { lines: ofDay, known }),
    asOf: await world.sync.payouts.readAt(),
    failure,
  });
}

function failureOf(why: Extract<Read<never>, { ok: false }>['why']): Failure {
  const provider = { provider: 'stripe' };
  if (why === 'key_missing' || why === 'key_refused') return refused(why, provider).failure;
  if (why === 'permission') return refused('permission_missing', { ...provider, name: 'payouts' }).failure;
  if (why === 'odd') return refused('provider_odd', provider).failure;
  return refused(why === 'no_answer' ? 'offline' : 'provider_unavailable', provider).failure;
}

/** What our records hold of the time in which these lines were made: our orders at Stripe, pages, payments that stand on bills. */
async function knownOf({ ledger }: Pick<World, 'ledger'>, lines: readonly KeptLine[]): Promise<KnownMovements> {
  const known = knownMovements();
  if (lines.length === 0) return known;
  const times = lines.map(({ createdAt }) => createdAt);
  // Their clock and ours, and an answer that was lost for a while.
  const span = { from: Math.min(...times) - dayMs, to: Math.max(...times) + dayMs };
  for await (const { rows } of ledger.days.orders(span)) {
    for (const order of rows) {
      const moved = order.provider === 'stripe' ? movedOf(order) : null;
      const ref = moved && movementRef(moved, order.state, order.targetId);
      if (moved && ref !== null) known.note(ref, moved.amount);
    }
  }
  for (const { paymentId, amount } of [...(await ledger.days.pages(span)), ...(await ledger.days.credits(span))])
    if (paymentId?.startsWith('stripe:')) known.note(paymentId.slice('stripe:'.length), amount);
  return known;
}

async function viewOf(
  world: Pick<World, 'mirror'>,
  payout: KeptPayout,
  about: { readonly lines: readonly KeptLine[]; readonly known: KnownMovements; readonly began: number | null },
): Promise<PayoutView> {
  const { id, amount, currency, status, arrivesAt, linesRead } = payout;
  const ofPayments = about.lines.filter(isOfAPayment);
  const sum = { matched: 0, before: 0 };
  const odd: OddLine[] = [];
  for (const line of ofPayments) {
    const why = about.known.judge(line);
    if (why === null) sum.matched += 1;
    else if (why === 'not_here' && isBefore(line, about.began)) sum.before += 1;
    else odd.push({ ...(await oddOf(world, line)), why });
  }
  const other = about.lines.length - ofPayments.length;
  return { id, amount, currency, status, arrivesAt, read: linesRead, lines: ofPayments.length, ...sum, other, odd };
}

/** A line of the very second in which the records begin is judged by them: it may be of after their first word. */
function isBefore({ createdAt }: KeptLine, began: number | null): boolean {
  return began === null || createdAt + lineSteps <= began;
}

async function oddOf({ mirror }: Pick<World, 'mirror'>, line: KeptLine): Promise<Omit<OddLine, 'why'>> {
  const paymentId = line.paymentRef === null ? null : `stripe:${line.paymentRef}`;
  const isListed = paymentId !== null && (await mirror.payment(paymentId)) !== null;
  const { id, amount, currency, createdAt: at, description } = line;
  return { id, amount, currency, at, description, paymentId: isListed ? paymentId : null };
}

/** Fees of that day's own movements at Stripe: of how many they are known is said, never guessed. */
async function feesOf(
  { ledger }: Pick<World, 'ledger'>,
  span: { readonly from: number; readonly to: number },
  { lines, known }: { readonly lines: readonly KeptLine[]; readonly known: KnownMovements },
): Promise<DayFees[]> {
  const sums = new Map<string, DayFees>();
  const of = (currency: string): DayFees => {
    const sum = sums.get(currency) ?? { currency, fees: 0, net: 0, known: 0, of: 0 };
    sums.set(currency, sum);
    return sum;
  };
  for await (const { rows } of ledger.days.orders(span)) {
    for (const order of rows) {
      const moved = order.provider === 'stripe' ? movedOf(order) : null;
      if (moved) of(moved.currency).of += 1;
    }
  }
  for (const page of await ledger.days.pages(span)) if (page.provider === 'stripe') of(page.currency).of += 1;
  for (const line of lines) {
    if (!isOfAPayment(line) || known.judge(line) !== null) continue;
    const sum = of(line.currency);
    sum.fees += line.fee;
    sum.net += line.net;
    sum.known += 1;
    // A deposit of a booking that stands on a bill is no order of ours: it is known, and counted among those that are.
    sum.of = Math.max(sum.of, sum.known);
  }
  return [...sums.values()];
}
