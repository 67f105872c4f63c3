import type { Money } from '../../src-main/contract/money.ts';
import type { OperationView } from '../../src-main/contract/operation.ts';
import { formatDay, formatTime } from '../format/dates.ts';
import { formatMoney, type Language } from '../format/money.ts';
import { wordsOf } from './languages.ts';

/** How a refund came to nothing, by Stripe's codes and by the words in which Paysafe shows it when it is looked up (paysafe.md, section 6). */
const endsOf: Readonly<Record<string, 'failed' | 'canceled'>> = {
  refund_failed: 'failed',
  failed: 'failed',
  refund_canceled: 'canceled',
  cancelled: 'canceled',
};

/** A refund that Stripe refused because the payment is disputed, or that failed or was called off, at once or after it had been said to be done; null for anything else. */
export function failedRefundSentence(
  { kind, state, amount, provider }: Pick<OperationView, 'kind' | 'state' | 'amount' | 'provider'>,
  context: { readonly language: Language; readonly timeZone: string; readonly now: number },
): string | null {
  if (kind !== 'refund' || state.name !== 'rejected' || !amount) return null;
  const { disputes, outcomes: o, shell } = wordsOf(context.language);
  if (state.code === 'charge_disputed' || state.code === 'refund_disputed_payment') return disputes.refundRefused;
  const code = endsOf[state.code];
  if (code === undefined) return null;
  const at = shell.providers[provider];
  const { was } = state;
  if (!was && code === 'failed') return o.refundFailedAtOnce(at);
  const sum = formatMoney(refundFailedOf({ kind, state, amount }) ?? amount, context.language);
  const said = code === 'failed' ? o.refundFailed(sum, at) : o.refundCanceled(sum, at);
  if (!was) return said;
  return `${said} ${o.saidBefore[was.name](`${formatDay(was.at, context)}, ${formatTime(was.at, context)}`)}`;
}

/** What staff had read was given back by a refund that failed since, or was called off; null for anything else. */
export function refundFailedOf({
  kind,
  state,
  amount,
}: Pick<OperationView, 'kind' | 'state' | 'amount'>): Money | null {
  if (kind !== 'refund' || state.name !== 'rejected' || !state.was || !amount) return null;
  return { amount: state.was.moved.refunded ?? amount.amount, currency: amount.currency };
}
