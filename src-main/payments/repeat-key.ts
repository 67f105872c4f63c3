import { createHash } from 'node:crypto';
import type { Money } from '../contract/money.ts';
import type { OperationKind } from '../contract/operation.ts';
import type { Order } from './order.ts';
import type { PaymentRecord } from './records.ts';

export interface RepeatFacts {
  readonly payment: PaymentRecord | null;
  readonly wholeRefund: boolean;
  /** definite failures so far, on the target or for the bill; for a bill also what was given back of it */
  readonly attempt: number;
  /** what every desk calls the bill, and what was paid of it when staff confirmed */
  readonly bill?: {
    readonly ref: string;
    readonly paid: number;
    /** holds for it that were given back, and charges for it that were a tip alone: neither changes what is paid */
    readonly released?: number;
    readonly tipped?: number;
  } | null;
}

/**
 * The idempotency key (Stripe) and merchantRefNum (Paysafe) of an order.
 *
 * Charges, holds and partial refunds take the ticket: the same sum twice can be honest, so only the same dialog is the same order. A charge
 * or hold for a bill derives it from the bill and what is paid of it: two desks that see the same bill left to pay send the very same key.
 * A hold that was given back leaves as much to pay as before, and so does a tip alone: the next hold counts those that were, the next tip those before it.
 * The fee for a missed visit leaves out card and amount too: it is one fee, however much of it and on whichever card.
 * The hold that replaces another derives it from the one it replaces, card and amount; `attempt` then counts every earlier replacement that has ended.
 * Capture, release and a whole refund derive it from the target, so that two desks with the same view send the very same key and the
 * provider merges them. `attempt` counts definite failures so far: only after one of those may a new key exist for the same target.
 */
export function repeatKey(order: Order, facts: RepeatFacts): string {
  switch (order.kind) {
    case 'charge':
    case 'hold':
      if (facts.bill && order.cause?.purpose === 'no_show')
        return `cpt-${digest([
          ...[order.kind, 'fee', facts.bill.ref, facts.bill.paid],
          facts.attempt + (order.kind === 'hold' ? (facts.bill.released ?? 0) : 0),
        ])}`;
      return facts.bill
        ? `cpt-${digest([
            ...[order.kind, facts.bill.ref, facts.bill.paid, order.cardId, order.amount.amount],
            facts.attempt + (order.kind === 'hold' ? (facts.bill.released ?? 0) : 0),
            ...(isTipAlone(order) ? ['tip', facts.bill.tipped ?? 0] : []),
          ])}`
        : `cpt-${order.ticket}`;
    case 'refund':
      return facts.wholeRefund
        ? derived(['refund', order.paymentId, order.amount.amount], facts)
        : `cpt-${order.ticket}`;
    case 'capture':
      return derived(['capture', order.holdId, order.amount.amount], facts);
    case 'release':
      return derived(['release', order.holdId, facts.payment?.capturable ?? 0], facts);
    case 'replace':
      // Never that of the hold it replaces: a provider would answer with that one again. The order of the two steps makes no other hold of it.
      return `cpt-${digest(['replace', order.holdId, order.cardId, order.amount.amount, facts.attempt])}`;
    case 'remove_card':
      return derived(['remove_card', order.cardId], facts);
    case 'remove_customer':
      return derived(['remove_customer', order.customerId], facts);
    case 'add_profile':
    case 'save_card':
    case 'save_bank_account':
      // One token, one dialog: the same card typed again is another order, and the provider itself keeps a card once.
      return `cpt-${order.ticket}`;
    case 'set_default':
      // Not guarded by the provider's state: A, then B, then A again is three honest orders.
      return `cpt-${order.ticket}`;
  }
}

/** Nothing of it is for what the bill asks: only what guards a second charge of a person guards it too. */
export function isTipAlone({
  kind,
  amount,
  tip,
}: {
  readonly kind: OperationKind | Order['kind'];
  readonly amount: Money;
  readonly tip: number | null;
}): boolean {
  return kind === 'charge' && tip !== null && tip > 0 && tip === amount.amount;
}

/**
 * What every desk calls a bill of a file or a booking (`ref`), as it goes with its payments: a digest, since a file's own number may be anybody's name.
 * Desks with records of their own find by it what another one took for the bill, whatever the card, the sum or the kind of order.
 */
export function billNameOf(ref: string): string {
  return digest(['bill', ref]).slice(0, 32);
}

/**
 * The merchantRefNum of an order of Paysafe's pages, made of the dialog's ticket. How long one may be there is not described: this is about as long as
 * those that were seen. No order of the engine has a key of this form.
 */
export function pageReference(ticket: string): string {
  return `cptp-${digest(['page', ticket]).slice(0, 32)}`;
}

/** A name for a mandate that follows from the key of its order, so that the same order asks for the same one. Letters and digits, at most `most`. */
export function mandateName(key: string, most: number): string {
  return digest([key, 'mandate']).toUpperCase().slice(0, most);
}

/** The key of a group's next step: it belongs to the step before it, whatever desk or process carries it on. */
export function followUpKey(previousKey: string, kind: string): string {
  return `cpt-${digest([previousKey, kind])}`;
}

function derived(
  parts: readonly (string | number)[],
  facts: { payment: PaymentRecord | null; attempt: number },
): string {
  return `cpt-${digest([...parts, facts.payment?.refunded ?? 0, facts.attempt])}`;
}

function digest(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('|')).digest('hex').slice(0, 40);
}

const idLetters = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * The id of an operation whose record was lost and whose own id nobody knows: it follows from its key, so that finding it again twice
 * writes it once.
 */
export function recoveredId(provider: string, key: string): string {
  const bytes = createHash('sha256').update(`recovered|${provider}|${key}`).digest();
  return `op-${[...bytes.subarray(0, 20)].map((byte) => idLetters[byte % idLetters.length]).join('')}`;
}

/** The ticket of the dialog that made this key, or null for a key that follows from its target. */
export function ticketOf(key: string): string | null {
  const rest = key.slice('cpt-'.length);
  const digested = /^[0-9a-f]{40}$/.test(rest);
  return key.startsWith('cpt-') && !digested && /^[A-Za-z0-9-]{16,64}$/.test(rest) ? rest : null;
}
