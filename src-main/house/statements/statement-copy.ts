import type { Statement, StatementLine } from '../../ledger/statements.ts';
import type { PayoutLine } from '../../mirror/payouts.ts';
import type { Payout } from '../../payments/payouts.ts';
import { dayRange } from '../days/calendar.ts';
import type { World } from '../world.ts';

/** A statement that stands, with the moments of its first and last movement (unix ms). */
export interface StandingStatement extends Statement {
  readonly lines: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Brings the copy that payouts are shown from up to what the records have of statements: this desk's own, those of other desks that share the records, and
 * all of them when the copy was begun anew. A statement that grew meanwhile is copied again; one that was taken back is gone.
 * @returns those with at least one line, newest first
 */
export async function copyStatements(
  world: Pick<World, 'ledger' | 'mirror' | 'settings'>,
): Promise<readonly StandingStatement[]> {
  const { ledger, mirror } = world;
  const standing = (await ledger.statements.standing()).filter(({ lines }) => lines > 0);
  const wanted = new Map(standing.map(({ id, lines }) => [id, lines]));
  const here = new Map((await mirror.statements()).map((one) => [one.id, one]));
  const stale = [...here.values()].filter(({ id, lines }) => wanted.get(id) !== lines).map(({ id }) => id);
  if (stale.length > 0) await mirror.dropStatements(stale);
  const { timeZone } = world.settings.now();
  const missing = standing.filter(({ id, lines }) => here.get(id)?.lines !== lines);
  for (const statement of missing)
    await mirror.putStatement(copyOf(statement, await ledger.statements.linesOf(statement.id), timeZone));
  const now = missing.length === 0 ? here : new Map((await mirror.statements()).map((one) => [one.id, one]));
  return standing.flatMap((statement) => {
    const copy = now.get(statement.id);
    return copy ? [{ ...statement, from: copy.from, to: copy.to }] : [];
  });
}

/** The statement that a payout of the copy is of. */
export const statementIn = (payout: string): string => payout.slice(0, payout.lastIndexOf('/'));

/** What it says was paid together is one payout: of a currency, and of what the file calls the payment to the bank. */
function copyOf(
  statement: Statement,
  lines: readonly StatementLine[],
  timeZone: string,
): { readonly payouts: readonly Payout[]; readonly lines: readonly PayoutLine[] } {
  const { id: statementId, provider, at: createdAt } = statement;
  const groups = [...Map.groupBy(lines, ({ payout, currency }) => `${currency} ${payout}`).values()];
  const copied = groups.flatMap((group, place) => {
    const [first] = group;
    if (!first) return [];
    const id = `${statementId}/${place}`;
    const own = group.map((line): PayoutLine => ({ ...movementOf(line, timeZone), payout: id }));
    const amount = group.reduce((sum, line) => sum + line.amount - (line.fee ?? 0), 0);
    const arrivesAt = Math.max(...own.map((line) => line.createdAt));
    const name = first.payout === '' ? null : first.payout;
    const facts = { amount, currency: first.currency, status: 'statement', createdAt, arrivesAt };
    return [{ payout: { id, provider, statementId, name, ...facts }, lines: own }];
  });
  return { payouts: copied.map(({ payout }) => payout), lines: copied.flatMap(({ lines: own }) => own) };
}

/** A line of a statement as a movement like Stripe's. A file names a day: its noon stands for it, and a millisecond a line keeps the order of the file. */
export function movementOf(line: StatementLine, timeZone: string): Omit<PayoutLine, 'payout'> {
  const { id, place, kind: type, day, amount, fee, currency, ref, merchantRef, description } = line;
  const range = dayRange(day, timeZone);
  if (!range) throw new Error(`A line of a statement names no day: ${day}`);
  const createdAt = range.from + 12 * 3_600_000 + place;
  return {
    ...{ id, provider: 'paysafe', type, amount, fee, net: fee === null ? null : amount - fee, currency },
    ...{ createdAt, availableAt: createdAt, merchantRef, description },
    paymentRef: type === 'refund' ? null : ref,
    refundRef: type === 'refund' ? ref : null,
  };
}
