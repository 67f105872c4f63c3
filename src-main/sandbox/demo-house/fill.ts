import type { SandboxClock } from '../core/clock.ts';
import type { SandboxKeys } from '../core/keys.ts';
import type { SandboxStore } from '../core/store.ts';
import type { PaysafeSandbox } from '../paysafe/paysafe.ts';
import type { StripeSandbox } from '../stripe/stripe.ts';
import { keepCards } from './card-book.ts';
import { makeChance } from './chance.ts';
import { makeDiaryBook } from './diary.ts';
import { liveThroughTheMonths } from './history.ts';
import { placeHolds } from './holds.ts';
import type { House } from './house.ts';
import { join } from './house.ts';
import { dayMs, onDayOf } from './montreal-time.ts';
import { makePaysafeTill } from './paysafe-till.ts';
import { peopleOfTheHouse } from './people.ts';
import { makeRegistryBook } from './registry.ts';
import { makeStripeTill } from './stripe-till.ts';
import { openTheDay } from './today.ts';
import { makeTimeline } from './timeline.ts';

export { demoCards } from './card-book.ts';
export type { DemoCard } from './card-book.ts';
export { demoDiary } from './diary.ts';
export type { DemoVisit } from './diary.ts';
export { demoRegistry } from './registry.ts';
export type { DemoRegistry, DemoTransaction } from './registry.ts';

export interface DemoHouseParts {
  readonly stripe: Pick<StripeSandbox, 'handle' | 'sweep'>;
  readonly paysafe: Pick<PaysafeSandbox, 'answer' | 'runBatch' | 'setCardBehaviour'>;
  readonly clock: SandboxClock;
  readonly store: SandboxStore;
  readonly seed: string;
  readonly keys: SandboxKeys;
}

/** What the house sells beside its visits: prices of its catalogue at Stripe, cents, taxes included. */
const shelf = [
  ['Shampoing Fleur de sel, 250 ml', 3219],
  ['Carte-cadeau', 10_000],
  ['Forfait 5 massages', 62_000],
] as const;

/** Charges of the last hours are never batched, so that there is one to cancel whatever the hour the demo begins. */
const batchFreeMs = 4 * 3_600_000;

/**
 * Fills an empty sandbox with Atelier Fleury, a salon and clinic in Montréal: about 375 people, half a year of payments,
 * 30 open holds, today's bills. Everything goes through the two providers' own calls, on a clock that is put back and
 * brought forward again, so the data is what those calls leave behind. The same seed and clock give the same house.
 *
 * @throws Error when a call is not answered as expected: nothing is kept then.
 */
export function fillDemoHouse(parts: DemoHouseParts): void {
  const { clock, store, stripe, paysafe } = parts;
  const now = clock.now();
  const chance = makeChance(parts.seed);
  const registry = makeRegistryBook();
  const diary = makeDiaryBook();
  const timeline = makeTimeline(clock, now);
  const stripeTill = makeStripeTill({ stripe, store, key: parts.keys.stripeKey });
  const house: House = {
    now,
    chance,
    timeline,
    people: peopleOfTheHouse(chance, now),
    tills: {
      stripe: stripeTill,
      paysafe: makePaysafeTill({ paysafe, clock, keys: parts.keys, registry }),
    },
    saved: new Map(),
    profiles: new Map(),
    customers: new Map(),
    diary,
    banks: new Map(),
  };
  join(house);
  liveThroughTheMonths(house);
  placeHolds(house);
  openTheDay(house);
  timeline.at(now - 1000, () => {
    for (const [name, amount] of shelf) stripeTill.addPrice(name, amount);
  });
  for (let days = 210; days >= 0; days -= 1) {
    const nightfall = onDayOf(now, 23, 59) - days * dayMs;
    if (nightfall <= now - batchFreeMs) timeline.at(nightfall, () => paysafe.runBatch());
  }
  store.transaction(() => {
    timeline.play();
    stripe.sweep();
    registry.keep(store);
    diary.keep(store);
    keepCards(store, house);
  });
}
