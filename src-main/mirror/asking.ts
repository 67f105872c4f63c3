import type { StoreCalls } from './store.ts';

/** One call of the store, answered later, wherever it lives. */
export interface Asking {
  ask<K extends keyof StoreCalls>(call: K, ...args: Parameters<StoreCalls[K]>): Promise<ReturnType<StoreCalls[K]>>;
  close(): Promise<void>;
}

/** The mirror could not be read or written: lists are not available, money is not concerned. */
export class MirrorTrouble extends Error {
  override readonly name = 'MirrorTrouble';
}
