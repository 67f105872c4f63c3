import { describe, expect } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import { makeBill, openBill } from '../../tools/tour-bills.ts';
import { chooseUse, hostedPage, makePage, onAPhone, openPaysafePages, useHostedPage } from '../../tools/tour-links.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import { close, dialogSays, nothingOdd, openCharge, paymentsAtProvider, press, ready, screenSays } from './steps.ts';

const cardsOf = async (stop: TourStop, id: string): Promise<string[]> =>
  (await stop.call<CustomerPage>('customers.get', { id })).cards.map(({ lastFour }) => lastFour);
async function billShown(stop: TourStop): Promise<BillView> {
  const id = await stop.page.evaluate(() => location.hash.split('/').at(-1) ?? '');
  return stop.call<BillView>('bills.get', { id });
}

describe('a page for a client', () => {
  journey(
    'saves a card: the code is on screen, the client types on their own phone, and the card appears',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Haddad');
      await page.keyboard.press('F4');
      await makePage(stop);
      await dialogSays(stop, 'Waiting for Saïd');
      await dialogSays(stop, 'Link made');
      const address = await hostedPage(stop);
      expect(await onAPhone(address, '5555 5555 5555 4444')).not.toBe('');
      await dialogSays(stop, 'Mastercard 4444 is saved.');
      await close(stop);
      await screenSays(stop, 'Mastercard 4444');
      expect(await cardsOf(stop, id)).toContain('4444');
      await nothingOdd(stop);
    },
  );

  journey(
    'is copied, written about and opened by this PC’s own programs, then closed by staff; all of it in French',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await page.keyboard.press('F7');
      // Three lines by the keyboard alone, one of them taken away again: the page asks for what the two come to.
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Ce que la page en dit').fill('Coupe');
      await page.keyboard.press('Tab');
      await page.keyboard.type('40');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.keyboard.type('Shampoing');
      await page.keyboard.press('Tab');
      await page.keyboard.type('13,37');
      await dialog.getByRole('button', { name: 'Ajouter une ligne' }).click();
      await dialogSays(stop, 'Dites pour quoi est la ligne 3.');
      await page.keyboard.type('Erreur');
      await dialog.getByLabel('Ligne 3 : montant').fill('0');
      await dialogSays(stop, 'La ligne 3 ne demande rien : entrez un montant, ou enlevez-la.');
      await dialog.getByRole('button', { name: 'Enlever la ligne 3' }).click();
      await dialogSays(stop, '53,37 $');
      await makePage(stop);
      await dialogSays(stop, 'En attente de Saïd');
      const address = await hostedPage(stop);
      const asked = await (await fetch(address)).text();
      for (const said of ['Coupe', 'Shampoing', '53,37']) expect(asked).toContain(said);
      for (const name of ['Copier le lien', 'Ouvrir sur ce poste', 'Écrire un courriel']) {
        await page.getByRole('dialog').getByRole('button', { name }).click();
        await page.getByRole('dialog').locator('[aria-disabled]').first().waitFor({ state: 'detached' });
      }
      const told = async (what: string) =>
        (await stop.desk.records()).filter((one) => one.what === what).map(({ args }) => String(args[0]));
      expect(await told('clipboard.writeText')).toEqual([address]);
      const opened = await told('shell.openExternal');
      expect(opened).toContain(address);
      const letter = opened.find((one) => one.startsWith('mailto:')) ?? '';
      expect(decodeURIComponent(letter)).toContain('Bonjour Saïd,');
      expect(decodeURIComponent(letter)).toContain(address);
      await page.getByRole('dialog').getByRole('button', { name: 'Fermer ce lien' }).click();
      await dialogSays(stop, 'La page est fermée. Rien n’a été débité.');
      expect((await fetch(address)).status).toBe(410);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  nextJourney('for a bill after the bank said no: paid there, the bill is paid here', async (stop) => {
    const { page } = stop;
    await stop.signIn('front_desk');
    await stop.openPerson('Thibodeau');
    await openBill(stop, 'Maxime Thibodeau');
    const { remaining } = await billShown(stop);
    await page.keyboard.press('F2');
    await press(stop);
    await dialogSays(stop, 'Nothing was charged.');
    await page
      .getByRole('button', { name: /^Make a payment link/ })
      .last()
      .click();
    await makePage(stop);
    await dialogSays(stop, 'Waiting for Maxime');
    const address = await hostedPage(stop);
    await close(stop);
    await screenSays(stop, 'A page is open for');
    await useHostedPage(address);
    await screenSays(stop, 'Paid on the page of a link');
    expect(await billShown(stop)).toMatchObject({ remaining: 0, paid: remaining + 0, state: 'paid', over: 0 });
    await nothingOdd(stop);
  });

  nextJourney('that nobody used is over when its time is, and another is made', async (stop) => {
    const { page } = stop;
    await stop.signIn('front_desk');
    await stop.openPerson('Haddad');
    await page.keyboard.press('F4');
    await makePage(stop);
    await dialogSays(stop, 'Waiting for Saïd');
    await stop.provider('stripe', 'clock', { advance: 32 * 60_000 });
    await dialogSays(stop, 'Nothing was charged.');
    await page.getByRole('button', { name: 'Make another' }).click();
    await ready(stop);
    await chooseUse(stop, 'The client chooses', 'Au choix du client');
  });

  nextJourney(
    'on which the bank is asked takes what the bank would not take here: the client confirms, and it is paid',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Delacroix');
      await openCharge(stop, '58,45');
      await press(stop);
      await dialogSays(stop, 'The client must confirm $58.45. Nothing was charged.');
      await page
        .getByRole('button', { name: /^Make a payment link/ })
        .last()
        .click();
      await makePage(stop);
      const address = await hostedPage(stop);
      await useHostedPage(address, { number: '4000 0027 6000 3184' });
      const reply = await fetch(address, { method: 'POST', body: new URLSearchParams({ bank: 'yes' }) });
      expect(reply.ok).toBe(true);
      await dialogSays(stop, '$58.45 paid on the page.');
      await close(stop);
      expect(await paymentsAtProvider(stop, id, 5845)).toHaveLength(2);
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'takes a deposit and keeps the card; the rest of the bill is charged to that card, without the client',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await openBill(stop, 'Saïd Haddad');
      await page.keyboard.press('F7');
      await chooseUse(stop, 'Deposit, taken now', 'Acompte, débité');
      await page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill('37,97');
      await page.getByRole('dialog').getByRole('group', { name: 'Garder la carte' }).getByText('Oui').click();
      await makePage(stop);
      await useHostedPage(await hostedPage(stop), { number: '5555 5555 5555 4444' });
      await dialogSays(stop, '37,97 $ payés sur la page. Mastercard 4444 est enregistrée.');
      await close(stop);
      await screenSays(stop, 'Payé sur la page d’un lien');
      await page.keyboard.press('F2');
      await ready(stop);
      await page.getByRole('radio', { name: /4444/ }).check();
      await press(stop);
      await dialogSays(stop, 'Plus rien à payer.');
      await close(stop);
      expect(await billShown(stop)).toMatchObject({ paid: 13_797, remaining: 0, over: 0, state: 'paid' });
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  nextJourney(
    'lets the client choose how much, within what the house set; or sells what is in the catalogue',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await page.keyboard.press('F7');
      await chooseUse(stop, 'The client chooses', 'Au choix du client');
      const [least, most] = await page.getByRole('dialog').locator('input[inputmode=decimal]').all();
      await least?.fill('10');
      await most?.fill('200');
      await makePage(stop);
      await dialogSays(stop, 'Saïd chooses the amount and pays');
      await useHostedPage(await hostedPage(stop), { amount: '42.50' });
      await dialogSays(stop, '$42.50 paid on the page.');
      await close(stop);
      // The price is the catalogue's own: nobody types it, two of them are twice that.
      await page.keyboard.press('F7');
      await chooseUse(stop, 'Something you sell', 'Un article en vente');
      await page
        .getByLabel('Price, from your catalogue')
        .selectOption({ label: 'Shampoing Fleur de sel, 250 ml · $32.19' });
      await page.getByRole('dialog').getByLabel('How many').selectOption('2');
      await makePage(stop);
      await dialogSays(stop, 'Saïd pays $64.38');
      await useHostedPage(await hostedPage(stop));
      await dialogSays(stop, '$64.38 paid on the page.');
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'is an invoice that may be paid next week: due in seven days, sent by nobody but us, paid, and the bill with it',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      await openBill(stop, 'Saïd Haddad');
      const { remaining } = await billShown(stop);
      await page.keyboard.press('F7');
      await chooseUse(stop, 'Invoice by email', 'Facture par courriel');
      await page.getByLabel('Due in').selectOption({ label: '7 days' });
      await dialogSays(stop, 'You send it');
      await makePage(stop);
      await dialogSays(stop, 'Waiting for Saïd');
      await page.getByRole('dialog').getByRole('button', { name: 'Write an email' }).click();
      await page.getByRole('dialog').locator('[aria-disabled]').first().waitFor({ state: 'detached' });
      const opened = (await stop.desk.records()).filter(({ what }) => what === 'shell.openExternal');
      expect(opened).toHaveLength(1);
      expect(decodeURIComponent(String(opened[0]?.args[0]))).toContain('mailto:');
      const address = await hostedPage(stop);
      await close(stop);
      await screenSays(stop, 'An invoice for');
      // Two days later it still stands; nothing else can be charged for the bill meanwhile without closing it.
      await stop.provider('stripe', 'clock', { advance: 48 * 3_600_000 });
      await useHostedPage(address);
      await screenSays(stop, 'Paid on the page of a link');
      expect(await billShown(stop)).toMatchObject({ paid: remaining, remaining: 0, over: 0, state: 'paid' });
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'of Paysafe is made where the owner says that the account has them: for exactly one amount, and the bill follows it',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('owner');
      await stop.openPerson('Cherkaoui');
      await page.keyboard.press('F7');
      await dialogSays(stop, 'Entrez un montant.');
      expect(await page.getByRole('group', { name: 'Page de', exact: true }).count()).toBe(0);
      await close(stop);
      await openPaysafePages(stop);
      await page.getByRole('button', { name: 'Activer' }).click();
      await page.getByText('Activés. Un client de Paysafe peut recevoir une page pour un montant exact.').waitFor();

      await stop.signIn('front_desk');
      await stop.openPerson('Cherkaoui');
      await makeBill(stop, 'cherkaoui', '143,20');
      await screenSays(stop, 'Rien n’est encore payé.');
      await page.keyboard.press('F7');
      await ready(stop);
      await dialogSays(stop, 'Paysafe y prend exactement ce montant et ne garde pas la carte.');
      await makePage(stop);
      await useHostedPage(await hostedPage(stop), { number: '4530 9100 0001 2345' });
      await dialogSays(stop, '143,20 $ payés sur la page.');
      await close(stop);
      await screenSays(stop, 'Payé sur la page d’un lien');
      expect(await billShown(stop)).toMatchObject({ paid: 14_320, remaining: 0, over: 0, state: 'paid' });
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  nextJourney(
    'whose answer was lost, on a desk that lost its power, is one page when it starts again',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Haddad');
      const lost = { method: 'POST', path: '/checkout/sessions$', nth: 1, times: 500, fault: 'drop-after' };
      await stop.provider('stripe', 'fault', lost);
      await page.keyboard.press('F4');
      await press(stop);
      await dialogSays(stop, 'We’re checking with Stripe whether the page was made.');
      await stop.desk.kill();
      await stop.desk.restart();
      await stop.signIn('front_desk');
      await stop.open('Today', 'Aujourd’hui');
      await screenSays(stop, 'Open links');
      await expect.poll(() => hostedPage(stop).catch(() => null), { timeout: 30_000 }).toContain('/pay/');
      const { links } = await stop.call<{ links: readonly unknown[] }>('links.list', {
        customerId: null,
        billId: null,
      });
      expect(links).toHaveLength(1);
    },
  );
});
