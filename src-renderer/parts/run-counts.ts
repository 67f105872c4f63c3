import type { LineResult } from '../../src-main/contract/run.ts';
import { resultOf, type RunResult } from '../wording/run-lines.ts';

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
