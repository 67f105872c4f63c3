import { expect } from 'vitest';
import type { WindowDriver } from '../../tools/tour-stop.ts';

/** From the lock screen to every screen of the rail: the same steps in the stand-in and in the real Electron. */
export async function smoke({ page, words, signIn, open }: WindowDriver): Promise<void> {
  await signIn('owner');
  for (const [en, fr] of [
    ['Today', 'Aujourd’hui'],
    ['Customers', 'Clients'],
    ['Holds', 'Préautorisations'],
    ['Payments', 'Paiements'],
    ['Settings', 'Réglages'],
  ] as const) {
    await open(en, fr);
    await expect
      .poll(() =>
        page
          .getByRole('heading', { name: words(en, fr) })
          .first()
          .isVisible(),
      )
      .toBe(true);
  }
}
