import type { Read } from '../payments/ports.ts';
import type { Records } from '../payments/records.ts';
import { inParallel } from './parallel.ts';
import { isPassing, type Surroundings, type Trouble } from './ports.ts';

export interface CardsOptions extends Pick<Surroundings, 'mirror' | 'log' | 'onChange'> {
  readonly read: (ref: string) => Promise<Read<Records>>;
  readonly width: number;
  readonly signal: AbortSignal;
  /** at most so many now; the rest another time */
  readonly most: number;
}

const atOnce = 50;

/**
 * Reads the cards of every customer whose cards were never read, newest customer first. Ends with the first passing trouble, which it
 * answers; one customer that cannot be read does not stop the others.
 */
export async function fillCards({
  mirror,
  log,
  onChange,
  read,
  width,
  signal,
  most,
}: CardsOptions): Promise<Trouble | null> {
  const unreadable = new Set<string>();
  let done = 0;
  while (!signal.aborted && done < most) {
    const next = await mirror.customersWithoutCards('stripe', atOnce + unreadable.size);
    const refs = next.filter((ref) => !unreadable.has(ref));
    if (refs.length === 0) return null;
    done += refs.length;
    let trouble: Trouble | null = null;
    const giveUp = new AbortController();
    const changed: string[] = [];
    await inParallel(refs, { width, signal: AbortSignal.any([signal, giveUp.signal]) }, async (ref) => {
      const result = await read(ref);
      if (result.ok) {
        await mirror.put(result.value);
        changed.push(...(result.value.customers ?? []).map(({ id }) => id));
        return;
      }
      log('cards not read', { ref, why: result.why, detail: result.detail });
      unreadable.add(ref);
      if (!isPassing(result)) return;
      trouble = result;
      giveUp.abort();
    });
    if (changed.length > 0) onChange(changed);
    if (trouble) return trouble;
  }
  return null;
}
