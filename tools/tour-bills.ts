import type { TourStep, TourStop } from './tour-stop.ts';
import { close, outcome, press, ready } from './tour-hands.ts';

/** Puts the focus on somebody's visit in the list of the day, as a click does. */
export async function pickVisit({ page }: TourStop, name: string): Promise<void> {
  const row = page.getByRole('row', { name: new RegExp(name) });
  await row.getByRole('cell').nth(1).click();
  await page.locator(`tr[aria-selected=true]`, { hasText: name }).waitFor();
}
/** Opens the bill of somebody's visit from the list of the day. */
export async function openBill(stop: TourStop, name: string): Promise<void> {
  await stop.open('Today', 'Aujourd’hui');
  await stop.page
    .getByRole('row', { name: new RegExp(name) })
    .getByRole('button', { name, exact: true })
    .click();
  await stop.page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor();
}
/** Makes a bill for the day that is shown, of the first person this search finds. `time` is HH:MM. */
export async function makeBill(stop: TourStop, search: string, amount: string, time?: string): Promise<void> {
  const { page } = stop;
  await page.keyboard.press('Control+n');
  await page.getByLabel(stop.words('Customer', 'Client'), { exact: true }).fill(search);
  await page.getByRole('dialog').getByRole('listitem').getByRole('button').first().click();
  await page.getByLabel('Service', { exact: true }).fill('Coupe');
  if (time !== undefined) await page.getByRole('dialog').locator('input[type=time]').fill(time);
  await page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill(amount);
  await press(stop);
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // Its own screen, with its buttons: a key that is pressed before reaches nothing.
  await page.getByRole('button', { name: stop.words('Open customer', 'Ouvrir le client') }).waitFor();
}
/** Another day of the switch on Today. */
export async function showDay({ page }: TourStop, word: string): Promise<void> {
  await page.getByRole('button', { name: word, exact: true }).click();
  await page.locator(`button[aria-pressed=true]`, { hasText: word }).waitFor();
}

/** The visit that was made by hand, without a time: it has come with its day. */
const madeRow = ({ page }: TourStop) =>
  page
    .getByRole('row', { name: /Saïd Haddad/ })
    .filter({ hasText: /51[.,]74/ })
    .last();

/** Bills: the list of the day, one bill, charging what is left in parts, and making one. Begins and ends on Today. */
export const billSteps: readonly TourStep[] = [
  {
    name: 'today-tomorrow',
    go: async (stop) => {
      await showDay(stop, stop.words('Tomorrow', 'Demain'));
      await stop.page.getByRole('row', { name: /Papadakis/ }).waitFor();
    },
  },
  {
    name: 'today-no-visit',
    go: async (stop) => {
      await showDay(stop, stop.words('Yesterday', 'Hier'));
      await stop.page.getByText(stop.words('No visit on this day.', 'Aucune visite ce jour-là.')).waitFor();
    },
  },
  {
    name: 'bill',
    go: async (stop) => {
      await showDay(stop, stop.words('Today', 'Aujourd’hui'));
      await openBill(stop, 'Mai Nguyễn');
    },
  },
  {
    name: 'bill-charge',
    go: async (stop) => {
      await stop.page.keyboard.press('F2');
      await ready(stop);
      await stop.page.getByRole('button', { name: /^18/ }).click();
    },
  },
  {
    name: 'bill-charge-part',
    go: async (stop) => {
      await stop.page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill('100');
      await ready(stop);
    },
  },
  {
    name: 'bill-part-charged',
    go: async (stop) => {
      await press(stop);
      await outcome(stop);
      await stop.page.getByRole('button', { name: stop.words('Charge the rest', 'Débiter le reste') }).waitFor();
    },
  },
  {
    name: 'bill-elsewhere',
    go: async (stop) => {
      await close(stop);
      await stop.page
        .getByRole('button', { name: stop.words('Mark as paid elsewhere', 'Noter payé autrement') })
        .click();
      await ready(stop);
    },
  },
  {
    name: 'bill-cancel',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByRole('button', { name: stop.words('Cancel bill', 'Annuler la facture') }).click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'bill-edit',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByRole('button', { name: stop.words('Change', 'Modifier'), exact: true }).click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'bill-declined',
    go: async (stop) => {
      await close(stop);
      await openBill(stop, 'Maxime Thibodeau');
      await stop.page.keyboard.press('F2');
      await press(stop);
      await outcome(stop);
    },
  },
  {
    name: 'bill-cancelled',
    go: async (stop) => {
      await close(stop);
      await openBill(stop, 'Geneviève Laliberté');
    },
  },
  {
    name: 'bill-new',
    go: async (stop) => {
      await stop.open('Today', 'Aujourd’hui');
      await stop.page.keyboard.press('Control+n');
      await stop.page.getByLabel(stop.words('Customer', 'Client'), { exact: true }).fill('haddad');
      await stop.page.getByRole('button', { name: /Saïd Haddad/ }).waitFor();
    },
  },
  {
    name: 'bill-new-filled',
    go: async (stop) => {
      await stop.page
        .getByRole('button', { name: /Saïd Haddad/ })
        .last()
        .click();
      await stop.page.getByLabel(stop.words('Service', 'Service'), { exact: true }).fill('Coupe');
      const [amount] = await stop.page.getByRole('dialog').locator('input[inputmode=decimal]').all();
      await amount?.fill('51,74');
      await ready(stop);
    },
  },
  {
    name: 'today-missed',
    go: async (stop) => {
      await press(stop);
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.open('Today', 'Aujourd’hui');
      await madeRow(stop).getByRole('cell').nth(1).click();
      await madeRow(stop)
        .getByRole('button', { name: stop.words('Did not come', 'Absence') })
        .waitFor();
    },
  },
  {
    name: 'bill-missed',
    go: async (stop) => {
      const { page } = stop;
      await madeRow(stop).getByRole('button', { name: 'Saïd Haddad', exact: true }).click();
      await page.getByRole('button', { name: stop.words('Did not come…', 'Absence…'), exact: true }).click();
      await ready(stop);
    },
  },
  {
    name: 'bill-missed-charge',
    go: async (stop) => {
      const { page } = stop;
      await press(stop);
      const manager = page.getByRole('dialog').getByRole('radio', { name: /Sylvie/ });
      await manager.waitFor();
    },
  },
  {
    name: 'bill-missed-fee',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByText(stop.words('Fee to pay', 'Frais à payer')).first().waitFor();
    },
  },
  {
    name: 'bill-missed-waive',
    go: async (stop) => {
      const { page, words } = stop;
      await page.getByRole('button', { name: words('Change the fee…', 'Modifier les frais…') }).click();
      await page
        .getByRole('button', { name: words('Waive the fee', 'Renoncer aux frais') })
        .first()
        .click();
    },
  },
  {
    name: 'bill-closed',
    go: async (stop) => {
      await close(stop);
      await stop.open('Today', 'Aujourd’hui');
      await openBill(stop, 'Béatrice Lemay-Ström');
      await stop.page.getByRole('button', { name: stop.words('Close the bill', 'Fermer la facture') }).click();
      await stop.page.getByText(stop.words('Closed by', 'Fermée par')).first().waitFor();
    },
  },
  {
    name: 'today-after-bills',
    go: async (stop) => {
      await stop.open('Today', 'Aujourd’hui');
      await pickVisit(stop, 'Béatrice Lemay-Ström');
    },
  },
];
