import type { OperationStateName } from '../../src-main/contract/operation.ts';
import type { PaysafeAccount, ProviderName } from '../../src-main/contract/provider.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { PageLink } from '../../src-main/payments/page-link.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { Step } from './steps.ts';

/** Where a process dies; `afterMicroseconds` counts from the moment the database begins a timed step. */
export interface Kill {
  readonly step: Step;
  readonly afterMicroseconds: number;
}

/** Where a desk speaks to: Paysafe's pages have a host of their own. */
export type Host = ProviderName | 'hosted';

/** A page as staff ask for it in these rounds: for what is left to pay on the one bill of the records. */
export interface PageWish {
  readonly provider: ProviderName;
  readonly kind: 'payment' | 'invoice';
  readonly customerRef: string;
  readonly ticket: string;
}

/** Holds that are captured together, as staff tick them. Minor units. */
export interface ListWish {
  readonly ticket: string;
  readonly holds: readonly { readonly holdId: string; readonly held: number; readonly amount: number }[];
}

/** What a desk is made of, handed to a process. All keys are the sandbox's made-up ones. */
export interface DeskParts {
  readonly file: string;
  /** short, and another for each process: operation ids are made of it */
  readonly name: string;
  readonly addresses: Readonly<Record<Host, string>>;
  readonly authorizations: Readonly<Record<ProviderName, string>>;
  readonly accounts: readonly PaysafeAccount[];
}

/** What sync has brought in before the order: read at the provider, with the desk's own reader. */
export interface Reads {
  readonly provider: ProviderName;
  readonly customerRef: string;
  readonly paymentRef: string | null;
}

/** What the parent asks a process; `now` is the time there from then on, unix ms. One process may keep two desks. */
export type Ask = { readonly desk: 'a' | 'b'; readonly now: number } & (
  | { readonly do: 'open'; readonly parts: DeskParts }
  | { readonly do: 'look'; readonly reads: Reads }
  | { readonly do: 'arm'; readonly kill: Kill | null }
  | { readonly do: 'order'; readonly order: Order }
  | { readonly do: 'complete' }
  /** asks what became of refunds that were called done, as a desk does by itself */
  | { readonly do: 'follow refunds' }
  /** the records get the one bill that pages are made for */
  | { readonly do: 'bill' }
  | { readonly do: 'make a page'; readonly page: PageWish }
  | { readonly do: 'close the page' }
  /** asks how each page stands */
  | { readonly do: 'follow' }
  | { readonly do: 'pages' }
  | { readonly do: 'prepare a list'; readonly list: ListWish }
  | { readonly do: 'approve the list' }
  /** sends what was approved, or confirms the rest of it */
  | { readonly do: 'capture the list' }
  | { readonly do: 'lists' }
  | { readonly do: 'report' }
  | { readonly do: 'close' }
);

export interface Report {
  /** oldest first */
  readonly operations: readonly Operation[];
  readonly auditSound: boolean;
  readonly auditLines: number;
}

export interface Answers {
  /** how many sentences of SQL it took */
  readonly open: { readonly statements: number };
  readonly look: null;
  readonly arm: null;
  /** the id of the operation, or the code of the refusal */
  readonly order: { readonly operationId: string | null; readonly refused: string | null };
  readonly complete: { readonly left: number };
  readonly 'follow refunds': null;
  readonly bill: null;
  readonly 'make a page': { readonly address: string | null };
  readonly 'close the page': null;
  readonly follow: { readonly address: string | null };
  readonly pages: { readonly links: readonly PageLink[]; readonly credits: readonly number[] };
  readonly 'prepare a list': { readonly refused: string | null };
  readonly 'approve the list': { readonly refused: string | null };
  readonly 'capture the list': { readonly refused: string | null };
  readonly lists: {
    /** what waits for a second person, or may be sent */
    readonly standing: readonly { readonly id: string; readonly state: string }[];
    /** orders that the yes of the run opened, and what became of it */
    readonly used: readonly string[];
    readonly approval: string | null;
    readonly run: string | null;
    readonly lines: readonly string[];
  };
  readonly report: Report;
  readonly close: null;
}

export type Reply =
  | { readonly is: 'up' }
  | { readonly is: 'answer'; readonly id: number; readonly value: Answers[keyof Answers] }
  | { readonly is: 'fault'; readonly id: number; readonly why: string };

/** One line on the process's own output, written before anything else can happen: it is there also when the process dies at once. */
export type Line =
  /** what a window was told: a change of an operation, or the answer to the click */
  | {
      readonly is: 'shown';
      readonly desk: 'a' | 'b';
      readonly operation: string;
      readonly state: OperationStateName;
      readonly version: number;
    }
  | {
      readonly is: 'page shown';
      readonly desk: 'a' | 'b';
      readonly link: string;
      readonly state: PageLink['state']['name'];
      readonly version: number;
    }
  /** the database began, and finished, the work that a timed step is inside of */
  | { readonly is: 'in' | 'out' }
  | { readonly is: 'trouble'; readonly what: string };
