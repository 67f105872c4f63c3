import type { CardLabel } from '../../contract/card.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { NamedOrder, SoundOperation } from '../../ledger/survey.ts';
import type { Cause, Plan } from '../../payments/order.ts';
import type { NewOperation, ProviderRequest } from '../../payments/ports.ts';
import type { EndedState } from '../../payments/recall.ts';
import { recoveredId, ticketOf } from '../../payments/repeat-key.ts';

/** A record as it is written anew: what the provider says it did, and who gave the order where the history still tells. */
export interface Recovering {
  readonly provider: ProviderName;
  readonly plan: Plan;
  readonly memo: Readonly<Record<string, string>>;
  readonly state: EndedState | Extract<NewOperation['state'], { name: 'not_done' | 'unknown' }>;
  readonly at: number;
  /** the id it had, where that is known */
  readonly id: string | null;
  readonly named: NamedOrder | null;
  /** what the provider was told it is for */
  readonly told?: Cause | undefined;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly card: CardLabel | null;
  /** the step it follows, where that is there */
  readonly follows: Pick<SoundOperation, 'id' | 'group'> | null;
}

/** A recovered row never holds an order that could be sent: only a question, and an empty one at that. */
const nothingToSend: ProviderRequest = { method: 'GET', path: '/', headers: {}, body: null };

/** Who gave the order is empty where nobody can say: the provider keeps no names of ours. */
export function recoveredOperation(from: Recovering): NewOperation {
  const { provider, plan, named } = from;
  const id = from.id ?? recoveredId(provider, plan.key);
  const takes = plan.kind === 'charge' || plan.kind === 'hold';
  const amount = 'amount' in plan ? plan.amount : null;
  const follows = from.follows ?? (named?.follows ? { id: named.follows, group: named.follows } : null);
  // A hold that took the place of another names that one.
  const target = targetOf(provider, plan) ?? (takes ? (named?.target ?? null) : null);
  return {
    id,
    group: follows?.group ?? id,
    follows: follows?.id ?? null,
    ticket: follows ? null : ticketOf(plan.key),
    kind: plan.kind,
    provider,
    guard:
      takes || plan.kind === 'remove_customer'
        ? `customer:${from.customerId ?? ''}`
        : 'paymentRef' in plan
          ? `payment:${target}`
          : `card:${target}`,
    plan,
    request: nothingToSend,
    memo: from.memo,
    state: from.state,
    amount,
    // A tip is ours alone: no provider is told how much of a sum it was.
    tip: null,
    customerId: from.customerId,
    customerName: from.customerName === '' ? (named?.customerName ?? '') : from.customerName,
    card: from.card,
    targetId: target,
    note: takes ? (named?.note ?? plan.description) : (named?.note ?? null),
    receiptEmail: takes ? plan.receiptEmail : null,
    staffId: named?.staffId ?? '',
    staffName: named?.staffName ?? '',
    desk: named?.desk ?? '',
    createdAt: named?.at ?? from.at,
    updatedAt: from.at,
    providerClockAt: from.at,
  };
}

function targetOf(provider: ProviderName, plan: Plan): string | null {
  if (plan.kind === 'remove_customer') return `${provider}:${plan.customerRef}`;
  if ('paymentRef' in plan) return `${provider}:${plan.paymentRef}`;
  return plan.kind === 'remove_card' || plan.kind === 'set_default' ? `${provider}:${plan.cardRef}` : null;
}
