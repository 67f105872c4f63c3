import * as v from 'valibot';
import type { CardFunding } from './card.ts';

/** Card brands for which a house may expect holds at Paysafe to last otherwise than on every other card. */
export const estimatedBrands = ['visa', 'mastercard', 'amex', 'discover'] as const;
/** Kinds of card as far as Paysafe tells them; unknown: it does not say (cardCategory UNKNOWN, or no saved card behind the hold). */
export const estimatedFundings = ['credit', 'debit', 'prepaid', 'unknown'] as const;
export type EstimatedBrand = (typeof estimatedBrands)[number];
export type EstimatedFunding = (typeof estimatedFundings)[number];

/** No bank keeps a hold longer (paysafe.md, section 7: up to 30 days on a credit card). */
export const mostHoldDays = 30;
/**
 * What a new house starts with, for every card alike. Paysafe publishes no number (paysafe.md, sections 7 and 14). What is known is loose: banks hold
 * 1 to 5 days on a debit card and up to 30 on a credit card, Paysafe asks for `preAuth` where a capture is more than about four days away, and at Stripe
 * the same networks give a hold that nobody confirmed 4 days and 18 hours at Visa and 7 days elsewhere (stripe.md). Nothing of it is certain enough
 * to promise one card more days than another: 5 is careful for most, and the house, who can ask its bank, says better for each kind of card.
 */
export const standardHoldDays = 5;

/** Whole days. */
export const holdDays = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostHoldDays));
export const estimatedCard = v.strictObject({
  brand: v.picklist(estimatedBrands),
  funding: v.picklist(estimatedFundings),
});
export type EstimatedCard = v.InferOutput<typeof estimatedCard>;
const cardDays = v.strictObject({ ...estimatedCard.entries, days: holdDays });
export type CardDays = v.InferOutput<typeof cardDays>;
/** The cards for which the house has a number of its own; each at most once. */
export const cardDaysList = v.pipe(
  v.array(cardDays),
  v.maxLength(estimatedBrands.length * estimatedFundings.length),
  v.check((list) => new Set(list.map(nameOf)).size === list.length, 'a card stands there twice'),
);

/** How many days the house expects a hold at Paysafe to last: for these cards, and for every other card. */
export interface HoldDays {
  readonly others: number;
  readonly cards: readonly CardDays[];
}

/** The same from the house's settings. */
export const holdDaysOf = (settings: {
  readonly paysafeHoldDays: number;
  readonly paysafeCardDays: readonly CardDays[];
}): HoldDays => ({ others: settings.paysafeHoldDays, cards: settings.paysafeCardDays });

/** How long a hold on that card is expected to last, and by which number of the house; null: the one for every other card. */
export interface HoldEstimate {
  readonly days: number;
  readonly of: EstimatedCard | null;
}

/** The one place where the estimate is made: what is sorted, counted, told and shown goes by it. A kind that nobody told counts as unknown. */
export function estimateFor(
  { others, cards }: HoldDays,
  card: { readonly brand: string | null; readonly funding: CardFunding | null },
): HoldEstimate {
  const kind = card.funding ?? 'unknown';
  const own = cards.find(({ brand, funding }) => brand === card.brand && funding === kind);
  return own ? { days: own.days, of: { brand: own.brand, funding: own.funding } } : { days: others, of: null };
}

/** One number that was changed. `card` null: every other card; from or to null: as every other card. */
export interface HoldDaysChange {
  readonly card: EstimatedCard | null;
  readonly from: number | null;
  readonly to: number | null;
}

/** What is different between two settings, in the order of the table. */
export function holdDaysChanges(before: HoldDays, after: HoldDays): HoldDaysChange[] {
  const daysOf = ({ cards }: HoldDays, card: EstimatedCard): number | null =>
    cards.find((one) => nameOf(one) === nameOf(card))?.days ?? null;
  const cards = estimatedBrands.flatMap((brand) => estimatedFundings.map((funding) => ({ brand, funding })));
  return [
    { card: null, from: before.others, to: after.others },
    ...cards.map((card) => ({ card, from: daysOf(before, card), to: daysOf(after, card) })),
  ].filter(({ from, to }) => from !== to);
}

/** As a line of the history keeps it: `others:5>7 visa.debit:>3`. */
export function writeHoldDaysChanges(changes: readonly HoldDaysChange[]): string {
  return changes.map(({ card, from, to }) => `${card ? nameOf(card) : 'others'}:${from ?? ''}>${to ?? ''}`).join(' ');
}

/** What `writeHoldDaysChanges` wrote; what it did not write is left out. */
export function readHoldDaysChanges(text: string): HoldDaysChange[] {
  return text.split(' ').flatMap((word) => {
    const [, name = '', from = '', to = ''] = /^([a-z.]+):(\d*)>(\d*)$/.exec(word) ?? [];
    const [brand, funding] = name.split('.');
    const card = name === 'others' ? null : v.safeParse(estimatedCard, { brand, funding });
    if (card && !card.success) return [];
    const days = (digits: string): number | null => (digits === '' ? null : Number(digits));
    return [{ card: card ? card.output : null, from: days(from), to: days(to) }];
  });
}

function nameOf({ brand, funding }: EstimatedCard): string {
  return `${brand}.${funding}`;
}
