import type { AuditLine } from '../contract/desk-status.ts';
import type { HistoryQuestion } from '../contract/history.ts';
import type { TableCell } from '../contract/table-file.ts';
import { historyFilterWords } from '../../src-renderer/wording/history-filters.ts';
import { historyWords } from '../../src-renderer/wording/history-line.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

/** Lines of the history as its screen says them, with amounts and customers apart. @param people names by id, for the filter's own words */
export function sayHistory(
  { question, people }: { readonly question: HistoryQuestion; readonly people: ReadonlyMap<string, string> },
  saying: Saying,
): SaidList<AuditLine> {
  const w = wordsOf(saying.language);
  const c = w.lists.columns;
  const moment = momentsIn(saying);
  return {
    list: 'history',
    about: historyFilterWords(question, people, saying.language),
    columns: [
      { title: c.date, share: 7 },
      { title: c.time, share: 6 },
      { title: c.who, share: 9 },
      { title: c.desk, share: 7 },
      { title: c.what, share: 15 },
      { title: c.outcome, share: 11 },
      { title: c.customer, share: 11 },
      { title: c.amount, share: 7 },
      { title: c.currency, share: 0 },
      { title: c.provider, share: 0 },
      { title: c.details, share: 18 },
      { title: c.reference, share: 9 },
      { title: c.line, share: 0 },
    ],
    cells(line): TableCell[] {
      const [date, time] = moment(line.at);
      const said = historyWords(line, saying);
      const name = line.staffName ?? w.settings.history.nobody;
      return [
        date,
        time,
        name,
        line.desk,
        said.what,
        said.end.text,
        said.customer,
        said.amount,
        said.amount?.currency ?? null,
        said.provider,
        [...said.about, ...said.rest].join(' · '),
        said.code,
        String(line.id),
      ];
    },
  };
}
