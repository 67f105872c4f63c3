import type { House } from './house.ts';
import { cardOf, daysAgo, goodCard, hasGoodCard, tillOf } from './house.ts';
import { dateOf, dayMs, onDayOf } from './montreal-time.ts';
import type { DemoProvider, Person } from './person.ts';
import { drawSale, services } from './services.ts';
import { bookVisits, visitOf, write } from './visits.ts';
import type { Visit } from './visits.ts';

const minute = 60_000;

/**
 * Today: bills with a deposit paid earlier, whose rest is due at the visit, and bills paid this morning. Stripe keeps the
 * visit beside the payment, as metadata; at Paysafe today's charges still wait for the batch.
 */
export function openTheDay(house: House): void {
  deposit(house, visitOf(house, 'Amélie Bouchard-Roy', { service: services.colourAndCut, hour: 10, minute: 15 }), {
    amount: 5000,
    days: 14,
  });
  deposit(house, visitOf(house, 'Zoë Kowalczyk', { service: services.balayage, hour: 11, minute: 30 }), {
    amount: 8000,
    days: 10,
  });
  deposit(house, visitOf(house, 'Mai Nguyễn', { service: services.laser, hour: 13, minute: 30 }), {
    amount: 6000,
    days: 7,
  });
  const drawn = house.chance.shuffled(house.people.filter((person) => !person.cast && person.joinedDaysAgo > 25));
  const others = (provider: DemoProvider): Person[] => drawn.filter((person) => hasGoodCard(house, person, provider));
  for (const [index, person] of others('stripe').slice(0, 5).entries()) {
    const sale = drawSale(house.chance, person.locale);
    const at = { hour: 14 + Math.floor(index / 2), minute: index % 2 === 0 ? 15 : 45 };
    const amount = Math.round(sale.amount / 400) * 100;
    deposit(
      house,
      { person, service: sale.service, by: sale.by, total: sale.amount, tax: null, ...at },
      { amount, days: 5 + index },
    );
  }
  const tip = 1121;
  pay(house, visitOf(house, 'Thérèse Ouellet', { service: services.cutAndSet, hour: 9, minute: 0 }), {
    provider: 'stripe',
    tip,
    ago: 165 * minute,
  });
  pay(house, visitOf(house, 'Étienne Lafrenière', { service: services.physio, hour: 9, minute: 30 }), {
    provider: 'paysafe',
    tip: 0,
    ago: 100 * minute,
  });
  for (const [index, person] of others('paysafe').slice(0, 5).entries()) {
    const sale = drawSale(house.chance, person.locale);
    const total = sale.amount;
    pay(
      house,
      {
        person,
        service: sale.service,
        by: sale.by,
        hour: 8 + Math.floor(index / 2),
        minute: 15 + (index % 2) * 25,
        total,
        tax: null,
      },
      { provider: 'paysafe', tip: 0, ago: (30 + index * 32) * minute },
    );
  }
  bookVisits(house);
  bookOnline(house, visitOf(house, 'Saïd Haddad', { service: services.deepTissue, hour: 12, minute: 15 }));
}

/** Somebody booked for tomorrow on the house's site and paid a part of it there: it stands in no diary, only beside the payment at Stripe. */
function bookOnline(house: House, visit: Visit): void {
  const plan = goodCard(house, visit.person, 'stripe');
  house.timeline.at(daysAgo(house, 1, 21, 12), () => {
    tillOf(house, plan).charge(cardOf(house, plan), {
      amount: 4500,
      description: `${visit.person.locale === 'fr' ? 'Réservation en ligne' : 'Online booking'}, ${visit.service}`,
      details: { ...detailsOf(house, visit, 1), booking: 'WEB-2048' },
    });
  });
}

function deposit(house: House, visit: Visit, paid: { readonly amount: number; readonly days: number }): void {
  const plan = goodCard(house, visit.person, 'stripe');
  const word = visit.person.locale === 'fr' ? 'Acompte' : 'Deposit';
  const at = daysAgo(house, paid.days, 15, 10 + (visit.minute % 30));
  house.timeline.at(at, () => {
    const id = tillOf(house, plan).charge(cardOf(house, plan), {
      amount: paid.amount,
      description: `${word}, ${visit.service}, ${visit.by}`,
      details: detailsOf(house, visit),
    });
    if (id !== undefined) write(house, visit, { provider: 'stripe', payment: { id, amount: paid.amount, at } });
  });
}

function pay(
  house: House,
  visit: Visit,
  paid: { readonly provider: DemoProvider; readonly tip: number; readonly ago: number },
): void {
  const plan = goodCard(house, visit.person, paid.provider);
  const at = house.now - paid.ago;
  house.timeline.at(at, () => {
    const id = tillOf(house, plan).charge(cardOf(house, plan), {
      amount: visit.total + paid.tip,
      description: `${visit.service}, ${visit.by}`,
      details: detailsOf(house, visit),
    });
    if (id !== undefined) write(house, visit, { provider: paid.provider, payment: { id, amount: visit.total, at } });
  });
}

/** `bill_total` in cents, `visit_at` in UTC. */
function detailsOf(house: House, visit: Visit, inDays = 0): Readonly<Record<string, string>> {
  const at = onDayOf(house.now + inDays * dayMs, visit.hour, visit.minute);
  const clock = `${String(visit.hour).padStart(2, '0')}${String(visit.minute).padStart(2, '0')}`;
  return {
    comptoir_visit: `${dateOf(at)}-${clock}-${visit.by}`,
    visit_at: new Date(at).toISOString(),
    bill_total: String(visit.total),
    service: visit.service,
    with_whom: visit.by,
  };
}
