import type { PaysafeAccount } from './contract/provider.ts';
import { makeBookingDesk, type BookingDesk } from './house/bookings/booking-desk.ts';
import { makeRecognised } from './house/bookings/bookings.ts';
import { makeCardNewsDesk } from './house/cards/card-news.ts';
import { makeFollowing, type Following } from './house/orders/following.ts';
import type { ProviderName } from './contract/provider.ts';
import type { World } from './house/world.ts';
import type { HouseLedger } from './ledger/ledger.ts';
import type { Mirror } from './mirror/mirror.ts';
import type { Providers } from './gateways/gateways.ts';
import type { RoomsOptions } from './rooms-options.ts';
import { makePayoutSync } from './sync/payouts.ts';
import { makeStripeSync } from './sync/poll.ts';
import type { Surroundings } from './sync/ports.ts';
import { makePaysafeSync } from './sync/registry.ts';

/** How often what could not be done before is tried again; what arrives is taken at once. */
export const newsEveryMs = 15_000;

/** The providers' lists as they are kept up to date, and what is made of them: bills of bookings, what became of cards. */
export interface NewsRoom {
  readonly bookings: BookingDesk;
  readonly following: Following;
  readonly sync: World['sync'];
  tend(): Promise<void>;
  stop(): Promise<void>;
}

/** The news of one mode, heard as the lists are read, and told in the world that is put together after it. */
export function openNewsRoom(parts: {
  readonly options: Pick<RoomsOptions, 'clock' | 'wait' | 'log'>;
  readonly ledger: HouseLedger;
  readonly mirror: Mirror;
  readonly providers: Pick<Providers, 'lists' | 'lookUps' | 'balance' | 'sender'>;
  readonly settings: World['settings'];
  readonly paysafeAccounts: () => readonly PaysafeAccount[];
  /** false while nothing may be written of what this provider shows: a house may be without the other one, which then never answers */
  readonly may: (provider: ProviderName) => boolean;
  readonly world: () => World;
  readonly onChange: Surroundings['onChange'];
  readonly onStatus: () => void;
  readonly trouble: (what: string, error: unknown) => void;
}): NewsRoom {
  const { options, ledger, mirror, providers, settings, may, world } = parts;
  const { clock, wait, log } = options;
  const bookings = makeBookingDesk({
    ledger,
    mirror,
    clock,
    house: () => settings.now(),
    // Only Stripe keeps what another program wrote beside a payment.
    may: () => may('stripe'),
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
  const following = makeFollowing({
    ...{ ledger, mirror, may },
    engine: () => world().engine,
    trouble: (error) => parts.trouble('what was accepted', error),
  });
  // The mirror as sync fills it: what comes in is heard here too.
  const heard: Mirror = {
    ...mirror,
    put: async (rows) => {
      await mirror.put(rows);
      if (rows.payments) bookings.arrived(rows.payments);
      if (rows.payments) following.arrived(rows.payments);
      if (rows.cards || rows.cardsOf) cards.heard();
    },
  };
  const surroundings: Surroundings = {
    mirror: heard,
    clock,
    wait,
    log: (what, facts) => log.info(what, facts),
    onChange: parts.onChange,
    onStatus: parts.onStatus,
  };
  return {
    bookings,
    following,
    sync: {
      stripe: makeStripeSync({
        ...surroundings,
        lists: providers.lists,
        providerNow: () => providers.sender.providerNow('stripe'),
      }),
      payouts: makePayoutSync({ balance: providers.balance, mirror, clock, began: () => ledger.days.first() }),
      paysafe: makePaysafeSync({
        ...{ ...surroundings, lookUps: providers.lookUps, registry: ledger.registry },
        accounts: () => parts.paysafeAccounts().map(({ number }) => number),
      }),
    },
    tend: async () => void (await Promise.all([bookings.tend(), cards.tend()])),
    stop: async () => void (await Promise.all([bookings.stop(), cards.stop(), following.stop()])),
  };
}
