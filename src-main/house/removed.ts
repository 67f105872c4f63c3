import type { RemovedRecord } from '../contract/removal.ts';
import type { HouseLedger } from '../ledger/ledger.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { Operation } from '../payments/operation.ts';
import type { World } from './world.ts';

type Around = { readonly ledger: Pick<HouseLedger, 'operations'>; readonly mirror: Pick<Mirror, 'removeCustomers'> };

/** Whether it took a record of a customer away. */
export const removesCustomer = ({ kind, state }: Operation): boolean =>
  kind === 'remove_customer' && state.name === 'done';

/** As the page of the person says it: by whom, when and why. */
export function removedView({
  id: operationId,
  targetId,
  provider,
  staffName: by,
  note: reason,
  state,
}: Operation): RemovedRecord {
  return { id: targetId ?? '', provider, operationId, at: 'at' in state ? state.at : 0, by, reason };
}

/** A record that an order of this house took away: gone in the lists too, whatever an answer that was on its way still says of it. */
export async function showRemoved({ mirror }: Pick<Around, 'mirror'>, operations: readonly Operation[]): Promise<void> {
  const gone = operations.filter(removesCustomer);
  if (gone.length === 0) return;
  await mirror.removeCustomers(
    gone.flatMap(({ targetId, provider, plan, customerName, updatedAt }) =>
      targetId !== null && plan.kind === 'remove_customer'
        ? [{ id: targetId, provider, ref: plan.customerRef, name: customerName, at: updatedAt }]
        : [],
    ),
  );
}

/** All of them, at start and after the copy of the lists was begun anew: no provider lists who was deleted. */
export async function applyRemoved({ ledger, mirror }: Around): Promise<void> {
  await showRemoved({ mirror }, await ledger.operations.removedCustomers());
}

/** All that follows from an order that took a record away, once that is known. */
export async function takeAway(world: Pick<World, 'ledger' | 'mirror' | 'emit'>, operation: Operation): Promise<void> {
  await showRemoved(world, [operation]);
  await endWhatWasAgreed(world, operation);
  if (operation.targetId !== null) world.emit('customers.changed', { ids: [operation.targetId], all: false });
}

/** At start: a desk that stopped between an order and what follows from it. */
export async function finishRemovals({ ledger }: Pick<World, 'ledger'>): Promise<void> {
  for (const operation of await ledger.operations.removedCustomers()) await endWhatWasAgreed({ ledger }, operation);
}

/**
 * What follows from it in the records: what was agreed for its cards is withdrawn, and nobody is paid for with them any more. Done again it changes
 * nothing.
 */
export async function endWhatWasAgreed(
  { ledger }: { readonly ledger: Pick<HouseLedger, 'consents' | 'payers' | 'audit'> },
  { targetId, staffId, staffName, desk, note, customerName, updatedAt: at }: Operation,
): Promise<void> {
  if (targetId === null) return;
  const write = (what: string, detail: Record<string, string>) =>
    ledger.audit.write({ at, staffId, staffName, desk, what, outcome: 'done', detail });
  const how = { at, by: staffName, reason: note };
  const why = note === null ? {} : { reason: note };
  for (const { id, cardId } of await ledger.consents.inForceOf(targetId))
    if (await ledger.consents.withdraw(id, how))
      await write('consent_withdrawn', { customer: customerName, consent: id, card: cardId, ...why });
  for (const payer of await ledger.payers.ofCustomers([targetId]))
    if (payer.ownerId === targetId && payer.revoked === null && (await ledger.payers.revoke(payer.id, how)))
      await write('payer_revoked', { customer: payer.ownerName, other: payer.customerName, card: payer.cardId });
}
