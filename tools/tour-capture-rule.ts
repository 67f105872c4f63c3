import { openHolds } from './tour-holds.ts';
import type { TourStep } from './tour-stop.ts';

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
      for (const { id, plan } of (await openHolds(stop)).slice(0, 3))
        await stop.call('holds.plan', { id, version: plan?.version ?? 0, plan: 'capture', dueDay: '2026-01-05' });
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
