import type { GivenBackFound } from '../../src-main/contract/given-back.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** What was given back elsewhere of one payment of a bill, in one sentence. */
export function givenBackWords(
  { deposit, amount, provider, how }: GivenBackFound,
  { currency, language }: { readonly currency: string; readonly language: Language },
): string {
  const { givenBack, shell } = wordsOf(language);
  const found = deposit ? givenBack.foundDeposit : givenBack.foundPayment;
  const say = {
    given_back: found,
    called_off: givenBack.calledOff,
    failed: givenBack.failed,
    dispute_lost: givenBack.disputeLost,
  }[how];
  return say(formatMoney({ amount, currency }, language), shell.providers[provider]);
}
