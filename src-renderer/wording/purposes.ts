import { consentTextIds, purposesOfText, type Purpose } from '../../src-main/contract/consent.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** What a consent covers, in few words: the name of its text when it covers all of that, each purpose by its own name otherwise. */
export function purposesWords(purposes: readonly Purpose[], language: Language): string {
  const words = wordsOf(language).consents;
  const whole = consentTextIds.find(
    (id) =>
      purposesOfText[id].length === purposes.length &&
      purposesOfText[id].every((purpose) => purposes.includes(purpose)),
  );
  return whole ? words.texts[whole] : purposes.map((purpose) => words.purposes[purpose]).join(', ');
}
