import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  accountOf,
  at,
  authorize,
  basic,
  cards,
  fresh,
  openPaysafe,
  paysafeKey,
  saveCard,
  singleUseKey,
  textAt,
  today,
  typeCard,
  vault,
} from './paysafe-client.ts';
import type { PaysafeDesk } from './paysafe-client.ts';

let desk: PaysafeDesk;
beforeEach(async () => {
  desk = await openPaysafe();
});
afterEach(() => desk.close());

const roy = { merchantCustomerId: 'salon-1', locale: 'fr_CA', firstName: 'Nadia', lastName: 'Roy' };

describe('who may call', () => {
  it('refuses a call without credentials, with wrong ones, and with a key of the other kind', async () => {
    const path = `${vault}/profiles`;
    const none = await desk.call('POST', path, roy, { Authorization: '' });
    expect([none.status, at(none.body, 'error', 'code')]).toEqual([401, '5280']);
    expect(none.headers.get('WWW-Authenticate')).toContain('Basic');
    expect(none.headers.get('X-Application-Status-Code')).toBe('5280');
    const wrong = await desk.call('POST', path, roy, { Authorization: basic(paysafeKey.username, 'guess') });
    expect([wrong.status, at(wrong.body, 'error', 'code')]).toEqual([401, '5279']);
    const publicKey = await desk.call('POST', path, roy, { Authorization: singleUseKey });
    expect([publicKey.status, at(publicKey.body, 'error', 'code')]).toEqual([403, '5270']);
    const serverOnCardPage = await desk.call('POST', `${vault}/singleusetokens`, { card: {} });
    expect([serverOnCardPage.status, at(serverOnCardPage.body, 'error', 'code')]).toEqual([403, '5270']);
  });

  it('refuses an account that the key does not serve, and one of another kind', async () => {
    const body = { merchantRefNum: fresh(), amount: 500, card: { paymentToken: 'Cxyz' } };
    const foreign = await desk.call('POST', '/cardpayments/v1/accounts/9999999999/auths', body);
    expect([foreign.status, at(foreign.body, 'error', 'code')]).toEqual([403, '5270']);
    const bank = await desk.call('POST', `/cardpayments/v1/accounts/${accountOf('eft')}/auths`, body);
    expect([bank.status, at(bank.body, 'error', 'code')]).toEqual([400, '5004']);
  });

  it('speaks JSON only', async () => {
    const accept = await desk.call('GET', `${vault}/profiles/x`, undefined, { Accept: 'text/html' });
    expect([accept.status, at(accept.body, 'error', 'code')]).toEqual([406, '5271']);
    const form = await desk.call('POST', `${vault}/profiles`, 'a=b', { 'Content-Type': 'text/plain' });
    expect([form.status, at(form.body, 'error', 'code')]).toEqual([406, '5272']);
    const broken = await desk.call('POST', `${vault}/profiles`, '{"locale":');
    expect([broken.status, at(broken.body, 'error', 'code')]).toEqual([400, '5023']);
  });

  it('says what it cannot serve: unknown address, wrong method, empty id', async () => {
    expect(at((await desk.call('GET', `${vault}/nothing`)).body, 'error', 'code')).toBe('5273');
    const method = await desk.call('DELETE', `${cards}/auths`);
    expect([method.status, at(method.body, 'error', 'code')]).toEqual([405, '5281']);
    const empty = await desk.call('POST', `${cards}/auths//settlements`, { merchantRefNum: fresh() });
    expect([empty.status, at(empty.body, 'error', 'code')]).toEqual([400, '5023']);
    expect(at(empty.body, 'error', 'message')).toBe('Request method POST not supported');
  });

  it('answers its monitors without a key, with the time of its own clock', async () => {
    for (const part of ['customervault', 'cardpayments', 'directdebit']) {
      const reply = await desk.call('GET', `/${part}/monitor`, undefined, { Authorization: '' });
      expect([reply.status, reply.body]).toEqual([200, { status: 'READY' }]);
      expect(reply.headers.get('Date')).toBe(new Date(today).toUTCString());
    }
  });
});

describe('profiles', () => {
  it('creates, finds by both ids, replaces in full and deletes', async () => {
    const created = await desk.call('POST', `${vault}/profiles`, { ...roy, phone: '514 555-0101' });
    expect(created.status).toBe(201);
    const id = textAt(created.body, 'id');
    expect(created.headers.get('Location')).toBe(`${desk.url}${vault}/profiles/${id}`);
    expect(created.body).toMatchObject({ status: 'ACTIVE', merchantCustomerId: 'salon-1', phone: '514 555-0101' });
    expect(textAt(created.body, 'paymentToken')).toMatch(/^P\w{14}$/);
    expect(created.body).not.toHaveProperty('cards');
    expect(created.body).not.toHaveProperty('email');

    const byMerchantId = await desk.call('GET', `${vault}/profiles?merchantCustomerId=salon-1`);
    expect(byMerchantId.body).toEqual(created.body);

    const replaced = await desk.call('PUT', `${vault}/profiles/${id}`, { ...roy, merchantCustomerId: 'salon-2' });
    expect(replaced.status).toBe(200);
    expect(replaced.body).not.toHaveProperty('phone');
    expect(at(replaced.body, 'status')).toBe('ACTIVE');
    expect((await desk.call('GET', `${vault}/profiles?merchantCustomerId=salon-1`)).status).toBe(404);

    const deleted = await desk.call('DELETE', `${vault}/profiles/${id}`);
    expect([deleted.status, deleted.text]).toEqual([200, '']);
    const gone = await desk.call('GET', `${vault}/profiles/${id}`);
    expect([gone.status, at(gone.body, 'error', 'code')]).toEqual([404, '5269']);
    expect(textAt(gone.body, 'error', 'message')).toMatch(new RegExp(`: ${id}$`));
  });

  it('points at the profile that has the merchantCustomerId already', async () => {
    const first = await desk.call('POST', `${vault}/profiles`, roy);
    const second = await desk.call('POST', `${vault}/profiles`, roy);
    const id = textAt(first.body, 'id');
    expect([second.status, at(second.body, 'error', 'code')]).toEqual([409, '7505']);
    expect(textAt(second.body, 'error', 'message')).toMatch(new RegExp(` - ${id}$`));
    expect(at(second.body, 'links')).toEqual([{ rel: 'existing_entity', href: `${desk.url}${vault}/profiles/${id}` }]);
    expect(textAt(second.body, 'error', 'links', 0, 'href')).toMatch(/vault-errors\/#ErrorCode7505$/);
  });

  it('names every faulty field at once, forbidden characters and misspelt fields included', async () => {
    const reply = await desk.call('POST', `${vault}/profiles`, { firstName: 'Nadia;Roy', locale: 'de_DE' });
    expect([reply.status, at(reply.body, 'error', 'code')]).toEqual([400, '5068']);
    expect(at(reply.body, 'error', 'fieldErrors')).toEqual(
      expect.arrayContaining([
        { field: 'merchantCustomerId', error: 'may not be empty' },
        { field: 'locale', error: 'must be one of en_US, fr_CA, en_GB' },
        { field: 'firstName', error: 'contains characters that are not allowed' },
      ]),
    );
    const misspelt = await desk.call('POST', `${vault}/profiles`, { ...roy, fristName: 'Nadia' });
    expect(at(misspelt.body, 'error', 'details')).toEqual(['Unrecognized field fristName']);
  });
});

describe('cards', () => {
  it('saves a typed card with its address; the first one is the default; parts come only when asked for', async () => {
    const { profileId, cardId } = await saveCard(desk);
    const plain = await desk.call('GET', `${vault}/profiles/${profileId}`);
    expect(plain.body).not.toHaveProperty('cards');
    const full = await desk.call('GET', `${vault}/profiles/${profileId}?fields=cards,addresses,eftbankaccounts`);
    expect(at(full.body, 'cards')).toHaveLength(1);
    expect(at(full.body, 'eftBankAccounts')).toEqual([]);
    expect(at(full.body, 'cards', 0)).toMatchObject({
      id: cardId,
      cardBin: '453091',
      lastDigits: '2345',
      cardType: 'VI',
      defaultCardIndicator: true,
      billingAddressId: at(full.body, 'addresses', 0, 'id'),
    });
    expect(at(full.body, 'cards', 0)).not.toHaveProperty('storedCredentialTokenStatus');
    const alone = await desk.call('GET', `${vault}/profiles/${profileId}/cards/${cardId}`);
    expect(at(alone.body, 'storedCredentialTokenStatus')).toBe('UNVERIFIED');
    expect(full.text + alone.text).not.toMatch(/4530910000012345|fingerprint|behaviour/);
  });

  it('drops the billing address when only the expiry is put', async () => {
    const { profileId, cardId } = await saveCard(desk);
    const path = `${vault}/profiles/${profileId}/cards/${cardId}`;
    const put = await desk.call('PUT', path, { cardExpiry: { month: 9, year: 2031 } });
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({
      cardExpiry: { month: 9, year: 2031 },
      lastDigits: '2345',
      defaultCardIndicator: true,
    });
    for (const name of ['billingAddressId', 'holderName', 'storedCredentialTokenStatus']) {
      expect(put.body).not.toHaveProperty(name);
    }
  });

  it('points at the card that has the same number, without its profile in the link', async () => {
    const { profileId, cardId } = await saveCard(desk);
    const twin = await desk.call('POST', `${vault}/profiles/${profileId}/cards`, {
      singleUseToken: await typeCard(desk),
    });
    expect([twin.status, at(twin.body, 'error', 'code')]).toEqual([409, '7503']);
    expect(at(twin.body, 'error', 'message')).toBe(`Card number already in use - ${cardId}`);
    expect(at(twin.body, 'links', 0)).toEqual({ rel: 'existing_entity', href: `${desk.url}${vault}/cards/${cardId}` });
  });

  it('puts another card in the place of a saved one, with the address typed along', async () => {
    const { profileId, cardId, token } = await saveCard(desk);
    const put = await desk.call('PUT', `${vault}/profiles/${profileId}/cards/${cardId}`, {
      singleUseToken: await typeCard(desk, { cardNum: '5191330000004415' }),
    });
    expect(put.body).toMatchObject({ id: cardId, lastDigits: '4415', cardType: 'MC', paymentToken: token });
    const addresses = await desk.call('GET', `${vault}/profiles/${profileId}?fields=addresses`);
    expect(at(addresses.body, 'addresses')).toHaveLength(2);
    expect(at(put.body, 'billingAddressId')).toBe(at(addresses.body, 'addresses', 1, 'id'));
  });

  it('moves the default to the card that asks for it', async () => {
    const { profileId, cardId } = await saveCard(desk);
    const second = await desk.call('POST', `${vault}/profiles/${profileId}/cards`, {
      singleUseToken: await typeCard(desk, { cardNum: '5191330000004415' }),
      nickName: 'Perso',
      defaultCardIndicator: true,
    });
    expect(second.status).toBe(201);
    expect(second.body).toMatchObject({ cardType: 'MC', nickName: 'Perso', defaultCardIndicator: true });
    const first = await desk.call('GET', `${vault}/profiles/${profileId}/cards/${cardId}`);
    expect(at(first.body, 'defaultCardIndicator')).toBe(false);
  });

  it('removes a card; its token pays no more', async () => {
    const { profileId, cardId, token } = await saveCard(desk);
    const path = `${vault}/profiles/${profileId}/cards/${cardId}`;
    const removed = await desk.call('DELETE', path);
    expect([removed.status, removed.text]).toEqual([200, '']);
    expect(at((await desk.call('GET', path)).body, 'error', 'code')).toBe('5269');
    const auth = await desk.call('POST', `${cards}/auths`, {
      merchantRefNum: fresh(),
      amount: 500,
      card: { paymentToken: token },
    });
    expect([auth.status, at(auth.body, 'error', 'code')]).toEqual([400, '5502']);
  });

  it('takes no card number from the desk, and says what is wrong with one first', async () => {
    const { profileId } = await saveCard(desk);
    const path = `${vault}/profiles/${profileId}/cards`;
    const cardExpiry = { month: 4, year: 2030 };
    const faulty = await desk.call('POST', path, { cardNum: '45309', cardExpiry });
    expect(at(faulty.body, 'error', 'fieldErrors')).toEqual([
      { field: 'cardNum', error: 'size must be between 12 and 20' },
      { field: 'cardNum', error: 'Luhn checksum failed' },
    ]);
    const good = await desk.call('POST', path, { cardNum: '4510150000000321', cardExpiry });
    expect([good.status, at(good.body, 'error', 'code')]).toEqual([403, '5270']);
  });
});

describe('addresses', () => {
  it('are added, replaced in full and removed', async () => {
    const { profileId } = await saveCard(desk);
    const path = `${vault}/profiles/${profileId}/addresses`;
    const added = await desk.call('POST', path, { country: 'CA', zip: 'H2J 2K8', city: 'Montréal' });
    expect(added.status).toBe(201);
    expect(added.body).toMatchObject({ status: 'ACTIVE', city: 'Montréal', defaultShippingAddressIndicator: false });
    const one = `${path}/${textAt(added.body, 'id')}`;
    const replaced = await desk.call('PUT', one, { country: 'CA', zip: 'H2J 2K9' });
    expect(replaced.body).not.toHaveProperty('city');
    expect((await desk.call('GET', one)).body).toEqual(replaced.body);
    const removed = await desk.call('DELETE', one);
    expect([removed.status, removed.text]).toEqual([200, '']);
    expect((await desk.call('GET', one)).status).toBe(404);
    const bare = await desk.call('POST', path, {});
    expect(at(bare.body, 'error', 'fieldErrors')).toMatchObject([{ field: 'country' }, { field: 'zip' }]);
  });

  it('come with a bank account that is saved together with its profile', async () => {
    const created = await desk.call('POST', `${vault}/profiles`, {
      ...roy,
      eftBankAccount: {
        accountHolderName: 'Nadia Roy',
        accountNumber: '0012345622',
        transitNumber: '25039',
        institutionId: '001',
        billingAddress: { country: 'CA', zip: 'H2J 2K8', street: '4210 rue Saint-Denis', city: 'Montréal' },
      },
    });
    expect(created.status).toBe(201);
    expect(at(created.body, 'eftBankAccounts', 0, 'billingAddressId')).toBe(at(created.body, 'addresses', 0, 'id'));
  });
});

describe('single-use tokens', () => {
  it('live for the seconds they say, survive a verification and die when the card is saved', async () => {
    const token = await typeCard(desk);
    expect(token).toMatch(/^SC\w{14}$/);
    const verified = await desk.call('POST', `${cards}/verifications`, {
      merchantRefNum: fresh(),
      card: { paymentToken: token },
      storedCredential: { type: 'ADHOC', occurrence: 'INITIAL' },
    });
    expect([verified.status, at(verified.body, 'status')]).toEqual([200, 'COMPLETED']);
    expect(at(verified.body, 'cvvVerification')).toBe('MATCH');
    for (const name of ['amount', 'settleWithAuth', 'preAuth', 'availableToSettle']) {
      expect(verified.body).not.toHaveProperty(name);
    }
    desk.clock.advance(60_000);
    const found = await desk.call('POST', `${vault}/singleusetokens/search`, { paymentToken: token });
    expect([found.status, at(found.body, 'timeToLiveSeconds')]).toEqual([200, 239]);
    const { profileId } = await saveCard(desk, { cardNum: '5191330000004415' });
    expect((await desk.call('POST', `${vault}/profiles/${profileId}/cards`, { singleUseToken: token })).status).toBe(
      201,
    );
    const again = await desk.call('POST', `${vault}/singleusetokens/search`, { paymentToken: token });
    expect([again.status, at(again.body, 'error', 'code')]).toEqual([404, '7514']);
  });

  it('expire', async () => {
    const token = await typeCard(desk);
    desk.clock.advance(299_000);
    const reply = await desk.call('POST', `${vault}/singleusetokens/search`, { paymentToken: token });
    expect([reply.status, at(reply.body, 'error', 'code')]).toEqual([404, '7514']);
  });

  it('stand for the saved cards of a profile', async () => {
    const { profileId } = await saveCard(desk);
    const reply = await desk.call('POST', `${vault}/profiles/${profileId}/singleuseprofiles`, {});
    expect(reply.status).toBe(201);
    const auth = await authorize(desk, textAt(reply.body, 'cards', 0, 'paymentToken'));
    expect(at(auth, 'card', 'lastDigits')).toBe('2345');
  });
});
