import * as v from 'valibot';
import { failure } from './failure.ts';
import { currency, minorUnits } from './money.ts';

/**
 * What money may be taken for. `this_visit`: what this one visit costs. `future_visits`: what later visits cost. `deposit`: ahead of a
 * visit. `balance`: what a deposit left to pay. `no_show`: the house's fee for not coming or cancelling late.
 */
export const purposes = ['this_visit', 'future_visits', 'deposit', 'balance', 'no_show'] as const;
export const purpose = v.picklist(purposes);
export type Purpose = v.InferOutput<typeof purpose>;

/** How the customer said yes. page: on the provider's page that showed the text. paper: signed, a scan attached. verbal: before a witness. */
export const consentChannels = ['page', 'paper', 'verbal'] as const;
export const consentChannel = v.picklist(consentChannels);
export type ConsentChannel = v.InferOutput<typeof consentChannel>;

/** The three texts there are, each for purposes that belong together: a charge for something else needs another text. */
export const consentTextIds = ['visits', 'no_show', 'deposit'] as const;
export const consentTextId = v.picklist(consentTextIds);
export type ConsentTextId = v.InferOutput<typeof consentTextId>;
export const purposesOfText: Readonly<Record<ConsentTextId, readonly Purpose[]>> = {
  visits: ['this_visit', 'future_visits', 'balance'],
  no_show: ['no_show'],
  deposit: ['deposit'],
};

/** What a signed paper may be kept as, told by its first bytes and never by its name. */
export const scanKinds = ['pdf', 'png', 'jpeg'] as const;
export const scanKind = v.picklist(scanKinds);
export type ScanKind = v.InferOutput<typeof scanKind>;
/** bytes of a scan, at most */
export const mostScanBytes = 5 * 1024 * 1024;

/** The words a customer is shown, in one language. A change is a new version; what was agreed to keeps its own. */
export const consentText = v.object({
  id: v.string(),
  version: v.number(),
  language: v.picklist(['en', 'fr']),
  title: v.string(),
  /** what may be charged, when and how often, how the amount is set, how to cancel; {house}, {customer}, {card}, {purposes}, {cap}, {total}, {end} are filled in when shown */
  body: v.string(),
  by: v.string(),
  at: v.number(),
});
export type ConsentText = v.InferOutput<typeof consentText>;

/** What a customer agreed may be charged to one card. Amounts in minor units of `currency`; times unix ms, UTC. */
export const consentView = v.object({
  id: v.string(),
  cardId: v.string(),
  customerId: v.string(),
  purposes: v.array(purpose),
  /** the text as it was shown, letter by letter */
  text: v.string(),
  textVersion: v.number(),
  language: v.picklist(['en', 'fr']),
  capEach: v.nullable(minorUnits),
  capTotal: v.nullable(minorUnits),
  currency,
  endsAt: v.nullable(v.number()),
  channel: consentChannel,
  /** who heard a spoken yes, or what the attached scan is called; null on a page */
  witness: v.nullable(v.string()),
  scanId: v.nullable(v.string()),
  at: v.number(),
  staffName: v.string(),
  desk: v.string(),
  withdrawn: v.nullable(v.object({ at: v.number(), by: v.string(), reason: v.nullable(v.string()) })),
  /** of `capTotal`, what was taken or may have been */
  used: minorUnits,
  /** whether it covers a charge now at all */
  state: v.picklist(['ok', 'ended', 'withdrawn', 'used_up']),
});
export type ConsentView = v.InferOutput<typeof consentView>;

/** house rule for a charge that no consent covers. never: refused. manager: a manager may step in with a reason. free: not asked for. */
export const consentRule = v.picklist(['never', 'manager', 'free']);
export type ConsentRule = v.InferOutput<typeof consentRule>;

/** Whether a card may be charged for a purpose, in one word for lists. */
export const consentState = v.picklist([
  'ok',
  'none',
  'other_purpose',
  'ended',
  'withdrawn',
  'over_cap',
  'used_up',
  'not_asked',
]);
export type ConsentState = v.InferOutput<typeof consentState>;

/** What stands behind a charge of this much before anybody presses: the consent that covers it, or the nearest one and why it does not. */
export const consentCover = v.object({
  rule: consentRule,
  /** the one it would be taken under; when none covers it, the newest of the card */
  consent: v.nullable(consentView),
  refusal: v.nullable(failure),
  /** what a manager looks at to let this one pass; null where nobody may */
  fact: v.nullable(v.string()),
});
export type ConsentCover = v.InferOutput<typeof consentCover>;

/** A signed paper as it was attached. `data`: base64. */
export const consentScan = v.object({ id: v.string(), name: v.string(), kind: scanKind, data: v.string() });
export type ConsentScan = v.InferOutput<typeof consentScan>;
