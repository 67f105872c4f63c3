import { describe, expect } from 'vitest';
import type { PayoutsView } from '../../src-main/contract/payouts.ts';
import { chooseBills, lookAtLines } from '../../tools/tour-bill-import.ts';
import { bringIn, openStatement, sayFee, statementText } from '../../tools/tour-statement.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import { listsFilled, nothingOdd, screenSays } from './steps.ts';

const payouts = (stop: TourStop): Promise<PayoutsView> =>
  stop.call<PayoutsView>('dayEnd.payouts', { day: new Date().toISOString().slice(0, 10), read: false });

describe('what Paysafe paid, from the file that the house downloads there', () => {
  for (const lang of ['en', 'fr'] as const)
    journey(
      `is brought in, compared to the cent and taken back: ${lang}`,
      async (stop) => {
        const { page, words } = stop;
        await listsFilled(stop);
        await stop.signIn('manager');
        await openStatement(stop);
        await chooseBills(stop, await statementText(stop), 'paysafe-november.csv');
        // A word that nobody explained holds everything up.
        const look = page.getByRole('button', { name: words('Look at the lines', 'Voir les lignes') });
        expect(await look.getAttribute('aria-description')).toBe(
          words('Say what each word of the kinds means.', 'Dites ce que veut dire chaque mot de la colonne du genre.'),
        );
        await sayFee(stop);
        await lookAtLines(stop);
        await screenSays(stop, words('cannot be read and will not be kept', 'ne sera pas gardée'));
        expect((await payouts(stop)).statements).toEqual([]);
        await bringIn(stop);
        await page
          .getByRole('button', { name: words('See the payouts at Day end', 'Voir les versements à la Fermeture') })
          .click();
        await screenSays(stop, 'Gift card sold online');
        const now = await payouts(stop);
        expect(now.payouts.find(({ name }) => name === 'Lot 4411')).toMatchObject({
          ...{ provider: 'paysafe', lines: 3, matched: 2, other: 1 },
          odd: [{ amount: 6000, why: 'not_here' }],
        });
        expect(now.statements).toMatchObject([{ file: 'paysafe-november.csv', lines: 4 }]);

        const back = words('Take back, paysafe-november.csv', 'Retirer, paysafe-november.csv');
        await page.getByRole('button', { name: back }).click();
        await page.getByRole('button', { name: words('Take the statement back', 'Retirer le relevé') }).click();
        await page.getByText('Gift card sold online').waitFor({ state: 'detached' });
        expect((await payouts(stop)).statements).toEqual([]);
        await nothingOdd(stop);
      },
      { lang },
    );
});
