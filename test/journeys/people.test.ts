import { describe, expect } from 'vitest';
import { personTile } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import { close, dialogSays, nothingOdd, openCharge, press, ready, screenSays } from './steps.ts';

describe('people at the desk', () => {
  journey('a wrong PIN says so; five of them lock that person out until a manager lifts it', async (stop) => {
    const { page } = stop;
    await personTile(page, 'Maude').click();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      await page.keyboard.type('1379');
      await page.keyboard.press('Enter');
      await page
        .getByRole('alert')
        .filter({ hasText: /PIN|Locked/ })
        .waitFor();
      await page.waitForFunction(() => document.activeElement?.id === 'pin');
    }
    await page.keyboard.type('4826');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Locked after 5 tries. A manager can unlock.' }).waitFor();
    await stop.signIn('manager');
    await stop.open('Settings', 'Réglages');
    await page.getByRole('link', { name: 'People and roles' }).click();
    await page.getByRole('button', { name: /^Unlock/ }).click();
    await expect.poll(() => page.getByRole('button', { name: /^Unlock/ }).count()).toBe(0);
    await stop.signIn('front_desk');
    await screenSays(stop, 'Today');
    await nothingOdd(stop);
  });

  journey(
    'locked with a half-typed charge: no name and no amount on screen; its person finds it again, another does not',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await stop.openPerson('Kowalczyk');
      await openCharge(stop, '162,70');
      await page.getByRole('button', { name: /^18/ }).click();
      await page.keyboard.press('Control+l');
      await personTile(page, 'Maude').waitFor();
      const shown = await page.locator('body').textContent();
      expect(shown).not.toMatch(/Kowalczyk|162|191|1009/);
      await personTile(page, 'Maude').click();
      await page.keyboard.type('4826');
      await page.keyboard.press('Enter');
      await dialogSays(stop, 'Charge $191.99');
      await stop.signIn('manager');
      await screenSays(stop, 'Today');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await stop.signIn('front_desk');
      expect(await page.getByRole('dialog').count()).toBe(0);
      await nothingOdd(stop);
    },
  );

  journey('every screen by keyboard alone, and back to where the hand was after a dialog', async (stop) => {
    const { page } = stop;
    await stop.signIn('owner');
    for (const [keys, name] of [
      ['Control+2', 'Customers'],
      ['Control+3', 'Holds'],
      ['Control+4', 'Payments'],
      ['Control+,', 'Settings'],
      ['Control+1', /day, /],
    ] as const) {
      await page.keyboard.press(keys);
      await page.getByRole('heading', { level: 1, name }).waitFor();
    }
    await page.keyboard.press('Control+2');
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('kowal');
    await page.getByRole('row', { name: /Kowalczyk/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('heading', { level: 2, name: 'Zoë Kowalczyk' }).waitFor();
    await page.keyboard.press('Enter');
    const charge = page.getByRole('button', { name: /^Charge/ });
    await expect.poll(() => charge.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Enter');
    await dialogSays(stop, 'Charge Zoë Kowalczyk');
    await page.waitForFunction(() => document.activeElement?.getAttribute('inputmode') === 'decimal');
    await page.keyboard.press('Escape');
    await expect.poll(() => charge.evaluate((button) => button === document.activeElement)).toBe(true);
    await nothingOdd(stop);
  });

  journey(
    'a card is removed, then a whole customer: gone from every dialog and the search, still in the history',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('manager');
      await stop.openPerson('Kowalczyk');
      await page.getByRole('listitem', { name: 'Amex 1009' }).getByRole('button', { name: 'Remove' }).click();
      await dialogSays(stop, 'It can no longer be charged');
      await page.keyboard.press('Enter');
      await ready(stop);
      await press(stop);
      await dialogSays(stop, 'Amex 1009 removed. It can no longer be charged.');
      await close(stop);
      await screenSays(stop, 'No saved card.');
      await screenSays(stop, 'Card removed · Sylvie Arcand');
      await page.keyboard.press('F2');
      await dialogSays(stop, 'No card here can be charged now.');
      await close(stop);
      // Whoever has something left to pay stays, and the dialog says what it is.
      const removal = page.getByRole('button', { name: 'Remove this customer…' });
      await removal.click();
      await dialogSays(stop, 'A bill of theirs has something left to pay. Settle or cancel it first, then remove.');
      await close(stop);
      await stop.openPerson('Alexis Lapointe');
      await removal.click();
      await dialogSays(stop, 'Saved, and deleted with it');
      await page.getByLabel('Why (kept in the history)').fill('Asked to be forgotten');
      await page.keyboard.press('Enter');
      await ready(stop);
      await press(stop);
      await dialogSays(stop, 'Alexis Lapointe is removed at Paysafe.');
      await close(stop);
      await screenSays(stop, 'Removed at Paysafe by Sylvie Arcand on');
      await screenSays(stop, 'because: Asked to be forgotten.');
      await screenSays(stop, 'Customer removed · Sylvie Arcand');
      expect(await page.getByRole('button', { name: /^Charge/ }).count()).toBe(0);
      await page.getByRole('searchbox').fill('alexis lapointe');
      await screenSays(stop, 'Nobody matches “alexis lapointe”.');
      await stop.signIn('front_desk');
      await stop.openPerson('Alexis Dubé');
      await removal.click();
      await dialogSays(stop, 'Your role may not remove customers. Ask a manager.');
      await nothingOdd(stop);
    },
  );
});
