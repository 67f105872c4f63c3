import { describe, expect, it } from 'vitest';
import { makePaysafePages } from '../../../src-main/gateways/paysafe/hosted-pages.ts';
import { tryWithoutSecrets, withoutSecrets } from '../../../src-main/gateways/paysafe/hosted-reply.ts';
import type { Try } from '../../../src-main/gateways/one-try.ts';
import type { LinkMoment } from '../../../src-main/payments/link-ports.ts';
import type { PageLink } from '../../../src-main/payments/page-link.ts';
import type { Answer } from '../../../src-main/payments/ports.ts';
import { newLink } from '../ledger/new-link.ts';

const secret = '00000-1001000010:B-qa2-0-made-up-secret';
const page = 'https://pay.test.netbanx.com/hosted/v1/payment/53616c7465645f5f';
const order = (more: object = {}) => ({
  currencyCode: 'CAD',
  id: '284MADEUP000000001',
  link: [
    { rel: 'hosted_payment', uri: page },
    { rel: 'self', uri: `https://${secret}@api.test.netbanx.com/hosted/v1/orders/284MADEUP000000001` },
    { rel: 'resend_callback', uri: `https://${secret}@api.test.netbanx.com/hosted/v1/orders/284/resend_callback` },
  ],
  merchantRefNum: 'cpt-link-1',
  mode: 'live',
  totalAmount: 1500,
  type: 'order',
  ...more,
});
const paid = (more: object = {}) => ({
  status: 'success',
  amount: '1500',
  authType: 'purchase',
  settled: true,
  refunded: false,
  reversed: false,
  card: { brand: 'visa', lastDigits: '2345', bin: '453091' },
  ...more,
});
const raw = (body: unknown, status = 200): Answer => ({
  status,
  headers: { location: `https://${secret}@api.test.netbanx.com/x`, 'request-id': secret },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  providerAt: 5,
});
const link = (sessionRef: string | null = '284MADEUP000000001'): PageLink => {
  const made = newLink({ sessionRef });
  return { ...made, plan: { ...made.plan, provider: 'paysafe', save: 'never', consent: null }, version: 1 };
};
const gateway = makePaysafePages({ pageOrigin: () => 'https://pay.test.netbanx.com' });
const said = (body: unknown, moment: LinkMoment = 'asked', status = 200) =>
  gateway.read(link(moment.startsWith('made') ? null : undefined), withoutSecrets(raw(body, status)), moment);

describe('what is left of a reply of Paysafe’s pages', () => {
  it.each([
    ['an order', order()],
    ['a paid order', order({ transaction: { ...paid(), errorMessage: `https://${secret}@x` } })],
    ['an error that quotes an address', { error: { code: '400', message: `No ${secret}` } }],
    [
      'a page address with a key in it',
      order({ link: [{ rel: 'hosted_payment', uri: page.replace('//', `//${secret}@`) }] }),
    ],
    ['a field that should be a word', order({ id: secret, transaction: paid({ status: secret, errorCode: secret }) })],
    ['a field that nobody knows', order({ anything: secret })],
    ['no reply at all', `<html>https://${secret}@x</html>`],
    ['one that was cut', JSON.stringify(order()).slice(0, -9)],
  ])('of %s never has the key in it', async (_what, body) => {
    const once = async () => ({ got: 'answer', answer: raw(body) }) as const;
    const result = JSON.stringify(await tryWithoutSecrets(once)({} as Try));
    expect(JSON.stringify(raw(body))).toContain('made-up-secret');
    for (const part of ['made-up-secret', '1001000010', 'resend_callback', 'self']) expect(result).not.toContain(part);
  });

  it('is the page’s address, and what was paid with which card', () => {
    expect(said(order())).toMatchObject({ outcome: { is: 'open', sessionRef: '284MADEUP000000001' }, address: page });
    expect(said(order({ transaction: paid() }))).toMatchObject({
      address: null,
      outcome: {
        is: 'completed',
        result: {
          moved: { amount: 1500, currency: 'CAD' },
          paymentRef: '284MADEUP000000001',
          card: { brand: 'visa', lastFour: '2345' },
          saved: false,
        },
      },
    });
  });

  it('is no address where that is on another host; amounts may be text', () => {
    const elsewhere = {
      id: '284OTHER',
      link: [{ rel: 'hosted_payment', uri: 'https://evil.example/hosted/v1/payment/1' }],
    };
    expect(gateway.read(link(null), withoutSecrets(raw(order(elsewhere))), 'made').address).toBeNull();
    expect(said(order({ totalAmount: '1500' })).outcome.is).toBe('open');
  });
});

describe('what Paysafe says of a page', () => {
  it.each([
    ['another amount of the order', order({ totalAmount: 1400 }), 'mismatch'],
    ['another currency', order({ currencyCode: 'USD' }), 'mismatch'],
    ['another amount paid', order({ transaction: paid({ amount: '1400' }) }), 'mismatch'],
    ['an authorization instead of a purchase', order({ transaction: paid({ authType: 'auth' }) }), 'mismatch'],
    ['a payment that was given back', order({ transaction: paid({ reversed: true }) }), 'mismatch'],
    ['a payment that was refunded', order({ transaction: paid({ refunded: true }) }), 'mismatch'],
    ['another order', order({ id: '284ANOTHER' }), 'unclear'],
    ['another reference', order({ merchantRefNum: 'cpt-other' }), 'unclear'],
    ['a word we do not know', order({ transaction: paid({ status: 'approved' }) }), 'unclear'],
    ['a declined card', order({ transaction: paid({ status: 'declined', settled: false }) }), 'open'],
    ['a payment that is held', order({ transaction: paid({ status: 'held', settled: false }) }), 'processing'],
  ])('%s: it is never taken for paid', (_what, body, outcome) => {
    expect(said(body).outcome.is).toBe(outcome);
  });

  it('after it was closed: over where nothing was paid, paid where it was, for a person where nobody can tell', () => {
    expect(said(order(), 'closed').outcome.is).toBe('expired');
    expect(said('', 'closed', 404).outcome.is).toBe('expired');
    expect(said('', 'asked', 404).outcome.is).toBe('unclear');
    expect(said(order({ transaction: paid() }), 'closed').outcome.is).toBe('completed');
    expect(said(order({ transaction: paid({ status: 'approved' }) }), 'closed').outcome.is).toBe('mismatch');
    const { plan } = link();
    const closed = (answer: Answer) =>
      gateway.closeSaid({ plan, sessionRef: '284MADEUP000000001' }, withoutSecrets(answer));
    // A wall's own page, and the answer to something else, close nothing.
    expect(closed(raw('<html>One moment</html>', 200))).toBe('unclear');
    expect(closed(raw(order({ id: '284ANOTHER' }), 200))).toBe('unclear');
    expect(closed(raw(order(), 200))).toBe('taken');
    expect([204, 400, 405, 401, 429, 500].map((status) => closed(raw('', status)))).toEqual([
      'taken',
      'refused',
      'refused',
      'unclear',
      'unclear',
      'unclear',
    ]);
  });

  it('to its making: refused is not made, and a reference that was used before is nobody’s page or a person’s question', () => {
    const duplicate = { error: { code: '400', message: 'Duplicate merchant reference' } };
    expect(said(duplicate, 'made_again', 400).outcome).toMatchObject({ is: 'failed', code: 'address_lost' });
    expect(said(duplicate, 'made', 400).outcome).toMatchObject({ is: 'mismatch', why: 'duplicate' });
    expect(said({ error: { code: '401' } }, 'made', 401).outcome).toEqual({ is: 'not_run', code: 'key_refused' });
    expect(said('', 'made', 404).outcome).toEqual({ is: 'not_run', code: 'hosted_missing' });
    expect(said({ error: { code: 400 } }, 'made', 400).outcome).toEqual({ is: 'not_run', code: '400' });
    expect(said('', 'made', 500).outcome.is).toBe('unclear');
    expect(said('<html>', 'made', 200).outcome.is).toBe('unclear');
  });
});
