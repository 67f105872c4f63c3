import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { keepIdentity, type RecordsIdentity } from '../../../src-main/ledger/identity.ts';
import { openLedger } from '../../../src-main/ledger/ledger.ts';
import { countingRandom, setClock } from './ground.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'identity-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

let made = 0;
/** Every audit is given another id. */
async function identityOf(file: string, mayWrite = true): Promise<RecordsIdentity | null> {
  const ledger = await openLedger({ file: join(folder, file) }, { clock: setClock(), random: countingRandom() });
  const beside = join(folder, 'house.json');
  const ledgerId = `${++made}`.padStart(16, 'k');
  const identity = await keepIdentity(ledger.settings, { mode: 'live', beside, ledgerId, mayWrite });
  await ledger.close();
  return identity;
}

describe('whose records these are', () => {
  test('is given once and stays', async () => {
    const first = await identityOf('ledger.db');
    expect(first?.mode).toBe('live');
    expect(await identityOf('ledger.db')).toEqual(first);
  });

  test('is still known when the records are lost and begun anew: their backups are still theirs', async () => {
    const first = await identityOf('ledger.db');
    rmSync(join(folder, 'ledger.db'));
    expect(await identityOf('ledger.db')).toEqual(first);
  });

  test('is what the records say, where the file beside them says otherwise or nothing', async () => {
    const first = await identityOf('ledger.db');
    for (const text of ['{"house":"somebodyelses"}', 'not even JSON', '']) {
      writeFileSync(join(folder, 'house.json'), text);
      expect(await identityOf('ledger.db')).toEqual(first);
      expect(readFileSync(join(folder, 'house.json'), 'utf8')).toBe(JSON.stringify({ house: first?.house }));
    }
  });
});
