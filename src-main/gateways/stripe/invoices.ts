import { amountOf, type LinkPlan, type PageLink } from '../../payments/page-link.ts';
import type { NamedPage } from '../../payments/link-ports.ts';
import type { ProviderRequest } from '../../payments/ports.ts';
import { linkField } from './link-field.ts';
import { recordRequest } from './record.ts';

/** With what paid it, in one answer; deeper Stripe does not let it be read. */
const expand = ['payments.data.payment.payment_intent'];

/**
 * An invoice of Stripe's, made in three requests: a draft, its one line, its finishing. A draft has no page and nobody can pay it. Stripe sends nothing
 * by itself and takes nothing by itself: `auto_advance` is off, and only cards are taken, so that it is paid or not, and never on its way for days.
 * docs.stripe.com/api/invoices/create
 */
export function invoiceDraft(plan: LinkPlan, linkId: string): Promise<ProviderRequest> {
  const { customerRef, days } = plan;
  if (customerRef === null || days === undefined) throw new Error('An invoice is for somebody, and due on a day');
  return recordRequest((stripe) =>
    stripe.invoices.create(
      {
        customer: customerRef,
        currency: plan.currency.toLowerCase(),
        collection_method: 'send_invoice',
        days_until_due: days,
        auto_advance: false,
        // Nothing else of this customer comes onto it: neither lines that wait there nor a discount.
        pending_invoice_items_behavior: 'exclude',
        discounts: '',
        payment_settings: { payment_method_types: ['card'] },
        metadata: { [linkField]: linkId, comptoir_purpose: plan.purpose },
        ...(plan.description ? { description: plan.description } : {}),
      },
      { idempotencyKey: plan.key },
    ),
  );
}

/** What a draft needs next. Each under a key of its own, made of the page's; deleting has none, and a second one does nothing. */
export function invoiceFurther(
  { plan, sessionRef, id }: NamedPage & Pick<PageLink, 'id'>,
  what: 'line' | 'finishing' | 'dropping',
): Promise<ProviderRequest> {
  switch (what) {
    case 'line':
      return recordRequest((stripe) =>
        stripe.invoiceItems.create(lineOf(plan, sessionRef, id), { idempotencyKey: `${plan.key}-line` }),
      );
    case 'finishing':
      return recordRequest((stripe) =>
        stripe.invoices.finalizeInvoice(
          sessionRef,
          { auto_advance: false, expand },
          { idempotencyKey: `${plan.key}-finish` },
        ),
      );
    case 'dropping':
      return recordRequest((stripe) => stripe.invoices.del(sessionRef));
  }
}

function lineOf(plan: LinkPlan, invoice: string, linkId: string) {
  const sum = amountOf(plan);
  if (plan.price.is !== 'lines' || !sum || plan.customerRef === null)
    throw new Error('An invoice is for an amount that is known');
  return {
    customer: plan.customerRef,
    invoice,
    amount: sum.amount,
    currency: plan.currency.toLowerCase(),
    description: plan.price.lines.map(({ what }) => what).join(', '),
    discountable: false,
    metadata: { [linkField]: linkId },
  };
}

export function invoiceQuestion({ sessionRef }: NamedPage): Promise<ProviderRequest> {
  return recordRequest((stripe) => stripe.invoices.retrieve(sessionRef, { expand }));
}

/** Closed for good: a void invoice cannot be paid. Refused once it is paid. docs.stripe.com/api/invoices/void */
export function invoiceClosing({ sessionRef }: NamedPage, key: string): Promise<ProviderRequest> {
  return recordRequest((stripe) => stripe.invoices.voidInvoice(sessionRef, { expand }, { idempotencyKey: key }));
}

/** Those of this customer made since: drafts as well. */
export function invoicesSince({ plan }: PageLink, since: number | null): Promise<ProviderRequest> {
  return recordRequest((stripe) =>
    stripe.invoices.list({
      limit: 100,
      ...(plan.customerRef ? { customer: plan.customerRef } : {}),
      ...(since === null ? {} : { created: { gte: since } }),
    }),
  );
}
