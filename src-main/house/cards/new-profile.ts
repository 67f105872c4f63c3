import { done, refused, type Reply } from '../../contract/failure.ts';
import type { OperationView } from '../../contract/operation.ts';
import type { Operation } from '../../payments/operation.ts';
import { settle } from '../../payments/settle.ts';
import { applyLinks, audit } from '../customers/customers.ts';
import { operationView } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

interface Added {
  operation: OperationView;
  customerId: string | null;
  existing: { name: string; email: string } | null;
}

/** A profile at Paysafe for a person who has a record elsewhere: an order like any other, then brought in and linked. */
export async function addProfile(
  world: World,
  { ticket, customerId, language }: { ticket: string; customerId: string; language: 'en' | 'fr' },
  who: SignedIn | null,
): Promise<Reply<Added>> {
  if (!who) return refused('not_signed_in');
  const person = await world.mirror.person(customerId);
  const own = person?.customers.find(({ provider, deleted }) => provider !== 'paysafe' && !deleted);
  if (!own) return refused('unknown_id');
  if (person?.customers.some(({ provider, deleted }) => provider === 'paysafe' && !deleted))
    return refused('already_known');
  const locale = language === 'fr' ? 'fr_CA' : 'en_US';
  const asker = { staffId: who.id, staffName: who.name, desk: world.settings.now().desk };
  const reply = await settle(world.engine, { kind: 'add_profile', ticket, customerId: own.id, locale }, asker);
  if (!reply.ok) return reply;
  const { state } = reply.value;
  const view = operationView(reply.value);
  if (state.name !== 'done') return done({ operation: view, customerId: null, existing: null });
  if (state.elsewhere !== true)
    return done({ operation: view, customerId: await takeProfile(world, reply.value), existing: null });
  const read = await world.lookUps.findProfile('profileId', state.reference);
  const there = read.ok && read.value !== 'several' ? read.value.customer : null;
  const existing = there && { name: there.name, email: there.email ?? '' };
  return done({ operation: view, customerId: null, existing });
}

/** Somebody looked at the profile that was there, and says that it is this client's. */
export async function adoptProfile(
  world: World,
  operationId: string,
  who: SignedIn | null,
): Promise<Reply<{ customerId: string }>> {
  const operation = await world.ledger.operations.byId(operationId);
  if (operation?.plan.kind !== 'add_profile') return refused('unknown_id');
  const customerId = await takeProfile(world, operation);
  if (customerId === null) return refused('not_at_provider');
  await audit(world, who, 'link', { customer: operation.customerName, other: customerId });
  return done({ customerId });
}

/** Into the registry and the lists, and linked to the person's other record. Done twice it changes nothing. */
export async function takeProfile(
  world: Pick<World, 'ledger' | 'mirror' | 'clock' | 'emit'> & { readonly sync: Pick<World['sync'], 'paysafe'> },
  { plan, state, customerId, staffName }: Operation,
): Promise<string | null> {
  if (plan.kind !== 'add_profile' || customerId === null) return null;
  const ref = state.name === 'done' ? state.reference : '';
  if (ref === '') return null;
  const { customerId: made } = await world.sync.paysafe.bringIn('profileId', ref);
  if (made === null) return null;
  const person = await world.mirror.person(customerId);
  if (!person?.customers.some(({ id }) => id === made)) {
    await world.ledger.links.link(customerId, made, staffName, world.clock.now());
    await applyLinks(world);
    world.emit('customers.changed', { ids: [customerId, made], all: false });
  }
  return made;
}
