import type { Language } from '../../format/money.ts';

/** The short name of the day of the week, without a full stop. @param day `2026-11-20` */
export function weekdayOf(day: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'fr' ? 'fr-CA' : 'en-CA', { weekday: 'short', timeZone: 'UTC' })
    .format(Date.parse(`${day}T12:00:00Z`))
    .replace('.', '');
}
