import type { Gateway } from '../../payments/ports.ts';
import { readFinding } from './findings.ts';
import { prepare, question } from './orders.ts';
import { read } from './replies.ts';

/** Stripe's smallest charge in the currencies a Canadian, US or European house settles in (minor units); its server has the last word. */
const least: Readonly<Record<string, number>> = {
  CAD: 50,
  USD: 50,
  EUR: 50,
  AUD: 50,
  CHF: 50,
  NZD: 50,
  GBP: 30,
  JPY: 50,
};
/** At most 8 digits. */
const most = 99_999_999;
/** Keys live at least 24 h (docs.stripe.com/api/idempotent_requests); an hour is left for clocks that differ. */
const keyLifetimeMs = 23 * 3_600_000;

/** Stripe behind the engine's port: conversions only. */
export function makeStripeGateway(parts: {
  readonly statementName: () => string;
  readonly now: () => number;
}): Gateway {
  return {
    provider: 'stripe',
    repeat: 'same_key',
    keyLifetimeMs,
    limits: (currency) => ({ least: least[currency] ?? 50, most }),
    prepare: (plan) => prepare(plan, parts.statementName()),
    read: (plan, _memo, answer) => read(plan, answer, parts.now()),
    question: (operation) => question(operation),
    readFinding: (operation, answer) => readFinding(operation, answer, parts.now()),
    // A partial capture releases the rest by itself.
    followUp: () => null,
    readsFirst: () => false,
    checksCards: () => false,
  };
}
