import type { Plan } from '../../payments/order.ts';
import type { Operation, Outcome } from '../../payments/operation.ts';
import type { Gateway } from '../../payments/ports.ts';
import { followUpKey } from '../../payments/repeat-key.ts';
import { readFinding } from './findings.ts';
import { merchant, prepare, question, type OrderParts } from './orders.ts';
import { read } from './replies.ts';
import { checksCards, keepTheCard } from './save-card.ts';

/** References are refused for 90 days (paysafe.md, section 8); a day is left for clocks that differ. */
const keyLifetimeMs = 89 * 86_400_000;
/** The contract's own cap; Paysafe itself would take 11 digits. */
const most = 99_999_999;

/** Paysafe behind the engine's port: Card Payments v1, Direct Debit v1 and the Customer Vault. */
export function makePaysafeGateway(parts: OrderParts & { readonly now: () => number }): Gateway {
  return {
    provider: 'paysafe',
    repeat: 'limited',
    keyLifetimeMs,
    limits: () => ({ least: 1, most }),
    prepare: (plan) => prepare(plan, parts),
    read: (plan, memo, answer) => read(plan, memo, answer, parts.now()),
    question: async (operation, now) => question(operation, now),
    readFinding: (operation, answer) => readFinding(operation, answer, parts.now()),
    // Another merchant's key knows nobody: "no such profile" would be read as "removed".
    sentElsewhere: ({ memo: { [merchant]: to } }) =>
      to !== undefined && !parts.accounts().some(({ number }) => number === to),
    followUp: (operation, outcome) => releaseTheRest(operation, outcome) ?? keepTheCard(operation, outcome),
    checksCards: (currency) => checksCards(parts.accounts(), currency),
    readsFirst: (kind) => kind === 'refund',
  };
}

/** Stripe releases the rest of a partial capture by itself; Paysafe keeps it held until it is voided. */
function releaseTheRest(operation: Operation, outcome: Outcome): Plan | null {
  const { plan } = operation;
  if (plan.kind !== 'capture' || outcome.is !== 'done') return null;
  const rest = plan.capturable - plan.amount.amount;
  if (rest <= 0) return null;
  return {
    kind: 'release',
    key: followUpKey(plan.key, 'release'),
    amount: { amount: rest, currency: plan.amount.currency },
    paymentRef: plan.paymentRef,
    rest: true,
    account: operation.memo['account'] ?? plan.account,
  };
}
