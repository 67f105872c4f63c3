import type { ChosenFile, DayOrder } from '../contract/table-import.ts';

type ColumnOrder = ChosenFile['dayOrders'][number];

const yearFirst = /^(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})$/;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;
/** what may stand behind a day in the same cell */
const timeBehind = /^(\S+?)(?:T|\s+)(\d{1,2}\s*[:h].*)$/i;

/** The day of a cell without the time behind it. */
export function splitMoment(cell: string): { readonly day: string; readonly time: string } {
  const both = timeBehind.exec(cell);
  return { day: both?.[1] ?? cell, time: both?.[2] ?? '' };
}

/**
 * A day as people and programs write it, as YYYY-MM-DD. With the year last, `order` says which of the other two is the day; without an
 * order only what reads the same both ways is read. Null for what is no day of the years 2000 to 2099.
 */
export function readDay(text: string, order: DayOrder | null): string | null {
  const first = yearFirst.exec(text);
  if (first) {
    const [, year = '', sign = '', month = '', day = ''] = first;
    return sign === '' && text.length !== 8 ? null : dayOf(year, month, day);
  }
  const last = yearLast.exec(text);
  if (!last) return null;
  const [, one = '', , two = '', year = ''] = last;
  if (order === null) return Number(one) === Number(two) ? dayOf(year, one, two) : null;
  return order === 'day_first' ? dayOf(year, two, one) : dayOf(year, one, two);
}

/**
 * What a column says of the order of its days. `clear`: each has its year first, or reads the same both ways. An order, when at least one
 * day has it and none has the other. `ask`: nothing in the column decides, or it contradicts itself.
 */
export function dayOrderOf(cells: Iterable<string>): ColumnOrder {
  const found = { day_first: 0, month_first: 0, either: 0 };
  for (const cell of cells) {
    const [, one, , two] = yearLast.exec(splitMoment(cell).day) ?? [];
    if (one === undefined || two === undefined || Number(one) === Number(two)) continue;
    if (Number(one) > 12) found.day_first += 1;
    else if (Number(two) > 12) found.month_first += 1;
    else found.either += 1;
  }
  if (found.day_first > 0 && found.month_first === 0) return 'day_first';
  if (found.month_first > 0 && found.day_first === 0) return 'month_first';
  return found.day_first + found.month_first + found.either === 0 ? 'clear' : 'ask';
}

/** `10:15`, `10:15:00`, `10h15`, `16 h`, `4:10 p.m.` as HH:MM; null for what is no time of a day. */
export function readTime(text: string): string | null {
  const found = /^(\d{1,2})\s*(?:[:h]\s*(\d{2})?(?::\d{2}(?:\.\d+)?)?)?\s*([ap])?\.?\s*(?:m\.?)?$/i.exec(text);
  if (!found) return null;
  const [, hours = '', minutes, half] = found;
  // A bare number may be anything.
  if (!/[:h]/i.test(text) && half === undefined) return null;
  const typed = Number(hours);
  if (half !== undefined && (typed < 1 || typed > 12)) return null;
  const hour = half === undefined ? typed : (typed % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  const minute = Number(minutes ?? 0);
  return hour > 23 || minute > 59 ? null : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function dayOf(year: string, month: string, day: string): string | null {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  if (!/^20\d\d-/.test(written)) return null;
  const at = Date.parse(`${written}T12:00:00Z`);
  // February 30 is taken for March 2 by some, and for nothing by others.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(written) ? written : null;
}
