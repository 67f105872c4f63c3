import { refused, type Reply } from '../../src-main/contract/failure.ts';
import { makePaysafePages } from '../../src-main/gateways/paysafe/hosted-pages.ts';
import { makeStripeLinks } from '../../src-main/gateways/stripe/links.ts';
import { onFreeBill } from '../../src-main/house/bills/bill-turn.ts';
import { makeTurns, type HouseLinks } from '../../src-main/house/links/link-desk.ts';
import { billSums, type BillSeen, type BillSums } from '../../src-main/payments/bill.ts';
import { settleLink } from '../../src-main/payments/link-settle.ts';
import { closeLink, followLinks, followLink, makeLink, type NewLink } from '../../src-main/payments/links.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { LinkPlan, PageLink } from '../../src-main/payments/page-link.ts';
import { pageReference } from '../../src-main/payments/repeat-key.ts';
import { settle } from '../../src-main/payments/settle.ts';
import { billTotal } from './bills.ts';
import type { Desk, DeskRun } from './desk.ts';
import type { HouseRecords } from './records.ts';
import type { Around } from './line.ts';
import type { PageWatch } from './page-watch.ts';
import type { Shop } from './page-shop.ts';

export type PageKind = LinkPlan['kind'];

/** What staff at one desk do with pages and with the bills they are for: the house's own steps around the real machine. */
export interface PageHands {
  makes(wanted: {
    readonly kind: PageKind;
    readonly billId: string | null;
    readonly ticket: string;
    readonly part: number;
  }): void;
  charges(order: Extract<Order, { kind: 'charge' | 'hold' }>, billId: string): void;
  takesCash(billId: string, id: string): void;
  /** a client is taken away: with what this house has of them, and with nobody asking whether a page is open (another house's desk may) */
  leaves(order: Extract<Order, { kind: 'remove_customer' }>): void;
  closes(link: PageLink): Promise<void>;
  looksAt(link: PageLink): Promise<void>;
  /** as the timer does; never twice at once */
  follows(which: 'due' | 'all'): Promise<void>;
  /** a manager looks at the provider's own site, and says what is there */
  settles(link: PageLink): Promise<void>;
}

const currency = 'CAD';

export async function sumsOf({ pages }: HouseRecords, billId: string): Promise<BillSums & { readonly seen: BillSeen }> {
  const { operations, credits } = await pages.ofBill(billId);
  const seen = { billId, operations: operations.length, credits: credits.length };
  return { ...billSums(billTotal, { operations, credits }), seen };
}

export function pageHands(
  around: Around & { readonly shop: Shop; readonly pageWatch: PageWatch },
  { desk, house }: { readonly desk: Desk; readonly house: number },
): PageHands {
  const { bank, books, world, shop, pageWatch } = around;
  const { records, asker } = desk;
  let own: { readonly run: DeskRun; readonly links: HouseLinks } | null = null;
  let following: DeskRun | null = null;

  /** Of the run that is on now. */
  function links(): HouseLinks {
    const run = desk.run();
    if (own?.run !== run) own = { run, links: linksOf(run) };
    return own.links;
  }
  function linksOf(run: DeskRun): HouseLinks {
    const { engine, pageSender } = run;
    const { clock, random, rows, sender } = engine;
    const atStripe = makeStripeLinks({ now: () => clock.now() });
    const paysafe = makePaysafePages({ pageOrigin: () => 'http://127.0.0.1' });
    return {
      ledger: pageWatch.watched(records.pages.links, house, run),
      atStripe,
      pages: { stripe: { gateway: atStripe, sender }, paysafe: { gateway: paysafe, sender: pageSender } },
      ...{ clock, random, rows },
      moneyShut: () => engine.moneyShut(),
      reach: (provider) => engine.reach(provider),
      tell: () => undefined,
      heard: () => undefined,
      trouble: (what, error) => engine.trouble(what, error),
      underWay: new Map(),
      asked: new Map(),
      quietSince: new Map(),
      sentHere: new Set(),
      alone: makeTurns(),
    };
  }
  const says = (reply: Reply<unknown>): void => {
    if (!reply.ok) books.note(`${desk.run().name} is refused: ${reply.failure.code}`);
  };

  async function planned(
    { kind, billId, ticket, part }: Parameters<PageHands['makes']>[0],
    run: DeskRun,
  ): Promise<NewLink | null> {
    const sums = billId === null ? null : await sumsOf(records, billId);
    if (sums && (sums.checking || sums.remaining === 0)) return null;
    const amount = Math.ceil((sums?.remaining ?? 4000) * part);
    const { provider, customers } = bank;
    const customerRef = customers[0]?.id.slice(provider.length + 1) ?? '';
    const now = (provider === 'stripe' ? run.engine.sender.providerNow('stripe') : null) ?? run.engine.clock.now();
    await run.turn();
    return {
      ticket,
      customerId: `${provider}:${customerRef}`,
      customerName: 'Amélie',
      billId,
      seen: sums?.seen ?? null,
      plan: {
        provider,
        key: provider === 'stripe' ? `cpt-${ticket}` : pageReference(ticket),
        ...{ kind, customerRef, email: null, language: 'fr', currency, consent: null, description: null },
        price: kind === 'card' ? { is: 'nothing' } : { is: 'lines', lines: [{ what: 'Coupe', amount }] },
        save: kind === 'card' ? 'always' : 'never',
        purpose: 'balance',
        expiresAt: Math.floor(now + (kind === 'invoice' ? 14 * 24 : 2) * 3_600_000),
        ...(kind === 'invoice' ? { days: 14 } : {}),
      },
    };
  }

  return {
    makes(wanted) {
      const { billId, ticket, kind } = wanted;
      const [run, at] = [desk.run(), links()];
      books.note(`${run.name} makes a page: ${kind} ${billId ?? ''} ${ticket}`);
      void (async () => {
        const known = await at.ledger.byTicket(ticket);
        if (known) return pageWatch.shows(house, await followLink(at, known));
        const reply = await onFreeBill({ links: at }, billId, async () => {
          const shut = at.moneyShut();
          if (shut) return { ok: false, failure: shut };
          const link = await planned(wanted, run);
          return link ? makeLink(at, link, asker) : refused('bill_over', { most: 0, currency });
        });
        if (reply.ok) pageWatch.shows(house, reply.value);
        else says(reply);
      })();
    },
    charges(order, billId) {
      const [run, at] = [desk.run(), links()];
      books.note(`${run.name} charges ${order.amount.amount} for ${billId} ${order.ticket}`);
      void (async () => {
        const again = (await run.engine.ledger.byTicket(order.ticket)) !== null;
        const reply = await onFreeBill({ links: at }, again ? null : billId, () => settle(run.engine, order, asker));
        if (reply.ok) around.watch.shows(house, reply.value);
        else says(reply);
      })();
    },
    takesCash(billId, id) {
      const [run, at] = [desk.run(), links()];
      books.note(`${run.name} notes cash for ${billId}`);
      void onFreeBill({ links: at }, billId, async () => {
        const { remaining, checking, seen } = await sumsOf(records, billId);
        if (checking || remaining === 0) return refused('bill_over', { most: remaining, currency });
        await run.turn();
        const noted = await records.pages.credit(billId, { id, amount: remaining }, seen);
        return noted ? { ok: true, value: null } : refused('bill_changed');
      }).then(says);
    },
    leaves: (order) => desk.click(order),
    async closes(link) {
      books.note(`${desk.run().name} closes page ${link.id}`);
      const fresh = await links().ledger.byId(link.id);
      if (fresh) pageWatch.shows(house, await closeLink(links(), fresh));
    },
    async looksAt(link) {
      pageWatch.shows(house, await followLink(links(), link));
    },
    async follows(which) {
      const run = desk.run();
      if (following === run) return;
      following = run;
      await followLinks(links(), which);
      if (following === run) following = null;
    },
    async settles(link) {
      const at = links();
      const run = desk.run();
      // What is seen there and what is said of it are two moments.
      const paid = shop.pages.some((page) => isOf(page.name, link) && page.status === 'paid' && page.kind !== 'hold');
      books.note(`the manager sees that page ${link.id} was ${paid ? '' : 'not '}paid`);
      await run.turn();
      const work = async (): Promise<void> => {
        const settled = await settleLink(at, link, { by: 'Sylvie', note: paid ? 'paid' : 'not paid' });
        const byHand = settled?.state.name === 'cancelled' && settled.state.settled;
        // What was paid there she notes on the bill.
        const page = shop.pages.find(({ name, status }) => isOf(name, link) && status === 'paid');
        if (byHand && paid && page && link.billId !== null)
          await records.pages.credit(link.billId, { id: `${world.now()}-${link.id}`, amount: page.amount });
      };
      await (link.billId === null ? work() : at.alone(link.billId, work));
    },
  };
}

/** The page at the provider is this one of the house. */
export function isOf(name: string, { id, plan }: Pick<PageLink, 'id' | 'plan'>): boolean {
  return name === (plan.provider === 'stripe' ? id : plan.key);
}
