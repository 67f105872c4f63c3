import * as v from 'valibot';
import { cardEvent } from './card-event.ts';
import { cardView } from './card.ts';
import { holdView } from './hold.ts';
import { operationView } from './operation.ts';
import { lentCard } from './payer.ts';
import { paymentView } from './payment.ts';
import { providerName } from './provider.ts';
import { removedRecord } from './removal.ts';

/** A line of the customer list. Linked customers of both providers are one line. */
export const customerRow = v.object({
  id: v.string(),
  name: v.string(),
  phone: v.nullable(v.string()),
  email: v.nullable(v.string()),
  providers: v.array(providerName),
  cards: v.number(),
  lastFours: v.array(v.string()),
  /** the card sign of the list: nothing saved, all expired, one expires soon */
  cardState: v.picklist(['ok', 'none', 'expired', 'soon', 'unread']),
  openHolds: v.number(),
});
export type CustomerRow = v.InferOutput<typeof customerRow>;

export const customerList = v.object({
  rows: v.array(customerRow),
  /** capped: more than `total` match ("1,000+") */
  total: v.number(),
  capped: v.boolean(),
  /** when the oldest of the shown providers' lists was last brought up to date; null = never */
  asOf: v.nullable(v.number()),
  filling: v.boolean(),
});
export type CustomerList = v.InferOutput<typeof customerList>;

export const linkCandidate = v.object({
  id: v.string(),
  name: v.string(),
  phone: v.nullable(v.string()),
  email: v.nullable(v.string()),
  provider: providerName,
  sameEmail: v.boolean(),
  samePhone: v.boolean(),
});

export const customerPage = v.object({
  id: v.string(),
  name: v.string(),
  phone: v.nullable(v.string()),
  email: v.nullable(v.string()),
  language: v.nullable(v.string()),
  createdAt: v.nullable(v.number()),
  lastPaymentAt: v.nullable(v.number()),
  /** one per provider record; several when linked */
  records: v.array(
    v.object({
      id: v.string(),
      provider: providerName,
      reference: v.string(),
      linkedBy: v.nullable(v.string()),
      linkedAt: v.nullable(v.number()),
    }),
  ),
  /** records that were taken away by orders of this house; what was paid through them is still among the payments */
  removed: v.array(removedRecord),
  /** no record of this person is left at any provider: the page is there to read */
  gone: v.boolean(),
  cards: v.array(cardView),
  /** cards of others that may pay for this person now */
  lent: v.array(lentCard),
  /** what was noticed of these cards and of those that are gone, newest first */
  cardEvents: v.array(cardEvent),
  holds: v.array(holdView),
  payments: v.array(paymentView),
  operations: v.array(operationView),
  candidates: v.array(linkCandidate),
  /** others with the very same name: the money dialogs warn */
  sameName: v.number(),
  /** cards of this person were never read yet: none shown says nothing */
  cardsUnread: v.boolean(),
  asOf: v.nullable(v.number()),
});
export type CustomerPage = v.InferOutput<typeof customerPage>;

export const importLine = v.object({
  line: v.number(),
  value: v.string(),
  result: v.picklist(['added', 'known', 'not_found', 'several', 'bad', 'no_answer']),
  customerId: v.nullable(v.string()),
  name: v.nullable(v.string()),
});
export type ImportLine = v.InferOutput<typeof importLine>;
