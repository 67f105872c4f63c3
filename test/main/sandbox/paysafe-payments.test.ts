import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accountOf,
  at,
  authorize,
  cards,
  day,
  fresh,
  openPaysafe,
  saveCard,
  textAt,
  today,
  typeCard,
} from './paysafe-client.ts';
import type { Json, PaysafeDesk, Reply } from './paysafe-client.ts';

let desk: PaysafeDesk;
let token: string;
beforeEach(async () => {
  desk = await openPaysafe();
  ({ token } = await saveCard(desk));
});
afterEach(() => desk.close());

const auth = (more: Json): Promise<Reply> =>
  desk.call('POST', `${cards}/auths`, {
    merchantRefNum: fresh(),
    amount: 8450,
    card: { paymentToken: token },
    ...more,
  });
const code = (reply: Reply): [number, unknown] => [reply.status, at(reply.body, 'error', 'code')];
const post = (path: string, body: Json = {}): Promise<Reply> =>
  desk.call('POST', cards + path, { merchantRefNum: fresh(), ...body });
const get = (path: string): Promise<Reply> => desk.call('GET', cards + path);
const cancel = (path: string): Promise<Reply> => desk.call('PUT', cards + path, { status: 'CANCELLED' });

describe('charge and hold', () => {
  it('charges in one call: the settlement has the id and the reference of the authorization', async () => {
    const reply = await auth({ merchantRefNum: 'inv-1', settleWithAuth: true });
    const id = textAt(reply.body, 'id');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('X-Applicationuid')).toBe(`GUID=${id}`);
    expect(reply.body).toMatchObject({
      merchantRefNum: 'inv-1',
      txnTime: '2026-11-20T16:42:00Z',
      status: 'COMPLETED',
      amount: 8450,
      settleWithAuth: true,
      preAuth: false,
      availableToSettle: 0,
      card: { type: 'VI', lastDigits: '2345', cardExpiry: { month: 4, year: 2030 } },
      profile: { firstName: 'Nadia', lastName: 'Roy' },
      currencyCode: 'CAD',
      avsResponse: 'MATCH',
      cvvVerification: 'NOT_PROCESSED',
      settlements: [{ id, merchantRefNum: 'inv-1', status: 'PENDING', amount: 8450, availableToRefund: 8450 }],
    });
    const looked = await get(`/auths/${id}`);
    expect(looked.body).not.toHaveProperty('settlements');
    expect(looked.body).not.toHaveProperty('visaAdditionalAuthData');
    expect(at(looked.body, 'profile')).toEqual({ firstName: 'NADIA', lastName: 'ROY' });
    expect(at(looked.body, 'links')).toEqual([
      { rel: 'settlement', href: `${desk.url}${cards}/settlements/${id}` },
      { rel: 'self', href: `${desk.url}${cards}/auths/${id}` },
    ]);
    expect(at((await get(`/settlements/${id}`)).body, 'status')).toBe('PENDING');
  });

  it('holds money and settles it in several parts, never more than there is', async () => {
    const hold = await authorize(desk, token);
    const id = textAt(hold, 'id');
    expect(hold).toMatchObject({ availableToSettle: 8450, settleWithAuth: false });
    expect(hold).not.toHaveProperty('settlements');
    const first = await post(`/auths/${id}/settlements`, { amount: 5000 });
    expect(first.body).toMatchObject({ status: 'PENDING', amount: 5000, availableToRefund: 5000 });
    expect(at((await get(`/auths/${id}`)).body, 'availableToSettle')).toBe(3450);
    expect(code(await post(`/auths/${id}/settlements`, { amount: 3451 }))).toEqual([402, '3204']);
    expect(at((await post(`/auths/${id}/settlements`)).body, 'amount')).toBe(3450);
    expect(code(await post(`/auths/${id}/settlements`))).toEqual([402, '3203']);
    expect(code(await post(`/auths/${id}/voidauths`))).toEqual([402, '3502']);
    expect(at((await get(`/auths/${id}`)).body, 'status')).toBe('COMPLETED');
  });

  it('releases part of a hold, then the rest', async () => {
    const id = textAt(await authorize(desk, token), 'id');
    const part = await post(`/auths/${id}/voidauths`, { amount: 450 });
    expect(part.body).toMatchObject({ status: 'COMPLETED', amount: 450 });
    expect(at((await get(`/auths/${id}`)).body, 'availableToSettle')).toBe(8000);
    expect(code(await post(`/auths/${id}/voidauths`, { amount: 8001 }))).toEqual([402, '3501']);
    const rest = await post(`/auths/${id}/voidauths`);
    expect(at(rest.body, 'amount')).toBe(8000);
    expect((await get(`/auths/${id}`)).body).toMatchObject({ status: 'CANCELLED', availableToSettle: 0 });
    expect(code(await post(`/auths/${id}/settlements`))).toEqual([402, '3203']);
    expect((await get(`/voidauths/${textAt(rest.body, 'id')}`)).body).toEqual(rest.body);
  });

  it('captures a part and gives the rest back', async () => {
    const id = textAt(await authorize(desk, token), 'id');
    await post(`/auths/${id}/settlements`, { amount: 5000 });
    expect(at((await post(`/auths/${id}/voidauths`)).body, 'amount')).toBe(3450);
    expect((await get(`/auths/${id}`)).body).toMatchObject({ status: 'COMPLETED', availableToSettle: 0 });
  });

  it('refuses the capture of a lapsed hold that still looks open', async () => {
    const id = textAt(await authorize(desk, token), 'id');
    desk.clock.advance(7 * day + 1);
    expect(at((await get(`/auths/${id}`)).body, 'availableToSettle')).toBe(8450);
    expect(code(await post(`/auths/${id}/settlements`))).toEqual([402, '3205']);
    const other = textAt(await authorize(desk, token), 'id');
    desk.sandbox.expireAuth(other);
    expect(code(await post(`/auths/${other}/settlements`))).toEqual([402, '3205']);
    expect(() => desk.sandbox.expireAuth('nobody')).toThrow('nobody');
  });

  it('keeps a pre-authorization for a month', async () => {
    const id = textAt(await authorize(desk, token, { preAuth: true }), 'id');
    desk.clock.advance(29 * day);
    expect((await post(`/auths/${id}/settlements`)).status).toBe(200);
  });

  it('answers unknown ids with the code of each kind, and the failed transaction with its own id', async () => {
    const settle = await post('/auths/0a0a/settlements', { merchantRefNum: 'lost-1', amount: 10 });
    expect(code(settle)).toEqual([404, '3201']);
    const id = textAt(settle.body, 'id');
    expect(at(settle.body, 'merchantRefNum')).toBe('lost-1');
    expect(at(settle.body, 'links')).toEqual([{ rel: 'self', href: `${desk.url}${cards}/settlements/${id}` }]);
    expect(code(await post('/settlements/0a0a/refunds'))).toEqual([400, '3407']);
    expect(code(await post('/auths/0a0a/voidauths'))).toEqual([400, '3500']);
    expect(code(await get('/auths/0a0a'))).toEqual([404, '5269']);
  });

  it('puts a chosen card on hold for review, and lets a person release or refuse it', async () => {
    const saved = await saveCard(desk, { cardNum: '5191330000004415' });
    desk.sandbox.setCardBehaviour(saved.cardId, { kind: 'goes-to-review' });
    const held = await auth({ card: { paymentToken: saved.token }, settleWithAuth: true });
    expect(held.body).toMatchObject({ status: 'HELD', availableToSettle: 0 });
    expect(held.body).not.toHaveProperty('settlements');
    const id = textAt(held.body, 'id');
    const released = await desk.call('PUT', `${cards}/auths/${id}`, { status: 'COMPLETED' });
    expect(at(released.body, 'status')).toBe('COMPLETED');
    expect(at((await get(`/settlements/${id}`)).body, 'status')).toBe('PENDING');
    expect(code(await desk.call('PUT', `${cards}/auths/${id}`, { status: 'COMPLETED' }))).toEqual([400, '3031']);
  });
});

describe('refund and cancel', () => {
  it('cancels a settlement until the batch, refunds it only after', async () => {
    const charge = await authorize(desk, token, { settleWithAuth: true });
    const id = textAt(charge, 'id');
    expect(code(await post(`/settlements/${id}/refunds`))).toEqual([402, '3406']);
    desk.sandbox.runBatch();
    expect(at((await get(`/settlements/${id}`)).body, 'status')).toBe('COMPLETED');
    expect(code(await cancel(`/settlements/${id}`))).toEqual([402, '3415']);
    const part = await post(`/settlements/${id}/refunds`, { amount: 450 });
    expect(part.body).toMatchObject({ status: 'PENDING', amount: 450 });
    expect(code(await post(`/settlements/${id}/refunds`, { amount: 8001 }))).toEqual([402, '3402']);
    expect(at((await post(`/settlements/${id}/refunds`)).body, 'amount')).toBe(8000);
    expect(code(await post(`/settlements/${id}/refunds`))).toEqual([402, '3404']);
    expect(at((await cancel(`/refunds/${textAt(part.body, 'id')}`)).body, 'status')).toBe('CANCELLED');
    expect(at((await get(`/settlements/${id}`)).body, 'availableToRefund')).toBe(450);
    desk.sandbox.runBatch();
    expect(code(await cancel(`/refunds/${textAt(part.body, 'id')}`))).toEqual([402, '3415']);
  });

  it('cancels a pending settlement with a short reply, and gives nothing back to the hold', async () => {
    const id = textAt(await authorize(desk, token), 'id');
    const settlement = textAt((await post(`/auths/${id}/settlements`, { amount: 5000 })).body, 'id');
    const cancelled = await cancel(`/settlements/${settlement}`);
    expect(Object.keys(cancelled.body).sort()).toEqual(['id', 'links', 'status', 'txnTime']);
    desk.sandbox.runBatch();
    expect(at((await get(`/settlements/${settlement}`)).body, 'status')).toBe('CANCELLED');
    expect(at((await get(`/auths/${id}`)).body, 'availableToSettle')).toBe(3450);
  });
});

describe('references', () => {
  it('are taken for 90 days whatever they were used for, declines included, on their own account', async () => {
    const first = await auth({ merchantRefNum: 'inv-9' });
    expect(first.status).toBe(200);
    const again = await auth({ merchantRefNum: 'inv-9' });
    expect(code(again)).toEqual([409, '5031']);
    expect(again.body).not.toHaveProperty('id');
    expect(code(await post(`/auths/${textAt(first.body, 'id')}/settlements`, { merchantRefNum: 'inv-9' }))).toEqual([
      409,
      '5031',
    ]);
    expect((await auth({ merchantRefNum: 'inv-9', dupCheck: false })).status).toBe(200);
    expect(code(await auth({ merchantRefNum: 'inv-10', amount: 11 }))).toEqual([402, '3022']);
    expect(code(await auth({ merchantRefNum: 'inv-10' }))).toEqual([409, '5031']);
    const dollars = await desk.call('POST', `/cardpayments/v1/accounts/${accountOf('card', 'USD')}/auths`, {
      merchantRefNum: 'inv-9',
      amount: 8450,
      card: { paymentToken: token },
    });
    expect(at(dollars.body, 'currencyCode')).toBe('USD');
    desk.clock.advance(90 * day);
    expect((await auth({ merchantRefNum: 'inv-10' })).status).toBe(200);
  });

  it('find a transaction of the last 30 days, an older one only with a start', async () => {
    const id = textAt((await auth({ merchantRefNum: 'old-1' })).body, 'id');
    expect(at((await get('/auths?merchantRefNum=old-1')).body, 'auths', 0, 'id')).toBe(id);
    desk.clock.advance(31 * day);
    expect(at((await get('/auths?merchantRefNum=old-1')).body, 'auths')).toEqual([]);
    const wide = await get('/auths?merchantRefNum=old-1&startDate=2026-11-01T00:00:00Z');
    expect(at(wide.body, 'auths', 0, 'id')).toBe(id);
    expect((await get(`/auths/${id}`)).status).toBe(200);
    desk.clock.advance(365 * day);
    expect((await get(`/auths/${id}`)).status).toBe(404);
  });

  it('page through many, newest first, with links', async () => {
    for (let index = 0; index < 12; index += 1) {
      await auth({ merchantRefNum: 'many', dupCheck: false, amount: 1000 + index });
      desk.clock.advance(1000);
    }
    const first = await get('/auths?merchantRefNum=many');
    expect(at(first.body, 'auths')).toHaveLength(10);
    expect(at(first.body, 'auths', 0, 'amount')).toBe(1011);
    const next = textAt(first.body, 'links', 1, 'href');
    const second = await desk.call('GET', next.slice(desk.url.length));
    expect(at(second.body, 'auths')).toHaveLength(2);
    expect(at(second.body, 'links', 1, 'rel')).toBe('previous');
    expect(code(await get('/auths?merchantRefNum=many&limit=51'))).toEqual([400, '5068']);
    expect(code(await get('/auths'))).toEqual([400, '5068']);
  });

  it('find refunds, voids, settlements and verifications too, failed ones with their state', async () => {
    await auth({ merchantRefNum: 'sad', amount: 5 });
    expect(at((await get('/auths?merchantRefNum=sad')).body, 'auths', 0)).toMatchObject({
      status: 'FAILED',
      amount: 5,
      error: { code: '3009' },
    });
    const hold = textAt(await authorize(desk, token), 'id');
    await post(`/auths/${hold}/voidauths`, { merchantRefNum: 'v-1' });
    expect(at((await get('/voidauths?merchantRefNum=v-1')).body, 'voidauths', 0, 'status')).toBe('COMPLETED');
    await auth({ merchantRefNum: 'c-1', settleWithAuth: true });
    expect(at((await get('/settlements?merchantRefNum=c-1')).body, 'settlements')).toHaveLength(1);
    expect(at((await get('/refunds?merchantRefNum=c-1')).body, 'refunds')).toEqual([]);
    await post('/verifications', { merchantRefNum: 'k-1', card: { paymentToken: token } });
    expect(at((await get('/verifications?merchantRefNum=k-1')).body, 'verifications', 0, 'status')).toBe('COMPLETED');
  });
});

describe('the test environment', () => {
  it.each([
    [4, 402, '3015'],
    [5, 402, '3009'],
    [6, 500, '1007'],
    [11, 402, '3022'],
    [12, 402, '3023'],
    [13, 402, '3024'],
    [20, 500, '1007'],
    [23, 402, '4002'],
    [24, 402, '3007'],
    [25, 402, '4001'],
  ])('declines or breaks by amount: %i gives %i %s', async (amount, status, wanted) => {
    const reply = await auth({ amount });
    expect(code(reply)).toEqual([status, wanted]);
    expect(reply.headers.get('X-Application-Status-Code')).toBe(wanted);
    expect('id' in reply.body).toBe(status === 402);
  });

  it('declines without a status, with the identity of the failed transaction', async () => {
    const reply = await auth({ merchantRefNum: 'poor-1', amount: 11, card: { paymentToken: token, cvv: '111' } });
    expect(reply.body).toMatchObject({ merchantRefNum: 'poor-1', settleWithAuth: false, cvvVerification: 'MATCH' });
    for (const name of ['status', 'amount', 'card', 'txnTime', 'currencyCode'])
      expect(reply.body).not.toHaveProperty(name);
    expect(textAt(reply.body, 'links', 0, 'href')).toBe(`${desk.url}${cards}/auths/${textAt(reply.body, 'id')}`);
    const second = await auth({ amount: 5, card: { paymentToken: token, cvv: '111' } });
    expect(second.body).not.toHaveProperty('cvvVerification');
  });

  it('leaves no trace of what broke with a 500', async () => {
    await auth({ merchantRefNum: 'broken-1', amount: 6 });
    expect(at((await get('/auths?merchantRefNum=broken-1')).body, 'auths')).toEqual([]);
    expect(code(await auth({ merchantRefNum: 'broken-1', amount: 6 }))).toEqual([500, '1007']);
  });

  it('answers some amounts late', async () => {
    expect((await auth({ amount: 90 })).status).toBe(200);
    expect((await auth({ amount: 95 })).status).toBe(200);
    expect(code(await auth({ amount: 96 }))).toEqual([500, '1007']);
    expect(desk.waits).toEqual([5_000, 30_000, 35_000]);
  });

  it('checks code and address by their test values', async () => {
    for (const [cvv, result] of [
      ['222', 'NOT_PROCESSED'],
      ['555', 'UNKNOWN'],
      ['666', 'NO_MATCH'],
      ['737', 'MATCH'],
    ]) {
      expect(at((await auth({ card: { paymentToken: token, cvv } })).body, 'cvvVerification')).toBe(result);
    }
    const billed = await auth({ billingDetails: { street: '11 rue Rachel', country: 'CA', zip: 'H2X1Y4' } });
    expect(at(billed.body, 'avsResponse')).toBe('MATCH_ADDRESS_ONLY');
  });

  it('declines a chosen demo card whatever the amount, and never says why on the wire', async () => {
    const saved = await saveCard(desk, { cardNum: '5191330000004415' });
    desk.sandbox.setCardBehaviour(saved.cardId, { kind: 'declines', code: '3022' });
    expect(code(await auth({ card: { paymentToken: saved.token } }))).toEqual([402, '3022']);
    const profile = await desk.call('GET', `/customervault/v1/profiles/${saved.profileId}?fields=cards`);
    expect(profile.text).not.toContain('behaviour');
  });

  it('refuses an expired card, a token that cannot pay, and a typed number', async () => {
    const past = await saveCard(desk, { cardNum: '4510150000000321', year: 2026, month: 10 });
    expect(code(await auth({ card: { paymentToken: past.token } }))).toEqual([400, '3006']);
    const lastDay = await saveCard(desk, { cardNum: '4500030000000004', year: 2026, month: 11 });
    const spent = await auth({ card: { paymentToken: lastDay.token } });
    expect([spent.status, at(spent.body, 'card', 'type')]).toEqual([200, 'VD']);
    const profile = await desk.call('GET', `/customervault/v1/profiles/${past.profileId}`);
    expect(code(await auth({ card: { paymentToken: textAt(profile.body, 'paymentToken') } }))).toEqual([400, '5502']);
    const cardExpiry = { month: 4, year: 2030 };
    const faulty = await auth({ card: { cardNum: '4530910000012346', cardExpiry } });
    expect(at(faulty.body, 'error', 'fieldErrors')).toEqual([{ field: 'card.cardNum', error: 'Luhn checksum failed' }]);
    expect(faulty.body).toHaveProperty('id');
    expect(code(await auth({ card: { cardNum: '4530910000012345', cardExpiry } }))).toEqual([403, '5270']);
  });

  it('charges a single-use token once', async () => {
    const single = await typeCard(desk, { cardNum: '5191330000004415' });
    expect((await auth({ card: { paymentToken: single } })).status).toBe(200);
    expect(code(await auth({ card: { paymentToken: single } }))).toEqual([400, '5502']);
  });

  it('wants a postal code for a verification', async () => {
    const bare = await typeCard(desk, { cardNum: '5191330000004415', bare: true });
    expect(code(await post('/verifications', { card: { paymentToken: bare } }))).toEqual([400, '3004']);
  });
});

describe('card on file', () => {
  const fields = (reply: Reply): unknown => at(reply.body, 'error', 'fieldErrors');

  it('charges an absent customer only with the id of the first transaction', async () => {
    const bare = await auth({ storedCredential: { type: 'TOPUP', occurrence: 'SUBSEQUENT' } });
    expect(code(bare)).toEqual([400, '5068']);
    expect(fields(bare)).toEqual([{ field: 'storedCredential.initialTransactionId', error: 'may not be empty' }]);
    const initial = await auth({
      card: { paymentToken: token, cvv: '111' },
      storedCredential: { type: 'ADHOC', occurrence: 'INITIAL' },
    });
    const later = await auth({
      storedCredential: {
        type: 'TOPUP',
        occurrence: 'SUBSEQUENT',
        initialTransactionId: textAt(initial.body, 'id'),
      },
    });
    expect(later.status).toBe(200);
    expect(at((await get(`/auths/${textAt(later.body, 'id')}`)).body, 'storedCredential')).toMatchObject({
      type: 'TOPUP',
    });
  });

  it('refuses both kinds of first id, an invented one, and the forerunner beside its successor', async () => {
    const initialTransactionId = textAt(await authorize(desk, token), 'id');
    const both = await auth({
      storedCredential: {
        type: 'RECURRING',
        occurrence: 'SUBSEQUENT',
        initialTransactionId,
        externalInitialTransactionId: 'elsewhere',
      },
    });
    expect(fields(both)).toMatchObject([{ field: 'storedCredential.externalInitialTransactionId' }]);
    const invented = await auth({
      storedCredential: { type: 'TOPUP', occurrence: 'SUBSEQUENT', initialTransactionId: 'made-up' },
    });
    expect(fields(invented)).toMatchObject([{ field: 'storedCredential.initialTransactionId' }]);
    const doubled = await auth({
      recurring: 'RECURRING',
      storedCredential: { type: 'ADHOC', occurrence: 'SUBSEQUENT' },
    });
    expect(fields(doubled)).toMatchObject([{ field: 'recurring' }]);
  });

  it('wants the security code with a first payment, and echoes the forerunner in its new form', async () => {
    expect(code(await auth({ storedCredential: { type: 'ADHOC', occurrence: 'INITIAL' } }))).toEqual([400, '3005']);
    const id = textAt((await auth({ recurring: 'RECURRING' })).body, 'id');
    expect(at((await get(`/auths/${id}`)).body, 'storedCredential')).toEqual({
      type: 'RECURRING',
      occurrence: 'SUBSEQUENT',
    });
  });
});

it('keeps the clock of the house on every reply', async () => {
  desk.clock.set(today - 40 * day);
  const reply = await auth({});
  expect(at(reply.body, 'txnTime')).toBe('2026-10-11T16:42:00Z');
  expect(reply.headers.get('Date')).toBe(new Date(today - 40 * day).toUTCString());
});
