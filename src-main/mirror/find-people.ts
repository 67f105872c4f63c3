import type Database from 'better-sqlite3';
import { emailKey, nameKey, phoneKey } from './folding.ts';
import type { Persons } from './persons.ts';

/** A line of the customer list: the id and name it shows. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
  /** it was taken away at its provider, and nobody else is meant */
  readonly removed?: true;
}

/** One is the person, two mean that nobody can say which. */
const enough = 2;

/**
 * Finds who is meant by an e-mail, a provider's id, a phone number or a whole name, in that order and by what it looks like; never by a part of
 * it. Accents, case, punctuation and country prefix aside. Linked customers are one person.
 */
export function makeFindPeople(
  database: Database.Database,
  persons: Persons,
): (named: readonly string[]) => FoundPerson[][] {
  const lines = (condition: string) =>
    database.prepare<[string], string>(`SELECT id FROM customer WHERE ${condition}`).pluck();
  const byId = lines('id = ? AND deleted = 0');
  const byEmail = lines(`email_key = ? AND deleted = 0`);
  const byPhone = lines(`phone_key = ? AND deleted = 0`);
  const gone = (condition: string) =>
    database.prepare<[string], FoundPerson>(
      `SELECT id, name FROM customer WHERE ${condition} AND deleted = 1 LIMIT ${enough}`,
    );
  const goneById = gone('id = ?');
  const goneByEmail = gone('email_key = ?');
  const goneByPhone = gone('phone_key = ?');
  const byKey = database.prepare<[string], FoundPerson>('SELECT id, name FROM person WHERE key = ?');
  const byName = database.prepare<[string, number], FoundPerson>(
    'SELECT id, name FROM person WHERE sort_key = ? LIMIT ?',
  );

  const personsOf = (customerIds: readonly string[]): FoundPerson[] =>
    [...new Set(customerIds.map((id) => persons.keyOf(id)))].slice(0, enough).flatMap((key) => byKey.get(key) ?? []);

  /** Whoever is there before whoever is not. A name alone says nothing of who was taken away: somebody else may have it. */
  const orGone = (living: FoundPerson[], gone: readonly FoundPerson[]): FoundPerson[] => {
    if (living.length > 0) return living;
    // Their other record, linked to the one that was taken away, is the same person.
    const linked = personsOf(gone.map(({ id }) => id));
    return linked.length > 0 ? linked : gone.slice(0, 1).map((one) => ({ ...one, removed: true }));
  };

  const find = (text: string): FoundPerson[] => {
    const named = text.trim();
    if (named === '') return [];
    if (named.includes('@')) {
      const email = emailKey(named) ?? '';
      return orGone(personsOf(byEmail.all(email)), goneByEmail.all(email));
    }
    const asIds = [named, `stripe:${named}`, `paysafe:${named}`];
    const ids = asIds.flatMap((id) => byId.all(id));
    if (ids.length > 0) return personsOf(ids);
    const goneId = asIds.flatMap((id) => goneById.all(id));
    if (goneId.length > 0) return orGone([], goneId);
    const phone = /^[+(\d][\d\s().+/-]*$/.test(named) ? phoneKey(named) : null;
    if (phone !== null) return orGone(personsOf(byPhone.all(phone)), goneByPhone.all(phone));
    const name = nameKey(named);
    return name === '' ? [] : byName.all(name, enough);
  };
  return (named) => named.map(find);
}
