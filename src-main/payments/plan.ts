import type { Doubt } from '../contract/doubt.ts';
import type { Failure } from '../contract/failure.ts';
import { refused } from '../contract/failure.ts';
import { impossible } from '../contract/impossible.ts';
import type { ApprovalKind } from '../contract/approval-rules.ts';
import type { CardLabel } from '../contract/card.ts';
import type { Purpose } from '../contract/consent.ts';
import type { HeldFor } from '../contract/hold-replace.ts';
import type { Money } from '../contract/money.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { Standing } from '../contract/removal.ts';
import type { BillSeen } from './bill.ts';
import { planBankAccount } from './plan-bank-account.ts';
import { about, planOnCard, planProfile, planSave, unknownId } from './plan-on-file.ts';
import { planReplace } from './plan-replace.ts';
import { planTake } from './plan-take.ts';
import { judgeCapture, judgeRefund, judgeRelease } from './limits.ts';
import type { Order, Plan } from './order.ts';
import type { Clock, Gateway, Ledger, JudgingReader, Rows, Sender } from './ports.ts';
import type { PaymentRecord } from './records.ts';
import { planRemoval } from './removal.ts';
import { repeatKey } from './repeat-key.ts';
import { refundAgain, type Again, type LastMinutes } from './repeats.ts';

/** What the engine knows of the house when it judges an order. */
export interface House {
  readonly currency: string;
  readonly desk: string;
  /** year and month of the house now, in its time zone */
  month(now: number): { readonly year: number; readonly month: number };
}

/** What the key of a charge for a bill is made of: the same at every desk that sees the bill the same way. */
export interface BillFacts {
  readonly ref: string;
  readonly paid: number;
  /** definite failures for this bill so far, and refunds of what was taken for it: after one of those the same sum is honest again */
  readonly attempt: number;
  /** how many holds for it were given back, and how many charges for it were a tip alone; absent: none */
  readonly released?: number;
  readonly tipped?: number;
  /** it came from a file or the provider: desks with records of their own know it by the same name */
  readonly named?: boolean;
  /** how much stood in it by then: an order that was judged by it is written only while that is so. Null: nobody else takes money for it */
  readonly seen: BillSeen | null;
  /** payments that stand on it as credits (paid on a page, a deposit that came with a booking): its other parts, and no repeats */
  readonly credited?: readonly string[];
}

export interface PlanningWorld {
  readonly ledger: Pick<Ledger, 'attempts' | 'repeated' | 'carriedOut'>;
  readonly gateways: Readonly<Record<ProviderName, Gateway>>;
  readonly readers: Readonly<Record<ProviderName, JudgingReader>>;
  /** for the providers' own time */
  readonly sender: Pick<Sender, 'providerNow'>;
  readonly rows: Rows;
  readonly clock: Clock;
  readonly house: House;
  /** the one id that stands for a person, whichever provider's record was named (linked customers) */
  personOf(customerId: string): Promise<string>;
  /** what the lists show of this person since then, unix ms by our clock. No customer ids: the guard against a second charge is off */
  lastMinutes(customerId: string, since: number): Promise<LastMinutes>;
  /** what this desk's copy of the lists shows under a key of ours, of these records of customers */
  listed(of: {
    readonly provider: ProviderName;
    readonly customerIds: readonly string[];
    readonly key: string;
  }): Promise<PaymentRecord | null>;
  /** what that copy shows for a bill, by what every desk calls it, of which these records know nothing: held or taken there now. Null: nothing */
  elsewhereFor(billName: string): Promise<PaymentRecord | null>;
  /** until when that copy has everything, by the provider's own clock, unix ms; null: not known, or a provider that has no lists */
  listedAt(provider: ProviderName): Promise<number | null>;
  /** Paysafe: id of the first transaction on a card, or null */
  firstTransactionOf(cardId: string): Promise<string | null>;
  /** whether a card of somebody else was lent to this person, and still is: whose it is in words; null where it was not */
  payerFor(wanted: {
    readonly cardId: string;
    /** whose card it is, and whom it would pay for; ids of records at the providers */
    readonly ownerId: string;
    readonly customerId: string;
  }): Promise<{ readonly ownerName: string } | null>;
  /** whether the card's consents cover this, by the house's rule: the consent it is taken under, or why it may not be taken */
  consentFor(wanted: {
    readonly cardId: string;
    readonly customerId: string;
    readonly purpose: Purpose;
    readonly amount: Money;
    /** what a manager stepped in over for this very order */
    readonly passed: readonly string[];
  }): Promise<{ readonly consentId: string | null; readonly outside?: boolean } | Failure>;
  /** what of this payment the client was given in another way after a refund that failed, minor units, and who said so when; null: nothing */
  givenOtherwise(
    paymentId: string,
  ): Promise<{ readonly amount: number; readonly by: string; readonly at: number } | null>;
  /** why this needs a second person by the house's rules, or null */
  secondPerson(taking: Taking): Failure | null;
  /** why somebody should look again at who is charged or how much (doubts.ts); what was looked at comes with the order */
  doubtsOf(wanted: {
    readonly customerId: string;
    readonly cardId: string;
    readonly amount: Money;
    readonly tip: number | null;
    readonly billId: string | null;
  }): Promise<readonly Doubt[]>;
  /** what a hold was placed for, as our records have it: the person, who need not own its card, what for and on which bill */
  heldFor(hold: PaymentRecord): Promise<HeldFor>;
  /** what of this record of a customer still stands on it: nobody is taken away over money that is on its way */
  standingOn(customerId: string): Promise<Standing>;
  /** the bill as it stands, or why this much may not be taken for it now (not there, another person's, being checked, more than remains) */
  billFor(wanted: {
    readonly billId: string;
    readonly personId: string;
    readonly amount: number;
    /** a missed visit's bill asks for the fee, any other for what the visit costs */
    readonly purpose: Purpose;
  }): Promise<BillFacts | Failure>;
}

/** What a house may ask a second person for. `amount`: with what was taken or given back of the same payment before, so that parts are no way round. */
export interface Taking {
  readonly of: ApprovalKind;
  readonly amount: Money;
}

/** An order that the limits let pass, in the provider's names, with the words that lists and sentences need. */
export interface Planned {
  readonly plan: Plan;
  readonly provider: ProviderName;
  readonly guard: string;
  readonly amount: Money | null;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly card: CardLabel | null;
  readonly targetId: string | null;
  /** what it may be doing again; null for orders that the provider or their key guards */
  readonly again: Again | null;
  /** what the bill was when it was judged; null for orders without one */
  readonly seen?: BillSeen | null;
  /** what of it a house may ask a second person for */
  readonly taking: Taking | null;
  /** since when its provider shows it already, under the very same key (unix ms by its clock): it is written down and asked about, and never sent */
  readonly there?: number;
}

/** Judges an order on the rows main holds and turns it into a plan, or says why not. Nothing is written or sent to move money. */
export async function planOrder(world: PlanningWorld, order: Order): Promise<Planned | Failure> {
  switch (order.kind) {
    case 'charge':
    case 'hold':
      return planTake(world, order);
    case 'capture':
    case 'release':
      return planOnHold(world, order);
    case 'replace':
      return planReplace(world, order);
    case 'refund':
      return planRefund(world, order);
    case 'remove_card':
    case 'set_default':
      return planOnCard(world, order);
    case 'remove_customer':
      return planRemoval(world, order);
    case 'save_card':
      return planSave(world, order);
    case 'save_bank_account':
      return planBankAccount(world, order);
    case 'add_profile':
      return planProfile(world, order);
    default:
      return impossible(order);
  }
}

async function planOnHold(
  world: PlanningWorld,
  order: Extract<Order, { kind: 'capture' | 'release' }>,
): Promise<Planned | Failure> {
  const payment = await world.rows.payment(order.holdId);
  const now = world.clock.now();
  const no = order.kind === 'capture' ? judgeCapture(order, payment, now) : judgeRelease(payment, now);
  if (no) return no;
  if (!payment) return unknownId();
  const guard = `payment:${payment.id}`;
  const key = repeatKey(order, {
    payment,
    wholeRefund: false,
    attempt: await world.ledger.attempts(guard, order.kind),
  });
  const whole = { amount: payment.capturable, currency: payment.currency };
  const plan: Plan =
    order.kind === 'capture'
      ? {
          kind: 'capture',
          key,
          amount: order.amount,
          paymentRef: payment.ref,
          capturable: payment.capturable,
          account: payment.account,
        }
      : {
          kind: 'release',
          key,
          amount: whole,
          paymentRef: payment.ref,
          rest: payment.taken > 0,
          account: payment.account,
        };
  const amount = order.kind === 'capture' ? order.amount : whole;
  const taken = {
    amount: order.kind === 'capture' ? payment.taken + order.amount.amount : 0,
    currency: amount.currency,
  };
  const taking = order.kind === 'capture' ? { of: order.kind, amount: taken } : null;
  return { plan, guard, amount, again: null, taking, ...(await about(world, payment)) };
}

async function planRefund(world: PlanningWorld, order: Extract<Order, { kind: 'refund' }>): Promise<Planned | Failure> {
  let payment = await world.rows.payment(order.paymentId);
  if (!payment) return unknownId();
  if (world.gateways[payment.provider].readsFirst('refund')) {
    const read = await world.readers[payment.provider].readPayment(payment.ref, payment);
    if (!read.ok)
      return refused(read.why === 'no_answer' ? 'offline' : 'provider_unavailable', { provider: payment.provider })
        .failure;
    payment = read.value;
    await world.rows.put({ payments: [payment] });
  }
  const choice = judgeRefund(order, payment);
  if ('code' in choice) return choice;
  // What failed at the provider can go back there once more: not what the client has in their hands by now.
  const given = await world.givenOtherwise(payment.id);
  const left = Math.max(0, payment.taken - payment.refunded - (given?.amount ?? 0));
  if (given && order.amount.amount > left) {
    const { amount: sum, by, at } = given;
    return refused('refund_given_otherwise', { most: left, sum, by, at, currency: payment.currency }).failure;
  }
  const guard = `payment:${payment.id}`;
  const wholeRefund = choice.whole || choice.means === 'cancel';
  const key = repeatKey(order, { payment, wholeRefund, attempt: await world.ledger.attempts(guard, 'refund') });
  return {
    plan: {
      kind: 'refund',
      key,
      amount: order.amount,
      paymentRef: payment.ref,
      settlementRef: choice.settlement.ref,
      means: choice.means,
      whole: choice.whole,
      account: payment.account,
    },
    guard,
    amount: order.amount,
    taking: { of: 'refund', amount: { ...order.amount, amount: payment.refunded + order.amount.amount } },
    // A whole refund has one key, wherever it is ordered: the provider merges it. A part has not.
    again: wholeRefund
      ? null
      : await refundAgain(world, { payment, guard, amount: order.amount.amount, now: world.clock.now() }),
    ...(await about(world, payment)),
  };
}
