import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountOf, at, day, fresh, openPaysafe, saveCard, textAt, vault } from './paysafe-client.ts';
import type { Json, PaysafeDesk, Reply } from './paysafe-client.ts';

let desk: PaysafeDesk;
let profile: string;
let billingAddressId: string;
beforeEach(async () => {
  desk = await openPaysafe();
  const saved = await saveCard(desk);
  profile = `${vault}/profiles/${saved.profileId}`;
  const address = await desk.call('POST', `${profile}/addresses`, {
    street: '4210 rue Saint-Denis',
    city: 'Montréal',
    state: 'QC',
    country: 'CA',
    zip: 'H2J2K8',
  });
  billingAddressId = textAt(address.body, 'id');
});
afterEach(() => desk.close());

const code = (reply: Reply): [number, unknown] => [reply.status, at(reply.body, 'error', 'code')];
const add = (scheme: string, body: Json): Promise<Reply> =>
  desk.call('POST', `${profile}/${scheme}bankaccounts`, { accountHolderName: 'Nadia Roy', billingAddressId, ...body });
const eft = { accountNumber: '0012345622', transitNumber: '25039', institutionId: '001' };
const buy = (scheme: string, body: Json): Promise<Reply> =>
  desk.call('POST', `/directdebit/v1/accounts/${accountOf(scheme)}/purchases`, {
    merchantRefNum: fresh(),
    amount: 4500,
    ...body,
  });

describe('bank accounts', () => {
  it('are saved under their scheme, shown with two digits and removed', async () => {
    const saved = await add('eft', eft);
    expect(saved.status).toBe(201);
    expect(saved.body).toMatchObject({ status: 'ACTIVE', lastDigits: '22', transitNumber: '25039' });
    expect(saved.text).not.toContain('0012345622');
    const path = `${profile}/eftbankaccounts/${textAt(saved.body, 'id')}`;
    expect((await desk.call('GET', path)).body).toEqual(saved.body);
    expect(code(await desk.call('GET', path.replace('eft', 'ach')))).toEqual([404, '5269']);
    const twin = await add('eft', eft);
    expect(code(twin)).toEqual([409, '7506']);
    expect(at(twin.body, 'links', 0, 'rel')).toBe('existing_entity');
    const put = await desk.call('PUT', path, { ...eft, accountHolderName: 'N Roy', billingAddressId });
    expect(at(put.body, 'accountHolderName')).toBe('N Roy');
    const removed = await desk.call('DELETE', path);
    expect([removed.status, removed.text]).toEqual([200, '']);
    const debit = await buy('eft', { eft: { paymentToken: textAt(saved.body, 'paymentToken') } });
    expect(code(debit)).toEqual([400, '5502']);
  });

  it('want every code in its own format', async () => {
    const reply = await add('ach', { accountNumber: '12', routingNumber: '99', accountType: 'CHECKING' });
    expect(at(reply.body, 'error', 'fieldErrors')).toMatchObject([
      { field: 'accountNumber' },
      { field: 'routingNumber' },
    ]);
    expect(code(await add('eft', { ...eft, billingAddressId: 'elsewhere' }))).toEqual([404, '7511']);
  });
});

describe('debits', () => {
  it('are accepted at once for EFT, found again, and cancelled until the batch', async () => {
    const paymentToken = textAt((await add('eft', eft)).body, 'paymentToken');
    const bought = await buy('eft', { merchantRefNum: 'eft-1', eft: { paymentToken, paymentDescriptor: 'FLEURY' } });
    expect(bought.body).toMatchObject({
      status: 'COMPLETED',
      currencyCode: 'CAD',
      eft: { lastDigits: '22', accountNumber: '******22', paymentToken },
    });
    expect(code(await buy('eft', { merchantRefNum: 'eft-1', eft: { paymentToken } }))).toEqual([409, '5031']);
    const base = `/directdebit/v1/accounts/${accountOf('eft')}/purchases`;
    const path = `${base}/${textAt(bought.body, 'id')}`;
    expect((await desk.call('GET', path)).body).toEqual(bought.body);
    expect(at((await desk.call('GET', `${base}?merchantRefNum=eft-1`)).body, 'purchases')).toEqual([bought.body]);
    expect(code(await desk.call('GET', `${base}/unknown`))).toEqual([404, '2004']);
    const cancelled = await desk.call('PUT', path, { status: 'CANCELLED' });
    expect(at(cancelled.body, 'status')).toBe('CANCELLED');
    const second = await buy('eft', { eft: { paymentToken } });
    desk.sandbox.runBatch();
    expect(code(await desk.call('PUT', `${base}/${textAt(second.body, 'id')}`, { status: 'CANCELLED' }))).toEqual([
      402,
      '3415',
    ]);
  });

  it('come back from the bank at the batch by their test amount, and a closed account is marked', async () => {
    const saved = await add('eft', eft);
    const paymentToken = textAt(saved.body, 'paymentToken');
    const bought = await buy('eft', { amount: 9003, eft: { paymentToken } });
    expect(at(bought.body, 'status')).toBe('COMPLETED');
    desk.sandbox.runBatch();
    const path = `/directdebit/v1/accounts/${accountOf('eft')}/purchases/${textAt(bought.body, 'id')}`;
    expect((await desk.call('GET', path)).body).toMatchObject({ status: 'FAILED', statusReasonCode: '905' });
    const bank = await desk.call('GET', `${profile}/eftbankaccounts/${textAt(saved.body, 'id')}`);
    expect(bank.body).toMatchObject({ status: 'INVALID', statusReason: '905' });
    expect(code(await buy('eft', { eft: { paymentToken } }))).toEqual([400, '2019']);
  });

  it('name how an ACH debit was agreed, and stay on an account of their scheme', async () => {
    const saved = await add('ach', { accountNumber: '123456', routingNumber: '123456789', accountType: 'SAVINGS' });
    const paymentToken = textAt(saved.body, 'paymentToken');
    expect(at((await buy('ach', { ach: { paymentToken } })).body, 'error', 'fieldErrors')).toEqual([
      { field: 'ach.payMethod', error: 'may not be empty' },
    ]);
    expect((await buy('ach', { ach: { paymentToken, payMethod: 'WEB' } })).status).toBe(200);
    expect(code(await buy('eft', { ach: { paymentToken, payMethod: 'WEB' } }))).toEqual([400, '2017']);
    expect(code(await buy('eft', { eft: { paymentToken } }))).toEqual([400, '2017']);
  });

  it('need an active mandate for BACS and SEPA', async () => {
    const bacs = await add('bacs', { accountNumber: '12345678', sortCode: '070246', mandates: [{ reference: 'B1' }] });
    const mandate = textAt(bacs.body, 'mandates', 0, 'id');
    const paymentToken = textAt(bacs.body, 'mandates', 0, 'paymentToken');
    expect(paymentToken).toMatch(/^M/);
    expect(code(await buy('bacs', { bacs: { paymentToken } }))).toEqual([400, '2012']);
    expect(code(await buy('bacs', { bacs: { paymentToken: textAt(bacs.body, 'paymentToken') } }))).toEqual([
      400,
      '2011',
    ]);
    desk.sandbox.runBatch();
    const bought = await buy('bacs', { bacs: { paymentToken } });
    expect(bought.body).toMatchObject({ status: 'PENDING', currencyCode: 'GBP' });
    const put = await desk.call('PUT', `${profile}/bacsbankaccounts/${textAt(bacs.body, 'id')}`, {
      accountHolderName: 'Nadia Roy',
      billingAddressId,
      accountNumber: '12345678',
      sortCode: '070246',
    });
    expect(code(put)).toEqual([409, '7509']);
    const sepa = await add('sepa', { iban: 'FR1420041010050500013M02606' });
    const mandates = `${profile}/sepabankaccounts/${textAt(sepa.body, 'id')}/mandates`;
    expect(code(await desk.call('POST', mandates, { reference: 'B1' }))).toEqual([409, '7507']);
    const second = await desk.call('POST', mandates, { reference: 'S1' });
    expect([second.status, at(second.body, 'status')]).toEqual([201, 'ACTIVE']);
    const cancelled = await desk.call('PUT', `${profile}/mandates/${mandate}`, { status: 'CANCELLED' });
    expect(at(cancelled.body, 'status')).toBe('CANCELLED');
    expect(code(await buy('bacs', { bacs: { paymentToken } }))).toEqual([400, '2012']);
  });

  it('are found for 30 days without a start', async () => {
    const paymentToken = textAt((await add('eft', eft)).body, 'paymentToken');
    await buy('eft', { merchantRefNum: 'eft-old', eft: { paymentToken } });
    desk.clock.advance(31 * day);
    const base = `/directdebit/v1/accounts/${accountOf('eft')}/purchases?merchantRefNum=eft-old`;
    expect(at((await desk.call('GET', base)).body, 'purchases')).toEqual([]);
    expect(at((await desk.call('GET', `${base}&startDate=2026-11-01T00:00:00Z`)).body, 'purchases')).toHaveLength(1);
  });
});
