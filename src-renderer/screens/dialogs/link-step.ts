import type { OpenDialog } from '../../stores/dialog.ts';

/** What a payment link after a decline would be for: exactly what staff had tried to charge, of this bill if it was one. Minor units. */
export interface LinkWanted {
  readonly customerId: string;
  readonly customerName: string;
  readonly billId: string | null;
  readonly amount: number;
  readonly currency: string;
}

/** The dialog that makes a payment link, as the next step after a bank said no: of a bill for what is left to pay on it, which may be less with a tip. */
export function paymentLinkStep({ customerId, customerName, billId, amount }: LinkWanted): OpenDialog {
  const use = billId === null ? 'amount' : 'remaining';
  return { kind: 'link', customerId, customerName, billId, amount, use };
}
