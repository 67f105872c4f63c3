import * as v from 'valibot';
import { providerName } from './provider.ts';

/** card, or a bank account by its scheme (Paysafe). */
export const instrumentKind = v.picklist(['card', 'ach', 'eft', 'bacs', 'sepa']);
export type InstrumentKind = v.InferOutput<typeof instrumentKind>;

/** What kind of card it is, where its provider says: Paysafe's cardCategory, or a type of card that is debit only. */
export const cardFunding = v.picklist(['credit', 'debit', 'prepaid']);
export type CardFunding = v.InferOutput<typeof cardFunding>;

/** A saved payment method as the window may see it: never a number, never a provider token. */
export const cardView = v.object({
  id: v.string(),
  customerId: v.string(),
  provider: providerName,
  kind: instrumentKind,
  /** visa, mastercard, amex, discover, jcb, diners, other; null for a bank account */
  brand: v.nullable(v.string()),
  /** absent where nobody says */
  funding: v.exactOptional(cardFunding),
  lastFour: v.string(),
  expiry: v.nullable(v.object({ month: v.number(), year: v.number() })),
  /** judged in the house's time zone: valid through the last day of its month; soon = this month or next */
  expiryState: v.picklist(['ok', 'soon', 'expired', 'none']),
  nickname: v.nullable(v.string()),
  holder: v.nullable(v.string()),
  isDefault: v.boolean(),
  /** why it cannot be charged now, or null */
  unusable: v.nullable(v.picklist(['card_expired', 'card_removed', 'card_not_usable', 'mandate_not_active'])),
  /** an operation is still open on this card */
  busy: v.nullable(v.string()),
});
export type CardView = v.InferOutput<typeof cardView>;

/** The few words that name a card in a list or sentence. */
export const cardLabel = v.object({
  kind: instrumentKind,
  brand: v.nullable(v.string()),
  lastFour: v.string(),
  nickname: v.nullable(v.string()),
  /** whose it is, where it pays for somebody else */
  owner: v.exactOptional(v.string()),
});
export type CardLabel = v.InferOutput<typeof cardLabel>;
