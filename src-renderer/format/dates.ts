import type { Language } from './money.ts';

export interface DateContext {
  readonly language: Language;
  readonly timeZone: string;
}

const nbsp = '\u00a0';
const locales = { en: 'en-CA', fr: 'fr-CA' } as const;
const made = new Map<string, Intl.DateTimeFormat>();

function format(context: DateContext, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = `${context.language} ${context.timeZone} ${JSON.stringify(options)}`;
  let found = made.get(name);
  if (!found) {
    found = new Intl.DateTimeFormat(locales[context.language], { timeZone: context.timeZone, ...options });
    made.set(name, found);
  }
  return found;
}

function parts(at: number, context: DateContext, options: Intl.DateTimeFormatOptions): Record<string, string> {
  return Object.fromEntries(
    format(context, options)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
}

const yearOf = (at: number, context: DateContext): string => parts(at, context, { year: 'numeric' })['year'] ?? '';

/** `Fri, Nov 20` / `ven. 20 nov.`; the year only when it is not this one. */
export function formatDay(at: number, context: DateContext & { readonly now: number }): string {
  const sameYear = yearOf(at, context) === yearOf(context.now, context);
  const found = parts(at, context, { weekday: 'short', day: 'numeric', month: 'short' });
  const year = sameYear ? '' : yearOf(at, context);
  const month = (found['month'] ?? '').replace(/\.$/, '');
  const weekday = (found['weekday'] ?? '').replace(/\.$/, '');
  if (context.language === 'fr')
    return `${weekday}. ${found['day']}${nbsp}${shortFrench(month)}${year ? ` ${year}` : ''}`;
  return `${weekday}, ${month}${nbsp}${found['day']}${year ? `, ${year}` : ''}`;
}

/** French months that are short already take no full stop: mai, juin, août, mars. */
function shortFrench(month: string): string {
  return ['mars', 'mai', 'juin', 'août'].includes(month) ? month : `${month}.`;
}

/** `Friday, November 20` / `vendredi 20 novembre`. */
export function formatLongDay(at: number, context: DateContext): string {
  const found = parts(at, context, { weekday: 'long', day: 'numeric', month: 'long' });
  return context.language === 'fr'
    ? `${found['weekday']} ${found['day']} ${found['month']}`
    : `${found['weekday']}, ${found['month']} ${found['day']}`;
}

/** `4:10 p.m.` / `16 h 10`. */
export function formatTime(at: number, context: DateContext): string {
  const found = parts(at, context, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const hour = Number(found['hour']);
  const minute = found['minute'] ?? '00';
  if (context.language === 'fr') return `${hour}${nbsp}h${nbsp}${minute}`;
  return `${hour % 12 === 0 ? 12 : hour % 12}:${minute}${nbsp}${hour < 12 ? 'a.m.' : 'p.m.'}`;
}

/** 24 h with seconds, for trails. */
export function formatSeconds(at: number, context: DateContext): string {
  const found = parts(at, context, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
  return `${found['hour']}:${found['minute']}:${found['second']}`;
}

/** A name of the house's day, to compare and to filter by: `2026-11-20`. */
export function dayName(at: number, timeZone: string): string {
  const found = parts(at, { language: 'en', timeZone }, { year: 'numeric', month: '2-digit', day: '2-digit' });
  return `${found['year']}-${found['month']}-${found['day']}`;
}

/** `4 h 28 min`, `2 d 17 h`, `12 min` / `4 h 28`, `2 j 17 h`. */
export function formatSpan(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0)
    return language === 'fr' ? `${days}${nbsp}j${nbsp}${hours % 24}${nbsp}h` : `${days}${nbsp}d ${hours % 24}${nbsp}h`;
  if (hours > 0) {
    const rest = String(minutes % 60).padStart(2, '0');
    return language === 'fr' ? `${hours}${nbsp}h${nbsp}${rest}` : `${hours}${nbsp}h ${minutes % 60}${nbsp}min`;
  }
  return `${minutes}${nbsp}min`;
}

/** About how much, in one unit: `20 min`, `3 h`, `30 days` / `30 jours`. */
export function roughSpan(ms: number, language: Language): string {
  const minutes = Math.round(Math.abs(ms) / 60_000);
  if (minutes < 60) return `${minutes}${nbsp}min`;
  const hours = Math.round(minutes / 60);
  if (hours < 48) return `${hours}${nbsp}h`;
  return `${Math.round(hours / 24)}${nbsp}${language === 'fr' ? 'jours' : 'days'}`;
}

/** `Nov 20` / `20 nov.`, in a sentence; the year only when it is not this one. */
export function formatShortDate(at: number, context: DateContext & { readonly now: number }): string {
  const found = parts(at, context, { day: 'numeric', month: 'short' });
  const month = (found['month'] ?? '').replace(/\.$/, '');
  const own = yearOf(at, context);
  const year = own === yearOf(context.now, context) ? '' : own;
  if (context.language === 'fr') return `${found['day']}${nbsp}${shortFrench(month)}${year ? ` ${year}` : ''}`;
  return `${month}${nbsp}${found['day']}${year ? `, ${year}` : ''}`;
}

/** `October` / `octobre` of a month 1–12; the year only when it is not this one. */
export function formatMonth(
  { month, year }: { readonly month: number; readonly year: number },
  context: DateContext & { readonly now: number },
): string {
  const name = format({ language: context.language, timeZone: 'UTC' }, { month: 'long' }).format(
    Date.UTC(year, month - 1, 15),
  );
  return String(year) === yearOf(context.now, context) ? name : `${name} ${year}`;
}

/** `03/29` of a card's month. */
export function monthYear(month: { readonly month: number; readonly year: number } | null): string {
  return month === null ? '' : `${String(month.month).padStart(2, '0')}/${String(month.year).slice(-2)}`;
}

/** The day of a moment that is not today, `tomorrow` or `Sat, Nov 28`; null for today: its time says enough. */
export function dayUnlessToday(at: number, context: DateContext & { readonly now: number }): string | null {
  const [day, today] = [dayName(at, context.timeZone), dayName(context.now, context.timeZone)];
  if (day === today) return null;
  const next = new Date(Date.parse(`${today}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
  if (day === next) return context.language === 'fr' ? 'demain' : 'tomorrow';
  return formatDay(at, context);
}
