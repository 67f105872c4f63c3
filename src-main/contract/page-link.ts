import * as v from 'valibot';
import { cardLabel } from './card.ts';
import { purpose } from './consent.ts';
import { currency, minorUnits, money } from './money.ts';
import { providerName } from './provider.ts';

/**
 * What a page of the provider is for. card: a card is saved, nothing is taken. payment: an amount is paid. hold: an amount is blocked, not taken.
 * invoice: a bill is paid on the provider's own invoice, which has a day it is due and stays payable after it.
 */
export const pageLinkKinds = ['card', 'payment', 'hold', 'invoice'] as const;
export const pageLinkKind = v.picklist(pageLinkKinds);
export type PageLinkKind = v.InferOutput<typeof pageLinkKind>;

/**
 * How a page came to its end, or stands. preparing: asked for, the provider has not said that it is there. open: the client can use it; `expiresAt` of
 * an invoice is the moment it is due, at which nothing closes. processing: the
 * client is done, the bank settles later. completed: done, by the provider's own word. cancelled: closed before anybody used it. failed: the page was
 * not made, or the payment it began came to nothing. needs_person: the provider says something else than what was asked. Times unix ms UTC.
 */
export const pageLinkState = v.variant('name', [
  v.object({ name: v.literal('preparing') }),
  v.object({ name: v.literal('open'), expiresAt: v.number() }),
  v.object({ name: v.literal('processing'), expiresAt: v.number() }),
  v.object({
    name: v.literal('completed'),
    at: v.number(),
    /** taken or blocked there; null for a card that was saved without paying */
    moved: v.nullable(money),
    paymentId: v.nullable(v.string()),
    /** the card it was done with; `saved` when it can be charged later */
    card: v.nullable(cardLabel),
    cardId: v.nullable(v.string()),
    saved: v.boolean(),
  }),
  v.object({ name: v.literal('expired'), at: v.number() }),
  v.object({
    name: v.literal('cancelled'),
    at: v.number(),
    /** a person compared with the provider's own site, and says what stands there */
    settled: v.exactOptional(v.object({ by: v.string(), note: v.string() })),
  }),
  v.object({ name: v.literal('failed'), at: v.number(), code: v.string() }),
  v.object({ name: v.literal('needs_person'), at: v.number(), why: v.string() }),
]);
export type PageLinkState = v.InferOutput<typeof pageLinkState>;
export type PageLinkStateName = PageLinkState['name'];

/** The consent that the page shows and asks for. Amounts minor units of the house's currency. */
export const pageConsent = v.object({
  text: v.string(),
  textVersion: v.number(),
  language: v.picklist(['en', 'fr']),
  purposes: v.array(purpose),
  capEach: v.nullable(minorUnits),
  capTotal: v.nullable(minorUnits),
  endsAt: v.nullable(v.number()),
});

/** An amount that the client chooses on the page, within what the house set; minor units. */
export const chosenAmount = v.object({ least: minorUnits, most: minorUnits, preset: v.nullable(minorUnits) });
export type ChosenAmount = v.InferOutput<typeof chosenAmount>;

/** A fixed price of the house's own catalogue at the provider; minor units. */
export const cataloguePrice = v.object({ ref: v.string(), name: v.string(), amount: minorUnits, currency });
export type CataloguePrice = v.InferOutput<typeof cataloguePrice>;

/** A page of the provider that was prepared for a client. Its address is no part of it: that is asked for while the page is open, and never kept. */
export const pageLinkView = v.object({
  id: v.string(),
  /** whose page it is */
  provider: providerName,
  kind: pageLinkKind,
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  /** the bill it is for, and its code */
  billId: v.nullable(v.string()),
  billCode: v.nullable(v.string()),
  purpose,
  /** what is asked; null for a card, and where the client chooses */
  amount: v.nullable(money),
  chosen: v.nullable(chosenAmount),
  currency,
  save: v.picklist(['never', 'ask', 'always']),
  consent: v.nullable(pageConsent),
  /** the language of the page and of a letter about it */
  language: v.picklist(['en', 'fr']),
  state: pageLinkState,
  createdAt: v.number(),
  staffName: v.string(),
  desk: v.string(),
  /** when the provider was last asked about it, as far as this desk knows; null: not yet */
  askedAt: v.nullable(v.number()),
});
export type PageLinkView = v.InferOutput<typeof pageLinkView>;

/** A link with the address of its page: only while that is open, read from the provider at that moment. */
export const addressedLink = v.object({ link: pageLinkView, address: v.nullable(v.string()) });
export type AddressedLink = v.InferOutput<typeof addressedLink>;
