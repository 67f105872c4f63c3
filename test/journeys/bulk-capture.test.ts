import { describe, expect } from 'vitest';
import type { HoldRunLine, HoldRunSummary, HoldRunView } from '../../src-main/contract/hold-run.ts';
import { captureTicked, heldOf, holdsOfMany, showPlaced } from '../../tools/tour-holds.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import { listsFilled, moneyRequests, nothingOdd, onStripesSite, paymentsAtProvider, screenSays } from './steps.ts';

async function lastRun(stop: TourStop): Promise<HoldRunView> {
  const { runs } = await stop.call<{ runs: HoldRunSummary[] }>('holdRuns.list', {});
  return stop.call<HoldRunView>('holdRuns.get', { id: runs[0]?.id });
}
/** What Stripe itself has taken of the hold of this line, minor units; null while it is still held or given back. */
async function takenOf(stop: TourStop, { customerId, holdId, held }: HoldRunLine): Promise<number | null> {
  const found = await paymentsAtProvider(stop, customerId ?? '', held);
  const own = found.find(({ id }) => id === holdId);
  return own?.state === 'paid' ? own.taken.amount : null;
}
const amounts = ({ page }: TourStop) => page.locator('[role=row] input[inputmode=decimal]');

describe('many holds', () => {
  journey(
    'are captured in one go: 30 of them with edited amounts, one declined, one the bank no longer holds, one given back elsewhere and a lost reply, and each row says its own',
    async (stop) => {
      const { page } = stop;
      await listsFilled(stop);
      const placed = await holdsOfMany(stop, 30);
      await stop.signIn('manager');
      await showPlaced(stop, 30);
      await page.getByRole('checkbox', { name: 'All 30 shown' }).check();
      await screenSays(stop, '30 of 30 selected, held');
      // More than is held is refused at the field; less is somebody's decision, said in words.
      await amounts(stop).nth(2).fill('900');
      await screenSays(stop, 'Only $');
      await page.keyboard.press('Escape');
      await amounts(stop).nth(0).fill('50');
      await amounts(stop).nth(1).fill('61,25');
      // Of the others one was given back on Stripe's own site a moment ago, for one the bank no longer stands, to one it says no, and the answer
      // about another is lost each time it is asked for.
      const order = await page.evaluate(() =>
        [...document.querySelectorAll('[role=row] [role=cell] .strong[title]')].map((name) => name.textContent),
      );
      const [gone, lost, lapsed, declined] = [3, 5, 4, 6].map((at) =>
        placed.find(({ customerName }) => customerName === order[at]),
      );
      const intent = (one: typeof gone): string => (one?.state.name === 'done' ? one.state.reference : '');
      await onStripesSite(stop, `/payment_intents/${intent(gone)}/cancel`);
      await stop.provider('stripe', 'withdraw', { id: intent(lapsed) });
      await stop.provider('stripe', 'decline-capture', { id: intent(declined) });
      const path = `/payment_intents/${intent(lost)}`;
      const drop = { nth: 1, times: 500 };
      await stop.provider('stripe', 'fault', {
        ...drop,
        method: 'POST',
        path: `${path}/capture$`,
        fault: 'drop-after',
      });
      await stop.provider('stripe', 'fault', { ...drop, method: 'GET', path, fault: 'drop-before' });
      const before = await moneyRequests(stop, 'stripe');
      await captureTicked(stop).click();
      const dialog = page.getByRole('dialog');
      const confirm = dialog.getByRole('button', { name: /^Capture \$/ });
      expect(await confirm.getAttribute('aria-disabled')).toBe('true');
      await dialog.getByPlaceholder('Why less than held?').first().fill('Shorter than booked');
      await dialog.getByRole('button', { name: 'Same reason for all' }).click();
      await confirm.focus();
      await page.keyboard.press('Enter');
      expect(await moneyRequests(stop, 'stripe')).toBe(before);
      await page.keyboard.press('Control+Enter');
      await screenSays(stop, '26 captured, ');
      await screenSays(stop, '1 declined');
      await screenSays(stop, '1 being checked');
      await screenSays(stop, '2 not done');
      const run = await lastRun(stop);
      expect(run).toMatchObject({ state: 'over', kind: 'capture', lines: { length: 30 } });
      const changed = run.lines.filter(({ amount, held }) => amount !== held);
      expect(changed.map(({ amount, note }) => [amount, note])).toEqual([
        [5000, 'Shorter than booked'],
        [6125, 'Shorter than booked'],
      ]);
      const words = run.lines.map(({ operation }) => operation?.state.name);
      expect(words.filter((word) => word === 'done')).toHaveLength(26);
      expect(run.lines.find(({ holdId }) => holdId.endsWith(intent(lost)))?.operation?.state.name).toBe('unknown');
      expect(run.lines.find(({ holdId }) => holdId.endsWith(intent(lapsed)))?.operation?.state).toMatchObject({
        name: 'rejected',
        code: 'hold_lapsed',
      });
      expect(run.lines.find(({ holdId }) => holdId.endsWith(intent(declined)))?.operation?.state).toMatchObject({
        name: 'declined',
        code: 'do_not_honor',
      });
      await screenSays(stop, 'Checking with Stripe');
      for (const line of run.lines.slice(0, 3)) expect(await takenOf(stop, line)).toBe(line.amount);
      expect(heldOf(0)).toBe(7013);
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'whose desk is switched off in the middle: nothing is captured by itself, and the rest once somebody says so',
    async (stop) => {
      await listsFilled(stop);
      await holdsOfMany(stop, 7);
      await stop.signIn('manager');
      await showPlaced(stop, 7);
      await stop.page.getByRole('checkbox', { name: 'Les 7 affichées' }).check();
      await captureTicked(stop).click();
      await stop.page.getByRole('dialog').waitFor();
      await stop.provider('stripe', 'latency', { ms: 700 });
      await stop.page.keyboard.press('Control+Enter');
      await screenSays(stop, '2 sur 7');
      await stop.desk.kill();
      await stop.desk.restart();
      await stop.signIn('manager');
      await screenSays(stop, 'Comptoir a été fermé pendant l’encaissement');
      const after = await lastRun(stop);
      expect(after.state).toBe('interrupted');
      const rest = after.lines.filter(({ state }) => state === 'waiting');
      expect(rest.length).toBeGreaterThanOrEqual(3);
      for (const line of rest) expect(await takenOf(stop, line)).toBeNull();
      await stop.page.getByRole('button', { name: 'Regarder le reste' }).click();
      await stop.page.getByRole('button', { name: 'Encaisser le reste' }).click();
      await expect.poll(async () => (await lastRun(stop)).state, { timeout: 60_000 }).toBe('over');
      // The one that was on its way is asked about, as after any restart; nothing is captured twice.
      for (const line of (await lastRun(stop)).lines)
        if (line.operation?.state.name === 'done') expect(await takenOf(stop, line)).toBe(line.held);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );
});
