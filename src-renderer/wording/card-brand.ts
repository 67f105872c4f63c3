import type { Language } from '../format/money.ts';
import { cardName } from './sentences.ts';
import { wordsOf } from './languages.ts';

/** By what a sum of cards is called: a brand, a scheme of bank accounts, or what was not told. */
export function cardBrandWords(brand: string, language: Language): string {
  if (brand === '') return wordsOf(language).dayEnd.otherCard;
  if (['ach', 'eft', 'bacs', 'sepa'].includes(brand)) return brand.toUpperCase();
  return cardName({ kind: 'card', brand, lastFour: '', nickname: null }, language).trim();
}
