import { sql, type Kysely } from 'kysely';
import type { SealedTable } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** Rows that are read at once: a few milliseconds of work, less than a frame. */
const atOnce = 200;

/**
 * A whole table, page by page in the order of its key. Tables whose key has a second column (a handful of provider keys, the texts of consents) come in one.
 */
export async function* pagesOf<T extends SealedTable | 'audit'>(
  db: Kysely<Tables>,
  table: T,
  key: string,
): AsyncGenerator<readonly Tables[T][]> {
  const inOne = table === 'provider_key' || table === 'consent_text';
  let from = sql``;
  for (;;) {
    const limit = inOne ? sql`` : sql`LIMIT ${sql.lit(atOnce)}`;
    const { rows } = await sql<
      Tables[T]
    >`SELECT * FROM ${sql.table(table)} ${from} ORDER BY ${sql.ref(key)} ${limit}`.execute(db);
    if (rows.length > 0) yield rows;
    if (rows.length < atOnce || inOne) return;
    const last = (rows.at(-1) as unknown as Readonly<Record<string, unknown>>)[key];
    from = sql`WHERE ${sql.ref(key)} > ${last}`;
  }
}
