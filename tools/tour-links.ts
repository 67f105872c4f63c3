import { chromium } from 'playwright-core';
import { findHeadlessChromium } from './chromium.ts';
import { close, press, ready } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** Chooses what a page is for, in its dialog. */
export async function chooseUse({ page, words }: TourStop, en: string, fr: string): Promise<void> {
  await page
    .getByRole('dialog')
    .getByRole('button', { name: words(en, fr), exact: true })
    .click();
}

/** Makes the page, and waits until its code is on screen. */
export async function makePage(stop: TourStop): Promise<void> {
  await press(stop);
  await stop.page.getByRole('dialog').getByRole('img').waitFor();
}

/** The address behind the code on screen, as a phone's camera would have it: main gives it to the window, and only while the page is open. */
export async function hostedPage({ call }: TourStop): Promise<string> {
  const { links } = await call<{
    links: readonly { readonly id: string; readonly state: { readonly name: string } }[];
  }>('links.list', { customerId: null, billId: null });
  const open = links.find(({ state }) => state.name === 'open');
  if (!open) throw new Error('No page is open');
  const { address } = await call<{ address: string | null }>('links.show', { id: open.id });
  if (address === null) throw new Error('The page has no address');
  return address;
}

/** The client, with their own hands on the provider's page; without a browser of theirs the form is sent as one would. */
export async function useHostedPage(
  address: string,
  card: { readonly number?: string; readonly amount?: string } = {},
): Promise<void> {
  const form = {
    card_number: card.number ?? '4242 4242 4242 4242',
    expiry: '11 / 30',
    cvc: '123',
    name: 'Client',
    email: 'client@example.com',
    ...(card.amount === undefined ? {} : { amount: card.amount }),
  };
  const reply = await fetch(address, { method: 'POST', body: new URLSearchParams(form) });
  if (!reply.ok) throw new Error(`The page answered ${reply.status}: ${await reply.text()}`);
}

/** The same on a phone of the client's: a browser of their own, with nothing of this desk in it. Answers what the page says at the end. */
export async function onAPhone(address: string, number: string): Promise<string> {
  const browser = await chromium.launch({ executablePath: findHeadlessChromium() ?? '' });
  try {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(address);
    await page.locator('#card_number').fill(number);
    await page.locator('#expiry').fill('11 / 30');
    await page.locator('#cvc').fill('123');
    await page.locator('#name').fill('Client');
    await page.locator('button[type=submit]').click();
    return (await page.locator('[role=status]').textContent()) ?? '';
  } finally {
    await browser.close();
  }
}

/** The owner's word on whether this account has Paysafe's pages. */
export async function openPaysafePages(stop: TourStop): Promise<void> {
  await stop.open('Settings', 'Réglages');
  await stop.page.getByRole('region', { name: stop.words('Links of Paysafe', 'Liens de Paysafe') }).waitFor();
}

/** Pages for clients: choosing one, its code, and what it came to. Begins anywhere and ends on the customer's page. */
export const linkSteps: readonly TourStep[] = [
  {
    name: 'link-add-card',
    go: async (stop) => {
      await stop.openPerson('Haddad');
      await stop.page.keyboard.press('F4');
      await ready(stop);
    },
  },
  { name: 'link-code', go: makePage },
  {
    name: 'link-done',
    go: async (stop) => {
      await useHostedPage(await hostedPage(stop));
      await stop.page.getByRole('dialog').locator('.notice.done').waitFor();
    },
  },
  {
    name: 'link-lines',
    go: async (stop) => {
      const { page, words } = stop;
      await close(stop);
      await page.keyboard.press('F7');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(words('What the page says it is for', 'Ce que la page en dit')).fill('Balayage');
      await page.keyboard.press('Tab');
      await page.keyboard.type('140');
      await dialog.getByRole('button', { name: words('Add a line', 'Ajouter une ligne') }).click();
      await page.keyboard.type(words('Treatment', 'Soin'));
      await page.keyboard.press('Tab');
      await page.keyboard.type(words('22.50', '22,50'));
      await ready(stop);
    },
  },
  {
    name: 'link-client-chooses',
    go: async (stop) => {
      await chooseUse(stop, 'The client chooses', 'Au choix du client');
    },
  },
  {
    name: 'link-catalogue',
    go: async (stop) => {
      await chooseUse(stop, 'Something you sell', 'Un article en vente');
      await stop.page
        .getByRole('dialog')
        .getByLabel(stop.words('Price, from your catalogue', 'Prix, de votre catalogue'))
        .selectOption({ index: 1 });
      await ready(stop);
    },
  },
  {
    name: 'link-hold',
    go: async (stop) => {
      await chooseUse(stop, 'Deposit, only held', 'Acompte, seulement bloqué');
      await stop.page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill('80');
      await ready(stop);
    },
  },
  {
    name: 'link-hold-code',
    go: makePage,
  },
  {
    name: 'link-open-on-page',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'link-today',
    go: async (stop) => {
      await stop.open('Today', 'Aujourd’hui');
      await stop.page.getByText(stop.words('Open links', 'Liens ouverts')).waitFor();
    },
  },
  {
    name: 'link-portal',
    go: async (stop) => {
      await stop.openPerson('Haddad');
      await stop.page.getByRole('button', { name: stop.words('Page of their cards', 'Page de ses cartes') }).click();
      await stop.page.getByRole('dialog').getByRole('img').waitFor();
    },
  },
  {
    name: 'link-bill',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.open('Today', 'Aujourd’hui');
      await stop.page
        .getByRole('row', { name: /Zoë Kowalczyk/ })
        .getByRole('button', { name: 'Zoë Kowalczyk', exact: true })
        .click();
      await stop.page.getByRole('heading', { level: 1, name: /Kowalczyk/ }).waitFor();
      await stop.page.keyboard.press('F7');
      await ready(stop);
    },
  },
  {
    name: 'link-invoice',
    go: async (stop) => {
      await chooseUse(stop, 'Invoice by email', 'Facture par courriel');
      await ready(stop);
    },
  },
  { name: 'link-invoice-code', go: makePage },
  {
    name: 'link-invoice-on-bill',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.page.getByText(stop.words('An invoice for', 'Une facture par courriel de')).first().waitFor();
    },
  },
  {
    name: 'settings-paysafe-pages',
    go: async (stop) => {
      await stop.signIn('owner');
      await openPaysafePages(stop);
      await stop.page.getByRole('button', { name: stop.words('Turn on', 'Activer'), exact: true }).click();
      await stop.page.getByRole('button', { name: stop.words('Turn off', 'Désactiver'), exact: true }).waitFor();
    },
  },
  {
    name: 'link-paysafe',
    go: async (stop) => {
      await stop.openPerson('Cherkaoui');
      await stop.page.keyboard.press('F7');
      await chooseUse(stop, 'Deposit, taken now', 'Acompte, débité');
      await stop.page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill('40');
      await ready(stop);
    },
  },
  { name: 'link-paysafe-code', go: makePage },
  {
    name: 'link-paysafe-today',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.signIn('front_desk');
      await stop.open('Today', 'Aujourd’hui');
    },
  },
];
