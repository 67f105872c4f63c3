import type { Reply } from '../contract/failure.ts';
import { closeForBill } from '../payments/links.ts';
import type { World } from './world.ts';

/**
 * Whatever else pays a bill, or changes what it costs, comes after its open page: that is closed first, and looked at for whether it was paid, so that
 * nobody pays twice. Nothing else of this desk touches the bill meanwhile; other desks on the same records are stopped by the records.
 */
export function onFreeBill<T>(world: World, billId: string | null, work: () => Promise<Reply<T>>): Promise<Reply<T>> {
  if (billId === null) return work();
  return world.links.alone(billId, async () => {
    const standing = await closeForBill(world.links, billId);
    return standing ? { ok: false, failure: standing } : work();
  });
}
