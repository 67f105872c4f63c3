import type { BillRow } from '../../contract/bill.ts';
import type { RunCard, RunPreviewLine } from '../../contract/bill-run.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { Bill } from '../../ledger/bills.ts';
import { unsure } from '../../payments/doubts.ts';
import type { CardRecord } from '../../payments/records.ts';
import { needsManager } from '../../payments/repeats.ts';
import { cardView } from '../../mirror/views.ts';
import { billRow, consentStateOf, labelOf, purposeOf } from '../bills/bill-view.ts';
import { summed, type SummedBill } from '../bills/bill-sums.ts';
import { monthOf } from '../days/calendar.ts';
import { consentStop } from '../consents/consent-cover.ts';
import { refreshCustomer } from '../customers/customers.ts';
import { lentCards, type Lent } from '../cards/payers.ts';
import { recentRepeats } from '../orders/repeats.ts';
import type { World } from '../world.ts';

/** Lines looked at side by side: records and lists answer in turn, and somebody waits. */
const atOnce = 20;

/** Bills as they would be charged now, in the order given: their cards, and what prevents it. Nothing is written. */
export async function previewRun(
  world: World,
  { billIds }: { billIds: readonly string[] },
): Promise<Reply<{ lines: RunPreviewLine[] }>> {
  const bills: Bill[] = [];
  for (const id of billIds) {
    const bill = await world.ledger.bills.byId(id);
    if (!bill) return refused('unknown_id');
    bills.push(bill);
  }
  const all = await summed(world, bills);
  const lines: RunPreviewLine[] = [];
  for (let from = 0; from < all.length; from += atOnce)
    lines.push(...(await Promise.all(all.slice(from, from + atOnce).map((one) => previewLine(world, one)))));
  return done({ lines });
}

async function previewLine(world: World, now: SummedBill): Promise<RunPreviewLine> {
  const { customerId } = now.bill;
  let row = await billRow(world, now);
  // Never read before: looked for now, or why that cannot be.
  const read = row.cardsUnread && customerId !== null ? await refreshCustomer(world, customerId) : null;
  if (read?.ok) row = await billRow(world, now);
  const cards = row.state === 'due' ? await cardsOf(world, row) : [];
  const prevents = judged(world, row, now.unsettled) ?? (await repeatOf(world, row));
  const none = cards.length === 0 ? refused('run_no_card').failure : null;
  return {
    bill: row,
    personId: customerId === null ? null : await world.engine.personOf(customerId),
    cards,
    cardId: row.card?.id ?? null,
    prevents: prevents ?? (read && !read.ok ? read.failure : none),
  };
}

function judged(world: World, { state, customerId, currency }: BillRow, unsettled: boolean): Failure | null {
  if (state === 'cancelled') return refused('bill_cancelled').failure;
  if (unsettled) return refused('bill_unsettled').failure;
  if (state === 'checking') return refused('bill_checking').failure;
  if (state === 'paid' || state === 'coming' || state === 'missed') return refused('bill_paid').failure;
  if (customerId === null) return refused('run_nobody').failure;
  const house = world.settings.now().currency;
  return currency === house ? null : refused('wrong_currency', { currency: house }).failure;
}

/** What only a manager lets pass is charged by itself. */
async function repeatOf(world: World, { customerId, id }: BillRow): Promise<Failure | null> {
  if (customerId === null) return null;
  const found = await recentRepeats(world, { customerId, ask: false, billId: id });
  return found.ok ? needsManager(found.value.repeats) : found.failure;
}

async function cardsOf(world: World, row: BillRow): Promise<RunCard[]> {
  const { customerId } = row;
  const person = customerId === null ? null : await world.mirror.person(customerId);
  const kept = (person?.cards ?? []).filter(({ removed }) => !removed);
  const lent = await lentCards(world, person?.customers.map((one) => one.id) ?? []);
  const all = [...kept.map((card) => ({ card, payer: null })), ...lent];
  return Promise.all(all.map((one) => runCard(world, one, row)));
}

async function runCard(
  world: World,
  { card, payer }: { readonly card: CardRecord; readonly payer: Lent['payer'] | null },
  row: BillRow,
): Promise<RunCard> {
  const { remaining, id: billId } = row;
  const purpose = purposeOf(row.missed);
  const customerId = row.customerId ?? card.customerId;
  const { currency, timeZone } = world.settings.now();
  const shown = cardView(card, { month: monthOf(world.clock.now(), timeZone), busy: null });
  const { id, provider, expiryState, unusable } = shown;
  const { consent } = await consentStateOf(world, id, { amount: remaining, purpose });
  const amount = { amount: remaining, currency };
  const stop = await consentStop(world, { cardId: id, purpose, amount });
  // What somebody must look at first is charged by itself.
  const doubts = await world.engine.doubtsOf({ customerId, cardId: id, amount, tip: null, billId });
  const prevents = unusable ? refused(unusable).failure : (stop?.refusal ?? unsure(doubts, []));
  return { id, provider, label: labelOf(card, payer), expiryState, consent, prevents };
}
