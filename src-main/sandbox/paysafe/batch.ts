import { changeMandate } from './mandates.ts';
import type { PurchaseRecord } from './purchases.ts';
import type { RefundRecord } from './refunds.ts';
import type { SettlementRecord } from './settlements.ts';
import { keep } from './transactions.ts';
import { accountReturns, bankReturns } from './triggers.ts';
import type { BankRecord, MandateRecord } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

/** The end of the provider's day: what was pending is settled, and banks answer. Running it twice changes nothing more. */
export function runBatch(world: PaysafeWorld): void {
  const pending = (found: { readonly status: string }): boolean => found.status === 'PENDING';
  for (const settlement of world.store.list<SettlementRecord>(kinds.settlement, { where: pending })) {
    keep(world, kinds.settlement, { ...settlement, status: 'COMPLETED' } satisfies SettlementRecord);
  }
  for (const refund of world.store.list<RefundRecord>(kinds.refund, { where: pending })) {
    keep(world, kinds.refund, { ...refund, status: 'COMPLETED' } satisfies RefundRecord);
  }
  for (const mandate of world.store.list<MandateRecord>(kinds.mandate, { where: pending })) {
    changeMandate(world, mandate, 'ACTIVE');
  }
  const waiting = world.store.list<PurchaseRecord>(kinds.purchase, {
    where: (purchase) => !purchase.batched && purchase.status !== 'CANCELLED',
  });
  for (const purchase of waiting) batchPurchase(world, purchase);
}

function batchPurchase(world: PaysafeWorld, purchase: PurchaseRecord): void {
  const { scheme } = purchase;
  const code = scheme === 'ach' || scheme === 'eft' ? bankReturns[scheme][purchase.amount] : undefined;
  const batched: PurchaseRecord = {
    ...purchase,
    batched: true,
    status: code === undefined ? 'COMPLETED' : 'FAILED',
    statusReasonCode: code,
  };
  world.store.put(kinds.purchase, batched.id, batched);
  if (code === undefined || !accountReturns.has(code)) return;
  const bank = world.store.get<BankRecord>(kinds.bank, purchase.bankId);
  if (bank === undefined) return;
  world.store.put(kinds.bank, bank.id, { ...bank, status: 'INVALID', statusReason: code } satisfies BankRecord);
}
