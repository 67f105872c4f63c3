import type { CardPlan, Person } from './person.ts';

/** A card where it was saved. */
export interface SavedCard {
  readonly plan: CardPlan;
  readonly person: Person;
  /** The provider's id of the customer or profile. */
  readonly customer: string;
  /** The provider's id of the card. */
  readonly id: string;
  /** What pays. */
  readonly token: string;
}

export interface Sold {
  /** Cents, Canadian. */
  readonly amount: number;
  readonly description: string;
  /** Stripe keeps it as metadata; Paysafe has no place for it. */
  readonly details?: Readonly<Record<string, string>>;
}

/** One provider as the house used it all these months: every call goes through the provider's own interface. */
export interface Till {
  addCustomer(person: Person): string;
  saveCard(person: Person, customer: string, plan: CardPlan): SavedCard;
  removeCard(card: SavedCard): void;
  /** Id of what was taken, to refund it by; undefined = declined. */
  charge(card: SavedCard, sold: Sold): string | undefined;
  /** Id of the hold. */
  hold(card: SavedCard, sold: Sold): string;
  /** All of it without an amount. Id of what was taken. */
  capture(hold: string, amount?: number): string;
  release(hold: string): void;
  refund(taken: string, amount?: number): void;
  /** Lets the bank refuse the card while `work` runs. */
  whileDeclined(card: SavedCard, work: () => void): void;
}
