import type { Dispute } from '../../../src-main/contract/dispute.ts';
import { oneStop } from '../one-stop.ts';

/** A client's bank wants a payment back. */
export const disputes = {
  chip: {
    open: 'Disputed',
    inquiry: 'The bank asks about it',
    lost: 'Dispute lost',
    unknown: 'Disputed',
  } satisfies Record<Exclude<Dispute['state'], 'won'>, string>,
  billChip: 'Paid, disputed',
  today: 'A client’s bank disputes a payment',
  said: {
    open: (amount: string) => `The client’s bank took ${amount} back until this dispute is decided.`,
    inquiry: (amount: string) => `The client’s bank asks about ${amount}. Nothing was taken back yet.`,
    lost: (amount: string) => `The dispute was lost: the client’s bank has ${amount} back.`,
    unknown: (amount: string) =>
      `The client’s bank disputes this payment of ${amount}. Look on Stripe’s site: the key of this desk may not read more.`,
  } satisfies Record<Exclude<Dispute['state'], 'won'>, (amount: string) => string>,
  answerBy: (when: string) => oneStop(`Answer on Stripe’s site by ${when}.`),
  onBill: (amount: string) =>
    `${amount} of what was paid is disputed by the client’s bank. The bill counts it as paid until that is decided.`,
  refundRefused:
    'The client’s bank disputes this payment, so Stripe refunds nothing of it. Nothing was refunded: answer the dispute on Stripe’s site.',
};
