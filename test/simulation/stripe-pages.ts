import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import type { BankAnswer, Deed } from './bank.ts';
import { addressOf, type PageRules, type Shop, type ShopPage } from './page-shop.ts';
import { intentSaid, listSaid, methodSaid, no, ok } from './stripe-objects.ts';

const missing = (): Deed => ({ answer: no(404, { code: 'resource_missing' }) });
const noSuchCustomer = (): Deed => ({ answer: no(400, { code: 'resource_missing', param: 'customer' }) });
const wrongState = (): Deed => ({ answer: no(400, { code: 'wrong_state' }) });

/** Checkout Sessions and invoices by Stripe's own rules, as far as a desk can tell. */
export function stripePages(shop: Shop): PageRules {
  const said = (page: ShopPage): object => sessionSaid(page, shop.isGone(page.customer));
  const { world } = shop;

  function newSession(form: URLSearchParams): Deed {
    const wanted = (name: string): string => form.get(name) ?? '';
    if (shop.isGone(wanted('customer'))) return noSuchCustomer();
    const held = wanted('payment_intent_data[capture_method]') === 'manual';
    const page: ShopPage = {
      id: shop.newId('cs'),
      name: wanted('metadata[comptoir_link]'),
      kind: wanted('mode') === 'setup' ? 'card' : held ? 'hold' : 'payment',
      customer: wanted('customer'),
      at: world.now(),
      amount: Number(form.get('line_items[0][price_data][unit_amount]') ?? 0),
      status: 'open',
      closesAt: Number(wanted('expires_at')) * 1000,
    };
    // Stripe takes no deadline that is nearer than half an hour or further than a day.
    if (page.closesAt < world.now() + 30 * 60_000 || page.closesAt > world.now() + 86_400_000)
      return { answer: no(400, { code: 'parameter_invalid_integer', param: 'expires_at' }) };
    const run = (): void => {
      shop.put(page);
      shop.note(`makes page ${page.id} for ${page.name}`);
      world.at(page.closesAt, () => {
        if (page.status === 'open') page.status = 'closed';
      });
    };
    return { answer: ok(said(page)), run };
  }

  function newInvoice(form: URLSearchParams): Deed {
    if (shop.isGone(form.get('customer') ?? '')) return noSuchCustomer();
    const page: ShopPage = {
      id: shop.newId('in'),
      name: form.get('metadata[comptoir_link]') ?? '',
      kind: 'invoice',
      customer: form.get('customer') ?? '',
      at: world.now(),
      amount: 0,
      status: 'draft',
      closesAt: world.now() + Number(form.get('days_until_due')) * 86_400_000,
    };
    return { answer: ok(invoiceSaid(page)), run: () => shop.put(page) };
  }

  function onInvoice(method: string, page: ShopPage, what: string): Deed {
    if (method === 'DELETE')
      return page.status === 'draft'
        ? { answer: ok({ id: page.id, object: 'invoice', deleted: true }), run: () => shop.remove(page.id) }
        : wrongState();
    const [from, to] = what === 'finalize' ? (['draft', 'open'] as const) : (['open', 'closed'] as const);
    if (page.status !== from) return wrongState();
    return { answer: ok(invoiceSaid({ ...page, status: to })), run: () => change(page, to) };
  }

  function change(page: ShopPage, to: ShopPage['status']): void {
    // Somebody was quicker than the answer that was already worked out.
    if (page.status !== 'draft' && page.status !== 'open') return;
    page.status = to;
    shop.note(`page ${page.id} is ${to}`);
  }

  function deed({ method, path, body }: ProviderRequest): Deed {
    const form = new URLSearchParams(body ?? '');
    const [, , thing, id = '', what = '', session = ''] = path.split('?')[0]?.split('/') ?? [];
    if (thing === 'checkout' && what === '') return newSession(form);
    if (thing === 'checkout') {
      const page = shop.byId(what);
      if (!page) return missing();
      if (page.status !== 'open' || session !== 'expire') return wrongState();
      return { answer: ok(said({ ...page, status: 'closed' })), run: () => change(page, 'closed') };
    }
    if (thing === 'invoiceitems') {
      const page = shop.byId(form.get('invoice') ?? '');
      if (!page) return missing();
      if (page.status !== 'draft') return wrongState();
      const amount = Number(form.get('amount'));
      return { answer: ok({ id: shop.newId('ii'), object: 'invoiceitem' }), run: () => void (page.amount += amount) };
    }
    if (id === '') return newInvoice(form);
    const page = shop.byId(id);
    return page ? onInvoice(method, page, what) : missing();
  }

  function look(path: string): BankAnswer {
    const url = new URL(path, 'https://api.stripe.com');
    const [, , thing = '', ...rest] = url.pathname.split('/');
    const id = rest.at(-1) ?? '';
    const page = shop.byId(id);
    // Only a question about the page itself names its card.
    if (page?.kind === 'card' && used(page) && !shop.isGone(page.customer)) page.saidKept = true;
    if (page) return ok(page.kind === 'invoice' ? invoiceSaid(page) : said(page));
    if (id !== '' && id !== 'sessions') return no(404, { code: 'resource_missing' });
    const since = Number(url.searchParams.get('created[gte]') ?? 0);
    const rows = shop.pages.filter(
      (one) =>
        (one.kind === 'invoice') === (thing === 'invoices') &&
        one.customer === url.searchParams.get('customer') &&
        Math.floor(one.at / 1000) >= since,
    );
    return listSaid(
      rows.map((one) => (one.kind === 'invoice' ? invoiceSaid(one) : said(one))),
      false,
    );
  }

  return { isPage: (path) => /^\/v1\/(?:checkout|invoices|invoiceitems)\b/.test(path), deed, look };
}

function intentOf({ id, customer, kind, amount, status, at, name }: ShopPage): object {
  const manual = kind === 'hold';
  const taken = status === 'paid' && !manual;
  const states = { bank: 'requires_payment_method', paid: 'succeeded', failed: 'requires_payment_method' } as const;
  const said = intentSaid({
    ...{ id: `pi_${id}`, customer, method: `pm_${id}`, amount, manual, refunded: 0, reason: null, at },
    status: manual
      ? 'requires_capture'
      : (states[status === 'bank' || status === 'failed' ? status : 'paid'] ?? 'succeeded'),
    received: taken ? amount : 0,
    metadata: { comptoir_link: name },
  });
  return status === 'bank' ? { ...said, status: 'processing', last_payment_error: null } : said;
}

const used = ({ status }: ShopPage): boolean => status === 'bank' || status === 'paid' || status === 'failed';

/** `gone`: its customer was deleted, and with it went what had been saved on it. */
function sessionSaid(page: ShopPage, gone: boolean): object {
  const { id, kind, customer, amount, status, closesAt, name } = page;
  const isCard = kind === 'card';
  const method = methodSaid({ id: `pm_${id}`, customer: gone ? null : customer });
  return {
    id,
    object: 'checkout.session',
    mode: isCard ? 'setup' : 'payment',
    status: used(page) ? 'complete' : status === 'closed' ? 'expired' : 'open',
    payment_status: status === 'paid' ? 'paid' : 'unpaid',
    amount_total: isCard ? null : amount,
    currency: isCard ? null : 'cad',
    customer,
    expires_at: Math.floor(closesAt / 1000),
    url: status === 'open' ? addressOf(id) : null,
    metadata: { comptoir_link: name },
    payment_intent: !isCard && used(page) ? intentOf(page) : null,
    setup_intent:
      isCard && used(page)
        ? { id: `seti_${id}`, object: 'setup_intent', status: 'succeeded', payment_method: method }
        : null,
  };
}

function invoiceSaid(page: ShopPage): object {
  const { id, customer, amount, status, closesAt, name } = page;
  const words = { draft: 'draft', open: 'open', bank: 'open', paid: 'paid', closed: 'void', failed: 'open' } as const;
  const payment = { type: 'payment_intent', payment_intent: intentOf(page) };
  return {
    id,
    object: 'invoice',
    status: words[status],
    collection_method: 'send_invoice',
    auto_advance: false,
    total: amount,
    amount_due: amount,
    amount_paid: status === 'paid' ? amount : 0,
    currency: 'cad',
    customer,
    due_date: Math.floor(closesAt / 1000),
    hosted_invoice_url: status === 'open' ? addressOf(id) : null,
    metadata: { comptoir_link: name },
    payments: { data: status === 'paid' ? [{ object: 'invoice_payment', status: 'paid', payment }] : [] },
  };
}
