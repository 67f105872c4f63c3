import fc from 'fast-check';
import { parse } from 'qs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeStripeBalance } from '../../src-main/gateways/stripe/balance.ts';
import { checkStripeKey } from '../../src-main/gateways/stripe/key-check.ts';
import { makeStripeLists } from '../../src-main/gateways/stripe/lists.ts';
import { makeStripeGateway } from '../../src-main/gateways/stripe/stripe.ts';
import type { PlanOf } from '../../src-main/payments/order.ts';
import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import { handClock } from '../support/clock.ts';
import { everyPlan, lost, notebook, opening } from './orders.ts';
import { endpoints, parameterSchemas, type Endpoint } from './stripe-schemas.ts';

const gatewayOf = (statementName: string) =>
  makeStripeGateway({ statementName: () => statementName, now: () => opening });
const plans = everyPlan(
  {
    customer: 'cus_nadia',
    card: 'pm_visa',
    token: 'pm_visa',
    payment: 'pi_held',
    settlement: 'pi_held',
    account: null,
  },
  ['card'],
);
const charge = plans.find((plan): plan is PlanOf<'charge' | 'hold'> => plan.kind === 'charge');
if (!charge) throw new Error('There is no charge among the orders');

/** Lists with one more page, so that every cursor is asked for. */
function answersTo(): (request: ProviderRequest) => unknown {
  const asked = new Map<string, number>();
  return ({ path }) => {
    const [bare = ''] = path.split('?');
    const nth = (asked.get(bare) ?? 0) + 1;
    asked.set(bare, nth);
    if (bare === '/v1/customers/cus_nadia') return { id: 'cus_nadia', object: 'customer' };
    if (bare === '/v1/payment_intents/pi_held')
      return { id: 'pi_held', object: 'payment_intent', status: 'x', amount: 1, currency: 'cad', created: 1 };
    const rows: Record<string, unknown> = {
      '/v1/customers/cus_nadia/payment_methods': { id: 'pm_visa', object: 'payment_method', type: 'card' },
      '/v1/events': { id: 'evt_1', type: 'customer.updated', created: 1, data: { object: {} } },
    };
    return { object: 'list', data: bare in rows ? [rows[bare]] : [], has_more: nth === 1 && bare in rows };
  };
}

/** Everything the gateway ever asks Stripe. */
async function everyRequest(): Promise<ProviderRequest[]> {
  const gateway = gatewayOf('Atelier Fleury');
  const orders: ProviderRequest[] = [];
  for (const plan of plans) {
    const prepared = await gateway.prepare(plan);
    const given = lost('stripe', plan, prepared);
    orders.push(prepared.request, await gateway.question(given, opening));
    // What was accepted is asked about by its own id.
    const state = {
      name: 'pending',
      at: opening,
      reference: plan.kind === 'refund' ? 're_waits' : 'pi_waits',
      moved: {},
    } as const;
    if (plan.kind === 'refund' || plan.kind === 'charge')
      orders.push(await gateway.question({ ...given, state }, opening));
  }
  const book = notebook(answersTo());
  const lists = makeStripeLists({ sender: book, clock: handClock(opening) });
  const slices = [
    { createdFrom: null, createdTo: null, after: null },
    { createdFrom: opening - 1, createdTo: opening, after: 'cus_before' },
  ];
  for (const slice of slices) {
    await lists.customersPage(slice);
    await lists.paymentsPage(slice);
  }
  await lists.readCustomer('cus_nadia');
  await lists.readPayment('pi_held', null);
  await lists.subscriptionsOf?.('cus_nadia');
  await lists.changes(null, opening);
  await lists.changes('evt_before', opening);
  const balance = makeStripeBalance(book);
  await balance.payouts(opening);
  await balance.linesOf('po_monday');
  await balance.linesBetween(opening - 1, opening);
  await checkStripeKey('rk_test_made_up_for_this_test', (request) => book.send('stripe', request, 'read'));
  return [...orders, ...book.sent];
}

function endpointOf({ method, path }: ProviderRequest): Endpoint {
  const [bare = ''] = path.split('?');
  const found = endpoints.find((name) =>
    new RegExp(`^${name.replaceAll(':id', '(?:cus|pm|pi|re)_[a-z]+')}$`).test(`${method} ${bare}`),
  );
  if (!found) throw new Error(`${method} ${bare} is not a call we know`);
  return found;
}

function parametersOf(request: ProviderRequest): Record<string, unknown> {
  const form = request.method === 'GET' ? (request.path.split('?')[1] ?? '') : (request.body ?? '');
  return parse(form, { depth: 10, arrayLimit: 100, strictNullHandling: true });
}

function everyText(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(everyText) : [];
}

let schemas: ReturnType<typeof parameterSchemas>;
let requests: ProviderRequest[];
beforeAll(async () => {
  schemas = parameterSchemas();
  requests = await everyRequest();
}, 60_000);

/** What the package's own types have against a request; empty when nothing. */
function complaints(request: ProviderRequest): string[] {
  const judge = schemas[endpointOf(request)];
  if (judge(parametersOf(request))) return [];
  return (judge.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

const posts = (): ProviderRequest[] => requests.filter(({ method }) => method === 'POST');

describe('every request to Stripe', () => {
  it('is one the official package types, parameter by parameter and word by word', () => {
    expect(requests.map((request) => [endpointOf(request), complaints(request)])).toEqual(
      requests.map((request) => [endpointOf(request), []]),
    );
    expect(new Set(requests.map(endpointOf))).toEqual(new Set(endpoints));
  });

  it('carries the order’s own key when it changes something, the pinned version, and never a credential', () => {
    for (const request of requests) {
      expect(request.headers['stripe-version']).toBe('2026-10-28.endive');
      expect(Object.keys(request.headers)).not.toContain('authorization');
      expect('idempotency-key' in request.headers).toBe(request.method === 'POST');
    }
    expect(posts().map(({ headers }) => headers['idempotency-key'])).toEqual(
      // A DELETE has no key: Stripe would not look at one (docs.stripe.com/api/idempotent_requests).
      plans.filter(({ kind }) => kind !== 'remove_customer').map(({ key }) => key),
    );
  });

  it('says nothing of staff or desk, sends no empty value and no card number', () => {
    for (const request of requests) {
      const said = everyText(parametersOf(request));
      expect(said.filter((text) => text === '' || /Maude|Front desk/.test(text))).toEqual([]);
      expect(`${request.path} ${request.body}`).not.toMatch(/number|cvc|\d{12,}/);
    }
  });

  it('never searches, and asks for pages and kinds of events within Stripe’s limits', () => {
    for (const request of requests.filter(({ method }) => method === 'GET')) {
      expect(request.path).not.toContain('/search');
      expect(request.body).toBeNull();
      const { limit, types, expand } = parametersOf(request);
      expect(Number(limit ?? 1)).toBeLessThanOrEqual(100);
      expect(everyText(types).length).toBeLessThanOrEqual(20);
      for (const way of everyText(expand)) expect(way.split('.').length).toBeLessThanOrEqual(4);
    }
  });

  it('that takes money is off session, confirmed, and expects a card only', () => {
    const takes = posts().filter((request) => endpointOf(request) === 'POST /v1/payment_intents');
    expect(takes).toHaveLength(4);
    for (const take of takes) {
      expect(parametersOf(take)).toMatchObject({
        amount: '8450',
        currency: 'cad',
        customer: 'cus_nadia',
        payment_method: 'pm_visa',
        off_session: 'true',
        confirm: 'true',
        allowed_payment_method_types: ['card'],
        metadata: { comptoir_operation: charge.key },
      });
    }
    expect(takes.map((take) => parametersOf(take)['capture_method'])).toEqual([
      'automatic',
      'automatic',
      'manual',
      'manual',
    ]);
  });
});

describe('whatever staff type', () => {
  it('arrives at Stripe letter by letter, in a request its types allow', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
        fc.emailAddress(),
        fc.integer({ min: 50, max: 99_999_999 }),
        async (description, receiptEmail, amount) => {
          const plan = { ...charge, description, receiptEmail, amount: { amount, currency: 'CAD' } };
          const { request } = await gatewayOf('Atelier Fleury').prepare(plan);
          expect(complaints(request)).toEqual([]);
          expect(parametersOf(request)).toMatchObject({
            description,
            receipt_email: receiptEmail,
            amount: String(amount),
          });
        },
      ),
      { numRuns: 200 },
    );
  });

  it('as the house’s name on statements is cut to what banks print, or left out', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 60 }), async (name) => {
        const { request } = await gatewayOf(name).prepare(charge);
        expect(complaints(request)).toEqual([]);
        const suffix = parametersOf(request)['statement_descriptor_suffix'];
        if (suffix !== undefined) expect(suffix).toMatch(/^(?=.*[A-Za-z])[A-Za-z0-9 .&-]{1,10}$/);
      }),
      { numRuns: 200 },
    );
    const spelt = await gatewayOf('Été & Fils <Montréal>').prepare(charge);
    expect(parametersOf(spelt.request)['statement_descriptor_suffix']).toBe('Ete & Fils');
  });
});

describe('the check itself', () => {
  const sent = (body: string, path = '/v1/payment_intents'): ProviderRequest => ({
    method: 'POST',
    path,
    headers: {},
    body,
  });

  it.each([
    ['a misspelt word', 'amount=8450&currency=cad&capture_method=manuel', 'allowed values'],
    ['a misspelt parameter', 'amount=8450&currency=cad&custommer=cus_nadia', 'additional properties'],
    ['a parameter that older versions had', 'amount=8450&currency=cad&payment_method_types[0]=card', 'additional'],
    ['a missing amount', 'currency=cad', "'amount'"],
    ['half a cent', 'amount=84.5&currency=cad', 'integer'],
    ['a text for an amount', 'amount=lots&currency=cad', 'integer'],
  ])('notices %s', (_what, body, said) => {
    expect(complaints(sent(body)).join()).toContain(said);
  });

  it('refuses a call that is not on the list', () => {
    expect(() => complaints(sent('', '/v1/payment_intents/search'))).toThrow('not a call we know');
  });
});
