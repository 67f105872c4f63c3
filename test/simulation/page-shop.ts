import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import type { BankAnswer, Deed } from './bank.ts';
import type { Books } from './books.ts';
import type { Chance } from './chance.ts';
import type { World } from './world.ts';

/** One page as the provider has it. Amounts in minor units, times unix ms. */
export interface ShopPage {
  readonly id: string;
  /** what the house calls it: in its metadata at Stripe, its reference at Paysafe */
  readonly name: string;
  readonly kind: 'card' | 'payment' | 'hold' | 'invoice';
  readonly customer: string;
  readonly at: number;
  amount: number;
  /** `bank`: the client is done, and the bank is not */
  status: 'draft' | 'open' | 'bank' | 'paid' | 'closed' | 'failed';
  closesAt: number;
  /** a desk was told that the card of this page is kept */
  saidKept?: boolean;
}

/** All pages of one provider, and the hands of the clients who use them. */
export interface Shop {
  readonly pages: readonly ShopPage[];
  readonly world: World;
  put(page: ShopPage): void;
  remove(id: string): void;
  byId(id: string): ShopPage | undefined;
  newId(kind: string): string;
  /** whether this customer was deleted */
  isGone(customer: string): boolean;
  /** Somebody who has the address presses the button there. */
  use(id: string, chance: Chance): void;
  note(line: string): void;
}

/** How one provider speaks of its pages; whatever is done is done in `run`. */
export interface PageRules {
  readonly isPage: (path: string) => boolean;
  deed(request: ProviderRequest): Deed;
  look(path: string): BankAnswer;
}

export const addressOf = (id: string): string => `http://127.0.0.1/hosted/v1/payment/${id}`;
export const idOf = (address: string): string => address.slice(address.lastIndexOf('/') + 1);

export function makeShop(world: World, books: Books): Shop {
  const isGone = (customer: string): boolean =>
    books.movements.some(({ kind, target }) => kind === 'remove_customer' && target === customer);
  const pages = new Map<string, ShopPage>();
  let count = 0;
  const shop: Shop = {
    get pages() {
      return [...pages.values()];
    },
    world,
    put: (page) => void pages.set(page.id, page),
    remove: (id) => void pages.delete(id),
    byId: (id) => pages.get(id),
    newId: (kind) => `${kind}${(count += 1)}`,
    isGone,
    note: (line) => books.note(`  the provider: ${line}`),
    use(id, chance) {
      const page = pages.get(id);
      if (page?.status !== 'open') return shop.note(`${id} is ${page?.status ?? 'not there'}, and cannot be used`);
      // What Stripe's page says to whoever was deleted is written nowhere; that it takes nothing is the careful guess.
      if (isGone(page.customer)) return shop.note(`${id} is for somebody who left, and cannot be used`);
      if (chance.happens(0.1)) return shop.note(`a card is declined on ${id}`);
      const slow = page.kind === 'payment' && chance.happens(0.1);
      page.status = slow ? 'bank' : 'paid';
      shop.note(`page ${id} is ${page.status}, ${page.amount}`);
      if (!slow) return;
      world.at(world.now() + chance.below(7_200_000), () => {
        page.status = page.id.startsWith('284') || chance.happens(0.8) ? 'paid' : 'failed';
        shop.note(`page ${id} is ${page.status} in the end`);
      });
    },
  };
  return shop;
}
