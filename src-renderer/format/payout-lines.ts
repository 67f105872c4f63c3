import type { ProviderName } from '../../src-main/contract/provider.ts';
import { formatDay, formatTime, type DateContext } from './dates.ts';

/** Of a line of a payout: Stripe's is to the minute; a statement of Paysafe names a day, and `at` is no more than its noon. */
export const namesTime = (provider: ProviderName): boolean => provider === 'stripe';

/** `Fri, Nov 20, 4:10 p.m.`, or `Fri, Nov 20` where nobody named a time. */
export function lineWhen(
  { provider, at }: { readonly provider: ProviderName; readonly at: number },
  context: DateContext & { readonly now: number },
): string {
  const day = formatDay(at, context);
  return namesTime(provider) ? `${day}, ${formatTime(at, context)}` : day;
}
