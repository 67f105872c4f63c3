import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';
import { sandboxKeys } from '../src-main/sandbox/core/keys.ts';
import { openDayEnd } from './tour-day-end.ts';
import { close, press } from './tour-hands.ts';
import { openHolds } from './tour-holds.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

const [hour, day] = [3_600_000, 86_400_000];

/** Somebody takes money at Stripe without Comptoir: on its own site, or with another program. @param amount cents */
export async function takenElsewhere({ desk }: TourStop, amount: number): Promise<void> {
  const file = join(desk.dataDir, 'demo', 'sandbox-address.json');
  const { hostname, port } = new URL((JSON.parse(readFileSync(file, 'utf8')) as { stripe: string }).stripe);
  const stripe = new Stripe(sandboxKeys.stripeKey, { host: hostname, port, protocol: 'http', telemetry: false });
  const customer = await stripe.customers.create({ name: 'Passante' });
  const method = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.paymentIntents.create({
    ...{ amount, currency: 'cad', customer: customer.id, payment_method: method.id, confirm: true, off_session: true },
    allowed_payment_method_types: ['card'],
    description: 'Gift card sold online',
  });
}

/** Stripe pays what became available on a day once that day is over. */
const daysPass = (stop: TourStop, days: number): Promise<unknown> =>
  stop.provider('stripe', 'clock', { advance: days * day });

const odd = ({ page }: TourStop) => page.getByRole('listitem').filter({ hasText: 'Gift card sold online' }).last();
const pressMatch = (stop: TourStop): Promise<void> =>
  odd(stop)
    .getByRole('button', { name: stop.words('Match', 'Rapprocher'), exact: true })
    .click();

const askStripe = ({ page, words }: TourStop): Promise<void> =>
  page.getByRole('button', { name: words('Ask Stripe', 'Demander à Stripe') }).click();

/** The card of payouts, where it stands on the screen. */
async function showPayouts({ page }: TourStop): Promise<void> {
  await page.locator('#day-payouts').evaluate((card) => card.scrollIntoView({ block: 'start' }));
}
/** What somebody said of the line, open under its payout. */
async function showDecided(stop: TourStop): Promise<void> {
  await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
  await stop.page.getByText(stop.words('1 line explained by hand', '1 ligne expliquée à la main')).click();
  await stop.page.getByRole('button', { name: stop.words('Take this back', 'Revenir sur ce choix') }).waitFor();
}

/**
 * A line of a payout that nothing here explains: matched with a bill, explained by a reason, taken back; the list as a file; money of ours in no payout, and the answer to it.
 * Moves Stripe's clock by days and this PC's by hours. Begins where no dialog is open, and ends on Day end.
 */
export const payoutSteps: readonly TourStep[] = [
  {
    name: 'payout-unmatched',
    go: async (stop) => {
      await stop.signIn('manager');
      await takenElsewhere(stop, 12_647);
      await stop.call('desk.refresh', {});
      await daysPass(stop, 4);
      await openDayEnd(stop);
      await askStripe(stop);
      await odd(stop).waitFor();
    },
  },
  { name: 'payout-unmatched-line', go: showPayouts },
  {
    name: 'payout-match',
    go: async (stop) => {
      await pressMatch(stop);
      await stop.page.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  { name: 'payout-match-chosen', go: ({ page }) => page.getByRole('dialog').getByRole('radio').first().check() },
  {
    name: 'payout-matched',
    go: async (stop) => {
      await press(stop);
      await showDecided(stop);
    },
  },
  {
    name: 'payout-taken-back',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Take this back', 'Revenir sur ce choix') }).click();
      await odd(stop)
        .getByRole('button', { name: stop.words('Match', 'Rapprocher'), exact: true })
        .waitFor();
    },
  },
  {
    name: 'payout-reason',
    go: async (stop) => {
      const { page, words } = stop;
      await pressMatch(stop);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: words('Not for a visit', 'Pas pour une visite') }).click();
      const why = words('Why it is not for a visit', 'Pourquoi ce n’est pas pour une visite');
      await dialog.getByLabel(why).fill(words('A gift card of the web shop', 'Carte-cadeau du site'));
    },
  },
  {
    name: 'payout-explained',
    go: async (stop) => {
      await press(stop);
      await showDecided(stop);
    },
  },
  {
    name: 'payouts-export',
    go: async ({ page, words }) => {
      const name = words('Export the lines of payouts', 'Exporter les lignes des versements');
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'payout-missing',
    go: async (stop) => {
      await close(stop);
      const holds = (await openHolds(stop)).filter(({ provider, busy }) => provider === 'stripe' && busy === null);
      const [hold] = holds.toSorted((one, other) => (other.deadline?.at ?? 0) - (one.deadline?.at ?? 0));
      if (!hold) throw new Error('There is no hold to capture');
      const order = { ticket: 'tour-payout-missing-0000', holdId: hold.id, amount: hold.capturable, note: null };
      await stop.call('holds.capture', order);
      // What was ordered within the hour is not looked for yet. Stripe's clock is days ahead of this PC's: of these days its balance says nothing.
      await stop.call('session.lock', {});
      await stop.desk.moveClock(2 * hour);
      await stop.signIn('manager');
      await openDayEnd(stop);
      await askStripe(stop);
      await stop.page.getByRole('list', { name: stop.words('In no payout yet', 'Dans aucun versement') }).waitFor();
      await showPayouts(stop);
    },
  },
  {
    name: 'payout-missing-why',
    go: async (stop) => {
      const { page, words } = stop;
      const list = page.getByRole('list', { name: words('In no payout yet', 'Dans aucun versement') });
      await list
        .getByRole('button', { name: words('Say why', 'Dire pourquoi') })
        .first()
        .click();
      const label = words('What became of it', 'Ce qu’il en est');
      await page.getByRole('dialog').getByLabel(label).fill(words('Stripe is asked', 'Stripe est questionné'));
    },
  },
  {
    name: 'payout-missing-answered',
    go: async (stop) => {
      await press(stop);
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.page.locator('#day-payouts summary').first().click();
      await showPayouts(stop);
    },
  },
];
