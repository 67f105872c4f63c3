import { done, refused, type Reply } from '../../contract/failure.ts';
import type { AddressedLink, PageLinkView } from '../../contract/page-link.ts';
import { closeForBill, closeLink, followLink, makeLink } from '../../payments/links.ts';
import { settleLink } from '../../payments/link-settle.ts';
import type { Known } from '../../payments/link-ports.ts';
import { amountOf, type PageLink } from '../../payments/page-link.ts';
import { audit } from '../customers/customers.ts';
import { letterAbout } from './link-letter.ts';
import { planLink, type LinkWish } from './link-plan.ts';
import { pageLinkView } from './page-link-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Makes a page for a client, or gives the one back that this dialog has made. An older page of the same bill is closed first, and looked at. */
export async function makePageLink(world: World, wish: LinkWish, who: SignedIn | null): Promise<Reply<AddressedLink>> {
  if (!who) return refused('not_signed_in');
  const known = await world.links.ledger.byTicket(wish.ticket);
  if (known)
    return known.plan.provider === wish.provider && known.plan.kind === wish.kind && known.billId === wish.billId
      ? done(await addressed(world, await followLink(world.links, known)))
      : refused('ticket_reused');
  const make = async (): Promise<Reply<AddressedLink>> => {
    const standing = wish.billId === null ? null : await closeForBill(world.links, wish.billId);
    if (standing) return { ok: false, failure: standing };
    const shut = world.engine.moneyShut();
    if (shut) return { ok: false, failure: shut };
    const planned = await planLink(world, wish);
    if ('code' in planned) return { ok: false, failure: planned };
    const asker = { staffId: who.id, staffName: who.name, desk: world.settings.now().desk };
    const made = await makeLink(world.links, planned, asker);
    return made.ok ? done(await addressed(world, made.value)) : made;
  };
  return wish.billId === null ? make() : world.links.alone(wish.billId, make);
}

/** How a page stands, asked at the provider now, with its address while it is open. */
export async function showPageLink(world: World, id: string): Promise<Reply<AddressedLink>> {
  const link = await world.links.ledger.byId(id);
  return link ? done(await addressed(world, await followLink(world.links, link))) : refused('unknown_id');
}

export async function listPageLinks(
  world: World,
  { customerId, billId }: { customerId: string | null; billId: string | null },
): Promise<Reply<{ links: PageLinkView[] }>> {
  const customerIds = customerId === null ? [] : await world.mirror.recordIds(customerId);
  const found = await world.links.ledger.list({ customerIds, billId });
  return done({ links: await Promise.all(found.map((link) => pageLinkView(world, link))) });
}

/** Closes a page. It may have been used a moment before: what it came to is answered, whatever was wished. */
export async function closePageLink(world: World, id: string, who: SignedIn | null): Promise<Reply<PageLinkView>> {
  const link = await world.links.ledger.byId(id);
  if (!link) return refused('unknown_id');
  const after = await closeLink(world.links, link);
  await audit(world, who, 'link_close', { ...factsOf(after.link), state: after.link.state.name });
  const stands = after.link.state.name === 'open' || after.link.state.name === 'preparing';
  return stands ? refused('link_checking', { linkId: id }) : done(await pageLinkView(world, after.link));
}

/** A draft in this PC's own mail program, in the client's language. Whether anybody sends it, nobody here knows. */
export async function writePageLink(
  world: World,
  id: string,
  who: SignedIn | null,
): Promise<Reply<{ opened: boolean }>> {
  return withAddress(world, id, async (link, address) => {
    const { house } = world.settings.now();
    const customer = link.customerId === null ? null : await world.mirror.customer(link.customerId);
    const letter = letterAbout(link, { house, address, timeZone: world.settings.now().timeZone });
    const to = link.plan.email ?? customer?.email ?? '';
    await audit(world, who, 'link_letter', factsOf(link));
    return world.outside.writeLetter({ to, ...letter });
  });
}

/** The address into this PC's clipboard, for whatever staff write to their clients with. */
export async function copyPageLink(
  world: World,
  id: string,
  who: SignedIn | null,
): Promise<Reply<{ copied: boolean }>> {
  const reply = await withAddress(world, id, async (link, address) => {
    await audit(world, who, 'link_copied', factsOf(link));
    return world.outside.copy(address);
  });
  return reply.ok ? done({ copied: reply.value.opened }) : reply;
}

/** The page in the system's browser of this PC, for a client who stands at the desk. */
export async function openPageLink(
  world: World,
  id: string,
  who: SignedIn | null,
): Promise<Reply<{ opened: boolean }>> {
  return withAddress(world, id, async (link, address) => {
    await audit(world, who, 'link_open_here', factsOf(link));
    return world.outside.openPage(address);
  });
}

/** The provider's own page on which a customer looks after their cards. Made for this moment; neither it nor its address is kept anywhere. */
export async function customerPortal(
  world: World,
  { customerId, language, how }: { customerId: string; language: 'en' | 'fr'; how: 'show' | 'copy' | 'open' },
  who: SignedIn | null,
): Promise<Reply<{ address: string | null; did: boolean }>> {
  const person = await world.mirror.person(customerId);
  const own = person?.customers.find(({ provider, deleted }) => provider === 'stripe' && !deleted);
  if (!own) return refused(person ? 'link_needs_stripe' : 'unknown_id');
  const beyond = world.engine.moneyShut() ?? (await world.engine.reach('stripe'));
  if (beyond) return { ok: false, failure: beyond };
  const key = `cpt-portal-${world.engine.random.id(20)}`;
  const request = await world.links.atStripe.portal({ customerRef: own.ref, language }, key);
  const result = await world.engine.sender.send('stripe', request, 'same_key');
  if (result.got === 'nothing') return refused('offline', { provider: 'stripe' });
  const address = world.links.atStripe.readPortal(result.answer);
  if (address === null) return refused('link_not_made', { provider: 'stripe', status: result.answer.status });
  await audit(world, who, 'link_portal', { customer: own.name, how });
  if (how === 'show') return done({ address, did: true });
  const did = how === 'copy' ? await world.outside.copy(address) : await world.outside.openPage(address);
  return done({ address: null, did });
}

/**
 * A manager looked on the provider's own site what a page came to, and says so: it stands in nobody's way any more. It is closed first, so that nobody
 * can pay on it afterwards; until the provider has answered to that it stays as it is.
 */
export async function settlePageLink(
  world: World,
  { id, note }: { id: string; note: string },
  who: SignedIn | null,
): Promise<Reply<PageLinkView>> {
  const link = await world.links.ledger.byId(id);
  if (!link) return refused('unknown_id');
  if (link.state.name !== 'needs_person') return done(await pageLinkView(world, link));
  const by = who?.name ?? '';
  const settle = (): Promise<PageLink | null> => settleLink(world.links, link, { by, note });
  const settled = await (link.billId === null ? settle() : world.links.alone(link.billId, settle));
  if (!settled) return refused('link_checking', { linkId: id });
  await audit(world, who, 'link_settled', { ...factsOf(settled), state: settled.state.name, note });
  world.links.tell(settled);
  return done(await pageLinkView(world, settled));
}

async function withAddress(
  world: World,
  id: string,
  work: (link: PageLink, address: string) => Promise<boolean>,
): Promise<Reply<{ opened: boolean }>> {
  const link = await world.links.ledger.byId(id);
  if (!link) return refused('unknown_id');
  const known = await followLink(world.links, link);
  return done({ opened: known.address !== null && (await work(known.link, known.address)) });
}

async function addressed(world: World, { link, address }: Known): Promise<AddressedLink> {
  return { link: await pageLinkView(world, link), address };
}

/** Which page, for whom, for how much, and whose it is, for the record of who did what. */
function factsOf({ id, customerName, plan, state }: PageLink): Record<string, string | number> {
  const money = state.name === 'completed' ? state.moved : amountOf(plan);
  return { link: id, customer: customerName, provider: plan.provider, ...money };
}
