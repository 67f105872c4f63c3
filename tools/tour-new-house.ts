import type { TourStep } from './tour-stop.ts';
import { otherAccountSteps } from './tour-other-account.ts';
import { troubledHouse } from './tour-troubles.ts';

/** These need people, and people need a keychain for what protects their PINs. */
function withKeychain(steps: readonly TourStep[]): readonly TourStep[] {
  return process.platform !== 'linux' || process.env['COMPTOIR_TEST_KEYCHAIN'] === 'ready' ? steps : [];
}

/** A house that nobody has worked in yet: no people, no keys. */
export const newHouse: readonly TourStep[] = [
  { name: 'first-start', go: async ({ page }) => page.getByRole('heading', { level: 1 }).waitFor() },
  {
    name: 'first-start-unfit',
    go: async ({ page }) => {
      await page.getByRole('textbox').nth(2).fill('Hélène Fleury');
      await page.locator('input[type=password]').first().fill('61');
      await page.locator('button[type=submit]').click();
      await page.getByRole('alert').first().waitFor();
    },
  },
  {
    name: 'new-house',
    go: async ({ page }) => {
      await page.getByRole('textbox').first().fill('Atelier Fleury');
      for (const field of await page.locator('input[type=password]').all()) await field.fill('615784');
      await page.locator('button[type=submit]').click();
      const inside = page.getByRole('navigation').first();
      await inside.or(page.getByRole('alert')).first().waitFor();
    },
  },
  ...withKeychain([
    { name: 'new-house-customers', go: ({ open }) => open('Customers', 'Clients') },
    {
      name: 'new-house-providers',
      go: async ({ page, open }) => {
        await open('Settings', 'Réglages');
        await page.locator('main').getByText('Stripe').first().waitFor();
      },
    },
    {
      name: 'key-refused',
      go: async ({ page, words }) => {
        await page
          .getByRole('button', { name: words('Enter key', 'Entrer une clé') })
          .first()
          .click();
        await page.locator('input[type=password]').first().fill('pk_test_madeUpForThePicture');
        await page.locator('form button[type=submit]').first().click();
        await page.getByRole('alert').first().waitFor();
      },
    },
    ...otherAccountSteps,
    ...troubledHouse,
  ]),
];
