import { hoursMs } from './bank.ts';
import type { Books } from './books.ts';
import type { Auth, Purchase, Settlement, Transaction, VaultCard } from './paysafe-objects.ts';
import { makeShelf, type Shelf } from './shelf.ts';
import type { World } from './world.ts';

const untilBatchMs = hoursMs(6);

/** What Paysafe has on its shelves. An authorization and the settlement it implies have the same id. */
export interface PaysafeShelves {
  readonly world: World;
  readonly books: Books;
  readonly transactions: Shelf<Transaction>;
  readonly vault: Shelf<VaultCard>;
  /** profiles that were deleted */
  readonly deleted: Shelf<true>;
  /** whose a bank debit is */
  readonly owners: Map<string, string>;
  newId(): string;
  keep(one: Transaction): void;
  authOf(id: string): Auth | null;
  settlementOf(id: string): Settlement | null;
  purchaseOf(id: string): Purchase | null;
  /** A settlement waits for tonight's batch. */
  settle(made: { readonly auth: string; readonly id: string; readonly ref: string; readonly amount: number }): void;
}

/** Where a transaction stands. */
export const placeOf = (is: Transaction['is'], id: string): string =>
  is === 'auth' || is === 'settlement' ? `${is} ${id}` : id;

/** Two people with two cards and a bank account each, an open hold and a payment; one payment was batched last night; and so many more holds each, on an afternoon for that. */
export function makePaysafeShelves(world: World, books: Books, moreHolds = 0): PaysafeShelves {
  const transactions = makeShelf<Transaction>(world.now);
  const vault = makeShelf<VaultCard>(world.now);
  let count = 0;
  const keep = (one: Transaction): void => transactions.put(placeOf(one.is, one.id), one);
  const had = (one: Transaction): void => transactions.had(placeOf(one.is, one.id), one);
  const settlementOf = (id: string): Settlement | null => {
    const found = transactions.get(placeOf('settlement', id));
    return found?.is === 'settlement' ? found : null;
  };
  function batches(id: string): void {
    world.at(world.now() + untilBatchMs, () => {
      const now = settlementOf(id);
      if (now?.status === 'PENDING') keep({ ...now, status: 'COMPLETED' });
    });
  }

  for (const name of ['a', 'b']) {
    const person = `p-${name}`;
    const instrument = { person, removed: false };
    vault.had(`c-${name}1`, { ...instrument, id: `c-${name}1`, bank: false, fallback: true });
    vault.had(`c-${name}2`, { ...instrument, id: `c-${name}2`, bank: false, fallback: false });
    vault.had(`e-${name}1`, { ...instrument, id: `e-${name}1`, bank: true, fallback: false });
    const old = { amount: 8000, at: world.now() };
    const auth = { ...old, is: 'auth', customer: person, status: 'COMPLETED' } as const;
    for (const nth of ['', ...Array(moreHolds).keys()])
      had({ ...auth, id: `held-${name}${nth}`, ref: `old-held-${name}${nth}`, settles: false, available: 8000 });
    const paid = { id: `paid-${name}`, ref: `old-paid-${name}` };
    had({ ...auth, ...paid, settles: true, available: 0 });
    had({
      ...old,
      ...paid,
      is: 'settlement',
      auth: paid.id,
      refundable: 8000,
      status: name === 'a' ? 'COMPLETED' : 'PENDING',
    });
    batches(paid.id);
  }
  return {
    world,
    books,
    transactions,
    vault,
    deleted: makeShelf<true>(world.now),
    owners: new Map(),
    newId: () => `tx-${(count += 1)}`,
    keep,
    settlementOf,
    authOf(id) {
      const found = transactions.get(placeOf('auth', id));
      return found?.is === 'auth' ? found : null;
    },
    purchaseOf(id) {
      const found = transactions.get(id);
      return found?.is === 'purchase' ? found : null;
    },
    settle({ auth, id, ref, amount }) {
      keep({ is: 'settlement', id, ref, amount, auth, refundable: amount, status: 'PENDING', at: world.now() });
      batches(id);
    },
  };
}
