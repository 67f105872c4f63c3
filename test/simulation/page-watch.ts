import type { Known, LinkLedger } from '../../src-main/payments/link-ports.ts';
import type { PageLink } from '../../src-main/payments/page-link.ts';
import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import type { Books } from './books.ts';
import type { DeskRun } from './desk.ts';
import { idOf, type PageRules, type Shop } from './page-shop.ts';
import type { Watch } from './watch.ts';

const ended: ReadonlySet<string> = new Set(['completed', 'expired', 'cancelled', 'failed']);

/** Looks on while desks write, send and show pages. */
export interface PageWatch {
  /** the records of a house as one run of a desk's program sees them */
  watched(links: LinkLedger, house: number, run: DeskRun): LinkLedger;
  /** the page whose request this is, which must have been written before; null for a request of an order */
  pageOf(house: number, request: ProviderRequest): string | null;
  /** what a desk shows; an address on it goes to the client */
  shows(house: number, known: Known): void;
  /** pages at the provider whose address some client may have */
  readonly told: ReadonlySet<string>;
  /** what was on a screen as an end */
  readonly ends: ReadonlyMap<string, PageLink['state']['name']>;
}

export function makePageWatch(parts: {
  readonly books: Books;
  readonly watch: Watch;
  readonly shop: Shop;
  readonly rules: PageRules;
}): PageWatch {
  const { books, watch, shop, rules } = parts;
  const written = new Map<string, PageLink>();
  /** requests of a draft that were written once: another desk may have gone on with it before they left */
  const requests = new Map<string, ProviderRequest[]>();
  const told = new Set<string>();
  const ends = new Map<string, PageLink['state']['name']>();

  function wrote(house: number, link: PageLink, run: DeskRun): void {
    written.set(`${house} ${link.id}`, link);
    const { state } = link;
    const own = requests.get(`${house} ${link.id}`) ?? [link.request];
    requests.set(`${house} ${link.id}`, 'next' in state && state.next ? [...own, state.next] : own);
    const why = 'why' in state ? ` (${state.why})` : 'code' in state ? ` (${state.code})` : '';
    books.note(`${run.name} writes page ${link.id} ${link.plan.kind} ${state.name}${why}`);
  }

  function isOf(name: string, { sessionRef }: PageLink, { method, path, body }: ProviderRequest): boolean {
    const closes = sessionRef !== null && path.split('/').includes(sessionRef);
    const same = (one: ProviderRequest): boolean => one.method === method && one.path === path && one.body === body;
    return closes || (requests.get(name) ?? []).some(same);
  }

  return {
    told,
    ends,
    watched: (links, house, run) => ({
      ...links,
      async byTicket(ticket) {
        await run.turn();
        return links.byTicket(ticket);
      },
      async standingOf(billId) {
        await run.turn();
        return links.standingOf(billId);
      },
      async add(link, about) {
        await run.turn();
        const result = await links.add(link, about);
        if ('added' in result) wrote(house, result.added, run);
        await run.turn();
        return result;
      },
      async advance(step) {
        await run.turn();
        const result = await links.advance(step);
        if (result.written) wrote(house, result.link, run);
        await run.turn();
        return result;
      },
    }),
    pageOf(house, request) {
      if (!rules.isPage(request.path)) return null;
      const own = [...written].find(([name, link]) => name.startsWith(`${house} `) && isOf(name, link, request))?.[1];
      if (own) return own.id;
      watch.broke('lost', `a request left without its page: ${request.method} ${request.path} ${request.body}`);
      return 'nobody';
    },
    shows(house, { link, address }) {
      const { name } = link.state;
      const row = written.get(`${house} ${link.id}`);
      if (!row || row.version < link.version) watch.broke('lost', `page ${link.id} is shown before it is written`);
      if (ended.has(name)) ends.set(`${house} ${link.id}`, name);
      if (address === null) return;
      const id = idOf(address);
      told.add(id);
      books.note(`the client has the address of ${id}`);
      const bill = link.billId;
      if (bill === null) return;
      const others = [...written.values()].filter((other) => other.billId === bill && other.sessionRef !== null);
      const open = new Set(others.map(({ sessionRef }) => sessionRef ?? ''));
      const usable = [...open].filter((one) => told.has(one) && shop.byId(one)?.status === 'open');
      if (usable.length > 1) watch.broke('duplicates', `${usable.join(' and ')} can both be paid on, for ${bill}`);
    },
  };
}
