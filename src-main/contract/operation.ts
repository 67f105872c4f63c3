import * as v from 'valibot';
import { cardLabel } from './card.ts';
import { id } from './input.ts';
import { money } from './money.ts';
import { providerName } from './provider.ts';

export const operationKinds = [
  'charge',
  'hold',
  'capture',
  'release',
  'refund',
  'remove_card',
  'set_default',
  /** a whole record of a customer is deleted at its provider, and all that is saved on it */
  'remove_customer',
  /** Paysafe: a typed card is checked with its bank for nothing, then kept on the profile */
  'verify_card',
  'save_card',
  /** Paysafe: a bank account with its mandate */
  'save_bank_account',
  /** Paysafe: a profile for somebody who has none */
  'add_profile',
] as const;
export const operationKind = v.picklist(operationKinds);
export type OperationKind = v.InferOutput<typeof operationKind>;

/** What the provider says it moved, in minor units of the operation's currency. Only facts of a reply, never of the order. */
export const moved = v.object({
  charged: v.optional(v.number()),
  held: v.optional(v.number()),
  captured: v.optional(v.number()),
  released: v.optional(v.number()),
  refunded: v.optional(v.number()),
});
export type Moved = v.InferOutput<typeof moved>;

/**
 * Who carried out elsewhere what this order asked for, as far as anybody can tell, and what came of it there (minor units, where known).
 * records: an order in our records, by name. other_desk: the provider shows a key of Comptoir's that our records do not know. lapsed: nobody,
 * it ran out by itself. provider: no key of ours; somebody on the provider's own site, or another program.
 */
export const elsewhereBy = v.object({
  from: v.picklist(['records', 'other_desk', 'lapsed', 'provider']),
  operationId: v.optional(v.string()),
  staffName: v.optional(v.string()),
  desk: v.optional(v.string()),
  at: v.optional(v.number()),
  captured: v.optional(v.number()),
  released: v.optional(v.number()),
  /** can be neither taken nor given back any more; the provider does not say which of the two became of it */
  gone: v.optional(v.number()),
  /** still held */
  left: v.optional(v.number()),
});
export type ElsewhereBy = v.InferOutput<typeof elsewhereBy>;

/** Why an order needs a person. Closed: each has its sentence in both languages, which says what to look for. */
export const personReasons = [
  /** the provider shows another amount, currency, customer or card than was asked */
  'amount',
  'currency',
  'customer',
  'card',
  /** it answered about another payment, card or customer than the one the order acts on */
  'target',
  /** it shows the order under another key than the one that was sent */
  'key',
  'held_instead_of_charged',
  'captured_instead_of_held',
  'held_for_review',
  /** the client is to confirm something that they were never asked to */
  'waits_for_customer',
  /** it was asked for an hour and did not say */
  'provider_cannot_say',
  /** a word that this version does not know, in records of another one */
  'other',
] as const;
export type PersonReason = (typeof personReasons)[number];
// A row that another version wrote still shows that somebody must look, whatever its word was.
const personReason = v.fallback(v.picklist(personReasons), 'other');

/**
 * What happened at the provider.
 * open: written, being sent. unknown: sent, no answer that we can trust; it is being asked until known.
 * pending: accepted, the bank settles it later. done: moved as asked. declined: the bank or the provider's risk said no.
 * rejected: the provider did not accept the request; nothing moved. not_done: known never to have happened.
 * needs_person: the provider itself cannot say, or says something else than the order.
 */
export const operationState = v.variant('name', [
  v.object({ name: v.literal('open') }),
  v.object({
    name: v.literal('unknown'),
    since: v.number(),
    /** why we do not know: no_answer, cut_answer, provider_fault, unreadable, still_running, restarted */
    why: v.string(),
    lastSentAt: v.number(),
    /** look-ups in a row that found nothing, counted only when late enough to mean something */
    absent: v.number(),
    asks: v.number(),
    nextAskAt: v.number(),
    /**
     * what the provider said of it at some time, whatever came after: a fault of its own, a word that nobody knows, or a refusal of a repetition that
     * may have come from another account than the one that had the order
     */
    heard: v.optional(v.array(v.picklist(['provider_fault', 'unknown_word', 'refused_unproven']))),
  }),
  v.object({ name: v.literal('pending'), at: v.number(), reference: v.string(), moved }),
  v.object({
    name: v.literal('done'),
    at: v.number(),
    reference: v.string(),
    moved,
    /** the provider had it done already (another desk, the provider's own site) */
    elsewhere: v.optional(v.boolean()),
    elsewhereBy: v.optional(elsewhereBy),
    /** unix ms; for a hold, when it lapses as the provider says */
    captureBefore: v.optional(v.number()),
    /** the money went back by cancelling before the batch: nothing shows on the statement */
    cancelled: v.optional(v.boolean()),
    /** a manager compared with the provider's own site and said so; `moved` and `reference` are then what stood there, as they stated it */
    saidBy: v.optional(v.string()),
  }),
  v.object({
    name: v.literal('declined'),
    at: v.number(),
    /** Stripe's decline_code or Paysafe's error number */
    code: v.string(),
    advice: v.nullable(v.string()),
    reference: v.nullable(v.string()),
  }),
  v.object({
    name: v.literal('rejected'),
    at: v.number(),
    code: v.string(),
    message: v.string(),
    reference: v.nullable(v.string()),
    /** codes …_elsewhere: who was there before */
    elsewhereBy: v.optional(elsewhereBy),
    /**
     * refund_failed, refund_canceled: what the provider had said of this refund before it took that back, and when. `moved` is what was taken back: of a whole
     * refund that others had made in parts, the parts that failed
     */
    was: v.optional(v.object({ name: v.picklist(['pending', 'done']), at: v.number(), moved })),
  }),
  v.object({
    name: v.literal('not_done'),
    at: v.number(),
    /** too_late, consent_gone: the second step of an order, which was not sent any more */
    why: v.picklist(['never_left', 'absent', 'said_by_person', 'too_late', 'consent_gone']),
    /** with never_left: the provider was there and let nobody in (too many requests at once) */
    turnedAway: v.optional(v.boolean()),
  }),
  v.object({
    name: v.literal('needs_person'),
    at: v.number(),
    why: personReason,
    evidence: v.record(v.string(), v.string()),
  }),
]);
export type OperationState = v.InferOutput<typeof operationState>;
export type OperationStateName = OperationState['name'];

type Unknown = Extract<OperationState, { name: 'unknown' }>;
export type Heard = NonNullable<Unknown['heard']>[number];

/**
 * Whether the provider spoke of this at any time since it is unknown. What came after (a refused key, a line that broke) does not take it back: a
 * fault may still be mended there, and an order that was answered in an odd word is there.
 */
export function hasHeard(state: OperationState, what: Heard): boolean {
  return state.name === 'unknown' && (state.why === what || (state.heard?.includes(what) ?? false));
}

/**
 * Whether a manager said that it was done, and no reply did. Rows from before sums were stated have neither name nor reference; whoever did it elsewhere
 * may have left no reference either, and is named.
 */
export function isSettledByHand(state: OperationState): boolean {
  return state.name === 'done' && (state.saidBy !== undefined || (state.reference === '' && !state.elsewhere));
}

/** One line of an operation's trail: what we did and what was answered, for staff to read. */
export const trailLine = v.object({
  at: v.number(),
  /** written, step_in, sent, answer, no_answer, asked, found, absent, ask_failed, closed, resolved_by_person, follow_up */
  what: v.string(),
  detail: v.record(v.string(), v.union([v.string(), v.number(), v.boolean()])),
});
export type TrailLine = v.InferOutput<typeof trailLine>;

export const operationView = v.object({
  id: v.string(),
  /** operations of one order share a group (Paysafe: capture part, then release the rest) */
  group: v.string(),
  /** second and later steps of a group name the step they follow */
  follows: v.nullable(v.string()),
  kind: operationKind,
  provider: providerName,
  state: operationState,
  /** what staff asked to move; null for what moves no money */
  amount: v.nullable(money),
  /** of `amount`, the tip */
  tip: v.nullable(money),
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  card: v.nullable(cardLabel),
  /** the first step of a replaced hold: which of the two it is. The other step follows it once it is done */
  replacing: v.optional(v.picklist(['new', 'release'])),
  /** the hold, payment, card or customer it acts on, or the hold whose place it takes; null for a charge or any other new hold */
  targetId: v.nullable(v.string()),
  note: v.nullable(v.string()),
  receiptEmail: v.nullable(v.string()),
  /** short code to read aloud or find again: CPT-7F3K */
  code: v.string(),
  staffId: v.string(),
  staffName: v.string(),
  desk: v.string(),
  createdAt: v.number(),
  updatedAt: v.number(),
});
export type OperationView = v.InferOutput<typeof operationView>;

export const operationDetail = v.object({
  operation: operationView,
  group: v.array(operationView),
  trail: v.array(trailLine),
  /** of a refund that failed after it was done: how the client was given it all the same, as a manager says; absent where nobody did */
  answered: v.optional(v.object({ reason: v.string(), by: v.string(), at: v.number() })),
});
export type OperationDetail = v.InferOutput<typeof operationDetail>;

/** Which orders a list shows. No state: every state; null: every provider, everybody. */
export const orderFilter = v.strictObject({
  states: v.array(
    v.picklist(['open', 'unknown', 'pending', 'done', 'declined', 'rejected', 'not_done', 'needs_person']),
  ),
  provider: v.nullable(providerName),
  staffId: v.nullable(id),
});
type AskedOrders = v.InferOutput<typeof orderFilter>;
export interface OrderFilter extends Readonly<Omit<AskedOrders, 'states'>> {
  readonly states: readonly AskedOrders['states'][number][];
}
