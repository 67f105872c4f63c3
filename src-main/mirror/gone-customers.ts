import type Database from 'better-sqlite3';
import type { ProviderName } from '../contract/provider.ts';
import type { Persons } from './persons.ts';

/** A record that was taken away at its provider, with the name it had. `at`: unix ms, when that was known. */
export interface GoneCustomer {
  readonly id: string;
  readonly provider: ProviderName;
  readonly ref: string;
  readonly name: string;
  readonly at: number;
}

/**
 * Marks records as taken away for good, with their cards; a row that is not here (the copy was begun anew) is made of the name alone, so that its page
 * and its payments can still be read. Done again it changes nothing.
 */
export function makeGone(database: Database.Database, persons: Persons): (gone: readonly GoneCustomer[]) => void {
  const mark = database.prepare(`INSERT INTO customer
    (id, provider, ref, name, deleted, gone, read_at, cards_read_at) VALUES (@id, @provider, @ref, @name, 1, 1, @at, @at)
    ON CONFLICT (id) DO UPDATE SET deleted = 1, gone = 1, default_card_id = NULL, read_at = max(read_at, excluded.read_at)`);
  const markCards = database.prepare(
    'UPDATE card SET removed = 1, is_default = 0, read_at = max(read_at, @at) WHERE customer_id = @id AND removed = 0',
  );
  return database.transaction((gone: readonly GoneCustomer[]) => {
    for (const one of gone) {
      mark.run({ ...one });
      markCards.run({ id: one.id, at: one.at });
    }
    persons.refresh(gone.map(({ id }) => id));
  });
}
