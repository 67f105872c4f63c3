import { isLive, type PageLink } from '../../src-main/payments/page-link.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import { billTotal } from './bills.ts';
import type { Books } from './books.ts';
import { isOf, sumsOf } from './page-hands.ts';
import type { Shop, ShopPage } from './page-shop.ts';
import type { PageWatch } from './page-watch.ts';
import type { HouseRecords } from './records.ts';
import type { Watch } from './watch.ts';

/** When everything has come to rest: pages and bills as the houses know them against what clients paid and what can still be paid. */
export async function judgePages(facts: {
  readonly shop: Shop;
  readonly books: Books;
  readonly watch: Watch;
  readonly pageWatch: PageWatch;
  readonly houses: readonly HouseRecords[];
}): Promise<void> {
  const { shop, books, watch, pageWatch, houses } = facts;

  function judgeLink(house: number, link: PageLink): void {
    const { id, state } = link;
    books.note(`in the end page ${id} ${link.plan.kind} ${state.name}`);
    const own = shop.pages.filter(({ name }) => isOf(name, link));
    const paid = own.filter(({ status }) => status === 'paid');
    if (own.length > 1) watch.broke('duplicates', `${own.length} pages were made for ${id}`);
    if (isLive(state) || state.name === 'needs_person') watch.broke('unresolved', `page ${id} is still ${state.name}`);
    const byHand = state.name === 'cancelled' && state.settled !== undefined;
    if (['failed', 'expired', 'cancelled'].includes(state.name) && !byHand && paid.length > 0)
      watch.broke('falseFailed', `page ${id} is called ${state.name} and was used`);
    if (state.name === 'completed' && !paid.some((page) => sameSum(link, page)))
      watch.broke('lost', `page ${id} is called completed and nobody used it`);
    if (state.name === 'completed' && state.saved && own.some(({ kind, saidKept }) => kind === 'card' && !saidKept))
      watch.broke('lost', `page ${id} says that a card is saved, and it had gone with its client`);
    for (const page of own)
      if (page.status === 'open' && pageWatch.told.has(page.id))
        watch.broke('duplicates', `page ${id} is ${state.name} and can still be used`);
    const shown = pageWatch.ends.get(`${house} ${id}`);
    if (shown !== undefined && shown !== state.name) watch.broke('lost', `page ${id} was shown ${shown}`);
  }

  for (const [house, records] of houses.entries()) {
    const links = await records.pages.all();
    for (const link of links) judgeLink(house, link);
    const rows = await records.all();
    for (const billId of ['bill-1', 'bill-2']) await judgeBill(records, { billId, links, rows });
  }

  async function judgeBill(
    records: HouseRecords,
    of: { readonly billId: string; readonly links: readonly PageLink[]; readonly rows: readonly Operation[] },
  ): Promise<void> {
    const { billId, links, rows } = of;
    const charged = books.movements
      .filter(({ from, kind }) => kind === 'charge' && rows.some((row) => row.id === from && billOf(row) === billId))
      .reduce((sum, { amount }) => sum + amount, 0);
    const onPages = links
      .filter((link) => link.billId === billId && link.plan.kind !== 'hold')
      .flatMap((link) => shop.pages.filter(({ name, status }) => isOf(name, link) && status === 'paid'))
      .reduce((sum, { amount }) => sum + amount, 0);
    const { credits } = await records.pages.ofBill(billId);
    const cash = credits
      .filter((one) => !('paymentId' in one) || one.paymentId === null)
      .reduce((sum, { amount }) => sum + amount, 0);
    const byHand = links.filter((link) => link.billId === billId && isByHand(link));
    // What a manager noted of a page is that page's money, and no other.
    const noted = byHand
      .flatMap((link) => shop.pages.filter(({ name, status }) => isOf(name, link) && status === 'paid'))
      .reduce((sum, { amount }) => sum + amount, 0);
    const really = charged + onPages + Math.max(0, cash - noted);
    if (really > billTotal) watch.broke('duplicates', `${billId} was paid ${really} of ${billTotal}`);
    const { paid } = await sumsOf(records, billId);
    if (paid !== really) watch.broke('lost', `${billId} says ${paid} was paid of it, and ${really} was`);
  }
}

const billOf = ({ plan }: Operation): string | null => ('cause' in plan ? (plan.cause?.billId ?? null) : null);
const isByHand = ({ state }: PageLink): boolean => state.name === 'cancelled' && state.settled !== undefined;
const sameSum = ({ state }: PageLink, { amount, kind }: ShopPage): boolean =>
  state.name === 'completed' && (kind === 'card' || state.moved?.amount === amount);
