import type Database from 'better-sqlite3';
import type { CustomerRow } from '../contract/customer.ts';
import { withoutCountry } from './folding.ts';
import { monthNumber } from './rows.ts';
import { matchOf } from './search.ts';
import type { CustomersAnswer, CustomersQuestion } from './shapes.ts';

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

/** Reads pages of the customer list: found by words, or everybody by name. */
export function makeCustomerList(database: Database.Database): (question: CustomersQuestion) => PageText {
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
  return (question) => {
    const { filter, limit, offset } = question;
    const match = matchOf(question.search, filter);
    // Signs only: nothing that a name could hold. A country prefix alone is the beginning of any number.
    if (match === null && withoutCountry(question.search).trim() !== '') return nobody;
    const most = Math.max(mostCounted + 1, offset + limit);
    const values: Values = { limit, offset, most, match, month: monthNumber(question.month) };
    const statements = match === null ? lists[filter] : search;
    const lines = statements.page.all(values);
    const matches = lines.length === 0 && offset > 0 ? (statements.count.get(values) ?? 0) : 0;
    return { lines: `[${lines.join(',')}]`, matches };
  };
}

type Values = Readonly<Record<string, string | number | null>>;
const nobody: PageText = { lines: '[]', matches: 0 };

/** On the other side of the thread: the page as the contract has it. */
export function readPage({ lines, matches }: PageText): CustomersAnswer {
  // Written by the statement above, in this very order.
  const read = JSON.parse(lines) as Line[];
  const count = read[0]?.[9] ?? matches;
  return {
    rows: read.map(([id, name, phone, email, providers, cards, lastFours, cardState, openHolds]) => ({
      id,
      name,
      phone,
      email,
      providers,
      cards,
      lastFours,
      cardState,
      openHolds,
    })),
    total: Math.min(count, mostCounted),
    capped: count > mostCounted,
  };
}
