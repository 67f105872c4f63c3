import { describe, expect } from 'vitest';
import type { AuditLine } from '../../src-main/contract/desk-status.ts';
import type { ReviewedHold } from '../../src-main/contract/hold-review.ts';
import { openHolds } from '../../tools/tour-holds.ts';
import type { TourStop } from '../../tools/tour-stop.ts';
import { journey } from './journey.ts';
import { listsFilled, nothingOdd, screenSays } from './steps.ts';

const dayMs = 86_400_000;

async function visaAtPaysafe(stop: TourStop): Promise<ReviewedHold> {
  const found = (await openHolds(stop)).find(({ provider, card }) => provider === 'paysafe' && card?.brand === 'visa');
  if (!found) throw new Error('Nobody has a hold on a Visa card at Paysafe');
  return found;
}

describe('how long a hold at Paysafe is expected to last', () => {
  for (const lang of ['en', 'fr'] as const)
    journey(
      `is set by the owner for one kind of card, and its holds say so: ${lang}`,
      async (stop) => {
        const { page, words } = stop;
        const save = () => page.getByRole('button', { name: words('Save', 'Enregistrer'), exact: true }).click();
        await stop.signIn('owner');
        await listsFilled(stop);
        const before = await visaAtPaysafe(stop);
        expect(before.deadline).toMatchObject({ at: before.placedAt + 5 * dayMs, estimated: true, of: null });

        await stop.open('Settings', 'Réglages');
        await page.evaluate(() => void (location.hash = '#/settings/desk'));
        const cell = page.getByLabel(words('Visa, Credit, in days', 'Visa, Crédit, en jours'));
        await cell.fill('400');
        await save();
        await screenSays(
          stop,
          words(
            'Visa, Credit: a whole number from 1 to 30, or nothing.',
            'Visa, Crédit : un nombre entier de 1 à 30, ou rien.',
          ),
        );
        expect(await cell.inputValue()).toBe('400');
        await nothingOdd(stop);
        await cell.fill('12');
        await save();
        await page.getByText(words('Settings saved.', 'Réglages enregistrés.')).waitFor();

        await stop.open('Holds', 'Préautorisations');
        const after = await visaAtPaysafe(stop);
        expect(after).toMatchObject({ id: before.id, deadline: { at: before.placedAt + 12 * dayMs, days: 12 } });
        await page.getByLabel(words('Provider', 'Fournisseur'), { exact: true }).selectOption('paysafe');
        await page.getByRole('row', { name: new RegExp(before.customerName) }).click();
        await screenSays(
          stop,
          words('Estimate: 12 days for Visa credit cards', 'Estimation : 12 jours pour les cartes Visa de crédit'),
        );
        await nothingOdd(stop);
        const { rows } = await stop.call<{ rows: readonly AuditLine[] }>('history.list', {
          ...{ search: '', before: null, limit: 20 },
        });
        expect(rows.find(({ what }) => what === 'settings')?.detail).toEqual({
          ...{ changed: 'paysafeCardDays', holdDays: 'visa.credit:>12' },
        });
      },
      { lang },
    );
});
