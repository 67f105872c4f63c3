import { close } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

async function pressed({ page, words }: TourStop, en: string, fr: string): Promise<void> {
  await page.getByRole('button', { name: words(en, fr), exact: true }).click();
  await page.getByRole('dialog').waitFor();
}

/** A receipt with what became of its payment, the history as it is filtered, and lists as files. Begins with a dialog open, and ends with one. */
export const paperSteps: readonly TourStep[] = [
  {
    name: 'payment-chain',
    go: async (stop) => {
      await close(stop);
      await stop.open('Payments', 'Paiements');
      const { page } = stop;
      await page
        .getByRole('link', { name: /Gaëlle Morin/ })
        .first()
        .click();
      await page.getByText(stop.words('From the first to the last', 'Du début à la fin')).waitFor();
    },
  },
  {
    name: 'payment-receipt',
    go: async (stop) => {
      await pressed(stop, 'Receipt', 'Reçu');
      await stop.page.getByRole('article').waitFor();
    },
  },
  {
    name: 'history-filtered',
    go: async (stop) => {
      await close(stop);
      const { page, words } = stop;
      await page.evaluate(() => void (location.hash = '#/settings/history'));
      await page.getByLabel(words('About what', 'Sujet')).selectOption('holds');
      await page.getByLabel(words('Customer', 'Client'), { exact: true }).fill('Morin');
      await page.getByRole('button', { name: words('Clear the filters', 'Effacer les filtres') }).waitFor();
    },
  },
  { name: 'history-export', go: (stop) => pressed(stop, 'Export', 'Exporter') },
  {
    name: 'holds-export',
    go: async (stop) => {
      await close(stop);
      await stop.open('Holds', 'Préautorisations');
      await pressed(stop, 'Export', 'Exporter');
    },
  },
];
