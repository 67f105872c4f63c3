import { makeBookingDesk, type BookingDesk } from './house/booking-desk.ts';
import { makeRecognised } from './house/bookings.ts';
import type { World } from './house/world.ts';
import type { HouseLedger } from './ledger/ledger.ts';
import type { Mirror } from './mirror/mirror.ts';
import type { Clock } from './payments/ports.ts';

/** How often what could not be done before is tried again; what arrives is taken at once. */
export const bookingsEveryMs = 15_000;

/** The bookings of one mode: heard as the lists are read, made bills in the world that is put together after it. */
export function openBookingRoom(parts: {
  readonly ledger: HouseLedger;
  readonly mirror: Mirror;
  readonly clock: Clock;
  readonly settings: World['settings'];
  readonly may: () => boolean;
  readonly world: () => World;
  readonly trouble: (what: string, error: unknown) => void;
}): { readonly bookings: BookingDesk; readonly heard: Mirror } {
  const { ledger, mirror, clock, world } = parts;
  const bookings = makeBookingDesk({
    ledger,
    mirror,
    clock,
    house: () => parts.settings.now(),
    may: parts.may,
    readCustomer: async (customerId) => (await world().sync.stripe.readNow(customerId)).ok,
    make: (booking) => makeRecognised(world(), booking),
    changed: () => world().emit('bills.changed', { ids: [] }),
    trouble: (error) => parts.trouble('bookings', error),
  });
  return {
    bookings,
    heard: {
      ...mirror,
      put: async (records) => {
        await mirror.put(records);
        if (records.payments) bookings.arrived(records.payments);
      },
    },
  };
}
