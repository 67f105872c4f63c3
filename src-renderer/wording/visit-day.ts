import { dayName } from '../format/dates.ts';
import type { Language } from '../format/money.ts';
import { daysLater, shortVisitDay } from '../format/visits.ts';
import { wordsOf } from './languages.ts';

/** The day of a visit in as few words as there are: `Today`, `Tomorrow`, `Yesterday`, `Nov 20` / `20 nov.`; by the house's calendar. @param day YYYY-MM-DD */
export function visitDayWord(
  day: string,
  { language, timeZone, now }: { readonly language: Language; readonly timeZone: string; readonly now: number },
): string {
  const today = dayName(now, timeZone);
  const { days } = wordsOf(language).bills;
  if (day === today) return days.today;
  if (day === daysLater(today, 1)) return days.tomorrow;
  return day === daysLater(today, -1) ? days.yesterday : shortVisitDay(day, { language, now });
}
