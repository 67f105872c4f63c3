import type { LineResult } from '../../src-main/contract/run.ts';

type Line = LineResult & { readonly amount: number };

/** What became of a run's lines, counted. `moved`: minor units, of what the provider said it took or gave back. */
export interface RunCounts {
  readonly settled: number;
  readonly done: number;
  readonly pending: number;
  readonly declined: number;
  readonly refused: number;
  readonly checking: number;
  readonly needsPerson: number;
  readonly left: number;
  readonly waiting: number;
  readonly moved: number;
}

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

export function runCounts(lines: readonly Line[]): RunCounts {
  const results = lines.map(resultOf);
  const count = (wanted: RunResult): number => results.filter((one) => one === wanted).length;
  return {
    settled: results.filter((one) => one !== 'waiting' && one !== 'sending').length,
    done: count('done'),
    pending: count('pending'),
    declined: count('declined'),
    refused: count('refused'),
    checking: count('checking'),
    needsPerson: count('needsPerson'),
    left: count('left'),
    waiting: count('waiting'),
    moved: lines.reduce((sum, line, at) => sum + (results[at] === 'done' ? line.amount : 0), 0),
  };
}

/** The words that count, in the order in which they are told; nothing of what there is none of. */
export function toldCounts(
  counts: RunCounts,
  words: {
    readonly [K in 'pending' | 'declined' | 'refused' | 'checking' | 'needsPerson' | 'leftOut']: (
      count: number,
    ) => string;
  },
): string[] {
  const { pending, declined, refused, checking, needsPerson, left } = counts;
  const some = (count: number, word: (count: number) => string): string[] => (count > 0 ? [word(count)] : []);
  return [
    ...some(pending, words.pending),
    ...some(declined, words.declined),
    ...some(refused, words.refused),
    ...some(checking, words.checking),
    ...some(needsPerson, words.needsPerson),
    ...some(left, words.leftOut),
  ];
}
