import type { AskedName, ExportEnd, ExportForm } from '../contract/export.ts';
import type { TableCell, TableColumn, TableEnd, TableHead } from '../contract/table-file.ts';
import { formatCount } from '../../src-renderer/format/counts.ts';
import { formatLongDay, formatTime } from '../../src-renderer/format/dates.ts';
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

type Written = Pick<ExportEnd, 'lines' | 'damaged' | 'unsound' | 'left'>;

/** `Complete: 12 lines`, or that it is not and what is missing. */
export function endOf(end: Written, language: 'en' | 'fr'): TableEnd {
  const words = wordsOf(language).lists;
  const count = formatCount(end.lines, language);
  const missing = missingWords(end, language);
  return missing === ''
    ? { complete: true, sentence: words.complete(end.lines, count) }
    : { complete: false, sentence: words.incomplete(end.lines, count, missing) };
}

/** What stands above the rows of a list, and what its file is called. */
export function headOf(
  { list, about, columns }: Pick<SaidList<never>, 'list' | 'about' | 'columns'>,
  made: {
    readonly form: ExportForm;
    /** the days or the day of its name */
    readonly days: string;
    readonly house: string;
    readonly by: string;
    readonly asOf: number | null;
    readonly saying: Saying;
  },
): TableHead {
  const { form, days, house, by, asOf, saying } = made;
  const { language } = saying;
  const words = wordsOf(language).lists;
  const moment = momentsIn(saying);
  const when = (at: number): string => {
    const year = moment(at)[0].slice(0, 4);
    const day = `${formatLongDay(at, saying)}${language === 'fr' ? '' : ','} ${year}`;
    return `${day}, ${formatTime(at, saying)}`;
  };
  const filters = about.length === 0 ? words.all : `${words.filtered} ${about.join(' · ')}`;
  return {
    form,
    language,
    name: `${words.fileName[list]}-${days}.${form}`,
    title: house === '' ? words.title[list] : `${words.title[list]} · ${house}`,
    about: [
      filters,
      words.paper.made(when(saying.now), by, saying.timeZone),
      asOf === null ? '' : words.paper.asOf(when(asOf).replace(/\.$/, '')),
    ],
    columns,
    page: words.paper.page,
  };
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
