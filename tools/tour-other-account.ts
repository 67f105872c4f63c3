import { randomUUID } from 'node:crypto';
import type { OperationView } from '../src-main/contract/operation.ts';
import { sandboxKeys } from '../src-main/sandbox/core/keys.ts';
import { openRecords, typeTheWord } from './tour-records.ts';
import { personTile, type TourStep, type TourStop } from './tour-stop.ts';

/** What somebody does at Stripe beside the desk. */
async function atStripe(stop: TourStop, path: string, form: Readonly<Record<string, string>>): Promise<{ id: string }> {
  const reply = await fetch(`${stop.addressOf('stripe')}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandboxKeys.stripeKey}` },
    body: new URLSearchParams(form),
  });
  if (!reply.ok) throw new Error(`Stripe refused ${path}: ${await reply.text()}`);
  return (await reply.json()) as { id: string };
}

/** A client with a card, charged by an order whose answer is lost: it stays open. */
async function chargeUnanswered(stop: TourStop): Promise<void> {
  const client = await atStripe(stop, '/v1/customers', { name: 'Gaëlle Morin' });
  const card = await atStripe(stop, '/v1/payment_methods/pm_card_visa/attach', { customer: client.id });
  await stop.call('consents.setRule', { rule: 'free' });
  await stop.call('desk.refresh', {});
  await stop.provider('stripe', 'fault', { path: '^/v1/payment_intents', nth: 1, fault: 'drop-after', times: 10_000 });
  const { state } = await stop.call<OperationView>('payments.charge', {
    ...{ ticket: randomUUID(), customerId: `stripe:${client.id}`, cardId: `stripe:${card.id}` },
    ...{ amount: { amount: 19_600, currency: 'CAD' }, tip: null, note: null, receiptEmail: null, sure: [] },
  });
  if (state.name !== 'unknown') throw new Error(`The charge was to be open, and is ${state.name}`);
  await stop.provider('stripe', 'faults/clear');
}

/** The owner enters a key while an order is open, and nothing tells whose it is; then an older copy of the records is put back, with Paysafe never asked. */
export const otherAccountSteps: readonly TourStep[] = [
  {
    name: 'key-other-account',
    go: async (stop) => {
      const { page, words } = stop;
      await stop.call('settings.setStripeKey', { key: sandboxKeys.stripeKey });
      await chargeUnanswered(stop);
      for (const path of ['^/v1/account$', '^/v1/customers/'])
        await stop.provider('stripe', 'fault', { path, nth: 1, fault: '500-before', times: 100 });
      const field = page.locator('input[type=password]').first();
      if (!(await field.isVisible()))
        await page
          .getByRole('button', { name: words('Replace key', 'Remplacer la clé') })
          .first()
          .click();
      await field.fill(sandboxKeys.stripeKey);
      await page.locator('form button[type=submit]').first().click();
      const tick = page.getByRole('checkbox', { name: words('Use it all the same', 'L’utiliser quand même') });
      await tick.waitFor();
      await tick.scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'records-gap',
    go: async (stop) => {
      const { page, words } = stop;
      await stop.provider('stripe', 'faults/clear');
      await stop.call('records.backUp', {});
      await openRecords(stop);
      await page
        .getByRole('button', { name: words('Restore the backup', 'Remettre la copie') })
        .first()
        .click();
      await typeTheWord(stop);
      await page.getByRole('button', { name: words('Restore this backup', 'Remettre cette copie') }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached', timeout: 30_000 });
      await personTile(page, 'Hélène Fleury').click();
      await page.keyboard.type('615784');
      await page.keyboard.press('Enter');
      await page.getByRole('navigation').first().waitFor();
      await openRecords(stop);
      await page
        .getByRole('button', { name: words('The house does not use Paysafe', 'L’établissement n’utilise pas Paysafe') })
        .waitFor({ timeout: 30_000 });
    },
  },
  {
    name: 'records-gap-without',
    go: async ({ page, words }) => {
      await page
        .getByRole('button', { name: words('The house does not use Paysafe', 'L’établissement n’utilise pas Paysafe') })
        .click();
      await page.getByRole('group', { name: words('We do not use Paysafe', 'Nous n’utilisons pas Paysafe') }).waitFor();
    },
  },
];
