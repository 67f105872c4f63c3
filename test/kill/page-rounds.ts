import { join } from 'node:path';
import { pageReference } from '../../src-main/payments/repeat-key.ts';
import { submit, typed } from '../main/sandbox/browser.ts';
import { judgePageRound, pagesIn } from './page-judge.ts';
import type { Breach } from './judge.ts';
import type { Lane } from './lane.ts';
import type { DeskProcess } from './processes.ts';
import type { Place } from './steps.ts';
import type { Ask, PageWish } from './words.ts';

/** One round: what staff do with a page for a bill, and where the power goes off. */
export interface PageRound {
  readonly name: string;
  readonly page: Pick<PageWish, 'provider' | 'kind'>;
  /** made and not yet closed, or paid and not yet heard of, before the power goes off */
  readonly act: 'make' | 'close' | 'hear';
  readonly place: Place;
  readonly offMs: number;
}

const [soon, later] = [2_000, 20 * 60_000];
const page = { provider: 'stripe', kind: 'payment' } as const;
const invoice = { provider: 'stripe', kind: 'invoice' } as const;
const link = { provider: 'paysafe', kind: 'payment' } as const;
const sent = (nth: number, moment: Extract<Place, { kind: 'wire' }>['moment']): Place => ({
  kind: 'wire',
  request: { of: 'money', nth },
  moment,
});
const asked = (moment: Extract<Place, { kind: 'wire' }>['moment']): Place => ({
  kind: 'wire',
  request: { of: 'question', nth: 1 },
  moment,
});
const write = (phase: 'page row' | 'page result', moment: 'before it' | 'before the commit' | 'committed'): Place => ({
  kind: 'write',
  phase,
  moment,
});

export const pageRounds: readonly PageRound[] = [
  {
    name: 'a page, before its row is there',
    page,
    act: 'make',
    place: write('page row', 'before the commit'),
    offMs: soon,
  },
  { name: 'a page, written and not sent', page, act: 'make', place: write('page row', 'committed'), offMs: soon },
  {
    name: 'the same, and nobody waits any more',
    page,
    act: 'make',
    place: write('page row', 'committed'),
    offMs: later,
  },
  { name: 'a page that was made', page, act: 'make', place: sent(1, 'run, not answered'), offMs: soon },
  { name: 'the same, and nobody waits any more', page, act: 'make', place: sent(1, 'run, not answered'), offMs: later },
  {
    name: 'a page that is made after the power went off',
    page,
    act: 'make',
    place: sent(1, 'last byte, runs later'),
    offMs: soon,
  },
  {
    name: 'a page that was made and not written down',
    page,
    act: 'make',
    place: write('page result', 'before it'),
    offMs: soon,
  },
  {
    name: 'an invoice whose line was made',
    page: invoice,
    act: 'make',
    place: sent(2, 'run, not answered'),
    offMs: soon,
  },
  {
    name: 'the same, and nobody waits any more',
    page: invoice,
    act: 'make',
    place: sent(2, 'run, not answered'),
    offMs: later,
  },
  {
    name: 'an invoice that was finished',
    page: invoice,
    act: 'make',
    place: sent(3, 'run, not answered'),
    offMs: later,
  },
  {
    name: 'a link of Paysafe that was made',
    page: link,
    act: 'make',
    place: sent(1, 'run, not answered'),
    offMs: soon,
  },
  {
    name: 'a link of Paysafe, written and not sent',
    page: link,
    act: 'make',
    place: write('page row', 'committed'),
    offMs: later,
  },
  { name: 'the closing of a page', page, act: 'close', place: sent(1, 'run, not answered'), offMs: soon },
  {
    name: 'the closing of a page that never arrived',
    page,
    act: 'close',
    place: sent(1, 'last byte, lost on the way'),
    offMs: soon,
  },
  {
    name: 'the closing of a link of Paysafe',
    page: link,
    act: 'close',
    place: sent(1, 'run, not answered'),
    offMs: soon,
  },
  { name: 'a payment that was told', page, act: 'hear', place: asked('half of the answer'), offMs: soon },
  {
    name: 'a payment, before it stands on the bill',
    page: invoice,
    act: 'hear',
    place: write('page result', 'before the commit'),
    offMs: soon,
  },
  {
    name: 'a payment that stands on the bill',
    page: link,
    act: 'hear',
    place: write('page result', 'committed'),
    offMs: soon,
  },
];

const betweenPassesMs = 130_000;
const mostPasses = 12;
const visa = { ...typed, card_number: '4530 9100 0001 2345' };

/** Makes, closes or hears of a page on a desk whose power goes off, starts it again, and compares bill, page and provider. */
export async function playPageRound(lane: Lane, nth: number): Promise<Breach[]> {
  const round = pageRounds[nth];
  if (!round) throw new Error(`There is no round ${nth} with a page`);
  return play(lane, round, nth);
}

async function play(lane: Lane, { page: of, act, place, offMs, name }: PageRound, nth: number): Promise<Breach[]> {
  const { provider } = of;
  const customerRef =
    provider === 'stripe' ? (await lane.tills.stripe.save()).customerRef : await lane.tills.paysafe.profile();
  const wish: PageWish = { ...of, customerRef, ticket: `ticket-page-${String(nth).padStart(10, '0')}` };
  const file = join(lane.newFolder(`pages-${nth}`), 'ledger.db');
  const process = await lane.pool.take();
  lane.seats.a = { process, file };
  lane.giveRecords(file, 'plain');
  const tell = <A extends Omit<Ask, 'desk' | 'now'>>(to: DeskProcess, ask: A) =>
    to.ask({ desk: 'a', now: lane.clock.now(), ...ask } as unknown as Ask);
  const open = (to: DeskProcess, run: string) => tell(to, { do: 'open', parts: lane.parts('a', `g${nth}${run}`) });
  await open(process, 'p');
  await tell(process, { do: 'bill' });
  const first = act === 'make' ? null : await tell(process, { do: 'make a page', page: wish });
  const address = act === 'make' ? null : await addressOf(lane, wish, first);
  if (act === 'hear') await submit(address ?? '', provider === 'stripe' ? typed : visa);

  await tell(process, { do: 'arm', kill: { step: { name, during: 'order', place }, afterMicroseconds: 0 } });
  lane.wires.a.arm(place.kind === 'wire' ? place : null);
  const asks = {
    make: { do: 'make a page', page: wish },
    close: { do: 'close the page' },
    hear: { do: 'follow' },
  } as const;
  const answer = await tell(process, asks[act]);
  process.kill();
  await process.gone;
  lane.seats.a.process = null;
  lane.wires.a.arm(null);
  const breaches: Breach[] = lane.noticed.splice(0);
  if (answer !== 'died') breaches.push({ what: 'harness', say: `it never came there: ${JSON.stringify(answer)}` });

  lane.clock.pass(offMs);
  await lane.wires.a.deliverLate();
  const drainer = await lane.drainer();
  const from = drainer.lines.length;
  await open(drainer, 'd');
  const atStart = await tell(drainer, { do: 'pages' });
  // The same dialog once more is the same page; then the desk asks until it knows, and what is open in the end is closed.
  if (act === 'make' && offMs === soon) await tell(drainer, { do: 'make a page', page: wish });
  for (let pass = 0; pass < mostPasses; pass += 1) {
    await tell(drainer, { do: 'follow' });
    const { links } = pagesIn(await tell(drainer, { do: 'pages' }));
    if (!links.some(({ state }) => state.name === 'preparing' || state.name === 'processing')) break;
    lane.clock.pass(betweenPassesMs);
  }
  const settled = await tell(drainer, { do: 'pages' });
  const [found] = pagesIn(settled).links;
  const told =
    found?.state.name === 'open' ? await addressOf(lane, wish, await tell(drainer, { do: 'follow' })) : address;
  await tell(drainer, { do: 'close the page' });
  const after = told === null || act === 'hear' ? null : await submit(told, provider === 'stripe' ? typed : visa);
  await tell(drainer, { do: 'follow' });
  const inTheEnd = await tell(drainer, { do: 'pages' });
  await tell(drainer, { do: 'close' });
  const [shown, shownLater] = [process.lines, drainer.lines.slice(from)];
  breaches.push(...lane.noticed.splice(0));
  breaches.push(...(await judgePageRound(lane, { act, wish, shown, shownLater, atStart, settled, inTheEnd, after })));
  lane.clearFolder(`pages-${nth}`);
  return breaches;
}

/** Where the client goes. A page of Paysafe's stands on the provider's own host, not on the line that the desk speaks over. */
async function addressOf(lane: Lane, { provider, ticket }: PageWish, answer: unknown): Promise<string | null> {
  if (provider === 'paysafe') return lane.truth.hosted(pageReference(ticket)).page;
  const found = typeof answer === 'object' && answer !== null && 'address' in answer ? answer.address : null;
  return typeof found === 'string' ? found : null;
}
