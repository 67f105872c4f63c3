import type Database from 'better-sqlite3';
import type { Other } from '../contract/doubt.ts';
import type { Resemblance } from '../payments/doubts.ts';
import { emailKey, nameKey, phoneKey } from './folding.ts';
import { isOneLetterAway } from './one-letter.ts';
import type { Persons } from './persons.ts';

interface Line extends Other {
  readonly sort_key: string;
}

/** More than anybody reads before a confirmation; of one name more are read, since some of them may be the same person. */
const mostShown = 5;
const mostNamed = 20;

/**
 * Who could be taken for this person, or has the same card, and what they paid so far. A name is looked for among those that begin with the same
 * letter and share its first or its last word: one letter changes one word only. Who has the same name and the same e-mail or phone is most
 * likely the same person at the other provider, and no reason to stop.
 */
export function makeResembling(
  database: Database.Database,
  persons: Persons,
): (customerId: string, cardId: string, currency: string) => Resemblance {
  const line = database.prepare<[string], Line>(
    'SELECT key AS id, name, phone, email, sort_key FROM person WHERE key = ?',
  );
  // Answered by the index alone: of a hundred thousand people this reads a few thousand names, in less than a millisecond.
  const near = database
    .prepare<[Record<string, string | number>], string>(
      `SELECT DISTINCT sort_key FROM person
       WHERE sort_key >= @from AND sort_key < @to AND length(sort_key) BETWEEN @length - 1 AND @length + 1
         AND (substr(sort_key, 1, length(@first)) = @first OR substr(sort_key, -length(@last)) = @last)`,
    )
    .pluck();
  const named = database.prepare<[string, string], Line>(
    `SELECT key AS id, name, phone, email, sort_key FROM person WHERE sort_key = ? AND key <> ? ORDER BY key LIMIT ${mostNamed}`,
  );
  // By its digits first: thousands of cards end in the same month, and SQLite cannot know that.
  const twins = database
    .prepare<[string], string>(
      `SELECT DISTINCT other.customer_id FROM card own JOIN card other INDEXED BY card_by_face
         ON other.last_four = own.last_four AND other.expiry = own.expiry AND other.brand IS own.brand AND other.kind = own.kind
       WHERE own.id = ? AND other.removed = 0 AND other.customer_id <> own.customer_id`,
    )
    .pluck();
  const paid = database.prepare<[string, string], { count: number; largest: number | null }>(
    'SELECT count(*) AS count, max(taken) AS largest FROM payment WHERE customer_id = ? AND currency = ? AND taken > 0',
  );

  const namesLike = (own: Line): Line[] => {
    const words = own.sort_key.split(' ');
    const [first = '', last = ''] = [words[0], words.at(-1)];
    const letter = own.sort_key.slice(0, 1);
    if (letter === '') return [];
    const found = near.all({
      from: letter,
      to: `${letter}\u{10ffff}`,
      length: own.sort_key.length,
      first: `${first} `,
      last: words.length > 1 ? ` ${last}` : own.sort_key,
    });
    const names = new Set([own.sort_key, ...found.filter((name) => isOneLetterAway(own.sort_key, name))]);
    if (words.length === 2) names.add(`${last} ${first}`);
    return [...names].flatMap((name) => named.all(name, own.id));
  };
  const shown = ({ id, name, phone, email }: Line): Other => ({ id, name, phone, email });

  return (customerId, cardId, currency) => {
    const key = persons.keyOf(customerId);
    const own = line.get(key);
    const sums = persons.members(key).flatMap((id) => paid.get(id, currency) ?? []);
    const isSamePerson = (other: Line): boolean =>
      own !== undefined &&
      own.sort_key === other.sort_key &&
      ((emailKey(own.email) !== null && emailKey(own.email) === emailKey(other.email)) ||
        (phoneKey(own.phone) !== null && phoneKey(own.phone) === phoneKey(other.phone)));
    const cardKeys = new Set(twins.all(cardId).map((id) => persons.keyOf(id)));
    cardKeys.delete(key);
    return {
      alike: (own ? namesLike(own) : [])
        .filter((other) => !isSamePerson(other))
        .slice(0, mostShown)
        .map((other) => ({ ...shown(other), same: nameKey(other.name) === own?.sort_key })),
      sameCard: [...cardKeys]
        .flatMap((other) => line.get(other) ?? [])
        .filter((other) => !isSamePerson(other))
        .slice(0, mostShown)
        .map(shown),
      paid: {
        count: sums.reduce((sum, { count }) => sum + count, 0),
        largest: Math.max(0, ...sums.map(({ largest }) => largest ?? 0)),
      },
    };
  };
}
