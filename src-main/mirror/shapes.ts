import type { CustomerList } from '../contract/customer.ts';
import type { HoldView } from '../contract/hold.ts';
import type { HoldDays } from '../contract/hold-days.ts';
import type { HoldCounts, HoldFilter, HoldSort } from '../contract/hold-review.ts';
import type { Money } from '../contract/money.ts';
import type { ProviderName } from '../contract/provider.ts';
import type { CardRecord, CustomerRecord, PaymentRecord } from '../payments/records.ts';
import type { HouseMonth } from './views.ts';

export interface CustomersQuestion {
  readonly search: string;
  /** holds: something can still be captured; cards: every saved card has expired, or one expires this month or next */
  readonly filter: 'all' | 'holds' | 'cards';
  readonly offset: number;
  readonly limit: number;
  readonly month: HouseMonth;
}
/** Everybody whom a search finds. */
export type AllCustomersQuestion = Omit<CustomersQuestion, 'offset' | 'limit'>;
/** `total` is at most 1,000; `capped` says that more match. */
export type CustomersAnswer = Pick<CustomerList, 'rows' | 'total' | 'capped'>;

/** Everything of one person: the customer asked for and those linked to it.  */
export interface Person {
  readonly customers: readonly CustomerRecord[];
  /** not removed; default first */
  readonly cards: readonly CardRecord[];
  /** newest first, at most 200 */
  readonly payments: readonly PaymentRecord[];
  /** other lines of the list with the very same name */
  readonly sameName: number;
  /** the cards of one of the records were never read: none shown means nothing yet */
  readonly cardsUnread: boolean;
}

/** What one person, whichever of the linked records was named, has paid or held since a moment. */
export interface RecentPayments {
  /** this person's records, in order */
  readonly customerIds: readonly string[];
  /** each record's newest first */
  readonly payments: readonly PaymentRecord[];
}

/** By what a hold is judged open, pressing or lapsed. */
export interface HoldTimes {
  /** unix ms */
  readonly now: number;
  /** unix ms: the end of the house's day */
  readonly dayEnd: number;
  /** how long the house expects a hold to last where the provider gives no date */
  readonly holdDays: HoldDays;
}

/** Open holds that lapse within one quarter of an hour. */
export interface HeldSum {
  readonly provider: ProviderName;
  readonly currency: string;
  /** when that begins, unix ms; null: nobody gives a date */
  readonly at: number | null;
  /** minor units */
  readonly amount: number;
  readonly count: number;
}

/** Which holds, in what order: what the window asks, with what only the ledger knows as lists of ids. */
export interface HoldsQuestion extends HoldTimes {
  /** unix ms: the end of the house's next day, which may have 23 or 25 hours */
  readonly nextDayEnd: number;
  readonly filter: HoldFilter;
  readonly provider: ProviderName | null;
  readonly staffId?: string | null;
  /** what can still be captured, at least and at most, minor units */
  readonly least?: number | null;
  readonly most?: number | null;
  /** that of `least` and `most`: a hold in another one cannot be compared with them */
  readonly currency?: string;
  /** these alone; without those */
  readonly only?: readonly string[] | null;
  readonly except?: readonly string[] | null;
}

export interface HoldsPage extends HoldsQuestion {
  readonly sort?: HoldSort | undefined;
  /** those on which an operation is open, for a list in the order of their state */
  readonly busy?: readonly string[];
  readonly offset: number;
  readonly limit: number;
}

/** What the lists alone can count: which hold is free is the ledger's to know. */
export type ListedCounts = Omit<HoldCounts, 'free'>;

/** A hold without what only the ledger knows (`placedBy` and `busy` are null); `key` finds its operation there. */
export interface HoldRow extends HoldView {
  readonly key: string | null;
}

/** Who placed the hold of this key, as the ledger knows. */
export interface Placer {
  readonly key: string;
  readonly staffId: string;
  readonly staffName: string;
}

/** Open holds of these providers that lapse before `dayEnd`, without these. */
export interface LapsingQuestion extends HoldTimes {
  readonly except: readonly string[];
  readonly providers: readonly ProviderName[];
}
/** What they can still bring in one currency, minor units; `estimated`: how many of them by the house's own estimate. */
export interface LapsingSum extends Money {
  readonly count: number;
  readonly estimated: number;
}

/**
 * Holds that lapsed at that moment or since (unix ms), first deadline first, after the last of the page before: those of which the provider says so, and
 * those whose date had come when their list was read. `readUntil`: what had happened at each provider by then is in its list, unix ms; null: nobody knows.
 */
export interface LapsedQuestion extends HoldTimes {
  readonly readUntil: Readonly<Record<ProviderName, number | null>>;
  readonly since: number;
  readonly after: LapsedPlace | null;
  readonly limit: number;
}
export interface LapsedPlace {
  readonly at: number;
  readonly id: string;
}
/** `next`: where the page after this one begins; null: there is none */
export interface LapsedPage {
  readonly rows: readonly HoldRow[];
  readonly next: LapsedPlace | null;
}

export interface TodayQuestion extends HoldTimes {
  readonly dayStart: number;
  /** until when what happened at each provider is surely in its list, unix ms; null: nobody knows */
  readonly readUntil: Readonly<Record<ProviderName, number | null>>;
}

export interface TodayAnswer {
  /** what open holds can still bring, a sum per currency */
  readonly held: Money[];
  readonly heldCount: number;
  /** open holds whose deadline is still to come today, first deadline first, at most 100 */
  readonly lapsing: readonly HoldRow[];
  /** what all of those can still bring, a sum per currency, and how many they are */
  readonly lapsingSums: Money[];
  readonly lapsingCount: number;
  /** lapsed in the last 3 days, newest last, at most 100; and how many they are */
  readonly lapsed: readonly HoldRow[];
  readonly lapsedCount: number;
  /** of those, how many by their date alone, which came after their list was read */
  readonly lapsedUnheard: number;
  /** what payments begun today have taken so far, a sum per currency */
  readonly collected: Money[];
  readonly collectedCount: number;
}

export interface MirrorCounts {
  readonly customers: number;
  readonly cards: number;
  readonly payments: number;
  readonly openHolds: number;
}
