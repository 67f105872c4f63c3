import { createHash } from 'node:crypto';
import { parseMoney } from '../contract/parse-money.ts';
import type {
  StatementField,
  StatementKind,
  StatementMapping,
  StatementMeaning,
  StatementTrouble,
} from '../contract/statement.ts';
import { withoutCardNumbers } from '../evidence/no-card-numbers.ts';
import { namesOtherCurrency, shownCell } from './cells.ts';
import { readDay, splitMoment } from './moments.ts';
import type { FileRow } from './table.ts';

/** A movement that a statement names. Amounts in minor units of its own currency. */
export interface ReadStatementLine {
  /** by what the same movement is known again, whichever file names it */
  readonly id: string;
  /** YYYY-MM-DD, as the file has it: in which time zone it counts is not said */
  readonly day: string;
  readonly kind: Exclude<StatementKind, 'skip'>;
  /** below zero: it went back, or was kept */
  readonly amount: number;
  /** what the provider kept of it, below zero where it gave a fee back; null: the file does not say */
  readonly fee: number | null;
  readonly currency: string;
  /** the provider's id, and what we sent as `merchantRefNum`; null where the line has none */
  readonly ref: string | null;
  readonly merchantRef: string | null;
  /** the payment to the bank that it is in, as the file calls it; empty where no column does */
  readonly payout: string;
  readonly description: string | null;
}

export interface BadStatementLine {
  readonly why: StatementTrouble;
  readonly field: StatementField | null;
  /** what stands there, shortened; never a card number */
  readonly value: string | null;
}

export type StatementRead =
  | { readonly is: 'line'; readonly line: ReadStatementLine }
  /** an authorization, a check of a card, what failed or was cancelled, nothing at all: no money moved */
  | { readonly is: 'skipped' }
  | { readonly is: 'bad'; readonly bad: BadStatementLine };

const longest: Partial<Record<StatementField, number>> = {
  kind: 80,
  status: 80,
  id: 100,
  reference: 100,
  payout: 80,
  currency: 10,
};

/** About what is read between two frames. */
const linesAtOnce = 100;

/**
 * Reads the lines of a statement by the mapping that a person confirmed. Whatever could be read two ways is a bad line with its reason. Which sign a fee
 * has differs from file to file: where the fees of payments are below zero and none is above, below zero is what was kept.
 * @param latest the last day that may stand there, YYYY-MM-DD
 * @param currency of lines where no column names one
 * @param breathe between two slices: whoever else works in this thread has a turn
 */
export async function readStatement(
  rows: readonly FileRow[],
  {
    mapping,
    currency,
    latest,
  }: { readonly mapping: StatementMapping; readonly currency: string; readonly latest: string },
  breathe: () => Promise<unknown>,
): Promise<StatementRead[]> {
  const reads: StatementRead[] = [];
  for (let at = 0; at < rows.length; at += linesAtOnce) {
    for (const row of rows.slice(at, at + linesAtOnce)) reads.push(readRow(row, { mapping, currency, latest }));
    await breathe();
  }
  const fees = reads.flatMap((read) =>
    read.is === 'line' && read.line.kind === 'payment' ? (read.line.fee ?? []) : [],
  );
  const turned = fees.some((fee) => fee < 0) && !fees.some((fee) => fee > 0);
  const seen = new Map<string, number>();
  return reads.map((read) => {
    if (read.is !== 'line') return read;
    const { line } = read;
    // Two movements may read the same in every column: the second of a file is the second of the same file at any time.
    const place = (seen.get(line.id) ?? 0) + 1;
    seen.set(line.id, place);
    const fee = turned && line.fee !== null ? 0 - line.fee : line.fee;
    return { is: 'line', line: { ...line, fee, id: digest([line.id, place]) } };
  });
}

function readRow(
  { cells, trouble }: FileRow,
  about: { readonly mapping: StatementMapping; readonly currency: string; readonly latest: string },
): StatementRead {
  const { mapping, latest } = about;
  if (trouble) return { is: 'bad', bad: { why: trouble, field: null, value: null } };
  const cell = (field: StatementField): string => cells[mapping.columns[field] ?? -1] ?? '';
  const bad = (why: StatementTrouble, field: StatementField): StatementRead => ({
    is: 'bad',
    bad: { why, field, value: shownCell(cell(field)) || null },
  });
  // P8: a number that could be a card's goes no further than this line.
  for (const field of Object.keys(mapping.columns) as StatementField[]) {
    if (withoutCardNumbers(cell(field)) !== cell(field)) return bad('card_number', field);
    if (cell(field).length > (longest[field] ?? 200)) return bad('too_long', field);
  }
  const status =
    mapping.columns.status === null ? null : mapping.statuses.find(({ word }) => word === cell('status'))?.is;
  if (status === undefined) return bad('status', 'status');
  const said = mapping.columns.kind === null ? null : mapping.kinds.find(({ word }) => word === cell('kind'))?.is;
  if (said === undefined) return bad('kind', 'kind');
  if (said === 'skip' || status === 'not_moved') return { is: 'skipped' };

  const moment = splitMoment(cell('day'));
  const day = readDay(moment.day, mapping.dayOrder);
  if (day === null) return bad(moment.day === '' ? 'no_day' : 'day', 'day');
  if (day > latest) return bad('future', 'day');
  const currency = cell('currency') === '' ? about.currency : cell('currency').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return bad('currency', 'currency');
  const amount = readSigned(cell('amount'), currency);
  if (typeof amount === 'string') return bad(amount, 'amount');
  const fee = cell('fee') === '' ? null : readSigned(cell('fee'), currency);
  if (typeof fee === 'string') return bad(fee, 'fee');
  if (amount === 0 && !fee) return { is: 'skipped' };
  const meaning = said ?? (amount < 0 ? 'refund' : 'payment');
  if (meaning === 'payment' && amount < 0) return bad('below_zero', 'amount');
  const kind = meaning === 'payment' || meaning === 'refund' ? meaning : 'other';
  const moved = signed[meaning](amount);
  const [ref, merchantRef] = [cell('id') || null, cell('reference') || null];
  return {
    is: 'line',
    line: {
      id: digest([ref, merchantRef, kind, moved, currency, day]),
      ...{ day, kind, amount: moved, fee, currency, ref, merchantRef, payout: cell('payout') },
      description: cell('description') || null,
    },
  };
}

const [asItStands, turned] = [(amount: number) => amount, (amount: number) => 0 - amount];
const signed: Readonly<Record<Exclude<StatementMeaning, 'skip'>, (amount: number) => number>> = {
  payment: asItStands,
  refund: (amount) => 0 - Math.abs(amount),
  other_signed: asItStands,
  other_turned: turned,
};

/** An amount with its sign as statements write it: `-12.50`, `12,50-`, `(12.50)`, `-$12.50`; minor units, or why it cannot be read. */
export function readSigned(text: string, currency: string): number | StatementTrouble {
  if (namesOtherCurrency(text, currency)) return 'currency';
  const plain = text.replace(/[\u2212\u2013]/g, '-').trim();
  const inner = /^\(([^()-]*)\)$/.exec(plain)?.[1];
  const bare = inner ?? plain.replace(/^((?:[$€£]|CAD|USD|EUR|GBP)?\s*)-\s*|-$/i, '$1');
  if (bare.includes('-')) return 'amount_not_a_number';
  const parsed = parseMoney(bare, currency);
  // The sign is off: what is left has none.
  if (!parsed.ok) return parsed.why === 'negative' ? 'amount_not_a_number' : `amount_${parsed.why}`;
  return bare === plain ? parsed.amount : 0 - parsed.amount;
}

function digest(said: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}
