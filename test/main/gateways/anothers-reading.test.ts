import { describe, expect, it } from 'vitest';
import type { PaysafeAccount } from '../../../src-main/contract/provider.ts';
import { makePaysafeLookUps } from '../../../src-main/gateways/paysafe/lists.ts';
import { makeStripeLists } from '../../../src-main/gateways/stripe/lists.ts';
import type { Order } from '../../../src-main/payments/order.ts';
import { settle, type Engine } from '../../../src-main/payments/settle.ts';
import { handClock } from '../../support/clock.ts';
import { customer, held, toyEngine } from '../../support/toy-provider.ts';
import { answer } from './orders-on-paper.ts';
import { auth, settlement } from './paysafe-bodies.ts';
import { customer as stripeCustomer, intent } from './stripe-bodies.ts';

const clock = handClock();
const accounts: readonly PaysafeAccount[] = [{ number: '1001', kind: 'card', currency: 'CAD' }];
const anothers = { ok: false, why: 'odd' };
const paid = (ref: string) =>
  held(`paysafe:${ref}`, 'paysafe:nadia', 8450, {
    ...{ state: 'paid', capturable: 0, taken: 8450, account: '1001' },
    settlements: [{ ref, amount: 8450, refundable: 8450, pending: false }],
  });

/** A provider that answers each question with what stands here for its path, whatever was asked. */
const answers = (bodies: Readonly<Record<string, unknown>>) => ({
  async send(_provider: string, { path }: { readonly path: string }) {
    const found = Object.entries(bodies).find(([part]) => path.includes(part));
    return {
      got: 'answer',
      answer: answer(found ? 200 : 404, found ? found[1] : { error: { code: '5269' } }),
    } as const;
  },
});
const paysafe = (bodies: Readonly<Record<string, unknown>>) =>
  makePaysafeLookUps({ sender: answers(bodies), clock, accounts: () => accounts });
const stripe = (bodies: Readonly<Record<string, unknown>>) => makeStripeLists({ sender: answers(bodies), clock });

describe('an answer about another payment or client than was asked, mixed up on its way', () => {
  const luc = auth({ id: 'luc' });
  const ofLuc = settlement({ id: 'luc', status: 'COMPLETED', amount: 8450, availableToRefund: 8450 });
  const ofNadia = { ...ofLuc, id: 'nadia' };

  it('is not taken for the payment or the client that was asked about', async () => {
    expect(
      await paysafe({ '/auths/nadia': luc, '/settlements/nadia': ofNadia }).readPayment('nadia', paid('nadia')),
    ).toMatchObject(anothers);
    expect(
      await paysafe({ '/auths/nadia': auth({ id: 'nadia' }), '/settlements/nadia': ofLuc }).readPayment(
        'nadia',
        paid('nadia'),
      ),
    ).toMatchObject(anothers);
    expect(await paysafe({ '/profiles/nadia': { id: 'luc' } }).readCustomer('nadia')).toMatchObject(anothers);
    expect(await stripe({ '/payment_intents/nadia': intent({ id: 'luc' }) }).readPayment('nadia', null)).toMatchObject(
      anothers,
    );
    expect(await stripe({ '/customers/nadia': stripeCustomer({ id: 'luc' }) }).readCustomer('nadia')).toMatchObject(
      anothers,
    );
  });

  it('nor an authorization for its settlement, which has the same id and tells what can go back', async () => {
    const mixedUp = { '/auths/nadia': auth({ id: 'nadia' }), '/settlements/nadia': auth({ id: 'nadia' }) };
    expect(await paysafe(mixedUp).readPayment('nadia', paid('nadia'))).toMatchObject(anothers);
  });

  it('nor a bank debit for another', async () => {
    const debits = makePaysafeLookUps({
      sender: answers({ '/purchases/nadia': { id: 'luc', status: 'COMPLETED', amount: 8450 } }),
      clock,
      accounts: () => [{ number: '1003', kind: 'eft', currency: 'CAD' }],
    });
    expect(await debits.readPayment('nadia', { ...paid('nadia'), account: '1003' })).toMatchObject(anothers);
  });

  it('read before a refund at Paysafe, it gives nobody’s money back: nothing is written or sent', async () => {
    const { engine, ledger, provider } = toyEngine({
      customers: [customer('paysafe:nadia')],
      payments: [paid('nadia')],
    });
    const readers: Engine['readers'] = {
      ...engine.readers,
      paysafe: paysafe({ '/auths/nadia': luc, '/settlements/nadia': ofNadia, '/settlements/luc': ofLuc }),
    };
    const readsFirst = { ...engine.gateways.paysafe, readsFirst: () => true };
    const order: Order = {
      ...{ kind: 'refund', ticket: 'anothers-reading-1', paymentId: 'paysafe:nadia', note: null },
      amount: { amount: 8450, currency: 'CAD' },
    };
    const desk = { ...engine, readers, gateways: { ...engine.gateways, paysafe: readsFirst } };
    expect(await settle(desk, order, { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' })).toMatchObject({
      ok: false,
      failure: { code: 'provider_unavailable' },
    });
    expect([ledger.all(), provider.requests]).toEqual([[], []]);
  });
});
