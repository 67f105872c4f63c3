import { describe, expect } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import { makeBill, openBill, showDay } from '../../tools/tour-bills.ts';
import { giveBackOnline, oddOnes, payOnline } from '../../tools/tour-bookings.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import {
  allowMore,
  allowWithout,
  close,
  dialogSays,
  listsFilled,
  moneyRequests,
  nothingOdd,
  press,
  ready,
  screenSays,
  type,
} from './steps.ts';

/** Types the amount where the hand is elsewhere in the dialog, on a card. */
async function fill({ page }: TourStop, amount: string): Promise<void> {
  await page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill(amount);
}
/** The bill that is open, as main has it. */
async function billShown(stop: TourStop): Promise<BillView> {
  const id = await stop.page.evaluate(() => location.hash.split('/').at(-1) ?? '');
  return stop.call<BillView>('bills.get', { id });
}
describe('a bill', () => {
  journey(
    'made by hand, a part of it noted in cash, the rest charged with a tip: paid, and found by its code',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('St-Onge');
      await makeBill(stop, 'st-onge', '137,97');
      await screenSays(stop, 'Bill of Olivier St-Onge');
      await page.getByRole('button', { name: 'Mark as paid elsewhere' }).click();
      await type(stop, '37,97');
      await dialogSays(stop, '$100.00 stays on the bill');
      const before = await moneyRequests(stop, 'stripe');
      await press(stop);
      await screenSays(stop, 'Paid in cash');
      expect(await moneyRequests(stop, 'stripe')).toBe(before);

      await page.keyboard.press('F2');
      await ready(stop);
      await dialogSays(stop, 'Nothing left to pay');
      await page.getByRole('button', { name: /^20/ }).click();
      await press(stop);
      await dialogSays(stop, '$120.00 charged to Visa 6672.');
      await dialogSays(stop, 'Nothing left to pay.');
      expect(await moneyRequests(stop, 'stripe')).toBe(before + 1);
      await close(stop);
      await screenSays(stop, 'tip $20.00 included');
      const bill = await billShown(stop);
      expect(bill).toMatchObject({ paid: 13_797, tips: 2000, remaining: 0, over: 0, state: 'paid' });

      await stop.open('Holds', 'Préautorisations');
      await page.keyboard.press('Control+k');
      await page.keyboard.type(bill.code.toLowerCase());
      await page.getByRole('option', { name: new RegExp(bill.code) }).waitFor();
      await page.keyboard.press('Enter');
      await screenSays(stop, 'Bill of Olivier St-Onge');
      await nothingOdd(stop);
    },
  );

  journey(
    'paid in parts in French: a part on one card, a refusal in between on another, the rest on a third, each its own payment',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('manager');
      // Her clinic card is at the other provider: linked, she is one person with three cards.
      const id = await stop.openPerson('Bouchard-Roy');
      const other = await stop.call<CustomerPage>('customers.get', { id });
      await stop.call('customers.link', { id, otherId: other.candidates[0]?.id ?? '' });
      await stop.signIn('front_desk');
      await openBill(stop, 'Amélie Bouchard-Roy');
      await page.keyboard.press('F2');
      await type(stop, '200');
      await dialogSays(stop, 'Il ne reste que 162,70 $ à payer.');
      await page.getByRole('radio', { name: /4821/ }).check();
      await fill(stop, '62,70');
      await dialogSays(stop, 'Il restera 100,00 $ sur la facture');
      await press(stop);
      await dialogSays(stop, 'Il reste 100,00 $ sur la facture.');
      await page.getByRole('button', { name: 'Débiter le reste' }).click();
      await dialogSays(stop, '62,70 $ déjà débités sur la Visa 4821');

      // 0.11 is the amount that Paysafe's test bank refuses for want of funds.
      await page.getByRole('radio', { name: /7305/ }).check();
      await fill(stop, '0,11');
      await press(stop);
      await dialogSays(stop, 'Rien n’a été débité.');
      await dialogSays(stop, 'Il reste 100,00 $ sur la facture.');
      await page
        .getByRole('button', { name: /^Prendre une autre carte/ })
        .last()
        .click();
      await page.getByRole('radio', { name: /9940/ }).check();
      await fill(stop, '100');
      await press(stop);
      await dialogSays(stop, 'Plus rien à payer.');
      await close(stop);
      const { operations, ...bill } = await billShown(stop);
      expect(bill).toMatchObject({ paid: 21_270, remaining: 0, over: 0, state: 'paid' });
      expect(operations.map(({ state, amount }) => `${state.name} ${amount?.amount}`)).toEqual([
        'done 10000',
        'declined 11',
        'done 6270',
      ]);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  nextJourney('of which a part is charged stays due; a declined card leaves it as it was', async (stop) => {
    const { page } = stop;
    await stop.signIn('front_desk');
    await stop.openPerson('Thibodeau');
    await openBill(stop, 'Maxime Thibodeau');
    const { remaining } = await billShown(stop);
    await page.keyboard.press('F2');
    await press(stop);
    await dialogSays(stop, 'Nothing was charged.');
    await close(stop);
    await screenSays(stop, 'Declined');
    expect(await billShown(stop)).toMatchObject({ remaining, paid: 0, state: 'due' });

    await openBill(stop, 'Zoë Kowalczyk');
    await page.keyboard.press('F2');
    await type(stop, '100');
    await press(stop);
    await dialogSays(stop, '$141.93 stays on the bill.');
    await close(stop);
    expect(await billShown(stop)).toMatchObject({ remaining: 14_193, paid: 18_000, state: 'due' });
    await nothingOdd(stop);
  });

  nextJourney(
    'whose payment is not known yet is shut, with the reason, until it is: then it is paid once',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await openBill(stop, 'Saïd Haddad');
      await stop.provider('stripe', 'fault', {
        method: 'POST',
        path: '/payment_intents$',
        nth: 1,
        fault: 'drop-after',
      });
      await stop.provider('stripe', 'fault', {
        method: 'POST',
        path: '/payment_intents$',
        nth: 2,
        fault: 'drop-before',
        times: 500,
      });
      await stop.provider('stripe', 'fault', {
        method: 'GET',
        path: '/payment_intents',
        nth: 1,
        fault: 'drop-before',
        times: 500,
      });
      await page.keyboard.press('F2');
      await press(stop);
      await dialogSays(stop, 'We’re checking with Stripe');
      await close(stop);
      await screenSays(stop, 'Being checked');
      await page.keyboard.press('F2');
      expect(await page.getByRole('dialog').count()).toBe(0);
      const charge = page.getByRole('button', { name: /^Charge \$/ });
      expect(await charge.getAttribute('aria-description')).toBe('A payment of this bill is still being checked.');
      const { id, total } = await billShown(stop);

      await stop.desk.kill();
      await stop.desk.restart();
      await stop.signIn('front_desk');
      await expect
        .poll(async () => (await stop.call<BillView>('bills.get', { id })).state, { timeout: 40_000 })
        .toBe('paid');
      const bill = await stop.call<BillView>('bills.get', { id });
      expect(bill).toMatchObject({ paid: total, remaining: 0, over: 0 });
      expect(bill.operations).toHaveLength(1);
    },
  );

  journey(
    'of an online booking is there by itself with its deposit; one that cannot be read is made by hand, and the deposit is on it',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      await stop.open('Today', 'Aujourd’hui');
      await page.getByRole('button', { name: 'Tomorrow', exact: true }).click();
      const online = page.getByRole('row', { name: /Saïd Haddad/ });
      await online.getByRole('button', { name: 'Saïd Haddad', exact: true }).click();
      await screenSays(stop, 'Deposit, paid online');
      await screenSays(stop, 'Made from an online booking');
      const booked = await billShown(stop);
      expect(booked).toMatchObject({ source: 'provider', total: 16_097, paid: 4500, note: 'WEB-2048' });

      // Part of its deposit is given back on Stripe's own site: said, charged for all the same, and counted once a manager says so.
      await giveBackOnline(stop, { paymentId: booked.credits[0]?.paymentId ?? '', amount: 1231 });
      await screenSays(stop, '$12.31 of the deposit was given back outside Comptoir, on Stripe’s side.');
      await screenSays(stop, 'The bill still counts it as paid, until a manager decides.');
      await page.keyboard.press('F2');
      await ready(stop);
      await dialogSays(stop, 'What is left can be charged meanwhile.');
      await close(stop);
      const at = await page.evaluate(() => location.hash);
      await stop.signIn('manager');
      await page.evaluate((hash) => (location.hash = hash), at);
      await page.getByRole('button', { name: 'Count $12.31 as given back' }).click();
      await screenSays(stop, '$12.31 given back elsewhere, counted');
      expect(await billShown(stop)).toMatchObject({ paid: 3269, remaining: 12_828, givenBack: 0 });
      await page.getByRole('button', { name: 'Take this back' }).click();
      await page.getByRole('button', { name: 'Leave it as paid' }).click();
      await screenSays(stop, '$12.31 given back elsewhere, left as paid');
      expect(await billShown(stop)).toMatchObject({ paid: 4500, remaining: 11_597, givenBack: 0 });
      await stop.signIn('front_desk');

      await payOnline(stop, {
        search: 'ouellet',
        amount: 3303,
        beside: { bill_total: 'to be seen', visit_at: '2031-11-28T15:00:00Z', service: 'Keratin' },
      });
      await oddOnes(stop);
      await screenSays(stop, 'The total beside it cannot be read: “to be seen”');
      await page.getByRole('button', { name: 'Make the bill…' }).click();
      await dialogSays(stop, '$33.03 paid at Stripe stands on it as the deposit.');
      await fill(stop, '133,03');
      await press(stop);
      await screenSays(stop, 'Bill of Thérèse Ouellet');
      expect(await billShown(stop)).toMatchObject({ visit: { day: '2031-11-28', time: '10:00' }, remaining: 10_000 });
      await stop.open('Today', 'Aujourd’hui');
      await page.getByRole('heading', { name: 'Online payments without a bill' }).waitFor({ state: 'detached' });
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'of somebody who did not come asks for the house’s fee: more only by a manager, charged once, or waived with a reason',
    async (stop) => {
      const { page } = stop;
      const missed = page.getByRole('button', { name: 'Did not come…', exact: true });
      await stop.signIn('owner');
      await stop.open('Settings', 'Réglages');
      await page.getByRole('link', { name: 'Missed visits' }).click();
      await page.getByLabel('Percent of the visit').fill('40');
      await page.getByLabel('At most').fill('95');
      await page.getByRole('button', { name: 'Save the rule' }).click();
      await page.getByText('The rule is saved. What was noted before stays as it is.').waitFor();

      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await makeBill(stop, 'haddad', '137,40');
      await missed.click();
      await dialogSays(stop, 'House rule: 40% of the visit, $95.00 at most. For this visit $54.96.');
      await type(stop, '137,41');
      await dialogSays(stop, 'Never more than the visit, $137.40.');
      await type(stop, '60');
      await dialogSays(stop, 'More than the house’s rule: $54.96 at most.');
      await allowMore(stop, 'Sylvie', 'An afternoon was kept free');
      await dialogSays(stop, '$137.40 for the visit is not due any more');
      const before = await moneyRequests(stop, 'stripe');
      await press(stop);
      // Decided and written; charged next, and only if the card was agreed for it.
      await dialogSays(stop, 'The consent covers something else.');
      expect(await moneyRequests(stop, 'stripe')).toBe(before);
      await close(stop);
      await screenSays(stop, 'Did not come. The fee is $60.00; nothing else of this visit is due.');
      await screenSays(stop, 'above the rule, allowed by Sylvie');
      await page.keyboard.press('F2');
      await allowWithout(stop, 'Sylvie', 'Agreed on the phone');
      await press(stop);
      await dialogSays(stop, '$60.00 charged to Visa 4471.');
      await close(stop);
      await screenSays(stop, 'Fee paid');
      expect(await moneyRequests(stop, 'stripe')).toBe(before + 1);
      expect(await billShown(stop)).toMatchObject({ paid: 6000, remaining: 0, over: 0, state: 'missed' });

      await stop.openPerson('Haddad');
      await makeBill(stop, 'haddad', '137,60');
      // From its row on Today: a visit without a time has come with its day.
      await stop.open('Today', 'Aujourd’hui');
      const row = page.getByRole('row').filter({ hasText: '137.60' });
      await row.getByRole('cell').nth(1).click();
      await row.getByRole('button', { name: 'Did not come: Saïd Haddad' }).click();
      await ready(stop);
      await page.getByRole('dialog').getByRole('button', { name: 'Waive the fee' }).first().click();
      await dialogSays(stop, 'Say why it is waived.');
      await page.getByLabel('Why it is waived (kept in the history)').fill('His train stood still');
      await press(stop);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await row.getByRole('button', { name: 'Saïd Haddad', exact: true }).click();
      await screenSays(stop, 'The fee of $55.04 was waived; nothing of this visit is due.');
      await screenSays(stop, 'His train stood still');
      expect(await billShown(stop)).toMatchObject({ paid: 0, remaining: 0, state: 'missed' });
      await page.getByRole('button', { name: 'Open customer' }).click();
      await screenSays(stop, 'Fee waived');

      // Called off the evening before, whatever the hour: late by the house's rule, and the fee is asked for instead.
      await stop.open('Today', 'Aujourd’hui');
      await showDay(stop, 'Tomorrow');
      await makeBill(stop, 'haddad', '138,20', '00:10');
      await page.getByRole('button', { name: 'Cancel bill' }).click();
      await dialogSays(stop, 'This is late by the house’s rule: a fee of $55.28 may be asked.');
      await page.getByRole('button', { name: 'Ask for the fee, or waive it…' }).click();
      await dialogSays(stop, 'Cancelled late: Saïd Haddad');
      await press(stop);
      await dialogSays(stop, 'The consent covers something else.');
      await close(stop);
      await screenSays(stop, 'Cancelled late. The fee is $55.28; nothing else of this visit is due.');
      expect(await billShown(stop)).toMatchObject({ paid: 0, remaining: 5528, state: 'due' });
      await nothingOdd(stop);
    },
  );
});
