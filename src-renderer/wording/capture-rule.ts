import type { CaptureRuleLeftOut, CaptureRuleLine } from '../../src-main/contract/hold-rule.ts';
import { dayUnlessToday, formatTime } from '../format/dates.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

interface Context {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: number;
  readonly currency: string;
}

/** `today at 8:00 p.m.`, `demain à 20 h`. @param at unix ms */
export function ruleMoment(at: number, context: Omit<Context, 'currency'>): string {
  return wordsOf(context.language).captureRule.moment(dayUnlessToday(at, context), formatTime(at, context));
}

/** How much of a hold the rule takes, and what its provider may do before that. */
export function lineWords({ held, amount, mayLapse }: CaptureRuleLine, context: Context): readonly string[] {
  const { language, currency } = context;
  const words = wordsOf(language).captureRule;
  const rest = formatMoney({ amount: held - amount, currency }, language);
  return [
    held === amount ? words.wholly : words.releases(rest),
    ...(mayLapse === null ? [] : [words.mayLapse(ruleMoment(mayLapse, context))]),
  ];
}

/** Why the rule leaves a hold to a person, and what to do. */
export function leftOutWords({ why, lapsesAt }: CaptureRuleLeftOut, context: Context): string {
  const words = wordsOf(context.language).captureRule;
  // Whatever else keeps the rule from it: it will be gone.
  if (lapsesAt !== null) return words.lapsesBefore(ruleMoment(lapsesAt, context));
  if (why === 'bill_less') return words.billLess;
  return why === 'bill_open' ? words.billOpen : words.noDay;
}

/** How many holds the rule leaves to a person, by why; empty where there is none. */
export function leftOutCounts(leftOut: readonly CaptureRuleLeftOut[], language: Language): string {
  const words = wordsOf(language).captureRule;
  const lapsing = leftOut.filter(({ lapsesAt }) => lapsesAt !== null).length;
  const count = (word: CaptureRuleLeftOut['why']): number =>
    leftOut.filter(({ why, lapsesAt }) => why === word && lapsesAt === null).length;
  const said = [
    [lapsing, words.lapsing],
    [count('bill_less'), words.billsLess],
    [count('bill_open'), words.billsOpen],
    [count('no_day'), words.noDays],
  ] as const;
  return said.flatMap(([many, say]) => (many === 0 ? [] : [say(many)])).join(' ');
}
