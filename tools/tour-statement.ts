import type { OperationView } from '../src-main/contract/operation.ts';
import { chooseBills, lookAtLines } from './tour-bill-import.ts';
import { openDayEnd } from './tour-day-end.ts';
import { openHolds } from './tour-holds.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

interface Taken {
  readonly reference: string;
  readonly amount: number;
  readonly at: number;
}
/** Two holds at Paysafe, captured here. */
async function capturedAtPaysafe(stop: TourStop): Promise<readonly Taken[]> {
  const holds = (await openHolds(stop)).filter(({ provider }) => provider === 'paysafe').slice(0, 2);
  const taken: Taken[] = [];
  for (const [place, { id: holdId, capturable: amount }] of holds.entries()) {
    const ticket = `tour-statement-${String(place).padStart(8, '0')}`;
    const { state, createdAt } = await stop.call<OperationView>('holds.capture', {
      ticket,
      holdId,
      amount,
      note: null,
    });
    if (state.name !== 'done') throw new Error(`The hold was not captured: ${state.name}`);
    taken.push({ reference: state.reference, amount: amount.amount, at: createdAt });
  }
  return taken;
}
const written = (amount: number): string => (amount / 100).toFixed(2);
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** A statement as Paysafe's portal may write it: two of ours, a gift card that was sold elsewhere, a fee, one that failed, one that cannot be read. */
export async function statementText(stop: TourStop): Promise<string> {
  const own = await capturedAtPaysafe(stop);
  const day = dayOf(own[0]?.at ?? Date.now());
  return [
    'Date,Type,Transaction ID,Merchant Ref Num,Amount,Fee,Currency,Deposit,Description,Status',
    ...own.map(
      ({ at, reference, amount }) =>
        `${dayOf(at)},Settlement,${reference},,${written(amount)},1.90,CAD,Lot 4411,,COMPLETED`,
    ),
    `${day},Settlement,7f0c2f51,SHOP-81,60.00,1.80,CAD,Lot 4411,Gift card sold online,COMPLETED`,
    `${day},Monthly fee,,,15.00,,CAD,Lot 4411,,COMPLETED`,
    `${day},Settlement,7f0c2f52,SHOP-82,25.00,,CAD,Lot 4411,,FAILED`,
    `${day},Settlement,aa,bb,sixty,,CAD,Lot 4411,,COMPLETED`,
  ].join('\n');
}

/** From Day end to the screen that brings a statement in. */
export async function openStatement(stop: TourStop): Promise<void> {
  await openDayEnd(stop);
  await stop.page.getByRole('button', { name: stop.words('Bring in a statement…', 'Ajouter un relevé…') }).click();
  const title = stop.words('Bring in Paysafe’s statement', 'Ajouter le relevé de Paysafe');
  await stop.page.getByRole('heading', { level: 1, name: title }).waitFor();
}
/** What a word of the file means, which Comptoir does not know: a fee that is written without a minus. */
export async function sayFee({ page, words }: TourStop): Promise<void> {
  await page.getByLabel('Monthly fee').selectOption({ label: words('Other money, goes out', 'Autre argent, sort') });
}
export async function bringIn({ page, words }: TourStop): Promise<void> {
  await page.getByRole('button', { name: words('Bring in 4 lines', 'Ajouter 4 lignes') }).click();
  await page.getByText(words('4 lines are brought in.', '4 lignes sont ajoutées.')).waitFor();
}

/** What Paysafe paid, from its statement. Begins where no dialog is open, and ends on Day end. */
export const statementSteps: readonly TourStep[] = [
  {
    name: 'statement',
    go: async (stop) => {
      await stop.signIn('manager');
      await openStatement(stop);
    },
  },
  {
    name: 'statement-columns',
    go: async (stop) => chooseBills(stop, await statementText(stop), 'paysafe-november.csv'),
  },
  {
    name: 'statement-preview',
    go: async (stop) => {
      await sayFee(stop);
      await lookAtLines(stop);
    },
  },
  { name: 'statement-brought', go: bringIn },
  {
    name: 'statement-day-end',
    go: async ({ page, words }) => {
      await page
        .getByRole('button', { name: words('See the payouts at Day end', 'Voir les versements à la Fermeture') })
        .click();
      await page.getByText('Gift card sold online').waitFor();
    },
  },
  {
    name: 'statement-take-back',
    go: async ({ page, words }) => {
      await page
        .getByRole('button', { name: words('Take back, paysafe-november.csv', 'Retirer, paysafe-november.csv') })
        .click();
      await page.getByRole('button', { name: words('Take the statement back', 'Retirer le relevé') }).waitFor();
    },
  },
];
