import type { TourStep, TourStop } from './tour-stop.ts';
import { close, ready } from './tour-hands.ts';

/** Tomorrow in the rail: whose card can be counted on. */
export async function openReady(stop: TourStop): Promise<void> {
  await stop.open('Tomorrow', 'Demain');
  await stop.page.getByRole('heading', { level: 1, name: stop.words('Ready for', 'Prêts pour') }).waitFor();
}
/** Somebody's row among those that are not ready, with the focus on it. */
export async function pickReady({ page }: TourStop, name: string): Promise<void> {
  await page
    .getByRole('row', { name: new RegExp(name) })
    .getByRole('cell')
    .nth(1)
    .click();
  await page.locator('tr[aria-selected=true]', { hasText: name }).waitFor();
}

/** The visits to come: what is wrong with each card, one link, and links for all at once. Begins anywhere and ends there. */
export const readySteps: readonly TourStep[] = [
  { name: 'ready', go: openReady },
  // As the printer draws it: the rail, the buttons and whatever scrolls are of the screen.
  { name: 'ready-print', go: async ({ page }) => page.emulateMedia({ media: 'print' }) },
  {
    name: 'ready-add-card',
    go: async (stop) => {
      await stop.page.emulateMedia({ media: null });
      await pickReady(stop, 'Thị Hương Phạm');
      await stop.page.keyboard.press('F7');
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'ready-consent',
    go: async (stop) => {
      await close(stop);
      await pickReady(stop, 'Françoise Deschênes');
      await stop.page
        .locator('tr[aria-selected=true]')
        .getByRole('button', { name: stop.words('Ask for consent', 'Demander l’accord') })
        .click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'ready-link',
    go: async (stop) => {
      await close(stop);
      await pickReady(stop, 'Antoine Robitaille');
      await stop.page.keyboard.press('F7');
      await ready(stop);
    },
  },
  {
    name: 'ready-week',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByRole('button', { name: stop.words('7 days', '7 jours'), exact: true }).click();
      await stop.page.getByRole('row', { name: /Laliberté/ }).waitFor();
    },
  },
  {
    name: 'ready-links-made',
    go: async (stop) => {
      await stop.page.keyboard.press('Control+Enter');
      await stop.page.getByRole('status').getByText(stop.words('links made', 'liens prêts')).waitFor();
    },
  },
];
