import { readStatement } from '../../list-file/statement-line.ts';
import type { StatementLine as ShownLine, StatementMapping, StatementResult } from '../../contract/statement.ts';
import type { StatementLine } from '../../ledger/statements.ts';
import { isOfAPayment } from '../../payments/payouts.ts';
import { daysAfter, dateOf } from '../days/calendar.ts';
import { judgeLines } from '../days/payout-lines.ts';
import type { HeldFile } from '../list-files/held-file.ts';
import { copyStatements, movements } from './statement-copy.ts';
import type { World } from '../world.ts';

/** A line of the file with what it says, for whoever keeps it, and what the window is told. */
export interface JudgedRow {
  readonly shown: ShownLine;
  /** null: nothing of it is kept */
  readonly said: StatementLine | null;
}

/** Says of each line whether it would be kept, was kept before, or cannot be read and why. Writes nothing. */
export async function judgeRows(
  world: Pick<World, 'ledger' | 'mirror' | 'settings' | 'clock'>,
  file: HeldFile,
  mapping: StatementMapping,
): Promise<JudgedRow[]> {
  // What other statements name already is told by their copy.
  await copyStatements(world);
  const { currency, timeZone } = world.settings.now();
  const { rows } = file.table;
  const latest = daysAfter(dateOf(world.clock.now(), timeZone), 1);
  const breathe = () => new Promise((next) => setImmediate(next));
  const reads = await readStatement(rows, { mapping, currency, latest }, breathe);
  const known = await world.ledger.statements.known(reads.flatMap((read) => (read.is === 'line' ? read.line.id : [])));
  return rows.map(({ line, lastLine }, place): JudgedRow => {
    const read = reads[place];
    if (!read) throw new Error(`Line ${line} was not read`);
    if (read.is === 'bad') return { shown: { ...nothing, line, lastLine, result: 'bad', ...read.bad }, said: null };
    if (read.is === 'skipped') return { shown: { ...nothing, line, lastLine, result: 'skipped' }, said: null };
    const result = known.has(read.line.id) ? 'known' : 'new';
    const { day, kind, amount, ref, merchantRef } = read.line;
    const facts = { day, kind, amount, currency: read.line.currency, reference: merchantRef, paysafeId: ref };
    return {
      shown: { ...nothing, line, lastLine, result, ...facts },
      said: result === 'new' ? { ...read.line, place: line } : null,
    };
  });
}

const nothing = {
  ...{ why: null, field: null, value: null, day: null, kind: null, amount: null, currency: null },
  ...{ reference: null, paysafeId: null },
} as const;

/** What our records say of lines that are kept, and what they sum up to. */
export async function weigh(
  world: Pick<World, 'ledger' | 'mirror' | 'settings'>,
  lines: readonly StatementLine[],
): Promise<Pick<StatementResult, 'found' | 'sums'>> {
  const { timeZone } = world.settings.now();
  const movement = movements(timeZone);
  const moved = lines.map((line) => ({ ...movement(line), payout: null, settled: 'open' as const }));
  const { judged } = await judgeLines(world, moved);
  const count = (...as: readonly string[]): number => judged.filter((one) => as.includes(one.as)).length;
  const twice = judged.filter((one) => one.as === 'odd' && one.why === 'twice').length;
  const byCurrency = Map.groupBy(lines, ({ currency }) => currency);
  return {
    found: {
      matched: count('ours', 'matched'),
      explained: count('explained'),
      before: count('before'),
      odd: count('odd') - twice,
      twice,
      other: moved.filter((line) => !isOfAPayment(line)).length,
    },
    sums: [...byCurrency].map(([currency, own]) => ({
      currency,
      amount: own.reduce((sum, { amount }) => sum + amount, 0),
      fees: own.every(({ fee }) => fee === null) ? null : own.reduce((sum, { fee }) => sum + (fee ?? 0), 0),
    })),
  };
}
