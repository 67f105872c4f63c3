import type { ApprovalLine, ApprovalView } from '../../src-main/contract/approval.ts';
import type { Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** Where something that was prepared stands: it waits, was approved, or came back. */
export function approvalStateWords(
  { state, decided }: Pick<ApprovalView, 'state' | 'decided'>,
  language: Language,
): string {
  const words = wordsOf(language).approvals;
  switch (state) {
    case 'approved':
      return words.approvedBy(decided?.staffName ?? '');
    case 'sent_back':
      return words.sentBack(decided?.staffName ?? '', decided?.words ?? '');
    case 'void':
      return words.voided;
    default:
      return words.waiting;
  }
}

/** What stands under an amount that was prepared: its reason, and what a second person should know. */
export function approvalLineWords(
  { reason, outside, repeats }: Pick<ApprovalLine, 'reason' | 'outside' | 'repeats'>,
  language: Language,
): string[] {
  const { approvals, settings } = wordsOf(language);
  return [
    reason ? settings.history.named(reason) : '',
    outside ? approvals.outside : '',
    repeats > 0 ? approvals.repeats(repeats) : '',
  ].filter((part) => part !== '');
}
