import { monthsAhead } from './montreal-time.ts';
import { emailOf } from './names.ts';
import { nameOf } from './person.ts';
import type { CardPlan, Person } from './person.ts';

/** People of the demo house who stand for one thing each; by name, so that a tour or a test can find them. */
export const castNames = {
  noCard: 'Jean-François Côté',
  declined: 'Maxime Thibodeau',
  declinedAtPaysafe: 'Fatima-Zahra Bensalem',
  needsBank: 'Sophie Delacroix',
  cardRemoved: 'Geneviève Laliberté',
  cardRemovedAtPaysafe: 'Thị Hương Phạm',
  cardExpired: 'Antoine Robitaille',
  twice: ['Marie Tremblay', 'Jean Gagnon'],
} as const;

/** The people of the pictures and those above. Two Marie Tremblay at Stripe, a Jean Gagnon at each: different people. */
export function theCast(now: number): Person[] {
  const card = (text: string, more: Partial<CardPlan> = {}): CardPlan => cardPlan(now, text, more);
  const someone = (first: string, last: string, rest: Pick<Person, 'phone' | 'cards'> & Partial<Person>): Person => ({
    firstName: first,
    lastName: last,
    locale: 'fr',
    email: emailOf(first, last),
    providers: ['stripe'],
    joinedDaysAgo: 195,
    bank: false,
    cast: true,
    ...rest,
  });
  const alone = ['paysafe'] as const;
  return [
    someone('Amélie', 'Bouchard-Roy', {
      phone: '514 555-0142',
      providers: ['stripe', 'paysafe'],
      cards: [
        card('stripe visa 4821 19', { nickname: 'Blue Visa' }),
        card('paysafe mastercard 7305 1', { nickname: 'Clinic' }),
        card('stripe visa 9940 27', { nickname: 'Mom’s' }),
      ],
    }),
    someone('Noémie', 'D’Aoust', { phone: '514 555-0127', providers: alone, cards: [card('paysafe visa 6034 22')] }),
    someone('Saïd', 'Haddad', { phone: '438 555-0171', cards: [card('stripe visa 4471 30')] }),
    someone('Zoë', 'Kowalczyk', { phone: '514 555-0186', locale: 'en', cards: [card('stripe amex 1009 14')] }),
    someone('Jean-François', 'Côté', { phone: '579 555-0121', joinedDaysAgo: 3, cards: [] }),
    someone('Mai', 'Nguyễn', { phone: '438 555-0190', cards: [card('stripe mastercard 5518 9')] }),
    someone('Béatrice', 'Lemay-Ström', { phone: '438 555-0119', cards: [card('stripe visa 5590 11')] }),
    someone('Daphné', 'Papadakis', {
      phone: '514 555-0177',
      providers: alone,
      cards: [card('paysafe mastercard 8841 25')],
    }),
    someone('Gaëlle', 'Morin', { phone: '438 555-0155', cards: [card('stripe mastercard 2290 33')] }),
    someone('Luc', 'Archambault', { phone: '514 555-0184', cards: [card('stripe amex 1005 7')] }),
    someone('Françoise', 'Deschênes', { phone: '514 555-0108', cards: [card('stripe visa 4418 16')] }),
    someone('Olivier', 'St-Onge', { phone: '514 555-0149', cards: [card('stripe visa 6672 21')] }),
    someone('Inès', 'Cherkaoui', { phone: '514 555-0136', providers: alone, cards: [card('paysafe visa 3120 18')] }),
    someone('Thérèse', 'Ouellet', { phone: '450 555-0102', cards: [card('stripe visa 1187 12')] }),
    someone('Étienne', 'Lafrenière', {
      phone: '450 555-0163',
      providers: alone,
      cards: [card('paysafe mastercard 7305 20')],
    }),
    someone('Maxime', 'Thibodeau', {
      phone: '514 555-0115',
      cards: [card('stripe visa 0341 15', { manner: 'insufficient_funds' })],
    }),
    someone('Fatima-Zahra', 'Bensalem', {
      phone: '438 555-0128',
      providers: alone,
      cards: [card('paysafe visa 7711 15', { manner: 'insufficient_funds' })],
    }),
    someone('Sophie', 'Delacroix', {
      phone: '514 555-0131',
      cards: [card('stripe visa 3184 28', { manner: 'needs_bank' })],
    }),
    someone('Geneviève', 'Laliberté', {
      phone: '514 555-0158',
      cards: [card('stripe mastercard 6403 10', { removed: true })],
    }),
    someone('Thị Hương', 'Phạm', {
      phone: '438 555-0144',
      providers: alone,
      cards: [card('paysafe visa 2815 10', { removed: true })],
    }),
    someone('Antoine', 'Robitaille', { phone: '450 555-0117', cards: [card('stripe visa 7702 -1')] }),
    someone('Marie', 'Tremblay', { phone: '514 555-0103', cards: [card('stripe visa 8053 13')] }),
    someone('Marie', 'Tremblay', {
      phone: '450 555-0188',
      email: emailOf('Marie', 'Tremblay', '2'),
      cards: [card('stripe mastercard 4117 24')],
    }),
    someone('Jean', 'Gagnon', { phone: '514 555-0195', cards: [card('stripe visa 5026 6')] }),
    someone('Jean', 'Gagnon', {
      phone: '579 555-0139',
      email: emailOf('Jean', 'Gagnon', '.laval'),
      providers: alone,
      cards: [card('paysafe mastercard 9362 17')],
    }),
  ];
}

/** @param text provider, brand, last four, months from now to the expiry. */
function cardPlan(now: number, text: string, more: Partial<CardPlan>): CardPlan {
  const [provider, brand, lastFour, months] = text.split(' ');
  return {
    provider: provider === 'paysafe' ? 'paysafe' : 'stripe',
    brand: brand === 'mastercard' || brand === 'amex' ? brand : 'visa',
    lastFour: lastFour ?? '',
    expiry: monthsAhead(now, Number(months)),
    nickname: null,
    manner: 'works',
    removed: false,
    ...more,
  };
}

/** @throws Error when nobody of that name is in the house. */
export function findPerson(people: readonly Person[], name: string): Person {
  const found = people.find((person) => nameOf(person) === name);
  if (found === undefined) throw new Error(`Nobody in the demo house is called ${name}.`);
  return found;
}
