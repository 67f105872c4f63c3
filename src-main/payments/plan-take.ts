import { refused, type Failure } from '../contract/failure.ts';
import { unsure } from './doubts.ts';
import { judgeTake } from './limits.ts';
import type { Cause, Order } from './order.ts';
import type { BillFacts, Planned, PlanningWorld, TakenElsewhere } from './plan.ts';
import { labelOf, unknownId } from './plan-on-file.ts';
import type { CardRecord, PaymentRecord } from './records.ts';
import { billNameOf, isTipAlone, repeatKey } from './repeat-key.ts';
import { minutesAgoThere, sameTakeMs, takeAgain, type LastMinutes } from './repeats.ts';
import { takenBefore, type TakenUnder } from './taken-before.ts';

/** What is known of a hold whose place is taken, and the key of the one that takes it. */
export interface Replacing {
  readonly payment: PaymentRecord;
  readonly key: string;
}

/** @param replacing only for a hold that takes the place of another */
export async function planTake(
  world: PlanningWorld,
  order: Extract<Order, { kind: 'charge' | 'hold' }>,
  replacing: Replacing | null = null,
): Promise<Planned | Failure> {
  // Side by side: each is a question to another thread, and somebody stands at the counter. Nearly always the card is that person's own.
  const since = world.clock.now() - sameTakeMs;
  const { customerId, cardId, amount, tip } = order;
  const [card, asked, named, initialTransactionRef, last, doubts] = await Promise.all([
    world.rows.card(order.cardId),
    world.personOf(order.customerId),
    world.rows.customer(order.customerId),
    world.firstTransactionOf(order.cardId),
    world.lastMinutes(order.customerId, since),
    world.doubtsOf({ customerId, cardId, amount, tip, billId: order.cause?.billId ?? null }),
  ]);
  if (!card) return unknownId();
  const own = card.customerId === order.customerId;
  const [customer, owner] = own
    ? [named, asked]
    : await Promise.all([world.rows.customer(card.customerId), world.personOf(card.customerId)]);
  if (!customer) return unknownId();
  const payer =
    asked === owner ? null : await world.payerFor({ cardId, ownerId: card.customerId, customerId: order.customerId });
  // Whom it is for is who a lent card's order belongs to, everywhere but at the provider.
  const person = payer ? named : customer;
  if (!person) return unknownId();
  const gateway = world.gateways[card.provider];
  const no = judgeTake(order, {
    card,
    ownCard: asked === owner || payer !== null,
    houseCurrency: world.house.currency,
    month: world.house.month(world.clock.now()),
    ...gateway.limits(order.amount.currency),
  });
  if (no) return no;
  const given = await causeOf(world, order, { cardId: card.id, customerId: customer.id, personId: asked });
  if ('code' in given) return given;
  const look = unsure(doubts, order.sure ?? []);
  if (look) return look;
  const { bill, outside, ...cause } = given;
  const before = await keyOf(world, order, { bill, card, replacing, customerIds: last.customerIds });
  if ('code' in before) return before;
  const { key, there } = before;
  // On another card, with another sum, as a hold or on a page: under its own key nobody would find it.
  const elsewhere =
    bill && there === null && !replacing
      ? await world.elsewhereFor({ billName: cause.billName ?? null, holds: bill.holds ?? [] })
      : null;
  if (elsewhere) return whyTakenElsewhere(elsewhere);
  return {
    plan: {
      kind: order.kind,
      key,
      amount: order.amount,
      customerRef: customer.ref,
      cardRef: card.ref,
      payToken: card.payToken,
      instrument: card.kind,
      // What the hold before it said: two desks that replace it send the same bytes, whatever each of them notes.
      description: replacing ? replacing.payment.description : order.note,
      receiptEmail: order.receiptEmail,
      initialTransactionRef,
      cause,
    },
    provider: card.provider,
    // One taking of money at a time for a person, whichever card: a second click elsewhere waits until we know.
    guard: `customer:${asked}`,
    amount: order.amount,
    customerId: person.id,
    customerName: person.name,
    card: payer ? { ...labelOf(card), owner: payer.ownerName } : labelOf(card),
    targetId: null,
    seen: bill?.seen ?? null,
    // What is there already is only written down: nothing is taken again, and nobody is asked to let it pass.
    ...(there === null ? {} : { there }),
    taking: outside && there === null ? { of: 'outside', amount: order.amount } : null,
    again:
      there !== null
        ? null
        : await takeAgain(world, payer ? await withPayer(world, last, { ownerId: card.customerId, since }) : last, {
            since,
            there: minutesAgoThere(world.sender),
            billId: cause.billId,
            tipAlone: isTipAlone(order),
            credited: bill?.credited ?? [],
            replaced: replacing?.payment ?? null,
          }),
  };
}

/** Why nothing is taken for a bill here: what somebody else took or holds for it. */
export function whyTakenElsewhere({ payment: { provider, currency, at }, is, amount: most }: TakenElsewhere): Failure {
  return refused(is === 'held' ? 'bill_held' : 'bill_taken', { provider, most, currency, at }).failure;
}

/** Of a dialog without a bill its ticket, of a replacement what is replaced; of a bill what it is, looked for where others may have taken it. */
async function keyOf(
  world: PlanningWorld,
  order: Extract<Order, { kind: 'charge' | 'hold' }>,
  about: {
    readonly bill: BillFacts | null;
    readonly card: CardRecord;
    readonly replacing: Replacing | null;
    readonly customerIds: readonly string[];
  },
): Promise<TakenUnder | Failure> {
  const { bill, card, replacing } = about;
  if (replacing) return { key: replacing.key, there: null };
  if (!bill)
    return { key: repeatKey(order, { payment: null, wholeRefund: false, attempt: 0, bill: null }), there: null };
  // Only a fee may have been taken on another card under the same key.
  const others = order.cause?.purpose === 'no_show' ? about.customerIds : [];
  return takenBefore(world, order, { bill, card, customerIds: [...new Set([card.customerId, ...others])] });
}

/** Money that was just taken from the owner of a lent card may be this very payment too. */
async function withPayer(
  world: PlanningWorld,
  last: LastMinutes,
  { ownerId, since }: { readonly ownerId: string; readonly since: number },
): Promise<LastMinutes> {
  const theirs = await world.lastMinutes(ownerId, since);
  // No customer ids: the guard is off.
  if (last.customerIds.length === 0) return last;
  return {
    customerIds: [...last.customerIds, ...theirs.customerIds],
    payments: [...last.payments, ...theirs.payments],
  };
}

/** Saved is not authorised: what it is for, judged against consent and bill. A tip is not part of what a bill has left to pay. */
async function causeOf(
  world: PlanningWorld,
  order: Extract<Order, { kind: 'charge' | 'hold' }>,
  of: { readonly cardId: string; readonly customerId: string; readonly personId: string },
): Promise<(Cause & { readonly bill: BillFacts | null; readonly outside: boolean }) | Failure> {
  const { purpose, billId } = order.cause ?? { purpose: 'balance', billId: null };
  const passed = order.stepIn?.over.flatMap(({ why, fact }) => (why === 'consent' ? [fact] : [])) ?? [];
  const [consent, bill] = await Promise.all([
    world.consentFor({ cardId: of.cardId, customerId: of.customerId, purpose, amount: order.amount, passed }),
    billId === null
      ? null
      : world.billFor({ billId, personId: of.personId, purpose, amount: order.amount.amount - (order.tip ?? 0) }),
  ]);
  if (bill && 'code' in bill) return bill;
  if (purpose === 'no_show' && order.tip) return refused('bad_input', { field: 'tip' }).failure;
  if ('code' in consent) return consent;
  const named = bill?.named === true ? { billName: billNameOf(bill.ref) } : {};
  return { purpose, billId, consentId: consent.consentId, ...named, bill, outside: consent.outside ?? false };
}
