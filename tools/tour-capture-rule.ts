import type { CaptureRuleView } from '../src-main/contract/hold-rule.ts';
import { openHolds } from './tour-holds.ts';
import type { TourStep } from './tour-stop.ts';

const houseZone = 'America/Toronto';
/** The demo house's day, `YYYY-MM-DD`. */
const houseToday = (): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: houseZone, dateStyle: 'short' }).format(Date.now());

/** Captures that the house has decided on beforehand: the owner's rule, then what it will do and who turns it on. Begins anywhere, ends on Holds with the rule off. */
export const captureRuleSteps: readonly TourStep[] = [
  {
    name: 'settings-capture-rule',
    go: async (stop) => {
      const { page, words } = stop;
      await stop.signIn('owner');
      await stop.open('Settings', 'Réglages');
      await page
        .getByRole('link', { name: words('Holds', 'Préautorisations'), exact: true })
        .last()
        .click();
      await page.getByText(words('What somebody means to capture', 'Ce que quelqu’un compte encaisser')).click();
      await page.getByRole('button', { name: words('Save the rule', 'Enregistrer la règle') }).click();
      await page.getByText(words('The rule is saved.', 'La règle est enregistrée.')).first().waitFor();
    },
  },
  {
    name: 'holds-capture-rule',
    go: async (stop) => {
      for (const [at, { id, plan }] of (await openHolds(stop)).slice(0, 4).entries()) {
        // The last of them without a day: the rule does not name it, and says so.
        const dueDay = at < 3 ? houseToday() : null;
        await stop.call('holds.plan', { id, version: plan?.version ?? 0, plan: 'capture', dueDay });
      }
      await stop.open('Holds', 'Préautorisations');
      await stop.page.getByRole('button', { name: stop.words('Turn on', 'Activer'), exact: true }).click();
      await stop.page.getByRole('button', { name: stop.words('Turn off', 'Désactiver'), exact: true }).waitFor();
    },
  },
  {
    name: 'holds-capture-rule-list',
    go: async ({ page, words }) => {
      await page.getByRole('button', { name: words('See which', 'Voir lesquelles') }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'holds-capture-rule-off',
    go: async ({ page, words }) => {
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: words('Turn off', 'Désactiver'), exact: true }).click();
      await page.getByRole('button', { name: words('Turn on', 'Activer'), exact: true }).waitFor();
    },
  },
];

/** The time of day in so many ms from now, as the house writes it: `HH:MM`. */
const houseTime = (ahead: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: houseZone, hour: '2-digit', minute: '2-digit' }).format(
    Date.now() + ahead,
  );

/**
 * What the rule had due while this PC slept, on Holds and on Today. Moves the clocks of the app and its providers by hours. Begins at the lock screen or
 * where no dialog is open, and ends on Today with the rule off.
 */
export const missedCaptureSteps: readonly TourStep[] = [
  {
    name: 'holds-not-captured',
    go: async (stop) => {
      const { page, words } = stop;
      await stop.signIn('owner');
      const rule = { what: 'planned', at: houseTime(30 * 60_000) };
      await stop.call('captureRule.set', rule);
      await stop.signIn('manager');
      const planned = { plan: 'capture', dueDay: houseToday() };
      for (const { id, plan } of (await openHolds(stop)).slice(0, 3))
        await stop.call('holds.plan', { id, version: plan?.version ?? 0, ...planned });
      await stop.call('captureRule.turn', { on: true, seen: rule });
      await stop.call('session.lock', {});
      await stop.desk.moveClock(4 * 3_600_000);
      await stop.desk.power('resume');
      await stop.signIn('manager');
      await stop.call('desk.refresh', {});
      await stop.open('Holds', 'Préautorisations');
      const name = words('Not captured by the house’s rule', 'Non encaissé par la règle de l’établissement');
      await page.getByRole('status', { name }).waitFor({ timeout: 60_000 });
    },
  },
  {
    name: 'today-not-captured',
    go: async (stop) => {
      const { words } = stop;
      const { rule } = await stop.call<CaptureRuleView>('captureRule.get', {});
      await stop.call('captureRule.turn', { on: false, seen: rule });
      await stop.open('Today', 'Aujourd’hui');
      const name = words('Not captured by the house’s rule', 'Non encaissé par la règle de l’établissement');
      await stop.page.getByRole('status', { name }).waitFor();
    },
  },
];
