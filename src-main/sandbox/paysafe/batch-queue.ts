import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

/** What waits for the end of the provider's day. */
export interface Waiting {
  readonly kind: 'settlement' | 'refund' | 'purchase' | 'mandate';
  readonly id: string;
}

export function awaitBatch(world: PaysafeWorld, waiting: Waiting): void {
  world.store.put(kinds.waiting, `${waiting.kind} ${waiting.id}`, waiting);
}

/** Empties the queue; what was cancelled meanwhile is still in it. */
export function takeWaiting(world: PaysafeWorld): Waiting[] {
  const all = world.store.list<Waiting>(kinds.waiting);
  for (const waiting of all) world.store.remove(kinds.waiting, `${waiting.kind} ${waiting.id}`);
  return all;
}
