import type { CustomerList } from '../src-main/contract/customer.ts';
import type { BillRow } from '../src-main/contract/bill.ts';
import { close } from './tour-hands.ts';
import { showDay } from './tour-bills.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

const dayMs = 24 * 3_600_000;
const houseDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Toronto', dateStyle: 'short' });

/** Yesterday of the demo house: the day that has no visit of its own. */
export const yesterday = (): string => houseDay.format(Date.now() - dayMs);

/**
 * Bills of so many people on a day that has none: those named first, in their order, then others with a card that works. In a house that asks for
 * no consent, so that each could be charged.
 */
export async function billsOfMany(stop: TourStop, many: number, named: readonly string[] = []): Promise<BillRow[]> {
  await stop.signIn('owner');
  await stop.call('consents.setRule', { rule: 'free' });
  const found = async (search: string, limit: number) =>
    (await stop.call<CustomerList>('customers.list', { search, filter: 'all', offset: 0, limit })).rows;
  const first = (await Promise.all(named.map((name) => found(name, 1)))).flat();
  // Paid on these very days, or about to be, by other steps and by the house's own diary.
  const others = (await found('', 200)).filter(
    ({ id, providers, cardState, openHolds }) =>
      id.startsWith('stripe:') && providers.length === 1 && cardState === 'ok' && openHolds === 0,
  );
  const made: BillRow[] = [];
  for (const { id, name } of [...first, ...others]) {
    if (made.length === many) break;
    if (made.some(({ customerId }) => customerId === id)) continue;
    const { repeats } = await stop.call<{ repeats: readonly unknown[] }>('payments.recent', {
      customerId: id,
      ask: false,
    });
    if (repeats.length > 0 || (named.length === 0 && name.includes('Thibodeau'))) continue;
    const at = made.length;
    const time = `${String(9 + Math.floor(at / 4)).padStart(2, '0')}:${String((at % 4) * 15).padStart(2, '0')}`;
    const visit = {
      day: yesterday(),
      time,
      service: stop.words('Balance of a treatment', 'Solde d’un soin'),
      withWhom: 'Noé',
    };
    const bill = { customerId: id, customerName: name, lines: [], total: 5000 + at * 125, tax: null, note: null };
    made.push(await stop.call<BillRow>('bills.make', { ...visit, ...bill }));
  }
  return made;
}

/** Ticks all bills of yesterday that are to pay, and opens the list of their lines. */
export async function openBulk(stop: TourStop): Promise<void> {
  await stop.open('Today', 'Aujourd’hui');
  await showDay(stop, stop.words('Yesterday', 'Hier'));
  await stop.page.getByRole('checkbox', { name: stop.words('shown to pay', 'affichées à payer') }).check();
  await bulkButton(stop).click();
  await mainButton(stop).waitFor();
}
const bulkButton = ({ page, words }: TourStop) =>
  page.getByRole('button', { name: new RegExp(words('^Charge \\d+ bills?…', '^Débiter \\d+ factures?…')) });

/** What begins the run. */
export const mainButton = ({ page, words }: TourStop) =>
  page.getByRole('button', { name: new RegExp(words('^Charge [1-9]\\d* bills?, ', '^Débiter [1-9]\\d* factures?, ')) });

/** Bills charged together: ticked on Today, each line beforehand, while it goes, and what became of each. Begins and ends on Today. */
export const billRunSteps: readonly TourStep[] = [
  {
    name: 'bills-ticked',
    go: async (stop) => {
      const many = await billsOfMany(stop, 7, ['Thibodeau']);
      await stop.open('Today', 'Aujourd’hui');
      await showDay(stop, stop.words('Yesterday', 'Hier'));
      for (const { customerName } of many.slice(0, 3))
        await stop.page.getByRole('checkbox', { name: customerName }).check();
      await bulkButton(stop).waitFor();
    },
  },
  {
    name: 'bills-to-charge',
    go: async (stop) => {
      await openBulk(stop);
      const amounts = stop.page.locator('input[inputmode=decimal]');
      await amounts.nth(1).fill('20');
      await amounts.nth(2).focus();
    },
  },
  {
    name: 'bills-going',
    go: async (stop) => {
      await stop.provider('stripe', 'latency', { ms: 1500 });
      await stop.page.keyboard.press('Control+Enter');
      await stop.page.getByText(stop.words('2 of 7 done', '2 sur 7')).waitFor();
    },
  },
  {
    name: 'bills-stopped',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Stop', 'Arrêter') }).click();
      await stop.page.getByRole('button', { name: stop.words('Look at the rest', 'Regarder le reste') }).waitFor();
    },
  },
  {
    name: 'bills-charged',
    go: async (stop) => {
      await stop.provider('stripe', 'latency', { ms: 0 });
      await stop.page.getByRole('button', { name: stop.words('Look at the rest', 'Regarder le reste') }).click();
      await mainButton(stop).waitFor();
      await stop.page.keyboard.press('Control+Enter');
      await stop.page.getByText(stop.words('6 charged', '6 débitées')).waitFor();
    },
  },
  {
    name: 'bills-charged-export',
    go: async ({ page, words }) => {
      await page.getByRole('button', { name: words('Export', 'Exporter'), exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'bills-charged-day',
    go: async (stop) => {
      await close(stop);
      await stop.open('Today', 'Aujourd’hui');
      await showDay(stop, stop.words('Yesterday', 'Hier'));
      await stop.call('consents.setRule', { rule: 'manager' });
    },
  },
];
