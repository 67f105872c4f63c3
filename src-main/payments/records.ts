import type { CardFunding, CardLabel, InstrumentKind } from '../contract/card.ts';
import type { Dispute } from '../contract/dispute.ts';
import type { paymentStates } from '../contract/payment.ts';
import type { ProviderName } from '../contract/provider.ts';

/**
 * What a provider says it has, as a gateway read it: the rows of the mirror and what limits judge. Never shown as they are:
 * `ref` and `payToken` stay in main. Our ids are `stripe:<id>` and `paysafe:<id>`; times are unix ms, UTC; amounts minor units.
 */
export interface CustomerRecord {
  readonly id: string;
  readonly provider: ProviderName;
  /** the provider's own id: cus_…, or the Vault profile id */
  readonly ref: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly language: string | null;
  readonly createdAt: number | null;
  readonly defaultCardId: string | null;
  /** Paysafe merchantCustomerId; null at Stripe */
  readonly externalId: string | null;
  readonly deleted: boolean;
  readonly readAt: number;
}

export interface CardRecord {
  readonly id: string;
  readonly provider: ProviderName;
  readonly customerId: string;
  /** pm_…, or the Vault card / bank account id */
  readonly ref: string;
  /** what a charge names: pm_… at Stripe, the permanent C… / D… token at Paysafe (a mandate's M… token for BACS and SEPA) */
  readonly payToken: string;
  readonly kind: InstrumentKind;
  readonly brand: string | null;
  /** absent where the provider does not say; asked of Paysafe alone, whose holds have no date */
  readonly funding?: CardFunding;
  readonly lastFour: string;
  readonly expiry: { readonly month: number; readonly year: number } | null;
  readonly nickname: string | null;
  readonly holder: string | null;
  readonly isDefault: boolean;
  /** false when the provider says it cannot be charged (INVALID bank account, mandate not active …) */
  readonly chargeable: boolean;
  readonly removed: boolean;
  readonly readAt: number;
}

/** One capture of an authorization. At Stripe there is at most one and it has the intent's own id. */
export interface SettlementRecord {
  readonly ref: string;
  readonly amount: number;
  readonly refundable: number;
  /** not yet batched: it can be cancelled, whole, and not refunded (Paysafe) */
  readonly pending: boolean;
  /** Paysafe: called off before its batch, or the batch failed. Nothing of it was collected, and nothing can go back; absent for any other */
  readonly gone?: 'called_off' | 'failed';
}

/** What of a payment was captured and never collected, minor units: its capture was called off before the batch, or the batch failed. */
export function goneOf({ settlements }: Pick<PaymentRecord, 'settlements'>): number {
  return settlements.reduce((sum, { amount, gone }) => (gone ? sum + amount : sum), 0);
}

/** What of a payment a dispute took for good, minor units. */
export function lostOf({ dispute }: Pick<PaymentRecord, 'dispute'>): number {
  return dispute?.state === 'lost' ? dispute.amount : 0;
}

export interface PaymentRecord {
  readonly id: string;
  readonly provider: ProviderName;
  /** pi_…, or the Paysafe auth or purchase id */
  readonly ref: string;
  readonly customerId: string | null;
  readonly cardId: string | null;
  readonly card: CardLabel | null;
  readonly state: (typeof paymentStates)[number];
  readonly currency: string;
  readonly authorized: number;
  readonly capturable: number;
  readonly taken: number;
  readonly refunded: number;
  readonly settlements: readonly SettlementRecord[];
  readonly at: number;
  /** when the hold lapses, as the provider says; null where it gives none */
  readonly captureBefore: number | null;
  readonly description: string | null;
  /** our key in the provider's metadata / merchantRefNum: which of our operations made it, or null */
  readonly key: string | null;
  /** what every desk calls the bill that it was taken for (repeat-key.ts), as its provider keeps it; absent where none stands there */
  readonly billName?: string;
  /** Paysafe: the account it lives in */
  readonly account: string | null;
  /** what another program wrote beside it at the provider; absent where nothing stands there, and for a payment of ours */
  readonly details?: Readonly<Record<string, string>>;
  /** the client's bank wants it back, or did; absent where no dispute was ever heard of */
  readonly dispute?: Dispute;
  /** what kind of card it is on; absent where neither the payment nor its saved card says */
  readonly funding?: CardFunding;
  readonly readAt: number;
}

/** Rows to put in the mirror, from one reply. `cardsOf` names customers whose card list here is complete (others are gone). */
export interface Records {
  readonly customers?: readonly CustomerRecord[];
  readonly cards?: readonly CardRecord[];
  readonly payments?: readonly PaymentRecord[];
  readonly cardsOf?: readonly string[];
}
