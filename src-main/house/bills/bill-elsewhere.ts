import { done, refused, type Reply } from '../../contract/failure.ts';
import type { BillView } from '../../contract/bill.ts';
import type { Bill } from '../../ledger/bills.ts';
import { isStanding } from '../../payments/page-link.ts';
import { billNameOf } from '../../payments/repeat-key.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { audit } from '../customers/customers.ts';
import { readPaymentsAgain } from '../holds/last-minutes.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';
import { refOf, summed, type SummedBill } from './bill-sums.ts';

/** Held or taken there now, or on its way. What was never carried out or is over took nothing. */
const stands: ReadonlySet<PaymentRecord['state']> = new Set(['held', 'paid', 'pending', 'partly_refunded', 'unsure']);

type Looking = Pick<World, 'ledger' | 'mirror'>;
type Named = Pick<Bill, 'id' | 'source' | 'sourceRef'>;

/**
 * What the desk's copy of the lists shows for a bill by what every desk calls it, and of which these records know nothing: no order of ours made it, and it
 * stands on no bill. Another desk with records of its own took it, on whichever card. Newest first.
 */
export async function takenUnderName(world: Looking, billName: string): Promise<PaymentRecord[]> {
  return (await ofOthers(world, billName)).flatMap(({ payment, billId }) => (billId === null ? [payment] : []));
}

/** What every desk calls this bill; null for one that was made by hand, which is in these records alone. */
export function nameOf(bill: Named): string | null {
  return bill.sourceRef === null ? null : billNameOf(refOf(bill));
}

/** As `takenUnderName`, of a bill. */
export async function takenForBill(world: Looking, bill: Named): Promise<PaymentRecord[]> {
  const name = nameOf(bill);
  return name === null ? [] : takenUnderName(world, name);
}

/** What other desks took or hold for a bill, as its page shows it: what stands on it by now too, with the credit that it is there. */
export async function elsewhereOf(world: Looking, { bill, credits }: SummedBill): Promise<BillView['elsewhere']> {
  const name = nameOf(bill);
  const found = name === null ? [] : await ofOthers(world, name);
  if (found.length === 0) return [];
  const pages = await world.ledger.pageLinks.list({ customerIds: [], billId: bill.id, all: true });
  // What a page of these records brought is on the bill already; of one that is still open it may be what was paid there a moment ago.
  const isOurs = ({ id, key }: PaymentRecord): boolean =>
    pages.some(({ plan, state }) =>
      state.name === 'completed' ? id === `${plan.provider}:${state.paymentRef}` : key === null && isStanding(state),
    );
  return found.flatMap(({ payment, billId }) => {
    if ((billId !== null && billId !== bill.id) || isOurs(payment)) return [];
    const { id, provider, card, at } = payment;
    const creditId = credits.find(({ paymentId }) => paymentId === id)?.id ?? null;
    return [{ paymentId: id, provider, card, at, is: isNow(payment), amount: amountOf(payment), creditId }];
  });
}

/**
 * Puts what another desk took for a bill on it, as its provider has it now and as far as the bill has it left to pay: what was taken beyond that (a tip)
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
  const payment = (await takenForBill(world, bill)).find((one) => one.id === paymentId);
  if (!payment || isNow(payment) !== 'taken') return refused('unknown_id');
  if (payment.currency !== bill.currency) return refused('wrong_currency', { currency: bill.currency });
  const [now] = await summed(world, [bill]);
  const amount = Math.min(amountOf(payment), now?.sums.remaining ?? 0);
  if (!now || now.sums.checking) return refused('bill_checking');
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

/** Nothing of these records' own, with the bill on which it stands. */
async function ofOthers(
  { ledger, mirror }: Looking,
  billName: string,
): Promise<{ readonly payment: PaymentRecord; readonly billId: string | null }[]> {
  const found = (await mirror.namedPayments(billName)).filter(({ state }) => stands.has(state));
  if (found.length === 0) return [];
  const [ours, credited] = await Promise.all([
    ledger.operations.byKeys(found.flatMap(({ key }) => key ?? [])),
    ledger.bills.creditedMany(found.map(({ id }) => id)),
  ]);
  const keys = new Set(ours.map(({ plan }) => plan.key));
  return found.flatMap((payment) =>
    payment.key !== null && keys.has(payment.key) ? [] : [{ payment, billId: credited.get(payment.id) ?? null }],
  );
}

function isNow({ state }: PaymentRecord): BillView['elsewhere'][number]['is'] {
  return state === 'held' ? 'held' : state === 'paid' || state === 'partly_refunded' ? 'taken' : 'coming';
}

/** What was taken and not given back; of what is held or on its way what it is for. Minor units. */
function amountOf(payment: PaymentRecord): number {
  return isNow(payment) === 'taken' ? payment.taken - payment.refunded : payment.authorized;
}
