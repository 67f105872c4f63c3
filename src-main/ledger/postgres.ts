import { CompiledQuery, Kysely, PostgresDialect, type DatabaseConnection } from 'kysely';
import { LedgerTrouble } from '../payments/ports.ts';
import { madeOnce } from './migrate.ts';
import type { Tables } from './tables.ts';

/** PostgreSQL's own number for the type of BIGINT columns. */
const int8 = 20;

/**
 * Opens a shared ledger. Every session commits to the disk before it answers (`synchronous_commit=on`, read back).
 * @param url postgres://user@host/database
 * @param schema a schema of its own, made when absent
 * @throws LedgerTrouble records_unwritable
 */
export async function openPostgres(url: string, schema: string | null): Promise<Kysely<Tables>> {
  if (schema !== null && !/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new LedgerTrouble('records_unwritable', `"${schema}" cannot be the name of a schema.`);
  }
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5000,
    // BIGINT comes as text by default. Our times and amounts are safe integers.
    types: {
      getTypeParser: (type: number, format?: 'text' | 'binary') =>
        type === int8 ? (text: string) => Number(text) : pg.types.getTypeParser(type, format),
    },
  });
  // A connection that dies while nobody uses it says so here; the next query opens another or fails with its own words.
  pool.on('error', () => undefined);
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool, onCreateConnection: (connection) => settle(connection, schema) }),
  });
}

async function settle(connection: DatabaseConnection, schema: string | null): Promise<void> {
  const run = (text: string) => connection.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text));
  if (schema !== null) {
    await madeOnce(() => run(`CREATE SCHEMA IF NOT EXISTS "${schema}"`));
    await run(`SET search_path TO "${schema}"`);
  }
  await run('SET synchronous_commit TO on');
  const { rows } = await run('SHOW synchronous_commit');
  const found = rows[0]?.['synchronous_commit'];
  if (found !== 'on') {
    throw new LedgerTrouble(
      'records_unwritable',
      `The records cannot be kept safely there: synchronous_commit is ${String(found)}.`,
    );
  }
}
