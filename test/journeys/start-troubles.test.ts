import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { standardSettings } from '../../src-main/house/settings/house-settings.ts';
import { openLedger } from '../../src-main/ledger/ledger.ts';
import { launchDesk, type Desk, type Language, type LaunchOptions } from '../../tools/stand-in/launch.ts';
import { smallDisk, whyNoDisk, type SmallDisk } from '../main/fails-closed/small-disk.ts';
import { countedIds, handClock } from '../support/clock.ts';
import { reasonToSkip } from './browser.ts';

let dataDir: string;
let disk: SmallDisk | undefined;
const desks: Desk[] = [];
const others: Database.Database[] = [];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'start-troubles-'));
});
afterEach(async () => {
  for (const other of others.splice(0)) other.close();
  for (const desk of desks.splice(0)) await desk.close();
  disk?.remove();
  disk = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

const ledgerFile = (): string => join(dataDir, 'demo', 'ledger.db');

/** Records of an earlier day, of a desk that was set to this language. */
async function records(language: Language): Promise<void> {
  const ledger = await openLedger({ file: ledgerFile() }, { clock: handClock(), random: countedIds() });
  await ledger.settings.set('house', standardSettings({ mode: 'demo', language, desk: 'Front 1' }));
  await ledger.close();
}
function otherProgram(statement: string): Database.Database {
  const other = new Database(ledgerFile());
  others.push(other);
  other.exec(statement);
  return other;
}

/** Starts the app where it cannot open, and answers all that it said. */
async function said(options: LaunchOptions = {}): Promise<string> {
  const ended: unknown = await launchDesk({ dataDir, ...options }).then(
    (desk) => (desks.push(desk), 'opened all the same'),
    (reason: unknown) => reason,
  );
  return ended instanceof Error ? ended.message : String(ended);
}

describe.skipIf(reasonToSkip() !== undefined)(`a desk that cannot open${suffix(reasonToSkip())}`, () => {
  it('says why in its own language, ends, and leaves its records as they are', async () => {
    // The system speaks English; this desk was set to French.
    await records('fr');
    otherProgram(`INSERT INTO migration (name) VALUES ('0099-from-tomorrow')`).close();
    const before = readFileSync(ledgerFile());
    const text = await said({ lang: 'en' });
    expect(text).toContain('Ce registre vient d’un Comptoir plus récent.\nMettez ce poste à jour.');
    expect(text).toContain('ended with code 1');
    expect(text).not.toMatch(/0099|migration|LedgerTrouble|\s+at /);
    expect(readFileSync(ledgerFile()).equals(before)).toBe(true);
  });

  it('opens when somebody tries again after the other program let go of its records', async () => {
    await records('fr');
    const other = otherProgram('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT');
    const opening = launchDesk({ dataDir, lang: 'fr', choices: Array.from({ length: 30 }, () => 'Réessayer') });
    const log = join(dataDir, 'demo', 'comptoir.log');
    await expect
      .poll(() => existsSync(log) && readFileSync(log, 'utf8').includes('"what":"start"'), { timeout: 50_000 })
      .toBe(true);
    other.close();
    const desk = await opening;
    desks.push(desk);
    await desk.page.getByRole('button', { name: /Maude/ }).first().waitFor();
    const asked = (await desk.records()).filter(({ what }) => what === 'dialog.showMessageBox');
    expect(asked[0]?.args[0]).toMatchObject({
      type: 'error',
      message: 'Un autre programme utilise le registre de ce poste.',
      buttons: ['Réessayer', 'Quitter'],
      cancelId: 1,
    });
  });

  const why = whyNoDisk();
  it.skipIf(why !== null)(
    `because it may not write in its folder says so before anything else${suffix(why)}`,
    async () => {
      disk = smallDisk(8);
      disk.writeProtect(true);
      const text = await said({ lang: 'en', dataDir: join(disk.folder, 'Comptoir') });
      expect(text).toContain('Comptoir may not write in its own folder.');
      expect(text).toContain(disk.folder);
      expect(text).not.toMatch(/EROFS|ENOENT|\s+at /);
    },
  );
});

describe.skipIf(reasonToSkip() !== undefined)(`a second start on the same records${suffix(reasonToSkip())}`, () => {
  it('ends at once without a word, and the first window comes to the front', async () => {
    const first = await launchDesk({ dataDir });
    desks.push(first);
    const text = await said();
    expect(text).toContain('ended with code 0');
    expect(text.split('\n').slice(1).join('').trim()).toBe('');
    const before = (await first.records()).length;
    await first.startedAgain();
    const asked = (await first.records()).slice(before).map(({ what }) => what);
    expect(asked).toEqual(['window.show', 'window.focus']);
  });
});

function suffix(reason: string | null | undefined): string {
  return reason === null || reason === undefined ? '' : ` (left out: ${reason})`;
}
