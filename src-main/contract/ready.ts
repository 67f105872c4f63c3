import * as v from 'valibot';
import { visit } from './bill.ts';
import { cardLabel } from './card.ts';
import { currency, minorUnits } from './money.ts';

const month = v.object({ month: v.number(), year: v.number() });
const alone = <const Name extends string>(name: Name) => v.object({ is: v.literal(name) });

/**
 * Why the card of a visit to come cannot be counted on. Facts only; their words live in the window. Amounts in minor units of the bill's currency,
 * times unix ms, UTC.
 */
export const readyReason = v.variant('is', [
  /** the bill carries a name alone */
  alone('no_customer'),
  /** a payment of it is not known yet */
  alone('checking'),
  /** the person's cards were never read: that none is shown means nothing */
  alone('cards_unread'),
  alone('no_card'),
  /** it was taken away at the provider, and not by this house */
  alone('removed'),
  v.object({ is: v.literal('expired'), ...month.entries }),
  /** good today, and no more in the month of the visit */
  v.object({ is: v.literal('expires_before'), ...month.entries }),
  /** the provider says that it cannot be charged */
  alone('not_usable'),
  alone('no_consent'),
  alone('other_purpose'),
  v.object({ is: v.literal('consent_withdrawn'), at: v.number() }),
  v.object({ is: v.literal('consent_ended'), at: v.number() }),
  /** holds today, and no more when the visit is over */
  v.object({ is: v.literal('consent_ends_before'), at: v.number() }),
  v.object({ is: v.literal('over_cap'), most: minorUnits }),
  /** `most`: what the consent leaves in total, once the visits before this one are paid under it */
  v.object({ is: v.literal('used_up'), most: minorUnits }),
  /** the last word of its bank was no */
  v.object({ is: v.literal('declined'), at: v.number() }),
  /** no payment, hold or page of a provider is known that its bank has said yes to */
  alone('never_verified'),
]);
export type ReadyReason = v.InferOutput<typeof readyReason>;

/** The next thing to do about a visit that is not ready, likeliest first; `none` for one that is. */
export const readyNext = v.picklist([
  'make_link',
  'show_link',
  'ask_consent',
  'add_card',
  'open_customer',
  'open_bill',
  'none',
]);

/** How many days are looked at, beginning with tomorrow. */
export const readySpans = [1, 3, 7] as const;
export const readySpan = v.picklist(readySpans);
export type ReadySpan = v.InferOutput<typeof readySpan>;

/** A visit to come with something left to pay, and whether its card can be counted on. */
export const readyRow = v.object({
  billId: v.string(),
  code: v.string(),
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  email: v.nullable(v.string()),
  /** the customer's own, where the provider knows it */
  language: v.nullable(v.picklist(['en', 'fr'])),
  visit,
  currency,
  remaining: minorUnits,
  /** the card that would be charged; the one that was there where it was taken away */
  card: v.nullable(v.object({ id: v.string(), label: cardLabel })),
  /** empty: it is ready */
  reasons: v.array(readyReason),
  next: readyNext,
  /** the customer's profile where a card is typed at the desk; null without one */
  profileId: v.nullable(v.string()),
  /** a page for a card can be made: the customer has a record where there are such pages */
  mayLink: v.boolean(),
  /** a page that the client can still use for it; `until` null while the provider has not said */
  link: v.nullable(v.object({ id: v.string(), until: v.nullable(v.number()) })),
});
export type ReadyRow = v.InferOutput<typeof readyRow>;

export const readyList = v.object({
  /** tomorrow, and the last day looked at: days of the house, YYYY-MM-DD */
  from: v.string(),
  to: v.string(),
  /** in the order of the days */
  rows: v.array(readyRow),
  /** when the oldest list behind it was brought up to date; null: one never was */
  asOf: v.nullable(v.number()),
});
export type ReadyList = v.InferOutput<typeof readyList>;
