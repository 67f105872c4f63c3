import { impossible } from '../../contract/impossible.ts';
import { takeWaiting } from './batch-queue.ts';
import type { Waiting } from './batch-queue.ts';
import { changeMandate } from './mandates.ts';
import type { PurchaseRecord } from './purchases.ts';
import type { RefundRecord } from './refunds.ts';
import type { SettlementRecord } from './settlements.ts';
import { accountReturns, bankReturns } from './triggers.ts';
import type { BankRecord, MandateRecord } from './vault-records.ts';
import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

/**
 * The end of the provider's day: what was pending is settled, and banks answer. Running it twice changes nothing more.
 *
 * @param before unix milliseconds: only what was begun earlier; everything when absent.
 */
export function runBatch(world: PaysafeWorld, before: number = Number.POSITIVE_INFINITY): void {
  for (const waiting of takeWaiting(world, before)) settleOne(world, waiting);
}

function settleOne(world: PaysafeWorld, { kind, id }: Waiting): void {
  switch (kind) {
    case 'settlement':
    case 'refund': {
      const found = world.store.get<SettlementRecord | RefundRecord>(kinds[kind], id);
      if (found?.status !== 'PENDING') return;
      const fails = 'fails' in found && found.fails === true;
      world.store.put(
        kinds[kind],
        id,
        fails ? { ...found, status: 'FAILED', availableToRefund: 0 } : { ...found, status: 'COMPLETED' },
      );
      return;
    }
    case 'mandate': {
      const mandate = world.store.get<MandateRecord>(kinds.mandate, id);
      if (mandate?.status === 'PENDING') changeMandate(world, mandate, 'ACTIVE');
      return;
    }
    case 'purchase': {
      const purchase = world.store.get<PurchaseRecord>(kinds.purchase, id);
      if (purchase !== undefined && purchase.status !== 'CANCELLED') collect(world, purchase);
      return;
    }
    default:
      impossible(kind);
  }
}

function collect(world: PaysafeWorld, purchase: PurchaseRecord): void {
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
