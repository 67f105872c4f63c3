import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import type { DeskStatus, TodayView } from '../../src-main/contract/desk-status.ts';
import type { PaymentView } from '../../src-main/contract/payment.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { seriousFindings } from '../../tools/axe.ts';
import { settle } from '../../tools/settle.ts';
import type { TourStop } from '../../tools/tour-stop.ts';

export {
  allow,
  allowMore,
  allowWithout,
  close,
  onStripesSite,
  openCharge,
  outcome,
  press,
  ready,
  reason,
  type,
} from '../../tools/tour-hands.ts';

/** Amounts are written with no-break spaces on screen; a test says them with plain ones. */
const plain = (text: string | null): string => (text ?? '').replace(/[\u00a0\u202f]/g, ' ');

/** The dialog says this, now or in a moment. */
export async function dialogSays({ page }: TourStop, text: string): Promise<void> {
  await expect
    .poll(async () => plain(await page.getByRole('dialog').textContent()), { timeout: 30_000 })
    .toContain(text);
}

/** The screen says this, now or in a moment. */
export async function screenSays({ page }: TourStop, text: string): Promise<void> {
  await expect.poll(async () => plain(await page.getByRole('main').textContent()), { timeout: 30_000 }).toContain(text);
}

const moves: Readonly<Record<ProviderName, RegExp>> = {
  stripe: /\/v1\/(payment_intents(\/\w+\/(confirm|capture|cancel))?|refunds)$/,
  paysafe: /\/(auths|settlements|voidauths|refunds|purchases)$/,
};

/** How many requests that may move money this provider has taken since it was started. */
export async function moneyRequests(stop: TourStop, provider: ProviderName): Promise<number> {
  const { requests } = (await stop.provider(provider, 'requests')) as {
    requests: readonly { readonly method: string; readonly path: string }[];
  };
  return requests.filter(({ method, path }) => method !== 'GET' && moves[provider].test(path.split('?')[0] ?? ''))
    .length;
}

/** What the provider itself has of this person and this amount, read anew. */
export async function paymentsAtProvider(
  stop: TourStop,
  customerId: string,
  amount: number,
): Promise<readonly PaymentView[]> {
  const page = await stop.call<CustomerPage>('customers.refresh', { id: customerId });
  return page.payments.filter((payment) => payment.amount.amount === amount);
}

/** Both lists are filled: the first start takes a few seconds. */
export async function listsFilled(stop: TourStop): Promise<void> {
  const filled = async (): Promise<boolean> =>
    (await stop.call<DeskStatus>('desk.status', {})).providers.every(({ syncedAt }) => syncedAt !== null);
  await expect.poll(filled, { timeout: 40_000, interval: 250 }).toBe(true);
}

export async function collectedToday(stop: TourStop): Promise<number> {
  const { collected } = await stop.call<TodayView>('desk.today', {});
  return collected.find(({ currency }) => currency === 'CAD')?.amount ?? 0;
}

/** Finds somebody as staff do: Ctrl+K, a few letters, Enter. */
export async function find({ page }: TourStop, typed: string, name: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(typed);
  await page
    .getByRole('option', { name: new RegExp(name) })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 2, name }).waitFor();
}

/**
 * Nothing went wrong behind the window's back, and where it stands now nothing hinders a keyboard or a screen reader: each screen and dialog is
 * judged once a run, by the first journey that ends on it. To judge one takes as long as half a journey.
 */
export async function nothingOdd(stop: TourStop): Promise<void> {
  expect(await stop.desk.cspViolations()).toEqual([]);
  expect(await stop.desk.consoleErrors()).toEqual([]);
  if (!(await isFirstHere(stop))) return;
  await settle(stop.page);
  expect(await seriousFindings(stop.page)).toEqual([]);
}

/** Which screen and which dialog this is, whoever it shows. */
async function isFirstHere({ page, lang }: TourStop): Promise<boolean> {
  const place = await page.evaluate(() => {
    const screen = location.hash.split('/').map((part) => (/^[a-z-]+$/.test(part) ? part : 'x'));
    const dialogs = [...document.querySelectorAll('[role=dialog] h2')].map(({ textContent }) => textContent ?? '');
    return [...screen, ...dialogs].join(' ');
  });
  const name = `${lang} ${place}`.replace(/[^\p{L}\d]+/gu, '-');
  // A folder is made once: journeys run in several processes.
  return mkdirSync(join(inject('modelHouse').judged, name), { recursive: true }) !== undefined;
}
