import type { LinkDesk, LinkGateway, LinkReading, NamedPage } from './link-ports.ts';
import type { PageLink } from './page-link.ts';
import type { ProviderRequest, RepeatRule, SendResult } from './ports.ts';

/** How pages are spoken of with the provider of this one. */
export function gatewayOf(desk: LinkDesk, { plan }: PageLink): LinkGateway {
  return desk.pages[plan.provider].gateway;
}

/** Sends over the line of the page's own provider. */
export function sendFor(
  desk: LinkDesk,
  { plan }: PageLink,
  request: ProviderRequest,
  repeat: RepeatRule,
): Promise<SendResult> {
  return desk.pages[plan.provider].sender.send(plan.provider, request, repeat);
}

/** A page that is known by a name, or an error: only such a one is asked about and closed. */
export function named({ plan, sessionRef, state }: PageLink): NamedPage {
  if (sessionRef === null) throw new Error(`A page that is ${state.name} without its name`);
  return { plan, sessionRef };
}

/** How a page stands by its provider's word; null: no answer. Nothing is written. */
export async function askAbout(
  desk: LinkDesk,
  link: PageLink,
  moment: 'asked' | 'closed',
): Promise<LinkReading | null> {
  const gateway = gatewayOf(desk, link);
  const result = await sendFor(desk, link, await gateway.question(named(link)), 'read');
  desk.asked.set(link.id, { steady: desk.clock.steady(), at: desk.clock.now() });
  return result.got === 'answer' ? gateway.read(link, result.answer, moment) : null;
}
