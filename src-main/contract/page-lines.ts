import type { BillView } from './bill.ts';

/**
 * How many lines a page takes that is paid on. Stripe allows 100 of one Checkout Session and advises a few dozen at most:
 * docs.stripe.com/api/checkout/sessions/create#create_checkout_session-line_items
 */
export const mostPageLines = 40;

export interface PageLine {
  readonly what: string;
  /** minor units */
  readonly amount: number;
}

/**
 * The lines of a bill as a page for what is left of it shows them, its taxes as the last one; null where they do not add up to exactly that, and the page
 * asks for one amount: something is paid already, the visit was missed, or there are no lines.
 */
export function pageLinesOf(
  bill: Pick<BillView, 'lines' | 'tax' | 'remaining' | 'missed' | 'code'> & { readonly service: string },
  taxes: string,
): readonly PageLine[] | null {
  const { lines, tax, remaining, missed, service, code } = bill;
  const all = [
    ...lines.map(({ what, amount }) => ({ what: what || service || code, amount })),
    ...(tax === null || tax === 0 ? [] : [{ what: taxes, amount: tax }]),
  ].filter(({ amount }) => amount > 0);
  const sum = all.reduce((total, { amount }) => total + amount, 0);
  return lines.length > 0 && missed === null && sum === remaining && all.length <= mostPageLines ? all : null;
}

/** What taxes are called on the page, in its own language. */
export const taxesOnPage = { en: 'Taxes (GST/QST)', fr: 'Taxes (TPS/TVQ)' } as const;
