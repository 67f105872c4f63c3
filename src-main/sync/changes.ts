import type { ProviderLists, Read } from '../payments/ports.ts';
import type { Records } from '../payments/records.ts';
import { customersOf } from './due.ts';
import { inParallel } from './parallel.ts';
import { isPassing, type SyncLog, type SyncMirror, type Trouble } from './ports.ts';

/** Where the events were read up to; kept in the mirror. */
export interface Position {
  readonly cursor: string | null;
  /** unix ms: without a cursor, events since then */
  readonly since: number;
  /** unix ms: the lists held everything up to this moment */
  readonly at: number;
}

export interface ChangesOptions {
  readonly lists: ProviderLists;
  readonly mirror: SyncMirror;
  readonly log: SyncLog;
  /** re-reads at the same time */
  readonly width: number;
  readonly now: () => number;
  readonly keep: (position: Position) => Promise<void>;
  readonly onChange: (ids: readonly string[]) => void;
  /** a payment that could not be read is not tried again: the copy has not everything any more */
  readonly passedOver: () => Promise<void>;
}

/** Two clocks never agree to the second: without a cursor, ask a little further back. */
export const overlapMs = 5 * 60_000;
/** After so many rounds one object that cannot be read no longer holds up the others. */
const mostTries = 3;

/** Brings everything that events touched up to date. The position moves on only after the re-reads are in the mirror. */
export function makeChanges(options: ChangesOptions) {
  const { lists, mirror, log } = options;
  const tries = new Map<string, number>();

  /** Records of one touched thing, or the trouble that another round may not have. */
  const readAgain = async (kind: 'customer' | 'payment', ref: string): Promise<Records | Trouble> => {
    const read = kind === 'customer' ? await readCustomer(options, ref) : await readPayment(options, ref);
    const key = `${kind} ${ref}`;
    if (read.ok) {
      tries.delete(key);
      return read.value;
    }
    const tried = (tries.get(key) ?? 0) + 1;
    tries.set(key, tried);
    log('re-read failed', { kind, ref, why: read.why, detail: read.detail, tried });
    if (isPassing(read) && tried < mostTries) return read;
    tries.delete(key);
    if (kind === 'payment' && read.why !== 'gone') await options.passedOver();
    return {};
  };

  return async (start: Position, signal: AbortSignal): Promise<Trouble | Position> => {
    let position = start;
    while (!signal.aborted) {
      const askedAt = options.now();
      const read = await lists.changes(position.cursor, position.since);
      if (!read.ok) return read;
      const changes = read.value;
      const failures: Trouble[] = [];
      const touched = new Set<string>();
      const things = [
        ...changes.customers.map((ref) => ({ kind: 'customer' as const, ref })),
        ...changes.payments.map((ref) => ({ kind: 'payment' as const, ref })),
      ];
      await inParallel(things, { width: options.width, signal }, async ({ kind, ref }) => {
        const result = await readAgain(kind, ref);
        if ('ok' in result) {
          failures.push(result);
          return;
        }
        await mirror.put(result);
        for (const id of customersOf(result)) touched.add(id);
      });
      if (touched.size > 0) options.onChange([...touched]);
      const [failure] = failures;
      if (failure) return failure;
      if (signal.aborted) break;
      const at = changes.more ? position.at : askedAt;
      position = {
        cursor: changes.cursor ?? position.cursor,
        since: changes.more ? position.since : Math.max(position.since, askedAt - overlapMs),
        at,
      };
      await options.keep(position);
      if (!changes.more) break;
    }
    return position;
  };
}

/** Customer and cards; a customer gone at the provider is marked deleted. */
export async function readCustomer(
  { lists, mirror, now }: Pick<ChangesOptions, 'lists' | 'mirror' | 'now'>,
  ref: string,
): Promise<Read<Records>> {
  const askedAt = now();
  const read = await lists.readCustomer(ref);
  if (read.ok) {
    const { customer, cards } = read.value;
    return { ok: true, value: { customers: [customer], cards, cardsOf: [customer.id] } };
  }
  if (read.why !== 'gone') return read;
  const known = await mirror.customer(`${lists.provider}:${ref}`);
  if (!known) return { ok: true, value: {} };
  return { ok: true, value: { customers: [{ ...known, deleted: true, readAt: Math.max(askedAt, known.readAt) }] } };
}

async function readPayment({ lists, mirror }: ChangesOptions, ref: string): Promise<Read<Records>> {
  const read = await lists.readPayment(ref, await mirror.payment(`${lists.provider}:${ref}`));
  return read.ok ? { ok: true, value: { payments: [read.value] } } : read;
}
