import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openLedger } from '../../src-main/ledger/ledger.ts';
import { history, migrate } from '../../src-main/ledger/migrate.ts';
import { openSqlite } from '../../src-main/ledger/sqlite.ts';
import { auditOf, countingRandom, doneState, newCharge, setClock, written } from '../main/ledger/ground.ts';

/** `plain`: records in use since yesterday. `longLog`: the same, with a log that was never cleaned up. A number: of a version with so many migrations. */
export type WhichRecords = 'plain' | 'longLog' | number;
/** Null: there is nothing yet. `log`: the write-ahead log beside the file, where it was left there. */
export type EarlierRecords = (which: WhichRecords) => { readonly records: string; readonly log: string | null } | null;

const enough = 5 * 1024 * 1024;

/** Makes the records that desks already have when a round begins; each round gets copies. */
export async function makeEarlierRecords(folder: string): Promise<EarlierRecords> {
  const file = join(folder, 'earlier', 'ledger.db');
  const plain = { records: join(folder, 'plain.db'), log: null };
  const longLog = { records: join(folder, 'long-log.db'), log: join(folder, 'long-log.db-wal') };
  const parts = { clock: setClock(), random: countingRandom() };
  let count = 0;
  const work = async (until: (file: string) => boolean): Promise<void> => {
    const ledger = await openLedger({ file }, parts);
    while (!until(file)) {
      count += 1;
      const opened = await ledger.operations.open(newCharge({ id: `op-earlier-${count}` }), written, auditOf());
      if (!('opened' in opened)) throw new Error('The morning does not go on');
      const { opened: operation } = opened;
      const audit = auditOf('charge', { outcome: 'done' });
      const step = { operation, state: doneState(), trail: written, audit, followUp: null, at: operation.createdAt };
      await ledger.operations.advance(step);
    }
    // As they lie there while somebody works: the next clean-up moves a thousand pages, long enough to be killed in the middle of it.
    copyFileSync(file, longLog.records);
    copyFileSync(`${file}-wal`, longLog.log);
    await ledger.close();
  };
  await work(() => count === 3);
  copyFileSync(file, plain.records);
  await work(() => statSync(`${file}-wal`).size > enough);
  const versions: { readonly records: string; readonly log: null }[] = [];
  for (let migrations = 1; migrations < history.length; migrations += 1) {
    const records = join(folder, `version-${migrations}`, 'ledger.db');
    await makeVersion(records, migrations, plain.records);
    versions.push({ records, log: null });
  }
  return (which) => {
    if (typeof which === 'number') return versions[which - 1] ?? null;
    return which === 'plain' ? plain : longLog;
  };
}

/** Records as a version with so many migrations kept them, with what of yesterday's work it had columns for. */
async function makeVersion(file: string, migrations: number, from: string): Promise<void> {
  const db = openSqlite(file);
  await migrate(db, history.slice(0, migrations));
  await db.destroy();
  const database = new Database(file);
  database.prepare('ATTACH ? AS later').run(from);
  for (const table of ['operation', 'audit', 'audit_head']) {
    const columns = database
      .prepare<[], string>(`SELECT name FROM pragma_table_info('${table}')`)
      .pluck()
      .all()
      .join(', ');
    database.exec(`DELETE FROM ${table}; INSERT INTO ${table} (${columns}) SELECT ${columns} FROM later.${table}`);
  }
  database.close();
}
