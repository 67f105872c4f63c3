import type { Mirror } from '../mirror/mirror.ts';
import type { BalanceReader } from '../payments/payouts.ts';
import type { Clock, Read } from '../payments/ports.ts';

const day = 86_400_000;
/** How far back payouts are looked at: a bank takes days, and somebody looks at them every week. */
export const payoutsBackMs = 35 * day;
/** Movements of the last days are in no payout yet: their fees are read by their own time. */
const linesBackMs = 8 * day;

export interface PayoutSync {
  /** Reads payouts and their lines; what was read whole before and cannot change is not read again. Two callers at once share one reading. */
  readNow(): Promise<Read<null>>;
  /** when it was last brought up to date; unix ms */
  readAt(): Promise<number | null>;
}

export function makePayoutSync(parts: {
  readonly balance: BalanceReader;
  readonly mirror: Pick<Mirror, 'putPayouts' | 'putLines' | 'payouts' | 'keep' | 'kept'>;
  readonly clock: Clock;
}): PayoutSync {
  const { balance, mirror, clock } = parts;
  let reading: Promise<Read<null>> | null = null;

  async function read(): Promise<Read<null>> {
    const now = clock.now();
    const since = now - payoutsBackMs;
    const found = await balance.payouts(since);
    if (!found.ok) return found;
    await mirror.putPayouts(found.value);
    for (const { id, linesRead } of await mirror.payouts(since)) {
      // What is in a payout is settled when it is made.
      if (linesRead) continue;
      const lines = await balance.linesOf(id);
      if (!lines.ok) return lines;
      await mirror.putLines(id, lines.value);
    }
    const lately = await balance.linesBetween(now - linesBackMs, now + day);
    if (!lately.ok) return lately;
    await mirror.putLines(null, lately.value);
    await mirror.keep('stripe.payouts', String(now));
    return { ok: true, value: null };
  }

  return {
    readNow() {
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
    async readAt() {
      const kept = await mirror.kept('stripe.payouts');
      return kept === null ? null : Number(kept);
    },
  };
}
