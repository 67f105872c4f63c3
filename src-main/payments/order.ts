import type { CardLabel, InstrumentKind } from '../contract/card.ts';
import type { Purpose } from '../contract/consent.ts';
import type { Money } from '../contract/money.ts';
import type { StepInFact } from '../contract/repeat.ts';
import type { Approved } from './ports.ts';
import type { LinkConsent } from './page-link.ts';

/** A manager's word, given in main for one order alone: that order passes the guards over what they had looked at, and over nothing else. */
export interface StepIn {
  readonly staffId: string;
  readonly staffName: string;
  readonly reason: string;
  readonly over: readonly StepInFact[];
}

/** What money is taken for: judged against the card's consents before anything is written. */
export interface Cause {
  readonly purpose: Purpose;
  readonly billId: string | null;
  /** the consent it was taken under; null where the house does not ask for one, or a manager stepped in */
  readonly consentId: string | null;
  /** what every desk calls the bill (repeat-key.ts); absent for one that is in these records alone */
  readonly billName?: string;
}

/** What staff ask, in our ids. Main turns it into a plan with the provider's own names once the limits have said yes. */
export type Order = Asked & { readonly stepIn?: StepIn; readonly approval?: SecondYes };

/** A second person's yes to this very order: which line of which approval, and who said it. The records judge whether it is one. */
export interface SecondYes extends Approved {
  readonly preparedBy: string;
  readonly staffName: string;
}

/** The order itself, without who stepped in or approved. */
export type Asked =
  | {
      readonly kind: 'charge' | 'hold';
      readonly ticket: string;
      readonly customerId: string;
      readonly cardId: string;
      readonly amount: Money;
      readonly tip: number | null;
      readonly note: string | null;
      readonly receiptEmail: string | null;
      /** what it is for; `balance` of no bill when staff say nothing */
      readonly cause?: Omit<Cause, 'consentId'>;
      /** facts of the doubts (doubts.ts) that somebody looked at and confirmed */
      readonly sure?: readonly string[];
    }
  | {
      readonly kind: 'capture';
      readonly ticket: string;
      readonly holdId: string;
      readonly amount: Money;
      readonly note: string | null;
    }
  | { readonly kind: 'release'; readonly ticket: string; readonly holdId: string; readonly note: string | null }
  | ReplaceHold
  | {
      readonly kind: 'refund';
      readonly ticket: string;
      readonly paymentId: string;
      readonly amount: Money;
      readonly note: string | null;
    }
  | { readonly kind: 'remove_card'; readonly ticket: string; readonly cardId: string; readonly note: string | null }
  | { readonly kind: 'set_default'; readonly ticket: string; readonly cardId: string }
  | RemovedCustomer
  | TypedCard
  | NewBankAccount
  | NewProfile;

/** A hold that takes the place of another one of the same person, at the same provider: two steps of one group. */
export interface ReplaceHold {
  readonly kind: 'replace';
  readonly ticket: string;
  /** the hold whose place is taken */
  readonly holdId: string;
  readonly cardId: string;
  readonly amount: Money;
  /**
   * new: the new hold is placed, and the old one given back once it stands; between the two both are held. release: the old one is given back, and
   * the new one placed once it is; when the bank says no to the new one, nothing is held any more.
   */
  readonly first: 'new' | 'release';
  readonly note: string | null;
  /** facts of the doubts (doubts.ts) that somebody looked at and confirmed */
  readonly sure?: readonly string[];
}

/** One record of a customer, taken away at its provider: theirs at the other one, where there is one, is another order. */
export interface RemovedCustomer {
  readonly kind: 'remove_customer';
  readonly ticket: string;
  readonly customerId: string;
  /** why */
  readonly note: string;
}

/** A profile at Paysafe for a person who has a record elsewhere. */
export interface NewProfile {
  readonly kind: 'add_profile';
  readonly ticket: string;
  /** the person's record at the other provider */
  readonly customerId: string;
  readonly locale: 'en_US' | 'fr_CA';
}

/** Words that a client agreed to beside a card, and their language. */
export type AgreedWords = LinkConsent & { readonly language: 'en' | 'fr' };

/** A bank account without its number: what may be written down of it. */
export interface BankFacts {
  readonly instrument: Exclude<InstrumentKind, 'card'>;
  readonly holder: string;
  /** what the scheme has beside the number, by Paysafe's names: institutionId, transitNumber, routingNumber, accountType, sortCode, bic */
  readonly codes: Readonly<Record<string, string>>;
  /** the two that Paysafe shows of it */
  readonly lastDigits: string;
}

/** A bank account that was typed at the desk. Its number is here alone: unwritten.ts says what becomes of it. */
export interface NewBankAccount {
  readonly kind: 'save_bank_account';
  readonly ticket: string;
  readonly customerId: string;
  readonly account: BankFacts;
  /** the account's number or IBAN */
  readonly number: string;
  /** the holder's address on the profile at Paysafe */
  readonly addressRef: string;
  readonly agreed: AgreedWords;
  /** who heard the client agree */
  readonly witness: string;
}

/** A card that was typed in the provider's own fields: main knows it by a token for one use, and by what the provider tells of that token. */
export interface TypedCard {
  readonly kind: 'save_card';
  readonly ticket: string;
  readonly customerId: string;
  readonly token: string;
  /** when the provider forgets the token, unix ms by our clock */
  readonly tokenEndsAt: number;
  readonly card: CardLabel;
  /** what the client read beside the fields and agreed to by saving; becomes the card's consent in the commit that says it is saved */
  readonly agreed: AgreedWords | null;
}

/** The hold that is given back by the second step of a replacement, with what its release needs. The key is that of any release of it. */
export interface Replaced {
  readonly key: string;
  /** all that can still be captured of it */
  readonly amount: Money;
  readonly paymentRef: string;
  readonly rest: boolean;
  readonly account: string | null;
  readonly card: CardLabel | null;
}

/** The hold that is placed by the second step of a replacement, with what it needs. */
export interface Replacement {
  readonly key: string;
  readonly amount: Money;
  readonly customerRef: string;
  readonly cardRef: string;
  readonly payToken: string;
  readonly instrument: InstrumentKind;
  readonly description: string | null;
  readonly initialTransactionRef: string | null;
  readonly cause: Cause;
  /** the provider's own id of the hold that is given back; absent in rows older than this */
  readonly takesPlaceOf?: string;
  readonly card: CardLabel | null;
}

/**
 * An order in the provider's own names: everything a gateway needs to build the request, to read its reply and to ask about it after
 * a restart. Stored with the operation. `key` is the idempotency key / merchantRefNum and also goes into the provider's metadata.
 */
export type Plan =
  | {
      readonly kind: 'charge' | 'hold';
      readonly key: string;
      readonly amount: Money;
      readonly customerRef: string;
      readonly cardRef: string;
      readonly payToken: string;
      readonly instrument: InstrumentKind;
      readonly description: string | null;
      readonly receiptEmail: string | null;
      /** Paysafe: id of the first transaction on this card, for storedCredential; null when we do not know one */
      readonly initialTransactionRef: string | null;
      /** absent in rows older than bills and consents */
      readonly cause?: Cause;
      /** of a hold that is placed first: the one that is given back once this one stands */
      readonly replaces?: Replaced;
      /** of a hold that is placed second: the provider's own id of the one that was given back for it */
      readonly takesPlaceOf?: string;
    }
  | {
      readonly kind: 'capture';
      readonly key: string;
      readonly amount: Money;
      readonly paymentRef: string;
      /** what could be captured when staff confirmed */
      readonly capturable: number;
      readonly account: string | null;
    }
  | {
      readonly kind: 'release';
      readonly key: string;
      /** what is given back: all that is still capturable */
      readonly amount: Money;
      readonly paymentRef: string;
      /** part of the hold was captured before (Paysafe: a partial void) */
      readonly rest: boolean;
      readonly account: string | null;
      /** what is held in its place once it is given back */
      readonly replacement?: Replacement;
    }
  | {
      readonly kind: 'refund';
      readonly key: string;
      readonly amount: Money;
      readonly paymentRef: string;
      readonly settlementRef: string;
      /** cancel: the Paysafe settlement has not been batched yet, so the whole of it is cancelled instead */
      readonly means: 'refund' | 'cancel';
      readonly whole: boolean;
      readonly account: string | null;
    }
  | {
      readonly kind: 'remove_card';
      readonly key: string;
      readonly customerRef: string;
      readonly cardRef: string;
      readonly instrument: InstrumentKind;
    }
  | {
      readonly kind: 'set_default';
      readonly key: string;
      readonly customerRef: string;
      readonly cardRef: string;
      readonly instrument: InstrumentKind;
    }
  | { readonly kind: 'remove_customer'; readonly key: string; readonly customerRef: string }
  | {
      /** asks the card's bank whether it is good, for no amount; what keeps it follows */
      readonly kind: 'verify_card';
      readonly key: string;
      readonly customerRef: string;
      readonly token: string;
      readonly lastFour: string;
      readonly currency: string;
      readonly agreed: AgreedWords | null;
    }
  | {
      readonly kind: 'save_card';
      readonly key: string;
      readonly customerRef: string;
      readonly token: string;
      readonly lastFour: string;
      /** the bank's own yes to it: the first transaction that later ones on this card must name; null where the account has no such check */
      readonly verificationRef: string | null;
      readonly currency: string;
      readonly agreed: AgreedWords | null;
    }
  | (BankFacts & {
      readonly kind: 'save_bank_account';
      readonly key: string;
      readonly customerRef: string;
      readonly addressRef: string;
      /** BACS and SEPA: what the mandate is called that is asked for with the account; null where there is none */
      readonly mandate: string | null;
      readonly currency: string;
      readonly agreed: AgreedWords;
      readonly witness: string;
    })
  | {
      readonly kind: 'add_profile';
      readonly key: string;
      /** unique at the merchant, and made of the person's other record: two desks ask for the very same profile */
      readonly merchantCustomerId: string;
      readonly name: string;
      readonly email: string | null;
      readonly phone: string | null;
      readonly locale: 'en_US' | 'fr_CA';
    };

export type PlanOf<K extends Plan['kind']> = Extract<Plan, { kind: K }>;

/** What money would be for: an order's plan, or the bill of a page (null: none). Empty: of nothing that a bill could be paid by. */
export interface Paying {
  readonly plan?: Plan;
  readonly billId?: string | null;
}
