import { findPerson } from './cast.ts';
import type { House } from './house.ts';
import { cardOf, goodCard, hasGoodCard, tillOf } from './house.ts';
import { dayMs } from './montreal-time.ts';
import type { CardPlan, DemoProvider, Person } from './person.ts';
import { drawSale, noShowCover, priceOf, services } from './services.ts';
import type { Service } from './services.ts';

const minute = 60_000;
const hour = 60 * minute;

/** How many holds are open when the demo begins: the people of the pictures and others. */
export const openHolds = { stripe: 21, paysafe: 9 } as const;

interface Hold {
  readonly plan: CardPlan;
  readonly amount: number;
  readonly purpose: string;
  readonly placedAt: number;
}

/**
 * 30 open holds of all ages, one of which lapses within the hour, and one that has lapsed already. Stripe keeps a Visa
 * hold without the customer 4 days 18 hours, the others 7 days; the age follows from what is left.
 */
export function placeHolds(house: House): void {
  const named = pictureHolds(house);
  const free = house.chance.shuffled(house.people.filter((person) => !person.cast && person.joinedDaysAgo > 9));
  const others = (provider: DemoProvider): Person[] => free.filter((person) => hasGoodCard(house, person, provider));
  const stripe = others('stripe');
  const drawn = [
    ...drawStripe(house, stripe, openHolds.stripe - countAt(named, 'stripe')),
    ...drawPaysafe(house, others('paysafe'), openHolds.paysafe - countAt(named, 'paysafe')),
    lapsedHold(house, stripe),
  ];
  for (const { plan, amount, purpose, placedAt } of [...named, ...drawn]) {
    house.timeline.at(placedAt, () => {
      tillOf(house, plan).hold(cardOf(house, plan), { amount, description: purpose });
    });
  }
}

function countAt(holds: readonly Hold[], provider: DemoProvider): number {
  return holds.filter(({ plan }) => plan.provider === provider).length;
}

function pictureHolds(house: House): Hold[] {
  const at = (name: string, provider: DemoProvider): { person: Person; plan: CardPlan } => {
    const person = findPerson(house.people, name);
    return { person, plan: goodCard(house, person, provider) };
  };
  const atStripe = (name: string, what: Service | typeof noShowCover, left: number, amount: number): Hold => {
    const { person, plan } = at(name, 'stripe');
    return { plan, amount, purpose: purposeOf(person, what), placedAt: house.now - stripeLife(plan) + left };
  };
  const atPaysafe = (name: string, what: Service, age: number, amount: number): Hold => {
    const { person, plan } = at(name, 'paysafe');
    return { plan, amount, purpose: purposeOf(person, what), placedAt: house.now - age };
  };
  return [
    atStripe('Gaëlle Morin', services.keratin, 4 * hour + 28 * minute, 23_000),
    atStripe('Luc Archambault', services.deepTissue, 6 * hour + 3 * minute, 16_000),
    atStripe('Françoise Deschênes', services.laser, 19 * hour + 38 * minute, priceOf(services.laser)),
    atStripe('Olivier St-Onge', noShowCover, 21 * hour + 23 * minute, 8000),
    atStripe('Béatrice Lemay-Ström', services.manicure, 2 * dayMs + 17 * hour, priceOf(services.manicure)),
    atStripe('Amélie Bouchard-Roy', services.keratin, 2 * dayMs + 17 * hour + 33 * minute, 8000),
    atStripe('Saïd Haddad', services.massage, 4 * dayMs + 17 * hour, priceOf(services.massage)),
    atStripe('Mai Nguyễn', noShowCover, 6 * dayMs + 2 * hour, 6000),
    atPaysafe('Inès Cherkaoui', services.facial, 3 * dayMs + 2 * hour, priceOf(services.facial)),
    atPaysafe('Daphné Papadakis', services.balayage, 3 * dayMs + 40 * minute, 35_000),
  ];
}

function purposeOf(person: Person, what: Service | typeof noShowCover): string {
  return 'by' in what ? `${what[person.locale]}, ${what.by[0] ?? ''}` : what[person.locale];
}

function drawStripe(house: House, people: readonly Person[], count: number): Hold[] {
  const { chance, now } = house;
  return people.slice(0, count).map((person, index) => {
    const plan = goodCard(house, person, 'stripe');
    const life = stripeLife(plan);
    // The first of them is the one that lapses within the hour; the next two today or tomorrow.
    const left =
      index === 0 ? 42 * minute : index < 3 ? chance.whole(5, 26) * hour : chance.whole(27, life / hour - 1) * hour;
    return { plan, ...drawPurpose(house, person), placedAt: now - life + left };
  });
}

function drawPaysafe(house: House, people: readonly Person[], count: number): Hold[] {
  return people.slice(0, count).map((person, index) => ({
    plan: goodCard(house, person, 'paysafe'),
    ...drawPurpose(house, person),
    placedAt: house.now - (index === 0 ? 25 * minute : index * 20 * hour + house.chance.whole(0, 300) * minute),
  }));
}

/** Nobody captured it in time: Stripe let it go five hours ago. */
function lapsedHold(house: House, people: readonly Person[]): Hold {
  const person = people.at(-1);
  if (person === undefined) throw new Error('Nobody is left for the lapsed hold.');
  const plan = goodCard(house, person, 'stripe');
  return { plan, ...drawPurpose(house, person), placedAt: house.now - stripeLife(plan) - 5 * hour };
}

function drawPurpose(house: House, person: Person): { amount: number; purpose: string } {
  if (house.chance.happens(0.35)) {
    return { amount: house.chance.pick([5000, 6000, 8000]), purpose: noShowCover[person.locale] };
  }
  const sale = drawSale(house.chance, person.locale);
  return { amount: sale.amount, purpose: `${sale.service}, ${sale.by}` };
}

function stripeLife(plan: CardPlan): number {
  return plan.brand === 'visa' ? 4 * dayMs + 18 * hour : 7 * dayMs;
}
