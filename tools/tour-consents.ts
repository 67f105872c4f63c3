import { close, openCharge, press, ready, type } from './tour-hands.ts';
import type { TourStep } from './tour-stop.ts';

/** Consents: asked in the customer's language, over their cap before a charge, looked at, withdrawn, and the evidence of it. */
export const consentSteps: readonly TourStep[] = [
  {
    name: 'consent-none',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('Ouellet');
      await stop.page.getByText(stop.words('No consent', 'Sans consentement'), { exact: true }).waitFor();
    },
  },
  {
    name: 'consent-ask',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Ask for consent…', 'Demander l’accord…') }).click();
      const dialog = stop.page.getByRole('dialog');
      const spoken = stop.words('Spoken, before a witness', 'De vive voix, devant témoin');
      await dialog.getByRole('button', { name: spoken }).click();
      await dialog.getByLabel(stop.words('Who heard it, beside you', 'Qui l’a entendu, en plus de vous')).fill('Maude');
      await dialog.locator('input[inputmode=decimal]').first().fill('120');
      await ready(stop);
    },
  },
  {
    name: 'consent-ask-paper',
    go: async (stop) => {
      const signed = stop.words('Signed on paper', 'Signé sur papier');
      await stop.page.getByRole('dialog').getByRole('button', { name: signed }).click();
    },
  },
  {
    name: 'consent-over-cap',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('Lemay-Ström');
      await stop.page.keyboard.press('F2');
      await type(stop, '63,24');
      await stop.page
        .getByRole('dialog')
        .getByRole('radio', { name: /Sylvie/ })
        .waitFor();
    },
  },
  {
    name: 'consent-look',
    go: async (stop) => {
      await close(stop);
      await stop.page
        .getByRole('button', { name: stop.words('Look at it', 'Le regarder') })
        .first()
        .click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'consent-withdrawn',
    go: async (stop) => {
      const dialog = stop.page.getByRole('dialog');
      await dialog.getByRole('button', { name: stop.words('Withdraw it', 'Le retirer') }).click();
      await dialog.getByRole('status').waitFor();
    },
  },
  {
    name: 'consent-evidence',
    go: async (stop) => {
      await close(stop);
      await stop.page
        .getByRole('button', { name: stop.words('Evidence…', 'Preuve…') })
        .first()
        .click();
      await stop.page
        .getByRole('dialog')
        .getByRole('button', { name: stop.words('Save the PDF…', 'Enregistrer le PDF…') })
        .click();
      await stop.page.getByRole('dialog').getByRole('status').waitFor();
    },
  },
  {
    name: 'payer-lend',
    go: async (stop) => {
      const { page, words } = stop;
      await close(stop);
      await stop.openPerson('Haddad');
      const card = page.getByRole('listitem', { name: /4471/ });
      await card.getByRole('button', { name: words('May pay for…', 'Peut payer pour…') }).click();
      await page.getByLabel(words('Customer', 'Client'), { exact: true }).fill('kowalczyk');
      await page.getByRole('dialog').getByRole('listitem').getByRole('button').first().click();
      const how = words('How the owner of the card said so', 'Comment la personne à qui est la carte l’a dit');
      await page.getByLabel(how).fill(words('Both were at the desk', 'Les deux étaient à l’accueil'));
      await ready(stop);
    },
  },
  {
    name: 'payer-lent',
    go: async (stop) => {
      await press(stop);
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.page.getByText(stop.words('May pay for Zoë', 'Peut payer pour Zoë')).first().waitFor();
    },
  },
  {
    name: 'payer-charge',
    go: async (stop) => {
      await stop.openPerson('Kowalczyk');
      await openCharge(stop, '47,31');
      await stop.page.getByRole('radio', { name: /4471/ }).check();
      // The tour has held money for her a moment ago: a manager would be asked.
      await stop.page.getByRole('dialog').getByText(stop.words('Card of Saïd', 'Carte de Saïd')).first().waitFor();
    },
  },
];
