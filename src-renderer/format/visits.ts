import { formatDay, formatLongDay, formatShortDate, formatTime } from './dates.ts';
import type { Visit } from '../../src-main/contract/bill.ts';
import type { Language } from './money.ts';

// A visit's day and time are the house's own words, not a moment: no time zone moves them.

/** `10:15 a.m.` / `10 h 15` of an HH:MM. */
export function visitTime(time: string, language: Language): string {
  return formatTime(Date.parse(`2000-01-01T${time}:00Z`), { language, timeZone: 'UTC' });
}

/** `Fri, Nov 20` of a YYYY-MM-DD; the year only when it is not that of `today`, another such day. */
export function visitDay(
  day: string,
  { language, today }: { readonly language: Language; readonly today: string },
): string {
  return formatDay(noonOf(day), { language, timeZone: 'UTC', now: noonOf(today) });
}

/** `Nov 20` / `20 nov.` of a YYYY-MM-DD. */
export function shortVisitDay(
  day: string,
  { language, now }: { readonly language: Language; readonly now: number },
): string {
  return formatShortDate(noonOf(day), { language, timeZone: 'UTC', now });
}

/** `Friday, November 20` / `Vendredi 20 novembre`, as a heading. */
export function longVisitDay(day: string, language: Language): string {
  const text = formatLongDay(noonOf(day), { language, timeZone: 'UTC' });
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** The day so many days later (or before, below zero). */
export function daysLater(day: string, days: number): string {
  return new Date(noonOf(day) + days * 86_400_000).toISOString().slice(0, 10);
}

const noonOf = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** One for each zone: a list asks once a row and again with each tick of the clock, and to make one takes as long as a hundred answers. */
const minutes = new Map<string, Intl.DateTimeFormat>();

function minuteIn(timeZone: string): Intl.DateTimeFormat {
  const known = minutes.get(timeZone);
  if (known !== undefined) return known;
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...parts });
  minutes.set(timeZone, format);
  return format;
}

/** Whether a visit's own minute has come, by the clock of the house; one without a time has come with its day. Main judges it again. */
export function visitHasCome({ day, time }: Pick<Visit, 'day' | 'time'>, now: number, timeZone: string): boolean {
  return minuteIn(timeZone).format(now) >= `${day} ${time ?? '00:00'}`;
}
