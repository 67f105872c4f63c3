import type { OperationView } from '../../src-main/contract/operation.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';
import { elsewhereWord, isConfirm } from './sentences.ts';

/** How far an order is, in the few words of its chip. */
export function operationStateWords(
  { state, kind, provider }: Pick<OperationView, 'state' | 'kind' | 'provider'>,
  language: Language,
): string {
  const { outcomes, shell } = wordsOf(language);
  const at = shell.providers[provider];
  // Somebody had been there before: neither our doing nor an error.
  const elsewhere = elsewhereWord(state, kind, language);
  if (elsewhere) return elsewhere;
  switch (state.name) {
    case 'unknown':
      return outcomes.state.unknown(at);
    case 'pending':
      // A bank debit: accepted at once, collected or sent back days later.
      return kind === 'charge' && provider === 'paysafe' ? outcomes.state.accepted : outcomes.state.pending;
    case 'done':
      return outcomes.done[kind];
    case 'declined':
      return isConfirm(state) ? outcomes.state.confirm : outcomes.state.declined;
    case 'rejected':
      // Staff had read that it was given back: that is what did not hold.
      return state.was ? outcomes.state.refundFailed : outcomes.state.rejected(at);
    case 'open':
    case 'not_done':
    case 'needs_person':
      return outcomes.state[state.name];
  }
}
