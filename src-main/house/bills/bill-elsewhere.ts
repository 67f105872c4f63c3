import type { BillView } from '../../contract/bill.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { Bill } from '../../ledger/bills.ts';
import { madeBy } from '../../payments/given-back.ts';
import { isOpen } from '../../payments/operation.ts';
import { isStanding } from '../../payments/page-link.ts';
import type { OwnHold, TakenElsewhere } from '../../payments/plan.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { billNameOf } from '../../payments/repeat-key.ts';
import { audit } from '../customers/customers.ts';
import { readPaymentsAgain } from '../holds/last-minutes.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';
import { refOf, summed, type SummedBill } from './bill-sums.ts';

/** Held or taken there now, or on its way. What was never carried out or is over took nothing. */
const stands: ReadonlySet<PaymentRecord['state']> = new Set(['held', 'paid', 'pending', 'partly_refunded', 'unsure']);

type Looking = Pick<World, 'ledger' | 'mirror'>;

/**
 * What the desk's copy of the lists shows for a bill that these records have not, and that stands on no bill: what another desk with records of its own took
 * or holds for it, on whichever card, and what was captured of its holds at another desk or on the provider's own site. Newest first, the holds' after that.
 */
export async function foundElsewhere(
  world: Looking,
  bill: { readonly billName: string | null; readonly holds: readonly OwnHold[] },
): Promise<TakenElsewhere[]> {
  const all = await onBillsOrNot(world, bill);
  if (all.length === 0) return [];
  const credited = await world.ledger.bills.creditedMany(all.map(({ payment }) => payment.id));
  return all.filter(({ payment }) => !credited.has(payment.id));
}

/** What every desk calls this bill; null for one that was made by hand, which is in these records alone. */
export function nameOf(bill: Pick<Bill, 'id' | 'source' | 'sourceRef'>): string | null {
  return bill.sourceRef === null ? null : billNameOf(refOf(bill));
}

/** What our orders hold for a bill, or held, and captured of it; of one whose capture is not known yet nothing is said: its bill is being checked. */
export function ownHolds({ operations }: Pick<SummedBill, 'operations'>): OwnHold[] {
  return operations.flatMap((hold) => {
    const paymentId = hold.kind === 'hold' ? madeBy(hold) : null;
    if (paymentId === null) return [];
    const captures = operations.filter(({ kind, targetId }) => kind === 'capture' && targetId === paymentId);
    if (captures.some(({ state }) => isOpen(state) || state.name === 'needs_person')) return [];
    const captured = captures.reduce(
      (sum, { state, amount }) => (state.name === 'done' ? sum + (state.moved.captured ?? amount?.amount ?? 0) : sum),
      0,
    );
    return [{ paymentId, captured }];
  });
}

/** As `foundElsewhere`, of a bill that was summed. */
export function foundForBill(world: Looking, bill: SummedBill): Promise<TakenElsewhere[]> {
  return foundElsewhere(world, { billName: nameOf(bill.bill), holds: ownHolds(bill) });
}

/** What was found elsewhere for a bill, as its page shows it: what stands on it by now too, with the credit that it is there. */
export async function elsewhereOf(world: Looking, of: SummedBill): Promise<BillView['elsewhere']> {
  const { bill, credits } = of;
  const found = await onBillsOrNot(world, { billName: nameOf(bill), holds: ownHolds(of) });
  if (found.length === 0) return [];
  const [pages, credited] = await Promise.all([
    world.ledger.pageLinks.list({ customerIds: [], billId: bill.id, all: true }),
    world.ledger.bills.creditedMany(found.map(({ payment }) => payment.id)),
  ]);
  // What a page of these records brought is on the bill already; of one that is still open it may be what was paid there a moment ago.
  const isOurs = ({ id, key }: PaymentRecord): boolean =>
    pages.some(({ plan, state }) =>
      state.name === 'completed' ? id === `${plan.provider}:${state.paymentRef}` : key === null && isStanding(state),
    );
  return found.flatMap(({ payment, is, amount }) => {
    const { id, provider, card, at } = payment;
    const billId = credited.get(id) ?? bill.id;
    if (billId !== bill.id || isOurs(payment)) return [];
    const creditId = credits.find(({ paymentId }) => paymentId === id)?.id ?? null;
    return [{ paymentId: id, provider, card, at, is, amount, creditId }];
  });
}

/**
 * Puts what somebody else took for a bill on it, as its provider has it now and as far as the bill has it left to pay: what was taken beyond that (a tip)
 * is in no record here. Moves no money. Refused where these records know of that payment or it is not taken yet (`unknown_id`), and where something else was
 * paid meanwhile (`bill_changed`).
 */
export async function creditElsewhere(
  world: World,
  { id, paymentId }: { readonly id: string; readonly paymentId: string },
  { who, view }: { readonly who: SignedIn | null; readonly view: (bill: Bill) => Promise<BillView> },
): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byId(id);
  if (!bill) return refused('unknown_id');
  if (bill.cancelled) return refused('bill_cancelled');
  await readPaymentsAgain(world, [paymentId]);
  const [now] = await summed(world, [bill]);
  if (!now || now.sums.checking) return refused('bill_checking');
  const found = (await foundForBill(world, now)).find(({ payment }) => payment.id === paymentId);
  if (!found || (found.is !== 'taken' && found.is !== 'captured')) return refused('unknown_id');
  if (found.payment.currency !== bill.currency) return refused('wrong_currency', { currency: bill.currency });
  const amount = Math.min(found.amount, now.sums.remaining);
  if (amount <= 0) return refused('bill_over', { most: now.sums.remaining, currency: bill.currency });
  const credit = {
    id: `credit-${world.engine.random.id(16)}`,
    ...({ kind: 'provider', amount, paymentId, note: null, by: who?.name ?? '' } as const),
    at: world.clock.now(),
  };
  // Another desk on the same records may be charging it at this very moment.
  if (!(await world.ledger.bills.credit(bill.id, credit, now.seen))) return refused('bill_changed');
  await audit(world, who, 'bill_credit', {
    ...{ bill: bill.code, customer: bill.customerName, total: bill.total, currency: bill.currency },
    ...{ kind: 'provider', amount, payment: paymentId },
  });
  world.emit('bills.changed', { ids: [bill.id] });
  return done(await view(bill));
}

/** All that is there, whether or not it stands on a bill by now. */
async function onBillsOrNot(
  world: Looking,
  { billName, holds }: Parameters<typeof foundElsewhere>[1],
): Promise<TakenElsewhere[]> {
  return [...(billName === null ? [] : await ofOthers(world, billName)), ...(await capturedElsewhere(world, holds))];
}

/** Of another desk's own, by what every desk calls the bill: no order of these records made it. */
async function ofOthers({ ledger, mirror }: Looking, billName: string): Promise<TakenElsewhere[]> {
  const found = (await mirror.namedPayments(billName)).filter(({ state }) => stands.has(state));
  if (found.length === 0) return [];
  const ours = await ledger.operations.byKeys(found.flatMap(({ key }) => key ?? []));
  const keys = new Set(ours.map(({ plan }) => plan.key));
  return found.flatMap((payment) => (payment.key !== null && keys.has(payment.key) ? [] : [withSum(payment)]));
}

function withSum(payment: PaymentRecord): TakenElsewhere {
  const { state, authorized, taken, refunded } = payment;
  if (state === 'held') return { payment, is: 'held', amount: authorized };
  const isTaken = state === 'paid' || state === 'partly_refunded';
  return { payment, is: isTaken ? 'taken' : 'coming', amount: isTaken ? taken - refunded : authorized };
}

/** Captured of holds of ours beyond what our orders did, and not given back. */
async function capturedElsewhere({ mirror }: Looking, holds: readonly OwnHold[]): Promise<TakenElsewhere[]> {
  if (holds.length === 0) return [];
  const ours = new Map(holds.map(({ paymentId, captured }) => [paymentId, captured]));
  return (await mirror.payments([...ours.keys()])).flatMap((payment) => {
    const amount = payment.taken - payment.refunded - (ours.get(payment.id) ?? 0);
    return amount > 0 ? [{ payment, is: 'captured' as const, amount }] : [];
  });
}
