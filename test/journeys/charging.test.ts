import { describe, expect } from 'vitest';
import type { OperationView } from '../../src-main/contract/operation.ts';
import { journey, nextJourney } from './journey.ts';
import {
  allow,
  close,
  collectedToday,
  dialogSays,
  find,
  listsFilled,
  moneyRequests,
  nothingOdd,
  openCharge,
  paymentsAtProvider,
  press,
  reason,
  ready,
  screenSays,
  type,
} from './steps.ts';

describe('charging a saved card', () => {
  journey(
    'at Stripe: found without an accent, charged with a tip, in every list at once, exactly once',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      const before = await collectedToday(stop);
      await find(stop, 'zoe kowal', 'Zoë Kowalczyk');
      await openCharge(stop, '162,70');
      await page.getByRole('button', { name: /^18/ }).click();
      await dialogSays(stop, 'What will be true after$191.99');
      const requests = await moneyRequests(stop, 'stripe');

      // A scanner sends Enter: in the amount and on the button itself it moves nothing.
      await page.getByRole('dialog').locator('input[inputmode=decimal]').first().focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Charge \$191/ }).focus();
      await page.keyboard.press('Enter');
      await dialogSays(stop, 'Enter alone never moves money.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);

      await press(stop);
      await dialogSays(stop, '$191.99 charged to Amex 1009.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests + 1);
      await page.keyboard.press('Escape');
      await screenSays(stop, 'Charge · Maude Gagnon$191.99');
      expect(await collectedToday(stop)).toBe(before + 19_199);
      const { rows } = await stop.call<{ rows: readonly OperationView[] }>('payments.list', {
        states: ['done'],
        provider: 'stripe',
        staffId: null,
        day: null,
        offset: 0,
        limit: 5,
      });
      expect(rows[0]).toMatchObject({
        kind: 'charge',
        amount: { amount: 19_199 },
        tip: { amount: 2929 },
        staffName: 'Maude Gagnon',
      });
      const paid = await paymentsAtProvider(stop, rows[0]?.customerId ?? '', 19_199);
      expect(paid.map(({ state }) => state)).toEqual(['paid']);
      await stop.open('Payments', 'Paiements');
      await page.getByRole('row', { name: /Charge, Zoë Kowalczyk.*191\.99/ }).waitFor();
      await nothingOdd(stop);
    },
  );

  nextJourney('at Paysafe: cancelled whole before the batch; after the batch a part is refunded', async (stop) => {
    const { page } = stop;
    await stop.signIn('manager');
    const id = await stop.openPerson('D’Aoust');
    await openCharge(stop, '126,43');
    await press(stop);
    await dialogSays(stop, '$126.43 charged to Visa 6034.');
    await close(stop);
    const line = page.getByRole('listitem').filter({ hasText: '$126.43' }).filter({ hasText: 'Refund…' }).first();
    await line.getByRole('button', { name: 'Refund…' }).click();
    await dialogSays(stop, 'Until tonight’s batch only the whole $126.43 can go back.');
    await dialogSays(stop, 'Say why it is refunded.');
    await reason(stop, 'charged to the wrong person');
    await press(stop);
    await dialogSays(stop, 'Cancelled before the batch. Nothing will show on the statement.');
    await close(stop);

    await openCharge(stop, '88,20');
    await dialogSays(stop, 'A manager must allow this first.');
    await allow(stop, 'Sylvie', 'the first one was cancelled');
    await press(stop);
    await dialogSays(stop, '$88.20 charged to Visa 6034.');
    await close(stop);
    await stop.provider('paysafe', 'batch');
    await stop.call('customers.refresh', { id });
    const paid = page.getByRole('listitem').filter({ hasText: '$88.20' }).filter({ hasText: 'Paid' });
    await paid.getByRole('button', { name: 'Refund…' }).click();
    await type(stop, '8,20');
    await dialogSays(stop, '$80.00 stays paid');
    await reason(stop, 'a product came back');
    await press(stop);
    await dialogSays(stop, '$8.20 refunded.');
    await close(stop);
    await screenSays(stop, 'Partly refunded');
    expect((await paymentsAtProvider(stop, id, 8820)).map(({ refunded }) => refunded.amount)).toEqual([820]);
    await nothingOdd(stop);
  });

  journey(
    'in French: 1 234,50 is an amount, 1.234 is a question, and the button stays shut until it is answered',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Kowalczyk');
      await openCharge(stop, '1.234');
      await dialogSays(stop, '1.234 : mille ou décimales? Tapez-le avec deux décimales.');
      await dialogSays(stop, 'Entrez un montant.');
      await page.keyboard.press('Control+Enter');
      await dialogSays(stop, 'Entrez un montant.');
      await type(stop, '1 234,50');
      await dialogSays(stop, 'Débiter 1 234,50 $');
      await type(stop, '6,95');
      await dialogSays(stop, 'Débiter 6,95 $');
      await type(stop, '6.95');
      await dialogSays(stop, 'Débiter 6,95 $');
      await press(stop);
      await dialogSays(stop, '6,95 $ débités sur la Amex 1009.');
      await close(stop);
      // The other language, at once, on the screen that is open.
      await page.keyboard.press('Control+k');
      await page.keyboard.type('english');
      await page.keyboard.press('Enter');
      await screenSays(stop, 'Charge · Maude Gagnon$6.95');
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  nextJourney(
    'of two people with one name, with a zero too many: one tick for exactly this, and main asks for it too',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      const id = await stop.openPerson('514 555-0103');
      await openCharge(stop, '80');
      await dialogSays(stop, 'Somebody else is called Marie Tremblay too');
      await dialogSays(stop, 'Tick the line above first.');
      const requests = await moneyRequests(stop, 'stripe');
      await page.keyboard.press('Control+Enter');
      const tick = page.getByRole('checkbox', { name: 'I have checked: Marie Tremblay, 514 555-0103' });
      await tick.check();
      await ready(stop);
      const amount = page.getByRole('dialog').locator('input[inputmode=decimal]').first();
      await amount.fill('1500');
      await dialogSays(stop, 'A large amount for somebody who has hardly paid here yet.');
      expect(await tick.isChecked()).toBe(false);
      const { cards } = await stop.call<{ cards: readonly { readonly id: string }[] }>('customers.get', { id });
      const past = {
        ticket: 'ticket-past-the-window-1',
        customerId: id,
        cardId: cards[0]?.id,
        amount: { amount: 8_000, currency: 'CAD' },
        tip: null,
        note: null,
        receiptEmail: null,
      };
      await expect(stop.call('payments.charge', past)).rejects.toThrow('be_sure');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);

      await amount.fill('80');
      await tick.check();
      await press(stop);
      await dialogSays(stop, '$80.00 charged to Visa 8053.');
      await close(stop);
      await page
        .getByRole('link', { name: /Charge · Maude Gagnon/ })
        .first()
        .click();
      await screenSays(stop, 'Looked at again and confirmed');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests + 1);
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'a bank that says no: words to say, a part on the same card as a new order, and never a second try by itself',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Thibodeau');
      await openCharge(stop, '196');
      await press(stop);
      await dialogSays(stop, 'The bank declined $196.00. Nothing was charged.');
      await dialogSays(stop, 'There was not enough money available on this card.');
      await dialogSays(stop, 'Would you like to use another one, or pay a part now?');
      const requests = await moneyRequests(stop, 'stripe');
      await page
        .getByRole('button', { name: /^Charge a part now/ })
        .last()
        .click();
      await type(stop, '20');
      await ready(stop);
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);
      await press(stop);
      await dialogSays(stop, 'The bank declined $20.00. Nothing was charged.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests + 1);
      await close(stop);

      await stop.openPerson('Delacroix');
      await openCharge(stop, '58,45');
      await press(stop);
      await dialogSays(stop, 'The client must confirm $58.45. Nothing was charged.');
      await close(stop);
      await screenSays(stop, 'Client must confirm');

      await stop.openPerson('Bensalem');
      await openCharge(stop, '40');
      await press(stop);
      await dialogSays(stop, 'The bank declined $40.00. Nothing was charged.');
      await nothingOdd(stop);
    },
  );
});
