import type { Deadline } from '../../src-main/contract/hold.ts';
import { readHoldDaysChanges, type EstimatedBrand, type EstimatedCard } from '../../src-main/contract/hold-days.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';
import { cardName } from './sentences.ts';

/** A brand by its name, the same in both languages. */
export function brandName(brand: EstimatedBrand): string {
  return cardName({ kind: 'card', brand, lastFour: '', nickname: null }, 'en').trim();
}

/** `Visa debit cards`; null: `every other card`. */
function cardsWords(card: EstimatedCard | null, language: Language): string {
  const { cardsOf, otherCards } = wordsOf(language).holds;
  return card ? cardsOf[card.funding](brandName(card.brand)) : otherCards;
}

/** Of what the date of a hold is an estimate: `Estimate: 7 days for Visa debit cards`; empty where the provider gives the date. */
export function estimateWords(deadline: Deadline | null, language: Language): string {
  if (!deadline?.estimated) return '';
  const { holds } = wordsOf(language);
  const days = holds.days(deadline.days);
  return deadline.of ? holds.estimateOf(days, cardsWords(deadline.of, language)) : holds.estimateOther(days);
}

/** What a line of the history keeps of changed estimates, one by one: `Visa debit cards: 5 days → 3 days`. */
export function estimateChangeWords(kept: string, language: Language): string[] {
  const { holds, settings } = wordsOf(language);
  const { holdDays, asOthers } = settings.history;
  const days = (count: number | null): string => (count === null ? asOthers : holds.days(count));
  return readHoldDaysChanges(kept).map(({ card, from, to }) =>
    holdDays(cardsWords(card, language), days(from), days(to)),
  );
}
