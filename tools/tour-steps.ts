import type { DeskStatus } from '../src-main/contract/desk-status.ts';
import { approvalSteps } from './tour-approvals.ts';
import { billImportSteps } from './tour-bill-import.ts';
import { billRunSteps } from './tour-bill-runs.ts';
import { billSteps } from './tour-bills.ts';
import { bookingSteps } from './tour-bookings.ts';
import { consentSteps } from './tour-consents.ts';
import { bankAccountSteps } from './tour-bank-account.ts';
import { cardWindowSteps } from './tour-card-window.ts';
import { holdSteps } from './tour-holds.ts';
import { captureRuleSteps, missedCaptureSteps } from './tour-capture-rule.ts';
import { replaceSteps } from './tour-replace.ts';
import { linkSteps } from './tour-links.ts';
import { close } from './tour-hands.ts';
import { newHouse } from './tour-new-house.ts';
import { dayEndSteps } from './tour-day-end.ts';
import { payoutSteps } from './tour-payouts.ts';
import { statementSteps } from './tour-statement.ts';
import { paperSteps } from './tour-papers.ts';
import { readySteps } from './tour-ready.ts';
import { removalSteps } from './tour-removal.ts';
import { recordsSteps } from './tour-records.ts';
import { troubledDesk } from './tour-troubles.ts';
import { orderSteps } from './tour-orders.ts';
import { personTile, type TourStep, type TourStop } from './tour-stop.ts';

/** Opens the dialog of one list as a file, by the name of its button; a dialog of another list is closed first. */
const openExport =
  (en: string, fr: string) =>
  async (stop: TourStop): Promise<void> => {
    if ((await stop.page.getByRole('dialog').count()) > 0) await close(stop);
    await stop.page.getByRole('button', { name: stop.words(en, fr), exact: true }).click();
    await stop.page.getByRole('dialog').waitFor();
  };

/** Every screen and dialog, in the order a visitor would meet them. A new screen adds its steps here. */
const demoHouse: readonly TourStep[] = [
  {
    name: 'lock',
    go: async ({ page, call }) => {
      const { staff } = await call<{ staff: readonly { readonly name: string }[] }>('session.state', {});
      await personTile(page, staff[0]?.name ?? '').waitFor();
    },
  },
  {
    name: 'lock-wrong-pin',
    go: async ({ page, call }) => {
      const { staff } = await call<{ staff: readonly { readonly name: string }[] }>('session.state', {});
      await personTile(page, staff[0]?.name ?? '').click();
      await page.keyboard.type('0000');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'today',
    go: async ({ page, signIn, open, call }) => {
      await signIn('owner');
      // The first start reads both providers' lists; pictures are taken of a desk that has them.
      for (;;) {
        const { providers } = await call<DeskStatus>('desk.status', {});
        if (providers.every(({ syncedAt }) => syncedAt !== null)) break;
        await page.waitForTimeout(300);
      }
      await open('Today', 'Aujourd’hui');
    },
  },
  ...approvalSteps,
  ...billImportSteps,
  ...billSteps,
  ...bookingSteps,
  ...readySteps,
  ...linkSteps,
  ...cardWindowSteps,
  ...bankAccountSteps,
  {
    name: 'customers',
    go: async (stop) => {
      await close(stop);
      await stop.signIn('owner');
      await stop.open('Customers', 'Clients');
    },
  },
  {
    name: 'customers-nobody',
    go: async ({ page }) => {
      await page.getByRole('searchbox').fill('zzqx');
      await page.getByText('zzqx', { exact: false }).last().waitFor();
    },
  },
  {
    name: 'customer',
    go: async (stop) => {
      await stop.page.getByRole('searchbox').fill('');
      await stop.openPerson('Bouchard-Roy');
    },
  },
  ...(
    [
      ['payments', 'Export this customer’s payments', 'Exporter les paiements de ce client'],
      ['holds', 'Export this customer’s holds', 'Exporter les préautorisations de ce client'],
      ['bills', 'Export this customer’s bills', 'Exporter les factures de ce client'],
    ] as const
  ).map(([list, en, fr]) => ({ name: `customer-${list}-export`, go: openExport(en, fr) })),
  {
    name: 'customer-same-name',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('450 555-0188');
    },
  },
  {
    name: 'search',
    go: async ({ page }) => {
      await page.keyboard.press('Control+k');
      await page.keyboard.type('morin');
      await page.getByRole('option', { name: /Morin/ }).first().waitFor();
    },
  },
  ...orderSteps,
  ...consentSteps,
  ...removalSteps,
  {
    name: 'bring-in',
    go: async (stop) => {
      await close(stop);
      await stop.page
        .getByRole('button', { name: stop.words('Bring in from Paysafe', 'Ajouter depuis Paysafe') })
        .click();
      await stop.page.getByRole('dialog').getByRole('textbox').fill('00000000-0000-0000-0000-000000000000');
    },
  },
  {
    name: 'payments',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.open('Payments', 'Paiements');
      await stop.page
        .getByRole('row', { name: /Gaëlle Morin/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'payment-done',
    go: async ({ page }) => {
      await page
        .getByRole('link', { name: /Gaëlle Morin/ })
        .first()
        .click();
      await page.getByRole('heading', { level: 1, name: /195/ }).waitFor();
    },
  },
  ...dayEndSteps,
  ...paperSteps,
  {
    name: 'today-worked',
    go: async (stop) => {
      await close(stop);
      await stop.open('Today', 'Aujourd’hui');
    },
  },
  { name: 'open-links-export', go: openExport('Export the open links', 'Exporter les liens ouverts') },
  {
    name: 'keys',
    go: async (stop) => {
      await close(stop);
      await stop.page.keyboard.press('F1');
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'messages',
    go: async ({ page }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.keyboard.press('F8');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'settings-providers',
    go: async ({ page, open }) => {
      await page.keyboard.press('Escape');
      await open('Settings', 'Réglages');
    },
  },
  ...(['people', 'consents', 'missed', 'day', 'desk', 'history', 'demo'] as const).map((section) => ({
    name: `settings-${section}`,
    go: async ({ page }: TourStop): Promise<void> => {
      await page.evaluate((target) => void (location.hash = target), `#/settings/${section}`);
      await page.locator(`a[href$="/settings/${section}"][aria-current]`).waitFor();
    },
  })),
  {
    name: 'settings-people-export',
    go: async (stop) => {
      await stop.page.evaluate(() => void (location.hash = '#/settings/people'));
      await openExport('Export the list of people', 'Exporter la liste des personnes')(stop);
    },
  },
  {
    name: 'today-after-settings',
    go: async (stop) => {
      await close(stop);
      await stop.open('Today', 'Aujourd’hui');
    },
  },
  ...billRunSteps,
  ...holdSteps,
  ...captureRuleSteps,
  ...replaceSteps,
  ...recordsSteps,
  {
    name: 'front-desk-may-not',
    go: async (stop) => {
      await stop.signIn('front_desk');
      await stop.open('Holds', 'Préautorisations');
      await stop.page.getByRole('row', { name: /Luc Archambault/ }).click();
    },
  },
  ...statementSteps,
  ...troubledDesk,
  // The clocks run ahead from here on.
  ...missedCaptureSteps,
  ...payoutSteps,
];

/** `aside`: its providers run beside it, with nobody in them yet. */
interface TourHouse {
  readonly mode: 'demo' | 'test';
  readonly steps: readonly TourStep[];
  readonly aside?: true;
}

/** The demo house with everything in it, and a test house before its first key. */
export const tourHouses: readonly TourHouse[] = [
  { mode: 'demo', steps: demoHouse },
  { mode: 'test', steps: newHouse, aside: true },
];
