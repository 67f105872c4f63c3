import { theCast } from './cast.ts';
import type { Chance } from './chance.ts';
import { monthsAhead } from './montreal-time.ts';
import { drawFamily, emailOf } from './names.ts';
import type { GivenName } from './names.ts';
import { nameOf } from './person.ts';
import type { CardPlan, DemoProvider, Person } from './person.ts';

const wanted = { stripe: 260, paysafe: 140, both: 25, families: 14, banks: 18 } as const;

const nicknames = {
  fr: ['Perso', 'Travail', 'Carte de maman', 'Carte bleue', 'Conjoint', 'Voyage', 'Cadeau'],
  en: ['Personal', 'Work', 'Mom’s', 'Blue one', 'Husband’s', 'Travel', 'Gift'],
} as const;

/** Everybody the house knows: 260 at Stripe, 140 at Paysafe, 25 of them at both. */
export function peopleOfTheHouse(chance: Chance, now: number): Person[] {
  const cast = theCast(now);
  const taken = new Set(cast.map(nameOf));
  const phones = freePhones(chance, new Set(cast.map((person) => person.phone)));
  const slots = chance.shuffled(slotsBeside(cast));
  const drawn: Person[] = [];
  let banks: number = wanted.banks;
  for (let families: number = wanted.families; slots.length > 0; families -= 1) {
    const size = families > 0 ? Math.min(slots.length, chance.whole(2, 4)) : 1;
    const phone = phones.pop();
    if (phone === undefined) throw new Error('The house has run out of telephone numbers.');
    for (const given of drawFamily(chance, taken, size)) {
      const providers = slots.pop();
      if (providers === undefined) break;
      const bank = banks > 0 && providers.includes('paysafe');
      if (bank) banks -= 1;
      drawn.push(drawPerson(chance, now, { given, phone, providers, bank }));
    }
  }
  return [...cast, ...drawn];
}

/** Where the people who are not in the cast are saved. */
function slotsBeside(cast: readonly Person[]): (readonly DemoProvider[])[] {
  const left = (providers: string, all: number): number =>
    all - cast.filter((person) => person.providers.join() === providers).length;
  const times = (count: number, providers: readonly DemoProvider[]): (readonly DemoProvider[])[] =>
    Array.from({ length: count }, () => providers);
  return [
    ...times(left('stripe,paysafe', wanted.both), ['stripe', 'paysafe']),
    ...times(left('stripe', wanted.stripe - wanted.both), ['stripe']),
    ...times(left('paysafe', wanted.paysafe - wanted.both), ['paysafe']),
  ];
}

/** Numbers that exist in films only. */
function freePhones(chance: Chance, taken: ReadonlySet<string>): string[] {
  const all = ['514', '438', '450', '579'].flatMap((area) =>
    Array.from({ length: 100 }, (_none, index) => `${area} 555-01${String(index).padStart(2, '0')}`),
  );
  return chance.shuffled(all.filter((phone) => !taken.has(phone)));
}

function drawPerson(
  chance: Chance,
  now: number,
  wish: {
    readonly given: GivenName;
    readonly phone: string;
    readonly providers: readonly DemoProvider[];
    readonly bank: boolean;
  },
): Person {
  const { given, providers } = wish;
  const cards = drawCards(chance, now, given.locale, providers);
  return {
    ...given,
    phone: wish.phone,
    // Who is at both can be linked by the e-mail; a few of the others gave none.
    email: providers.length === 1 && chance.happens(0.06) ? null : emailOf(given.firstName, given.lastName),
    providers,
    // A card that has expired since was good when it was saved.
    joinedDaysAgo: cards.some((card) => isPast(now, card)) ? chance.whole(185, 200) : chance.whole(8, 200),
    cards,
    bank: wish.bank,
    cast: false,
  };
}

function drawCards(chance: Chance, now: number, locale: 'fr' | 'en', providers: readonly DemoProvider[]): CardPlan[] {
  const count = chance.weighed([
    [0, 7],
    [1, 62],
    [2, 24],
    [3, 7],
  ]);
  return Array.from({ length: count }, (_none, index): CardPlan => {
    // Who is at both has a card at each, when there are two.
    const provider = providers[index % providers.length] ?? 'stripe';
    return {
      provider,
      brand: chance.weighed([
        ['visa', 55],
        ['mastercard', 33],
        ['amex', 12],
      ]),
      lastFour: String(chance.whole(0, 9999)).padStart(4, '0'),
      expiry: monthsAhead(now, drawMonths(chance)),
      nickname: index > 0 || chance.happens(0.12) ? chance.pick(nicknames[locale]) : null,
      manner: 'works',
      removed: false,
    };
  });
}

function drawMonths(chance: Chance): number {
  return chance.weighed([
    [chance.whole(-4, -1), 5],
    [0, 4],
    [1, 4],
    [chance.whole(2, 50), 87],
  ]);
}

function isPast(now: number, card: CardPlan): boolean {
  return Date.UTC(card.expiry.year, card.expiry.month, 1) <= now;
}
