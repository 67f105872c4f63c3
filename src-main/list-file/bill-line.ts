import { createHash } from 'node:crypto';
import type { ImportField, ImportMapping, ImportTrouble } from '../contract/bill-import.ts';
import { parseMoney } from '../contract/parse-money.ts';
import { withoutCardNumbers } from '../evidence/no-card-numbers.ts';
import { readDay, readTime, splitMoment } from './moments.ts';
import { namesOtherCurrency, shownCell } from './cells.ts';
import type { FileRow } from './table.ts';

/** A line that says a bill. Amounts in minor units of the house's currency. */
export interface ReadBillLine {
  /** how the customer is named: an e-mail, a number, an id or a name; empty when nobody is */
  readonly customer: string;
  readonly name: string;
  readonly day: string;
  readonly time: string | null;
  readonly service: string;
  readonly withWhom: string | null;
  readonly total: number;
  readonly tax: number | null;
  readonly deposit: number;
  /** what the house's own program calls the bill; empty where no column does */
  readonly reference: string;
  /** by what the same line is known again, whenever the file is brought in */
  readonly ref: string;
}

export interface BadBillLine {
  readonly why: ImportTrouble;
  readonly field: ImportField | null;
  /** whom the line is about, as far as it can be told */
  readonly name: string;
  /** what stands there, shortened; never a card number */
  readonly value: string | null;
}

const longest: Partial<Record<ImportField, number>> = {
  customer: 120,
  name: 120,
  service: 120,
  withWhom: 60,
  reference: 100,
};

/** Reads one line by the mapping that a person confirmed. Whatever could be read two ways is a bad line with its reason. */
export function readBillLine(
  row: FileRow,
  mapping: ImportMapping,
  currency: string,
): { readonly bill: ReadBillLine } | { readonly bad: BadBillLine } {
  const { cells, trouble } = row;
  if (trouble) return { bad: { why: trouble, field: null, name: '', value: null } };
  const cell = (field: ImportField): string => cells[mapping.columns[field] ?? -1] ?? '';
  const bad = (why: ImportTrouble, field: ImportField): { readonly bad: BadBillLine } => ({
    bad: { why, field, name: shownCell(cell('name') || cell('customer')), value: shownCell(cell(field)) || null },
  });

  // P8: a number that could be a card's goes no further than this line.
  for (const field of Object.keys(mapping.columns) as ImportField[]) {
    if (withoutCardNumbers(cell(field)) !== cell(field)) return bad('card_number', field);
    if (cell(field).length > (longest[field] ?? 200)) return bad('too_long', field);
  }
  if (cell('customer') === '' && cell('name') === '') return bad('nobody', 'customer');

  const moment = splitMoment(cell('day'));
  const day = readDay(moment.day, mapping.dayOrder);
  if (day === null) return bad(moment.day === '' ? 'no_day' : 'day', 'day');
  const typedTime = mapping.columns.time === null ? moment.time : cell('time');
  const time = typedTime === '' ? null : readTime(typedTime);
  if (typedTime !== '' && time === null) return bad('time', mapping.columns.time === null ? 'day' : 'time');

  const amounts = { total: 0, tax: 0, deposit: 0 };
  for (const field of ['total', 'tax', 'deposit'] as const) {
    const typed = cell(field);
    if (typed === '' && field !== 'total') continue;
    if (namesOtherCurrency(typed, currency)) return bad('other_currency', field);
    const parsed = parseMoney(typed, currency);
    if (!parsed.ok) return bad(`amount_${parsed.why}`, field);
    amounts[field] = parsed.amount;
  }
  const { total, deposit } = amounts;
  const tax = cell('tax') === '' ? null : amounts.tax;
  if (total === 0) return bad('nothing_to_pay', 'total');
  if (amounts.tax > total) return bad('over_total', 'tax');
  if (deposit > total) return bad('over_total', 'deposit');

  const said = {
    customer: cell('customer'),
    name: cell('name') || cell('customer'),
    day,
    time,
    service: cell('service'),
    withWhom: cell('withWhom') || null,
    total,
  };
  const reference = cell('reference');
  const ref = reference === '' ? `line-${digest(said)}` : `no-${reference}`;
  return { bill: { ...said, tax, deposit, reference, ref } };
}

/** Tax and deposit are left out: a deposit that came in meanwhile makes no second bill of the same visit. */
function digest(
  said: Pick<ReadBillLine, 'customer' | 'name' | 'day' | 'time' | 'service' | 'withWhom' | 'total'>,
): string {
  const { customer, name, day, time, service, withWhom, total } = said;
  const text = JSON.stringify([customer.toLowerCase(), name.toLowerCase(), day, time, service, withWhom, total]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
