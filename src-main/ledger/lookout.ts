import type { Clock } from '../payments/ports.ts';
import { lookAtFile } from './file-look.ts';
import { lookThrough, type Look } from './look-through.ts';
import { lookInThread } from './looking.ts';
import type { RecordsCheck } from './records-check.ts';
import type { Store } from './store.ts';

export interface LookoutParts {
  readonly store: Store;
  readonly clock: Clock;
  /** null: a shared database, read by its own connection */
  readonly file: string | null;
  readonly worker: URL | null;
  readonly key: () => Buffer | null;
}

/** Looks through all records when asked, one look at a time, and shuts the money for what it finds. */
export interface Lookout {
  check(): Promise<RecordsCheck>;
  /** cuts a look short, and waits for it */
  stop(): Promise<void>;
}

export function makeLookout({ store, clock, file, worker, key }: LookoutParts): Lookout {
  const ending = new AbortController();
  let running: Promise<RecordsCheck> | null = null;

  function look(): Promise<Look> {
    const parts = { sealer: store.sealer, signal: ending.signal };
    if (file === null) return store.view((view) => lookThrough(view, parts));
    return worker ? lookInThread(worker, { file, key: key() }, ending.signal) : lookAtFile(file, parts);
  }

  async function judged(): Promise<RecordsCheck> {
    const met = store.met();
    const { rows, auditLines, damage } = await look();
    const at = clock.now();
    // Without the key nothing was judged: the money is shut for that, and opens again with the key.
    for (const one of damage) if (one.why !== 'key_missing') store.damaged(one);
    if (damage.length === 0) store.mended(met);
    return damage.length === 0 ? { sound: true, rows, auditLines, at } : { sound: false, damage, at };
  }

  return {
    check: () => (running ??= judged().finally(() => (running = null))),
    async stop() {
      ending.abort(new Error('The records were closed'));
      await running?.catch(() => undefined);
    },
  };
}
