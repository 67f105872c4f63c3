import type Database from 'better-sqlite3';
import type { ProviderName } from '../contract/provider.ts';
import type { Persons } from './persons.ts';
import type { MirrorCounts } from './shapes.ts';

/** What keeps the copy whole: links, nicknames, what is still to read, and forgetting. */
export function makeUpkeep(database: Database.Database, persons: Persons) {
  const linked = database.prepare<[], string>('SELECT customer_id FROM link').pluck();
  const addLink = database.prepare('INSERT OR REPLACE INTO link (customer_id, key, place) VALUES (?, ?, ?)');
  const dropLines = database.prepare<[string], number>('DELETE FROM person WHERE key = ? RETURNING rank').pluck();
  const dropWords = database.prepare('DELETE FROM person_search WHERE rowid = ?');
  const addNickname = database.prepare('INSERT INTO nickname (card_id, name) VALUES (?, ?)');
  const cardless = database
    .prepare<[string, number], string>(
      `SELECT ref FROM customer WHERE provider = ? AND cards_read_at IS NULL AND deleted = 0
       ORDER BY created_at DESC LIMIT ?`,
    )
    .pluck();
  const refs = database
    .prepare<[string, string, number], string>(
      'SELECT ref FROM payment WHERE provider = ? AND id > ? ORDER BY id LIMIT ?',
    )
    .pluck();
  const oldCustomers = database
    .prepare<[string, number], string>(
      'UPDATE customer SET deleted = 1 WHERE provider = ? AND read_at < ? AND deleted = 0 RETURNING id',
    )
    .pluck();
  const oldPayments = database
    .prepare<[string, number], string | null>(
      'DELETE FROM payment WHERE provider = ? AND read_at < ? RETURNING customer_id',
    )
    .pluck();
  const counts = database.prepare<[], MirrorCounts>(
    `SELECT (SELECT count(*) FROM customer WHERE deleted = 0) AS customers, (SELECT count(*) FROM card WHERE removed = 0) AS cards,
       (SELECT count(*) FROM payment) AS payments,
       (SELECT count(*) FROM payment WHERE capturable > 0 AND state IN ('held', 'paid')) AS openHolds`,
  );

  const setLinks = database.transaction((groups: readonly (readonly string[])[]) => {
    const before = linked.all();
    const now = groups.flat();
    // The lines of everybody concerned go first: a customer that joins a group must not keep a line of its own.
    for (const id of new Set([...before, ...now])) {
      for (const key of [id, persons.keyOf(id)]) for (const rank of dropLines.all(key)) dropWords.run(rank);
    }
    database.exec('DELETE FROM link');
    for (const group of groups) {
      const [key] = group;
      if (key === undefined || group.length < 2) continue;
      group.forEach((id, place) => addLink.run(id, key, place));
    }
    persons.refresh([...before, ...now]);
  });

  const setNicknames = database.transaction((names: ReadonlyMap<string, string>) => {
    database.exec('DELETE FROM nickname');
    for (const [cardId, name] of names) addNickname.run(cardId, name);
  });

  const forgetOlder = database.transaction((provider: ProviderName, before: number): number => {
    const customers = oldCustomers.all(provider, before);
    const payments = oldPayments.all(provider, before);
    persons.refresh([...customers, ...payments.filter((id) => id !== null)]);
    return customers.length + payments.length;
  });

  const clear = database.transaction(() => {
    for (const table of [
      'customer',
      'card',
      'payment',
      'link',
      'nickname',
      'kept',
      'card_news',
      'placer',
      'payout',
      'balance_line',
      'person',
      'person_search',
    ]) {
      database.exec(`DELETE FROM ${table}`);
    }
  });

  return {
    setLinks: (groups: readonly (readonly string[])[]): void => setLinks(groups),
    setNicknames: (names: ReadonlyMap<string, string>): void => setNicknames(names),
    forgetOlder: (provider: ProviderName, before: number): number => forgetOlder(provider, before),
    customersWithoutCards: (provider: ProviderName, limit: number) => cardless.all(provider, limit),
    paymentRefs: (provider: ProviderName, after: string | null, limit: number) =>
      refs.all(provider, after === null ? '' : `${provider}:${after}`, limit),
    clear: (): void => clear(),
    counts: (): MirrorCounts => counts.get() ?? { customers: 0, cards: 0, payments: 0, openHolds: 0 },
  };
}
