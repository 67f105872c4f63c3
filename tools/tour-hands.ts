import type { TourStop } from './tour-stop.ts';

/** Opens the charge dialog of the person shown and types an amount. */
export async function openCharge(stop: TourStop, amount: string): Promise<void> {
  await stop.page.keyboard.press('F2');
  await type(stop, amount);
}
/** Types the amount of the dialog that is open, once it has read what it needs. */
export async function type({ page }: TourStop, amount: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  const field = dialog.locator('input[inputmode=decimal]').first();
  await field.waitFor();
  await dialog.locator('[aria-busy=true]').waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('inputmode') === 'decimal');
  await field.fill(amount);
}
/** Waits until the main button of the dialog may be pressed. */
export async function ready({ page }: TourStop): Promise<void> {
  await page.waitForFunction(() => {
    const main = [...document.querySelectorAll('[role=dialog] footer button')].at(-1);
    return main !== undefined && !main.hasAttribute('aria-disabled');
  });
}
/** The main action, as staff do it without the mouse. */
export async function press(stop: TourStop): Promise<void> {
  await ready(stop);
  await stop.page.keyboard.press('Control+Enter');
}
/** What became of it, or that it is being checked. */
export async function outcome({ page }: TourStop): Promise<void> {
  await page.getByRole('dialog').locator('[role=status], [role=alert]').first().waitFor();
}
/** Closes the dialog, and waits until it is gone. */
export async function close({ page }: TourStop): Promise<void> {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}
