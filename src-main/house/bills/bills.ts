import type { BillRow, BillView } from '../../contract/bill.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { Purpose } from '../../contract/consent.ts';
import type { Bill } from '../../ledger/bills.ts';
import { keyFacts } from '../../payments/bill-facts.ts';
import type { BillFacts } from '../../payments/plan.ts';
import { refOf, summed, type SummedBill } from './bill-sums.ts';
import { isGone } from '../customers/gone-customer.ts';
import { heardOf } from './given-back-found.ts';
import { creditElsewhere, elsewhereOf } from './bill-elsewhere.ts';
import { billRow } from './bill-view.ts';
import { operationView } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';
import { audit } from '../customers/customers.ts';

/** What staff type of a bill. Amounts minor units of the house's currency. */
export interface Billed {
  readonly customerId: string | null;
  readonly customerName: string;
  readonly day: string;
  readonly time: string | null;
  readonly service: string;
  readonly withWhom: string | null;
  readonly lines: Bill['lines'];
  readonly total: number;
  readonly tax: number | null;
  readonly note: string | null;
}

/** The visits of some days with what each has left to pay. */
export async function listBills(
  world: World,
  { from, to }: { from: string; to: string },
): Promise<Reply<{ rows: BillRow[] }>> {
  return done({ rows: await rowsOf(world, await world.ledger.bills.ofDays(from, to)) });
}

/** The bills of one person, whichever provider's record they name; newest visit first. */
export async function billsOfCustomer(
  world: World,
  { customerId }: { customerId: string },
): Promise<Reply<{ rows: BillRow[] }>> {
  const ids = await world.mirror.recordIds(customerId);
  return done({ rows: await rowsOf(world, await world.ledger.bills.ofCustomers(ids, 100)) });
}

/** All of them, as many as there are. */
export async function everyBillOfCustomer(world: World, customerId: string): Promise<BillRow[]> {
  const ids = await world.mirror.recordIds(customerId);
  return rowsOf(world, await world.ledger.bills.ofCustomers(ids, Number.MAX_SAFE_INTEGER));
}

export async function oneBill(world: World, id: string): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byId(id);
  if (!bill) return refused('unknown_id');
  // What became of a refund since is seen on the bill once it is known.
  const [now] = await summed(world, [bill]);
  world.following.opened(now?.operations ?? []);
  return done(await viewOf(world, bill));
}

/** The bill whose code was read aloud or scanned. */
export async function billByCode(world: World, code: string): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byCode(code.trim().toUpperCase());
  return bill ? done(await viewOf(world, bill)) : refused('unknown_id');
}

export async function makeBill(world: World, billed: Billed, who: SignedIn | null): Promise<Reply<BillView>> {
  const no = judgeBilled(billed);
  if (no) return { ok: false, failure: no };
  if (await isGone(world.mirror, billed.customerId)) return refused('bill_customer_removed');
  const freshCode = (): string => `B-${world.engine.random.id(5).toUpperCase()}`;
  const made: Bill = {
    id: `bill-${world.engine.random.id(16)}`,
    code: freshCode(),
    ...factsOf(world, billed),
    source: 'hand',
    sourceRef: null,
    cancelled: null,
    createdAt: world.clock.now(),
    createdBy: who?.name ?? '',
    version: 1,
  };
  const written = await world.ledger.bills.add(made, freshCode);
  const bill = 'added' in written ? written.added : written.known;
  await audit(world, who, 'bill_made', factsFor(bill));
  world.emit('bills.changed', { ids: [bill.id] });
  return done(await viewOf(world, bill));
}

/** Changes what a bill says. Who it is for and the currency stay once money of it has moved. */
export async function changeBill(
  world: World,
  { id, version, ...billed }: Billed & { id: string; version: number },
  who: SignedIn | null,
): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byId(id);
  if (!bill) return refused('unknown_id');
  const no = judgeBilled(billed);
  if (no) return { ok: false, failure: no };
  if (bill.cancelled) return refused('bill_cancelled');
  const [before] = await summed(world, [bill]);
  if (before?.missed) return refused('bill_missed');
  if (before && before.operations.length > 0 && bill.customerId !== billed.customerId)
    return refused('bill_has_payments');
  // A bill that was theirs before stays so; no other becomes theirs.
  if (bill.customerId !== billed.customerId && (await isGone(world.mirror, billed.customerId)))
    return refused('bill_customer_removed');
  const changed = await write(world, { ...bill, ...factsOf(world, billed), version }, who, 'bill_changed', {
    ...(bill.total === billed.total ? {} : { before: bill.total }),
  });
  // What was closed is not what it is now.
  if (changed.ok && before?.closed) await audit(world, who, 'bill_reopened', { bill: bill.code });
  return changed;
}

export async function cancelBill(
  world: World,
  { id, version, reason }: { id: string; version: number; reason: string },
  who: SignedIn | null,
): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byId(id);
  if (!bill) return refused('unknown_id');
  if (bill.cancelled) return refused('bill_cancelled');
  const [now] = await summed(world, [bill]);
  if (now?.sums.checking) return refused('bill_checking');
  if (now?.missed) return refused('bill_missed');
  const cancelled = { at: world.clock.now(), by: who?.name ?? '', reason };
  return write(world, { ...bill, cancelled, version }, who, 'bill_cancelled', { reason });
}

/**
 * Notes money that came otherwise than by a card of ours. More than is left to pay is refused: nobody pays a bill twice by a slip. While a provider has not
 * said yet what happened since a backup, the bill may be paid there already: only a manager who made sure notes it.
 */
export async function creditBill(
  world: World,
  input: {
    id: string;
    kind: 'cash' | 'terminal' | 'transfer' | 'other';
    amount: number;
    note: string | null;
    madeSure?: boolean | undefined;
  },
  who: SignedIn | null,
): Promise<Reply<BillView>> {
  const bill = await world.ledger.bills.byId(input.id);
  if (!bill) return refused('unknown_id');
  const [now] = await summed(world, [bill]);
  const no = now ? judgeAmount(now, input.amount) : null;
  if (no) return { ok: false, failure: no };
  const owing = await world.records.owingBills();
  if (owing && !(input.madeSure && who?.verbs.includes('resolve'))) return refused('gap_credit', { provider: owing });
  const credit = {
    id: `credit-${world.engine.random.id(16)}`,
    kind: input.kind,
    amount: input.amount,
    paymentId: null,
    note: input.note,
    by: who?.name ?? '',
    at: world.clock.now(),
  };
  // Another desk may be charging it, or have made a page for it, at this very moment.
  if (!(await world.ledger.bills.credit(bill.id, credit, now?.seen))) return refused('bill_changed');
  await audit(world, who, 'bill_credit', {
    ...{ ...factsFor(bill), kind: input.kind, amount: input.amount },
    ...(owing ? { unasked: owing } : {}),
  });
  world.emit('bills.changed', { ids: [bill.id] });
  return done(await viewOf(world, bill));
}

/** Puts on a bill what another desk took for it (bill-elsewhere.ts). */
export const putElsewhere = (
  world: World,
  input: { readonly id: string; readonly paymentId: string },
  who: SignedIn | null,
): Promise<Reply<BillView>> => creditElsewhere(world, input, { who, view: (bill) => viewOf(world, bill) });

/** The bill as it stands now, for the engine before it writes a charge; or why this much may not be taken. Minor units, without tip. */
export async function billFor(
  world: Pick<World, 'ledger'>,
  wanted: {
    readonly billId: string;
    readonly personOf: (customerId: string) => Promise<string>;
    readonly personId: string;
    readonly amount: number;
    readonly purpose: Purpose;
  },
): Promise<BillFacts | Failure> {
  const bill = await world.ledger.bills.byId(wanted.billId);
  if (!bill) return refused('unknown_id').failure;
  if (bill.customerId !== null && (await wanted.personOf(bill.customerId)) !== wanted.personId)
    return refused('bill_other_person').failure;
  const [now] = await summed(world, [bill]);
  if (!now) throw new Error('A bill without its sums');
  return (
    judgePurpose(now, wanted.purpose) ??
    judgeAmount(now, wanted.amount) ?? {
      ref: refOf(bill),
      paid: now.sums.paid,
      seen: now.seen,
      credited: now.credits.flatMap(({ paymentId }) => paymentId ?? []),
      named: bill.sourceRef !== null,
      ...keyFacts(now.operations, now.seen.decisions ?? 0),
    }
  );
}

/** What somebody looked at was another bill: its visit was missed since, or they did come. */
function judgePurpose({ missed }: SummedBill, purpose: Purpose): Failure | null {
  if ((missed !== null) === (purpose === 'no_show')) return null;
  return refused(missed ? 'bill_missed' : 'bill_not_missed').failure;
}

function judgeAmount({ bill, sums, unsettled }: SummedBill, amount: number): Failure | null {
  if (bill.cancelled) return refused('bill_cancelled').failure;
  if (unsettled) return refused('bill_unsettled').failure;
  if (sums.checking) return refused('bill_checking').failure;
  return amount > sums.remaining
    ? refused('bill_over', { most: sums.remaining, currency: bill.currency }).failure
    : null;
}

async function write(
  world: World,
  bill: Bill,
  who: SignedIn | null,
  what: string,
  detail: Record<string, string | number>,
): Promise<Reply<BillView>> {
  const written = await world.ledger.bills.change(bill);
  if (!written) return refused('bill_changed');
  await audit(world, who, what, { ...factsFor(written), ...detail });
  world.emit('bills.changed', { ids: [written.id] });
  return done(await viewOf(world, written));
}

export function judgeBilled(billed: Billed): Failure | null {
  const lines = billed.lines.reduce((sum, { amount }) => sum + amount, 0);
  if (billed.lines.length > 0 && lines + (billed.tax ?? 0) !== billed.total)
    return refused('bad_input', { field: 'total' }).failure;
  if ((billed.tax ?? 0) > billed.total) return refused('bad_input', { field: 'tax' }).failure;
  return null;
}

function factsOf(
  world: World,
  billed: Billed,
): Pick<Bill, 'customerId' | 'customerName' | 'visit' | 'lines' | 'total' | 'tax' | 'currency' | 'note'> {
  const { customerId, customerName, day, time, service, withWhom, lines, total, tax, note } = billed;
  const currency = world.settings.now().currency;
  return { customerId, customerName, visit: { day, time, service, withWhom }, lines, total, tax, currency, note };
}

export const factsFor = (bill: Bill): Record<string, string | number> => ({
  bill: bill.code,
  customer: bill.customerName,
  total: bill.total,
  currency: bill.currency,
});

async function rowsOf(world: World, bills: readonly Bill[]): Promise<BillRow[]> {
  const all = await summed(world, bills);
  const heard = await heardOf(world, all);
  return Promise.all(all.map((one) => billRow(world, one, heard.get(one.bill.id))));
}

export async function viewOf(world: World, bill: Bill): Promise<BillView> {
  const [one] = await summed(world, [bill]);
  if (!one) throw new Error('A bill without its sums');
  const heard = (await heardOf(world, [one])).get(bill.id);
  return {
    ...(await billRow(world, one, heard)),
    ...restOf(one),
    matched: await matchedOf(world, one),
    elsewhere: await elsewhereOf(world, one),
    givenBackFound: [...(heard?.found ?? [])],
  };
}

/** Credits that somebody's decision about a line of a payout put there. */
async function matchedOf({ ledger }: Pick<World, 'ledger'>, { credits }: SummedBill): Promise<BillView['matched']> {
  const found = await Promise.all(
    credits.map(async ({ id: creditId, kind }) => {
      const match = kind === 'provider' ? await ledger.payoutMatches.byCredit(creditId) : null;
      return match && !match.undone ? [{ creditId, matchId: match.id, by: match.by, at: match.at }] : [];
    }),
  );
  return found.flat();
}

function restOf({
  bill,
  credits,
  operations,
  decided,
}: SummedBill): Omit<BillView, keyof BillRow | 'givenBackFound' | 'matched' | 'elsewhere'> {
  return {
    lines: [...bill.lines],
    credits: [...credits],
    operations: operations.map(operationView),
    givenBackDecided: [...decided],
    cancelled: bill.cancelled,
    createdAt: bill.createdAt,
    createdBy: bill.createdBy,
  };
}
