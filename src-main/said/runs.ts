import type { RunLine, RunView } from '../contract/bill-run.ts';
import type { HoldRunLine, HoldRunView } from '../contract/hold-run.ts';
import type { TableCell } from '../contract/table-file.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { billLineWords, holdLineWords } from '../../src-renderer/wording/run-lines.ts';
import { cardName, personName } from '../../src-renderer/wording/sentences.ts';
import { momentsIn, type SaidList, type Saying } from './saying.ts';

/** Of which run a file is: when it was confirmed and by whom. */
function aboutRun({ createdAt, staffName }: Pick<RunView, 'createdAt' | 'staffName'>, saying: Saying): string[] {
  const [day, time] = momentsIn(saying)(createdAt);
  return [`${day} ${time.slice(0, 5)}`, wordsOf(saying.language).lists.about.person(staffName)];
}

/** Holds of one run, each with what became of it. */
export function sayHoldRun(run: HoldRunView, saying: Saying): SaidList<HoldRunLine> {
  const { language } = saying;
  const { holdRuns, lists, shell } = wordsOf(language);
  const c = lists.columns;
  return {
    list: 'hold_run',
    about: [holdRuns.running[run.kind], ...aboutRun(run, saying)],
    columns: [
      { title: c.customer, share: 16 },
      { title: c.card, share: 11 },
      { title: c.provider, share: 8 },
      { title: c.held, share: 9 },
      { title: lists.toDo[run.kind], share: 9 },
      { title: c.currency, share: 0 },
      { title: c.reference, share: 11 },
      { title: c.note, share: 14 },
      { title: c.result, share: 12 },
      { title: c.details, share: 24 },
    ],
    cells(line): TableCell[] {
      const { state, text } = holdLineWords(line, run.kind, saying);
      return [
        personName(line.customerName, language),
        line.card ? cardName(line.card, language) : null,
        shell.providers[line.provider],
        { amount: line.held, currency: run.currency },
        { amount: line.amount, currency: run.currency },
        run.currency,
        line.operation?.code ?? null,
        line.note,
        state,
        text,
      ];
    },
  };
}

/** Bills of one run, each with what became of it. */
export function sayBillRun(run: RunView, saying: Saying): SaidList<RunLine> {
  const { language } = saying;
  const { lists } = wordsOf(language);
  const c = lists.columns;
  return {
    list: 'bill_run',
    about: aboutRun(run, saying),
    columns: [
      { title: c.bill, share: 10 },
      { title: c.customer, share: 18 },
      { title: c.card, share: 13 },
      { title: c.amount, share: 10 },
      { title: c.currency, share: 0 },
      { title: c.reference, share: 12 },
      { title: c.result, share: 13 },
      { title: c.details, share: 28 },
    ],
    cells(line): TableCell[] {
      const { state, text } = billLineWords(line, saying);
      return [
        line.billCode,
        personName(line.customerName, language),
        cardName(line.card, language),
        { amount: line.amount, currency: run.currency },
        run.currency,
        line.operation?.code ?? null,
        state,
        text,
      ];
    },
  };
}
