import type { Purpose } from '../contract/consent.ts';
import { refused, type Failure } from '../contract/failure.ts';
import type { Money } from '../contract/money.ts';

/** A consent as the ledger holds it, with what was already taken under it. Minor units of `currency`; times unix ms. */
export interface ConsentRecord {
  readonly id: string;
  readonly cardId: string;
  readonly purposes: readonly Purpose[];
  readonly capEach: number | null;
  readonly capTotal: number | null;
  readonly currency: string;
  readonly endsAt: number | null;
  readonly withdrawnAt: number | null;
  /** taken, or perhaps taken, under it so far */
  readonly used: number;
}

export interface Wanted {
  readonly purpose: Purpose;
  readonly amount: Money;
  readonly now: number;
}

/**
 * Whether one of a card's consents covers this charge: saved is not authorised. Answers the consent that does, the tightest first so
 * that wider ones are kept for what only they cover; or, of the refusals, the one that is nearest to a yes.
 */
export function judgeConsent(consents: readonly ConsentRecord[], wanted: Wanted): ConsentRecord | Failure {
  const judged = consents.map((consent) => ({ consent, no: refusalOf(consent, wanted) }));
  const covering = judged.filter(({ no }) => no === null).map(({ consent }) => consent);
  const [best] = covering.toSorted((a, b) => roomOf(a) - roomOf(b));
  if (best) return best;
  const nearest = judged.flatMap(({ no }) => (no ? [no] : [])).toSorted((a, b) => rank(a) - rank(b));
  return nearest[0] ?? refused('consent_missing').failure;
}

/** What stands in the way of one consent, or null when it covers the charge. */
function refusalOf(consent: ConsentRecord, { purpose, amount, now }: Wanted): Failure | null {
  const { currency } = consent;
  if (consent.withdrawnAt !== null) return refused('consent_withdrawn', { at: consent.withdrawnAt }).failure;
  if (consent.endsAt !== null && consent.endsAt <= now) return refused('consent_ended', { at: consent.endsAt }).failure;
  if (!covers(consent.purposes, purpose))
    return refused('consent_other_purpose', { purpose, covers: consent.purposes.join(',') }).failure;
  if (consent.currency !== amount.currency) return refused('consent_other_currency', { currency }).failure;
  if (consent.capEach !== null && amount.amount > consent.capEach)
    return refused('consent_over_cap', { most: consent.capEach, currency }).failure;
  if (consent.capTotal !== null && consent.used + amount.amount > consent.capTotal)
    return refused('consent_used_up', { most: Math.max(0, consent.capTotal - consent.used), currency }).failure;
  return null;
}

/** A consent to what a visit costs covers its remaining balance; a deposit or a fee for not coming must be named. */
function covers(purposes: readonly Purpose[], wanted: Purpose): boolean {
  if (purposes.includes(wanted)) return true;
  return wanted === 'balance' && (purposes.includes('this_visit') || purposes.includes('future_visits'));
}

const roomOf = ({ capEach, capTotal, used }: ConsentRecord): number =>
  Math.min(capEach ?? Number.MAX_SAFE_INTEGER, capTotal === null ? Number.MAX_SAFE_INTEGER : capTotal - used);

const nearness: readonly Failure['code'][] = [
  'consent_over_cap',
  'consent_used_up',
  'consent_other_currency',
  'consent_other_purpose',
  'consent_ended',
  'consent_withdrawn',
];
const rank = ({ code }: Failure): number => nearness.indexOf(code);
