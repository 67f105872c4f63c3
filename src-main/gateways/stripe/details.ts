import { linkField } from './link-field.ts';
import { keyField } from './orders.ts';

/** Longer than what says a sum, a day or a service. */
const longest = 120;
/** Twelve to nineteen digits, in one run or in groups: what could be a card number is kept nowhere. */
const likeACard = /\d(?:[ \u00a0-]?\d){11,18}/u;

/** What another program wrote beside its payment. Null for a payment of ours, whether an order or a page made it: that one says nothing new. */
export function detailsOf(metadata: Readonly<Record<string, string>>): Readonly<Record<string, string>> | null {
  if (keyField in metadata || linkField in metadata) return null;
  const kept = Object.entries(metadata).filter(
    ([, value]) => value !== '' && value.length <= longest && !likeACard.test(value),
  );
  return kept.length === 0 ? null : Object.fromEntries(kept);
}
