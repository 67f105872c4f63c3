import { sql, type Kysely, type Transaction } from 'kysely';
import { LedgerTrouble } from '../payments/ports.ts';
import { first } from './migrations/0001-first.ts';
import { seals } from './migrations/0002-seals.ts';
import { recovered } from './migrations/0003-recovered.ts';
import { bills } from './migrations/0005-bills.ts';
import { links } from './migrations/0006-links.ts';
import { fees } from './migrations/0007-fees.ts';
import { consentScans } from './migrations/0008-consent-scans.ts';
import { payers } from './migrations/0009-payers.ts';
import { billRuns } from './migrations/0010-bill-runs.ts';
import { cardEvents } from './migrations/0011-card-events.ts';
import { removedCustomers } from './migrations/0012-removed-customers.ts';
import { holds } from './migrations/0013-holds.ts';
import { approvals } from './migrations/0014-approvals.ts';
import { dayEnds } from './migrations/0015-day-ends.ts';
import { lapsedHolds } from './migrations/0016-lapsed-holds.ts';
import { missedCaptures } from './migrations/0020-missed-captures.ts';
import { givenBack } from './migrations/0018-given-back.ts';
import { payoutMatches } from './migrations/0019-payout-matches.ts';
import { statements } from './migrations/0021-statements.ts';
import { billClosings } from './migrations/0022-bill-closings.ts';
import { onTheirWay } from './migrations/0026-on-their-way.ts';
import { orderKeys } from './migrations/0028-order-keys.ts';
import { inTurn } from './store.ts';
import type { Tables } from './tables.ts';
import { asLedgerTrouble } from './trouble.ts';

/** A step of the ledger's history: statements that both databases understand, run in one transaction. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly string[];
}

/** All of it, oldest first. Only ever grows. */
export const history: readonly Migration[] = [
  first,
  seals,
  recovered,
  bills,
  links,
  fees,
  consentScans,
  payers,
  billRuns,
  cardEvents,
  removedCustomers,
  holds,
  approvals,
  dayEnds,
  lapsedHolds,
  givenBack,
  payoutMatches,
  missedCaptures,
  statements,
  billClosings,
  onTheirWay,
  orderKeys,
];

/** Which steps were taken. Frozen like them. */
export const migrationTable = 'CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY)';

/**
 * Brings the records to this version, one transaction for each step, so that a crash between two leaves the older whole.
 * @throws LedgerTrouble records_newer when a later version of Comptoir has already changed them
 */
export async function migrate(db: Kysely<Tables>, steps: readonly Migration[] = history): Promise<void> {
  await inTurn(() => madeOnce(() => sql.raw(migrationTable).execute(db)));
  const found = await sql<{ name: string }>`SELECT name FROM migration`.execute(db);
  const applied = new Set(found.rows.map((row) => row.name));
  const newer = [...applied].filter((name) => !steps.some((step) => step.name === name));
  if (newer.length > 0) {
    throw new LedgerTrouble('records_newer', `The records were written by a newer version (${newer.join(', ')}).`);
  }
  for (const step of steps) {
    if (applied.has(step.name)) continue;
    const apply = async (transaction: Transaction<Tables>): Promise<void> => {
      // The name first: another desk that starts at the same moment waits here, then finds the step taken.
      const taken = await sql`INSERT INTO migration (name) VALUES (${step.name}) ON CONFLICT DO NOTHING`.execute(
        transaction,
      );
      if (taken.numAffectedRows !== 1n) return;
      for (const statement of step.statements) await sql.raw(statement).execute(transaction);
    };
    await inTurn(() => db.transaction().execute(apply));
  }
}

/** There are steps that these records have not taken. */
export async function isBehind(db: Kysely<Tables>): Promise<boolean> {
  try {
    const found = await sql<{ name: string }>`SELECT name FROM migration`.execute(db);
    return history.some((step) => !found.rows.some(({ name }) => name === step.name));
  } catch (error) {
    // Not even the table that says so: the other desk has only just begun.
    if (asLedgerTrouble(error)) throw error;
    return true;
  }
}

/** PostgreSQL: two desks that both make what is not there yet; the second is told so, and then it is there. */
export async function madeOnce(make: () => Promise<unknown>): Promise<void> {
  try {
    await make();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== '23505' && code !== '42P06' && code !== '42P07') throw error;
    await make();
  }
}
