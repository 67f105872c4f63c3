import type { PayoutView } from '../../contract/payouts.ts';
import type { StatementView } from '../../contract/statement.ts';
import type { JudgedLine } from '../days/payout-lines.ts';
import { dateOf } from '../days/calendar.ts';
import { statementIn, type StandingStatement } from './statement-copy.ts';
import type { World } from '../world.ts';

/** The statements of the payouts that are shown, newest first, each with how many of its lines somebody decided about. */
export function statementViews(
  { settings }: Pick<World, 'settings'>,
  standing: readonly StandingStatement[],
  { payouts, judged }: { readonly payouts: readonly PayoutView[]; readonly judged: readonly JudgedLine[] },
): StatementView[] {
  const { timeZone } = settings.now();
  const shown = new Set(payouts.map(({ statementId }) => statementId));
  const decided = judged.filter(({ as }) => as === 'matched' || as === 'explained');
  const decidedOf = Map.groupBy(decided, ({ line }) => statementIn(line.payout ?? ''));
  return standing
    .filter(({ id }) => shown.has(id))
    .map(({ id, fileName: file, by, at, lines, from, to }) => ({
      ...{ id, file, by, at, lines, from: dateOf(from, timeZone), to: dateOf(to, timeZone) },
      decided: decidedOf.get(id)?.length ?? 0,
    }));
}
