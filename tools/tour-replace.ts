import { openHolds } from './tour-holds.ts';
import { close, press } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** The dialog over the hold of this person. */
async function openReplace(stop: TourStop, provider: 'stripe' | 'paysafe'): Promise<void> {
  const { page, words } = stop;
  const hold = (await openHolds(stop)).find((one) => one.provider === provider && one.busy === null);
  if (!hold) throw new Error('There is no hold to replace');
  await page
    .getByRole('row', { name: new RegExp(hold.customerName) })
    .first()
    .click();
  await page.getByRole('button', { name: words('Replace…', 'Refaire…') }).click();
  await page.getByRole('dialog').getByRole('radio').first().waitFor();
}
async function tick({ page }: TourStop): Promise<void> {
  const box = page.getByRole('dialog').getByRole('checkbox');
  if ((await box.count()) > 0) await box.check();
}

/** A hold replaced both ways: before, after, and when the bank says no to the second step. Begins and ends on Holds. */
export const replaceSteps: readonly TourStep[] = [
  {
    name: 'hold-replace',
    go: async (stop) => {
      await stop.call('consents.setRule', { rule: 'free' });
      await stop.open('Holds', 'Préautorisations');
      await openReplace(stop, 'stripe');
    },
  },
  {
    name: 'hold-replaced',
    go: async (stop) => {
      await tick(stop);
      await press(stop);
      await stop.page.getByText(stop.words('is released. Nothing taken.', 'est libérée. Rien n’est débité.')).waitFor();
    },
  },
  {
    name: 'hold-replace-release-first',
    go: async (stop) => {
      await close(stop);
      await openReplace(stop, 'paysafe');
      await stop.page
        .getByRole('dialog')
        .getByRole('radio', { name: stop.words('Release this one first', 'Libérer celle-ci d’abord') })
        .check();
    },
  },
  {
    name: 'hold-replaced-nothing-held',
    go: async (stop) => {
      const { page, words } = stop;
      // Paysafe's own test amount that a bank refuses.
      await page.getByRole('dialog').getByLabel(words('New amount to hold', 'Nouveau montant à bloquer')).fill('0.11');
      await tick(stop);
      await press(stop);
      await page.getByText(words('nothing is held any more', 'plus rien n’est bloqué')).first().waitFor();
      // The warning before said so too: only now is it known, and the dialog can be closed.
      await page.getByRole('button', { name: words('See what we know', 'Voir ce que nous savons') }).waitFor();
    },
  },
  {
    name: 'hold-replace-after',
    go: async (stop) => {
      await close(stop);
      await stop.call('consents.setRule', { rule: 'manager' });
    },
  },
];
