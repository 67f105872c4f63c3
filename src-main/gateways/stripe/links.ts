import type Stripe from 'stripe';
import { impossible } from '../../contract/impossible.ts';
import type { StripePages } from '../../payments/link-ports.ts';
import { billNameField } from './orders.ts';
import type { LinkPlan, PageLink } from '../../payments/page-link.ts';
import type { ProviderRequest } from '../../payments/ports.ts';
import { readCatalogue } from './catalogue.ts';
import { readInvoice, readInvoices } from './invoice-replies.ts';
import { invoiceClosing, invoiceDraft, invoiceFurther, invoiceQuestion, invoicesSince } from './invoices.ts';
import { linkField } from './link-field.ts';
import { readLookUp, readPage, readPortal, readPrice } from './link-replies.ts';
import { recordRequest } from './record.ts';

/** Where the client's browser goes when it is done: the provider's own site. It proves nothing, and nothing listens there. */
const doneAddress = 'https://stripe.com/';
/** How far before the page was asked for, by Stripe's clock, a look-up begins. */
const lookBackMs = 3_600_000;
/** Everything that tells what became of it, in one answer. */
const expand = ['payment_intent.latest_charge', 'payment_intent.payment_method', 'setup_intent.payment_method'];

/** Stripe's hosted pages behind the port: conversions only. docs.stripe.com/api/checkout/sessions/create */
export function makeStripeLinks(parts: { readonly now: () => number }): StripePages {
  return {
    repeat: 'same_key',
    keepsDeadlines: true,
    prepare,
    read: (link, answer, moment) =>
      (isInvoice(link) ? readInvoice : readPage)(link, answer, {
        asked: moment === 'asked' || moment === 'closed',
        now: parts.now(),
      }),
    question: (link) =>
      isInvoice(link)
        ? invoiceQuestion(link)
        : recordRequest((stripe) => stripe.checkout.sessions.retrieve(link.sessionRef, { expand })),
    further: invoiceFurther,
    lookUp,
    readLookUp: (link, answer) => (isInvoice(link) ? readInvoices : readLookUp)(link, answer),
    close: (link, key) =>
      isInvoice(link)
        ? invoiceClosing(link, key)
        : recordRequest((stripe) =>
            stripe.checkout.sessions.expire(link.sessionRef, { expand }, { idempotencyKey: key }),
          ),
    closeSaid(_link, { status }) {
      if (status === 200) return 'taken';
      return status === 400 || status === 404 ? 'refused' : 'unclear';
    },
    chosenPrice: ({ what, currency, amounts }, key) =>
      recordRequest((stripe) =>
        stripe.prices.create(
          {
            currency: currency.toLowerCase(),
            product_data: { name: what },
            custom_unit_amount: {
              enabled: true,
              minimum: amounts.least,
              maximum: amounts.most,
              ...(amounts.preset === null ? {} : { preset: amounts.preset }),
            },
          },
          { idempotencyKey: key },
        ),
      ),
    readPrice,
    // The first hundred: more than anybody picks from by eye.
    catalogue: (currency) =>
      recordRequest((stripe) =>
        stripe.prices.list({
          active: true,
          type: 'one_time',
          currency: currency.toLowerCase(),
          limit: 100,
          expand: ['data.product'],
        }),
      ),
    readCatalogue,
    portal: ({ customerRef, language }, key) =>
      recordRequest((stripe) =>
        stripe.billingPortal.sessions.create(
          { customer: customerRef, locale: localeOf(language), return_url: doneAddress },
          { idempotencyKey: key },
        ),
      ),
    readPortal,
  };
}

function isInvoice({ plan }: Pick<PageLink, 'plan'>): boolean {
  return plan.kind === 'invoice';
}

function prepare(plan: LinkPlan, linkId: string): Promise<ProviderRequest> {
  const { kind } = plan;
  if (kind === 'invoice') return invoiceDraft(plan, linkId);
  const params = sessionParams({ ...plan, kind }, linkId);
  return recordRequest((stripe) => stripe.checkout.sessions.create(params, { idempotencyKey: plan.key }));
}

type SessionPlan = LinkPlan & { readonly kind: Exclude<LinkPlan['kind'], 'invoice'> };

function sessionParams(plan: SessionPlan, linkId: string): Stripe.Checkout.SessionCreateParams {
  const metadata = {
    [linkField]: linkId,
    comptoir_purpose: plan.purpose,
    ...(plan.billName === undefined ? {} : { [billNameField]: plan.billName }),
    ...(plan.consent
      ? { comptoir_consent: plan.consent.textId, comptoir_consent_version: String(plan.consent.textVersion) }
      : {}),
  };
  const common = {
    client_reference_id: linkId,
    metadata,
    locale: localeOf(plan.language),
    expires_at: Math.floor(plan.expiresAt / 1000),
    success_url: doneAddress,
    allowed_payment_method_types: ['card'],
    ...(plan.customerRef ? { customer: plan.customerRef } : {}),
    ...(plan.customerRef === null && plan.email ? { customer_email: plan.email } : {}),
    // Beside Stripe's own words on keeping a card, ours: what was shown is what was agreed to.
    ...(plan.consent
      ? {
          custom_text: { submit: { message: plan.consent.shown } },
          consent_collection: { payment_method_reuse_agreement: { position: 'auto' } },
        }
      : {}),
  } satisfies Partial<Stripe.Checkout.SessionCreateParams>;
  switch (plan.kind) {
    case 'card':
      return {
        ...common,
        mode: 'setup',
        // What later visits may be paid with is shown to the client again; what serves one purpose of the house is not.
        payment_method_data: { allow_redisplay: redisplayOf(plan) },
        setup_intent_data: { metadata, ...(plan.description ? { description: plan.description } : {}) },
      };
    case 'payment':
    case 'hold':
      return {
        ...common,
        mode: 'payment',
        line_items: lineItems(plan),
        ...(plan.customerRef === null ? { customer_creation: 'always' } : {}),
        payment_intent_data: {
          capture_method: plan.kind === 'hold' ? 'manual' : 'automatic',
          metadata,
          ...(plan.description ? { description: plan.description } : {}),
          ...(plan.save === 'always' ? { setup_future_usage: 'off_session' } : {}),
        },
        saved_payment_method_options: {
          allow_redisplay_filters: ['always', 'limited'],
          payment_method_remove: 'enabled',
          ...(plan.save === 'ask' ? { payment_method_save: 'enabled' } : {}),
        },
      };
    default:
      return impossible(plan.kind);
  }
}

function redisplayOf({ consent, purpose }: LinkPlan): 'always' | 'limited' {
  return (consent?.purposes ?? [purpose]).includes('future_visits') ? 'always' : 'limited';
}

function lineItems({ price, currency }: LinkPlan): Stripe.Checkout.SessionCreateParams.LineItem[] {
  switch (price.is) {
    case 'nothing':
      throw new Error('A page that is paid on must say what for');
    case 'lines':
      return price.lines.map(({ what, amount }) => ({
        quantity: 1,
        price_data: { currency: currency.toLowerCase(), unit_amount: amount, product_data: { name: what } },
      }));
    case 'chosen':
      return [{ price: price.priceRef, quantity: 1 }];
    case 'catalogue':
      return [{ price: price.priceRef, quantity: price.quantity }];
    default:
      return impossible(price);
  }
}

/** A page of this house may have been made: its answer was lost. Lists are read-after-write. */
function lookUp(link: PageLink): Promise<ProviderRequest> {
  const { plan, providerClockAt } = link;
  const since = providerClockAt === null ? null : Math.floor((providerClockAt - lookBackMs) / 1000);
  if (isInvoice(link)) return invoicesSince(link, since);
  return recordRequest((stripe) =>
    stripe.checkout.sessions.list({
      limit: 100,
      ...(plan.customerRef ? { customer: plan.customerRef } : {}),
      ...(since === null ? {} : { created: { gte: since } }),
    }),
  );
}

function localeOf(language: 'en' | 'fr'): 'en' | 'fr-CA' {
  return language === 'fr' ? 'fr-CA' : 'en';
}
