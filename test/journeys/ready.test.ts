import { describe, expect } from 'vitest';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import type { ReadyList, ReadyRow } from '../../src-main/contract/ready.ts';
import { hostedPage, makePage, onAPhone, useHostedPage } from '../../tools/tour-links.ts';
import { openReady, pickReady } from '../../tools/tour-ready.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import { close, dialogSays, listsFilled, nothingOdd, screenSays } from './steps.ts';

async function rowOf(stop: TourStop, name: string): Promise<ReadyRow | undefined> {
  const { rows } = await stop.call<ReadyList>('bills.ready', { days: 1 });
  return rows.find(({ customerName }) => customerName === name);
}
const notReady = async (stop: TourStop): Promise<number> =>
  (await stop.call<ReadyList>('bills.ready', { days: 1 })).rows.filter(({ reasons }) => reasons.length > 0).length;
/** The bank of somebody's card sends it anew; the desk hears of it with the next list. */
async function cardReplaced(stop: TourStop, search: string, last4: string): Promise<void> {
  const asked = { search, filter: 'all', offset: 0, limit: 1 };
  const { rows } = await stop.call<{ rows: { id: string }[] }>('customers.list', asked);
  const { cards } = await stop.call<CustomerPage>('customers.get', { id: rows[0]?.id });
  const id = cards[0]?.id.slice('stripe:'.length);
  await stop.provider('stripe', 'replace-card', { id, last4, expMonth: 3, expYear: 2032 });
  await stop.call('desk.refresh', {});
}
const inTable = ({ page }: TourStop, name: string): Promise<number> =>
  page
    .getByRole('table')
    .getByRole('row', { name: new RegExp(name) })
    .count();

describe('tomorrow', () => {
  journey(
    'a visit without a card: a link is made, the client uses it on their phone, and the visit is ready',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      await cardReplaced(stop, 'gaëlle morin', '4646');
      await stop.open('Today', 'Aujourd’hui');
      await screenSays(stop, 'Mastercard 2290: replaced by the bank, now ends 4646');
      await openReady(stop);
      await pickReady(stop, 'Thị Hương Phạm');
      await page.keyboard.press('F7');
      await dialogSays(stop, 'types the card here, into Paysafe’s own fields');
      await close(stop);
      await page.emulateMedia({ media: 'print' });
      expect(await page.getByRole('navigation').first().isVisible()).toBe(false);
      expect(await page.getByRole('button', { name: 'Print' }).count()).toBe(0);
      expect(await page.getByText('Gaëlle Morin').isVisible()).toBe(true);
      await page.emulateMedia({ media: null });
      const before = await notReady(stop);
      await page.getByRole('link', { name: `Tomorrow ${before}`, exact: true }).waitFor();
      await pickReady(stop, 'Jean-François Côté');
      await page.keyboard.press('F7');
      await makePage(stop);
      await dialogSays(stop, 'Waiting for Jean-François');
      await dialogSays(stop, 'enters the card and accepts the consent');
      const address = await hostedPage(stop);
      await close(stop);
      await screenSays(stop, 'Link open until');
      expect(await onAPhone(address, '5555 5555 5555 4444')).not.toBe('');
      await expect.poll(() => inTable(stop, 'Jean-François Côté'), { timeout: 30_000 }).toBe(0);
      expect(await rowOf(stop, 'Jean-François Côté')).toMatchObject({
        reasons: [],
        card: { label: { lastFour: '4444' } },
      });
      await page.getByRole('link', { name: `Tomorrow ${before - 1}`, exact: true }).waitFor();
      await nothingOdd(stop);
    },
  );

  journey(
    'links for all at once, by keyboard and in French: each stands beside its visit, and is there to pass on',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      await openReady(stop);
      await page.keyboard.press('Control+Enter');
      await screenSays(stop, '2 liens prêts.');
      const robitaille = await rowOf(stop, 'Antoine Robitaille');
      const cote = await rowOf(stop, 'Jean-François Côté');
      expect([robitaille?.next, cote?.next]).toEqual(['show_link', 'show_link']);
      await pickReady(stop, 'Antoine Robitaille');
      await page.getByRole('button', { name: 'Voir le lien' }).click();
      await dialogSays(stop, 'En attente d’Antoine');
      await close(stop);
      const { address } = await stop.call<{ address: string | null }>('links.show', { id: robitaille?.link?.id });
      await useHostedPage(address ?? '');
      await expect.poll(() => inTable(stop, 'Antoine Robitaille'), { timeout: 30_000 }).toBe(0);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );
});
