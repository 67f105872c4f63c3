import type { PaysafeWorld } from './world.ts';
import { kinds } from './world.ts';

/** What waits for the end of the provider's day. */
export interface Waiting {
  readonly kind: 'settlement' | 'refund' | 'purchase' | 'mandate';
  readonly id: string;
  /** Unix milliseconds: since when. */
  readonly since: number;
}

export function awaitBatch(world: PaysafeWorld, waiting: Omit<Waiting, 'since'>): void {
  world.store.put(kinds.waiting, `${waiting.kind} ${waiting.id}`, { ...waiting, since: world.clock.now() });
}

/** Takes out what has waited since before that moment; what was cancelled meanwhile is still in it. */
export function takeWaiting(world: PaysafeWorld, before: number): Waiting[] {
  const all = world.store.list<Waiting>(kinds.waiting, { where: (waiting) => waiting.since < before });
  for (const waiting of all) world.store.remove(kinds.waiting, `${waiting.kind} ${waiting.id}`);
  return all;
}
