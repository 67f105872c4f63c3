import type { Books } from './books.ts';
import { makeShelf, type Shelf } from './shelf.ts';
import { holdLivesMs, type Intent, type Method, type Refund } from './stripe-objects.ts';
import type { World } from './world.ts';

/** What Stripe has on its shelves. */
export interface StripeShelves {
  readonly world: World;
  readonly books: Books;
  readonly intents: Shelf<Intent>;
  readonly refunds: Shelf<Refund>;
  readonly methods: Shelf<Method>;
  /** the default card of a customer */
  readonly defaults: Shelf<string>;
  /** customers that were deleted */
  readonly deleted: Shelf<true>;
  newId(kind: string): string;
  /** Keeps a new intent; a hold that nobody captures lapses. */
  keep(intent: Intent): void;
}

/** Two people with two cards each, an open hold and a payment; and so many more holds each, on an afternoon for that. */
export function makeStripeShelves(world: World, books: Books, moreHolds = 0): StripeShelves {
  const intents = makeShelf<Intent>(world.now);
  const methods = makeShelf<Method>(world.now);
  const defaults = makeShelf<string>(world.now);
  let count = 0;

  function lapses(intent: Intent): void {
    world.at(intent.at + holdLivesMs, () => {
      const now = intents.get(intent.id);
      if (now?.status === 'requires_capture')
        intents.put(intent.id, { ...now, status: 'canceled', reason: 'automatic' });
    });
  }
  for (const person of ['a', 'b']) {
    const customer = `cus_${person}`;
    for (const id of [`pm_${person}1`, `pm_${person}2`]) methods.had(id, { id, customer });
    defaults.had(customer, `pm_${person}1`);
    const old = {
      customer,
      method: `pm_${person}1`,
      amount: 8000,
      refunded: 0,
      reason: null,
      metadata: {},
      at: world.now(),
    };
    const held: Intent = { ...old, id: `pi_held_${person}`, manual: true, status: 'requires_capture', received: 0 };
    const paid: Intent = { ...old, id: `pi_paid_${person}`, manual: false, status: 'succeeded', received: 8000 };
    const more = Array.from({ length: moreHolds }, (_, nth): Intent => ({ ...held, id: `pi_held_${person}${nth}` }));
    for (const one of [held, paid, ...more]) intents.had(one.id, one);
    for (const one of [held, ...more]) lapses(one);
  }
  return {
    world,
    books,
    intents,
    refunds: makeShelf<Refund>(world.now),
    methods,
    defaults,
    deleted: makeShelf<true>(world.now),
    newId: (kind) => `${kind}_${(count += 1)}`,
    keep(intent) {
      intents.put(intent.id, intent);
      if (intent.status === 'requires_capture') lapses(intent);
    },
  };
}
