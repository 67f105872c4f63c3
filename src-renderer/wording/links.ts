import type { PageLinkStateName, PageLinkView } from '../../src-main/contract/page-link.ts';
import { formatShortDate, type DateContext } from '../format/dates.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { cardName } from './sentences.ts';
import { wordsOf } from './languages.ts';

/** What a page came to, in one sentence; of one that is open, that somebody is waited for. */
export function linkWords(
  link: Pick<PageLinkView, 'state' | 'kind' | 'customerName' | 'provider'>,
  language: Language,
): string {
  const { links, shell } = wordsOf(language);
  const { state, kind } = link;
  const at = shell.providers[link.provider];
  switch (state.name) {
    case 'preparing':
      return links.preparingText(at);
    case 'open':
      return links.waitingFor(link.customerName.split(' ')[0] ?? link.customerName);
    case 'processing':
      return links.processingText;
    case 'completed': {
      const card = cardName(state.card, language);
      if (!state.moved) return state.saved ? links.saved(card) : links.notKept(card, at);
      const amount = formatMoney(state.moved, language);
      if (kind === 'hold') return state.saved ? links.heldSaved(amount, card) : links.held(amount);
      return state.saved ? links.paidSaved(amount, card) : links.paid(amount);
    }
    case 'expired':
      return links.expiredText;
    case 'cancelled':
      return state.settled ? links.settledText(state.settled.by, state.settled.note, at) : links.cancelledText;
    case 'failed':
      if (state.code === 'hosted_missing') return links.missingText;
      return state.code === 'address_lost' || (link.provider === 'paysafe' && state.code === 'absent')
        ? links.lostText
        : links.failedText;
    case 'needs_person':
      return state.why === 'not_closed' ? links.notClosedText(at) : links.personText(at);
  }
}

/** What a page is for, in the words with which it was chosen. */
export function linkUse(
  { kind, chosen, billId, purpose }: Pick<PageLinkView, 'kind' | 'chosen' | 'billId' | 'purpose'>,
  language: Language,
): string {
  const { uses } = wordsOf(language).links;
  if (kind !== 'payment') return uses[kind];
  if (chosen) return uses.chosen;
  if (billId !== null) return uses.remaining;
  return purpose === 'deposit' ? uses.deposit : uses.amount;
}

/** Until when an invoice is to be paid, or that its day is over: it stays payable all the same. */
export function dueWords(at: number, context: DateContext & { readonly now: number }): string {
  const { links } = wordsOf(context.language);
  const day = formatShortDate(at, context);
  return at < context.now ? links.wasDue(day) : links.dueOn(day);
}

export function linkTone(name: PageLinkStateName): 'done' | 'decl' | 'warn' | 'chk' | 'pend' | 'neu' {
  const tones = {
    preparing: 'chk',
    open: 'chk',
    processing: 'pend',
    completed: 'done',
    expired: 'neu',
    cancelled: 'neu',
    failed: 'decl',
    needs_person: 'warn',
  } as const;
  return tones[name];
}
