import { fold, withoutCountry, wordsOf } from './folding.ts';

/** A word of the index that says something of the line itself; no name or address can contain the sign. */
export const holdsWord = '#holds';
export const cardsWord = '#cards';

const mostWords = 8;

/**
 * What staff typed → a full-text expression: every word a prefix of some word of the line. Digits in several groups are also tried
 * as one run, because a number may be written down in other groups than it is said. Null when nothing was typed that can match.
 */
export function matchOf(search: string, filter: 'all' | 'holds' | 'cards'): string | null {
  const words = typedWords(search).slice(0, mostWords);
  if (words.length === 0) return null;
  const parts = runsOf(words).map((run) => {
    const ways = waysToWrite(run).map((way) => way.map(prefix).join(' AND '));
    return ways.length > 1 ? `(${ways.map((way) => `(${way})`).join(' OR ')})` : (ways[0] ?? '');
  });
  if (filter === 'holds') parts.push(`"${holdsWord}"`);
  if (filter === 'cards') parts.push(`"${cardsWord}"`);
  return parts.join(' AND ');
}

function typedWords(search: string): string[] {
  return fold(withoutCountry(search))
    .split(/\s+/)
    .flatMap((typed) => {
      const at = typed.indexOf('@');
      if (at < 0) return wordsOf(typed);
      const host = wordsOf(typed.slice(at + 1)).join('');
      return [...wordsOf(typed.slice(0, at)), ...(host === '' ? [] : [`@${host}`])];
    });
}

/** Neighbouring words of digits only, together. */
function runsOf(words: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last && isDigits(word) && isDigits(last[0] ?? '')) last.push(word);
    else runs.push([word]);
  }
  return runs;
}

/** A number as typed, and as one run. */
function waysToWrite(run: readonly string[]): string[][] {
  return run.length > 1 && isDigits(run[0] ?? '') ? [[...run], [run.join('')]] : [[...run]];
}

const isDigits = (word: string): boolean => /^[0-9]+$/.test(word);
const prefix = (word: string): string => `"${word}"*`;
