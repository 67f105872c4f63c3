import { close, openCharge, outcome, press, ready, reason, type } from './tour-hands.ts';
import type { TourStep } from './tour-stop.ts';
import { capturedElsewhere, chargedTwice, refundedTwice } from './tour-twice.ts';

/** One order of each kind and what it comes to: charges, a hold, its capture and release, a refund, a card. Begins on a customer's page as the owner, and ends there as the owner. */
export const orderSteps: readonly TourStep[] = [
  {
    name: 'charge',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.openPerson('Bouchard-Roy');
      await openCharge(stop, '162,70');
      await stop.page.getByRole('button', { name: /^18/ }).click();
    },
  },
  {
    name: 'charge-ambiguous',
    go: async ({ page }) => {
      await page.getByRole('dialog').getByRole('textbox').first().fill('1.234');
    },
  },
  {
    name: 'charged',
    go: async (stop) => {
      await stop.page.getByRole('dialog').getByRole('textbox').first().fill('162,70');
      await press(stop);
      await outcome(stop);
    },
  },
  ...chargedTwice,
  {
    name: 'charge-look-again',
    go: async (stop) => {
      await stop.openPerson('514 555-0103');
      await openCharge(stop, '1500');
      await stop.page.getByRole('dialog').getByRole('checkbox').waitFor();
    },
  },
  {
    name: 'declined',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.openPerson('Thibodeau');
      await openCharge(stop, '196');
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'client-must-confirm',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('Delacroix');
      await openCharge(stop, '58,45');
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'checking',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('D’Aoust');
      // Paysafe takes it and its answer is lost; so are the answers to the first questions.
      await stop.provider('paysafe', 'fault', { method: 'POST', path: '/auths$', nth: 1, fault: 'drop-after' });
      await stop.provider('paysafe', 'fault', {
        method: 'GET',
        path: '/auths',
        nth: 1,
        fault: 'drop-before',
        times: 2,
      });
      await openCharge(stop, '126,47');
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'payment-checking',
    go: async ({ page, words }) => {
      await page
        .getByRole('dialog')
        .getByRole('button', { name: words('See what we know', 'Voir ce que nous savons') })
        .click();
      await page.getByRole('heading', { level: 1, name: /126/ }).waitFor();
    },
  },
  {
    name: 'hold',
    go: async (stop) => {
      // Later steps count what the owner has placed.
      await close(stop);
      await stop.signIn('manager');
      await stop.openPerson('Kowalczyk');
      await stop.page.keyboard.press('F3');
      await type(stop, '80');
    },
  },
  {
    name: 'held',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'holds',
    go: async (stop) => {
      await close(stop);
      await stop.signIn('owner');
      await stop.open('Holds', 'Préautorisations');
      await stop.page.getByRole('row', { name: /Gaëlle Morin/ }).click();
    },
  },
  {
    name: 'capture-part',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Capture…', 'Encaisser…') }).click();
      await type(stop, '195,46');
    },
  },
  {
    name: 'capture-too-much',
    go: (stop) => type(stop, '500'),
  },
  {
    name: 'captured',
    go: async (stop) => {
      await type(stop, '195,46');
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'release',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByRole('row', { name: /Daphné Papadakis/ }).click();
      await stop.page.getByRole('button', { name: stop.words('Release…', 'Libérer…') }).click();
      await ready(stop);
    },
  },
  {
    name: 'released',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
    },
  },
  ...capturedElsewhere,
  {
    name: 'holds-lapsed',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByRole('button', { name: stop.words('Lapsed', 'Expirées') }).click();
      await stop.page
        .getByRole('row', { name: stop.words('Lapsed', 'Expirée') })
        .first()
        .waitFor();
    },
  },
  {
    name: 'refund',
    go: async (stop) => {
      await stop.openPerson('Bouchard-Roy');
      await stop.page
        .getByRole('button', { name: stop.words('Refund…', 'Rembourser…') })
        .first()
        .click();
      await type(stop, '7,50');
      await reason(stop, stop.words('A product came back', 'Un produit est revenu'));
    },
  },
  ...refundedTwice,
  {
    name: 'set-default',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page
        .getByRole('button', { name: stop.words('Make default', 'Mettre par défaut') })
        .first()
        .click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'rename-card',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page
        .getByRole('button', { name: stop.words('Rename', 'Renommer') })
        .first()
        .click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'remove-card',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page
        .getByRole('button', { name: stop.words('Remove', 'Retirer'), exact: true })
        .last()
        .click();
      await ready(stop);
    },
  },
  {
    name: 'removed-card',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
    },
  },
];
