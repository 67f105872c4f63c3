import type { StoreCalls } from './store.ts';

export interface Asked {
  readonly id: number;
  readonly call: keyof StoreCalls;
  readonly args: readonly unknown[];
}
export type Answered =
  | { readonly id: number; readonly value: unknown }
  /** what went wrong, in words */
  | { readonly id: number; readonly trouble: string };

/** What goes over to the mirror's thread; copied, never shared. Questions of one moment travel together, and so do their answers. */
export type ToWorker = { readonly kind: 'ask'; readonly asked: readonly Asked[] } | { readonly kind: 'close' };

export type FromWorker =
  | { readonly kind: 'open' }
  /** damage was found: the file was begun anew */
  | { readonly kind: 'rebuilt' }
  | { readonly kind: 'answers'; readonly answers: readonly Answered[] };
