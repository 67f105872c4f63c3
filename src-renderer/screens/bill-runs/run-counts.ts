import type { RunLine } from '../../../src-main/contract/bill-run.ts';

/** What became of a run's lines, counted. `charged`: minor units, of what the provider said it took or accepted. */
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
  readonly charged: number;
}

/** declined: the bank said no. refused: nothing was charged for any other reason. checking: nobody knows yet. */
export type RunResult =
  'waiting' | 'sending' | 'done' | 'pending' | 'declined' | 'refused' | 'checking' | 'needsPerson' | 'left';

export function resultOf({ state, operation }: RunLine): RunResult {
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

export function runCounts(lines: readonly RunLine[]): RunCounts {
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
    charged: lines.reduce((sum, line, at) => sum + (results[at] === 'done' ? line.amount : 0), 0),
  };
}
