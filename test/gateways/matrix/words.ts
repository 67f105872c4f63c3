import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { operationView } from '../../../src-main/house/orders/operation-view.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import { outcomes } from '../../../src-renderer/wording/en/outcomes.ts';
import { shell } from '../../../src-renderer/wording/en/shell.ts';
import { failureSentence, isConfirm, outcomeSentence } from '../../../src-renderer/wording/sentences.ts';
import type { Seen } from './cell.ts';

/** A word of the matrix, what the chip says at length, and what staff read under it. All from the window's own wording. */
export interface Said {
  readonly word: string;
  readonly chip: string;
  readonly sentence: string;
  /** the same for all that staff would read in the same words, whatever the amount */
  readonly sort: string;
}

/** Where nothing of the kind can happen. */
export const impossibleHere = '—';

/** `at once → in the end`, or one word where nothing changes. */
export function cellWords(said: readonly Said[]): string {
  const [atOnce, inTheEnd = atOnce] = said.map(({ word }) => word);
  return atOnce === inTheEnd ? String(atOnce) : `${atOnce} → ${inTheEnd}`;
}

/** What staff see at once and in the end; once only where the order was refused before it was written. */
export function saidIn(seen: Seen): readonly Said[] {
  if ('refused' in seen) {
    const sentence = failureSentence(seen.refused, 'en');
    return [{ word: shortened(sentence), chip: impossibleHere, sentence, sort: `refused ${seen.refused.code}` }];
  }
  const { atOnce, inTheEnd, group } = seen;
  return [said(atOnce, [atOnce]), said(inTheEnd, group)];
}

function said(operation: Operation, group: readonly Operation[]): Said {
  const { state, kind } = operation;
  const chip = chipWords(operation);
  const view = operationView(operation);
  const context = { language: 'en', timeZone: 'America/Toronto', now: operation.updatedAt } as const;
  const sentence = outcomeSentence(view, group.map(operationView), context);
  const elsewhere = state.name === 'done' && state.elsewhere === true;
  return {
    // A star where staff read as well that somebody else had done it.
    word: elsewhere ? `${shortened(chip)}*` : shortened(chip),
    chip,
    sentence: state.name === 'unknown' ? `${sentence}. ${outcomes.checkingText}` : sentence,
    sort: [
      state.name,
      state.name === 'done' ? `${kind} ${elsewhere} ${state.cancelled ?? false}` : '',
      state.name === 'not_done' ? `${state.why} ${state.turnedAway ?? false}` : '',
      state.name === 'declined' || state.name === 'rejected' ? state.code : '',
      state.name === 'rejected' && state.was ? 'had been done' : '',
    ].join(' '),
  };
}

/** The chip of an operation, as `StateChip` shows it. */
function chipWords({ state, kind, provider }: Pick<Operation, 'state' | 'kind' | 'provider'>): string {
  const words = outcomes.state;
  switch (state.name) {
    case 'open':
      return words.open;
    case 'unknown':
      return words.unknown(providerName(provider));
    case 'rejected':
      return state.was ? words.refundFailed : words.rejected(providerName(provider));
    case 'done':
      return outcomes.done[kind];
    case 'declined':
      return isConfirm(state) ? words.confirm : words.declined;
    case 'pending':
      return kind === 'charge' && provider === 'paysafe' ? words.accepted : words.pending;
    case 'not_done':
    case 'needs_person':
      return words[state.name];
  }
}

export function providerName(provider: ProviderName): string {
  return shell.providers[provider];
}

/** As much of it as a cell has room for. */
function shortened(words: string): string {
  return words.split(/ with | by | at the |\.|,(?! not collected)/)[0] ?? words;
}
