import { describe, expect } from 'vitest';
import type { BillRow } from '../../src-main/contract/bill.ts';
import { chooseBills, lookAtLines, openImport } from '../../tools/tour-bill-import.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import { nothingOdd, screenSays } from './steps.ts';

const year = new Date().getUTCFullYear() + 1;
const bills = async (stop: TourStop): Promise<readonly BillRow[]> =>
  (await stop.call<{ rows: readonly BillRow[] }>('bills.list', { from: `${year}-01-01`, to: `${year}-12-31` })).rows;

/** Twenty of five thousand lines have an amount that reads two ways. */
const many = `Client,Date,Total,Deposit,Booking\n${Array.from(
  { length: 5000 },
  (_none, at) => `Saïd Haddad,${year}-0${1 + (at % 9)}-1${at % 10},${at % 250 === 249 ? '1.234' : '80.50'},10,BK-${at}`,
).join('\n')}\n`;

describe('bills from a file', () => {
  journey(
    'in French, by keyboard: the order of the days is asked once, bad lines are named, and the same file again changes nothing',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('manager');
      await openImport(stop);
      const text = `Client;Date;Heure;Montant;Acompte
Saïd Haddad;04/05/${year};10 h 15;103,48;20
Personne Inconnue;05/05/${year};;1 080,00;
Saïd Haddad;06/05/${year};;1.234;
`;
      await chooseBills(stop, text);
      const look = page.getByRole('button', { name: 'Voir les lignes' });
      expect(await look.getAttribute('aria-description')).toBe('Dites comment les jours sont écrits.');
      await page.getByRole('radio', { name: /Jour d’abord/ }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Control+Enter');
      await screenSays(stop, 'peut être des milliers ou une fraction');
      expect(await bills(stop)).toEqual([]);
      await page.keyboard.press('Control+Enter');
      await screenSays(stop, '2 factures importées. 1 ligne est mauvaise et ne fait pas de facture.');
      const made = await bills(stop);
      expect(made.map(({ customerName, total, paid, visit }) => [customerName, total, paid, visit.day])).toEqual([
        ['Saïd Haddad', 10_348, 2000, `${year}-05-04`],
        ['Personne Inconnue', 108_000, 0, `${year}-05-05`],
      ]);
      expect(made.map(({ customerId }) => customerId !== null)).toEqual([true, false]);

      await chooseBills(stop, text, 'encore.csv');
      await screenSays(stop, 'Comme pour le dernier fichier avec ces colonnes.');
      await lookAtLines(stop);
      const run = page.getByRole('button', { name: /^Importer 0 facture/ });
      expect(await run.getAttribute('aria-description')).toBe('Aucune ligne n’est nouvelle.');
      await page
        .getByRole('row', { name: /Saïd Haddad.*Déjà là/ })
        .getByRole('link')
        .click();
      await screenSays(stop, 'Facture de Saïd Haddad');
      await screenSays(stop, 'Payé autrement');
      expect(await bills(stop)).toEqual(made);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  journey(
    'of five thousand lines, with the app killed in the middle: what was written is there, the rest comes with the same file, each once',
    async (stop) => {
      await stop.signIn('manager');
      await openImport(stop);
      await chooseBills(stop, many);
      await lookAtLines(stop);
      await stop.page.getByRole('button', { name: 'Import 4,980 bills' }).click();
      await stop.page.getByText(/^[\d,]+ of 4,980 written$/).waitFor();
      await stop.desk.kill();
      await stop.desk.restart();
      await stop.signIn('manager');
      const before = (await bills(stop)).length;
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThan(4980);

      await openImport(stop);
      await chooseBills(stop, many);
      await lookAtLines(stop);
      const left = (4980 - before).toLocaleString('en-CA');
      await stop.page.getByRole('button', { name: `Import ${left} bills` }).click();
      await stop.page
        .getByText(`${left} bills imported. 20 lines are bad and make no bill.`)
        .waitFor({ timeout: 120_000 });
      const named = await stop.page.getByRole('textbox', { name: /Bad lines as text/ }).inputValue();
      expect(named.split('\n')).toHaveLength(20);
      expect(named.split('\n')[0]).toBe('Line 251\tSaïd Haddad\t“1.234” may be thousands or a fraction.');
      const all = await bills(stop);
      expect(all).toHaveLength(4980);
      expect(all.every(({ paid, remaining }) => paid === 1000 && remaining === 7050)).toBe(true);
    },
  );
});
