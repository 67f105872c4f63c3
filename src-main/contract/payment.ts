import * as v from 'valibot';
import { cardLabel } from './card.ts';
import { dispute } from './dispute.ts';
import { money } from './money.ts';
import { providerName } from './provider.ts';

export const paymentStates = [
  'held',
  'paid',
  'pending',
  'partly_refunded',
  'refunded',
  'released',
  'lapsed',
  'declined',
  'not_finished',
  'unsure',
] as const;

/** A payment as the provider has it (made here, online or on the provider's own site). */
export const paymentView = v.object({
  id: v.string(),
  provider: providerName,
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  card: v.nullable(cardLabel),
  state: v.picklist(paymentStates),
  amount: money,
  /** what was really taken: less than `amount` after a partial capture */
  taken: money,
  refunded: money,
  refundable: money,
  /** how the money can go back: `cancel` only whole (Paysafe before tonight's batch), `none` when nothing can */
  refundMeans: v.picklist(['refund', 'cancel', 'none']),
  at: v.number(),
  description: v.nullable(v.string()),
  /** the client's bank wants it back; absent where it does not, or the house has won */
  dispute: v.optional(dispute),
  busy: v.nullable(v.string()),
});
export type PaymentView = v.InferOutput<typeof paymentView>;
