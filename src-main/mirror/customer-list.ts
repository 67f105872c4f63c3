import type Database from 'better-sqlite3';
import type { CustomerRow } from '../contract/customer.ts';
import { providerNames } from '../contract/provider.ts';
import { withoutCountry } from './folding.ts';
import { hasCardIssue } from './persons.ts';
import { monthNumber } from './rows.ts';
import { matchOf } from './search.ts';
import type { CustomersAnswer, CustomersQuestion } from './shapes.ts';

/** Beyond this nobody counts: "1,000+". */
export const mostCounted = 1000;

interface LineDbRow {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly providers: string;
  readonly cards: number;
  readonly last_fours: string;
  readonly expiries: string;
  readonly open_holds: number;
  readonly unread: number;
}

const columns = 'id, name, phone, email, providers, cards, last_fours, expiries, open_holds, unread';

/** The rows of one page of a search, in row order: nothing is sorted. Also what bench/search.ts measures bare. */
export const searchRowsSql = `SELECT ${columns} FROM person
  WHERE rank IN (SELECT rowid FROM person_search WHERE person_search MATCH ? ORDER BY rowid LIMIT ? OFFSET ?) ORDER BY rank`;
export const searchCountSql = `SELECT count(*) FROM
  (SELECT 1 FROM person_search WHERE person_search MATCH ? LIMIT ${mostCounted + 1})`;

const conditions = { all: '', holds: 'WHERE open_holds > 0', cards: 'WHERE issue = 1' } as const;

/** Reads pages of the customer list: found by words, or everybody by name. */
export function makeCustomerList(database: Database.Database): (question: CustomersQuestion) => CustomersAnswer {
  const found = database.prepare<[string, number, number], LineDbRow>(searchRowsSql);
  const foundCount = database.prepare<[string], number>(searchCountSql).pluck();
  const byName = (filter: CustomersQuestion['filter']) => ({
    rows: database.prepare<[number, number], LineDbRow>(`SELECT ${columns} FROM person WHERE rank IN
      (SELECT rank FROM person ${conditions[filter]} ORDER BY sort_key, rank LIMIT ? OFFSET ?) ORDER BY sort_key, rank`),
    count: database
      .prepare<[], number>(`SELECT count(*) FROM (SELECT 1 FROM person ${conditions[filter]} LIMIT ${mostCounted + 1})`)
      .pluck(),
  });
  const lists = { all: byName('all'), holds: byName('holds'), cards: byName('cards') };

  return ({ search, filter, offset, limit, month: houseMonth }) => {
    const match = matchOf(search, filter);
    if (match === null && withoutCountry(search).trim() !== '') return { rows: [], total: 0, capped: false };
    const rows = match === null ? lists[filter].rows.all(limit, offset) : found.all(match, limit, offset);
    const count = (match === null ? lists[filter].count.get() : foundCount.get(match)) ?? 0;
    const month = monthNumber(houseMonth);
    return {
      rows: rows.map((row) => toLine(row, month)),
      total: Math.min(count, mostCounted),
      capped: count > mostCounted,
    };
  };
}

function toLine(row: LineDbRow, month: number): CustomerRow {
  return {
    id: row.id,
    name: row.name,
    phone: row.phone,
    email: row.email,
    providers: providerNames.filter((provider) => row.providers.includes(provider)),
    cards: row.cards,
    lastFours: row.cards === 0 ? [] : row.last_fours.split(','),
    cardState: cardState(row, month),
    openHolds: row.open_holds,
  };
}

function cardState(row: LineDbRow, month: number): CustomerRow['cardState'] {
  if (row.cards === 0) return row.unread === 1 ? 'unread' : 'none';
  const expiries = row.expiries.split(',').map((text) => (text === '' ? null : Number(text)));
  if (!hasCardIssue(expiries, month)) return 'ok';
  return expiries.some((expiry) => expiry === null || expiry >= month) ? 'soon' : 'expired';
}
