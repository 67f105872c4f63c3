import { describe, expect } from 'vitest';
import type { BillRow } from '../../src-main/contract/bill.ts';
import type { RunView } from '../../src-main/contract/bill-run.ts';
import type { RunSummary } from '../../src-main/contract/run.ts';
import { billsOfMany, mainButton, openBulk, yesterday } from '../../tools/tour-bill-runs.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey, nextJourney } from './journey.ts';
import { moneyRequests, nothingOdd, paymentsAtProvider, screenSays } from './steps.ts';

const auths = '/auths$';
async function lastRun(stop: TourStop): Promise<RunView> {
  const { runs } = await stop.call<{ runs: RunSummary[] }>('billRuns.list', {});
  return stop.call<RunView>('billRuns.get', { id: runs[0]?.id });
}
const states = async (stop: TourStop): Promise<string[]> => {
  const day = yesterday();
  return (await stop.call<{ rows: BillRow[] }>('bills.list', { from: day, to: day })).rows.map(({ state }) => state);
};
const chargesOf = async (stop: TourStop, { customerId, total }: BillRow): Promise<number> =>
  (await paymentsAtProvider(stop, customerId ?? '', total)).filter(({ state }) => state === 'paid').length;

describe('many due bills', () => {
  journey(
    'are charged in one go: 30 of them, two declines and a lost reply, and each row says its own',
    async (stop) => {
      const { page } = stop;
      const bills = await billsOfMany(stop, 30, ['Thibodeau', 'Bensalem', 'D’Aoust']);
      await stop.signIn('front_desk');
      await openBulk(stop);
      await screenSays(stop, 'Charge 30 bills, $2,043.75');
      // Paysafe takes the second charge that reaches it and its answer is lost, as is the answer to every question about it for now.
      const answers = { nth: 1, fault: 'drop-before', times: 500 };
      await stop.provider('paysafe', 'fault', { method: 'POST', path: auths, nth: 2, fault: 'drop-after' });
      await stop.provider('paysafe', 'fault', { ...answers, method: 'POST', path: auths, nth: 3 });
      await stop.provider('paysafe', 'fault', { ...answers, method: 'GET', path: '/auths' });
      const before = await moneyRequests(stop, 'stripe');
      await mainButton(stop).focus();
      await page.keyboard.press('Enter');
      expect(await moneyRequests(stop, 'stripe')).toBe(before);
      await page.keyboard.press('Control+Enter');
      await screenSays(stop, '2 declined');
      await screenSays(stop, '1 being checked');
      await screenSays(stop, '27 charged');
      const run = await lastRun(stop);
      expect(run).toMatchObject({ state: 'over', lines: { length: 30 } });
      const unknown = run.lines.find(({ operation }) => operation?.state.name === 'unknown');
      await screenSays(stop, 'Checking with Paysafe');
      await screenSays(stop, 'The bank declined $50.00. Nothing was charged.');
      const counted = (await states(stop)).toSorted();
      expect(counted).toEqual([...Array<string>(1).fill('checking'), 'due', 'due', ...Array<string>(27).fill('paid')]);
      const lost = bills.find(({ id }) => id === unknown?.billId);
      if (!lost) throw new Error('No line is being checked');
      // What to do next stands beside each: the declined one's bill is still to pay.
      await page
        .getByRole('row', { name: /Thibodeau/ })
        .getByRole('link', { name: 'Open bill' })
        .click();
      await screenSays(stop, 'Charge $50.00');
      await nothingOdd(stop);
    },
  );

  nextJourney(
    'whose desk is switched off in the middle: nothing more leaves by itself, and the rest is charged once somebody has looked',
    async (stop) => {
      const { page } = stop;
      const bills = await billsOfMany(stop, 8);
      await stop.signIn('front_desk');
      await openBulk(stop);
      await stop.provider('stripe', 'latency', { ms: 700 });
      await page.keyboard.press('Control+Enter');
      await screenSays(stop, '2 sur 8');
      await stop.desk.kill();
      await stop.desk.restart();
      await stop.signIn('front_desk');
      await screenSays(stop, 'Comptoir a été fermé pendant un débit de plusieurs factures.');
      const after = await lastRun(stop);
      expect(after.state).toBe('interrupted');
      const rest = after.lines.filter(({ state }) => state === 'waiting');
      expect(rest.length).toBeGreaterThanOrEqual(4);
      for (const line of rest) {
        const bill = bills.find(({ id }) => id === line.billId);
        expect(bill && (await chargesOf(stop, bill))).toBe(0);
      }
      await stop.page.getByRole('button', { name: 'Regarder le reste' }).click();
      await mainButton(stop).waitFor();
      await stop.page.keyboard.press('Control+Enter');
      await expect.poll(async () => (await lastRun(stop)).state, { timeout: 60_000 }).toBe('over');
      // The one that was on its way is asked about, as after any restart; nobody is charged twice.
      const sent = new Map((await lastRun(stop)).lines.map((line) => [line.billId, line.operation?.state.name]));
      for (const line of rest) expect(sent.get(line.billId)).toBe('done');
      for (const bill of bills)
        expect(await chargesOf(stop, bill)).toBeLessThanOrEqual(sent.get(bill.id) === 'not_done' ? 0 : 1);
      await nothingOdd(stop);
    },
    { lang: 'fr' },
  );
});
