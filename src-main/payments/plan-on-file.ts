import type { CardLabel } from '../contract/card.ts';
import { refused, type Failure } from '../contract/failure.ts';
import { judgeCard } from './limits.ts';
import type { NewProfile, Order, TypedCard } from './order.ts';
import type { Planned, PlanningWorld } from './plan.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from './records.ts';
import { repeatKey } from './repeat-key.ts';

// Orders about what a person has on file at a provider: their cards, and that there is a profile at all. None of them moves money.

/** A card that is taken away, or made the one that is charged first. */
export async function planOnCard(
  world: PlanningWorld,
  order: Extract<Order, { kind: 'remove_card' | 'set_default' }>,
): Promise<Planned | Failure> {
  const card = await world.rows.card(order.cardId);
  const no = judgeCard(card);
  if (no) return no;
  const customer: CustomerRecord | null = card ? await world.rows.customer(card.customerId) : null;
  if (!card || !customer) return unknownId();
  const guard = `card:${card.id}`;
  const key = repeatKey(order, {
    payment: null,
    wholeRefund: false,
    attempt: await world.ledger.attempts(guard, order.kind),
  });
  return {
    plan: { kind: order.kind, key, customerRef: customer.ref, cardRef: card.ref, instrument: card.kind },
    provider: card.provider,
    guard,
    amount: null,
    customerId: customer.id,
    customerName: customer.name,
    card: labelOf(card),
    targetId: card.id,
    again: null,
    taking: null,
  };
}

/** A token that has run out is not sent: the client types the card again. Nobody saves two cards for one customer at once. */
export async function planSave(world: PlanningWorld, order: TypedCard): Promise<Planned | Failure> {
  const customer = await world.rows.customer(order.customerId);
  if (!customer || customer.deleted) return unknownId();
  if (order.tokenEndsAt <= world.clock.now()) return refused('card_token_ended').failure;
  const key = repeatKey(order, { payment: null, wholeRefund: false, attempt: 0 });
  const { currency } = world.house;
  const named = { key, customerRef: customer.ref, token: order.token, lastFour: order.card.lastFour, currency };
  const checks = world.gateways[customer.provider].checksCards(currency);
  return {
    plan: checks
      ? { kind: 'verify_card', ...named, agreed: order.agreed }
      : { kind: 'save_card', ...named, verificationRef: null, agreed: order.agreed },
    provider: customer.provider,
    guard: `cards:${customer.id}`,
    amount: null,
    customerId: customer.id,
    customerName: customer.name,
    card: order.card,
    targetId: null,
    again: null,
    taking: null,
  };
}

/** A profile at Paysafe, named by the person's other record: two desks ask for the very same one. */
export async function planProfile(world: PlanningWorld, order: NewProfile): Promise<Planned | Failure> {
  const customer = await world.rows.customer(order.customerId);
  if (!customer || customer.deleted || customer.provider === 'paysafe') return unknownId();
  const key = repeatKey(order, { payment: null, wholeRefund: false, attempt: 0 });
  const { name, email, phone } = customer;
  const merchantCustomerId = `comptoir-${customer.ref}`.slice(0, 100);
  return {
    plan: { kind: 'add_profile', key, merchantCustomerId, name, email, phone, locale: order.locale },
    provider: 'paysafe',
    guard: `profile:${customer.id}`,
    amount: null,
    customerId: customer.id,
    customerName: customer.name,
    card: null,
    targetId: null,
    again: null,
    taking: null,
  };
}

/** What staff tell a card by. */
export function labelOf(card: CardRecord): CardLabel {
  return { kind: card.kind, brand: card.brand, lastFour: card.lastFour, nickname: card.nickname };
}

/** It is not there, or not any more. */
export function unknownId(): Failure {
  return refused('unknown_id').failure;
}

/** Whom a payment is of, and by which card, in the words of lists. */
export async function about(
  world: PlanningWorld,
  payment: PaymentRecord,
): Promise<Pick<Planned, 'provider' | 'customerId' | 'customerName' | 'card' | 'targetId'>> {
  const customer = payment.customerId ? await world.rows.customer(payment.customerId) : null;
  return {
    provider: payment.provider,
    customerId: payment.customerId,
    customerName: customer?.name ?? '',
    card: payment.card,
    targetId: payment.id,
  };
}
