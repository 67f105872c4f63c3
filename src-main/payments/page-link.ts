import type { CardLabel } from '../contract/card.ts';
import type { Purpose } from '../contract/consent.ts';
import type { Money } from '../contract/money.ts';
import type { TrailLine } from '../contract/operation.ts';
import type { ChosenAmount, PageLinkKind } from '../contract/page-link.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { ProviderRequest } from './ports.ts';

/** The consent a page shows, word for word, and what it would cover. Minor units of the house's currency. */
export interface LinkConsent {
  readonly textId: string;
  readonly textVersion: number;
  readonly shown: string;
  readonly purposes: readonly Purpose[];
  readonly capEach: number | null;
  readonly capTotal: number | null;
  readonly endsAt: number | null;
}

/** What a page asks of the client. */
export type LinkPrice =
  | { readonly is: 'nothing' }
  | { readonly is: 'lines'; readonly lines: readonly { readonly what: string; readonly amount: number }[] }
  /** `priceRef` is made for this page, with the client's choice in it */
  | { readonly is: 'chosen'; readonly what: string; readonly priceRef: string; readonly amounts: ChosenAmount }
  /** `each`: what one costs, minor units, as the catalogue said when the page was made; pages of older versions do not know it */
  | { readonly is: 'catalogue'; readonly priceRef: string; readonly quantity: number; readonly each?: number };

/** A page in the provider's own names: all that is needed to build its request, and to judge whether an answer speaks of it. */
export interface LinkPlan {
  /** whose page it is */
  readonly provider: ProviderName;
  /** idempotency key, made of the ticket */
  readonly key: string;
  readonly kind: PageLinkKind;
  readonly customerRef: string | null;
  readonly email: string | null;
  readonly language: 'en' | 'fr';
  readonly currency: string;
  readonly price: LinkPrice;
  readonly save: 'never' | 'ask' | 'always';
  readonly purpose: Purpose;
  readonly consent: LinkConsent | null;
  readonly description: string | null;
  /** what every desk calls its bill (repeat-key.ts); absent for none, and for one that is in these records alone */
  readonly billName?: string;
  /** as it is asked for, unix ms; of an invoice about when it is due */
  readonly expiresAt: number;
  /** only of an invoice: how many days the client has */
  readonly days?: number;
}

/** What a page came to, by the provider's own word. */
export interface LinkResult {
  readonly at: number;
  readonly moved: Money | null;
  readonly paymentRef: string | null;
  readonly customerRef: string | null;
  readonly cardRef: string | null;
  readonly card: CardLabel | null;
  readonly saved: boolean;
}

export type LinkState =
  /** `lastSentAt`: when its request may last have left, by our clock; null: it has not, as far as was written */
  | {
      readonly name: 'preparing';
      readonly lastSentAt: number | null;
      readonly absent: number;
      /** of a draft that the provider has named: the exact request that comes next for it, written before it is sent */
      readonly next?: ProviderRequest;
    }
  | { readonly name: 'open'; readonly expiresAt: number }
  | { readonly name: 'processing'; readonly expiresAt: number }
  | ({ readonly name: 'completed' } & LinkResult)
  | { readonly name: 'expired'; readonly at: number }
  | {
      readonly name: 'cancelled';
      readonly at: number;
      /** somebody compared with the provider's own site: what they saw there, which may be that it was paid */
      readonly settled?: { readonly by: string; readonly note: string };
    }
  | { readonly name: 'failed'; readonly at: number; readonly code: string }
  | { readonly name: 'needs_person'; readonly at: number; readonly why: string };

/** One page of the provider, written with its exact request before that is sent. */
export interface PageLink {
  readonly id: string;
  readonly ticket: string;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly billId: string | null;
  readonly plan: LinkPlan;
  readonly request: ProviderRequest;
  /** the provider's own name of the page, once it has said it */
  readonly sessionRef: string | null;
  readonly state: LinkState;
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** when it was written, by the provider's clock, unix ms; null where that was not known */
  readonly providerClockAt: number | null;
  readonly version: number;
}

export type DraftLack = 'line' | 'finishing' | 'wrong';

/** What an answer says of a page. Closed: a word we do not know is `unclear`, never a payment. */
export type LinkOutcome =
  | { readonly is: 'open'; readonly sessionRef: string; readonly expiresAt: number }
  | { readonly is: 'processing'; readonly sessionRef: string; readonly expiresAt: number }
  | { readonly is: 'completed'; readonly sessionRef: string; readonly result: Omit<LinkResult, 'at'> }
  | { readonly is: 'expired'; readonly sessionRef: string; readonly expiresAt: number }
  /** nobody can use it any more, because somebody closed it */
  | { readonly is: 'closed'; readonly sessionRef: string }
  /** made and not yet a page: nobody can pay it. `lacks`: what it needs to become one; `wrong`: it is not what was asked for */
  | { readonly is: 'draft'; readonly sessionRef: string; readonly lacks: DraftLack }
  | { readonly is: 'failed'; readonly sessionRef: string | null; readonly code: string }
  | { readonly is: 'mismatch'; readonly sessionRef: string | null; readonly why: string }
  /** certainly not carried out */
  | { readonly is: 'not_run'; readonly code: string }
  | { readonly is: 'unclear'; readonly why: string };

export interface LinkStep {
  readonly sessionRef: string | null;
  readonly state: LinkState;
  readonly trail: readonly TrailLine[];
}

/** A page that money may still come from, or of which nobody knows: while one stands, its bill is not charged otherwise. */
export const standingLinkStates = ['preparing', 'open', 'processing', 'needs_person'] as const;

export function isStanding({ name }: LinkState): boolean {
  return standingLinkStates.some((standing) => standing === name);
}

/** A page that is still asked about. */
export function isLive({ name }: LinkState): boolean {
  return name === 'preparing' || name === 'open' || name === 'processing';
}

/** The amount a page asks for, when the house knows it. */
export function amountOf({ price, currency }: Pick<LinkPlan, 'price' | 'currency'>): Money | null {
  if (price.is === 'lines') return { amount: price.lines.reduce((sum, { amount }) => sum + amount, 0), currency };
  return price.is === 'catalogue' && price.each !== undefined
    ? { amount: price.each * price.quantity, currency }
    : null;
}

/** The one place where a page changes its state by an answer; null when the answer changes nothing. Pure. */
export function linkStep(
  link: Pick<PageLink, 'sessionRef' | 'state'>,
  outcome: LinkOutcome,
  at: number,
): LinkStep | null {
  const { state } = link;
  // What a person was to look at, and the provider tells plainly after all: paid is paid.
  const toldLater = state.name === 'needs_person' && outcome.is === 'completed';
  if (!isLive(state) && !toldLater) return null;
  const sessionRef = 'sessionRef' in outcome ? (outcome.sessionRef ?? link.sessionRef) : link.sessionRef;
  const to = (next: LinkState, detail: TrailLine['detail'] = {}): LinkStep => ({
    sessionRef,
    state: next,
    trail: [{ at, what: next.name, detail }],
  });
  switch (outcome.is) {
    case 'open':
    case 'processing':
      return state.name === outcome.is ? null : to({ name: outcome.is, expiresAt: outcome.expiresAt });
    case 'completed': {
      const { moved, paymentRef } = outcome.result;
      return to(
        { name: 'completed', at, ...outcome.result },
        { ...(moved ? { amount: moved.amount } : {}), ...(paymentRef ? { payment: paymentRef } : {}) },
      );
    }
    case 'expired':
      // Before its time somebody closed it, here or on the provider's own site.
      return to({ name: at < outcome.expiresAt ? 'cancelled' : 'expired', at });
    case 'closed':
      return to({ name: 'cancelled', at });
    case 'failed':
    case 'not_run':
      return to({ name: 'failed', at, code: outcome.code }, { code: outcome.code });
    case 'mismatch':
      return to({ name: 'needs_person', at, why: outcome.why }, { why: outcome.why });
    // A draft is no page yet: whoever makes it goes on with it.
    case 'draft':
    case 'unclear':
      return null;
  }
}
