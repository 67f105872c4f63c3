import type { Expiry } from './montreal-time.ts';

export type DemoProvider = 'stripe' | 'paysafe';

/** A card as it will be saved. `manner` is how its bank answers a charge without the customer. */
export interface CardPlan {
  readonly provider: DemoProvider;
  readonly brand: 'visa' | 'mastercard' | 'amex';
  readonly lastFour: string;
  readonly expiry: Expiry;
  readonly nickname: string | null;
  readonly manner: 'works' | 'insufficient_funds' | 'needs_bank';
  /** Saved once, and taken away again. */
  readonly removed: boolean;
}

export interface Person {
  readonly firstName: string;
  readonly lastName: string;
  readonly locale: 'fr' | 'en';
  readonly phone: string;
  readonly email: string | null;
  /** At both, it is one person who can be linked: same name, phone and e-mail. */
  readonly providers: readonly DemoProvider[];
  readonly joinedDaysAgo: number;
  readonly cards: readonly CardPlan[];
  /** Has a bank account at Paysafe for pre-authorized debits. */
  readonly bank: boolean;
  /** Known by name in the pictures or needed for one thing: its story is written, not drawn. */
  readonly cast: boolean;
}

export function nameOf(person: Pick<Person, 'firstName' | 'lastName'>): string {
  return `${person.firstName} ${person.lastName}`;
}
