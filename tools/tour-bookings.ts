import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BillView } from '../src-main/contract/bill.ts';
import type { CustomerPage } from '../src-main/contract/customer.ts';
import { sandboxKeys } from '../src-main/sandbox/core/keys.ts';
import { billNameOf } from '../src-main/payments/repeat-key.ts';
import { showDay } from './tour-bills.ts';
import { close, press, ready } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** A deposit taken by the house's booking site at Stripe, past this desk, from somebody's first card there; cents. */
export async function payOnline(
  stop: TourStop,
  {
    search,
    amount,
    beside,
  }: { readonly search: string; readonly amount: number; readonly beside: Record<string, string> },
): Promise<void> {
  const { rows } = await stop.call<{ rows: { id: string }[] }>('customers.list', {
    search,
    filter: 'all',
    offset: 0,
    limit: 1,
  });
  const page = await stop.call<CustomerPage>('customers.get', { id: rows[0]?.id });
  const card = page.cards.find(({ provider }) => provider === 'stripe');
  const form = new URLSearchParams({
    amount: String(amount),
    currency: 'cad',
    customer: card?.customerId.slice('stripe:'.length) ?? '',
    payment_method: card?.id.slice('stripe:'.length) ?? '',
    off_session: 'true',
    confirm: 'true',
    'allowed_payment_method_types[0]': 'card',
    description: 'Réservation en ligne',
  });
  for (const [key, value] of Object.entries(beside)) form.set(`metadata[${key}]`, value);
  await atStripe(stop, '/v1/payment_intents', form);
}
/** Part of such a payment given back on Stripe's own site, past this desk; cents. */
export function giveBackOnline(
  stop: TourStop,
  { paymentId, amount }: { readonly paymentId: string; readonly amount: number },
): Promise<void> {
  const form = new URLSearchParams({ payment_intent: paymentId.slice('stripe:'.length), amount: String(amount) });
  return atStripe(stop, '/v1/refunds', form);
}
async function atStripe(stop: TourStop, path: string, form: URLSearchParams): Promise<void> {
  const file = join(stop.desk.dataDir, 'demo', 'sandbox-address.json');
  const { stripe } = JSON.parse(readFileSync(file, 'utf8')) as { stripe: string };
  const reply = await fetch(`${stripe}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandboxKeys.stripeKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
  });
  if (!reply.ok) throw new Error(`The sandbox refused it: ${await reply.text()}`);
  await stop.call('desk.refresh', {});
}
/** The online payments that made no bill, beside the visits of Today. */
export async function oddOnes(stop: TourStop): Promise<void> {
  await stop.open('Today', 'Aujourd’hui');
  await stop.page
    .getByRole('heading', { name: stop.words('Online payments without a bill', 'Paiements en ligne sans facture') })
    .waitFor();
}

/** The bill of tomorrow's online booking, of whose deposit a part was given back on Stripe's own site. */
async function openBookedBill(stop: TourStop): Promise<BillView> {
  await stop.open('Today', 'Aujourd’hui');
  await showDay(stop, stop.words('Tomorrow', 'Demain'));
  await stop.page
    .getByRole('row', { name: /Saïd Haddad/ })
    .getByRole('button', { name: 'Saïd Haddad', exact: true })
    .click();
  await stop.page.getByRole('heading', { level: 1, name: /Saïd Haddad/ }).waitFor();
  const id = await stop.page.evaluate(() => decodeURIComponent(location.hash.split('/').at(-1) ?? ''));
  return stop.call<BillView>('bills.get', { id });
}

const putOnBill = ({ page, words }: TourStop) =>
  page.getByRole('button', { name: words('on this bill', 'sur cette facture') });

/** Online bookings: one that cannot be read, its bill made by a person, and the keys in the settings. Begins anywhere and ends on Today. */
export const bookingSteps: readonly TourStep[] = [
  {
    name: 'settings-bookings',
    go: async (stop) => {
      await stop.page.keyboard.press('Control+,');
      await stop.page.getByRole('link', { name: stop.words('Online bookings', 'Réservations en ligne') }).click();
      await stop.page.getByText(/Haddad/).waitFor();
    },
  },
  {
    name: 'today-bookings',
    go: async (stop) => {
      await payOnline(stop, {
        search: 'lemay',
        amount: 3000,
        beside: { bill_total: 'à confirmer', visit_at: '2031-11-31T15:00:00Z', service: 'Balayage' },
      });
      await oddOnes(stop);
    },
  },
  {
    name: 'booking-bill',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Make the bill…', 'Créer la facture…') }).click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'booking-aside',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByRole('button', { name: stop.words('Not a visit…', 'Pas une visite…') }).click();
      await stop.page
        .getByLabel(stop.words('What it was for', 'À quoi il correspond'))
        .fill(stop.words('A gift card', 'Une carte-cadeau'));
      await ready(stop);
    },
  },
  {
    name: 'booking-set-aside',
    go: async (stop) => {
      await press(stop);
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'booking-given-back',
    go: async (stop) => {
      const { credits } = await openBookedBill(stop);
      await giveBackOnline(stop, { paymentId: credits[0]?.paymentId ?? '', amount: 1231 });
      await stop.page.getByRole('button', { name: stop.words('Count', 'Compter') }).waitFor();
    },
  },
  {
    name: 'booking-given-back-counted',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Count', 'Compter') }).click();
      await stop.page.getByText(stop.words('given back elsewhere, counted', 'comptés')).first().waitFor();
    },
  },
  {
    // A desk with records of its own charged a part of the same bill on another card.
    name: 'bill-other-desk',
    go: async (stop) => {
      const { credits } = await openBookedBill(stop);
      const beside = {
        comptoir_operation: 'cpt-another-desk',
        comptoir_bill_name: billNameOf(`provider:${credits[0]?.paymentId ?? ''}`),
      };
      await payOnline(stop, { search: 'lemay', amount: 2000, beside });
      await putOnBill(stop).waitFor();
    },
  },
  {
    name: 'bill-other-desk-put',
    go: async (stop) => {
      await putOnBill(stop).click();
      await stop.page.getByText(stop.words('Taken at another desk', 'Reçu à un autre poste')).first().waitFor();
    },
  },
  {
    name: 'booking-today-again',
    go: async (stop) => {
      await stop.open('Today', 'Aujourd’hui');
      await showDay(stop, stop.words('Today', 'Aujourd’hui'));
    },
  },
];
