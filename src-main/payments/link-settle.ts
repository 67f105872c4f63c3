import { hear } from './link-hear.ts';
import { askAbout, gatewayOf, named } from './link-line.ts';
import type { LinkDesk } from './link-ports.ts';
import { sendClosing } from './links.ts';
import type { LinkStep, PageLink } from './page-link.ts';

/** Long after the deadline of a page that the provider itself closes then, whatever this desk's clock says. */
const surelyOverMs = 26 * 3_600_000;

/**
 * A person has compared a page with the provider's own site and says what is there. It may be open there still, and somebody have its address: it is
 * closed before that word counts, and asked about once more. Told plainly by then that it was paid, it is paid, whatever the person saw before that.
 * @returns null while nobody knows whether it can still be paid on: nothing is written
 */
export async function settleLink(
  desk: LinkDesk,
  link: PageLink,
  { by, note }: { readonly by: string; readonly note: string },
): Promise<PageLink | null> {
  if (link.sessionRef !== null && !isOver(desk, link)) {
    const result = await sendClosing(desk, link);
    const said = result.got === 'answer' ? gatewayOf(desk, link).closeSaid(named(link), result.answer) : 'unclear';
    const reading = said === 'unclear' ? null : await askAbout(desk, link, 'asked');
    if (reading === null) return null;
    if (reading.outcome.is === 'completed') return (await hear(desk, link, reading)).link;
    // Paysafe tells a closed order by nothing but its closing.
    if (gatewayOf(desk, link).keepsDeadlines && reading.outcome.is === 'open') return null;
  }
  const at = desk.clock.now();
  const step: LinkStep = {
    sessionRef: link.sessionRef,
    // Not closed by the provider: what it came to is what this person saw.
    state: { name: 'cancelled', at, settled: { by, note } },
    trail: [{ at, what: 'resolved_by_person', detail: { by, note } }],
  };
  return (await desk.ledger.advance({ link, step, at, audit: null, credit: null, consent: null })).link;
}

function isOver(desk: LinkDesk, link: PageLink): boolean {
  const ends = gatewayOf(desk, link).keepsDeadlines && link.plan.kind !== 'invoice';
  return ends && desk.clock.now() - link.plan.expiresAt > surelyOverMs;
}
