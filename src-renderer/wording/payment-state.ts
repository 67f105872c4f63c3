import type { PaymentView } from '../../src-main/contract/payment.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** How a payment stands. From a bank account it may be accepted without being collected yet. */
export function paymentStateWords(
  { state, card, dispute }: Pick<PaymentView, 'state' | 'card' | 'dispute'>,
  language: Language,
): string {
  const { disputes, outcomes } = wordsOf(language);
  // "Paid" alone would be half of it.
  if (dispute && dispute.state !== 'won') return disputes.chip[dispute.state];
  const account = card !== null && card.kind !== 'card';
  return account && state === 'pending' ? outcomes.state.accepted : outcomes.payment[state];
}
