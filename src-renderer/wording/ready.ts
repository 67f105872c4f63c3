import type { ReadyReason, ReadyRow } from '../../src-main/contract/ready.ts';
import { formatMonth, formatShortDate, type DateContext } from '../format/dates.ts';
import { formatMoney } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** Why a visit is not ready, in a few words for its row. `now`: unix ms, for years that are not this one. */
export function reasonWords(
  reason: ReadyReason,
  row: Pick<ReadyRow, 'customerName' | 'currency'>,
  context: DateContext & { readonly now: number },
): string {
  const words = wordsOf(context.language).ready.reason;
  const money = (amount: number): string => formatMoney({ amount, currency: row.currency }, context.language);
  switch (reason.is) {
    case 'removed':
      return words.removed(row.customerName.split(' ')[0] ?? row.customerName);
    case 'expired':
    case 'expires_before':
      return words[reason.is](formatMonth(reason, context));
    case 'consent_withdrawn':
    case 'consent_ended':
    case 'consent_ends_before':
    case 'declined':
      return words[reason.is](formatShortDate(reason.at, context));
    case 'over_cap':
    case 'used_up':
      return words[reason.is](money(reason.most));
    default:
      return words[reason.is];
  }
}

/** Said no, or gone: red. Not known: blue or violet. All else: somebody has something to settle. */
export function reasonTone({ is }: ReadyReason): 'decl' | 'warn' | 'pend' | 'chk' | 'neu' {
  switch (is) {
    case 'removed':
    case 'declined':
      return 'decl';
    case 'never_verified':
      return 'pend';
    case 'checking':
      return 'chk';
    case 'cards_unread':
    case 'no_customer':
      return 'neu';
    default:
      return 'warn';
  }
}
