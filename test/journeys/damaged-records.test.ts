import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect } from 'vitest';
import type { DeskStatus } from '../../src-main/contract/desk-status.ts';
import { journey } from './journey.ts';
import { nothingOdd, screenSays } from './steps.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'comptoir-damaged-'));
const file = join(dataDir, 'demo', 'ledger.db');
mkdirSync(join(dataDir, 'demo'));
writeFileSync(file, 'this was a photograph of the salon\n'.repeat(200));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('records that are damaged', () => {
  journey(
    'that cannot be read at all: the desk opens and says so in both languages, and the file is left as it is',
    async (stop) => {
      await screenSays(stop, 'Payments are off: the records do not check out. The people of this house cannot');
      await screenSays(stop, 'so nobody can sign in. Nothing was deleted. Call your manager.');
      await stop.desk.page.getByRole('button', { name: 'Français' }).click();
      await screenSays(stop, 'Paiements arrêtés : le registre ne concorde pas.');
      await screenSays(stop, 'Rien n’a été effacé. Appelez la gestion.');
      expect(await stop.desk.page.getByRole('textbox').count()).toBe(0);
      await nothingOdd(stop);
      expect(readFileSync(file, 'utf8')).toMatch(/^this was a photograph/);
    },
    { dataDir },
  );

  journey(
    'in one row: the desk says so before and after signing in, shuts the money and shows the lists',
    async (stop) => {
      await stop.signIn('front_desk');
      await stop.desk.kill();
      const database = new Database(join(stop.desk.dataDir, 'demo', 'ledger.db'));
      database.exec(
        `UPDATE provider_transaction SET account = '9999' WHERE ref = (SELECT min(ref) FROM provider_transaction)`,
      );
      database.exec(`UPDATE setting SET value = replace(value, '4826', '0000') WHERE name = 'demo.pins'`);
      database.close();
      await stop.desk.restart();
      await screenSays(stop, 'Payments are off: the records do not check out.');
      // The demo's PINs were what was changed: they are not shown any more, and still open the desk.
      const { page } = stop.desk;
      await page.getByRole('button', { name: 'Maude' }).click();
      await page.keyboard.type('4826');
      await page.keyboard.press('Enter');
      await page.getByRole('navigation').first().waitFor();
      expect((await stop.call<DeskStatus>('desk.status', {})).moneyShut).toBe('records_damaged');
      await stop.open('Customers', 'Clients');
      await page.getByText('Payments are off: the records do not check out.').first().waitFor();
      await stop.openPerson('Haddad');
      await page
        .getByRole('button', { name: /^Charge/ })
        .first()
        .waitFor();
      await nothingOdd(stop);
    },
  );
});
