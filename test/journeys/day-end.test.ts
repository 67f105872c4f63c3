import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { DayView } from '../../src-main/contract/day-end.ts';
import type { HoldView } from '../../src-main/contract/hold.ts';
import { takenElsewhere } from '../../tools/tour-payouts.ts';
import { tourStop, type TourStop } from '../../tools/tour-stop.ts';
import { folderOf, windowFolder } from '../../src-main/compose.ts';
import { noPdfReader, pagesOfPdf } from '../support/pdf-text.ts';
import { journey } from './journey.ts';
import { close, dialogSays, listsFilled, nothingOdd, press, screenSays } from './steps.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });

async function capture(stop: TourStop, name: string, amount: number): Promise<void> {
  const asked = { filter: 'open', provider: null, offset: 0, limit: 100 };
  const { rows } = await stop.call<{ rows: readonly HoldView[] }>('holds.list', asked);
  const hold = rows.find(({ customerName }) => customerName === name);
  if (!hold) throw new Error(`${name} has no open hold`);
  const ticket = `journey-day-end-${String(amount).padStart(8, '0')}`;
  await stop.call('holds.capture', { ticket, holdId: hold.id, amount: cad(amount), note: null });
}

/** The day that is running at the desk. */
const dayOf = async (stop: TourStop): Promise<string> => (await stop.call<DayView>('dayEnd.show', { day: null })).today;

describe('the end of a day', () => {
  journey(
    'is closed over both providers; a line of a payout that is on nothing here stands first, and the list is a file that adds up; then in French',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('manager');
      await listsFilled(stop);
      await capture(stop, 'Gaëlle Morin', 19_547);
      await capture(stop, 'Daphné Papadakis', 32_189);
      await takenElsewhere(stop, 9517);
      await stop.call('desk.refresh', {});
      // Stripe pays what became available on a day once that day is over.
      await stop.provider('stripe', 'clock', { advance: 5 * 86_400_000 });

      await page.keyboard.press('Control+6');
      await screenSays(stop, 'A day runs from midnight to midnight, America/Toronto');
      await screenSays(stop, '$517.36');
      await screenSays(stop, '195.47');
      await screenSays(stop, '321.89');
      // Of the demo house's own morning there may be another one: somebody paid a tip beside a visit.
      await screenSays(stop, '$95.17');
      await screenSays(stop, 'Gift card sold online · in Stripe’s payout and on nothing here');
      await screenSays(stop, 'Paysafe publishes no payouts');
      // The manager says what the line is: nobody charges the bill again that it was for, and a wrong choice is taken back.
      const gift = page.getByRole('listitem').filter({ hasText: 'Gift card sold online' }).last();
      const before = await stop.call<BillView>('bills.make', {
        ...{ customerId: null, customerName: 'Passante', day: await dayOf(stop), time: null, service: 'Coupe' },
        ...{ withWhom: null, lines: [], total: 9517, tax: null, note: null },
      });
      await gift.getByRole('button', { name: 'Match' }).click();
      await dialogSays(stop, 'Match $95.17');
      await page.getByRole('radio', { name: new RegExp(before.code) }).check();
      await dialogSays(stop, `$95.17 counts as paid on bill ${before.code}.`);
      await press(stop);
      await screenSays(stop, 'Matched with bill');
      const billNow = () => stop.call<BillView>('bills.get', { id: before.id });
      expect(await billNow()).toMatchObject({ paid: 9517, remaining: 0, state: 'paid' });
      await page.getByText('1 line explained by hand').click();
      await page.getByRole('button', { name: 'Take this back, $95.17' }).click();
      await screenSays(stop, 'Gift card sold online · in Stripe’s payout and on nothing here');
      expect(await billNow()).toMatchObject({ paid: 0, remaining: 9517, credits: [] });
      await gift.getByRole('button', { name: 'Match' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Not for a visit' }).click();
      await page.getByRole('dialog').getByLabel('Why it is not for a visit').fill('A gift card of the web shop');
      await press(stop);
      await screenSays(stop, 'Not for a visit: A gift card of the web shop');
      // 2.9 % and 30 cents of what was captured at Stripe.
      await screenSays(stop, '−5.97');
      const table = page.getByRole('table', { name: 'Week of takings. The same numbers as a table' });
      expect(await table.getByRole('row').count()).toBe(8);

      await page.getByRole('button', { name: 'Close the day' }).click();
      await dialogSays(stop, '$517.36 collected is written down with your name.');
      await press(stop);
      await screenSays(stop, 'Closed by Sylvie');
      await page.getByRole('button', { name: 'Open the day again' }).click();
      await page.getByRole('dialog').getByLabel('Reason').fill('The cash was counted wrong');
      await press(stop);
      await screenSays(stop, 'Opened again by Sylvie');

      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await press(stop);
      await dialogSays(stop, 'is complete:');
      const said = (await page.getByRole('dialog').textContent()) ?? '';
      const name = /payments-[\d-]+\.csv/.exec(said)?.[0] ?? '';
      const downloads = join(folderOf(stop.desk.dataDir, 'demo'), windowFolder, 'downloads');
      const rows: unknown[] = parse(readFileSync(join(downloads, name), 'utf8'), { bom: true, columns: true });
      const moved = (rows as { Moved: string }[]).reduce((sum, row) => sum + Math.round(Number(row.Moved) * 100), 0);
      expect(moved).toBe(51_736);
      // The same list on paper says that it is all of it, and the same sums.
      await page.getByRole('dialog').getByLabel('A paper to read or print (PDF)').check();
      await press(stop);
      await dialogSays(stop, '.pdf is complete:');
      if (noPdfReader() === undefined) {
        const paper = pagesOfPdf(readFileSync(join(downloads, name.replace(/csv$/, 'pdf')))).join(' ');
        expect(paper).toContain(`Complete: ${rows.length} lines`);
        expect(paper).toContain('$195.47');
        expect(paper).toContain('Daphné Papadakis');
      }
      await close(stop);

      // Who took it out stands in the history, and the history goes out as it is filtered.
      await page.evaluate(() => void (location.hash = '#/settings/history'));
      await page.getByLabel('About what').selectOption('days');
      await screenSays(stop, 'Export a list');
      await page.getByRole('button', { name: 'Export', exact: true }).click();
      await dialogSays(stop, 'As it is filtered: about: Days, lists and papers');
      await press(stop);
      await dialogSays(stop, 'csv is complete:');
      await close(stop);

      // What a client is given, and the hold behind what was captured.
      await stop.open('Payments', 'Paiements');
      await page
        .getByRole('link', { name: /Gaëlle Morin/ })
        .first()
        .click();
      await screenSays(stop, 'Can still be refunded');
      await page.getByRole('button', { name: 'Receipt', exact: true }).click();
      await page.getByRole('dialog').getByLabel('Language').selectOption('en');
      await dialogSays(stop, 'from an amount that was held');
      await press(stop);
      await dialogSays(stop, '.pdf is saved.');
      await close(stop);
      await page.keyboard.press('Control+6');
      await screenSays(stop, '321.89');

      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('button', { name: 'Close the day' }).count()).toBe(0);
      expect(await page.getByText('321.89').first().isVisible()).toBe(true);
      await page.emulateMedia({ media: null });

      // Whoever has the desk next reads French: what was said of the line is taken back, said anew, and the day is closed.
      await stop.call('session.setPreferences', { language: 'fr' });
      await stop.call('session.lock', {});
      const french = tourStop(stop.desk, 'fr');
      await french.signIn('manager');
      await page.keyboard.press('Control+6');
      await screenSays(french, 'Rouverte par Sylvie');
      await screenSays(french, 'Paysafe ne publie pas ses versements');
      await page.getByText('1 ligne expliquée à la main').click();
      await page.getByRole('button', { name: /^Revenir sur ce choix, 95,17/ }).click();
      // Beside it there may be the tip of the demo house's own morning.
      await screenSays(french, 'Dites à quoi correspond chacune.');
      await screenSays(french, 'Gift card sold online · dans le versement de Stripe et sur rien ici');
      await gift.getByRole('button', { name: 'Rapprocher' }).click();
      await dialogSays(french, 'Rapprocher 95,17 $');
      await page.getByRole('dialog').getByRole('button', { name: 'Pas pour une visite' }).click();
      await page.getByRole('dialog').getByLabel('Pourquoi ce n’est pas pour une visite').fill('Carte-cadeau du site');
      await press(french);
      await screenSays(french, 'Pas pour une visite : Carte-cadeau du site');
      await page.getByRole('button', { name: 'Fermer la journée' }).click();
      await dialogSays(french, '517,36 $ reçus sont inscrits à votre nom.');
      await press(french);
      await screenSays(french, 'Fermée par Sylvie');
      await nothingOdd(french);
    },
  );
});
