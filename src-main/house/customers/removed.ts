import type { RemovedRecord } from '../../contract/removal.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import type { Operation } from '../../payments/operation.ts';
import type { World } from '../world.ts';

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

/**
 * A record that an order of this house took away: gone in the lists too, whatever an answer that was on its way still says of it. Where only a person
 * said that it is done (then the provider named nothing), the lists go on asking the provider.
 */
export async function showRemoved(
  { mirror }: { readonly mirror: Pick<Mirror, 'removeCustomers'> },
  operations: readonly Operation[],
): Promise<void> {
  const gone = operations.flatMap(({ targetId, provider, plan, customerName, state, updatedAt }) =>
    targetId !== null && plan.kind === 'remove_customer' && state.name === 'done' && state.reference !== ''
      ? [{ id: targetId, provider, ref: plan.customerRef, name: customerName, at: updatedAt }]
      : [],
  );
  if (gone.length > 0) await mirror.removeCustomers(gone);
}

/**
 * All of them, at start and after the copy of the lists was begun anew: no provider lists who was deleted. Where the records may be written, what a desk
 * that stopped in between had left to do is done too.
 */
export async function applyRemoved(
  { ledger, mirror, trouble }: Pick<World, 'ledger' | 'mirror' | 'trouble'>,
  mayWrite: boolean,
): Promise<void> {
  const ended = await ledger.operations.removedCustomers();
  await showRemoved({ mirror }, ended);
  if (!mayWrite) return;
  try {
    for (const operation of ended) await endWhatWasAgreed({ ledger }, operation);
  } catch (error) {
    trouble('removed customers', error);
  }
}

/** All that follows from an order that took a record away, once that is known. */
export async function takeAway(world: Pick<World, 'ledger' | 'mirror' | 'emit'>, operation: Operation): Promise<void> {
  await showRemoved(world, [operation]);
  await endWhatWasAgreed(world, operation);
  if (operation.targetId !== null) world.emit('customers.changed', { ids: [operation.targetId], all: false });
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
