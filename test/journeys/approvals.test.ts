import { describe, expect } from 'vitest';
import type { ApprovalView } from '../../src-main/contract/approval.ts';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import type { HoldView } from '../../src-main/contract/hold.ts';
import type { SessionState } from '../../src-main/contract/staff.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { approve } from '../../tools/tour-hands.ts';
import { captureTicked, holdsOfMany, showPlaced } from '../../tools/tour-holds.ts';
import { journey, nextJourney } from './journey.ts';
import { close, dialogSays, listsFilled, moneyRequests, nothingOdd, press, screenSays, type } from './steps.ts';

const never = { when: 'never', from: 0 } as const;
async function capturesFrom(stop: TourStop, from: number): Promise<void> {
  await stop.signIn('owner');
  const rules = { capture: { when: 'from', from }, refund: never, outside: never };
  await stop.call('approvals.setRules', rules);
}
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
async function openCapture(stop: TourStop, name: string): Promise<void> {
  await stop.open('Holds', 'Préautorisations');
  await stop.page.getByRole('row', { name: new RegExp(name) }).click();
  await stop.page.getByRole('button', { name: stop.words('Capture…', 'Encaisser…') }).click();
}
const waiting = async (stop: TourStop): Promise<readonly ApprovalView[]> =>
  (await stop.call<{ rows: readonly ApprovalView[] }>('approvals.list', {})).rows;

describe('a capture that needs a second person', () => {
  journey(
    'Maude prepares it, Sylvie approves with her PIN: her own yes and another amount open nothing, in the window or past it',
    async (stop) => {
      const { page } = stop;
      await capturesFrom(stop, 10_000);
      await stop.signIn('front_desk');
      await listsFilled(stop);
      const hold = await holdOf(stop, 'Gaëlle Morin');
      const requests = await moneyRequests(stop, 'stripe');

      await openCapture(stop, 'Gaëlle Morin');
      await type(stop, '195,46');
      await dialogSays(stop, 'Needs a second person: the total is $100.00 or more.');
      await dialogSays(stop, 'A second person must approve this first.');
      await dialogSays(stop, 'Prepared this: cannot approve it');
      await page.keyboard.press('Control+Enter');
      const dialog = page.getByRole('dialog');
      expect(await dialog.getByRole('radio', { name: /Maude/ }).isDisabled()).toBe(true);
      // Choosing another person takes the typed PIN away.
      await dialog.getByRole('radio', { name: /Sylvie/ }).check();
      await dialog.getByLabel('Sylvie’s PIN').fill('7391');
      await dialog.getByRole('radio', { name: /Hélène/ }).check();
      expect(await dialog.getByLabel('Hélène’s PIN').inputValue()).toBe('');

      await approve(stop, 'Sylvie');
      await dialogSays(stop, 'Sylvie Arcand approves $195.46.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);
      const [approved] = await waiting(stop);
      if (!approved) throw new Error('Nothing was approved');

      // Another amount was not approved.
      const amount = dialog.locator('input[inputmode=decimal]').first();
      await amount.fill('200');
      await dialogSays(stop, 'Amounts changed since Sylvie Arcand looked. Approve again.');
      await page.keyboard.press('Control+Enter');
      const { staff } = await stop.call<SessionState>('session.state', {});
      const maude = staff.find(({ name }) => name === 'Maude Gagnon');
      const order = { kind: 'capture', holdId: hold.id, amount: { amount: 20_000, currency: 'CAD' }, note: null };
      const forged = { ticket: 'forged-0000-0000-0000', order, note: null };
      const own = await stop.call<ApprovalView>('approvals.prepare', forged);
      const asked = { id: own.id, version: own.version, staffId: maude?.id, pin: '4826' };
      await expect(stop.call('approvals.approve', asked)).rejects.toThrow('own_approval');
      await expect(stop.call('approvals.send', { id: own.id, version: own.version })).rejects.toThrow(
        'approval_changed',
      );
      // Preparing that one has voided what Sylvie had approved.
      const { id, version } = approved;
      await expect(stop.call('approvals.send', { id, version })).rejects.toThrow('approval_changed');
      const past = { ticket: 'forged-0000-0000-0001', holdId: hold.id, amount: order.amount, note: null };
      await expect(stop.call('holds.capture', past)).rejects.toThrow('not_allowed');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);

      await amount.fill('195,46');
      await approve(stop, 'Sylvie');
      await press(stop);
      await dialogSays(stop, '$195.46 captured, $34.54 released.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests + 1);
      expect(await waiting(stop)).toEqual([]);
      await page.getByRole('button', { name: 'See what we know' }).click();
      await screenSays(stop, 'Approved by a second personSylvie Arcand · prepared by Maude Gagnon');
      // A manager alone is refused too.
      await stop.signIn('manager');
      const other = await holdOf(stop, 'Luc Archambault');
      const alone = { ticket: 'forged-0000-0000-0002', holdId: other.id, amount: other.capturable, note: null };
      await expect(stop.call('holds.capture', alone)).rejects.toThrow('needs_approval');
      const { rows } = await stop.call<{ rows: readonly AuditLine[] }>('history.list', {
        search: '',
        before: null,
        limit: 40,
      });
      for (const line of [
        { what: 'approvals.approve', outcome: 'refused', staffName: 'Maude Gagnon' },
        { what: 'approval_given', outcome: 'done', staffName: 'Sylvie Arcand' },
        { what: 'holds.capture', outcome: 'refused', staffName: 'Sylvie Arcand' },
      ])
        expect(rows).toContainEqual(expect.objectContaining(line));
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'several together are one list by what they add up to: prepared by Maude, approved by Sylvie later and captured line by line',
    async (stop) => {
      const { page } = stop;
      await holdsOfMany(stop, 3);
      await stop.signIn('front_desk');
      await showPlaced(stop, 3);
      await page.getByRole('checkbox', { name: 'All 3 shown' }).check();
      // Holds of one second stand in no order of their own.
      const first = page.locator('[role=row]', { hasText: '70.13' });
      await first.locator('input[inputmode=decimal]').fill('50');
      const requests = await moneyRequests(stop, 'stripe');
      await captureTicked(stop).click();
      const dialog = page.getByRole('dialog');
      await dialogSays(stop, 'Needs a second person: the total is $100.00 or more.');
      await dialog.getByPlaceholder('Why less than held?').fill('Shorter than booked');
      await page.keyboard.press('Control+Enter');
      await dialog.getByLabel('Note for whoever approves').fill('As agreed on Saturday');
      await dialog.getByRole('button', { name: 'Leave it for later' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);

      await stop.signIn('manager');
      await stop.open('Today', 'Aujourd’hui');
      await screenSays(stop, 'Capture $193.59, 3 holds');
      await page.getByRole('button', { name: 'Look and approve' }).click();
      await dialogSays(stop, 'Shorter than booked');
      await dialogSays(stop, 'As agreed on Saturday');
      await approve(stop, 'Sylvie');
      await dialogSays(stop, 'Sylvie Arcand approves $193.59.');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests);
      await press(stop);
      await screenSays(stop, '3 captured, $193.59');
      expect(await moneyRequests(stop, 'stripe')).toBe(requests + 3);
      expect(await waiting(stop)).toEqual([]);
      await nothingOdd(stop);
    },
  );

  journey(
    'laissée pour plus tard, elle attend à l’écran Aujourd’hui : Sylvie la renvoie, puis approuve et encaisse la suivante',
    async (stop) => {
      const { page } = stop;
      await capturesFrom(stop, 10_000);
      await stop.signIn('front_desk');
      await listsFilled(stop);
      const leave = async (amount: string): Promise<void> => {
        await openCapture(stop, 'Gaëlle Morin');
        await type(stop, amount);
        await dialogSays(stop, 'Exige une 2e personne : le total atteint 100,00 $.');
        await page.getByRole('button', { name: 'Laisser pour plus tard' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
      };
      await leave('210');
      await stop.signIn('manager');
      await stop.open('Today', 'Aujourd’hui');
      await screenSays(stop, 'Encaisser 210,00 $, Gaëlle Morin');
      await page.getByRole('button', { name: 'Regarder et approuver' }).click();
      await dialogSays(stop, 'Préparé par Maude Gagnon');
      await page.getByRole('button', { name: 'Renvoyer avec une note' }).click();
      await page.getByRole('dialog').getByLabel('Ce qui est à revoir').fill('vérifier le pourboire');
      await approve(stop, 'Sylvie');
      await page.getByRole('dialog').waitFor({ state: 'detached' });

      await stop.signIn('front_desk');
      await stop.open('Today', 'Aujourd’hui');
      await screenSays(stop, 'Renvoyé par Sylvie Arcand : « vérifier le pourboire ».');
      await page.getByRole('button', { name: 'J’ai lu' }).click();
      await leave('205');
      await stop.signIn('manager');
      await stop.open('Today', 'Aujourd’hui');
      await page.getByRole('button', { name: 'Regarder et approuver' }).click();
      await approve(stop, 'Sylvie');
      await dialogSays(stop, 'Sylvie Arcand approuve 205,00 $.');
      await press(stop);
      await dialogSays(stop, '205,00 $ encaissés, 25,00 $ libérés.');
      await close(stop);
      expect(await waiting(stop)).toEqual([]);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );
});
