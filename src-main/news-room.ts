import { makeBookingDesk, type BookingDesk } from './house/booking-desk.ts';
import { makeRecognised } from './house/bookings.ts';
import { makeCardNewsDesk } from './house/card-news.ts';
import type { World } from './house/world.ts';
import type { HouseLedger } from './ledger/ledger.ts';
import type { Mirror } from './mirror/mirror.ts';
import type { Clock } from './payments/ports.ts';

/** How often what could not be done before is tried again; what arrives is taken at once. */
export const newsEveryMs = 15_000;

/** What is made of the lists as they are read: bills of bookings, and what became of cards. */
export interface NewsRoom {
  readonly bookings: BookingDesk;
  /** the mirror as sync fills it: what comes in is heard here too */
  readonly heard: Mirror;
  tend(): Promise<void>;
  stop(): Promise<void>;
}

/** The news of one mode, heard as the lists are read, and told in the world that is put together after it. */
export function openNewsRoom(parts: {
  readonly ledger: HouseLedger;
  readonly mirror: Mirror;
  readonly clock: Clock;
  readonly settings: World['settings'];
  readonly may: () => boolean;
  readonly world: () => World;
  readonly trouble: (what: string, error: unknown) => void;
}): NewsRoom {
  const { ledger, mirror, clock, settings, may, world } = parts;
  const bookings = makeBookingDesk({
    ledger,
    mirror,
    clock,
    house: () => settings.now(),
    may,
    readCustomer: async (customerId) => (await world().sync.stripe.readNow(customerId)).ok,
    make: (booking) => makeRecognised(world(), booking),
    changed: () => world().emit('bills.changed', { ids: [] }),
    trouble: (error) => parts.trouble('bookings', error),
  });
  const cards = makeCardNewsDesk({
    ledger,
    mirror,
    may,
    desk: () => settings.now().desk,
    changed: (ids) => world().emit('customers.changed', { ids: [...ids], all: false }),
    trouble: (error) => parts.trouble('card news', error),
  });
  return {
    bookings,
    heard: {
      ...mirror,
      put: async (records) => {
        await mirror.put(records);
        if (records.payments) bookings.arrived(records.payments);
        if (records.cards || records.cardsOf) cards.heard();
      },
    },
    tend: async () => void (await Promise.all([bookings.tend(), cards.tend()])),
    stop: async () => void (await Promise.all([bookings.stop(), cards.stop()])),
  };
}
