import { stat } from 'node:fs/promises';
import Database from 'better-sqlite3';
import * as v from 'valibot';
import type { Clock } from '../../payments/ports.ts';
import { lookAtFile } from '../file-look.ts';
import { identitySetting, identityShape, type RecordsIdentity } from '../identity.ts';
import { history } from '../migrate.ts';
import { makeSealer } from '../seal.ts';
import { isAbsent } from './files.ts';

/** Why a file cannot be put back, in the words of the contract. */
export type Unfit = 'backup_gone' | 'backup_damaged' | 'records_newer' | 'backup_other_house' | 'backup_other_mode';

/** What a file of records says of itself at a glance. */
export interface Glance {
  readonly operations: number;
  readonly auditLines: number;
  readonly bytes: number;
  /** it has every step of this version's history; otherwise it is of an older one and is brought up to date when put back */
  readonly upToDate: boolean;
}

/** Opened for reading and left as it is. @param identity whose it must be */
export async function glanceAt(file: string, identity: RecordsIdentity): Promise<Glance | { readonly unfit: Unfit }> {
  let bytes: number;
  try {
    bytes = (await stat(file)).size;
  } catch (error) {
    if (isAbsent(error)) return { unfit: 'backup_gone' };
    throw error;
  }
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    const applied = database.prepare<[], string>('SELECT name FROM migration').pluck().all();
    if (applied.some((name) => !history.some((step) => step.name === name))) return { unfit: 'records_newer' };
    const setting = database.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck();
    const whose = v.safeParse(v.pipe(v.string(), v.parseJson(), identityShape), setting.get(identitySetting));
    if (!whose.success || whose.output.house !== identity.house) return { unfit: 'backup_other_house' };
    if (whose.output.mode !== identity.mode) return { unfit: 'backup_other_mode' };
    const count = (table: string): number =>
      database?.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0;
    return {
      operations: count('operation'),
      auditLines: count('audit'),
      bytes,
      upToDate: history.every((step) => applied.includes(step.name)),
    };
  } catch (error) {
    if (error instanceof Database.SqliteError) return { unfit: 'backup_damaged' };
    throw error;
  } finally {
    database?.close();
  }
}

export interface Looking {
  readonly clock: Clock;
  readonly auditKey: Buffer | null;
}

/**
 * The whole of a file of this version, with the house's key: every page of SQLite, every seal of every table, what all of them add up to, the chain of
 * the history, and whether its tables are ours. Opened for reading only.
 * @throws SqliteError when it cannot even be read
 */
export async function isWholeSound(file: string, { auditKey }: Pick<Looking, 'auditKey'>): Promise<boolean> {
  return (await lookAtFile(file, { sealer: makeSealer(auditKey) })).damage.length === 0;
}
