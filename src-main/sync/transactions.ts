import type { PaymentRecord } from '../payments/records.ts';
import type { RegistryTransaction, SyncRegistry } from './ports.ts';
import { mayChange } from './read-now.ts';

/**
 * What is known of a transaction before it is read: the row of the list with the settlements only the registry knows (another desk made
 * them), or what the registry alone can say, which is enough for a gateway to read the rest.
 */
export function knownOf(entry: RegistryTransaction | null, row: PaymentRecord | null): PaymentRecord | null {
  if (!entry) return row;
  const has = new Set(row?.settlements.map(({ ref }) => ref));
  const settlements = entry.settlementRefs
    .filter((ref) => !has.has(ref))
    .map((ref) => ({ ref, amount: 0, refundable: 0, pending: true }));
  if (row) return { ...row, settlements: [...row.settlements, ...settlements] };
  return {
    id: `paysafe:${entry.ref}`,
    provider: 'paysafe',
    ref: entry.ref,
    customerId: entry.customerId,
    cardId: entry.cardId,
    card: null,
    state: 'unsure',
    currency: '',
    authorized: 0,
    capturable: 0,
    taken: 0,
    refunded: 0,
    settlements,
    at: entry.at,
    captureBefore: null,
    description: entry.description,
    key: null,
    account: entry.account,
    readAt: 0,
  };
}

/** Writes in the registry what a reading told about one of the house's transactions. `readAt`: unix ms. */
export async function noteTransaction(registry: SyncRegistry, payment: PaymentRecord, readAt: number): Promise<void> {
  const before = await registry.transaction(payment.ref);
  const account = payment.account ?? before?.account;
  // Without its account a transaction cannot be asked for: nothing to keep.
  if (account === undefined) return;
  await registry.putTransaction({
    ref: payment.ref,
    kind: before?.kind ?? (payment.card && payment.card.kind !== 'card' ? 'purchase' : 'auth'),
    account,
    customerId: payment.customerId ?? before?.customerId ?? null,
    cardId: payment.cardId ?? before?.cardId ?? null,
    description: payment.description ?? before?.description ?? null,
    settlementRefs: [...new Set([...(before?.settlementRefs ?? []), ...payment.settlements.map(({ ref }) => ref)])],
    at: payment.at,
    final: !mayChange(payment),
    initial: before?.initial ?? false,
    lastReadAt: readAt,
  });
}
