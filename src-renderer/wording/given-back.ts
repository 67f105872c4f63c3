import type { GivenBackFound } from '../../src-main/contract/given-back.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** What was given back elsewhere of one payment of a bill, in one sentence. */
export function givenBackWords(
  { deposit, amount, provider }: GivenBackFound,
  { currency, language }: { readonly currency: string; readonly language: Language },
): string {
  const { givenBack, shell } = wordsOf(language);
  const say = deposit ? givenBack.foundDeposit : givenBack.foundPayment;
  return say(formatMoney({ amount, currency }, language), shell.providers[provider]);
}
