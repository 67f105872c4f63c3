import { close, ready } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** An account as somebody reads it off a cheque. */
export interface OnCheque {
  readonly institution: string;
  readonly transit: string;
  readonly account: string;
}
export const onCheque: OnCheque = { institution: '815', transit: '30412', account: '739105528' };

/** Opens the form of the person shown, from their page, and waits for the words of the mandate. */
export async function openBankAccount({ page, words }: TourStop): Promise<void> {
  await page.getByRole('button', { name: words('Add a bank account', 'Ajouter un compte bancaire') }).click();
  await page.getByRole('dialog').locator('.words[aria-busy=false]').waitFor();
}

/** Types the account and where its holder gets mail, as somebody at the desk does. */
export async function typeAccount(
  { page, words }: TourStop,
  { institution, transit, account }: OnCheque,
): Promise<void> {
  const field = (en: string, fr: string) => page.getByRole('dialog').getByLabel(words(en, fr), { exact: true });
  await field('Institution', 'Institution').fill(institution);
  await field('Transit', 'Transit').fill(transit);
  await field('Account number', 'Numéro de compte').fill(account);
  await field('Street and number', 'Numéro et rue').fill('4120 rue Saint-Denis');
  await field('City', 'Ville').fill('Montréal');
  await field('Postal code', 'Code postal').fill('H2W 2M5');
}

/** The client agrees to the words as they stand. */
export async function agreeToMandate({ page }: TourStop): Promise<void> {
  await page.getByRole('dialog').locator('.words[aria-busy=false]').waitFor();
  await page.getByRole('dialog').getByRole('checkbox').check();
}

/** A bank account with Paysafe: the form as it opens, what does not add up, all of it, and an account that is kept. Ends in its dialog. */
export const bankAccountSteps: readonly TourStep[] = [
  {
    name: 'bank-account',
    go: async (stop) => {
      await close(stop);
      await stop.openPerson('Cherkaoui');
      await openBankAccount(stop);
    },
  },
  {
    name: 'bank-account-wrong',
    go: async (stop) => typeAccount(stop, { ...onCheque, transit: '3041', account: '12' }),
  },
  {
    name: 'bank-account-agreed',
    go: async (stop) => {
      await typeAccount(stop, onCheque);
      await agreeToMandate(stop);
      await ready(stop);
    },
  },
  {
    name: 'bank-account-saved',
    go: async (stop) => {
      await stop.page.keyboard.press('Control+Enter');
      await stop.page.getByRole('dialog').locator('.notice.done').waitFor();
    },
  },
  {
    name: 'bank-account-charge',
    go: async (stop) => {
      await close(stop);
      await stop.page.keyboard.press('F2');
      const dialog = stop.page.getByRole('dialog');
      await dialog.getByRole('radio', { name: /EFT.*28/ }).check();
      await dialog.locator('input[inputmode=decimal]').first().fill(stop.words('61.47', '61,47'));
      await ready(stop);
    },
  },
  {
    name: 'bank-account-accepted',
    go: async (stop) => {
      await stop.page.keyboard.press('Control+Enter');
      await stop.page.getByRole('dialog').locator('.notice.pend').waitFor();
    },
  },
];
