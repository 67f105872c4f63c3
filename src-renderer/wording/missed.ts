import type { MissedOffer } from '../../src-main/contract/missed-visit.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** The house's rule and what it makes of one bill, in a sentence. */
export function missedRuleWords({ rule, most, currency }: MissedOffer, language: Language): string {
  const words = wordsOf(language).missed.rule;
  const say = (amount: number): string => formatMoney({ amount, currency }, language);
  if (rule.fee === 'off') return words.off;
  const fee = rule.fee === 'fixed' ? words.fixed(say(rule.amount)) : words.percent(rule.percent);
  return `${fee}${rule.cap === null ? '' : words.upTo(say(rule.cap))}${words.here(say(most))}`;
}
