import type { CardLabel } from '../contract/card.ts';
import type { Money } from '../contract/money.ts';
import type {
  ElsewhereBy,
  Moved,
  OperationKind,
  OperationState,
  PersonReason,
  TrailLine,
} from '../contract/operation.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { Plan } from './order.ts';
import type { ProviderRequest } from './ports.ts';

/** One order as it goes: a row of the ledger. Written, with its exact request, before anything is sent. */
export interface Operation {
  readonly id: string;
  readonly group: string;
  readonly follows: string | null;
  /** one per confirmed dialog; null for a follow-up step */
  readonly ticket: string | null;
  readonly kind: OperationKind;
  readonly provider: ProviderName;
  /** what at most one open operation may touch: `hold:…`, `payment:…`, `card:…`, `customer:…` */
  readonly guard: string;
  readonly plan: Plan;
  readonly request: ProviderRequest;
  /** what the gateway wants to remember for its look-up (an account number …) */
  readonly memo: Readonly<Record<string, string>>;
  readonly state: OperationState;
  readonly amount: Money | null;
  readonly tip: number | null;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly card: CardLabel | null;
  readonly targetId: string | null;
  readonly note: string | null;
  readonly receiptEmail: string | null;
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** when it was written, by the provider's clock as we know it, unix ms; null where that was not known: then it is never sent again, only asked about */
  readonly providerClockAt: number | null;
  /** rises by one at each write: two writers of the same row cannot both win */
  readonly version: number;
}

/** What a provider shows of an order that somebody else carried out before us, as its gateway reads it. */
export interface SeenElsewhere {
  /** a key of Comptoir's that stands beside it there; null: none, or none that the provider shows */
  readonly key: string | null;
  /** it ran out by itself */
  readonly lapsed?: boolean;
  readonly captured?: number;
  readonly released?: number;
  readonly gone?: number;
  readonly left?: number;
}

/** What a reply or a look-up means. Closed: a word we do not know is `unclear`, never success. */
export type Outcome =
  | {
      readonly is: 'done';
      readonly reference: string;
      readonly moved: Moved;
      readonly elsewhere?: boolean;
      /** what the provider tells of whoever did it; a first send that was answered with somebody's earlier reply says so with `replayed` */
      readonly seen?: SeenElsewhere & { readonly replayed?: boolean };
      /** the same in our words: put in by the engine, which asks its records for a name */
      readonly elsewhereBy?: ElsewhereBy;
      readonly captureBefore?: number;
      readonly cancelled?: boolean;
    }
  | { readonly is: 'pending'; readonly reference: string; readonly moved: Moved; readonly replayed?: boolean }
  | {
      readonly is: 'declined';
      readonly code: string;
      readonly advice: string | null;
      readonly reference: string | null;
    }
  /**
   * atTheDoor: refused before the provider looked at the key of the request (credential, permission): says nothing of an earlier send. unproven: nothing
   * shows that it comes from the account to which the request had gone; another one knows nothing of it and refuses it, too
   */
  | {
      readonly is: 'rejected';
      readonly code: string;
      readonly message: string;
      readonly reference: string | null;
      readonly atTheDoor?: boolean;
      readonly unproven?: boolean;
      /** of a whole refund that was made in parts: what did not go back of it, minor units */
      readonly missing?: number;
      readonly seen?: SeenElsewhere;
      readonly elsewhereBy?: ElsewhereBy;
    }
  /** the request certainly did not run (429, concurrent key, never left): the same request may be sent again */
  | { readonly is: 'not_run'; readonly why: string }
  /** may or may not have run */
  | { readonly is: 'unclear'; readonly why: string }
  /** the reply speaks of another amount, currency or target than the order */
  | { readonly is: 'mismatch'; readonly why: PersonReason; readonly evidence: Readonly<Record<string, string>> };

export interface Step {
  readonly state: OperationState;
  readonly trail: readonly TrailLine[];
}

/** An operation that may still change by itself: it is asked about until known and keeps its guard. */
export function isOpen(state: OperationState): boolean {
  return state.name === 'open' || state.name === 'unknown';
}
