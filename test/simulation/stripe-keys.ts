import { hoursMs, type BankAnswer } from './bank.ts';

export type KeySays =
  | { readonly is: 'new' }
  | { readonly is: 'running' }
  | { readonly is: 'other_request' }
  | { readonly is: 'kept'; readonly answer: BankAnswer };

/** Stripe's idempotency keys (docs.stripe.com/api/idempotent_requests): the first answer is kept for 24 hours by Stripe's clock, then forgotten. */
export interface StripeKeys {
  begin(key: string, print: string): KeySays;
  keep(key: string, answer: BankAnswer): void;
}

export function makeStripeKeys(now: () => number): StripeKeys {
  const keys = new Map<string, { readonly print: string; readonly at: number; answer: BankAnswer | null }>();
  return {
    begin(key, print) {
      const known = keys.get(key);
      if (!known || now() - known.at >= hoursMs(24)) {
        keys.set(key, { print, at: now(), answer: null });
        return { is: 'new' };
      }
      if (known.print !== print) return { is: 'other_request' };
      return known.answer ? { is: 'kept', answer: known.answer } : { is: 'running' };
    },
    keep(key, answer) {
      const known = keys.get(key);
      if (known) known.answer = answer;
    },
  };
}
