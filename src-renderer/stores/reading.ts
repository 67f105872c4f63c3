import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';

/** Something read from main: the last known value stays while a newer one is read or cannot be read. */
export interface Reading<T> {
  readonly value: ShallowRef<T | null>;
  readonly loading: Ref<boolean>;
  readonly failure: Ref<Failure | null>;
  /** Asks again. An answer that comes after a newer question is dropped. */
  read(): Promise<void>;
  forget(): void;
}

export function reading<T>(ask: () => Promise<Reply<T>>): Reading<T> {
  const value = shallowRef<T | null>(null);
  const loading = ref(false);
  const failure = ref<Failure | null>(null);
  let asked = 0;
  return {
    value,
    loading,
    failure,
    async read() {
      asked += 1;
      const own = asked;
      loading.value = true;
      const reply = await ask();
      if (own !== asked) return;
      loading.value = false;
      failure.value = reply.ok ? null : reply.failure;
      if (reply.ok) value.value = reply.value;
    },
    forget() {
      asked += 1;
      value.value = null;
      failure.value = null;
      loading.value = false;
    },
  };
}

/**
 * Lists that fill tell of themselves many times a second: one question at a time, and one more after it if anything came meanwhile.
 * `rest`: what is waited for between two of them, where the answer costs more than it is worth at once.
 */
export function oneAtATime(read: () => Promise<void>, rest: () => Promise<void> = async () => undefined): () => void {
  let [running, again] = [false, false];
  const run = async (): Promise<void> => {
    running = true;
    do {
      again = false;
      await read();
      await rest();
    } while (again);
    running = false;
  };
  return () => {
    again = true;
    if (!running) void run();
  };
}
