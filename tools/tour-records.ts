import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { OperationView } from '../src-main/contract/operation.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

export async function openRecords({ page }: TourStop): Promise<void> {
  await page.evaluate(() => void (location.hash = '#/settings/records'));
  await page.locator('nav a[href$="/settings/records"][aria-current]').waitFor();
  await page.getByRole('main').locator('[aria-busy=true]').waitFor({ state: 'detached' });
}

/** The word to type is on the dialog's field; then its own button, since Enter does nothing. */
export async function typeTheWord({ page, words }: TourStop): Promise<void> {
  await page.getByRole('dialog').getByRole('textbox').fill(words('RESTORE', 'REMETTRE'));
}

/** As somebody with the file in their hands would, while the desk is off. */
export function damageRecords(dataDir: string, statements: readonly string[]): void {
  const database = new Database(join(dataDir, 'demo', 'ledger.db'));
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** The records: sound, backed up, damaged, rebuilt as far as anybody can tell, and restored. */
export const recordsSteps: readonly TourStep[] = [
  {
    name: 'records',
    go: async (stop) => {
      await openRecords(stop);
      await stop.page.getByRole('button', { name: stop.words('Check now', 'Vérifier maintenant') }).click();
      await stop.page.getByText(stop.words('Every record was looked at.', 'Tout le registre a été lu.')).waitFor();
      await stop.page.getByRole('button', { name: stop.words('Back up now', 'Copier maintenant') }).click();
      await stop.page.getByText(stop.words('was read through.', 'faite et relue.')).waitFor();
    },
  },
  {
    name: 'records-restore',
    go: async (stop) => {
      await stop.page
        .getByRole('button', { name: stop.words('Restore the backup', 'Remettre la copie') })
        .first()
        .click();
      await typeTheWord(stop);
    },
  },
  {
    name: 'records-rebuild',
    go: async ({ page, words }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page
        .getByRole('button', { name: words('Rebuild from providers…', 'Refaire avec les fournisseurs…') })
        .click();
    },
  },
  {
    name: 'records-damaged',
    go: async (stop) => {
      const { rows } = await stop.call<{ rows: OperationView[] }>('payments.list', {
        states: ['done'],
        provider: null,
        staffId: null,
        day: null,
        offset: 0,
        limit: 50,
      });
      const [stripe, paysafe] = [
        rows.find((row) => row.provider === 'stripe' && row.amount !== null),
        rows.find((row) => row.provider === 'paysafe'),
      ];
      await stop.desk.kill();
      damageRecords(stop.desk.dataDir, [
        `UPDATE operation SET amount = amount + 1 WHERE id = '${stripe?.id}'`,
        `UPDATE operation SET repeat_key = 'x', plan = '{}', request = '{}' WHERE id = '${paysafe?.id}'`,
        `UPDATE audit SET detail = replace(detail, '"key"', '"kay"') WHERE detail LIKE '%${paysafe?.id}%'`,
      ]);
      await stop.desk.restart();
      await stop.signIn('owner');
      await openRecords(stop);
      await stop.page.getByRole('button', { name: stop.words('Check now', 'Vérifier maintenant') }).click();
      await stop.page.getByRole('table', { name: stop.words('Damaged records', 'Inscriptions endommagées') }).waitFor();
    },
  },
  {
    name: 'records-rebuilt',
    go: async ({ page, words }) => {
      await page
        .getByRole('button', { name: words('Rebuild from providers…', 'Refaire avec les fournisseurs…') })
        .click();
      await page.getByRole('button', { name: words('Rebuild now', 'Refaire maintenant') }).click();
      const last = page.getByRole('region', { name: words('Last rebuild', 'Dernière réfection') });
      await last.waitFor({ timeout: 30_000 });
      await page.getByRole('button', { name: words('Close', 'Fermer'), exact: true }).click();
      await last.scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'records-restored',
    go: async (stop) => {
      await stop.page
        .getByRole('button', { name: stop.words('Restore the backup', 'Remettre la copie') })
        .first()
        .click();
      await typeTheWord(stop);
      await stop.page.getByRole('button', { name: stop.words('Restore this backup', 'Remettre cette copie') }).click();
      await stop.page.getByRole('dialog').waitFor({ state: 'detached', timeout: 30_000 });
      await stop.signIn('owner');
      await openRecords(stop);
      await stop.page
        .getByRole('region', { name: stop.words('Last rebuild', 'Dernière réfection') })
        .waitFor({ timeout: 30_000 });
    },
  },
];
