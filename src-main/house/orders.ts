import { done, refused, type Reply } from '../contract/failure.ts';
import type { OperationDetail, OperationStateName, OperationView } from '../contract/operation.ts';
import type { ProviderName } from '../contract/provider.ts';
import { operationView } from './operation-view.ts';
import type { SignedIn } from './signed-in.ts';
import { completeOne, resolveByPerson } from '../payments/complete.ts';
import type { Order } from '../payments/order.ts';
import type { Asker } from '../payments/ports.ts';
import { settle } from '../payments/settle.ts';
import { dayRange } from './calendar.ts';
import type { World } from './world.ts';

/** How far back the money dialogs look for "somebody just charged this person". */
const recentMs = 15 * 60_000;

/** Gives an order to the engine, in the name of who is signed in. */
export async function order(world: World, given: Order, who: SignedIn | null): Promise<Reply<OperationView>> {
  const asker = askerOf(world, who);
  if (!asker) return refused('not_signed_in');
  const reply = await settle(world.engine, given, asker);
  return reply.ok ? done(operationView(reply.value)) : reply;
}

/** Every operation, newest first, by state, provider, staff and day of the house. */
export async function listOperations(
  world: World,
  input: {
    states: readonly OperationStateName[];
    provider: ProviderName | null;
    staffId: string | null;
    day: string | null;
    offset: number;
    limit: number;
  },
): Promise<Reply<{ rows: OperationView[]; total: number; capped: boolean }>> {
  const range = input.day === null ? null : dayRange(input.day, world.settings.now().timeZone);
  if (input.day !== null && !range) return refused('bad_input', { field: 'day' });
  const { states, provider, staffId, offset, limit } = input;
  const found = await world.ledger.operations.list({
    states,
    provider,
    staffId,
    from: range?.from ?? null,
    to: range?.to ?? null,
    offset,
    limit,
  });
  return done({ rows: found.rows.map(operationView), total: found.total, capped: found.capped });
}

/** One operation with the steps of its group and its trail. */
export async function operationDetail(world: World, operationId: string): Promise<Reply<OperationDetail>> {
  const operation = await world.ledger.operations.byId(operationId);
  if (!operation) return refused('unknown_id');
  const group = await world.ledger.operations.group(operation.group);
  return done({
    operation: operationView(operation),
    group: group.map(operationView),
    trail: [...(await world.ledger.operations.trail(operationId))],
  });
}

/** Charges and holds of this person in the last minutes, whoever made them: shown before money moves again. */
export async function recentOperations(
  world: World,
  customerId: string,
): Promise<Reply<{ operations: OperationView[] }>> {
  const person = await world.mirror.person(customerId);
  if (!person) return refused('unknown_id');
  const since = world.clock.now() - recentMs;
  const found = await world.ledger.operations.recent({
    customerIds: person.customers.map((customer) => customer.id),
    since,
  });
  return done({ operations: found.map(operationView) });
}

/** Asks the provider now instead of at the next planned time. */
export async function askNow(world: World, operationId: string): Promise<Reply<OperationDetail>> {
  const operation = await world.ledger.operations.byId(operationId);
  if (!operation) return refused('unknown_id');
  if (operation.state.name === 'unknown' || operation.state.name === 'open') await completeOne(world.engine, operation);
  return operationDetail(world, operationId);
}

/** A manager says what the provider's own site shows. */
export async function resolve(
  world: World,
  input: { operationId: string; outcome: 'done' | 'not_done'; note: string },
  who: SignedIn | null,
): Promise<Reply<OperationDetail>> {
  const asker = askerOf(world, who);
  if (!asker) return refused('not_signed_in');
  const reply = await resolveByPerson(world.engine, input, asker);
  return reply.ok ? operationDetail(world, input.operationId) : reply;
}

function askerOf(world: World, who: SignedIn | null): Asker | null {
  return who ? { staffId: who.id, staffName: who.name, desk: world.settings.now().desk } : null;
}
