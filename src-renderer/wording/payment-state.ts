import type { PaymentView } from '../../src-main/contract/payment.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** How a payment stands. From a bank account it may be accepted without being collected yet. */
export function paymentStateWords({ state, card }: Pick<PaymentView, 'state' | 'card'>, language: Language): string {
  const { outcomes } = wordsOf(language);
  const account = card !== null && card.kind !== 'card';
  return account && state === 'pending' ? outcomes.state.accepted : outcomes.payment[state];
}
