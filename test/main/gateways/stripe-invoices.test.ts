import { describe, expect, it } from 'vitest';
import { makeStripeLinks } from '../../../src-main/gateways/stripe/links.ts';
import type { LinkState, PageLink } from '../../../src-main/payments/page-link.ts';
import type { Answer } from '../../../src-main/payments/ports.ts';
import { newLink } from '../ledger/new-link.ts';

const gateway = makeStripeLinks({ now: () => 5 });
const link = (more: Partial<PageLink> = {}): PageLink => ({
  ...newLink({ sessionRef: 'in_1' }),
  plan: { ...newLink().plan, kind: 'invoice', days: 14 },
  version: 1,
  ...more,
});
const answer = (body: unknown, status = 200): Answer => ({
  status,
  headers: {},
  body: JSON.stringify(body),
  providerAt: null,
});
const invoice = (more: object = {}) => ({
  id: 'in_1',
  object: 'invoice',
  status: 'open',
  collection_method: 'send_invoice',
  auto_advance: false,
  total: 1500,
  amount_due: 1500,
  amount_paid: 0,
  currency: 'cad',
  customer: 'a',
  due_date: 2_000,
  hosted_invoice_url: 'https://invoice.stripe.com/i/1',
  metadata: { comptoir_link: 'link-1' },
  payments: { object: 'list', data: [], has_more: false },
  ...more,
});
const payment = (more: object = {}) => ({
  object: 'invoice_payment',
  status: 'paid',
  payment: {
    type: 'payment_intent',
    payment_intent: {
      id: 'pi_1',
      object: 'payment_intent',
      status: 'succeeded',
      amount: 1500,
      amount_received: 1500,
      currency: 'cad',
      created: 1,
      customer: 'a',
      metadata: {},
      ...more,
    },
  },
});
const paid = (payments: readonly object[], more: object = {}) =>
  invoice({ status: 'paid', amount_paid: 1500, payments: { object: 'list', data: payments }, ...more });
const said = (body: unknown, of: PageLink = link()) => gateway.read(of, answer(body), 'asked').outcome;
const dropping: LinkState = {
  name: 'preparing',
  lastSentAt: 1,
  absent: 0,
  next: { method: 'DELETE', path: '/v1/invoices/in_1', headers: {}, body: null },
};

describe('what Stripe says of an invoice', () => {
  it('is open with its address and the moment it is due, past that as well, and when somebody has given it up', () => {
    const reading = gateway.read(link(), answer(invoice()), 'asked');
    expect(reading).toMatchObject({
      outcome: { is: 'open', sessionRef: 'in_1', expiresAt: 2_000_000 },
      address: 'https://invoice.stripe.com/i/1',
    });
    expect(said(invoice({ status: 'uncollectible' }))).toMatchObject({ is: 'open' });
  });

  it('is paid only by one payment of exactly that amount', () => {
    expect(said(paid([payment()]))).toMatchObject({
      is: 'completed',
      result: { moved: { amount: 1500, currency: 'CAD' }, paymentRef: 'pi_1', saved: false },
    });
    expect(said(paid([]))).toMatchObject({ is: 'mismatch', why: 'paid_otherwise' });
    expect(said(paid([payment(), payment({ id: 'pi_2' })]))).toMatchObject({ is: 'mismatch' });
    expect(said(paid([payment({ amount_received: 1400 })]))).toMatchObject({ is: 'mismatch', why: 'amount' });
    expect(said(paid([payment({ status: 'a_new_word' })]))).toMatchObject({ is: 'mismatch' });
    expect(said(paid([], { payments: undefined }))).toMatchObject({ is: 'unclear' });
  });

  it('is a person’s matter when it is for something else, when a credit at Stripe pays a part, or when it is void with money', () => {
    expect(said(invoice({ total: 1501 }))).toMatchObject({ is: 'mismatch', why: 'amount' });
    expect(said(invoice({ amount_due: 500 }))).toMatchObject({ is: 'mismatch', why: 'amount' });
    expect(said(invoice({ amount_paid: 200 }))).toMatchObject({ is: 'mismatch', why: 'paid_in_part' });
    expect(said(invoice({ currency: 'usd' }))).toMatchObject({ is: 'mismatch', why: 'currency' });
    expect(said(invoice({ customer: 'b' }))).toMatchObject({ is: 'mismatch', why: 'customer' });
    expect(said(invoice({ auto_advance: true }))).toMatchObject({ is: 'mismatch', why: 'automatic' });
    const both = { status: 'void', payments: { object: 'list', data: [payment()] } };
    expect(said(invoice(both))).toMatchObject({ is: 'mismatch', why: 'paid_and_void' });
  });

  it('is closed when it is void, still on its way while the bank settles, and unclear in a word we do not know', () => {
    expect(said(invoice({ status: 'void' }))).toEqual({ is: 'closed', sessionRef: 'in_1' });
    const settling = { payments: { object: 'list', data: [payment({ status: 'processing', amount_received: 0 })] } };
    expect(said(invoice(settling))).toMatchObject({ is: 'processing' });
    for (const total of [1500, 0])
      expect(said(invoice({ status: 'a_new_word', total }))).toMatchObject({ is: 'unclear' });
    expect(said(invoice({ metadata: { comptoir_link: 'link-2' } }))).toEqual({ is: 'unclear', why: 'other_answer' });
    expect(said(invoice({ id: 'in_2' }))).toEqual({ is: 'unclear', why: 'other_answer' });
  });

  it('is a draft that lacks its line, its finishing, or is not what was asked for', () => {
    const draft = (total: number, more: object = {}) =>
      said(invoice({ status: 'draft', total, amount_due: total, hosted_invoice_url: null, ...more }));
    expect(draft(0)).toMatchObject({ is: 'draft', lacks: 'line' });
    expect(draft(1500)).toMatchObject({ is: 'draft', lacks: 'finishing' });
    expect(draft(3000)).toMatchObject({ is: 'draft', lacks: 'wrong' });
    expect(draft(1500, { auto_advance: true })).toMatchObject({ is: 'draft', lacks: 'wrong' });
    expect(draft(0, { customer: 'b' })).toMatchObject({ is: 'draft', lacks: 'wrong' });
  });

  it('is gone only when we took its draft away: to another key everything is unknown', () => {
    const missing = answer({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, 404);
    expect(gateway.read(link(), missing, 'asked').outcome).toMatchObject({ is: 'unclear' });
    const preparing = link({ state: { name: 'preparing', lastSentAt: 1, absent: 0 } });
    expect(gateway.read(preparing, missing, 'asked').outcome).toMatchObject({ is: 'unclear' });
    expect(gateway.read(link({ state: dropping }), missing, 'asked').outcome).toMatchObject({ is: 'not_run' });
  });
});

describe('an invoice whose first answer was lost', () => {
  const list = (rows: readonly unknown[], more = false) => answer({ object: 'list', data: rows, has_more: more });
  it('is found among those made since, as a draft or open, absent when it surely is not there', () => {
    const lost = link({ sessionRef: null });
    expect(gateway.readLookUp(lost, list([invoice({ status: 'draft', total: 0 })]))).toMatchObject({
      outcome: { is: 'draft', lacks: 'line' },
    });
    expect(gateway.readLookUp(lost, list([invoice({ status: 'paid' })]))).toMatchObject({ outcome: { is: 'open' } });
    // Taken for open, a draft in a word nobody knows would keep its bill shut for ever.
    expect(gateway.readLookUp(lost, list([invoice({ status: 'a_new_word' })]))).toBe('nothing_yet');
    expect(gateway.readLookUp(lost, list([]))).toBe('absent');
    expect(gateway.readLookUp(lost, list([], true))).toBe('nothing_yet');
    expect(gateway.readLookUp(lost, answer('', 500))).toBe('nothing_yet');
  });
});
