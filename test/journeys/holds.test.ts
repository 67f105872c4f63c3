import { describe, expect } from 'vitest';
import type { HoldView } from '../../src-main/contract/hold.ts';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import {
  close,
  dialogSays,
  listsFilled,
  moneyRequests,
  nothingOdd,
  paymentsAtProvider,
  press,
  screenSays,
  type,
} from './steps.ts';

async function holdOf(stop: TourStop, name: string): Promise<HoldView> {
  const { rows } = await stop.call<{ rows: readonly HoldView[] }>('holds.list', {
    filter: 'open',
    provider: null,
    offset: 0,
    limit: 100,
  });
  const found = rows.find(({ customerName }) => customerName === name);
  if (!found) throw new Error(`${name} has no open hold`);
  return found;
}
async function openFor(stop: TourStop, name: string, button: string): Promise<void> {
  await stop.page.getByRole('row', { name: new RegExp(name) }).click();
  await stop.page.getByRole('button', { name: button }).click();
}

describe('reviewing holds', () => {
  journey(
    'the front desk sees the buttons shut and why; a call past the window is refused and written down',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('front_desk');
      await listsFilled(stop);
      await stop.open('Holds', 'Préautorisations');
      const hold = await holdOf(stop, 'Gaëlle Morin');
      await page.getByRole('row', { name: /Gaëlle Morin/ }).click();
      const capture = page.getByRole('button', { name: 'Capture…' });
      expect(await capture.getAttribute('aria-disabled')).toBe('true');
      await capture.focus();
      await page.keyboard.press('Space');
      await screenSays(stop, 'Your role may not capture. Ask a manager.');
      expect(await page.getByRole('dialog').count()).toBe(0);
      const forged = { ticket: 'forged-0000-0000-0000', holdId: hold.id, amount: hold.capturable, note: null };
      await expect(stop.call('holds.capture', forged)).rejects.toThrow('not_allowed');
      expect(await moneyRequests(stop, 'stripe')).toBe(0);
      await stop.signIn('manager');
      const { rows } = await stop.call<{ rows: readonly AuditLine[] }>('history.list', {
        search: '',
        before: null,
        limit: 20,
      });
      expect(rows).toContainEqual(
        expect.objectContaining({ what: 'holds.capture', outcome: 'refused', staffName: 'Maude Gagnon' }),
      );
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'a part is captured and the rest released: by Stripe itself, at Paysafe as a second step',
    async (stop) => {
      const { page } = stop;
      await stop.signIn('manager');
      await listsFilled(stop);
      await stop.open('Holds', 'Préautorisations');
      const [stripe, paysafe] = [await holdOf(stop, 'Gaëlle Morin'), await holdOf(stop, 'Daphné Papadakis')];

      await openFor(stop, 'Gaëlle Morin', 'Capture…');
      await type(stop, '500');
      await dialogSays(stop, 'Only $230.00 is held.');
      await page.keyboard.press('Control+Enter');
      await type(stop, '195,46');
      await dialogSays(stop, '$34.54 released');
      const before = await moneyRequests(stop, 'stripe');
      await press(stop);
      await dialogSays(stop, '$195.46 captured, $34.54 released.');
      expect(await moneyRequests(stop, 'stripe')).toBe(before + 1);
      await close(stop);
      expect(await page.getByRole('row', { name: /Gaëlle Morin/ }).count()).toBe(0);
      const [taken] = await paymentsAtProvider(stop, stripe.customerId ?? '', 23_000);
      expect(taken).toMatchObject({ state: 'paid', taken: { amount: 19_546 } });

      await openFor(stop, 'Daphné Papadakis', 'Capture…');
      await type(stop, '321,93');
      await dialogSays(stop, 'Comptoir releases the rest as a second step');
      await press(stop);
      await dialogSays(stop, '$321.93 captured, $28.07 released.');
      await page.getByRole('button', { name: 'See what we know' }).click();
      await screenSays(stop, 'Steps of this order');
      await screenSays(stop, 'Released$28.07');
      const [settled] = await paymentsAtProvider(stop, paysafe.customerId ?? '', 35_000);
      expect(settled).toMatchObject({ taken: { amount: 32_193 } });
      expect(await moneyRequests(stop, 'paysafe')).toBe(2);
      await nothingOdd(stop);
    },
  );

  nextJourney('one is released whole, once; a lapsed one offers nothing to take', async (stop) => {
    const { page } = stop;
    await stop.signIn('manager');
    await listsFilled(stop);
    await stop.open('Holds', 'Préautorisations');
    const hold = await holdOf(stop, 'Luc Archambault');
    await openFor(stop, 'Luc Archambault', 'Release…');
    await dialogSays(stop, 'All of the $160.00 goes back');
    await press(stop);
    await dialogSays(stop, '$160.00 released. The bank may show it for a few days.');
    await close(stop);
    await expect.poll(() => page.getByRole('row', { name: /Luc Archambault/ }).count()).toBe(0);
    expect((await paymentsAtProvider(stop, hold.customerId ?? '', 16_000)).map(({ state }) => state)).toEqual([
      'released',
    ]);
    await page.getByRole('button', { name: /^Lapsed/ }).click();
    await screenSays(stop, 'Nothing was taken');
    await page.getByRole('row', { name: /Nothing was taken/ }).click();
    expect(await page.getByRole('button', { name: 'Capture…' }).count()).toBe(0);
    await nothingOdd(stop);
  });
});

/** How the desktop says it, in the language of the house. */
const lapseWords = {
  en: { told: /^\d+ holds? lapses? (today|tomorrow)/, todo: 'to capture or release.', holds: 'Holds' },
  fr: {
    told: /^\d+ préautorisations? expirent? (aujourd’hui|demain)/,
    todo: 'à encaisser ou à libérer.',
    holds: 'Préautorisations',
  },
} as const;

describe('holds that lapse', () => {
  for (const lang of ['en', 'fr'] as const)
    journey(
      `are told of on the desktop as a manager signs in; one that lapsed on a PC that slept is in the history, and is not captured: ${lang}`,
      async (stop) => {
        const { page, desk } = stop;
        // Whoever may not capture is told of none.
        await stop.signIn('front_desk');
        const { rows } = await stop.call<{ rows: readonly HoldView[] }>('holds.list', {
          ...{ filter: 'open', provider: 'stripe', offset: 0, limit: 1 },
        });
        const [first] = rows;
        if (!first?.deadline) throw new Error('No hold of Stripe is open');
        await stop.call('session.lock', {});
        // Ten (or eleven, in summer) of the morning after the first of them lapsed: past the first time of the house, before the second.
        const dayAfter = new Date(first.deadline.at + 24 * 3_600_000).toISOString().slice(0, 10);
        await desk.moveClock(Date.parse(`${dayAfter}T10:00:00-05:00`) - Date.now());
        await desk.power('resume');
        await stop.signIn('manager');
        const shown = async () => (await desk.records()).filter(({ what }) => what === 'Notification.show');
        await expect.poll(async () => (await shown()).length, { timeout: 30_000 }).toBe(1);
        const [{ title, body } = { title: '', body: '' }] = (await shown()).flatMap(({ args }) => args) as {
          title: string;
          body: string;
        }[];
        expect(title).toMatch(lapseWords[lang].told);
        expect(body).toContain(lapseWords[lang].todo);
        expect(await desk.pressNotification()).toBe(true);
        await page.getByRole('heading', { level: 1, name: lapseWords[lang].holds }).waitFor();
        // What nobody captured in time: written at the watch’s next look after its list was read, 20 seconds at most.
        const lapsed = async () => {
          const { rows: lines } = await stop.call<{ rows: readonly AuditLine[] }>('history.list', {
            ...{ search: first.customerName, before: null, limit: 50 },
          });
          return lines.filter(({ what }) => what === 'hold_lapsed').map(({ detail }) => detail);
        };
        const { amount, currency } = first.authorized;
        await expect
          .poll(lapsed, { timeout: 60_000 })
          .toEqual([expect.objectContaining({ customer: first.customerName, amount, currency })]);
        const capture = { ticket: 'ticket-past-the-deadline', holdId: first.id, amount: first.authorized, note: null };
        await expect(stop.call('holds.capture', capture)).rejects.toThrow('hold_lapsed');
        await nothingOdd(stop);
      },
      { lang },
    );
});
