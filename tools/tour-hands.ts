import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxKeys } from '../src-main/sandbox/core/keys.ts';
import type { SessionState } from '../src-main/contract/staff.ts';
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
/** Why, in the dialog that is open: kept in the history. */
export async function reason({ page, words }: TourStop, text: string): Promise<void> {
  const label = words('Reason (kept in the history)', 'Raison (gardée dans l’historique)');
  await page.getByRole('dialog').getByLabel(label).fill(text);
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
/**
 * A manager's word for what is a second time within minutes: why it is another one, and the PIN, which the demo house shows. By keyboard,
 * with Enter in the PIN: that moves no money.
 */
export async function allow(stop: TourStop, who: string, reason: string): Promise<void> {
  await allowed(stop, who, { reason, label: stop.words('Why it is another one', 'Pourquoi c’en est un autre') });
}
/** The same for a charge that no consent covers. */
export async function allowWithout(stop: TourStop, who: string, reason: string): Promise<void> {
  const label = stop.words('Why it may be charged all the same', 'Pourquoi débiter tout de même');
  await allowed(stop, who, { reason, label });
}
/** The same for a fee above the house's rule. */
export async function allowMore(stop: TourStop, who: string, reason: string): Promise<void> {
  const label = stop.words('Why it is more this time', 'Pourquoi plus cette fois-ci');
  await allowed(stop, who, { reason, label });
}
/** A second person's PIN for what the dialog shows: who, and the PIN, which the demo house shows. Enter in the PIN moves no money. */
export async function approve({ page, words, call }: TourStop, who: string): Promise<void> {
  const { staff, demoPins } = await call<SessionState>('session.state', {});
  const person = staff.find(({ name }) => name.startsWith(who));
  const pin = person && demoPins?.[person.id];
  if (pin === undefined) throw new Error(`The demo house shows no PIN for ${who}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(who) }).check();
  const field = dialog.getByLabel(words(`${who}’s PIN`, `NIP de ${who}`));
  await field.fill(pin);
  await page.keyboard.press('Enter');
  await field.waitFor({ state: 'detached' });
}
async function allowed(
  { page, words, call }: TourStop,
  who: string,
  { reason, label }: { readonly reason: string; readonly label: string },
): Promise<void> {
  const { staff, demoPins } = await call<SessionState>('session.state', {});
  const person = staff.find(({ name }) => name.startsWith(who));
  const pin = person && demoPins?.[person.id];
  if (pin === undefined) throw new Error(`The demo house shows no PIN for ${who}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(who) }).check();
  await dialog.getByLabel(label).fill(reason);
  await dialog.getByLabel(words(`${who}’s PIN`, `NIP de ${who}`)).fill(pin);
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: words('Ask again', 'Redemander') }).waitFor();
}
/**
 * Somebody on Stripe's own site, or another program: one request past this desk, with the demo house's own made-up key. Stripe's list of events
 * lags meanwhile, so that the desk's own lists stay as they were.
 */
export async function onStripesSite(stop: TourStop, path: string, form: Record<string, string> = {}): Promise<void> {
  await stop.provider('stripe', 'fault', {
    method: 'GET',
    path: '/v1/events',
    nth: 1,
    fault: 'rows-late',
    times: 500,
  });
  const file = join(stop.desk.dataDir, 'demo', 'sandbox-address.json');
  const { stripe } = JSON.parse(readFileSync(file, 'utf8')) as { stripe: string };
  const reply = await fetch(`${stripe}/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandboxKeys.stripeKey}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  });
  if (!reply.ok) throw new Error(`The sandbox refused ${path}: ${await reply.text()}`);
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
