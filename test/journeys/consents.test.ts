import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { folderOf, windowFolder } from '../../src-main/compose.ts';
import type { ConsentView } from '../../src-main/contract/consent.ts';
import type { OperationDetail } from '../../src-main/contract/operation.ts';
import { noPdfReader, pagesOfPdf } from '../support/pdf-text.ts';
import { journey, nextJourney } from './journey.ts';
import {
  allowWithout,
  close,
  dialogSays,
  listsFilled,
  moneyRequests,
  nothingOdd,
  openCharge,
  paymentsAtProvider,
  press,
  screenSays,
  type,
} from './steps.ts';
import type { TourStop } from '../../tools/tour-stop.ts';

const kept = ({ desk }: TourStop, name: string): Buffer =>
  readFileSync(join(folderOf(desk.dataDir, 'demo'), windowFolder, 'downloads', name));
/** The smallest picture there is: one white point. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

describe('a consent', () => {
  journey(
    'over whose cap nobody charges: said before pressing, its cap charged instead, or Sylvie steps in with a reason',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      const id = await stop.openPerson('Lemay-Ström');
      await screenSays(stop, 'In force');
      await screenSays(stop, '$50.00 each');
      // A manicure of some earlier month cost the same.
      const { length: before } = await paymentsAtProvider(stop, id, 6324);
      await openCharge(stop, '63,24');
      await dialogSays(stop, 'Over the consent: $50.00 at most.');
      await dialogSays(stop, 'A manager must allow this first.');
      const requests = await moneyRequests(stop, 'stripe');
      await page.keyboard.press('Control+Enter');
      expect(await page.getByRole('radio', { name: /Maude/ }).isDisabled()).toBe(true);

      // What it is for is judged as it is chosen: this card was agreed for visits, and for no deposit.
      const purpose = page.getByRole('dialog').getByLabel('What it is for');
      await purpose.selectOption('A deposit');
      await dialogSays(stop, 'The consent covers something else.');
      await purpose.selectOption('This visit');
      await dialogSays(stop, 'Over the consent: $50.00 at most.');

      await page.getByRole('button', { name: 'Charge $50.00 instead' }).click();
      await dialogSays(stop, '$50.00 of $200.00 used after this');
      await type(stop, '63,24');
      await allowWithout(stop, 'Sylvie', 'she is here and says yes');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);
      await press(stop);
      await dialogSays(stop, '$63.24 charged to Visa 5590.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests + 1);
      expect(await paymentsAtProvider(stop, id, 6324)).toHaveLength(before + 1);
      await page.getByRole('button', { name: 'See what we know' }).click();
      await screenSays(stop, 'without a consent that covers it');
      await screenSays(stop, '“she is here and says yes”');
      const operationId = await page.evaluate(() => location.hash.split('/').at(-1) ?? '');
      const { trail } = await stop.call<OperationDetail>('payments.get', { operationId });
      expect(trail.find(({ what }) => what === 'step_in')?.detail['over']).toMatch(
        /^consent_over_cap this_visit stripe:/,
      );
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'of a card that its owner lends: it pays for the other one too, and no longer once it is taken back',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      await stop.openPerson('Haddad');
      await page.getByRole('button', { name: 'May pay for…' }).click();
      await page.getByLabel('Customer', { exact: true }).fill('kowalczyk');
      await page.getByRole('dialog').getByRole('listitem').getByRole('button').first().click();
      await page.getByLabel('How the owner of the card said so').fill('Both were at the desk');
      await press(stop);
      await screenSays(stop, 'May pay for Zoë Kowalczyk');
      await screenSays(stop, '“Both were at the desk”');

      await stop.openPerson('Kowalczyk');
      await screenSays(stop, 'Card of Saïd Haddad');
      await openCharge(stop, '47,31');
      await page.getByRole('radio', { name: /4471/ }).check();
      await dialogSays(stop, 'Card of Saïd Haddad');
      await press(stop);
      await dialogSays(stop, '$47.31 charged to Visa 4471 of Saïd Haddad.');
      await close(stop);

      const owner = await stop.openPerson('Haddad');
      expect(await paymentsAtProvider(stop, owner, 4731)).toHaveLength(1);
      await page.getByRole('button', { name: 'Take it back: Zoë Kowalczyk' }).click();
      await dialogSays(stop, 'From now on Visa 4471 cannot be charged for Zoë Kowalczyk.');
      await press(stop);
      await page.getByText('May pay for Zoë Kowalczyk', { exact: true }).waitFor({ state: 'detached' });
      await stop.openPerson('Kowalczyk');
      await screenSays(stop, 'Saved cards');
      expect(await page.getByText('Card of Saïd Haddad').count()).toBe(0);
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'withdrawn at the desk: nothing is charged under it, the card may go next, and a new one lets the charge go on',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('manager');
      await listsFilled(stop);
      await stop.openPerson('Haddad');
      await page.getByRole('button', { name: 'Le regarder' }).click();
      await dialogSays(stop, 'Moi, Saïd Haddad, je permets à Atelier Fleury');
      await page.getByRole('dialog').getByLabel('Pourquoi (gardé dans l’historique)').fill('a téléphoné');
      await page.getByRole('button', { name: 'Le retirer' }).click();
      await dialogSays(stop, 'Retiré. Plus rien ne peut être débité sur cette base.');
      await page.getByRole('button', { name: 'Retirer aussi la carte…' }).click();
      await dialogSays(stop, 'Elle ne pourra plus être débitée');
      await close(stop);
      await screenSays(stop, 'Retiré');

      await openCharge(stop, '40');
      await dialogSays(stop, 'La personne a retiré ce consentement.');
      await page.getByRole('dialog').getByRole('button', { name: 'Demander un nouvel accord…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'De vive voix, devant témoin' }).click();
      await page.getByRole('dialog').getByLabel('Au plus par débit').fill('50');
      await page.keyboard.press('Tab');
      await page.getByRole('dialog').getByLabel('Qui l’a entendu, en plus de vous').fill('Maude');
      await dialogSays(stop, '50,00 $ au plus');
      await press(stop);
      // The amount that was typed before is the one that goes on.
      await dialogSays(stop, 'Jusqu’à 50,00 $ par débit');
      await press(stop);
      await dialogSays(stop, '40,00 $ débités sur la Visa 4471.');
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  nextJourney('signed on paper is kept with its picture and shown again', async (stop) => {
    const { page } = stop;
    await stop.signIn('front_desk');
    await listsFilled(stop);
    const id = await stop.openPerson('Ouellet');
    await screenSays(stop, 'No consent');
    await page.getByRole('button', { name: 'Ask for consent…' }).click();
    const dialog = page.getByRole('dialog');
    const chooser = dialog.locator('input[type=file]');
    await chooser.setInputFiles({ name: 'note.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
    await dialogSays(stop, 'Attached: note.png');
    await press(stop);
    await dialogSays(stop, 'This file is no PDF, PNG or JPEG.');
    await chooser.setInputFiles({ name: 'signed.png', mimeType: 'image/png', buffer: picture });
    await dialogSays(stop, 'Attached: signed.png');
    await dialogSays(stop, 'never of a card');
    await press(stop);
    await dialog.waitFor({ state: 'detached' });
    await screenSays(stop, 'Signed on paper, asked by Maude Gagnon');
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByRole('button', { name: 'Show the signed paper' }).click();
    const shown = page.getByRole('img', { name: 'The signed paper signed.png' });
    expect(await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(1);
    const { consents } = await stop.call<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: id });
    // Her language, whatever the desk speaks.
    expect(consents[0]).toMatchObject({ language: 'fr', channel: 'paper', textVersion: 1 });
    await nothingOdd(stop);
  });

  journey('and what was done under it become one PDF for the bank, where somebody says', async (stop) => {
    const { page } = stop;
    await stop.signIn('front_desk');
    await listsFilled(stop);
    await stop.openPerson('Kowalczyk');
    await openCharge(stop, '83');
    await press(stop);
    await dialogSays(stop, '$83.00 charged to Amex 1009.');
    await close(stop);
    await stop.signIn('manager');
    await stop.openPerson('Kowalczyk');
    await page.getByRole('button', { name: 'Evidence…' }).first().click();
    await page.getByRole('button', { name: 'Save the PDF…' }).click();
    await dialogSays(stop, 'Saved: evidence-1009-');
    const name = /evidence-1009-[\d-]+\.pdf/.exec((await page.getByRole('dialog').textContent()) ?? '')?.[0] ?? '';
    const file = kept(stop, name);
    expect(file.subarray(0, 5).toString()).toBe('%PDF-');
    if (noPdfReader() === undefined) {
      const text = pagesOfPdf(file).join(' ');
      expect(text).toContain('I, Zoë Kowalczyk, allow Atelier Fleury to charge my saved card Amex 1009');
      expect(text).toContain('Charge $83.00');
    }
    await nothingOdd(stop);
  });
});
