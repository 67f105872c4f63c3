import type { DeskEvents } from '../../contract/contract.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { LinkDesk, StripePages } from '../../payments/link-ports.ts';
import type { PageLink } from '../../payments/page-link.ts';
import type { Engine } from '../../payments/settle.ts';
import type { StripeSync } from '../../sync/poll.ts';
import { pageLinkView } from './page-link-view.ts';

/** How often it is looked which pages are due to be asked about; how often each one is, grows with its age. */
export const linksEveryMs = 1_000;

/** Pages of the providers as the house works with them. */
export interface HouseLinks extends LinkDesk {
  /** what only Stripe's pages have */
  readonly atStripe: StripePages;
  /** one thing at a time for a bill: making a page for it, charging it, noting cash on it */
  alone<T>(billId: string, work: () => Promise<T>): Promise<T>;
}

interface LinkParts {
  readonly engine: Engine;
  readonly ledger: HouseLedger;
  readonly stripePages: StripePages;
  /** Paysafe's pages, over a line of their own: they are at another address than everything else there */
  readonly paysafePages: LinkDesk['pages']['paysafe'];
  readonly stripe: Pick<StripeSync, 'readNow'>;
  emit<N extends keyof DeskEvents>(name: N, payload: DeskEvents[N]): void;
}

/** Pages over the same clock, sender and records as the engine's orders. */
export function makeHouseLinks({ engine, ledger, stripePages, paysafePages, stripe, emit }: LinkParts): HouseLinks {
  const links: HouseLinks = {
    ledger: ledger.pageLinks,
    atStripe: stripePages,
    pages: { stripe: { gateway: stripePages, sender: engine.sender }, paysafe: paysafePages },
    clock: engine.clock,
    random: engine.random,
    rows: engine.rows,
    moneyShut: () => engine.moneyShut(),
    reach: (provider, paying) => engine.reach(provider, paying),
    trouble: (what, error) => engine.trouble(what, error),
    underWay: new Map(),
    asked: new Map(),
    quietSince: new Map(),
    sentHere: new Set(),
    heard: (link) => void say(link).catch((error: unknown) => engine.trouble('page told', error)),
    tell: (link) => void tell(link).catch((error: unknown) => engine.trouble('page told', error)),
    alone: makeTurns(),
  };

  async function say(link: PageLink): Promise<void> {
    emit('links.changed', await pageLinkView({ ledger, links }, link));
  }
  async function tell(link: PageLink): Promise<void> {
    await say(link);
    if (link.billId !== null) emit('bills.changed', { ids: [link.billId] });
    if (link.customerId !== null) emit('customers.changed', { ids: [link.customerId], all: false });
    // The customer that the provider made, the card that was saved, the payment: read once more, so that they are in the lists.
    const { state } = link;
    const told = link.plan.provider === 'stripe' && state.name === 'completed' ? state.customerRef : null;
    if (told !== null) await stripe.readNow(`stripe:${told}`);
  }
  return links;
}

/** One thing at a time for a bill at this desk, in the order in which it was asked for; what went wrong with one stops none of the others. */
export function makeTurns(): HouseLinks['alone'] {
  const turns = new Map<string, Promise<unknown>>();
  return (billId, work) => {
    const before = turns.get(billId) ?? Promise.resolve();
    const own = before.then(work, work);
    const kept = own.catch(() => undefined).finally(() => turns.get(billId) === kept && turns.delete(billId));
    turns.set(billId, kept);
    return own;
  };
}
