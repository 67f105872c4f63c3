import type { Doubt, Other } from '../contract/doubt.ts';
import { refused, type Failure } from '../contract/failure.ts';
import { decimalsOf, type Money } from '../contract/money.ts';
import type { Repeat } from '../contract/repeat.ts';

/** What main knows of a person and card that are about to be charged. */
export interface Resemblance {
  /** others whose name is the same or one letter away; `same`: the very same */
  readonly alike: readonly (Other & { readonly same: boolean })[];
  /** others who have a card with the same brand, digits and expiry */
  readonly sameCard: readonly Other[];
  /** what this person has paid in this currency so far */
  readonly paid: { readonly count: number; readonly largest: number };
}

export interface Doubted {
  readonly amount: Money;
  /** part of `amount`; null: none */
  readonly tip: number | null;
  /** the amount comes from a bill, whose rest it never exceeds */
  readonly billed: boolean;
  readonly resemblance: Resemblance;
  /** charges of this day that are too long ago for the manager's guard (repeats.ts), other parts of the same bill left out */
  readonly today: readonly Repeat[];
}

/** So few payments say nothing of what somebody usually pays. */
const fewPayments = 3;
const manyTimes = 3;
/** In whole units of the currency: what stops when there is nothing to compare with, and from where on a tip is looked at. */
const muchForAStranger = 1_000;
const smallTip = 10;

/** Why somebody at the counter should look again at who is charged and how much; empty when nothing stands out. */
export function judgeDoubts({ amount, tip, billed, resemblance, today }: Doubted): Doubt[] {
  const unit = 10 ** decimalsOf(amount.currency);
  const { alike, sameCard, paid } = resemblance;
  const tipped = tip ?? 0;
  const known = paid.count >= fewPayments;
  const most = known ? paid.largest * manyTimes : muchForAStranger * unit - 1;
  const unusual: Doubt = {
    why: 'unusual',
    fact: `amount ${amount.amount} ${amount.currency}`,
    usual: known ? { amount: paid.largest, currency: amount.currency } : null,
  };
  const large: Doubt = {
    why: 'tip',
    fact: `tip ${tipped} ${amount.currency}`,
    tip: { amount: tipped, currency: amount.currency },
  };
  return [
    ...alike.map(({ same, ...other }): Doubt => ({ why: 'alike', fact: `alike ${other.id}`, same, other })),
    ...sameCard.map((other): Doubt => ({ why: 'same_card', fact: `card ${other.id}`, other })),
    ...today.map((repeat): Doubt => ({ why: 'same_day', fact: `today ${repeat.id}`, repeat })),
    ...(!billed && amount.amount - tipped > most ? [unusual] : []),
    ...(tipped >= smallTip * unit && tipped > (amount.amount - tipped) / 2 ? [large] : []),
  ];
}

/** Why the order must wait for a look, or null: somebody confirmed each of them. */
export function unsure(doubts: readonly Doubt[], sure: readonly string[]): Failure | null {
  const open = doubts.filter(({ fact }) => !sure.includes(fact));
  return open.length === 0 ? null : refused('be_sure', { count: open.length }).failure;
}
