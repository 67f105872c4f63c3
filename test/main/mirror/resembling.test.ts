import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { isOneLetterAway } from '../../../src-main/mirror/one-letter.ts';
import { cardOf, customerOf, paymentOf } from './rows-of-a-house.ts';

let mirror: Mirror;
beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
});
afterEach(() => mirror.close());

const names = async (id: string, card = 'stripe:none') =>
  (await mirror.resembling(id, card, 'CAD')).alike.map(({ name, same }) => `${name}${same ? ' (same)' : ''}`);

describe('who could be taken for somebody', () => {
  it('has the same name, the same words turned round, or one letter more, less, other or swapped; accents aside', async () => {
    const isSeen = async (name: string): Promise<boolean | undefined> => {
      await mirror.clear();
      await mirror.put({
        customers: [customerOf('stripe:own', { name: 'Marié Tremblay' }), customerOf('stripe:other', { name })],
      });
      const [back] = (await mirror.resembling('stripe:other', '', 'CAD')).alike;
      const [found] = (await mirror.resembling('stripe:own', '', 'CAD')).alike;
      expect(back?.id).toBe(found && 'stripe:own');
      return found?.same;
    };
    expect(await isSeen('MARIE  Tremblay')).toBe(true);
    for (const name of ['Tremblay Marie', 'Maria Tremblay', 'Marie Tremblai', 'Mrie Tremblay', 'Marie Trembaly'])
      expect(await isSeen(name), name).toBe(false);
    for (const name of ['Marie-Ève Tremblay', 'Jean Tremblay', 'Marie Gagnon', 'Mario Tremblai', 'M', 'Zarie Tremblay'])
      expect(await isSeen(name), name).toBeUndefined();
  });

  it('is not the same person at the other provider: linked, or with the same name and e-mail or phone', async () => {
    const name = 'Noémie D’Aoust';
    await mirror.put({
      customers: [
        customerOf('stripe:own', { name, email: 'n@daoust.example', phone: '514 555-0142' }),
        customerOf('paysafe:linked', { name }),
        customerOf('paysafe:mail', { name: 'Noemie D’Aoust', email: 'N@daoust.example' }),
        customerOf('paysafe:phone', { name, phone: '+1 514 555 0142' }),
        customerOf('stripe:mother', { name: 'Noémi D’Aoust', phone: '514 555-0142' }),
      ],
    });
    await mirror.setLinks([['stripe:own', 'paysafe:linked']]);
    expect(await names('paysafe:linked')).toEqual(['Noémi D’Aoust']);
  });

  it('of nobody with an empty name, or nobody at all, nothing is said', async () => {
    await mirror.put({ customers: [customerOf('stripe:a', { name: '' }), customerOf('stripe:b', { name: '' })] });
    expect(await names('stripe:a')).toEqual([]);
    expect(await mirror.resembling('stripe:nobody', 'stripe:nothing', 'CAD')).toEqual({
      alike: [],
      sameCard: [],
      paid: { count: 0, largest: 0 },
    });
  });
});

describe('a card that two people have', () => {
  it('has the same brand, digits and expiry, is not removed, and is another person’s', async () => {
    const visa = { brand: 'visa', lastFour: '4821', expiry: { year: 2028, month: 4 } };
    await mirror.put({
      customers: ['own', 'twin', 'gone', 'newer', 'amex', 'linked'].map((id) =>
        customerOf(`stripe:${id}`, { name: `X ${id}` }),
      ),
      cards: [
        cardOf('stripe:1', 'stripe:own', visa),
        cardOf('stripe:2', 'stripe:twin', visa),
        cardOf('stripe:3', 'stripe:gone', { ...visa, removed: true }),
        cardOf('stripe:4', 'stripe:newer', { ...visa, expiry: { year: 2029, month: 4 } }),
        cardOf('stripe:5', 'stripe:amex', { ...visa, brand: 'amex' }),
        cardOf('stripe:6', 'stripe:linked', visa),
        cardOf('stripe:7', 'stripe:own', { ...visa, expiry: null }),
      ],
    });
    await mirror.setLinks([['stripe:own', 'stripe:linked']]);
    const found = await mirror.resembling('stripe:own', 'stripe:1', 'CAD');
    expect(found.sameCard.map(({ id }) => id)).toEqual(['stripe:twin']);
    expect((await mirror.resembling('stripe:own', 'stripe:7', 'CAD')).sameCard).toEqual([]);
  });

  it('what somebody paid so far is counted over their linked records, in this currency, without what took nothing', async () => {
    await mirror.put({
      customers: [customerOf('stripe:a', { name: 'A B' }), customerOf('paysafe:a', { name: 'C D' })],
      payments: [
        paymentOf('stripe:1', 'stripe:a', { taken: 4_000 }),
        paymentOf('paysafe:2', 'paysafe:a', { taken: 9_000 }),
        paymentOf('stripe:3', 'stripe:a', { taken: 0, state: 'declined' }),
        paymentOf('stripe:4', 'stripe:a', { taken: 99_000, currency: 'EUR' }),
      ],
    });
    await mirror.setLinks([['stripe:a', 'paysafe:a']]);
    expect((await mirror.resembling('paysafe:a', 'x', 'CAD')).paid).toEqual({ count: 2, largest: 9_000 });
  });
});

describe('one letter', () => {
  const word = fc.string({ minLength: 1, maxLength: 12 });
  it('added anywhere is one letter away, both ways; two letters elsewhere are not', () => {
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('x', 'y'), (text, place, letter) => {
        const at = place % (text.length + 1);
        const longer = text.slice(0, at) + letter + text.slice(at);
        expect(isOneLetterAway(text, longer)).toBe(true);
        expect(isOneLetterAway(longer, text)).toBe(true);
        expect(isOneLetterAway(`${longer}zz`, text)).toBe(false);
      }),
    );
  });
  it.each([
    ['marie', 'maria', true],
    ['marie', 'amrie', true],
    ['marie', 'mraei', false],
    ['', '', true],
    ['', 'a', true],
    ['ab', 'ba', true],
    ['ab', 'cd', false],
  ])('%j and %j: %s', (one, other, expected) => expect(isOneLetterAway(one, other)).toBe(expected));
});
