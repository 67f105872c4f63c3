import type { Page } from '../main/sandbox/browser.ts';
import { pageReference } from '../../src-main/payments/repeat-key.ts';
import type { PageLink } from '../../src-main/payments/page-link.ts';
import type { Breach } from './judge.ts';
import type { Lane } from './lane.ts';
import { pageTotal } from './pages.ts';
import type { PageRound } from './page-rounds.ts';
import type { Answers, Line, PageWish } from './words.ts';

/** What is known of a round with a page when it is over. Answers are those of processes that nobody kills. */
export interface PageRoundEnd {
  readonly act: PageRound['act'];
  readonly wish: PageWish;
  /** what was on the screen when the power went off, and what came onto it afterwards */
  readonly shown: readonly Line[];
  readonly shownLater: readonly Line[];
  /** at the very next start, before anybody asks; when the desk has asked until it knew; and once what was open is closed */
  readonly atStart: unknown;
  readonly settled: unknown;
  readonly inTheEnd: unknown;
  /** what a client met who came to the page then */
  readonly after: Page | null;
}

export const pagesIn = (answer: unknown): Answers['pages'] => answer as Answers['pages'];
const ended: ReadonlySet<string> = new Set(['completed', 'expired', 'cancelled', 'failed']);

/** One page at most, known in the end, its bill paid exactly as often as somebody paid there, and nothing gone that was on a screen. */
export async function judgePageRound(lane: Lane, end: PageRoundEnd): Promise<Breach[]> {
  const { act, wish, shown, shownLater, atStart, settled, inTheEnd, after } = end;
  const breaches: Breach[] = [];
  const { links, credits } = pagesIn(inTheEnd);
  if (links.length > 1) breaches.push({ what: 'duplicate', say: `${links.length} pages for one ticket` });
  for (const { state } of pagesIn(settled).links)
    if (state.name === 'preparing' || state.name === 'processing')
      breaches.push({ what: 'open', say: `a page is still ${state.name}` });
  for (const { state } of links)
    if (!ended.has(state.name)) breaches.push({ what: 'open', say: `a page is ${state.name} in the end` });
  breaches.push(...judgeShown(pagesIn(atStart).links, shown));
  breaches.push(...judgeShown(links, [...shown, ...shownLater]));

  const { copies, paid } = await atProvider(lane, wish);
  if (copies > 1) breaches.push({ what: 'duplicate', say: `${copies} pages at the provider` });
  if (act === 'hear' && !paid) breaches.push({ what: 'harness', say: 'the client did not pay' });
  if (act !== 'hear' && (paid || (after !== null && after.status < 400)))
    breaches.push({ what: 'false', say: `a page that is over could be paid on: ${after?.status}` });
  const done = links.some(({ state }) => state.name === 'completed');
  if (done !== paid) breaches.push({ what: 'false', say: `the page is ${links[0]?.state.name}, paid there: ${paid}` });
  const credited = credits.reduce((sum, amount) => sum + amount, 0);
  if (credited !== (paid ? pageTotal : 0))
    breaches.push({ what: paid ? 'lost' : 'duplicate', say: `${credited} stands on the bill` });
  return breaches;
}

function judgeShown(links: readonly PageLink[], lines: readonly Line[]): Breach[] {
  return lines.flatMap((line): Breach[] => {
    if (line.is !== 'page shown') return [];
    const now = links.find(({ id }) => id === line.link);
    if (!now) return [{ what: 'lost', say: `${line.link} was shown and has no row` }];
    const say = `${line.link} was shown ${line.state} (${line.version}) and is ${now.state.name} (${now.version})`;
    const gone = now.version < line.version || (ended.has(line.state) && now.state.name !== line.state);
    return gone ? [{ what: 'lost', say }] : [];
  });
}

/** What the provider itself has of this client's page. */
async function atProvider(lane: Lane, { provider, kind, customerRef, ticket }: PageWish) {
  const { stripe } = lane.tills.stripe;
  if (provider === 'paysafe') return lane.truth.hosted(pageReference(ticket));
  if (kind === 'invoice') {
    const { data } = await stripe.invoices.list({ customer: customerRef, limit: 100 });
    return { copies: data.length, paid: data.some(({ status }) => status === 'paid') };
  }
  const { data } = await stripe.checkout.sessions.list({ customer: customerRef, limit: 100 });
  return { copies: data.length, paid: data.some(({ status }) => status === 'complete') };
}
