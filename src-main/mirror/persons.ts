import type Database from 'better-sqlite3';
import { emailWords, nameKey, nameWords, phoneWords } from './folding.ts';
import type { CustomerDbRow } from './rows.ts';
import { cardsWord, holdsWord } from './search.ts';

/** Everything about one customer that its line shows. */
interface Facts extends Pick<CustomerDbRow, 'id' | 'provider' | 'ref' | 'name' | 'phone' | 'email' | 'created_at'> {
  readonly cards_unread: number;
  readonly last_payment: number | null;
  readonly open_holds: number;
  /** JSON: [last four, expiry or null][], default first */
  readonly cards: string;
}
interface Line {
  readonly rank: number;
  readonly recent_at: number;
  readonly words_mark: number;
}

/** A payment of the same hour does not move a line: each move rewrites its words. */
const sameMoment = 3_600_000;

/** Keeps one line of the list for each person, in row order of the last that happened, with its words. */
export interface Persons {
  /** Makes the lines of these customers anew. */
  refresh(customerIds: Iterable<string>): void;
  /** Members of a line, first of its group first. */
  members(key: string): readonly string[];
  keyOf(customerId: string): string;
  /** From now on expiry is judged in this month; true when lines were changed. */
  setMonth(month: number): boolean;
}

export function makePersons(database: Database.Database, startMonth: number | null): Persons {
  let month = startMonth;
  const linkOf = database.prepare<[string], string>('SELECT key FROM link WHERE customer_id = ?').pluck();
  const linked = database
    .prepare<[string], string>('SELECT customer_id FROM link WHERE key = ? ORDER BY place')
    .pluck();
  const factsOf = database.prepare<[{ key: string }], Facts>(
    `SELECT c.id, c.provider, c.ref, c.name, c.phone, c.email, c.created_at, c.cards_read_at IS NULL AS cards_unread,
       (SELECT max(at) FROM payment WHERE customer_id = c.id) AS last_payment,
       (SELECT count(*) FROM payment WHERE customer_id = c.id AND capturable > 0 AND state IN ('held', 'paid')) AS open_holds,
       (SELECT json_group_array(json_array(last_four, expiry) ORDER BY is_default DESC, id) FROM card
        WHERE customer_id = c.id AND removed = 0) AS cards
     FROM customer c LEFT JOIN link l ON l.customer_id = c.id
     WHERE c.deleted = 0 AND c.id IN (SELECT customer_id FROM link WHERE key = @key UNION ALL SELECT @key)
       AND coalesce(l.key, c.id) = @key
     ORDER BY l.place`,
  );
  const lineOf = database.prepare<[string], Line>('SELECT rank, recent_at, words_mark FROM person WHERE key = ?');
  const taken = database.prepare<[number], number>('SELECT 1 FROM person WHERE rank = ?').pluck();
  const removeLine = database.prepare('DELETE FROM person WHERE rank = ?');
  const removeWords = database.prepare('DELETE FROM person_search WHERE rowid = ?');
  const addWords = database.prepare('INSERT INTO person_search (rowid, words) VALUES (?, ?)');
  const addLine =
    database.prepare(`INSERT OR REPLACE INTO person (rank, key, id, sort_key, name, phone, email, providers, cards,
    last_fours, last_expiry, open_holds, unread, issue, recent_at, words_mark) VALUES (@rank, @key, @id, @sortKey, @name, @phone,
    @email, @providers, @cards, @lastFours, @lastExpiry, @openHolds, @unread, @issue, @recentAt, @wordsMark)`);
  const nearExpiry = database
    .prepare<[number, number], string>(
      'SELECT DISTINCT customer_id FROM card WHERE removed = 0 AND expiry BETWEEN ? AND ?',
    )
    .pluck();

  const members = (key: string): string[] => {
    const group = linked.all(key);
    return group.length > 0 ? group : [key];
  };
  const keyOf = (customerId: string): string => linkOf.get(customerId) ?? customerId;

  const freeRank = (key: string, recentAt: number): number => {
    for (let attempt = 0; ; attempt += 1) {
      const rank = rankOf(recentAt, key, attempt);
      if (taken.get(rank) === undefined) return rank;
    }
  };

  const refreshOne = (key: string): void => {
    const line = lineOf.get(key);
    const present = factsOf.all({ key });
    const [leader] = present;
    if (!leader) {
      if (line) {
        removeLine.run(line.rank);
        removeWords.run(line.rank);
      }
      return;
    }
    // Written by the statement above: pairs of last four and expiry.
    const cards = present.flatMap((facts) => JSON.parse(facts.cards) as [string, number | null][]);
    const openHolds = present.reduce((sum, { open_holds }) => sum + open_holds, 0);
    const expiries = cards.map(([, expiry]) => expiry);
    const issue = month !== null && hasCardIssue(expiries, month);
    const recentAt = Math.max(
      ...present.map(({ created_at, last_payment }) => Math.max(created_at ?? 0, last_payment ?? 0)),
    );
    const words = new Set(
      present.flatMap((row) => [...nameWords(row.name), ...emailWords(row.email), ...phoneWords(row.phone)]),
    );
    for (const [lastFour] of cards) words.add(lastFour);
    if (openHolds > 0) words.add(holdsWord);
    if (issue) words.add(cardsWord);
    const text = [...words].join(' ');
    const wordsMark = mark(text);
    const stays = line !== undefined && Math.abs(recentAt - line.recent_at) < sameMoment;
    const rank = stays ? line.rank : freeRank(key, recentAt);
    if (line && (line.rank !== rank || line.words_mark !== wordsMark)) removeWords.run(line.rank);
    if (line && line.rank !== rank) removeLine.run(line.rank);
    addLine.run({
      rank,
      key,
      id: leader.id,
      sortKey: nameKey(shownName(leader)),
      name: shownName(leader),
      phone: present.find(({ phone }) => phone !== null)?.phone ?? null,
      email: present.find(({ email }) => email !== null)?.email ?? null,
      providers: JSON.stringify([...new Set(present.map(({ provider }) => provider))]),
      cards: cards.length,
      lastFours: JSON.stringify(cards.map(([lastFour]) => lastFour)),
      lastExpiry: expiries.includes(null) ? null : Math.max(0, ...expiries.map((expiry) => expiry ?? 0)),
      openHolds,
      unread: Math.max(...present.map(({ cards_unread }) => cards_unread)),
      issue: issue ? 1 : 0,
      recentAt: stays ? line.recent_at : recentAt,
      wordsMark,
    });
    if (!line || line.rank !== rank || line.words_mark !== wordsMark) addWords.run(rank, text);
  };

  const refresh = (customerIds: Iterable<string>): void => {
    for (const key of new Set(Array.from(customerIds, keyOf))) refreshOne(key);
  };

  return {
    refresh,
    members,
    keyOf,
    setMonth: (next) => {
      if (next === month) return false;
      // Only a card that expires between the two months, or just after the later one, changes its sign.
      const from = month === null ? 0 : Math.min(month, next) - 1;
      const to = month === null ? 1e9 : Math.max(month, next) + 1;
      month = next;
      database.transaction(() => refresh(nearExpiry.all(from, to)))();
      return true;
    },
  };
}

/** Every saved card has expired, or one expires this month or next. A bank account (null) never expires. */
export function hasCardIssue(expiries: readonly (number | null)[], month: number): boolean {
  if (expiries.length === 0) return false;
  if (expiries.some((expiry) => expiry === month || expiry === month + 1)) return true;
  return expiries.every((expiry) => expiry !== null && expiry < month);
}

/** A provider may know a customer by an address or a number only. */
export function shownName(customer: Pick<CustomerDbRow, 'name' | 'email' | 'phone' | 'ref'>): string {
  return customer.name.trim() || customer.email || customer.phone || customer.ref;
}

/** 2100: rank counts down from here, so that the newest line has the smallest row number and is found first. */
const horizon = 4_102_444_800;
const perSecond = 1024;

/** Row order of a line: by second, then spread by key; each further attempt looks in twice as wide a span. */
function rankOf(recentAt: number, key: string, attempt: number): number {
  const second = Math.min(horizon, Math.max(0, Math.floor(recentAt / 1000)));
  const spread = mark(`${attempt} ${key}`) % (perSecond * 2 ** Math.min(attempt, 20));
  return (horizon - second) * perSecond + spread;
}

/** FNV-1a over two lanes, 52 bits: tells two texts apart, keeps no secret. */
function mark(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let place = 0; place < text.length; place += 1) {
    const code = text.charCodeAt(place);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + place), 0x85ebca6b);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
