import type { CardLabel } from '../contract/card.ts';
import type { Money } from '../contract/money.ts';
import type { OperationKind, OperationState } from '../contract/operation.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { Cause, Plan } from './order.ts';
import type { Outcome } from './operation.ts';
import type { Read } from './ports.ts';

/** Every key that Comptoir gives an order begins so (repeat-key.ts): what carries another is somebody else's. */
export const isOwnKey = (key: string | null | undefined): key is string => key?.startsWith('cpt-') ?? false;

/** How an order stands at its provider once it is known. */
export type EndedState = Extract<OperationState, { name: 'done' | 'pending' | 'declined' | 'rejected' }>;

/** One of our orders as its provider shows it today: enough to write its lost record anew. */
export interface Recalled {
  readonly plan: Plan;
  readonly memo: Readonly<Record<string, string>>;
  readonly state: EndedState;
  /** when the provider did it, unix ms */
  readonly at: number;
  /** false: the provider does not say when; `at` is then when the payment was made */
  readonly exact: boolean;
  readonly customerRef: string | null;
  readonly card: CardLabel | null;
  /** key of the step it follows (Paysafe: the rest that is released after a capture of a part), or null */
  readonly followsKey: string | null;
  /** of a charge or hold: what the provider was told it is for; absent where it keeps nothing of that */
  readonly told?: Cause;
}

/** Something done on a payment that nothing of ours explains, so that no record can be written of it. */
export interface Unrecalled {
  readonly kind: OperationKind;
  /** the provider's own id of the payment */
  readonly paymentRef: string;
  readonly amount: Money | null;
  readonly at: number | null;
  /**
   * no_reference: the provider keeps no reference by which it could be told whose order it was; odd: it shows what no order of ours
   * looks like; gone: it does not show it any more.
   */
  readonly why: 'no_reference' | 'odd' | 'gone';
}

/** A payment whose id is known here although its provider lists none (Paysafe): from the registry or from the copy of the lists. */
export interface KnownPayment {
  readonly ref: string;
  readonly account: string | null;
  readonly customerRef: string | null;
  readonly cardRef: string | null;
  readonly settlementRefs: readonly string[];
  /** merchantRefNum where it is known: one that is not ours needs no second look */
  readonly key: string | null;
}

/** A charge or hold whose record is damaged or gone and whose key can still be named; `kind` where the history tells it. */
export interface NamedTake {
  readonly key: string;
  readonly kind: 'charge' | 'hold' | null;
}

export interface RecallQuestion {
  /** unix ms; null: as far back as the provider goes */
  readonly since: number | null;
  readonly now: number;
  readonly known: readonly KnownPayment[];
  /** looked up one by one where the provider lists nothing */
  readonly takes: readonly NamedTake[];
  /** How much the records that are sound show of this on a payment already, minor units: only what goes beyond it is looked for. */
  explained(kind: 'capture' | 'release' | 'refund', paymentRef: string): number;
  readonly signal: AbortSignal;
}

/** `read`: how many things the provider showed for it. */
export interface RecallPage {
  readonly found: readonly Recalled[];
  readonly missing: readonly Unrecalled[];
  readonly read: number;
}

export type RecallEnd =
  | { readonly complete: true }
  | { readonly complete: false; readonly why: Extract<Read<never>, { ok: false }>['why'] | 'stopped' };

/** Finds our orders again at a provider. Reads only: nothing here can move money. */
export interface ProviderRecall {
  readonly provider: ProviderName;
  /** Page by page; the next one is asked for once the last was taken in. Ends at the first trouble, with what was found kept. */
  recall(question: RecallQuestion, take: (page: RecallPage) => Promise<void>): Promise<RecallEnd>;
}

/** What an outcome is as a state that may be written; null for one that says nothing sure. */
export function endedState(outcome: Outcome, at: number): EndedState | null {
  switch (outcome.is) {
    case 'done': {
      const { is: _is, ...facts } = outcome;
      return { name: 'done', at, ...facts };
    }
    case 'pending':
      return { name: 'pending', at, reference: outcome.reference, moved: outcome.moved };
    case 'declined':
      return { name: 'declined', at, code: outcome.code, advice: outcome.advice, reference: outcome.reference };
    case 'rejected':
      return {
        name: 'rejected',
        at,
        code: outcome.code,
        message: outcome.message,
        reference: outcome.reference,
      };
    default:
      return null;
  }
}
