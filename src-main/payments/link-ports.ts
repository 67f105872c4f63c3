import type { Failure } from '../contract/failure.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { TrailLine } from '../contract/operation.ts';
import type { CataloguePrice, ChosenAmount } from '../contract/page-link.ts';
import type { BillSeen } from './bill.ts';
import type { Paying } from './order.ts';
import type { LinkOutcome, LinkPlan, LinkStep, PageLink } from './page-link.ts';
import type { Answer, AuditEntry, Clock, ProviderRequest, Random, RepeatRule, Rows, Sender } from './ports.ts';
import type { Records } from './records.ts';

/** What an answer about a page says, the page's address while it is open, and rows read from the same answer. */
export interface LinkReading {
  readonly outcome: LinkOutcome;
  readonly address: string | null;
  readonly records: Records;
}

/** A page that the provider has named. */
export interface NamedPage {
  readonly plan: LinkPlan;
  readonly sessionRef: string;
}
/**
 * What an answer answers. made: the request that makes the page, sent for the first time; made_again: the same request, when the answer to an earlier
 * one was lost; asked: how the page stands; closed: the same, asked after the provider said that it has closed it.
 */
export type LinkMoment = 'made' | 'made_again' | 'asked' | 'closed';

/** How hosted pages are spoken of with a provider: conversions only. */
export interface LinkGateway {
  /** repeats of a request that makes or closes a page, inside one send */
  readonly repeat: RepeatRule;
  /**
   * The provider closes a page at its deadline, where it has one that closes anything, and answers a closing with the page. Otherwise both the deadline
   * and the looking are ours.
   */
  readonly keepsDeadlines: boolean;
  prepare(plan: LinkPlan, linkId: string): Promise<ProviderRequest>;
  /** what an answer says of the page */
  read(link: PageLink, answer: Answer, moment: LinkMoment): LinkReading;
  /** how the page stands, by its own name */
  question(link: NamedPage): Promise<ProviderRequest>;
  /**
   * What a draft needs next to become a page; `dropping`: it is taken away for good, which is refused once it is a page. Null: there are no drafts here,
   * a page is made by one request.
   */
  further(
    link: NamedPage & Pick<PageLink, 'id'>,
    what: 'line' | 'finishing' | 'dropping',
  ): Promise<ProviderRequest> | null;
  /**
   * Whether a page was made at all whose answer was lost. Null: nobody can ask, and nobody needs to: only the answer that was lost named the page and
   * its address, so nobody can use it.
   */
  lookUp(link: PageLink): Promise<ProviderRequest> | null;
  readLookUp(link: PageLink, answer: Answer): LinkReading | 'absent' | 'nothing_yet';
  close(link: NamedPage, key: string): Promise<ProviderRequest>;
  /** whether an answer to a closing says that the page is shut by it, or that it cannot be closed: it is over already, or was paid */
  closeSaid(link: NamedPage, answer: Answer): 'taken' | 'refused' | 'unclear';
}

/** What only Stripe's pages have: drafts, look-ups, prices of its catalogue, amounts that clients choose, the page of a customer's cards. */
export interface StripePages extends LinkGateway {
  further(...asked: Parameters<LinkGateway['further']>): Promise<ProviderRequest>;
  lookUp(link: PageLink): Promise<ProviderRequest>;
  /** a price whose amount the client chooses; no money moves by making it */
  chosenPrice(
    wanted: { readonly what: string; readonly currency: string; readonly amounts: ChosenAmount },
    key: string,
  ): Promise<ProviderRequest>;
  readPrice(answer: Answer): string | null;
  /** fixed prices of the house's catalogue in this currency */
  catalogue(currency: string): Promise<ProviderRequest>;
  /** Null: an answer of another kind. */
  readCatalogue(answer: Answer): readonly CataloguePrice[] | null;
  portal(
    wanted: { readonly customerRef: string; readonly language: 'en' | 'fr' },
    key: string,
  ): Promise<ProviderRequest>;
  readPortal(answer: Answer): string | null;
}

export interface LinkAdvance {
  readonly link: PageLink;
  readonly step: LinkStep;
  readonly at: number;
  readonly audit: AuditEntry | null;
  /** by whom, for what a completed page brings with it: the credit of its bill, the consent of its card */
  readonly credit: {
    readonly id: string;
    readonly amount: number;
    readonly paymentId: string;
    readonly note: string | null;
  } | null;
  readonly consent: { readonly id: string; readonly cardId: string; readonly customerId: string } | null;
}

/** The part of the ledger that pages need. Every write is one durable commit. */
export interface LinkLedger {
  byId(id: string): Promise<PageLink | null>;
  byTicket(ticket: string): Promise<PageLink | null>;
  /**
   * `known`: that ticket has its page already. `standing`: another page of that bill is not over. `bill_busy`: a charge of it is not known yet, or more
   * stands in it than was counted. Then nothing is written.
   */
  add(
    link: Omit<PageLink, 'version'>,
    about: { readonly trail: readonly TrailLine[]; readonly audit: AuditEntry; readonly seen: BillSeen | null },
  ): Promise<{ added: PageLink } | { known: PageLink } | { standing: PageLink } | { billBusy: true }>;
  /** Writes only if the row still has the link's version; with it, exactly once, what a completed page brings. */
  advance(step: LinkAdvance): Promise<{ written: boolean; link: PageLink }>;
  note(id: string, trail: readonly TrailLine[]): Promise<void>;
  /** all that are still asked about, oldest first */
  live(): Promise<readonly PageLink[]>;
  /** those of a bill that money may still come from */
  standingOf(billId: string): Promise<readonly PageLink[]>;
  /** newest first: of these customers or this bill, else those that stand; the newest 50, or `all` */
  list(of: {
    readonly customerIds: readonly string[];
    readonly billId: string | null;
    readonly all?: boolean;
  }): Promise<readonly PageLink[]>;
}

/** Everything that making and following pages works with, handed in. */
export interface LinkDesk {
  readonly ledger: LinkLedger;
  /** by whose pages they are: how those are spoken of, and over which line */
  readonly pages: Readonly<Record<ProviderName, { readonly gateway: LinkGateway; readonly sender: Sender }>>;
  readonly clock: Clock;
  readonly random: Random;
  readonly rows: Pick<Rows, 'put'>;
  moneyShut(): Failure | null;
  reach(provider: ProviderName, paying?: Paying): Promise<Failure | null>;
  /** a page changed: windows are told, and what it brought is read */
  tell(link: PageLink): void;
  /** the provider was asked and nothing has changed */
  heard(link: PageLink): void;
  trouble(what: string, error: unknown): void;
  /** questions and sends under way, by link */
  readonly underWay: Map<string, Promise<Known>>;
  /** when each was last asked about and last changed, by the clock that only goes forward; gone with the process */
  readonly asked: Map<string, { readonly steady: number; readonly at: number }>;
  readonly quietSince: Map<string, number>;
  /** pages whose request this process sent itself */
  readonly sentHere: Set<string>;
}

/** A page as it stands now, with its address when the provider has just told it. `heard`: the provider has just answered about it. */
export interface Known {
  readonly link: PageLink;
  readonly address: string | null;
  readonly heard: boolean;
}
