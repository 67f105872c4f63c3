import { findPerson } from './cast.ts';
import type { House } from './house.ts';
import { customerOf } from './house.ts';
import { dateOf, dayMs } from './montreal-time.ts';
import { nameOf } from './person.ts';
import type { DemoProvider, Person } from './person.ts';
import { priceOf, services } from './services.ts';
import type { Service } from './services.ts';

export interface Visit {
  readonly person: Person;
  readonly service: string;
  readonly by: string;
  readonly hour: number;
  readonly minute: number;
  /** Cents. */
  readonly total: number;
  /** Cents of the total; null where a drawn sale does not say. */
  readonly tax: number | null;
}

/** A visit of somebody of the cast: the service at its price. `by`: which of those who do it. */
export function visitOf(
  house: House,
  name: string,
  { service, hour, minute = 0, by = 0 }: { service: Service; hour: number; minute?: number; by?: number },
): Visit {
  const person = findPerson(house.people, name);
  const total = priceOf(service);
  return {
    person,
    service: service[person.locale],
    by: service.by[by] ?? '',
    hour,
    minute,
    total,
    tax: service.taxed ? total - service.price : null,
  };
}

export interface Written {
  readonly provider: DemoProvider;
  readonly payment?: { readonly id: string; readonly amount: number; readonly at: number };
  readonly note?: string;
  readonly calledOff?: string;
  /** 0 or nothing: today */
  readonly inDays?: number;
}

/** Writes a visit into the diary of the house, once the person has joined. */
export function write(house: House, visit: Visit, about: Written): void {
  const { person, hour, minute } = visit;
  const { payment } = about;
  house.diary.visit({
    customer: `${about.provider}:${customerOf(house, person, about.provider)}`,
    name: nameOf(person),
    day: dateOf(house.now + (about.inDays ?? 0) * dayMs),
    time: `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`,
    service: visit.service,
    withWhom: visit.by,
    total: visit.total,
    tax: visit.tax,
    paid: payment ? { payment: `${about.provider}:${payment.id}`, amount: payment.amount, at: payment.at } : null,
    note: about.note ?? null,
    calledOff: about.calledOff ?? null,
  });
}

/**
 * Visits for which nothing was paid ahead: due today, one called off, one that nobody came to, and those of the next days, among them cards
 * that have expired, were taken away or are refused by their bank, and consents that have ended or do not reach.
 */
export function bookVisits(house: House): void {
  const book = (name: string, at: Parameters<typeof visitOf>[2], about: Partial<Written> = {}): void => {
    const visit = visitOf(house, name, at);
    const provider = visit.person.providers[0] ?? 'stripe';
    house.timeline.at(house.now - 1000, () => write(house, visit, { provider, ...about }));
  };
  const { facial, massage, physioFirst, manicure, keratin, cut, cutAndSet, physio, deepTissue, laser } = services;
  book('Olivier St-Onge', { service: cut, hour: 9, minute: 45, by: 1 }, { note: 'N’est pas venu, sans appeler' });
  book('Noémie D’Aoust', { service: facial, hour: 10, minute: 45 });
  book('Saïd Haddad', { service: massage, hour: 11 });
  book(
    'Geneviève Laliberté',
    { service: manicure, hour: 12, by: 1 },
    { calledOff: 'A appelé hier : elle est enrhumée' },
  );
  book('Jean-François Côté', { service: physioFirst, hour: 13 });
  book('Béatrice Lemay-Ström', { service: manicure, hour: 14, minute: 30 });
  book('Maxime Thibodeau', { service: keratin, hour: 15, minute: 30 });
  book('Sophie Delacroix', { service: cut, hour: 16, by: 2 });
  book('Antoine Robitaille', { service: cutAndSet, hour: 16, minute: 30 });
  const tomorrow = { inDays: 1 };
  book('Daphné Papadakis', { service: facial, hour: 9 }, tomorrow);
  book('Luc Archambault', { service: physio, hour: 9, minute: 30 }, tomorrow);
  book('Françoise Deschênes', { service: cutAndSet, hour: 10 }, tomorrow);
  book('Inès Cherkaoui', { service: massage, hour: 11, by: 1 }, tomorrow);
  book('Fatima-Zahra Bensalem', { service: laser, hour: 13 }, tomorrow);
  book('Gaëlle Morin', { service: deepTissue, hour: 14 }, tomorrow);
  book('Thị Hương Phạm', { service: manicure, hour: 15, minute: 30 }, tomorrow);
  book('Olivier St-Onge', { service: cut, hour: 16, by: 1 }, tomorrow);
  book('Antoine Robitaille', { service: cutAndSet, hour: 16, minute: 30 }, tomorrow);
  book('Jean-François Côté', { service: physio, hour: 17 }, tomorrow);
  book('Noémie D’Aoust', { service: massage, hour: 10 }, { inDays: 2 });
  book('Béatrice Lemay-Ström', { service: facial, hour: 13, minute: 30 }, { inDays: 2 });
  book('Mai Nguyễn', { service: cut, hour: 11, by: 2 }, { inDays: 4 });
  book('Geneviève Laliberté', { service: manicure, hour: 12, by: 1 }, { inDays: 5 });
}
