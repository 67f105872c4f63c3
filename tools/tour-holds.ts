import type { BillView } from '../src-main/contract/bill.ts';
import type { CustomerList, CustomerPage } from '../src-main/contract/customer.ts';
import type { OperationView } from '../src-main/contract/operation.ts';
import type { ReviewedHold } from '../src-main/contract/hold-review.ts';
import type { SessionState } from '../src-main/contract/staff.ts';
import { close } from './tour-hands.ts';
import type { TourStep, TourStop } from './tour-stop.ts';

/** The amount of the hold of person number `at`, cents: no demo bill or hold has one of these. */
export const heldOf = (at: number): number => 7_013 + at * 111;

/**
 * Holds of so many people of this house who have none, placed now by a manager who asks for no consent; the first `billed` of them for a bill of their own,
 * with its visit today, tomorrow, the day after.
 */
export async function holdsOfMany(stop: TourStop, many: number, billed = 0): Promise<OperationView[]> {
  await stop.signIn('owner');
  await stop.call('consents.setRule', { rule: 'free' });
  const asked = { search: '', filter: 'all', offset: 0, limit: 200 };
  const { rows } = await stop.call<CustomerList>('customers.list', asked);
  const placed: OperationView[] = [];
  for (const { id, name, providers, cardState, openHolds } of rows) {
    if (placed.length === many) break;
    if (!id.startsWith('stripe:') || providers.length !== 1 || cardState !== 'ok' || openHolds > 0) continue;
    const { repeats } = await stop.call<{ repeats: readonly unknown[] }>('payments.recent', {
      customerId: id,
      ask: false,
    });
    if (repeats.length > 0) continue;
    const { cards } = await stop.call<CustomerPage>('customers.get', { id });
    const card = cards.find(({ kind, unusable }) => kind === 'card' && unusable === null);
    if (!card) continue;
    const amount = { amount: heldOf(placed.length), currency: 'CAD' };
    const taken = { customerId: id, cardId: card.id, amount };
    const { doubts } = await stop.call<{ doubts: readonly { readonly fact: string }[] }>('payments.sure', {
      ...taken,
      ...{ tip: null, billId: null },
    });
    const ticket = `together-${String(placed.length).padStart(4, '0')}-${id.slice(-8)}`;
    const sure = doubts.map(({ fact }) => fact);
    const note = stop.words('Keratin treatment', 'Traitement à la kératine');
    const bill = placed.length < billed ? await billOf(stop, { id, name, amount: amount.amount }, placed.length) : null;
    const cause = bill && { purpose: 'deposit', billId: bill.id };
    const said = bill ? stop.words('No-show guarantee', 'Garantie de présence') : note;
    const operation = await stop.call<OperationView>('holds.place', {
      ...{ ticket, ...taken, note: said, sure, stepIn: null, ...(cause ? { cause } : {}) },
    });
    if (operation.state.name === 'done') placed.push(operation);
  }
  if (placed.length < many) throw new Error(`Only ${placed.length} people of this house could be held`);
  return placed;
}

async function billOf(
  stop: TourStop,
  person: { readonly id: string; readonly name: string; readonly amount: number },
  daysAhead: number,
): Promise<BillView> {
  const day = new Date(Date.now() + daysAhead * 86_400_000).toISOString().slice(0, 10);
  const service = stop.words('Keratin treatment and cut, Inès', 'Traitement à la kératine et coupe, Inès');
  const visit = { day, time: '10:15', service, withWhom: null };
  const whose = { customerId: person.id, customerName: person.name, lines: [], total: person.amount };
  return stop.call<BillView>('bills.make', { ...visit, ...whose, tax: null, note: null });
}

/** The list of holds, of those that were placed by `holdsOfMany`: found by who placed them. */
export async function showPlaced(stop: TourStop, many: number): Promise<void> {
  const { page, words } = stop;
  const { staff } = await stop.call<SessionState>('session.state', {});
  const owner = staff.find(({ role }) => role === 'owner')?.name ?? '';
  await stop.open('Holds', 'Préautorisations');
  await page.getByLabel(words('Placed by', 'Placée par'), { exact: true }).selectOption(owner);
  await page
    .getByText(words(`${many} of `, `${many} sur `))
    .first()
    .waitFor();
}
/** What opens the dialog over what is ticked. */
export const captureTicked = ({ page, words }: TourStop) =>
  page.getByRole('button', { name: new RegExp(words('^Capture .*…', '^Encaisser .*…')) }).last();

export async function openHolds(stop: TourStop): Promise<readonly ReviewedHold[]> {
  const asked = { filter: 'open', provider: null, offset: 0, limit: 200 };
  return (await stop.call<{ rows: readonly ReviewedHold[] }>('holds.list', asked)).rows;
}

const amounts = ({ page }: TourStop) => page.locator('[role=row] input[inputmode=decimal]');
const dialogReason = ({ page, words }: TourStop) =>
  page.getByRole('dialog').getByPlaceholder(words('Why less than held?', 'Pourquoi moins que le bloqué?'));

/** The review queue, holds ticked with changed amounts, captured together: before, while it goes, stopped, and after. Begins and ends on Holds. */
export const holdSteps: readonly TourStep[] = [
  {
    name: 'holds-queue',
    go: async (stop) => {
      await holdsOfMany(stop, 12, 3);
      await stop.open('Holds', 'Préautorisations');
      // An earlier look may have left another filter.
      await stop.page.getByRole('button', { name: new RegExp(stop.words('^All', '^Toutes')) }).click();
      const [first] = await openHolds(stop);
      if (!first) throw new Error('There is no hold');
      const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
      const planned = { id: first.id, version: first.plan?.version ?? 0, plan: 'capture', dueDay: day };
      await stop.call('holds.plan', planned);
      await stop.call('holds.note', {
        id: first.id,
        text: stop.words('She asked to be called first', 'Veut qu’on l’appelle avant'),
      });
      await stop.page.keyboard.press('F5');
      await stop.page.getByText(stop.words('Capture by', 'Encaisser d’ici')).first().waitFor();
    },
  },
  {
    name: 'holds-billed',
    go: async (stop) => {
      const { page, words } = stop;
      await page.getByRole('button', { name: words('date', 'date'), exact: true }).click();
      const billed = page
        .getByRole('row')
        .filter({ hasText: words('Keratin treatment and cut', 'Traitement à la kératine et coupe') });
      await billed.first().click();
      await page.getByText(words('No-show guarantee', 'Garantie de présence')).last().waitFor();
    },
  },
  {
    name: 'holds-view',
    go: async ({ page, words }) => {
      // Soonest to lapse first again: whoever is looked for by name later stands near the top then.
      await page.getByRole('button', { name: words('Lapses', 'Expire'), exact: true }).click();
      await page.getByRole('button', { name: words('Save this view…', 'Enregistrer cette vue…') }).click();
      await page.getByLabel(words('Name of the view', 'Nom de la vue')).fill(words('Every morning', 'Chaque matin'));
    },
  },
  {
    name: 'holds-ticked',
    go: async (stop) => {
      const { page } = stop;
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await showPlaced(stop, 12);
      await page.getByRole('checkbox', { name: stop.words('shown', 'affichées') }).check();
      await amounts(stop).nth(1).fill('50');
      await amounts(stop).nth(3).fill('61.25');
      await amounts(stop).nth(4).focus();
      await captureTicked(stop).waitFor();
    },
  },
  {
    name: 'holds-together',
    go: async (stop) => {
      await stop.page.keyboard.press('Control+Enter');
      await stop.page.getByRole('dialog').waitFor();
      await dialogReason(stop).nth(0).fill(stop.words('Shorter treatment than booked', 'Soin plus court que prévu'));
    },
  },
  {
    name: 'holds-going',
    go: async (stop) => {
      await dialogReason(stop).nth(1).fill(stop.words('Toner not needed', 'Sans tonifiant'));
      await stop.provider('stripe', 'latency', { ms: 1200 });
      await stop.page.keyboard.press('Control+Enter');
      await stop.page.getByText(stop.words('2 of 12 done', '2 sur 12, ')).waitFor();
    },
  },
  {
    name: 'holds-stopped',
    go: async (stop) => {
      await stop.page.getByRole('button', { name: stop.words('Stop', 'Arrêter') }).click();
      await stop.page.getByRole('button', { name: stop.words('Capture the rest', 'Encaisser le reste') }).waitFor();
    },
  },
  {
    name: 'holds-captured',
    go: async (stop) => {
      await stop.provider('stripe', 'latency', { ms: 0 });
      await stop.page.getByRole('button', { name: stop.words('Capture the rest', 'Encaisser le reste') }).click();
      await stop.page.getByText(stop.words('12 captured, ', '12 encaissées, ')).waitFor();
    },
  },
  {
    name: 'holds-captured-export',
    go: async ({ page, words }) => {
      await page.getByRole('button', { name: words('Export', 'Exporter'), exact: true }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'holds-release',
    go: async (stop) => {
      await close(stop);
      await stop.page.getByRole('button', { name: stop.words('Back to holds', 'Retour aux préautorisations') }).click();
      await stop.page.getByLabel(stop.words('Placed by', 'Placée par'), { exact: true }).selectOption('');
      await stop.page.getByRole('row').nth(2).waitFor();
      for (const at of [0, 1])
        await stop.page
          .getByRole('checkbox')
          .nth(at + 1)
          .check();
      await stop.page.getByRole('button', { name: stop.words('Release all 2', 'Libérer les 2') }).click();
      await stop.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'holds-after',
    go: async (stop) => {
      await stop.page.keyboard.press('Escape');
      await stop.page.getByRole('dialog').waitFor({ state: 'detached' });
      await stop.page.getByRole('button', { name: stop.words('Clear selection', 'Effacer le choix') }).click();
      await stop.call('consents.setRule', { rule: 'manager' });
    },
  },
];
