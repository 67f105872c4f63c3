import type { HouseLedger } from '../../src-main/ledger/ledger.ts';
import type { Providers } from '../../src-main/gateways/gateways.ts';
import { closeLink, followLink, linksIdle, makeLink } from '../../src-main/payments/links.ts';
import type { Known, LinkDesk } from '../../src-main/payments/link-ports.ts';
import { isLive, type PageLink } from '../../src-main/payments/page-link.ts';
import type { Asker } from '../../src-main/payments/ports.ts';
import { pageReference } from '../../src-main/payments/repeat-key.ts';
import type { Engine } from '../../src-main/payments/settle.ts';
import type { Spotter } from './spotter.ts';
import type { Answers, Line, PageWish } from './words.ts';

/** What a desk of the kill rounds does with pages for clients: the real machine on the real records. */
export interface Pages {
  bill(): Promise<void>;
  make(wish: PageWish): Promise<Answers['make a page']>;
  close(): Promise<void>;
  follow(): Promise<Answers['follow']>;
  all(): Promise<Answers['pages']>;
}

export const pageTotal = 8450;
const billId = 'bill-1';

export function makePages(parts: {
  readonly ledger: HouseLedger;
  readonly providers: Providers;
  readonly engine: Engine;
  readonly spotter: Spotter;
  readonly name: 'a' | 'b';
  readonly asker: Asker;
  print(line: Line): void;
}): Pages {
  const { ledger, providers, engine, spotter, name, asker, print } = parts;
  const { clock, random, rows, sender } = engine;
  const show = ({ id, state, version }: PageLink): void =>
    print({ is: 'page shown', desk: name, link: id, state: state.name, version });
  const desk: LinkDesk = {
    ledger: spotter.aroundPages(ledger.pageLinks),
    pages: { stripe: { gateway: providers.stripePages, sender }, paysafe: providers.paysafePages },
    ...{ clock, random, rows },
    moneyShut: () => null,
    reach: async () => null,
    tell: (link) => spotter.telling(() => show(link)),
    heard: () => undefined,
    trouble: (what, error) => print({ is: 'trouble', what: `${what}: ${String(error)}` }),
    underWay: new Map(),
    asked: new Map(),
    quietSince: new Map(),
    sentHere: new Set(),
  };
  const all = (): Promise<readonly PageLink[]> => ledger.pageLinks.list({ customerIds: [], billId });
  const shown = ({ link, address }: Known): string | null => {
    show(link);
    return address;
  };

  return {
    async bill() {
      await ledger.bills.add({
        ...{ id: billId, code: 'B-1', customerId: null, customerName: 'Zoé Roy', lines: [], total: pageTotal },
        visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null },
        ...{ tax: null, currency: 'CAD', source: 'hand', sourceRef: null, note: null, cancelled: null },
        ...{ createdAt: clock.now(), createdBy: 'Maude', version: 1 },
      });
    },
    async make({ provider, kind, customerRef, ticket }) {
      // As sync does before anything else: the desk learns the provider's time.
      await engine.readers[provider].readCustomer(customerRef);
      const reply = await makeLink(
        desk,
        {
          ...{ ticket, customerId: `${provider}:${customerRef}`, customerName: 'Zoé Roy', billId },
          seen: { billId, operations: 0, credits: 0 },
          plan: {
            provider,
            key: provider === 'stripe' ? `cpt-${ticket}` : pageReference(ticket),
            ...{ kind, customerRef, email: null, language: 'fr', currency: 'CAD', save: 'never', purpose: 'balance' },
            price: { is: 'lines', lines: [{ what: 'Coupe', amount: pageTotal }] },
            ...{ consent: null, description: null },
            expiresAt: clock.now() + (kind === 'invoice' ? 14 * 24 : 20) * 3_600_000,
            ...(kind === 'invoice' ? { days: 14 } : {}),
          },
        },
        asker,
      );
      if (!reply.ok) throw new Error(`No page: ${reply.failure.code}`);
      await linksIdle(desk);
      return { address: shown(reply.value) };
    },
    async close() {
      for (const link of await all()) if (isLive(link.state)) shown(await closeLink(desk, link));
    },
    async follow() {
      let address: string | null = null;
      for (const link of await all()) if (isLive(link.state)) address = shown(await followLink(desk, link));
      await linksIdle(desk);
      return { address };
    },
    async all() {
      const credits = (await ledger.bills.credits([billId])).get(billId) ?? [];
      return { links: await all(), credits: credits.map(({ amount }) => amount) };
    },
  };
}
