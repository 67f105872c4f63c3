/** The house keeps Montréal time; the sandbox may not borrow the application's calendar, so as not to share its mistakes. */
const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Toronto',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const offset = new Intl.DateTimeFormat('en-US', { timeZone: 'America/Toronto', timeZoneName: 'longOffset' });

/** Unix milliseconds of an hour of the day that `now` falls on in Montréal, give or take the hour of a clock change. */
export function onDayOf(now: number, hour: number, minute = 0): number {
  const [year, month, day] = parts.format(now).split('-').map(Number);
  const name = offset.formatToParts(now).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /GMT([+-]\d\d):(\d\d)/.exec(name);
  if (year === undefined || month === undefined || day === undefined || match === null) {
    throw new Error('This runtime does not know the time in Montréal.');
  }
  return Date.UTC(year, month - 1, day, hour, minute) - Number(match[1]) * hourMs;
}

/** The day as the house writes it: 2026-11-20. */
export function dateOf(at: number): string {
  return parts.format(at);
}

export interface Expiry {
  readonly month: number;
  readonly year: number;
}

/** A card's month so many months from now; 0 = good through the last day of this one. */
export function monthsAhead(now: number, months: number): Expiry {
  const [year, month] = parts.format(now).split('-').map(Number);
  if (year === undefined || month === undefined) throw new Error('This runtime does not know the date in Montréal.');
  const date = new Date(Date.UTC(year, month - 1 + months, 1));
  return { month: date.getUTCMonth() + 1, year: date.getUTCFullYear() };
}
