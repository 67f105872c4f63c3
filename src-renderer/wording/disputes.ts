import type { Dispute } from '../../src-main/contract/dispute.ts';
import { formatDay, formatTime } from '../format/dates.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

interface Context {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: number;
}

/** What became of a dispute, and until when the house may answer; null once it was won: the payment is like any other. */
export function disputeSentence(
  { state, amount, answerBy }: Dispute,
  currency: string,
  context: Context,
): string | null {
  if (state === 'won') return null;
  const { disputes } = wordsOf(context.language);
  const said = disputes.said[state](formatMoney({ amount, currency }, context.language));
  if (answerBy === null) return said;
  // Stripe names a moment, which may be in the morning.
  return `${said} ${disputes.answerBy(`${formatDay(answerBy, context)}, ${formatTime(answerBy, context)}`)}`;
}
