import type { BillRow } from '../../src-main/contract/bill.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';
import { cardName } from './sentences.ts';

/** Where a bill stands, in the few words of its chip; for one to pay, the card that would be charged or what is missing for it. */
export function billStateWords(bill: BillRow, language: Language): string {
  const w = wordsOf(language);
  const words = w.bills.state;
  const { state, card, over, missed } = bill;
  if (state === 'cancelled' || state === 'checking') return words[state];
  if (missed && over === 0) {
    const chips = w.missed.chips;
    if (missed.outcome === 'waived') return missed.ruled > 0 ? chips.waived : chips.none;
    return state === 'due' ? chips.fee : chips.paid;
  }
  if (over > 0) return words.over;
  if (state === 'paid' && bill.givenBack > 0) return w.givenBack.chip;
  if (state === 'paid' && bill.disputed) return w.disputes.billChip;
  if (state === 'coming' || state === 'paid') return words[state];
  if (bill.customerId === null) return words.nobody;
  if (bill.cardsUnread) return words.unread;
  if (!card) return words.noCard;
  if (card.expiryState === 'expired') return words.expired;
  const name = cardName(card.label, language);
  if (card.consent === 'ok') return w.bills.cardAgreed(name);
  return card.consent === 'not_asked' ? name : (w.consents.billState[card.consent] ?? words.noConsent);
}
