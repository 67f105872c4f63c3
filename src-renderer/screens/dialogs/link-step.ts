import type { OpenDialog } from '../../stores/dialog.ts';

/** What a payment link after a decline would be for: exactly what staff had tried to charge, of this bill if it was one. Minor units. */
export interface LinkWanted {
  readonly customerId: string;
  readonly billId: string | null;
  readonly amount: number;
  readonly currency: string;
}

/**
 * The dialog that makes a payment link, as the next step after a bank said no. Null while this desk makes no links: then no button
 * offers one. Whoever builds it puts its `OpenDialog` here, and every decline offers it at once.
 */
export const paymentLinkStep: ((wanted: LinkWanted) => OpenDialog) | null = null as
  ((wanted: LinkWanted) => OpenDialog) | null;
