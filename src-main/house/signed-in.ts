import type { Verb } from '../contract/staff.ts';

/** Who is signed in at this desk when a call arrives. */
export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly verbs: readonly Verb[];
}
