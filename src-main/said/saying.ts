import type { AskedName, ExportEnd } from '../contract/export.ts';
import type { TableCell, TableColumn, TableEnd } from '../contract/table-file.ts';
import { formatCount } from '../../src-renderer/format/counts.ts';
import { missingWords } from '../../src-renderer/wording/export-end.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';

/** To whom and when something is said. `now`: unix ms, UTC. */
export interface Saying {
  readonly language: 'en' | 'fr';
  readonly timeZone: string;
  readonly now: number;
}

/** A list in words: what it is, by what it was filtered, and each of its rows. */
export interface SaidList<Row> {
  readonly list: AskedName;
  /** the filters in words; empty: none is set */
  readonly about: readonly string[];
  readonly columns: readonly TableColumn[];
  cells(row: Row): TableCell[];
}

type Written = Pick<ExportEnd, 'lines' | 'damaged' | 'unsound'>;

/** `Complete: 12 lines`, or that it is not and what is missing. */
export function endOf(end: Written, language: 'en' | 'fr'): TableEnd {
  const words = wordsOf(language).lists;
  const count = formatCount(end.lines, language);
  const missing = missingWords(end, language);
  return missing === ''
    ? { complete: true, sentence: words.complete(end.lines, count) }
    : { complete: false, sentence: words.incomplete(end.lines, count, missing) };
}

/** What a list is called, on paper and as a file. */
export function namesOf(list: AskedName, language: 'en' | 'fr'): { readonly title: string; readonly fileName: string } {
  const words = wordsOf(language).lists;
  return { title: words.title[list], fileName: words.fileName[list] };
}

/** `2026-11-20` and `14:05:09` by the house's clock, as a spreadsheet takes them for a day and a time. One for all rows: making it costs more than a row does. */
export function momentsIn({ timeZone }: Saying): (at: number) => readonly [day: string, time: string] {
  const parts = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  } as const;
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, ...parts });
  return (at) => {
    const [day = '', time = ''] = format.format(at).split(' ');
    return [day, time];
  };
}
