import type { Money } from '../../src-main/contract/money.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { mostRunLines } from '../../src-main/contract/run.ts';
import type { ReviewedHold } from '../../src-main/contract/hold-review.ts';
import { wordsOf } from '../wording/languages.ts';

/** A ticked hold and what somebody chose for it. */
interface HoldChoice {
  readonly hold: ReviewedHold;
  /** null: what was typed is no amount */
  readonly amount: number | null;
  readonly reason: string;
}

/** What is ticked, added up; minor units of one currency. `back`: of what goes back, which provider does it by itself, and where it is a second step. */
export interface Chosen {
  readonly count: number;
  readonly currency: string;
  readonly held: number;
  readonly capture: number;
  readonly release: number;
  readonly back: { readonly stripe: number; readonly paysafe: number };
  readonly changed: readonly HoldChoice[];
  /** why these cannot be captured as they stand, or released; null when they can */
  readonly why: string | null;
  readonly whyRelease: string | null;
}

export function addUp(choices: readonly HoldChoice[], language: Language): Chosen {
  const currency = choices[0]?.hold.capturable.currency ?? 'CAD';
  const sum = (of: (choice: HoldChoice) => number): number => choices.reduce((total, one) => total + of(one), 0);
  const back = (provider: 'stripe' | 'paysafe'): number =>
    sum((one) => (one.hold.provider === provider ? rest(one) : 0));
  const words = wordsOf(language).holdRuns;
  const wrong = choices.some((one) => problemOf(one, language) !== null);
  const mixed = choices.some(({ hold }) => hold.capturable.currency !== currency);
  const neither = choices.length > mostRunLines ? words.tooMany(mostRunLines) : mixed ? words.twoCurrencies : null;
  return {
    ...{ count: choices.length, currency },
    held: sum(({ hold }) => hold.capturable.amount),
    capture: sum(({ amount }) => amount ?? 0),
    release: sum(rest),
    back: { stripe: back('stripe'), paysafe: back('paysafe') },
    changed: choices.filter(isChanged),
    why: neither ?? (wrong ? words.lookFirst : null),
    whyRelease: neither,
  };
}

export function isChanged({ hold, amount }: HoldChoice): boolean {
  return amount !== hold.capturable.amount;
}

/** What goes back of a hold, minor units. */
export function rest({ hold, amount }: HoldChoice): number {
  return Math.max(0, hold.capturable.amount - (amount ?? 0));
}

/** Why this amount cannot be captured, in words; null when it can. */
export function problemOf({ hold, amount }: HoldChoice, language: Language): string | null {
  const words = wordsOf(language).dialogs;
  if (amount === null || amount === 0) return words.enterAmount;
  return amount > hold.capturable.amount ? words.overHeld(formatMoney(hold.capturable, language)) : null;
}

/**
 * What became, since it was shown, of a hold that somebody is about to confirm. @param now it as it is ticked by now; undefined: it is not any more
 * @returns null where it is as it was; the sum that can still be captured, minor units; or that it is no longer open, or is being checked
 */
export function changeOf(shown: HoldChoice, now: HoldChoice | undefined): number | 'gone' | null {
  if (!now) return 'gone';
  const { amount } = now.hold.capturable;
  return amount === shown.hold.capturable.amount ? null : amount;
}

export const money = (amount: number, currency: string): Money => ({ amount, currency });
