import { describe, expect } from 'vitest';
import type { BillView } from '../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import { openBill } from '../../tools/tour-bills.ts';
import { chooseUse, hostedPage, makePage, useHostedPage } from '../../tools/tour-links.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import { close, dialogSays, nothingOdd, press, ready, screenSays } from './steps.ts';

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
      await useHostedPage(address, { number: '5555 5555 5555 4444' });
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
      await page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill('40');
      await makePage(stop);
      await dialogSays(stop, 'En attente de Saïd');
      const address = await hostedPage(stop);
      for (const name of ['Copier le lien', 'Ouvrir sur ce poste', 'Écrire un courriel']) {
        await page.getByRole('dialog').getByRole('button', { name }).click();
        await page.getByRole('dialog').locator('[aria-disabled]').first().waitFor({ state: 'detached' });
      }
      const asked = async (what: string) =>
        (await stop.desk.records()).filter((one) => one.what === what).map(({ args }) => String(args[0]));
      expect(await asked('clipboard.writeText')).toEqual([address]);
      const opened = await asked('shell.openExternal');
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

  journey('for a bill after the bank said no: paid there, the bill is paid here', async (stop) => {
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

  journey('that nobody used is over when its time is, and another is made', async (stop) => {
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
});
