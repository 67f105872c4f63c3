import type { TourStep, TourStop } from './tour-stop.ts';
import { close } from './tour-hands.ts';

/** The end of the day, with what Stripe said of it. */
export async function openDayEnd(stop: TourStop): Promise<void> {
  await stop.page.keyboard.press('Control+6');
  const title = stop.words('Day end,', 'Fermeture de caisse,');
  await stop.page.getByRole('heading', { level: 1, name: title }).waitFor();
  await stop.page.getByText(stop.words('As Stripe said', 'Selon Stripe')).waitFor();
}
async function press(stop: TourStop, en: string, fr: string): Promise<void> {
  await stop.page.getByRole('button', { name: stop.words(en, fr), exact: true }).click();
  await stop.page.getByRole('dialog').waitFor();
}

const entriesExport = (words: TourStop['words']): string =>
  words('Export closings and hand-overs', 'Exporter fermetures et passages de caisse');

/** What came in, the desk handed over, who closes the day, its lists as files. Begins where no dialog is open, and ends in the last of its own. */
export const dayEndSteps: readonly TourStep[] = [
  { name: 'day-end', go: openDayEnd },
  { name: 'day-end-print', go: async ({ page }) => page.emulateMedia({ media: 'print' }) },
  {
    name: 'day-end-hand-over',
    go: async (stop) => {
      await stop.page.emulateMedia({ media: null });
      await press(stop, 'Hand over', 'Passer la caisse');
      const dialog = stop.page.getByRole('dialog');
      await dialog.getByLabel(stop.words('To whom', 'À qui')).selectOption({ index: 1 });
      await dialog.getByLabel('Note', { exact: true }).fill(stop.words('The float is 200.00', 'Le fond est de 200,00'));
    },
  },
  {
    name: 'day-end-handed-over',
    go: async ({ page, words }) => {
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: entriesExport(words) }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'day-end-entries-export',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: entriesExport(stop.words) }).click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'day-end-sums-export',
    go: async (stop) => {
      await close(stop);
      await press(stop, 'Export the sums of the day', 'Exporter les sommes de la journée');
    },
  },
  {
    name: 'day-end-close',
    go: async (stop) => {
      await close(stop);
      await press(stop, 'Close the day', 'Fermer la journée');
    },
  },
  {
    name: 'day-end-export',
    go: async (stop) => {
      await close(stop);
      await press(stop, 'Export', 'Exporter');
    },
  },
];
