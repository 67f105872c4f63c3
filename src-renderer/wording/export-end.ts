import type { ExportEnd } from '../../src-main/contract/export.ts';
import { formatCount } from '../format/counts.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** What is not in a file that somebody could take for all of it; empty: it is complete. */
export function missingWords(
  { damaged, unsound, left }: Pick<ExportEnd, 'damaged' | 'unsound' | 'left'>,
  language: Language,
): string {
  const { missing } = wordsOf(language).lists;
  const said = [
    left > 0 ? missing.left(left, formatCount(left, language)) : '',
    damaged > 0 ? missing.damaged(damaged) : '',
    unsound ? missing.unsound : '',
  ];
  return said.filter((one) => one !== '').join(', ');
}

/** How an export ended, in one sentence. */
export function exportEndWords(
  end: ExportEnd,
  language: Language,
): { readonly tone: 'neu' | 'warn' | 'done'; readonly text: string } {
  const words = wordsOf(language).lists;
  if (end.cancelled) return { tone: 'neu', text: words.cancelled };
  if (!end.saved) return { tone: 'neu', text: words.nowhere };
  const count = formatCount(end.lines, language);
  const missing = missingWords(end, language);
  return missing === ''
    ? { tone: 'done', text: words.done(end.name, end.lines, count) }
    : { tone: 'warn', text: words.notAll(end.name, end.lines, count, missing) };
}
