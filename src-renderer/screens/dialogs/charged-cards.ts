import type { CardView } from '../../../src-main/contract/card.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';

/** A card that may be charged for somebody; `owner`: whose it is, where it was lent to them. */
export type ChargedCard = CardView & { readonly owner?: string };

/** A person's own cards, then those of others that may pay for them. */
export function cardsOf(person: CustomerPage | null): ChargedCard[] {
  if (!person) return [];
  return [...person.cards, ...person.lent.map(({ card, ownerName }) => ({ ...card, owner: ownerName }))];
}

/** Whether it can be charged now. */
export const isFree = ({ unusable, busy }: ChargedCard): boolean => unusable === null && busy === null;
