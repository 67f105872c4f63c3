import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { makeBackup, type MadeBackup, type MakingBackup } from '../../../../src-main/ledger/backups/make.ts';
import { lookAtFile } from '../../../../src-main/ledger/file-look.ts';
import { keepIdentity, type RecordsIdentity } from '../../../../src-main/ledger/identity.ts';
import { openLedger, type HouseLedger } from '../../../../src-main/ledger/ledger.ts';
import type { Look } from '../../../../src-main/ledger/look-through.ts';
import { makeSealer } from '../../../../src-main/ledger/seal.ts';
import { auditOf, countingRandom, newCharge, setClock, written } from '../ground.ts';

export const auditKey = Buffer.alloc(32, 7);
export const evening = Date.UTC(2026, 10, 20, 23);

/** A house on a folder of its own: its records, its backups, and what may be done to both. */
export interface House {
  readonly root: string;
  readonly file: string;
  readonly backups: string;
  readonly identity: RecordsIdentity;
  open(): Promise<HouseLedger>;
  /** Writes so many operations, one line of history each, and closes. Answers their ids. */
  work(count: number): Promise<string[]>;
  backUp(change?: Partial<MakingBackup>): Promise<MadeBackup>;
  /** SQL past our code. */
  tamper(statement: string, file?: string): void;
  listed(folder?: string): string[];
}

export async function newHouse(mode: RecordsIdentity['mode'] = 'test'): Promise<House> {
  const root = mkdtempSync(join(tmpdir(), 'backups-'));
  const file = join(root, mode, 'ledger.db');
  const backups = join(root, mode, 'backups');
  const open = (): Promise<HouseLedger> =>
    openLedger({ file }, { clock: setClock(evening), random: countingRandom(), auditKey });
  const ledger = await open();
  const ledgerId = root
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
    .slice(-16)
    .padStart(16, 'z');
  const beside = join(root, mode, 'house.json');
  const identity = await keepIdentity(ledger.settings, { mode, beside, ledgerId, mayWrite: true });
  await ledger.close();
  if (!identity) throw new Error('A house without an identity');
  return {
    root,
    file,
    backups,
    identity,
    open,
    async work(count) {
      const at = await open();
      const ids: string[] = [];
      for (let index = 0; index < count; index += 1) {
        const opened = await at.operations.open(newCharge(), written, auditOf());
        if (!('opened' in opened)) throw new Error('a charge of its own customer is never busy');
        ids.push(opened.opened.id);
      }
      await at.close();
      return ids;
    },
    backUp: (change = {}) =>
      makeBackup({
        ledgerFile: file,
        identity,
        folder: backups,
        second: null,
        at: evening,
        clock: setClock(evening),
        auditKey,
        ...change,
      }),
    tamper(statement, at = file) {
      const database = new Database(at);
      database.exec(statement);
      database.close();
    },
    listed: (folder = backups) => readdirSync(folder).toSorted(),
  };
}

/** All that can be said of a file with the house's key. */
export async function lookAt(file: string): Promise<{ sound: boolean; auditLines: number; damage: Look['damage'] }> {
  const { damage, auditLines } = await lookAtFile(file, { sealer: makeSealer(auditKey) });
  return { sound: damage.length === 0, auditLines, damage };
}
