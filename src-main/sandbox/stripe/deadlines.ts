import type { StripeWorld } from './documents.ts';

/** What happens by itself when its time has come: a hold lapses, a session expires, a refund turns out to have failed, or is paid. */
export interface Deadline {
  readonly act: 'lapse-hold' | 'expire-session' | 'fail-refund' | 'settle-refund' | 'dispute-charge';
  readonly id: string;
}

const kind = 'stripe.deadline';

/** @param due unix milliseconds. */
export function setDeadline(world: StripeWorld, deadline: Deadline, due: number): void {
  world.store.put(kind, deadline.id, deadline, { created: due });
}

export function clearDeadline(world: StripeWorld, id: string): void {
  world.store.remove(kind, id);
}

/** What is due by now, oldest first. */
export function dueDeadlines(world: StripeWorld): Deadline[] {
  return world.store.list<Deadline>(kind, { createdTo: world.clock.now() });
}
