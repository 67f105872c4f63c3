import { isOpen } from '../../src-main/payments/operation.ts';
import { isLive, type PageLink } from '../../src-main/payments/page-link.ts';
import { refused } from '../../src-main/contract/failure.ts';
import { daysMs, hoursMs } from './bank.ts';
import { billsOf } from './bills.ts';
import { makeBooks } from './books.ts';
import { chanceOf, type Chance } from './chance.ts';
import { makeDesk, type Desk } from './desk.ts';
import { judge } from './judge.ts';
import type { Around } from './line.ts';
import { managerLooks } from './manager-looks.ts';
import { withPages } from './page-bank.ts';
import { pageHands, sumsOf, type PageHands, type PageKind } from './page-hands.ts';
import { judgePages } from './page-judge.ts';
import { makeShop, type Shop } from './page-shop.ts';
import { makePageWatch, type PageWatch } from './page-watch.ts';
import { makePaysafeBank } from './paysafe-bank.ts';
import { paysafePages } from './paysafe-pages.ts';
import { recordsInMemory, recordsInSqlite, type HouseRecords } from './records.ts';
import { digest, stripePackage, type Verdict } from './schedule.ts';
import { makeStage } from './stage.ts';
import { makeStripeBank } from './stripe-bank.ts';
import { stripePages } from './stripe-pages.ts';
import { makeWatch } from './watch.ts';
import { makeWeather } from './weather.ts';
import { makeWorld } from './world.ts';

/** What a provider may be silent about for ever; not its pages, which nobody could know of then. */
const mutable = { stripe: ['pm_a1'], paysafe: ['c-a1'] } as const;
const realShare = 0.05;
const sleeps = [40_000, 600_000, hoursMs(8), daysMs(2)] as const;
const kinds: Readonly<Record<'stripe' | 'paysafe', readonly PageKind[]>> = {
  stripe: ['payment', 'payment', 'invoice', 'invoice', 'hold', 'card'],
  paysafe: ['payment'],
};

interface Town extends Around {
  readonly shop: Shop;
  readonly pageWatch: PageWatch;
  readonly desks: readonly { readonly desk: Desk; readonly hands: PageHands }[];
  readonly houses: readonly HouseRecords[];
}

/**
 * One afternoon on which desks of one house make pages for two bills, clients pay on them at any moment, and staff charge cards and take cash for the
 * same bills, with all that may go wrong beside it; then the line is good again, every page is closed, and each bill was paid once at most. `parting`: at
 * Stripe, mostly pages on which a card is saved, and the client is taken away meanwhile.
 */
export async function runPageSchedule(seed: number, desks: number, parting = false): Promise<Verdict> {
  await stripePackage;
  const town = await openTown(chanceOf(seed), desks, parting);
  const { books, watch, bank, houses, shop, pageWatch } = town;
  await afternoon(town);
  await untilAllIsKnown(town);
  judge({ bank, books, watch, houses: await Promise.all(houses.map((records) => records.all())) });
  await judgePages({ shop, books, watch, pageWatch, houses });
  for (const records of houses) records.close();
  const paid = shop.pages.filter(({ status }) => status === 'paid').length;
  return { movements: books.movements.length + paid, ...watch.counts, trace: digest(books.story), story: books.story };
}

async function openTown(chance: Chance, count: number, parting: boolean): Promise<Town> {
  const world = makeWorld();
  const books = makeBooks(world);
  const stage = makeStage(chance, world);
  const shop = makeShop(world, books);
  const atStripe = chance.happens(0.6) || parting;
  const bare = atStripe ? makeStripeBank(world, books, parting) : makePaysafeBank(world, books);
  const rules = atStripe ? stripePages(shop) : paysafePages(shop);
  const bank = withPages(bare, rules, { world, books });
  const weather = makeWeather(chance, mutable[bank.provider]);
  const watch = makeWatch(books, world.now);
  const pageWatch = makePageWatch({ books, watch, shop, rules });
  const { pageOf } = pageWatch;
  const around: Around = { chance, world, stage, weather, books, bank, watch, missed: new Set(), pageOf };
  // Bills that are made by hand are in one house's records only: desks that share a bill share the records.
  const bills = billsOf(bank.customers[0]?.id ?? '');
  const records = chance.happens(realShare) ? await recordsInSqlite(bills) : recordsInMemory();
  const desks = Array.from({ length: count }, (_, nth) => {
    const more = { billFor: (wanted: Wanted) => billFor(records, wanted) };
    const desk = makeDesk(around, { desk: nth, house: 0, shared: count > 1, records, more });
    return { desk, hands: pageHands({ ...around, shop, pageWatch }, { desk, house: 0 }) };
  });
  return { ...around, shop, pageWatch, desks, houses: [records] };
}

interface Wanted {
  readonly billId: string;
  readonly amount: number;
}
/** As the house says it (src-main/house/bills/bills.ts). */
async function billFor(records: HouseRecords, { billId, amount }: Wanted) {
  const { checking, remaining, paid, seen } = await sumsOf(records, billId);
  if (checking) return refused('bill_checking').failure;
  if (amount > remaining) return refused('bill_over', { most: remaining, currency: 'CAD' }).failure;
  const { operations } = await records.pages.ofBill(billId);
  const attempt = operations.filter(({ state }) => ['declined', 'rejected', 'not_done'].includes(state.name)).length;
  return { ref: billId, paid, attempt, seen };
}

async function afternoon(town: Town): Promise<void> {
  const { chance, world, stage, desks, shop, pageWatch } = town;
  const clicks = 3 + chance.below(5);
  const passes = async (): Promise<void> => {
    for (let step = chance.below(24); step > 0; step -= 1) {
      await stage.step();
      const told = [...pageWatch.told];
      if (told.length > 0 && chance.happens(0.04)) shop.use(chance.pick(told), chance);
      if (chance.happens(0.02)) chance.pick(desks).desk.kill();
      if (chance.happens(0.01)) chance.pick(desks).desk.setsClock();
      if (chance.happens(0.01)) chance.pick(desks).desk.sleeps(chance.pick(sleeps));
    }
  };
  for (let made = 0; made < clicks; made += 1) {
    const one = chance.pick(desks);
    const click = clickOf(town, made);
    click(one.hands);
    // A double click, or another desk at the same moment.
    if (chance.happens(0.2)) click(one.hands);
    if (chance.happens(0.3)) clickOf(town, made + clicks)(chance.pick(desks).hands);
    await passes();
    if (chance.happens(0.15)) one.desk.kill();
    if (chance.happens(0.4)) world.passTo(world.now() + chance.below(200_000));
    if (chance.happens(0.1)) world.passTo(world.now() + chance.pick(sleeps));
    if (chance.happens(0.6)) void chance.pick(desks).hands.follows(chance.happens(0.7) ? 'due' : 'all');
    if (chance.happens(0.3)) void chance.pick(desks).desk.completes('due');
    if (chance.happens(0.1)) await managersLook(town);
  }
  await passes();
}

/** What somebody asks for next; the same thing for whoever clicks it. */
function clickOf({ chance, bank, houses }: Town, nth: number): (hands: PageHands) => void {
  const billId = chance.pick(['bill-1', 'bill-1', 'bill-2']);
  const ticket = `ticket-${String(nth).padStart(12, '0')}`;
  const part = chance.pick([1, 1, 0.5]);
  const { leaving } = bank;
  const kind = leaving && chance.happens(0.6) ? 'card' : chance.pick(kinds[bank.provider]);
  if (leaving && chance.happens(0.2)) {
    const customerId = bank.customers[0]?.id ?? '';
    return (hands) => hands.leaves({ kind: 'remove_customer', ticket, customerId, note: 'asked for it' });
  }
  const what = chance.pick(['page', 'page', 'page', 'charge', 'charge', 'cash', 'close', 'look'] as const);
  const cards = bank.cards.filter((one) => one.kind === 'card' && one.customerId === bank.customers[0]?.id);
  const card = chance.pick(cards);
  const amount = { amount: 8000 * part, currency: 'CAD' };
  const onOne = (work: (link: PageLink) => Promise<void>): void =>
    void houses[0]?.pages.all().then((links) => (links.length > 0 ? work(chance.pick(links)) : undefined));
  switch (what) {
    case 'page':
      return (hands) => hands.makes({ kind, billId: kind === 'card' ? null : billId, ticket, part });
    case 'charge':
      return (hands) =>
        hands.charges(
          {
            ...{ kind: 'charge', ticket, customerId: card.customerId, cardId: card.id, amount, tip: null, note: null },
            ...{ receiptEmail: null, cause: { purpose: 'balance', billId } },
          },
          billId,
        );
    case 'cash':
      return (hands) => hands.takesCash(billId, `cash-${ticket}`);
    case 'close':
      return (hands) => onOne((link) => hands.closes(link));
    case 'look':
      return (hands) => onOne((link) => hands.looksAt(link));
  }
}

async function managersLook({ desks, bank, books, houses }: Town): Promise<void> {
  const one = desks[0];
  if (!one) return;
  void managerLooks(one.desk, { bank, books });
  for (const link of (await houses[0]?.pages.all()) ?? [])
    if (link.state.name === 'needs_person') void one.hands.settles(link);
}

/** The line is good again: every desk starts anew and asks until it knows, and whatever page is open is closed. */
async function untilAllIsKnown(town: Town): Promise<void> {
  const { world, stage, weather, books, desks, houses } = town;
  weather.clear();
  books.note('the line is good again');
  for (const { desk } of desks) desk.kill();
  for (let round = 0; round < 40 && (await somethingIsUnknown(houses)); round += 1) {
    world.passTo(world.now() + (round < 4 ? 60_000 : 300_000));
    const driven = desks.flatMap(({ desk, hands }) => [desk.completes('due'), hands.follows('all')]);
    await stage.drain();
    await Promise.all(driven);
    await managersLook(town);
    await stage.drain();
    const [one] = desks;
    for (const link of (await houses[0]?.pages.all()) ?? [])
      if (one && isLive(link.state) && round > 2) {
        const closed = one.hands.closes(link);
        await stage.drain();
        await closed;
      }
  }
  while (world.nextAt() < Infinity) world.passTo(world.nextAt());
}

async function somethingIsUnknown(houses: readonly HouseRecords[]): Promise<boolean> {
  for (const records of houses) {
    const ops = (await records.all()).some(({ state }) => isOpen(state) || state.name === 'needs_person');
    const pages = (await records.pages.all()).some(({ state }) => isLive(state) || state.name === 'needs_person');
    if (ops || pages) return true;
  }
  return false;
}
