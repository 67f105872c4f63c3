import type { OperationState } from '../../src-main/contract/operation.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** What is known while it is asked about: an order of this desk whose answer is missing, or one that stands there under the same key. */
export function checkingWords(state: OperationState, provider: ProviderName, language: Language): string {
  const { outcomes, shell } = wordsOf(language);
  const stands = state.name === 'unknown' && (state.why === 'known_there' || state.why === 'replayed');
  return stands ? outcomes.knownText(shell.providers[provider]) : outcomes.checkingText;
}
