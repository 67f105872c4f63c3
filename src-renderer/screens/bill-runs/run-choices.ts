import type { RunCard, RunPreviewLine } from '../../../src-main/contract/bill-run.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import { formatMoney, type Language } from '../../format/money.ts';
import type { RunChoice } from '../../stores/bill-runs.ts';
import { failureSentence } from '../../wording/sentences.ts';
import { wordsOf } from '../../wording/languages.ts';

/** One line of the list as it would be charged now, and why it cannot be. */
export interface ChosenLine {
  readonly line: RunPreviewLine;
  readonly choice: RunChoice;
  readonly card: RunCard | null;
  /** why nothing can be charged for it, as it stands; null when it can */
  readonly why: string | null;
  /** no card and no amount would help: its box stays empty */
  readonly never: boolean;
  readonly changed: boolean;
}

/** What is chosen of each line until somebody says otherwise: all that can be charged, with the card its bill names and all that is left. */
export function firstChoice(line: RunPreviewLine): RunChoice {
  const usable = line.cards.filter(({ prevents }) => prevents === null);
  const named = line.cards.find(({ id }) => id === line.cardId);
  const card = named && named.prevents === null ? named : (usable[0] ?? named ?? line.cards[0]);
  return {
    ticked: line.prevents === null && card !== undefined && card.prevents === null,
    cardId: card?.id ?? null,
    amount: line.bill.remaining,
  };
}

/** All lines with their choices, in order. A second bill of one person is charged by itself: two in a row need a manager. */
export function chosenLines(
  lines: readonly RunPreviewLine[],
  said: ReadonlyMap<string, RunChoice>,
  language: Language,
): ChosenLine[] {
  const persons = new Set<string>();
  return lines.map((line) => {
    const first = firstChoice(line);
    const own = said.get(line.bill.id);
    const second = line.personId !== null && persons.has(line.personId);
    // A second bill of a person is not chosen by itself; somebody may choose it instead of the first.
    const choice = own ?? (second ? { ...first, ticked: false } : first);
    const card = line.cards.find(({ id }) => id === choice.cardId) ?? null;
    const words = wordsOf(language).billRuns;
    const why = whyNot(line, { choice, card }, language) ?? (second ? words.samePerson : null);
    if (choice.ticked && line.personId !== null) persons.add(line.personId);
    const changed = choice.amount !== line.bill.remaining;
    return { line, choice, card, why, never: line.prevents !== null, changed };
  });
}

function whyNot(
  { bill, prevents }: RunPreviewLine,
  { choice, card }: Pick<ChosenLine, 'choice' | 'card'>,
  language: Language,
): string | null {
  const words = wordsOf(language);
  if (prevents) return failureSentence(prevents, language);
  if (!card) return failureSentence({ code: 'run_no_card' }, language);
  if (choice.amount === null || choice.amount === 0) return words.billRuns.enterAmount;
  if (choice.amount > bill.remaining)
    return words.bills.overRemaining(formatMoney({ amount: bill.remaining, currency: bill.currency }, language));
  return card.prevents && !within(card.prevents, choice.amount) ? failureSentence(card.prevents, language) : null;
}

/** Too much for its consent, and this is less. Main judges it again when its turn comes. */
function within({ code, facts }: Failure, amount: number): boolean {
  const most = facts?.['most'];
  return (code === 'consent_over_cap' || code === 'consent_used_up') && typeof most === 'number' && amount <= most;
}
