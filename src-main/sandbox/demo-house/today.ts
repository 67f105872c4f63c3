import { findPerson } from './cast.ts';
import type { House } from './house.ts';
import { cardOf, daysAgo, goodCard, hasGoodCard, tillOf } from './house.ts';
import { dateOf, onDayOf } from './montreal-time.ts';
import type { DemoProvider, Person } from './person.ts';
import { drawSale, priceOf, services } from './services.ts';
import type { Service } from './services.ts';

const minute = 60_000;

interface Visit {
  readonly person: Person;
  readonly service: string;
  readonly by: string;
  readonly hour: number;
  readonly minute: number;
  /** Cents. */
  readonly total: number;
}

/**
 * Today: bills with a deposit paid earlier, whose rest is due at the visit, and bills paid this morning. Stripe keeps the
 * visit beside the payment, as metadata; at Paysafe today's charges still wait for the batch.
 */
export function openTheDay(house: House): void {
  const visit = (name: string, service: Service, [hour, at]: readonly [number, number], by = 0): Visit => {
    const person = findPerson(house.people, name);
    return {
      person,
      service: service[person.locale],
      by: service.by[by] ?? '',
      hour,
      minute: at,
      total: priceOf(service),
    };
  };
  deposit(house, visit('Amélie Bouchard-Roy', services.colourAndCut, [10, 15]), { amount: 5000, days: 14 });
  deposit(house, visit('Zoë Kowalczyk', services.balayage, [11, 30]), { amount: 8000, days: 10 });
  deposit(house, visit('Mai Nguyễn', services.laser, [13, 30]), { amount: 6000, days: 7 });
  const drawn = house.chance.shuffled(house.people.filter((person) => !person.cast && person.joinedDaysAgo > 25));
  const others = (provider: DemoProvider): Person[] => drawn.filter((person) => hasGoodCard(house, person, provider));
  for (const [index, person] of others('stripe').slice(0, 5).entries()) {
    const sale = drawSale(house.chance, person.locale);
    const at = { hour: 14 + Math.floor(index / 2), minute: index % 2 === 0 ? 15 : 45 };
    const amount = Math.round(sale.amount / 400) * 100;
    deposit(
      house,
      { person, service: sale.service, by: sale.by, total: sale.amount, ...at },
      { amount, days: 5 + index },
    );
  }
  const tip = 1121;
  pay(house, visit('Thérèse Ouellet', services.cutAndSet, [9, 0]), { provider: 'stripe', tip, ago: 165 * minute });
  pay(house, visit('Étienne Lafrenière', services.physio, [9, 30]), { provider: 'paysafe', tip: 0, ago: 100 * minute });
  for (const [index, person] of others('paysafe').slice(0, 5).entries()) {
    const sale = drawSale(house.chance, person.locale);
    const total = sale.amount;
    pay(
      house,
      { person, service: sale.service, by: sale.by, hour: 9, minute: 0, total },
      { provider: 'paysafe', tip: 0, ago: (30 + index * 32) * minute },
    );
  }
}

function deposit(house: House, visit: Visit, paid: { readonly amount: number; readonly days: number }): void {
  const plan = goodCard(house, visit.person, 'stripe');
  const word = visit.person.locale === 'fr' ? 'Acompte' : 'Deposit';
  house.timeline.at(daysAgo(house, paid.days, 15, 10 + (visit.minute % 30)), () => {
    tillOf(house, plan).charge(cardOf(house, plan), {
      amount: paid.amount,
      description: `${word}, ${visit.service}, ${visit.by}`,
      details: detailsOf(house, visit),
    });
  });
}

function pay(
  house: House,
  visit: Visit,
  paid: { readonly provider: DemoProvider; readonly tip: number; readonly ago: number },
): void {
  const plan = goodCard(house, visit.person, paid.provider);
  house.timeline.at(house.now - paid.ago, () => {
    tillOf(house, plan).charge(cardOf(house, plan), {
      amount: visit.total + paid.tip,
      description: `${visit.service}, ${visit.by}`,
      details: detailsOf(house, visit),
    });
  });
}

/** `bill_total` in cents, `visit_at` in UTC. */
function detailsOf(house: House, visit: Visit): Readonly<Record<string, string>> {
  const at = onDayOf(house.now, visit.hour, visit.minute);
  const clock = `${String(visit.hour).padStart(2, '0')}${String(visit.minute).padStart(2, '0')}`;
  return {
    comptoir_visit: `${dateOf(at)}-${clock}-${visit.by}`,
    visit_at: new Date(at).toISOString(),
    bill_total: String(visit.total),
    service: visit.service,
    with_whom: visit.by,
  };
}
