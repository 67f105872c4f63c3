import type { Read } from '../payments/ports.ts';
import type { Records } from '../payments/records.ts';
import { inParallel } from './parallel.ts';
import { isPassing, type Due, type Surroundings, type Trouble } from './ports.ts';

export interface DueOptions extends Pick<Surroundings, 'mirror' | 'log' | 'onChange'> {
  /** refs to read, most pressing first */
  readonly due: (due: Due) => Promise<readonly string[]>;
  /** unix ms */
  readonly olderThan: number;
  readonly read: (ref: string) => Promise<Read<Records>>;
  readonly answered: () => void;
  readonly signal: AbortSignal;
}

const atOnce = 50;
const width = 4;
/** So many silences in a row and the provider is away, not one row. */
const mostSilences = 3;

/** Reads what is due until nothing is. One thing that cannot be read stops no other; answers the trouble that ended it early. */
export async function readDue(options: DueOptions): Promise<Trouble | null> {
  const { mirror, log, signal } = options;
  const tried = new Set<string>();
  let silences = 0;
  let trouble: Trouble | null = null;
  while (!signal.aborted) {
    const due = await options.due({ olderThan: options.olderThan, limit: atOnce + tried.size });
    const refs = due.filter((ref) => !tried.has(ref));
    if (refs.length === 0) return null;
    const changed = new Set<string>();
    const giveUp = new AbortController();
    await inParallel(refs, { width, signal: AbortSignal.any([signal, giveUp.signal]) }, async (ref) => {
      tried.add(ref);
      const read = await options.read(ref);
      if (read.ok) {
        silences = 0;
        options.answered();
        await mirror.put(read.value);
        for (const id of customersOf(read.value)) changed.add(id);
        return;
      }
      log('not read', { provider: 'paysafe', ref, why: read.why, detail: read.detail });
      if (!isPassing(read)) return;
      silences += 1;
      if (silences < mostSilences && !read.why.startsWith('key_')) return;
      trouble = read;
      giveUp.abort();
    });
    if (changed.size > 0) options.onChange([...changed]);
    if (trouble) return trouble;
  }
  return null;
}

/** Customers that these rows are of. */
export function customersOf(records: Records): string[] {
  return [
    ...(records.customers ?? []).map(({ id }) => id),
    ...(records.payments ?? []).flatMap(({ customerId }) => customerId ?? []),
  ];
}
