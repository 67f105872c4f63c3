import type Database from 'better-sqlite3';
import { emailKey, nameKey, phoneKey } from './folding.ts';
import type { Persons } from './persons.ts';

/** A line of the customer list: the id and name it shows. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
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
  const byKey = database.prepare<[string], FoundPerson>('SELECT id, name FROM person WHERE key = ?');
  const byName = database.prepare<[string, number], FoundPerson>(
    'SELECT id, name FROM person WHERE sort_key = ? LIMIT ?',
  );

  const personsOf = (customerIds: readonly string[]): FoundPerson[] =>
    [...new Set(customerIds.map((id) => persons.keyOf(id)))].slice(0, enough).flatMap((key) => byKey.get(key) ?? []);

  const find = (text: string): FoundPerson[] => {
    const named = text.trim();
    if (named === '') return [];
    if (named.includes('@')) return personsOf(byEmail.all(emailKey(named) ?? ''));
    const ids = [named, `stripe:${named}`, `paysafe:${named}`].flatMap((id) => byId.all(id));
    if (ids.length > 0) return personsOf(ids);
    const phone = /^[+(\d][\d\s().+/-]*$/.test(named) ? phoneKey(named) : null;
    if (phone !== null) return personsOf(byPhone.all(phone));
    const name = nameKey(named);
    return name === '' ? [] : byName.all(name, enough);
  };
  return (named) => named.map(find);
}
