import { expect, test } from 'vitest';
import { consentTextIds, purposesOfText } from '../../../src-main/contract/consent.ts';
import { currentTexts, shippedText } from '../../../src-main/house/consents/consent-texts.ts';
import { fillText, type ConsentFacts } from '../../../src-main/house/consents/consent-words.ts';

const facts: ConsentFacts = {
  house: 'Atelier Fleury',
  customer: 'Thị Hương Phạm',
  card: { brand: 'visa', kind: 'card', lastFour: '2815' },
  purposes: ['this_visit', 'balance'],
  capEach: 12_000,
  capTotal: null,
  currency: 'CAD',
  endsAt: Date.UTC(2027, 1, 1, 4, 59),
};
const montreal = 'America/Toronto';

test('every text that Comptoir brings along says who, what, when, how much, how to cancel, in both languages', () => {
  for (const id of consentTextIds)
    for (const language of ['en', 'fr'] as const) {
      const { body } = shippedText(id, language);
      for (const word of ['house', 'customer', 'card', 'purposes', 'cap', 'total', 'end'])
        expect(body, `${id} ${language}`).toContain(`{${word}}`);
      const shown = fillText(body, { ...facts, purposes: purposesOfText[id] }, { language, timeZone: montreal });
      expect(shown).not.toMatch(/[{}]/);
      // A space before a colon would end a line in French.
      if (language === 'fr') expect(shown).not.toMatch(/[ ][:?!]/);
    }
});

test('amounts, the last day and a missing cap are written as that language writes them', () => {
  const text = '{cap} | {total} | {end} | {card}';
  expect(fillText(text, facts, { language: 'en', timeZone: montreal })).toBe(
    '$120.00 at most | no fixed limit | on January 31, 2027 | Visa\u00a02815',
  );
  expect(fillText(text, facts, { language: 'fr', timeZone: montreal })).toBe(
    '120,00\u00a0$ au plus | sans plafond fixe | le 31 janvier 2027 | Visa\u00a02815',
  );
});

test('a name with braces or dollars in it fills in nothing else, and a word that is not ours stays to be seen', () => {
  const odd = { ...facts, customer: '{cap} $& $1' };
  expect(fillText('{customer}, {capp}', odd, { language: 'en', timeZone: montreal })).toBe('{cap} $& $1, {capp}');
});

test('the owner’s text stands for its own language only', () => {
  const own = { ...shippedText('visits', 'fr'), version: 2, body: 'Autre texte.' };
  const texts = currentTexts([own]);
  expect(texts).toHaveLength(6);
  expect(texts.find(({ id, language }) => id === 'visits' && language === 'fr')?.version).toBe(2);
  expect(texts.find(({ id, language }) => id === 'visits' && language === 'en')?.version).toBe(1);
});
