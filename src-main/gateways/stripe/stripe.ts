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

/** In the memo of an operation: the account to which it went. */
const sentTo = 'sentTo';

/** Stripe behind the engine's port: conversions only. */
export function makeStripeGateway(parts: {
  readonly statementName: () => string;
  readonly now: () => number;
  /** the id of the account that the key is of, or null where Stripe does not tell this key */
  readonly account?: () => string | null;
}): Gateway {
  const account = (): string | null => parts.account?.() ?? null;
  /** Whether the key that is here now is surely of the account to which an order went. */
  const isSure = ({ [sentTo]: to }: Readonly<Record<string, string>>): boolean => to !== undefined && to === account();
  return {
    provider: 'stripe',
    repeat: 'same_key',
    keyLifetimeMs,
    limits: (currency) => ({ least: least[currency] ?? 50, most }),
    async prepare(plan) {
      const prepared = await prepare(plan, parts.statementName());
      const to = account();
      // Beside the request, not in it: two desks send the same bytes, whatever each of them is told of its key.
      return to === null ? prepared : { ...prepared, memo: { ...prepared.memo, [sentTo]: to } };
    },
    read: (plan, memo, answer) => read(plan, answer, { now: parts.now(), sure: isSure(memo) }),
    question: (operation) => question(operation),
    readFinding: (operation, answer) =>
      readFinding(operation, answer, { now: parts.now(), sure: isSure(operation.memo) }),
    sentElsewhere: ({ memo: { [sentTo]: to } }) => to !== undefined && account() !== null && to !== account(),
    // A partial capture releases the rest by itself.
    followUp: () => null,
    readsFirst: () => false,
    checksCards: () => false,
  };
}
