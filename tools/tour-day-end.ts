import type { TourStep, TourStop } from './tour-stop.ts';
import { close } from './tour-hands.ts';

/** The end of the day, with what Stripe said of it. */
async function openDayEnd(stop: TourStop): Promise<void> {
  await stop.page.keyboard.press('Control+6');
  const title = stop.words('Day end,', 'Fermeture de caisse,');
  await stop.page.getByRole('heading', { level: 1, name: title }).waitFor();
  await stop.page.getByText(stop.words('As Stripe said', 'Selon Stripe')).waitFor();
}
async function press(stop: TourStop, en: string, fr: string): Promise<void> {
  await stop.page.getByRole('button', { name: stop.words(en, fr), exact: true }).click();
  await stop.page.getByRole('dialog').waitFor();
}

/** What came in, who closes the day, its list as a file. Begins where no dialog is open, and ends there. */
export const dayEndSteps: readonly TourStep[] = [
  { name: 'day-end', go: openDayEnd },
  { name: 'day-end-print', go: async ({ page }) => page.emulateMedia({ media: 'print' }) },
  {
    name: 'day-end-hand-over',
    go: async (stop) => {
      await stop.page.emulateMedia({ media: null });
      await press(stop, 'Hand over', 'Passer la caisse');
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
