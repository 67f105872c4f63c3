import type { Mirror } from '../mirror/mirror.ts';
import type { BalanceReader } from '../payments/payouts.ts';
import type { Clock, Read } from '../payments/ports.ts';

const day = 86_400_000;
/** How far back payouts are looked at: a bank takes days, and somebody looks at them every week. */
export const payoutsBackMs = 35 * day;
/** Movements of the last days are in no payout yet: their fees are read by their own time. */
const linesBackMs = 8 * day;
/** What it read and since when: all payouts made since the records began, and all movements since a moment without a gap. */
const [readName, linesName] = ['stripe.payouts', 'stripe.payouts.lines'];

export interface PayoutSync {
  /** Reads payouts and their lines; what was read whole before and cannot change is not read again. Two callers at once share one reading. */
  readNow(): Promise<Read<null>>;
  /** when it was last brought up to date; unix ms */
  readAt(): Promise<number | null>;
  /** since when every movement of the balance was read, without a gap; unix ms */
  linesSince(): Promise<number | null>;
}

export function makePayoutSync(parts: {
  readonly balance: BalanceReader;
  readonly mirror: Pick<Mirror, 'putPayouts' | 'putLines' | 'payouts' | 'keep' | 'kept'>;
  readonly clock: Clock;
  /** when the first order of the house's records was given: payouts of before it are not looked for; null: none was */
  readonly began: () => Promise<number | null>;
}): PayoutSync {
  const { balance, mirror, clock, began } = parts;
  const moment = async (name: string): Promise<number | null> => {
    const kept = await mirror.kept(name);
    return kept === null ? null : Number(kept);
  };
  let reading: Promise<Read<null>> | null = null;

  async function read(): Promise<Read<null>> {
    const now = clock.now();
    const last = await moment(readName);
    // Nobody may have looked for months, and a desk whose lists are begun anew knows of no payout at all.
    const since = Math.min(now - payoutsBackMs, last === null ? ((await began()) ?? now) - day : last - payoutsBackMs);
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
    const linesFrom = last === null ? now - linesBackMs : Math.min(now, last) - linesBackMs;
    const lately = await balance.linesBetween(linesFrom, now + day);
    if (!lately.ok) return lately;
    await mirror.putLines(null, lately.value);
    if ((await moment(linesName)) === null || last === null) await mirror.keep(linesName, String(linesFrom));
    await mirror.keep(readName, String(now));
    return { ok: true, value: null };
  }

  return {
    readNow() {
      reading ??= read().finally(() => {
        reading = null;
      });
      return reading;
    },
    readAt: () => moment(readName),
    linesSince: () => moment(linesName),
  };
}
