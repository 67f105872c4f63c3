import type { RunLine } from '../../src-main/contract/bill-run.ts';
import type { HoldRunKind, HoldRunLine } from '../../src-main/contract/hold-run.ts';
import type { LineResult } from '../../src-main/contract/run.ts';
import type { DateContext } from '../format/dates.ts';
import { wordsOf } from './languages.ts';
import { operationStateWords } from './operation-state.ts';
import { failureSentence, outcomeSentence } from './sentences.ts';

type Context = DateContext & { readonly now: number };

/** declined: the bank said no. refused: nothing was charged for any other reason. checking: nobody knows yet. */
export type RunResult =
  'waiting' | 'sending' | 'done' | 'pending' | 'declined' | 'refused' | 'checking' | 'needsPerson' | 'left';

export function resultOf({ state, operation }: LineResult): RunResult {
  if (!operation) return state === 'sent' ? 'sending' : state;
  switch (operation.state.name) {
    case 'open':
      return 'sending';
    case 'unknown':
      return 'checking';
    case 'needs_person':
      return 'needsPerson';
    case 'rejected':
    case 'not_done':
      return 'refused';
    default:
      return operation.state.name;
  }
}

/** What the provider said of a line of holds, or why nothing was sent; '' where nothing is known yet. */
export function holdLineText({ operation, then, failure }: HoldRunLine, context: Context): string {
  if (operation && operation.state.name !== 'open')
    return outcomeSentence(operation, then ? [operation, then] : [], context);
  return failure
    ? wordsOf(context.language).holdRuns.notSent(failureSentence(failure, context.language, context.timeZone))
    : '';
}

/** The same of a bill that was charged with others. */
export function billLineText({ operation, failure }: RunLine, context: Context): string {
  if (operation && operation.state.name !== 'open') return outcomeSentence(operation, [], context);
  return failure
    ? wordsOf(context.language).billRuns.notSent(failureSentence(failure, context.language, context.timeZone))
    : '';
}

interface LineWords {
  /** the few words of its chip; '' where its sentence says all */
  readonly state: string;
  readonly text: string;
}

/** A line of holds in words, for a file. */
export function holdLineWords(line: HoldRunLine, kind: HoldRunKind, context: Context): LineWords {
  const words = wordsOf(context.language).holdRuns;
  return {
    state: stateOf(line, { ...words, sending: words.sending[kind] }, context),
    text: holdLineText(line, context),
  };
}

/** A line of bills in words, for a file. */
export function billLineWords(line: RunLine, context: Context): LineWords {
  return { state: stateOf(line, wordsOf(context.language).billRuns, context), text: billLineText(line, context) };
}

function stateOf(
  line: LineResult,
  words: { readonly sending: string; readonly waiting: string; readonly left: string },
  { language }: Context,
): string {
  const result = resultOf(line);
  if (result === 'sending' || result === 'waiting' || result === 'left') return words[result];
  return line.operation ? operationStateWords(line.operation, language) : '';
}
