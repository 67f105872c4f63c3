import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { PayoutsView, PayoutView } from '../../contract/payouts.ts';
import type { KeptLine, KeptPayout } from '../../mirror/payouts.ts';
import { isOfAPayment } from '../../payments/payouts.ts';
import type { Read } from '../../payments/ports.ts';
import { countedDay, cutOf, dateOf, dayRange } from './calendar.ts';
import { copyStatements } from '../statements/statement-copy.ts';
import { missingAtPaysafe } from '../statements/statement-missing.ts';
import { statementViews } from '../statements/statement-list.ts';
import { feesOfDay } from './day-fees.ts';
import { lineIdOf } from './line-names.ts';
import { judgeLines, sayLines, type JudgedLine } from './payout-lines.ts';
import { missingPayments } from './payouts-missing.ts';
import { sayMissing } from './missing-said.ts';
import type { World } from '../world.ts';

const dayMs = 86_400_000;
/** Of so many days they are judged whole each time; what is older and was ours once stays so. */
const freshMs = 14 * dayMs;

/**
 * What Stripe pays and Paysafe's statements say, line by line against our own records, and what they kept of that day's payments. Shown are the payouts of
 * the last days, or since an earlier day of the house, and every one with a line that nothing explains, however old it is. `read`: asks Stripe first; what
 * was read before is shown in any case, with its age.
 */
export async function showPayouts(
  world: World,
  {
    day,
    read,
    since: asked,
  }: { readonly day: string; readonly read: boolean; readonly since?: string | null | undefined },
): Promise<Reply<PayoutsView>> {
  const span = countedDay(day, cutOf(world.settings.now()));
  if (!span) return refused('bad_input', { field: 'day' });
  const { timeZone } = world.settings.now();
  const earliest = asked == null ? null : dayRange(asked, timeZone);
  if (asked != null && !earliest) return refused('bad_input', { field: 'since' });
  const since = Math.min(earliest?.from ?? Infinity, world.clock.now() - freshMs);
  let failure: Failure | null = null;
  if (read) {
    const answer = await world.sync.payouts.readNow();
    if (!answer.ok) failure = failureOf(answer.why);
  }
  const statements = await copyStatements(world);
  const { payouts, judged } = await shownPayouts(world, since);
  const paysafe = await missingAtPaysafe(world, statements);
  return done({
    payouts: payouts.toSorted(
      (a, b) => Number(b.odd.length > 0) - Number(a.odd.length > 0) || b.arrivesAt - a.arrivesAt,
    ),
    since: dateOf(since, timeZone),
    earlier: ((await world.mirror.firstPayoutAt()) ?? Infinity) < since,
    unmatched: payouts.reduce((sum, { odd }) => sum + odd.length, 0),
    ...(await sayMissing(world, [...(await missingPayments(world)), ...paysafe.missing])),
    compared: [...paysafe.compared],
    fees: await feesOfDay(world, span),
    statements: statementViews(world, statements, { payouts, judged }),
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

async function shownPayouts(
  world: Pick<World, 'ledger' | 'mirror' | 'clock'>,
  since: number,
): Promise<{ readonly payouts: readonly PayoutView[]; readonly judged: readonly JudgedLine[] }> {
  const { mirror } = world;
  const fresh = world.clock.now() - freshMs;
  const [recent, older] = await Promise.all([mirror.payouts(since), mirror.unsettledPayouts(since)]);
  const isOlder = new Set(older.map(({ id }) => id));
  const isFresh = new Set(recent.filter(({ createdAt }) => createdAt >= fresh).map(({ id }) => id));
  const trust = ({ payout }: KeptLine): boolean => payout !== null && !isFresh.has(payout);
  const lines = await mirror.linesOf([...recent, ...older].map(({ id }) => id));
  const { judged, decisions } = await judgeLines(world, lines, trust);
  // What somebody once decided about is looked at each time: another desk may take it back.
  const settled = judged.filter(
    ({ line, as }) =>
      trust(line) && line.settled === 'open' && (as === 'ours' || as === 'before') && !decisions.has(lineIdOf(line)),
  );
  // Fees of the account and the like belong to no payment: they are never asked about.
  const others = lines.filter((line) => trust(line) && line.settled === 'open' && !isOfAPayment(line));
  for (const as of ['ours', 'before'] as const) {
    const ids = settled.flatMap((one) => (one.as === as ? one.line.id : []));
    if (as === 'ours') ids.push(...others.map(({ id }) => id));
    if (ids.length > 0) await mirror.settleLines(ids, as);
  }
  const said = await sayLines(world, judged);
  const judgedOf = Map.groupBy(judged, ({ line }) => line.payout);
  const linesOf = Map.groupBy(lines, ({ payout }) => payout);
  const payouts = [...recent, ...older].flatMap((payout) => {
    const about = { judged: judgedOf.get(payout.id) ?? [], lines: linesOf.get(payout.id) ?? [], said };
    const view = viewOf(payout, about);
    return isOlder.has(payout.id) && view.odd.length === 0 ? [] : [view];
  });
  return { payouts, judged };
}

function viewOf(
  { id, provider, statementId, name, amount, currency, status, arrivesAt, linesRead: read }: KeptPayout,
  about: {
    readonly judged: readonly JudgedLine[];
    readonly lines: readonly KeptLine[];
    readonly said: Awaited<ReturnType<typeof sayLines>>;
  },
): PayoutView {
  const count = (...as: readonly JudgedLine['as'][]): number =>
    about.judged.filter((one) => as.includes(one.as)).length;
  return {
    ...{ id, provider, statementId, name, amount, currency, status, arrivesAt, read },
    lines: about.judged.length,
    matched: count('ours', 'matched'),
    before: count('before'),
    explained: count('explained'),
    other: about.lines.length - about.judged.length,
    odd: about.judged.flatMap(({ line }) => about.said.odd.get(line.id) ?? []),
    decided: about.judged.flatMap(({ line }) => about.said.decided.get(line.id) ?? []),
  };
}
