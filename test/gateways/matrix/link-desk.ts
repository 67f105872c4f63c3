import { followLink, linksIdle } from '../../../src-main/payments/links.ts';
import type { Known, LinkDesk } from '../../../src-main/payments/link-ports.ts';
import type { PageLink } from '../../../src-main/payments/page-link.ts';
import type { ProviderRequest, Sender } from '../../../src-main/payments/ports.ts';
import { countedIds } from '../../support/clock.ts';
import { memoryPages, type MemoryPages } from '../../support/memory-pages.ts';
import type { Town } from '../town.ts';

/** One desk that makes pages: the real machine and gateways, records of its own, and a note of all that was said and sent. */
export interface LinkTestDesk {
  readonly pages: MemoryPages;
  /** of this run of its program */
  links(): LinkDesk;
  /** the only page of this desk, as it is now */
  page(): PageLink;
  /** each state it was ever told to be in */
  readonly told: readonly PageLink[];
  /** what left, with all requests that were written by then */
  readonly sent: readonly { readonly request: ProviderRequest; readonly written: readonly ProviderRequest[] }[];
  /** addresses that staff could have handed on */
  readonly addresses: ReadonlySet<string>;
  /** what staff look at: they may hand on an address that comes with it */
  shows(known: Known): PageLink;
  follows(): Promise<void>;
  /** the program is started anew on the same records */
  restart(): void;
}

export function openLinkDesk(town: Town): LinkTestDesk {
  const pages = memoryPages(() => []);
  const told: PageLink[] = [];
  const sent: { request: ProviderRequest; written: readonly ProviderRequest[] }[] = [];
  const addresses = new Set<string>();
  const random = countedIds();
  const written = (): ProviderRequest[] =>
    pages.all().flatMap(({ request, state }) => [request, ...('next' in state && state.next ? [state.next] : [])]);
  const noting = (sender: Sender): Sender => ({
    ...sender,
    send(to, request, repeat) {
      if (request.method !== 'GET') sent.push({ request, written: written() });
      return sender.send(to, request, repeat);
    },
  });
  const start = (): LinkDesk => {
    const { sender, stripePages, paysafePages } = town.providers;
    return {
      ledger: pages,
      pages: {
        stripe: { gateway: stripePages, sender: noting(sender) },
        paysafe: { gateway: paysafePages.gateway, sender: noting(paysafePages.sender) },
      },
      clock: town.clock,
      random,
      rows: { put: () => Promise.resolve() },
      moneyShut: () => null,
      reach: async () => null,
      tell: (link) => void told.push(link),
      heard: () => undefined,
      trouble(what, error) {
        throw new Error(`Trouble with: ${what}`, { cause: error });
      },
      underWay: new Map(),
      asked: new Map(),
      quietSince: new Map(),
      sentHere: new Set(),
    };
  };
  let links = start();
  const page = (): PageLink => {
    const [only, ...others] = pages.all();
    if (!only || others.length > 0) throw new Error('Not one page');
    return only;
  };
  const shows = ({ link, address }: Known): PageLink => {
    if (address !== null) addresses.add(address);
    return link;
  };
  return {
    pages,
    links: () => links,
    page,
    told,
    sent,
    addresses,
    shows,
    async follows() {
      shows(await followLink(links, page()));
      await linksIdle(links);
    },
    restart() {
      links = start();
    },
  };
}
