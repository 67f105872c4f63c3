import fc from 'fast-check';
import { parse } from 'qs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeStripeLinks } from '../../src-main/gateways/stripe/links.ts';
import type { LinkPlan } from '../../src-main/payments/page-link.ts';
import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import { newLink } from '../main/ledger/new-link.ts';
import { opening } from './orders.ts';
import { schemasOf } from './stripe-schemas.ts';

const types = {
  'POST /v1/checkout/sessions': 'Checkout.SessionCreateParams',
  'GET /v1/checkout/sessions': 'Checkout.SessionListParams',
  'GET /v1/checkout/sessions/:id': 'Checkout.SessionRetrieveParams',
  'POST /v1/checkout/sessions/:id/expire': 'Checkout.SessionExpireParams',
  'POST /v1/invoices': 'InvoiceCreateParams',
  'GET /v1/invoices': 'InvoiceListParams',
  'GET /v1/invoices/:id': 'InvoiceRetrieveParams',
  'DELETE /v1/invoices/:id': 'InvoiceDeleteParams',
  'POST /v1/invoices/:id/finalize': 'InvoiceFinalizeInvoiceParams',
  'POST /v1/invoices/:id/void': 'InvoiceVoidInvoiceParams',
  'POST /v1/invoiceitems': 'InvoiceItemCreateParams',
  'POST /v1/prices': 'PriceCreateParams',
  'POST /v1/billing_portal/sessions': 'BillingPortal.SessionCreateParams',
} as const;
type Name = keyof typeof types;

const gateway = makeStripeLinks({ now: () => opening });
const base = newLink().plan;
const plan = (more: Partial<LinkPlan>): LinkPlan => ({ ...base, expiresAt: opening + 1_800_000, ...more });
const invoice = plan({ kind: 'invoice', customerRef: 'cus_nadia', days: 14, description: 'Coupe' });
const named = { plan: base, sessionRef: 'cs_one' };
const billed = { plan: invoice, sessionRef: 'in_one', id: 'link-1' };
const chosen = { least: 500, most: 20_000, preset: 2_000 };
const plans: readonly LinkPlan[] = [
  plan({ kind: 'card', price: { is: 'nothing' }, purpose: 'future_visits' }),
  plan({ kind: 'card', price: { is: 'nothing' }, consent: null, description: 'Coupe' }),
  ...(['payment', 'hold'] as const).flatMap((kind) =>
    (['never', 'ask', 'always'] as const).flatMap((save) =>
      (['cus_nadia', null] as const).map((customerRef) =>
        plan({ kind, save, customerRef, email: 'nadia@example.com' }),
      ),
    ),
  ),
  plan({ price: { is: 'chosen', what: 'Pourboire', priceRef: 'price_tip', amounts: chosen } }),
  plan({ price: { is: 'catalogue', priceRef: 'price_shampoo', quantity: 2 } }),
  plan({
    price: {
      is: 'lines',
      lines: [
        { what: 'Coupe', amount: 6_000 },
        { what: 'Couleur', amount: 9_000 },
      ],
    },
  }),
];

let schemas: ReturnType<typeof schemasOf<Name>>;
beforeAll(() => {
  schemas = schemasOf(types);
}, 60_000);

function endpointOf({ method, path }: ProviderRequest): Name {
  const bare = `${method} ${path.split('?')[0]}`.replace(/(?:cs|in)_[a-z]+/, ':id');
  if (!(bare in types)) throw new Error(`${bare} is not a call we know`);
  return bare as Name;
}
function parametersOf(request: ProviderRequest): Record<string, unknown> {
  const form = request.method === 'GET' ? (request.path.split('?')[1] ?? '') : (request.body ?? '');
  return parse(form, { depth: 10, arrayLimit: 100, strictNullHandling: true });
}
function complaints(request: ProviderRequest): string[] {
  const judge = schemas[endpointOf(request)];
  return judge(parametersOf(request))
    ? []
    : (judge.errors ?? []).map(
        ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
      );
}

describe('every request for a page of Stripe', () => {
  it('is one the official package types, parameter by parameter and word by word', async () => {
    const requests = [
      ...(await Promise.all(plans.map((one, at) => gateway.prepare(one, `link-${at}`)))),
      await gateway.question(named),
      await gateway.lookUp({ ...newLink({ providerClockAt: opening }), version: 1 }),
      await gateway.close(named, 'cpt-link-1-close-1'),
      await gateway.prepare(invoice, 'link-1'),
      await gateway.question(billed),
      await gateway.lookUp({ ...newLink({ providerClockAt: opening }), plan: invoice, version: 1 }),
      ...(await Promise.all((['line', 'finishing', 'dropping'] as const).map((what) => gateway.further(billed, what)))),
      await gateway.close(billed, 'cpt-link-1-close-1'),
      await gateway.chosenPrice({ what: 'Pourboire', currency: 'CAD', amounts: chosen }, 'cpt-link-1-price'),
      await gateway.portal({ customerRef: 'cus_nadia', language: 'fr' }, 'cpt-portal-1'),
    ];
    expect(requests.map((request) => [endpointOf(request), complaints(request)])).toEqual(
      requests.map((request) => [endpointOf(request), []]),
    );
    expect(new Set(requests.map(endpointOf))).toEqual(new Set(Object.keys(types)));
    for (const { method, headers } of requests) expect('idempotency-key' in headers).toBe(method === 'POST');
  });

  it('carries our name for the page, its consent’s version, and no word of staff or desk', async () => {
    for (const one of plans) {
      const request = await gateway.prepare(one, 'link-1');
      expect(request.headers['idempotency-key']).toBe(one.key);
      expect(parametersOf(request)).toMatchObject({
        client_reference_id: 'link-1',
        metadata: { comptoir_link: 'link-1', ...(one.consent ? { comptoir_consent_version: '1' } : {}) },
        expires_at: String(Math.floor(one.expiresAt / 1000)),
        ...(one.consent ? { custom_text: { submit: { message: one.consent.shown } } } : {}),
      });
      expect(request.body).not.toMatch(/Maya|Accueil/);
    }
  });

  it('lets Stripe send nothing and take nothing by itself for an invoice, and puts nothing else on it', async () => {
    const sent = parametersOf(await gateway.prepare(invoice, 'link-1'));
    expect(sent).toMatchObject({
      collection_method: 'send_invoice',
      auto_advance: 'false',
      days_until_due: '14',
      pending_invoice_items_behavior: 'exclude',
      discounts: '',
      payment_settings: { payment_method_types: ['card'] },
      metadata: { comptoir_link: 'link-1' },
    });
    expect(parametersOf(await gateway.further(billed, 'finishing'))).toMatchObject({ auto_advance: 'false' });
    const keys = await Promise.all((['line', 'finishing'] as const).map((what) => gateway.further(billed, what)));
    const all = [invoice.key, ...keys.map(({ headers }) => headers['idempotency-key'])];
    expect(new Set(all).size).toBe(3);
  });

  it('saves a card only as it was chosen: by setting up, by the client’s own box, or not at all', async () => {
    const said = async (more: Partial<LinkPlan>) => parametersOf(await gateway.prepare(plan(more), 'link-1'));
    expect(await said({ save: 'never' })).not.toHaveProperty('payment_intent_data.setup_future_usage');
    expect(await said({ save: 'ask' })).toMatchObject({
      saved_payment_method_options: { payment_method_save: 'enabled' },
    });
    expect(await said({ save: 'always' })).toMatchObject({
      payment_intent_data: { setup_future_usage: 'off_session' },
    });
    expect(await said({ kind: 'hold' })).toMatchObject({ payment_intent_data: { capture_method: 'manual' } });
    const card = { kind: 'card', price: { is: 'nothing' } } as const;
    expect(await said(card)).toMatchObject({ mode: 'setup', payment_method_data: { allow_redisplay: 'limited' } });
    expect(await said({ ...card, consent: null, purpose: 'future_visits' })).toMatchObject({
      payment_method_data: { allow_redisplay: 'always' },
    });
  });

  it('has what staff type letter by letter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
        fc.integer({ min: 50, max: 99_999_999 }),
        async (what, amount) => {
          const request = await gateway.prepare(plan({ price: { is: 'lines', lines: [{ what, amount }] } }), 'link-1');
          expect(complaints(request)).toEqual([]);
          expect(parametersOf(request)).toMatchObject({
            line_items: [{ price_data: { unit_amount: String(amount), product_data: { name: what } } }],
          });
        },
      ),
      { numRuns: 100 },
    );
  });
});
