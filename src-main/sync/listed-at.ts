import type { Clock } from '../payments/ports.ts';
import type { SyncMirror } from './ports.ts';

const name = 'stripe.listedAt';
const gapName = 'stripe.listedGap';

/** Until when the copy of Stripe's lists has everything, by Stripe's own clock, unix ms; null: nobody can say. */
export async function stripeListedAt(mirror: Pick<SyncMirror, 'kept'>): Promise<number | null> {
  const kept = await mirror.kept(name);
  return kept === null ? null : Number(kept);
}

export interface ListedAt {
  /** just before events are asked for */
  asking(): void;
  /** all that had happened until `asking` is in the copy now */
  reached(): Promise<void>;
  /** a payment could not be read and was passed over: from now on something may be missing, until the lists are read anew */
  gap(): Promise<void>;
  /** the lists are read anew from the beginning */
  anew(): Promise<void>;
}

/**
 * Keeps it beside the copy itself, so that both are lost together. `providerNow`: Stripe's time, null where it is not known. Measured by both of our clocks,
 * whichever says more: a PC that slept in between, or whose clock was set, must not make the copy look newer than it is.
 */
export function makeListedAt(parts: {
  readonly mirror: Pick<SyncMirror, 'keep' | 'kept'>;
  readonly clock: Clock;
  readonly providerNow: () => number | null;
}): ListedAt {
  const { mirror, clock, providerNow } = parts;
  let from = { wall: 0, steady: 0 };
  return {
    asking() {
      from = { wall: clock.now(), steady: clock.steady() };
    },
    async reached() {
      const there = providerNow();
      if (there === null || (await mirror.kept(gapName)) !== null) return;
      const took = Math.max(Math.abs(clock.now() - from.wall), clock.steady() - from.steady);
      await mirror.keep(name, String(there - took));
    },
    async gap() {
      await mirror.keep(gapName, 'yes');
      await mirror.keep(name, null);
    },
    async anew() {
      await mirror.keep(name, null);
      await mirror.keep(gapName, null);
    },
  };
}
