import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { cardOf, customerOf, day, holdOf, hour, noon, november, paymentOf } from './rows-of-a-house.ts';

let mirror: Mirror;
beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
});
afterEach(() => mirror.close());

const all = { search: '', filter: 'all', offset: 0, limit: 50, month: november } as const;

describe('replies that arrive out of order', () => {
  it('a late reply never puts an old amount over a newer one', async () => {
    await mirror.put({ payments: [paymentOf('stripe:pi_1', 'stripe:a', { refunded: 8000, state: 'refunded' })] });
    await mirror.put({ payments: [paymentOf('stripe:pi_1', 'stripe:a', { readAt: noon - 1 })] });
    expect(await mirror.payment('stripe:pi_1')).toMatchObject({ refunded: 8000, state: 'refunded', readAt: noon });
  });

  it('what was put is what is read, field by field', async () => {
    const customer = customerOf('paysafe:p', { externalId: 'A-1', email: 'a@b.example', phone: '514', language: 'fr' });
    const card = cardOf('paysafe:c', 'paysafe:p', { nickname: 'Work', holder: 'C Roy', isDefault: true, expiry: null });
    const payment = holdOf('paysafe:h', 'paysafe:p', {
      captureBefore: noon + day,
      description: 'Facial',
      key: 'k-1',
      account: '1002',
      cardId: 'paysafe:c2',
      settlements: [{ ref: 's', amount: 5, refundable: 4, pending: true }],
    });
    await mirror.put({ customers: [customer], cards: [card], payments: [payment] });
    expect(await mirror.customer('paysafe:p')).toEqual({ ...customer, defaultCardId: 'paysafe:c' });
    expect(await mirror.card('paysafe:c')).toEqual(card);
    expect(await mirror.payment('paysafe:h')).toEqual(payment);
    expect(await mirror.payment('paysafe:nothing')).toBeNull();
  });

  it('a complete card list removes the others, and an older list does not bring them back', async () => {
    await mirror.put({
      customers: [customerOf('stripe:a')],
      cards: [cardOf('stripe:1', 'stripe:a'), cardOf('stripe:2', 'stripe:a')],
    });
    await mirror.put({ cards: [cardOf('stripe:2', 'stripe:a', { readAt: noon + 5 })], cardsOf: ['stripe:a'] });
    await mirror.put({ cards: [cardOf('stripe:1', 'stripe:a', { readAt: noon + 1 })] });
    expect((await mirror.person('stripe:a'))?.cards.map(({ id }) => id)).toEqual(['stripe:2']);
    expect((await mirror.card('stripe:1'))?.removed).toBe(true);
  });

  it('cards that are gone are still told of, the last noticed first, whichever of a person’s records had them', async () => {
    await mirror.put({
      customers: [customerOf('stripe:a'), customerOf('paysafe:a')],
      cards: [
        cardOf('stripe:1', 'stripe:a', { removed: true, readAt: noon + 1 }),
        cardOf('stripe:2', 'stripe:a'),
        cardOf('paysafe:1', 'paysafe:a', { removed: true, readAt: noon + 2 }),
      ],
    });
    await mirror.setLinks([['stripe:a', 'paysafe:a']]);
    expect((await mirror.removedCards('stripe:a')).map(({ id }) => id)).toEqual(['paysafe:1', 'stripe:1']);
    expect(await mirror.removedCards('stripe:nobody')).toEqual([]);
  });

  it('an older complete list does not remove a card added since', async () => {
    await mirror.put({
      customers: [customerOf('stripe:a')],
      cards: [cardOf('stripe:new', 'stripe:a', { readAt: noon + 9 })],
    });
    await mirror.put({ customers: [customerOf('stripe:a', { readAt: noon + 1 })], cardsOf: ['stripe:a'] });
    expect((await mirror.card('stripe:new'))?.removed).toBe(false);
  });

  it('there is one default card: the one read last', async () => {
    await mirror.put({
      customers: [customerOf('stripe:a', { defaultCardId: 'stripe:1' })],
      cards: [cardOf('stripe:1', 'stripe:a'), cardOf('stripe:2', 'stripe:a')],
    });
    const defaults = async () => (await mirror.person('stripe:a'))?.cards.map(({ id, isDefault }) => [id, isDefault]);
    expect(await defaults()).toEqual([
      ['stripe:1', true],
      ['stripe:2', false],
    ]);
    await mirror.put({ cards: [cardOf('stripe:2', 'stripe:a', { isDefault: true, readAt: noon + 1 })] });
    expect(await defaults()).toEqual([
      ['stripe:2', true],
      ['stripe:1', false],
    ]);
    await mirror.put({ customers: [customerOf('stripe:a', { defaultCardId: 'stripe:1', readAt: noon + 2 })] });
    expect(await defaults()).toEqual([
      ['stripe:1', true],
      ['stripe:2', false],
    ]);
  });

  it('a payment read before its customer shows as soon as the customer is there', async () => {
    await mirror.put({ payments: [holdOf('stripe:pi', 'stripe:a')] });
    expect((await mirror.customers(all)).rows).toEqual([]);
    await mirror.put({ customers: [customerOf('stripe:a')] });
    expect((await mirror.customers(all)).rows[0]?.openHolds).toBe(1);
  });
});

describe('linked customers are one person', () => {
  beforeEach(() =>
    mirror.put({
      customers: [
        customerOf('stripe:a', { name: 'Inès Roy', email: 'ines@roy.example', phone: '514 555-0142' }),
        customerOf('paysafe:b', { name: 'Ines Roy', phone: '+1 (514) 555-0142' }),
        customerOf('paysafe:c', { name: 'Inès Roy', email: 'INES@roy.example ' }),
        customerOf('stripe:d', { name: 'Somebody Else', email: 'ines@roy.example' }),
      ],
      cards: [cardOf('stripe:1', 'stripe:a'), cardOf('paysafe:2', 'paysafe:b', { lastFour: '0002', isDefault: true })],
      payments: [
        paymentOf('stripe:pi', 'stripe:a', { at: noon - day }),
        holdOf('paysafe:h', 'paysafe:b', { at: noon - hour }),
      ],
    }),
  );

  it('one line with both providers, the cards and holds of both, under the first of the group', async () => {
    await mirror.setLinks([['stripe:a', 'paysafe:b']]);
    const { rows, total } = await mirror.customers({ ...all, search: 'ines' });
    expect(total).toBe(3);
    expect(rows.find(({ id }) => id === 'stripe:a')).toMatchObject({
      name: 'Inès Roy',
      providers: ['stripe', 'paysafe'],
      lastFours: ['4242', '0002'],
      openHolds: 1,
    });
    expect((await mirror.customers({ ...all, search: '0002' })).rows.map(({ id }) => id)).toEqual(['stripe:a']);
  });

  it('the page of either shows everything of both, newest payment first', async () => {
    await mirror.setLinks([['stripe:a', 'paysafe:b']]);
    for (const id of ['stripe:a', 'paysafe:b']) {
      const person = await mirror.person(id);
      expect(person?.customers.map((customer) => customer.id)).toEqual(['stripe:a', 'paysafe:b']);
      expect(person?.cards.map((card) => card.id)).toEqual(['paysafe:2', 'stripe:1']);
      expect(person?.payments.map((payment) => payment.id)).toEqual(['paysafe:h', 'stripe:pi']);
      expect(person?.sameName).toBe(1);
    }
  });

  it('what was paid or held since a moment is of both records, whichever is asked for, and of nobody else', async () => {
    await mirror.setLinks([['stripe:a', 'paysafe:b']]);
    await mirror.put({ payments: [paymentOf('stripe:pi_else', 'stripe:d', { at: noon })] });
    const ids = async (of: string, since: number) => {
      const { customerIds, payments } = await mirror.recentPayments(of, since);
      return [customerIds, payments.map(({ id }) => id)];
    };
    const both = ['paysafe:b', 'stripe:a'];
    expect(await ids('stripe:a', noon - hour)).toEqual([both, ['paysafe:h']]);
    expect(await ids('paysafe:b', noon - day)).toEqual([both, ['paysafe:h', 'stripe:pi']]);
    expect(await ids('paysafe:b', noon - hour + 1)).toEqual([both, []]);
    expect(await ids('paysafe:c', noon - day)).toEqual([['paysafe:c'], []]);
  });

  it('the first present leads when the first of the group was deleted', async () => {
    await mirror.setLinks([['stripe:a', 'paysafe:b']]);
    await mirror.put({ customers: [customerOf('stripe:a', { deleted: true, readAt: noon + 1 })] });
    expect((await mirror.customers({ ...all, search: '0142' })).rows.map(({ id }) => id)).toEqual(['paysafe:b']);
  });

  it('unlinking makes two lines again', async () => {
    await mirror.setLinks([['stripe:a', 'paysafe:b']]);
    await mirror.setLinks([]);
    expect((await mirror.customers({ ...all, search: '0142' })).rows.map(({ id }) => id).toSorted()).toEqual([
      'paysafe:b',
      'stripe:a',
    ]);
    expect((await mirror.person('stripe:a'))?.customers).toHaveLength(1);
  });

  it('links set before the customers were read count when they come', async () => {
    await mirror.setLinks([['stripe:x', 'paysafe:y']]);
    await mirror.put({ customers: [customerOf('paysafe:y', { name: 'Late' })] });
    await mirror.put({ customers: [customerOf('stripe:x', { name: 'Later' })] });
    expect((await mirror.customers({ ...all, search: 'late' })).rows.map(({ id }) => id)).toEqual(['stripe:x']);
  });

  it('candidates are of the other provider, by e-mail or phone however written, and not linked to anybody', async () => {
    expect(await mirror.candidates('stripe:a')).toMatchObject([
      { id: 'paysafe:b', sameEmail: false, samePhone: true },
      { id: 'paysafe:c', sameEmail: true, samePhone: false },
    ]);
    await mirror.setLinks([['stripe:d', 'paysafe:c']]);
    expect((await mirror.candidates('stripe:a')).map(({ id }) => id)).toEqual(['paysafe:b']);
    await mirror.setLinks([['stripe:a', 'paysafe:b']]);
    expect(await mirror.candidates('stripe:a')).toEqual([]);
  });
});

describe('names', () => {
  it('the house’s own nickname wins over the provider’s, on cards and on payments', async () => {
    await mirror.put({
      customers: [customerOf('stripe:a')],
      cards: [cardOf('stripe:1', 'stripe:a', { nickname: 'theirs' })],
      payments: [holdOf('stripe:pi', 'stripe:a', { cardId: 'stripe:1' })],
    });
    await mirror.setNicknames(new Map([['stripe:1', 'Mum’s card']]));
    expect((await mirror.person('stripe:a'))?.cards[0]?.nickname).toBe('Mum’s card');
    expect((await mirror.payment('stripe:pi'))?.card?.nickname).toBe('Mum’s card');
    await mirror.setNicknames(new Map());
    expect((await mirror.card('stripe:1'))?.nickname).toBe('theirs');
  });

  it('a customer the provider knows by an address only still has a name to show', async () => {
    await mirror.put({ customers: [customerOf('stripe:a', { name: ' ', email: 'a@b.example' })] });
    expect((await mirror.customers(all)).rows[0]?.name).toBe('a@b.example');
    expect(await mirror.names(['stripe:a', 'stripe:nobody'])).toEqual(new Map([['stripe:a', 'a@b.example']]));
  });

  it('an unknown person is nobody', async () => {
    expect(await mirror.person('stripe:nobody')).toBeNull();
  });
});

describe('a customer who was taken away here', () => {
  const gone = { id: 'stripe:a', provider: 'stripe', ref: 'a', name: 'Camille Roy', at: noon } as const;
  beforeEach(async () => {
    await mirror.put({
      customers: [customerOf('stripe:a', { email: 'a@b.example', phone: '514 555-0142' })],
      cards: [cardOf('stripe:1', 'stripe:a')],
      payments: [paymentOf('stripe:pi_1', 'stripe:a')],
    });
    await mirror.removeCustomers([gone]);
  });

  it('is in no list, and their page and payments are there to read', async () => {
    expect((await mirror.customers(all)).rows).toEqual([]);
    expect(await mirror.person('stripe:a')).toMatchObject({
      customers: [{ name: 'Camille Roy', email: 'a@b.example', deleted: true }],
      cards: [],
      payments: [{ id: 'stripe:pi_1' }],
    });
    expect(await mirror.cardNews(10)).toEqual([]);
  });

  it('is not living again by an answer that was on its way, however late it is read', async () => {
    await mirror.put({
      customers: [customerOf('stripe:a', { readAt: noon + hour })],
      cards: [
        cardOf('stripe:1', 'stripe:a', { readAt: noon + hour }),
        cardOf('stripe:2', 'stripe:a', { readAt: noon + hour }),
      ],
      cardsOf: ['stripe:a'],
    });
    expect(await mirror.customer('stripe:a')).toMatchObject({ deleted: true });
    expect((await mirror.person('stripe:a'))?.cards).toEqual([]);
    expect((await mirror.customers(all)).rows).toEqual([]);
  });

  it('keeps the name when the provider tells of a deleted customer by the id alone', async () => {
    const bare = customerOf('stripe:a', { name: '', createdAt: null, deleted: true, readAt: noon + hour });
    await mirror.put({ customers: [bare], cardsOf: ['stripe:a'] });
    expect(await mirror.customer('stripe:a')).toMatchObject({
      ...{ name: 'Camille Roy', email: 'a@b.example', phone: '514 555-0142', deleted: true },
    });
  });

  it('has a page again, by the name, once the copy was begun anew', async () => {
    await mirror.clear();
    await mirror.put({ payments: [paymentOf('stripe:pi_1', 'stripe:a')] });
    await mirror.removeCustomers([gone, gone]);
    expect(await mirror.person('stripe:a')).toMatchObject({
      customers: [{ name: 'Camille Roy', deleted: true }],
      payments: [{ id: 'stripe:pi_1' }],
      cardsUnread: false,
    });
    expect((await mirror.customers(all)).rows).toEqual([]);
  });

  it('leaves what was paid to the person, where another record of theirs stays', async () => {
    await mirror.put({ customers: [customerOf('paysafe:a')] });
    await mirror.setLinks([['stripe:a', 'paysafe:a']]);
    const person = await mirror.person('paysafe:a');
    expect(person?.customers.map(({ id }) => id)).toEqual(['paysafe:a']);
    expect(person?.payments.map(({ id }) => id)).toEqual(['stripe:pi_1']);
  });
});
