import { CompiledQuery, type Kysely, type QueryResult } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * Says one statement as it is written, with `?` for each value. What is said twice for every click is not put together anew each time by the query
 * builder: half of a commit's own work would go into that.
 */
export type Say = <R>(db: Kysely<Tables>, text: string, values: readonly unknown[]) => Promise<QueryResult<R>>;

/** @param numbered PostgreSQL wants $1, $2 … where SQLite has ? */
export function makeSay(numbered: boolean): Say {
  const known = new Map<string, string>();
  function textOf(text: string): string {
    if (!numbered) return text;
    let found = known.get(text);
    if (found === undefined) {
      let place = 0;
      found = text.replaceAll('?', () => `$${(place += 1)}`);
      known.set(text, found);
    }
    return found;
  }
  return (db, text, values) => db.executeQuery(CompiledQuery.raw(textOf(text), [...values]));
}
