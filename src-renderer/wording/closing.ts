import type { BillRow } from '../../src-main/contract/bill.ts';
import { dayName, dayUnlessToday, formatTime } from '../format/dates.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

interface Context {
  readonly language: Language;
  readonly timeZone: string;
  readonly now: number;
}

/** `Closed by Maude, 7:52 p.m.`, with its day where that is not today; null where the bill is open. */
export function closedWords({ closed }: Pick<BillRow, 'closed'>, context: Context): string | null {
  if (!closed) return null;
  const moment = [dayUnlessToday(closed.at, context), formatTime(closed.at, context)].filter(Boolean).join(', ');
  return wordsOf(context.language).bills.closedBy(closed.by, moment);
}

/** A bill that somebody at the desk can close now, or open again. Main judges it again. */
export function canBeClosed(
  { state, missed, visit }: Pick<BillRow, 'state' | 'missed' | 'visit'>,
  { timeZone, now }: Pick<Context, 'timeZone' | 'now'>,
): boolean {
  return state !== 'cancelled' && missed === null && visit.day <= dayName(now, timeZone);
}
