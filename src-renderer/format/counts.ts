import type { Language } from './money.ts';

const made = {
  en: new Intl.NumberFormat('en-CA'),
  fr: new Intl.NumberFormat('fr-CA'),
} as const;

/** `1,234` / `1 234`, with a no-break space. */
export function formatCount(count: number, language: Language): string {
  return made[language].format(count);
}
