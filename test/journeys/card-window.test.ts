import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import type { ConsentView } from '../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import { goodCard, openCardWindow, saveThere, typeCard } from '../../tools/tour-card-window.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import { close, dialogSays, nothingOdd, openCharge, press, ready, screenSays } from './steps.ts';

const cardsOf = async (stop: TourStop, id: string) => (await stop.call<CustomerPage>('customers.get', { id })).cards;

/** Every byte that the app has written, and everything it has said: main's own output, what it asked of the system, its logs and records. */
async function allThatIsKept(stop: TourStop): Promise<string> {
  const files = readdirSync(stop.desk.dataDir, { recursive: true, withFileTypes: true })
    // The provider's own file is the provider's: a real one is not on this PC.
    .filter((entry) => entry.isFile() && !entry.name.startsWith('sandbox.db'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'));
  return [...files, stop.desk.output(), JSON.stringify(await stop.desk.records())].join('\n');
}

describe('a card that a client of Paysafe types at the desk', () => {
  journey(
    'is checked with its bank, saved with its consent, charged as a stored card, and its number is nowhere here',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Cherkaoui');
      await page.keyboard.press('F4');
      await dialogSays(stop, 'Paysafe has no page that can be sent');
      const typing = await openCardWindow(stop);
      await dialogSays(stop, 'The card window is open. Inès types the card there.');
      const asked: { readonly to: string; readonly body: string }[] = [];
      typing.on('request', (request) => asked.push({ to: request.url(), body: request.postData() ?? '' }));
      await typeCard(typing, goodCard);
      // What the page itself can read of the fields: nothing, they are on another origin.
      const readable = await typing.evaluate(() => {
        try {
          return document.querySelector('iframe')?.contentDocument?.body.textContent ?? null;
        } catch {
          return null;
        }
      });
      expect(readable).toBeNull();
      const pageUrl = typing.url();
      await saveThere(typing);
      await dialogSays(stop, 'Visa 2345 is saved.');
      expect(typing.isClosed()).toBe(true);
      await expect(fetch(pageUrl)).rejects.toThrow();

      // The digits left for one place only: the origin of the frames they were typed in.
      const frames = new URL(
        (
          JSON.parse(readFileSync(join(stop.desk.dataDir, 'demo', 'sandbox-address.json'), 'utf8')) as {
            paysafeFields: string;
          }
        ).paysafeFields,
      ).origin;
      const spaced = (goodCard.number.match(/\d{4}/g) ?? []).join(' ');
      const withDigits = asked.filter(({ to, body }) =>
        [goodCard.number, spaced].some((one) => `${to}${body}`.includes(one)),
      );
      expect(withDigits.map(({ to }) => new URL(to).origin)).toEqual([frames]);
      const kept = await allThatIsKept(stop);
      for (const digits of [goodCard.number, spaced, goodCard.number.slice(0, 12)]) expect(kept).not.toContain(digits);
      const told = await stop.desk.records();
      const [session] = told.filter(
        ({ what, args }) => what === 'session.fromPartition' && /^card-/.test(String(args[0])),
      );
      expect(session?.args[1]).toEqual({ cache: false });
      expect(told.filter(({ what, args }) => what.startsWith('webRequest') && args[0] === session?.args[0])).toEqual(
        [],
      );

      await close(stop);
      await screenSays(stop, '•••• 2345');
      const card = (await cardsOf(stop, id)).find(({ lastFour }) => lastFour === '2345');
      const { consents } = await stop.call<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: id });
      expect(consents.find(({ cardId }) => cardId === card?.id)).toMatchObject({ channel: 'page', state: 'ok' });

      await openCharge(stop, '42,00');
      await page.getByRole('radio', { name: /2345/ }).check();
      await ready(stop);
      await press(stop);
      await dialogSays(stop, '$42.00 charged to Visa 2345.');
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'is not saved when the window is closed or the code is wrong, and is there once when it was there before',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Cherkaoui');
      const before = (await cardsOf(stop, id)).length;
      await page.keyboard.press('F4');
      const first = await openCardWindow(stop);
      await first.locator('#cancel').click();
      await dialogSays(stop, 'La fenêtre de carte a été fermée. Rien n’est enregistré.');
      const again = async () => {
        await page.getByRole('button', { name: 'Taper une carte à nouveau' }).click();
        return openCardWindow(stop);
      };
      const wrong = await again();
      // The provider's published code for "does not match".
      await typeCard(wrong, { ...goodCard, code: '666' });
      await saveThere(wrong);
      await dialogSays(stop, 'Le code de sécurité de la Visa 2345 ne correspond pas.');
      const good = await again();
      await typeCard(good, goodCard);
      await saveThere(good);
      await dialogSays(stop, 'Visa 2345 est enregistrée.');
      await close(stop);
      await page.keyboard.press('F4');
      const twice = await openCardWindow(stop);
      await typeCard(twice, goodCard);
      await saveThere(twice);
      await dialogSays(stop, 'Visa 2345 était déjà enregistrée pour ce client.');
      expect(await cardsOf(stop, id)).toHaveLength(before + 1);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );

  nextJourney(
    'of a person known only at Stripe is saved on a profile that is made first, and both are one person',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      const id = await stop.openPerson('Haddad');
      await page.getByRole('button', { name: 'Card at the desk' }).click();
      await dialogSays(stop, 'This client has no profile at Paysafe.');
      const typing = await openCardWindow(stop);
      await typeCard(typing, goodCard);
      await saveThere(typing);
      await dialogSays(stop, 'Visa 2345 is saved.');
      await close(stop);
      await screenSays(stop, '•••• 2345');
      const { records } = await stop.call<CustomerPage>('customers.get', { id });
      expect(records.map(({ provider }) => provider).toSorted()).toEqual(['paysafe', 'stripe']);
      await nothingOdd(stop);
    },
  );
});
