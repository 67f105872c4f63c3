import type { HoldView } from '../src-main/contract/hold.ts';
import { allow, close, onStripesSite, openCharge, outcome, press, ready, type } from './tour-hands.ts';
import type { TourStep } from './tour-stop.ts';

/** The person who was just charged is charged again: stopped, a wrong PIN, allowed, done, and its trail. */
export const chargedTwice: readonly TourStep[] = [
  {
    name: 'charge-again',
    go: async (stop) => {
      await close(stop);
      await openCharge(stop, '20');
      await stop.page.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'charge-again-pin',
    go: async ({ page, words }) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('radio', { name: /Sylvie/ }).check();
      await dialog.getByLabel(words('Why it is another one', 'Pourquoi c’en est un autre')).fill('Shampoo');
      await dialog.getByLabel(words('Sylvie’s PIN', 'NIP de Sylvie')).focus();
      await page.keyboard.type('0000');
      await page.keyboard.press('Enter');
      await dialog.getByRole('alert').first().waitFor();
      await page.keyboard.type('73');
    },
  },
  {
    name: 'charge-again-allowed',
    go: (stop) => allow(stop, 'Sylvie', stop.words('Shampoo, after the visit', 'Shampoing, après la visite')),
  },
  {
    name: 'charged-again',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'payment-allowed',
    go: async (stop) => {
      await stop.page
        .getByRole('dialog')
        .getByRole('button', { name: stop.words('See what we know', 'Voir ce que nous savons') })
        .click();
      await stop.page.getByRole('heading', { level: 1, name: /20/ }).waitFor();
    },
  },
];

/** A hold of which part was captured past this desk, while its list still shows it open. */
export const capturedElsewhere: readonly TourStep[] = [
  {
    name: 'captured-elsewhere',
    go: async (stop) => {
      await close(stop);
      const { rows } = await stop.call<{ rows: readonly HoldView[] }>('holds.list', {
        filter: 'open',
        provider: 'stripe',
        offset: 0,
        limit: 100,
      });
      const hold = rows.find(({ customerName }) => customerName === 'Françoise Deschênes');
      await stop.page.getByRole('row', { name: /Françoise Deschênes/ }).click();
      await stop.page.getByRole('button', { name: stop.words('Capture…', 'Encaisser…') }).click();
      await ready(stop);
      const id = (hold?.id ?? '').slice('stripe:'.length);
      await onStripesSite(stop, `/payment_intents/${id}/capture`, { amount_to_capture: '5000' });
      await press(stop);
      await stop.page.getByRole('dialog').getByText(stop.words('had captured', 'en avait déjà encaissé')).waitFor();
      await stop.provider('stripe', 'faults/clear');
    },
  },
];

/** The same sum of the same payment goes back once more. */
export const refundedTwice: readonly TourStep[] = [
  {
    name: 'refund-again',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
      await close(stop);
      await stop.page
        .getByRole('button', { name: stop.words('Refund…', 'Rembourser…') })
        .first()
        .click();
      await type(stop, '7,50');
      await stop.page.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
];
