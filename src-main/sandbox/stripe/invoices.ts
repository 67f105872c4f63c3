import { cancelIntent } from './capture.ts';
import { checkAmount, checkedCurrency } from './currencies.ts';
import { livingFrom } from './customer.ts';
import { load, save, seconds } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { livingInvoice, untouchedInvoice } from './invoice.ts';
import type { Invoice } from './invoice.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { accepted, choice, flag, integer, list, object, required, text, unsettable } from './params.ts';
import { makePaymentIntent } from './payment-intent.ts';
import { badParameter, StripeRefusal } from './refusal.ts';
import { madeUp, route } from './route.ts';
import { pageAddress } from './wire.ts';

const day = 24 * 3600;

/** Invoices that are sent: made as a draft, given a line, finalized, then paid on their page or made void. https://docs.stripe.com/api/invoices */
export const invoiceRoutes = [
  route({
    method: 'POST',
    path: '/v1/invoices',
    permission: 'invoices',
    params: {
      auto_advance: flag,
      collection_method: required(choice('send_invoice')),
      currency: text(3),
      customer: required(text()),
      days_until_due: required(integer({ min: 0, max: 1825 })),
      description: text(),
      discounts: unsettable(accepted),
      expand,
      metadata,
      payment_settings: object({ payment_method_types: list(choice('card')) }),
      pending_invoice_items_behavior: choice('exclude', 'include'),
    },
    run(call, params) {
      const customer = livingFrom(call, params.customer);
      if (customer.email === null) {
        throw new StripeRefusal({
          status: 400,
          stored: true,
          error: {
            type: 'invalid_request_error',
            message: 'Missing email. An invoice that is sent needs a customer with a valid email.',
          },
        });
      }
      const now = call.clock.now();
      const invoice: Invoice = {
        ...untouchedInvoice,
        id: call.ids.token('in_1', 23),
        object: 'invoice',
        amount_due: 0,
        amount_paid: 0,
        amount_remaining: 0,
        attempted: false,
        auto_advance: params.auto_advance ?? false,
        collection_method: params.collection_method,
        created: seconds(now),
        currency: checkedCurrency(params.currency ?? 'cad'),
        customer: customer.id,
        customer_email: customer.email,
        description: params.description ?? null,
        due_date: seconds(now) + params.days_until_due * day,
        hosted_invoice_url: null,
        lines: { object: 'list', data: [], has_more: false, url: '/v1/invoices/lines' },
        metadata: changedMetadata({}, params.metadata),
        number: null,
        payment_settings: {
          default_mandate: null,
          payment_method_options: null,
          payment_method_types: params.payment_settings?.payment_method_types ?? null,
        },
        status: 'draft',
        subtotal: 0,
        total: 0,
        _at: now,
        _deleted: false,
        _intent: null,
      };
      save(call, invoice);
      emit(call, 'invoice.created', invoice);
      return invoice;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/invoiceitems',
    permission: 'invoices',
    params: {
      amount: required(integer({ min: 1, max: 99_999_999 })),
      currency: required(text(3)),
      customer: required(text()),
      description: text(),
      discountable: flag,
      expand,
      invoice: required(text()),
      metadata,
    },
    run(call, params) {
      const invoice = livingInvoice(call, params.invoice, false);
      mustBeDraft(invoice, 'Invoice items can only be added to a draft invoice.');
      if (invoice.customer !== params.customer)
        throw badParameter('customer', 'The invoice belongs to another customer.');
      if (invoice.currency !== checkedCurrency(params.currency))
        throw badParameter('currency', `The invoice is in ${invoice.currency}.`);
      const item = {
        id: call.ids.token('ii_1', 23),
        object: 'invoiceitem',
        amount: params.amount,
        currency: invoice.currency,
        customer: invoice.customer,
        date: seconds(call.clock.now()),
        description: params.description ?? null,
        discountable: params.discountable ?? true,
        discounts: [],
        invoice: invoice.id,
        livemode: false,
        metadata: changedMetadata({}, params.metadata),
        quantity: 1,
      };
      const line = { ...item, id: `il_${item.id.slice(3)}`, object: 'line_item' };
      const lines = [...((invoice.lines['data'] ?? []) as unknown[]), line];
      invoice.lines = { ...invoice.lines, data: lines };
      invoice.subtotal += params.amount;
      invoice.total += params.amount;
      invoice.amount_due = invoice.total;
      invoice.amount_remaining = invoice.total;
      save(call, invoice);
      return madeUp(item);
    },
  }),
  route({
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    permission: 'invoices',
    params: { auto_advance: flag, expand },
    run(call, params, id) {
      const invoice = livingInvoice(call, id);
      mustBeDraft(invoice, 'This invoice is already finalized, you can not re-finalize a non-draft invoice.');
      checkAmount(invoice.total, invoice.currency, 'amount_due');
      finalize(call, invoice, params.auto_advance ?? invoice.auto_advance);
      return invoice;
    },
  }),
  route({
    method: 'POST',
    path: '/v1/invoices/:id/void',
    permission: 'invoices',
    params: { expand },
    run(call, _params, id) {
      const invoice = livingInvoice(call, id);
      if (invoice.status !== 'open' && invoice.status !== 'uncollectible')
        throw notNow(`You can only void an open or uncollectible invoice. This invoice is ${invoice.status}.`);
      invoice.status = 'void';
      save(call, invoice);
      const intent = invoice._intent === null ? undefined : load(call, 'payment_intent', invoice._intent);
      if (intent !== undefined && intent.status !== 'succeeded') cancelIntent(call, intent, null);
      emit(call, 'invoice.voided', invoice);
      return invoice;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/invoices/:id',
    permission: 'invoices',
    params: { expand },
    run: (call, _params, id) => livingInvoice(call, id),
  }),
  route({
    method: 'DELETE',
    path: '/v1/invoices/:id',
    permission: 'invoices',
    params: {},
    run(call, _params, id) {
      const invoice = livingInvoice(call, id);
      mustBeDraft(invoice, 'You can only delete draft invoices.');
      invoice._deleted = true;
      save(call, invoice);
      return madeUp({ id, object: 'invoice', deleted: true });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/invoices',
    permission: 'invoices',
    params: {
      ...datedPage,
      collection_method: choice('charge_automatically', 'send_invoice'),
      customer: text(),
      status: choice('draft', 'open', 'paid', 'uncollectible', 'void'),
    },
    run: (call, params) =>
      listPage(call, {
        kind: 'invoice',
        url: '/v1/invoices',
        page: params,
        query: {
          ...params.created,
          ...(params.customer === undefined ? {} : { owner: params.customer }),
          where: (invoice) =>
            !invoice._deleted &&
            (params.status === undefined || invoice.status === params.status) &&
            (params.collection_method === undefined || invoice.collection_method === params.collection_method),
        },
      }),
  }),
];

/** From now on it has a page, a number and a payment that waits; its lines stay as they are. */
function finalize(call: StripeCall, invoice: Invoice, autoAdvance: boolean): void {
  const intent = makePaymentIntent(call, {
    amount: invoice.total,
    currency: invoice.currency,
    customer: invoice.customer,
    description: 'Payment for Invoice',
    session: invoice.id,
  });
  save(call, intent);
  emit(call, 'payment_intent.created', intent);
  invoice.status = 'open';
  invoice.auto_advance = autoAdvance;
  invoice.number = `${invoice.id.slice(-8).toUpperCase()}-0001`;
  invoice.hosted_invoice_url = pageAddress(`/invoice/${invoice.id.slice(3)}`);
  invoice._intent = intent.id;
  save(call, invoice);
  emit(call, 'invoice.finalized', invoice);
}

function mustBeDraft({ status }: Invoice, message: string): void {
  if (status !== 'draft') throw notNow(message);
}

function notNow(message: string): StripeRefusal {
  return new StripeRefusal({
    status: 400,
    stored: true,
    error: { type: 'invalid_request_error', message },
  });
}
