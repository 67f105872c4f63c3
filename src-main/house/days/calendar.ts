/**
 * The house's days, in its own time zone. All results are unix ms, UTC. A day may have 23 or 25 hours.
 */
export function dayStart(at: number, timeZone: string): number {
  const { year, month, day } = partsOf(at, timeZone);
  return zonedMidnight(year, month, day, timeZone);
}

/** First ms of the next day. */
export function dayEnd(at: number, timeZone: string): number {
  const { year, month, day } = partsOf(at, timeZone);
  const next = new Date(Date.UTC(year, month - 1, day + 1));
  return zonedMidnight(next.getUTCFullYear(), next.getUTCMonth() + 1, next.getUTCDate(), timeZone);
}

/** The end of this day and of the next one, by which holds are told apart. */
export function dayEnds(at: number, timeZone: string): { readonly dayEnd: number; readonly nextDayEnd: number } {
  const tonight = dayEnd(at, timeZone);
  return { dayEnd: tonight, nextDayEnd: dayEnd(tonight, timeZone) };
}

/** Year and month of the house at that moment: a card is good through the last day of its month. */
export function monthOf(at: number, timeZone: string): { year: number; month: number } {
  const { year, month } = partsOf(at, timeZone);
  return { year, month };
}

/** From and to (exclusive) of a day written YYYY-MM-DD, or null where there is no such day. */
export function dayRange(day: string, timeZone: string): { from: number; to: number } | null {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const noon = Date.UTC(year, month - 1, date, 12);
  if (Number.isNaN(noon) || new Date(noon).getUTCDate() !== date || new Date(noon).getUTCMonth() !== month - 1)
    return null;
  const from = zonedMidnight(year, month, date, timeZone);
  return { from, to: dayEnd(from + 12 * 3_600_000, timeZone) };
}

/**
 * From when on a visit is there, and when it is at the latest: the same moment where it has a time; the beginning and the end of its day where it has
 * none. An hour that the clocks leave out is the one after it. Null where there is no such day.
 */
export function visitSpan(
  { day, time }: { readonly day: string; readonly time: string | null },
  timeZone: string,
): { readonly comesAt: number; readonly surelyAt: number } | null {
  const range = dayRange(day, timeZone);
  if (!range) return null;
  const [hour, minute] = time?.split(':').map(Number) ?? [];
  if (hour === undefined || minute === undefined) return { comesAt: range.from, surelyAt: range.to };
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const wanted = Date.UTC(year, month - 1, date, hour, minute);
  const first = wanted - offsetAt(wanted, timeZone);
  const second = wanted - offsetAt(first, timeZone);
  const at = partsOf(second, timeZone).hour === hour ? second : first;
  return { comesAt: at, surelyAt: at };
}

/** The day so many days later, both YYYY-MM-DD. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** When the house's days end: in its time zone, so many hours after midnight. */
export interface DayCut {
  readonly timeZone: string;
  readonly cutOffHour: number;
}

/** From and to (exclusive) of a day whose money is counted until some hours after midnight, or null where there is no such day. */
export function countedDay(day: string, { timeZone, cutOffHour }: DayCut): { from: number; to: number } | null {
  const time = `${String(cutOffHour).padStart(2, '0')}:00`;
  const from = visitSpan({ day, time }, timeZone);
  const to = visitSpan({ day: daysAfter(day, 1), time }, timeZone);
  return dayRange(day, timeZone) && from && to ? { from: from.comesAt, to: to.comesAt } : null;
}

/** The day to which money of that moment belongs: before the hour at which days end it is still the day before. */
export function countedDayOf(at: number, cut: DayCut): string {
  const day = dateOf(at, cut.timeZone);
  const span = countedDay(day, cut);
  return span && at < span.from ? daysAfter(day, -1) : day;
}

/** When the days of this house end. */
export const cutOf = ({
  timeZone,
  dayRule,
}: {
  readonly timeZone: string;
  readonly dayRule: { readonly cutOffHour: number };
}): DayCut => ({ timeZone, cutOffHour: dayRule.cutOffHour });

/** The business day that is running at that moment: every figure and list that says "today" of money goes by it. `to` is exclusive. */
export function runningDay(
  at: number,
  cut: DayCut,
): { readonly day: string; readonly from: number; readonly to: number } {
  const day = countedDayOf(at, cut);
  const span = countedDay(day, cut) ?? { from: dayStart(at, cut.timeZone), to: dayEnd(at, cut.timeZone) };
  return { day, ...span };
}

/** True for a time zone name this machine knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

function partsOf(
  at: number,
  timeZone: string,
): { year: number; month: number; day: number; hour: number; minute: number; second: number } {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(timeZone, format);
  }
  const found: Record<string, number> = {};
  for (const part of format.formatToParts(at)) found[part.type] = Number(part.value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = found;
  return { year, month, day, hour, minute, second };
}

function zonedMidnight(year: number, month: number, day: number, timeZone: string): number {
  const wanted = Date.UTC(year, month - 1, day);
  // Two rounds: the offset at a first guess may be that of the other side of a clock change.
  const first = wanted - offsetAt(wanted, timeZone);
  return wanted - offsetAt(first, timeZone);
}

function offsetAt(at: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = partsOf(at, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}

/** The day of the house on which a moment is, `2026-11-20`. */
export function dateOf(at: number, timeZone: string): string {
  return written(timeZone, 'day').format(at);
}

/** The time of a day of the house at that moment, `10:15`. */
export function timeOf(at: number, timeZone: string): string {
  return written(timeZone, 'time').format(at);
}

const ways = {
  day: { year: 'numeric', month: '2-digit', day: '2-digit' },
  time: { hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
const writers = new Map<string, Intl.DateTimeFormat>();

/** Made once: to make one takes as long as a hundred days take to write, and lists ask for each of their rows. */
function written(timeZone: string, way: keyof typeof ways): Intl.DateTimeFormat {
  const name = `${way} ${timeZone}`;
  const known = writers.get(name);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone, ...ways[way] });
  writers.set(name, made);
  return made;
}
