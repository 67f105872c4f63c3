import type { Page } from 'playwright-core';
import { close, press, ready } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** A card as its holder types it. The numbers are the provider's published test cards. */
export interface Typed {
  readonly number: string;
  readonly code: string;
  readonly zip: string;
}
export const goodCard: Typed = { number: '4530910000012345', code: '731', zip: 'H2X 1Y4' };

/** Opens the card window from its dialog and waits until Paysafe's fields are in it. */
export async function openCardWindow(stop: TourStop): Promise<Page> {
  await press(stop);
  const page = await cardPage(stop);
  await page.locator('body[data-ready=yes]').waitFor();
  return page;
}

/** The page of the second window: it is on this PC, at an address nobody can guess. */
async function cardPage({ page }: TourStop): Promise<Page> {
  const shown = (): Page | undefined =>
    page
      .context()
      .browser()
      ?.contexts()
      .flatMap((context) => context.pages())
      .find((one) => !one.isClosed() && /^http:\/\/127\.0\.0\.1:\d+\/\w{32}\/$/.test(one.url()));
  for (let tries = 0; tries < 300; tries += 1) {
    const found = shown();
    if (found) return found;
    await page.waitForTimeout(100);
  }
  throw new Error('No card window opened');
}

/** Types it by keys, as a hand does, field after field. */
export async function typeCard(page: Page, { number, code, zip }: Typed): Promise<void> {
  const field = (name: string) => page.frameLocator(`iframe[name=paysafe-${name}]`).locator('input');
  await field('cardNumber').pressSequentially(number);
  await field('expiryDate').pressSequentially('0430');
  await field('cvv').pressSequentially(code);
  await page.locator('#zip').fill(zip);
}

/** The button there; the window is gone a moment later when Paysafe has taken the card. */
export async function saveThere(page: Page): Promise<void> {
  await page.locator('#save').click();
}

/** A card at the desk, with Paysafe: what is chosen, the window the client types in, a no, and a card that is saved. Ends in its dialog. */
export const cardWindowSteps: readonly TourStep[] = [
  {
    name: 'card-window-no-profile',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('Thibodeau');
      await stop.page.getByRole('button', { name: stop.words('Card at the desk', 'Carte au comptoir') }).click();
      await ready(stop);
    },
  },
  {
    name: 'card-window-choose',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('Cherkaoui');
      await stop.page.keyboard.press('F4');
      await ready(stop);
    },
  },
  { name: 'card-window-typing', go: async (stop) => void (await openCardWindow(stop)), shows: cardPage },
  { name: 'card-window-open', go: async () => undefined },
  {
    name: 'card-window-wrong-code',
    go: async (stop) => {
      const page = await cardPage(stop);
      await typeCard(page, { ...goodCard, code: '666' });
      await saveThere(page);
      await stop.page.getByRole('dialog').locator('.notice.decl').waitFor();
    },
  },
  {
    name: 'card-window-saved',
    go: async (stop) => {
      await stop.page
        .getByRole('button', { name: stop.words('Enter a card again', 'Taper une carte à nouveau') })
        .click();
      const page = await openCardWindow(stop);
      await typeCard(page, goodCard);
      await saveThere(page);
      await stop.page.getByRole('dialog').locator('.notice.done').waitFor();
    },
  },
];
