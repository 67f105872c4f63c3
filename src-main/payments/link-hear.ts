import type { Known, LinkDesk, LinkReading } from './link-ports.ts';
import { amountOf, isLive, linkStep, type LinkStep, type PageLink } from './page-link.ts';
import type { AuditEntry } from './ports.ts';

/** An answer in hand: written before it is shown, with the credit and the consent it brings in the same commit. */
export async function hear(desk: LinkDesk, link: PageLink, reading: LinkReading): Promise<Known> {
  const { outcome, address, records } = reading;
  if (outcome.is === 'unclear') return { link, address: null, heard: false };
  const at = desk.clock.now();
  desk.asked.set(link.id, { steady: desk.clock.steady(), at });
  const step = linkStep(link, outcome, at);
  if (!step) {
    desk.heard(link);
    return { link, address, heard: true };
  }
  const audit = isLive(step.state) ? null : auditOf({ ...link, state: step.state }, at, 'done');
  const result = await desk.ledger.advance({ link, step, at, audit, ...broughtBy(desk, link, step) });
  if (!isLive(result.link.state))
    for (const known of [desk.asked, desk.quietSince, desk.sentHere]) known.delete(link.id);
  desk.rows.put(records).catch((error: unknown) => desk.trouble('mirror refresh', error));
  desk.tell(result.link);
  // Another desk may have heard something else meanwhile: an address goes with a page that is open, and with no other.
  return { link: result.link, address: result.link.state.name === 'open' ? address : null, heard: true };
}

/** What a completed page brings: a credit of its bill, so that what was paid there is paid here, and the consent that stood on it. */
function broughtBy(desk: LinkDesk, link: PageLink, { state }: LinkStep) {
  if (state.name !== 'completed') return { credit: null, consent: null };
  const { moved, paymentRef, cardRef, customerRef } = state;
  const { provider } = link.plan;
  return {
    credit:
      link.billId !== null && moved && paymentRef
        ? {
            id: `credit-${desk.random.id(16)}`,
            // What is only held is not paid: it stands on the bill with nothing, and counts once it is captured.
            amount: link.plan.kind === 'hold' ? 0 : moved.amount,
            paymentId: `${provider}:${paymentRef}`,
            note: null,
          }
        : null,
    consent:
      link.plan.consent && state.saved && cardRef && customerRef
        ? {
            id: `consent-${desk.random.id(16)}`,
            cardId: `${provider}:${cardRef}`,
            customerId: `${provider}:${customerRef}`,
          }
        : null,
  };
}

/** A page's line in the record of who did what: asked for, or come to an end. */
export function auditOf(link: Omit<PageLink, 'version'>, at: number, when: 'started' | 'done'): AuditEntry {
  const { plan, state } = link;
  const amount = state.name === 'completed' ? state.moved : amountOf(plan);
  const bad = state.name === 'failed' || state.name === 'needs_person';
  return {
    at,
    staffId: link.staffId,
    staffName: link.staffName,
    desk: link.desk,
    what: `link_${plan.kind}`,
    outcome: when === 'started' ? 'started' : bad ? 'failed' : 'done',
    detail: {
      link: link.id,
      customer: link.customerName,
      provider: plan.provider,
      ...(amount ? { amount: amount.amount, currency: amount.currency } : {}),
      ...(when === 'started' ? {} : { state: state.name }),
    },
  };
}
