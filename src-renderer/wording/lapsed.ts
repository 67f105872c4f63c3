import type { HoldView } from '../../src-main/contract/hold.ts';
import { dayName, formatShortDate, formatTime } from '../format/dates.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';
import { failureSentence } from './sentences.ts';

/** Of when a list is in which a hold has lapsed by its date alone: the time, the day where that is another one, or that it was never read. */
export function listOf(
  { readAt }: NonNullable<HoldView['unheard']>,
  context: { readonly language: Language; readonly timeZone: string; readonly now: number },
): string {
  const { holds, shell } = wordsOf(context.language);
  if (readAt === null) return shell.neverRead;
  const isToday = dayName(readAt, context.timeZone) === dayName(context.now, context.timeZone);
  return isToday ? holds.listAt(formatTime(readAt, context)) : holds.listOn(formatShortDate(readAt, context));
}

/** Why nothing can be done with a hold that has lapsed; by its date alone nobody says that nothing was taken. */
export function lapsedSentence(
  { unheard, provider }: Pick<HoldView, 'unheard' | 'provider'>,
  language: Language,
): string {
  const { holds, shell } = wordsOf(language);
  return unheard ? holds.unheard(shell.providers[provider]) : failureSentence({ code: 'hold_lapsed' }, language);
}
