import type { ProviderName } from '../../contract/provider.ts';
import type { NamedOrder } from '../../ledger/survey.ts';
import type { Plan } from '../../payments/order.ts';
import type { Wanted } from './rebuild-shelf.ts';
import type { Recovering } from './recovered-operation.ts';

/**
 * An order that the history says ended without moving anything, and of which its provider shows nothing: two that agree. Null where
 * nothing says how it ended, or where not being shown says nothing.
 * @param since how far back the provider's lists were read, unix ms; null: to their end
 */
export function endedWithout(
  { provider, since }: { readonly provider: ProviderName; readonly since: number | null },
  { id, named }: Wanted,
  heard: 'absent' | 'nothing_to_ask',
): Recovering | null {
  if (!named?.key || !named.ended) return null;
  const takes = named.kind === 'charge' || named.kind === 'hold';
  // A charge that is in none of Stripe's lists, read as far back as it was ordered, and one that Paysafe does not know by its reference,
  // are not there: that is an answer too.
  const looked = takes && (provider === 'paysafe' || since === null || named.at > since);
  if (heard === 'nothing_to_ask' && !looked) return null;
  const state = stateOf(named);
  const plan = planOf(provider, named, named.key);
  if (state === null || plan === null) return null;
  return {
    provider,
    plan,
    memo: {},
    state,
    at: named.at,
    id,
    named,
    customerId: null,
    customerName: named.customerName,
    card: null,
    follows: null,
  };
}

function stateOf({ ended, at }: NamedOrder): Recovering['state'] | null {
  const code = ended?.code ?? '';
  switch (ended?.state) {
    case 'not_done':
      return { name: 'not_done', at, why: 'absent' };
    case 'rejected':
      return { name: 'rejected', at, code, message: '', reference: null };
    case 'declined':
      return { name: 'declined', at, code, advice: null, reference: null };
    default:
      return null;
  }
}

function planOf(provider: ProviderName, named: NamedOrder, key: string): Plan | null {
  const { amount, kind } = named;
  if (amount === null) return null;
  const ref = named.target?.slice(provider.length + 1) ?? '';
  switch (kind) {
    case 'charge':
    case 'hold':
      return {
        kind,
        key,
        amount,
        customerRef: '',
        cardRef: '',
        payToken: '',
        instrument: 'card',
        description: named.note,
        receiptEmail: null,
        initialTransactionRef: null,
      };
    case 'capture':
      return { kind, key, amount, paymentRef: ref, capturable: amount.amount, account: null };
    case 'release':
      return { kind, key, amount, paymentRef: ref, rest: false, account: null };
    case 'refund':
      return { kind, key, amount, paymentRef: ref, settlementRef: ref, means: 'refund', whole: false, account: null };
    case 'remove_card':
    case 'remove_customer':
    case 'set_default':
    case 'add_profile':
    case 'verify_card':
    case 'save_card':
    case 'save_bank_account':
      return null;
  }
}
