import type { StoreCalls } from './store.ts';

/** What goes over to the mirror's thread; copied, never shared. */
export type ToWorker =
  | { readonly kind: 'ask'; readonly id: number; readonly call: keyof StoreCalls; readonly args: readonly unknown[] }
  | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'open' }
  /** damage was found: the file was begun anew */
  | { readonly kind: 'rebuilt' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'trouble'; readonly id: number; readonly message: string };
