import type Database from 'better-sqlite3';
import type { CustomerRow } from '../contract/customer.ts';
import { withoutCountry } from './folding.ts';
import { monthNumber } from './rows.ts';
import { matchOf } from './search.ts';
import type { AllCustomersQuestion, CustomersAnswer, CustomersQuestion } from './shapes.ts';

/** Beyond this nobody counts: "1,000+". */
export const mostCounted = 1000;

const columns = 'rank, id, name, phone, email, providers, cards, last_fours, last_expiry, open_holds, unread, issue';

// One pass finds the page and counts what matches, in row order: nothing is sorted.
const found = `WITH found AS MATERIALIZED
    (SELECT rowid FROM person_search WHERE person_search MATCH @match ORDER BY rowid LIMIT @most),
  page AS (SELECT ${columns} FROM person WHERE rank IN (SELECT rowid FROM found ORDER BY rowid LIMIT @limit OFFSET @offset)
    ORDER BY rank)`;
const everybody = (
  condition: string,
): string => `WITH found AS MATERIALIZED (SELECT 1 FROM person ${condition} LIMIT @most),
  page AS (SELECT ${columns}, sort_key FROM person
    WHERE rank IN (SELECT rank FROM person ${condition} ORDER BY sort_key, rank LIMIT @limit OFFSET @offset))`;

/** A page of a search and how many match, as plain rows: what bench/search.ts measures bare. */
export const searchSql = `${found} SELECT *, (SELECT count(*) FROM found) AS matches FROM page`;

// A line and the number of all that match. The card that expires last decides between "soon" and "expired".
const line = `json_array(id, name, phone, email, json(providers), cards, json(last_fours), CASE
    WHEN cards = 0 THEN iif(unread = 1, 'unread', 'none') WHEN issue = 0 THEN 'ok'
    WHEN last_expiry IS NULL OR last_expiry >= @month THEN 'soon' ELSE 'expired' END, open_holds, (SELECT count(*) FROM found))`;

/** The columns of a line in its order. */
type Line = readonly [
  id: string,
  name: string,
  phone: string | null,
  email: string | null,
  providers: CustomerRow['providers'],
  cards: number,
  lastFours: string[],
  cardState: CustomerRow['cardState'],
  openHolds: number,
  matches: number,
];

/** A page as it crosses from the thread: SQLite writes each line, one string goes over, nothing is copied field by field. */
export interface PageText {
  /** JSON: Line[] */
  readonly lines: string;
  /** how many match, when the page is empty because it begins beyond the last */
  readonly matches: number;
}

export interface CustomerLists {
  /** found by words, or everybody by name */
  readonly page: (question: CustomersQuestion) => PageText;
  /** all of the list as it is at this moment, in slices of so many lines: a page after a page would miss who moves in between */
  readonly whole: (question: AllCustomersQuestion) => string[];
}

/** Reads the customer list, by pages or whole. */
export function makeCustomerList(database: Database.Database): CustomerLists {
  const prepared = (source: string, order: string) => ({
    page: database.prepare<[Values], string>(`${source} SELECT ${line} FROM page ORDER BY ${order}`).pluck(),
    count: database.prepare<[Values], number>(`${source} SELECT count(*) FROM found`).pluck(),
  });
  const search = prepared(found, 'rank');
  const lists = {
    all: prepared(everybody(''), 'sort_key, rank'),
    holds: prepared(everybody('WHERE open_holds > 0'), 'sort_key, rank'),
    cards: prepared(everybody('WHERE issue = 1'), 'sort_key, rank'),
  };
  const linesOf = (question: CustomersQuestion) => {
    const { filter, limit, offset } = question;
    const match = matchOf(question.search, filter);
    // Signs only: nothing that a name could hold. A country prefix alone is the beginning of any number.
    if (match === null && withoutCountry(question.search).trim() !== '') return null;
    const most = Math.max(mostCounted + 1, offset + limit);
    const values: Values = { limit, offset, most, match, month: monthNumber(question.month) };
    const statements = match === null ? lists[filter] : search;
    return { lines: statements.page.all(values), count: () => statements.count.get(values) ?? 0 };
  };
  return {
    page: (question) => {
      const found = linesOf(question);
      if (found === null) return nobody;
      const { lines, count } = found;
      return { lines: inJson(lines), matches: lines.length === 0 && question.offset > 0 ? count() : 0 };
    },
    whole: (question) => {
      const lines = linesOf({ ...question, offset: 0, limit: all })?.lines ?? [];
      const slices: string[] = [];
      for (let at = 0; at < lines.length; at += sliceSize) slices.push(inJson(lines.slice(at, at + sliceSize)));
      return slices;
    },
  };
}

const all = Number.MAX_SAFE_INTEGER;
/** Lines that main reads at once: a few milliseconds. */
const sliceSize = 1000;
const inJson = (lines: readonly string[]): string => `[${lines.join(',')}]`;

type Values = Readonly<Record<string, string | number | null>>;
const nobody: PageText = { lines: '[]', matches: 0 };

/** On the other side of the thread: the page as the contract has it. */
export function readPage({ lines, matches }: PageText): CustomersAnswer {
  const read = readLines(lines);
  const count = read[0]?.[9] ?? matches;
  return {
    rows: read.map(toRow),
    total: Math.min(count, mostCounted),
    capped: count > mostCounted,
  };
}

/** The slices of the whole list, each read when somebody comes to it. */
export function* readWhole(slices: readonly string[]): Generator<CustomerRow[]> {
  for (const slice of slices) yield readLines(slice).map(toRow);
}

// Written by the statement above, in this very order.
const readLines = (lines: string): Line[] => JSON.parse(lines) as Line[];

function toRow([id, name, phone, email, providers, cards, lastFours, cardState, openHolds]: Line): CustomerRow {
  return { id, name, phone, email, providers, cards, lastFours, cardState, openHolds };
}
