import { approve, close, type } from './tour-hands.ts';
import { captureTicked } from './tour-holds.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

const never = { when: 'never', from: 0 } as const;

async function openCapture(stop: TourStop, amount: string): Promise<void> {
  await stop.open('Holds', 'Préautorisations');
  await stop.page.getByRole('row', { name: /Gaëlle Morin/ }).click();
  await stop.page.getByRole('button', { name: stop.words('Capture…', 'Encaisser…') }).click();
  await type(stop, amount);
  await stop.page.getByRole('dialog').getByRole('radio').first().waitFor();
}
const later = (stop: TourStop): Promise<void> =>
  stop.page
    .getByRole('dialog')
    .getByRole('button', { name: stop.words('Leave it for later', 'Laisser pour plus tard') })
    .click();

/** A capture that needs a second person: the house's rule, prepared, waiting, approved over the same screen, sent back. Nothing is captured. */
export const approvalSteps: readonly TourStep[] = [
  {
    name: 'settings-approvals',
    go: async ({ page, call }) => {
      const rules = { capture: { when: 'from', from: 10_000 }, refund: never, outside: { when: 'always', from: 0 } };
      await call('approvals.setRules', rules);
      await page.evaluate(() => void (location.hash = '#/settings/approvals'));
      await page.getByRole('textbox').first().waitFor();
    },
  },
  {
    name: 'approval-needed',
    go: async (stop) => {
      await stop.signIn('front_desk');
      await openCapture(stop, '195,46');
    },
  },
  {
    name: 'approval-given',
    go: (stop) => approve(stop, 'Sylvie'),
  },
  {
    name: 'approval-amount-changed',
    go: async (stop) => {
      const { page, words } = stop;
      await page.getByRole('dialog').locator('input[inputmode=decimal]').first().fill('200');
      await page.getByText(words('Amounts changed since', 'Des montants ont changé depuis')).waitFor();
    },
  },
  {
    name: 'approval-waits',
    go: async (stop) => {
      await later(stop);
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.signIn('manager');
      await stop.open('Today', 'Aujourd’hui');
      await stop.page.getByRole('button', { name: stop.words('Look and approve', 'Regarder et approuver') }).waitFor();
    },
  },
  {
    name: 'approvals-export',
    go: async ({ page, words }) => {
      const name = words('Export what waits for a second person', 'Exporter ce qui attend une 2e personne');
      await page.getByRole('button', { name }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'approval-look',
    go: async (stop) => {
      const { page, words } = stop;
      await close(stop);
      await page.getByRole('button', { name: words('Look and approve', 'Regarder et approuver') }).click();
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'approval-send-back',
    go: async ({ page, words }) => {
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: words('Send back with a note', 'Renvoyer avec une note') }).click();
      const field = dialog.getByLabel(words('What to look at again', 'Ce qui est à revoir'));
      await field.fill(words('check the tip', 'vérifier le pourboire'));
    },
  },
  {
    name: 'approval-sent-back',
    go: async (stop) => {
      await approve(stop, 'Sylvie');
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.signIn('front_desk');
      await stop.open('Today', 'Aujourd’hui');
      await stop.page
        .getByRole('button', { name: stop.words('I have read it', 'J’ai lu') })
        .first()
        .waitFor();
    },
  },
  {
    name: 'approval-list',
    go: async (stop) => {
      const { page, words } = stop;
      await stop.open('Holds', 'Préautorisations');
      for (const name of [/Gaëlle Morin/, /Luc Archambault/])
        await page.getByRole('row', { name }).getByRole('checkbox').check();
      await page.locator('[role=row] input[inputmode=decimal]').first().fill('195,46');
      await captureTicked(stop).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByPlaceholder(words('Why less than held?', 'Pourquoi moins que le bloqué?'))
        .first()
        .fill(words('Shorter than booked', 'Plus court que prévu'));
      await dialog.getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'approval-list-look',
    go: async (stop) => {
      const { page, words } = stop;
      await later(stop);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.signIn('manager');
      await stop.open('Today', 'Aujourd’hui');
      await page.getByRole('button', { name: words('Look and approve', 'Regarder et approuver') }).click();
      await page.getByRole('dialog').getByRole('radio').first().waitFor();
    },
  },
  {
    name: 'approval-outside-consent',
    go: async (stop) => {
      await close(stop);
      await stop.signIn('front_desk');
      // As it was found: nothing waits, and nobody is asked for captures.
      const { rows } = await stop.call<{ rows: readonly { readonly id: string; readonly version: number }[] }>(
        'approvals.list',
        {},
      );
      for (const { id, version } of rows) await stop.call('approvals.withdraw', { id, version });
      await stop.openPerson('Lemay-Ström');
      await stop.page.keyboard.press('F2');
      await type(stop, '63,24');
      await stop.page.getByRole('dialog').getByText(stop.words('Who approves?', 'Qui approuve?')).waitFor();
    },
  },
  {
    name: 'today-after-approvals',
    go: async (stop) => {
      await close(stop);
      await stop.signIn('owner');
      await stop.call('approvals.setRules', { capture: never, refund: never, outside: never });
      await stop.open('Today', 'Aujourd’hui');
    },
  },
];
