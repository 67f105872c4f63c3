import { describe, expect } from 'vitest';
import type { OperationView } from '../../src-main/contract/operation.ts';
import type { PaymentView } from '../../src-main/contract/payment.ts';
import { openHolds } from '../../tools/tour-holds.ts';
import { tourStop, type TourStop } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import {
  close,
  dialogSays,
  listsFilled,
  moneyRequests,
  nothingOdd,
  paymentsAtProvider,
  press,
  screenSays,
} from './steps.ts';

async function holdOf(stop: TourStop, name: string) {
  const found = (await openHolds(stop)).find(({ customerName }) => customerName === name);
  if (!found) throw new Error(`${name} has no open hold`);
  return found;
}
async function openReplace(stop: TourStop, name: string): Promise<void> {
  await stop.page
    .getByRole('row', { name: new RegExp(name) })
    .first()
    .click();
  await stop.page.getByRole('button', { name: stop.words('Replace…', 'Refaire…') }).click();
}
/** What stands out about the amount is looked at, where anything does. */
async function confirmAmount({ page, words }: TourStop): Promise<void> {
  const primary = page
    .getByRole('dialog')
    .getByRole('button', { name: new RegExp(words('^Replace it with', '^La refaire à')) });
  const tick = page.getByRole('dialog').getByRole('checkbox');
  await expect
    .poll(async () => (await primary.getAttribute('aria-disabled')) !== 'true' || (await tick.count()) > 0)
    .toBe(true);
  if ((await tick.count()) > 0) await tick.check();
}
/** Asks Stripe about all that is not known. */
async function askNow(stop: TourStop): Promise<void> {
  const asked = { states: ['open', 'unknown'], provider: 'stripe', staffId: null, day: null, offset: 0, limit: 20 };
  const { rows } = await stop.call<{ rows: readonly OperationView[] }>('payments.list', asked);
  for (const { id } of rows) await stop.call('payments.askNow', { operationId: id });
}
const states = (payments: readonly PaymentView[]): string[] => payments.map(({ state }) => state).toSorted();

describe('a hold that is replaced', () => {
  journey(
    'the new one first, across a power cut between the two steps; then in French the old one first, and what is said when the bank says no',
    async (stop) => {
      const { page } = stop;
      await listsFilled(stop);
      await stop.signIn('owner');
      await stop.call('consents.setRule', { rule: 'free' });
      await stop.signIn('manager');
      await stop.open('Holds', 'Préautorisations');
      const old = await holdOf(stop, 'Gaëlle Morin');
      const [customerId, intent] = [old.customerId ?? '', old.id.slice('stripe:'.length)];
      await openReplace(stop, 'Gaëlle Morin');
      await dialogSays(stop, 'If the bank says no to the new one, this one stays.');
      await dialogSays(stop, 'Until then $460.00 is held in all');
      await confirmAmount(stop);
      // Enter alone moves nothing.
      const before = await moneyRequests(stop, 'stripe');
      await page.keyboard.press('Enter');
      expect(await moneyRequests(stop, 'stripe')).toBe(before);
      // The second step does not get through, and neither does any question about it.
      const drop = { nth: 1, times: 500, fault: 'drop-before' };
      await stop.provider('stripe', 'fault', { ...drop, method: 'POST', path: `/payment_intents/${intent}/cancel$` });
      await stop.provider('stripe', 'fault', { ...drop, method: 'GET', path: `/payment_intents/${intent}` });
      await press(stop);
      await dialogSays(stop, 'The old hold is being released: until then both are held.');
      await close(stop);
      expect(states(await paymentsAtProvider(stop, customerId, 23_000))).toEqual(['held', 'held']);
      await expect(
        stop.call('holds.capture', {
          ...{ ticket: 'meanwhile-0000-0000-0000', holdId: old.id, note: null },
          amount: { amount: 23_000, currency: 'CAD' },
        }),
      ).rejects.toThrow('busy');

      await stop.desk.kill();
      await stop.desk.restart();
      await stop.signIn('manager');
      // Asked by itself within minutes; somebody who looks asks at once, until it is known.
      await expect
        .poll(
          async () => {
            await askNow(stop);
            return states(await paymentsAtProvider(stop, customerId, 23_000));
          },
          { timeout: 60_000 },
        )
        .toEqual(['held', 'released']);
      const now = await holdOf(stop, 'Gaëlle Morin');
      expect(now.id).not.toBe(old.id);
      expect(now.placedBy).not.toBeNull();

      // At Paysafe, the old one first, and an amount that its bank refuses; whoever is at the desk now reads French.
      await stop.call('session.setPreferences', { language: 'fr' });
      await stop.call('session.lock', {});
      const french = tourStop(stop.desk, 'fr');
      await french.signIn('manager');
      await french.open('Holds', 'Préautorisations');
      await screenSays(french, 'Daphné Papadakis');
      const second = await holdOf(stop, 'Daphné Papadakis');
      await openReplace(french, 'Daphné Papadakis');
      await dialogSays(french, 'Libérer celle-ci d’abord');
      await french.page.getByRole('radio', { name: /Libérer celle-ci d’abord/ }).check();
      await dialogSays(french, 'Si la banque refuse, plus rien n’est bloqué');
      await french.page.getByRole('dialog').getByLabel('Nouveau montant à bloquer').fill('0,11');
      await confirmAmount(french);
      await press(french);
      await dialogSays(french, 'L’ancienne préautorisation de 350,00 $ est déjà libérée : plus rien n’est bloqué.');
      await close(french);
      expect(states(await paymentsAtProvider(stop, second.customerId ?? '', 35_000))).toEqual(['released']);
      expect((await openHolds(stop)).some(({ customerName }) => customerName === 'Daphné Papadakis')).toBe(false);
      await nothingOdd(stop);
    },
  );
});
