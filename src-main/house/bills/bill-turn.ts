import { unknownCause } from '../../contract/bill.ts';
import type { HeldFor, HeldForView } from '../../contract/hold-replace.ts';
import { done, refused, type Reply } from '../../contract/failure.ts';
import type { ProviderName } from '../../contract/provider.ts';
import type { Bill } from '../../ledger/bills.ts';
import type { LinkDesk } from '../../payments/link-ports.ts';
import { closeForBill } from '../../payments/links.ts';
import type { Operation } from '../../payments/operation.ts';
import type { Paying } from '../../payments/order.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import type { World } from '../world.ts';

/** What a hold was placed for, as the records here have it: the engine asks before another takes its place. */
export async function heldFor(
  { ledger }: Pick<World, 'ledger'>,
  hold: Pick<PaymentRecord, 'id' | 'key' | 'customerId'>,
): Promise<HeldFor> {
  const [credited, placed] = await Promise.all([ledger.bills.creditedTo(hold.id), orderOf({ ledger }, hold)]);
  const cause = placed && 'cause' in placed.plan ? placed.plan.cause : undefined;
  const billId = credited ?? cause?.billId ?? null;
  return {
    // A lent card is its owner's at the provider; whom the hold is for, only the records say.
    customerId: placed?.customerId ?? hold.customerId,
    purpose: cause?.purpose ?? 'balance',
    billId: billId === unknownCause ? null : billId,
  };
}

/** The same for the dialog, before anything is ordered. */
export async function heldForView(world: World, { id }: { readonly id: string }): Promise<Reply<HeldForView>> {
  const hold = await world.mirror.payment(id);
  if (!hold) return refused('unknown_id');
  const [behind, placed] = await Promise.all([heldFor(world, hold), orderOf(world, hold)]);
  return done({ ...behind, orderId: placed?.id ?? null });
}

/** Our order that placed it; undefined where none of these records did. */
async function orderOf(
  { ledger }: Pick<World, 'ledger'>,
  { key }: Pick<PaymentRecord, 'key'>,
): Promise<Operation | undefined> {
  return key === null ? undefined : (await ledger.operations.holdsByKeys([key]))[0];
}

/** The bill that a hold was placed for, at this desk or on a page of the provider: what is captured pays it. */
export async function billOfHold(world: World, holdId: string): Promise<string | null> {
  const credited = await world.ledger.bills.creditedTo(holdId);
  if (credited !== null) return credited;
  const payment = await world.mirror.payment(holdId);
  if (!payment?.key) return null;
  const placed = await world.ledger.operations.holdsByKeys([payment.key]);
  const bills = placed.flatMap(({ plan }) => ('cause' in plan ? (plan.cause?.billId ?? []) : []));
  return bills[0] ?? null;
}

/** The bill that an order or a page would pay, null for none. A hold that only takes the place of another pays nothing that was not held before. */
export async function billPaidBy(
  world: World,
  provider: ProviderName,
  { plan, billId }: Paying,
): Promise<string | null> {
  if (billId !== undefined) return billId;
  if (plan?.kind === 'charge' || plan?.kind === 'hold')
    return plan.replaces || plan.takesPlaceOf ? null : (plan.cause?.billId ?? null);
  return plan?.kind === 'capture' ? billOfHold(world, `${provider}:${plan.paymentRef}`) : null;
}

/** The bills of many holds at once: hold id → bill. */
export async function billsOfHolds(
  { ledger }: Pick<World, 'ledger'>,
  holds: readonly { readonly id: string; readonly key: string | null }[],
): Promise<Map<string, Bill>> {
  const credited = await ledger.bills.creditedMany(holds.map(({ id }) => id));
  const keyed = holds.filter(({ id, key }) => key !== null && !credited.has(id));
  const placed = await ledger.operations.holdsByKeys(keyed.flatMap(({ key }) => key ?? []));
  const byKey = new Map(
    placed.flatMap(({ plan }) => ('cause' in plan && plan.cause?.billId ? [[plan.key, plan.cause.billId]] : [])),
  );
  const ids = new Map([
    ...credited,
    ...keyed.flatMap(({ id, key }) => {
      const billId = byKey.get(key ?? '');
      return billId === undefined ? [] : [[id, billId] as const];
    }),
  ]);
  const bills = new Map((await ledger.bills.byIds([...new Set(ids.values())])).map((bill) => [bill.id, bill]));
  return new Map(
    [...ids].flatMap(([id, billId]) => {
      const bill = bills.get(billId);
      return bill ? [[id, bill] as const] : [];
    }),
  );
}

/**
 * Whatever else pays a bill, or changes what it costs, comes after its open page: that is closed first, and looked at for whether it was paid, so that
 * nobody pays twice. Nothing else of this desk touches the bill meanwhile; other desks on the same records are stopped by the records.
 */
export function onFreeBill<T>(
  world: { readonly links: Pick<World['links'], 'alone' | keyof LinkDesk> },
  billId: string | null,
  work: () => Promise<Reply<T>>,
): Promise<Reply<T>> {
  if (billId === null) return work();
  return world.links.alone(billId, async () => {
    const standing = await closeForBill(world.links, billId);
    return standing ? { ok: false, failure: standing } : work();
  });
}
