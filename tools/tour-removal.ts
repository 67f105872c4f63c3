import type { CustomerList } from '../src-main/contract/customer.ts';
import { close, outcome, press, ready } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** A whole customer is taken away: what stands in the way, what depends on them, what the page says afterwards. */
export const removalSteps: readonly TourStep[] = [
  {
    name: 'remove-customer-first',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('Kowalczyk');
      await openRemoval(stop);
      await stop.page.getByRole('dialog').locator('.notice.warn').waitFor();
    },
  },
  {
    name: 'remove-customer',
    go: async (stop) => {
      await close(stop);
      const asked = { search: 'Amélie Charbonneau', filter: 'all', offset: 0, limit: 2 };
      const [one, other] = (await stop.call<CustomerList>('customers.list', asked)).rows;
      if (!one || !other) throw new Error('The demo house knows this person at one provider only');
      await stop.call('customers.link', { id: one.id, otherId: other.id });
      await stop.openPerson('Amélie Charbonneau');
      await openRemoval(stop);
      await stop.page
        .getByRole('dialog')
        .getByRole('radio', { name: /Paysafe/ })
        .check();
      const why = stop.words('Why (kept in the history)', 'Pourquoi (gardé dans l’historique)');
      await stop.page.getByLabel(why).fill(stop.words('Twice in the list', 'Deux fois dans la liste'));
      await ready(stop);
    },
  },
  {
    name: 'removed-customer',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'remove-customer-rest',
    go: async (stop) => {
      const rest = stop.words('Now at Stripe…', 'Puis chez Stripe…');
      await stop.page.getByRole('dialog').getByRole('button', { name: rest }).click();
      await ready(stop);
    },
  },
  {
    name: 'removed-customer-page',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
      await close(stop);
      await stop.page
        .getByRole('note')
        .getByText(/Stripe/)
        .waitFor();
    },
  },
];

async function openRemoval({ page, words }: TourStop): Promise<void> {
  await page.getByRole('button', { name: words('Remove this customer…', 'Retirer ce client…') }).click();
  await page
    .getByRole('dialog')
    .getByRole('heading', { name: words('What depends on it', 'Ce qui en dépend') })
    .or(page.getByRole('dialog').getByRole('radio'))
    .first()
    .waitFor();
}
