import { hear } from './link-hear.ts';
import { askAbout, gatewayOf, sendFor } from './link-line.ts';
import type { Known, LinkDesk } from './link-ports.ts';
import type { LinkOutcome, LinkStep, PageLink } from './page-link.ts';
import type { ProviderRequest } from './ports.ts';

type Draft = Extract<LinkOutcome, { is: 'draft' }>;
/** Its line, its finishing, and one more for an answer that came out of turn. */
const mostSteps = 3;

/**
 * Makes a page of a draft, which nobody can pay. Each further request is written before it is sent, with a key of its own; after each the draft is read
 * again, whatever was answered, so that a lost answer costs a question and never a second line. A draft that has grown old, or that is not what was
 * asked for, is taken away instead.
 */
export async function buildPage(
  desk: LinkDesk,
  given: PageLink,
  { draft, young }: { readonly draft: Draft; readonly young: boolean },
): Promise<Known> {
  // What was a page once is no draft again: such an answer says nothing.
  if (given.state.name !== 'preparing') return { link: given, address: null, heard: false };
  const gateway = gatewayOf(desk, given);
  const { sessionRef } = draft;
  let [link, lacks] = [given, draft.lacks];
  for (let step = 0; step < mostSteps; step += 1) {
    const what = lacks === 'wrong' || !young || isDropping(link) ? 'dropping' : lacks;
    const next = await gateway.further({ plan: link.plan, id: link.id, sessionRef }, what);
    if (next === null) throw new Error(`A draft of a page that ${link.plan.provider} makes at once`);
    const noted = await noteNext(desk, link, { next, sessionRef, what });
    // Another desk has gone on with it meanwhile.
    if (!noted.written) return { link: noted.link, address: null, heard: false };
    link = noted.link;
    const result = await sendFor(desk, link, next, gateway.repeat);
    if (result.got === 'nothing') return { link, address: null, heard: false };
    const reading = await askAbout(desk, link, 'asked');
    if (reading === null) return { link, address: null, heard: false };
    if (reading.outcome.is !== 'draft') return hear(desk, link, reading);
    // What was refused once is refused again: nothing comes of this draft.
    lacks = reading.outcome.lacks === what && result.answer.status === 400 ? 'wrong' : reading.outcome.lacks;
  }
  return { link, address: null, heard: false };
}

/** Its draft is being taken away: nothing else is done with it any more. */
export function isDropping({ state }: PageLink): boolean {
  return state.name === 'preparing' && state.next?.method === 'DELETE';
}

function noteNext(
  desk: LinkDesk,
  link: PageLink,
  { next, sessionRef, what }: { readonly next: ProviderRequest; readonly sessionRef: string; readonly what: string },
): Promise<{ written: boolean; link: PageLink }> {
  const at = desk.clock.now();
  const state = { name: 'preparing', lastSentAt: at, absent: 0, next } as const;
  const step: LinkStep = { sessionRef, state, trail: [{ at, what: `draft_${what}`, detail: {} }] };
  return desk.ledger.advance({ link, step, at, audit: null, credit: null, consent: null });
}
