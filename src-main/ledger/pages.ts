import { sql, type Kysely } from 'kysely';
import { sealedTables, type SealedTable } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** Rows that are read at once: a few milliseconds of work, less than a frame. */
const atOnce = 200;

/**
 * A whole table, page by page in the order of its key. A table whose key has more columns than that (a handful of provider keys, the versions of
 * the consent texts) comes in one.
 */
export async function* pagesOf<T extends SealedTable | 'audit'>(
  db: Kysely<Tables>,
  table: T,
  key: string,
): AsyncGenerator<readonly Tables[T][]> {
  const inOne = table !== 'audit' && sealedTables[table as SealedTable].key.length > 1;
  let from = sql``;
  for (;;) {
    const limit = inOne ? sql`` : sql`LIMIT ${sql.lit(atOnce)}`;
    const { rows } = await sql<
      Tables[T]
    >`SELECT * FROM ${sql.table(table)} ${from} ORDER BY ${sql.ref(key)} ${limit}`.execute(db);
    if (rows.length > 0) yield rows;
    if (inOne || rows.length < atOnce) return;
    const last = (rows.at(-1) as unknown as Readonly<Record<string, unknown>>)[key];
    from = sql`WHERE ${sql.ref(key)} > ${last}`;
  }
}
