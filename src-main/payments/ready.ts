import type { Failure } from '../contract/failure.ts';
import type { Money } from '../contract/money.ts';
import type { ReadyReason } from '../contract/ready.ts';
import { judgeConsent, type ConsentRecord } from './consent.ts';
import { isExpired } from './limits.ts';
import type { CardRecord } from './records.ts';

interface Month {
  readonly year: number;
  readonly month: number;
}

/** A saved card with what was agreed to for it and what its bank has said, as far as this house knows. */
export interface CardFacts {
  readonly card: CardRecord;
  readonly consents: readonly ConsentRecord[];
  /** each charge and hold on it that the bank has answered; `at` unix ms */
  readonly tries: readonly { readonly at: number; readonly declined: boolean }[];
  /** it was saved on a page of the provider, which asks the bank first */
  readonly savedOnPage: boolean;
}

/** A visit to come with something left to pay. */
export interface VisitFacts {
  readonly remaining: Money;
  /** the house's month on the day of the visit */
  readonly month: Month;
  /** the last millisecond of that day in the house: by then it is charged */
  readonly endsAt: number;
  readonly checking: boolean;
  /** null: the bill carries a name alone */
  readonly person: {
    readonly cards: readonly CardFacts[];
    readonly cardsUnread: boolean;
    /** the newest card that was taken away at the provider, and not by this house */
    readonly removed: CardRecord | null;
  } | null;
}

export interface ReadyVerdict {
  /** the card that would be charged; of a visit whose card was taken away, that one */
  readonly card: CardRecord | null;
  /** empty: ready */
  readonly reasons: readonly ReadyReason[];
}

/** By what visits are judged. */
export interface HouseNow {
  /** unix ms */
  readonly now: number;
  /** the house's month now: a card is good through the last day of its month */
  readonly month: Month;
  /** false where the house asks for no consent */
  readonly consentAsked: boolean;
}

/**
 * Whether each visit's card can be counted on, with every reason why not. One good card is enough, whichever is the default. Visits are given in the
 * order of their days: what an earlier one will take of a consent's total is not there for a later one.
 */
export function judgeReady(house: HouseNow, visits: readonly VisitFacts[]): ReadyVerdict[] {
  const promised = new Map<string, number>();
  return visits.map((visit) => {
    if (visit.person === null) return { card: null, reasons: [{ is: 'no_customer' }] };
    if (visit.checking) return { card: null, reasons: [{ is: 'checking' }] };
    const { cards, cardsUnread, removed } = visit.person;
    const [best] = cards
      .map((facts) => ({ card: facts.card, ...judgeCardFor(house, { visit, facts, promised }) }))
      .toSorted((a, b) => weight(a) - weight(b));
    if (!best) {
      if (cardsUnread) return { card: null, reasons: [{ is: 'cards_unread' }] };
      return { card: removed, reasons: [{ is: removed ? 'removed' : 'no_card' }] };
    }
    if (best.consentId !== null && best.reasons.length === 0)
      promised.set(best.consentId, (promised.get(best.consentId) ?? 0) + visit.remaining.amount);
    return { card: best.card, reasons: best.reasons };
  });
}

interface CardVerdict {
  readonly reasons: readonly ReadyReason[];
  readonly consentId: string | null;
}

/** All that stands in the way of this card for this visit. Of one that cannot be charged at all, nothing else is said: another is needed anyway. */
function judgeCardFor(
  house: HouseNow,
  about: { readonly visit: VisitFacts; readonly facts: CardFacts; readonly promised: ReadonlyMap<string, number> },
): CardVerdict {
  const { visit, facts } = about;
  const { card } = facts;
  const none = { consentId: null };
  if (card.expiry && isExpired(card, house.month)) return { ...none, reasons: [{ is: 'expired', ...card.expiry }] };
  if (card.expiry && isExpired(card, visit.month))
    return { ...none, reasons: [{ is: 'expires_before', ...card.expiry }] };
  if (!card.chargeable) return { ...none, reasons: [{ is: 'not_usable' }] };
  const agreed = consentFor(house, about);
  const last = facts.tries.toSorted((a, b) => b.at - a.at)[0];
  const known = facts.savedOnPage || card.kind !== 'card' || facts.tries.some(({ declined }) => !declined);
  return {
    consentId: agreed.consentId,
    reasons: [
      ...agreed.reasons,
      ...(last?.declined ? [{ is: 'declined', at: last.at } as const] : []),
      // That its bank said no is more than that it never said yes.
      ...(known || last?.declined ? [] : [{ is: 'never_verified' } as const]),
    ],
  };
}

function consentFor(
  house: HouseNow,
  {
    visit,
    facts,
    promised,
  }: { readonly visit: VisitFacts; readonly facts: CardFacts; readonly promised: ReadonlyMap<string, number> },
): CardVerdict {
  if (!house.consentAsked) return { consentId: null, reasons: [] };
  const records = facts.consents.map((consent) => ({
    ...consent,
    used: consent.used + (promised.get(consent.id) ?? 0),
  }));
  const judged = judgeConsent(records, { purpose: 'balance', amount: visit.remaining, now: visit.endsAt });
  return 'id' in judged
    ? { consentId: judged.id, reasons: [] }
    : { consentId: null, reasons: [consentReason(judged, house.now)] };
}

function consentReason({ code, facts }: Failure, now: number): ReadyReason {
  const [at, most] = [Number(facts?.['at'] ?? 0), Number(facts?.['most'] ?? 0)];
  switch (code) {
    case 'consent_over_cap':
      return { is: 'over_cap', most };
    case 'consent_used_up':
      return { is: 'used_up', most };
    case 'consent_ended':
      return { is: at <= now ? 'consent_ended' : 'consent_ends_before', at };
    case 'consent_withdrawn':
      return { is: 'consent_withdrawn', at };
    case 'consent_other_purpose':
      return { is: 'other_purpose' };
    default:
      return { is: 'no_consent' };
  }
}

/** The fewer and lighter its reasons, the sooner a card is taken; of two alike, the default. */
function weight({ card, reasons }: { readonly card: CardRecord; readonly reasons: readonly ReadyReason[] }): number {
  return reasons.reduce((sum, { is }) => sum + (weights[is] ?? 4), 0) - (card.isDefault ? 0.5 : 0);
}

const weights: Partial<Record<ReadyReason['is'], number>> = {
  expired: 100,
  expires_before: 90,
  not_usable: 100,
  declined: 20,
  never_verified: 2,
};
