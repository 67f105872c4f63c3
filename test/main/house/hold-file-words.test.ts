import { expect, test } from 'vitest';
import { sayHolds } from '../../../src-main/said/lists.ts';

test.each([
  ['en', 'CAD', ['amounts in CAD', 'from $50.00', 'up to $80.00']],
  ['en', 'USD', ['amounts in USD', 'from US$50.00', 'up to US$80.00']],
  ['fr', 'CAD', ['montants en CAD', 'à partir de 50,00 $', 'jusqu’à 80,00 $']],
] as const)(
  'a file of holds that were found by their amounts says of which currency: %s, %s',
  (language, currency, said) => {
    const about = (least: number | null, most: number | null) =>
      sayHolds(
        { question: { filter: 'open', provider: null, least, most }, people: new Map(), currency },
        { language, timeZone: 'America/Toronto', now: 0 },
      ).about.map((words) => words.replace(/[\u00a0\u202f]/g, ' '));
    expect(about(5000, 8000)).toEqual(said);
    expect(about(null, 8000)).toEqual([said[0], said[2]]);
    expect(about(null, null)).toEqual([]);
  },
);
