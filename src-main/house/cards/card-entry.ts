import type { CardEntryView } from '../../contract/card-window.ts';
import type { DeskEvents } from '../../contract/contract.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { AgreedWords } from '../../payments/order.ts';
import type { Asker, Read } from '../../payments/ports.ts';
import { settle } from '../../payments/settle.ts';
import { isCardToken, type CardTokens } from '../../payments/typed-card.ts';
import type { CardKey } from './card-key.ts';
import type { CardWindow, FieldHosts, OpenCardWindow } from './card-window.ts';
import { pageConsent, type Agreement } from '../links/link-consent.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** What the card window needs beside the world. */
export interface CardEntryParts {
  readonly window: CardWindow | null;
  readonly tokens: CardTokens;
  readonly key: CardKey;
  readonly hosts: FieldHosts;
  readonly live: boolean;
  emit(name: 'cardWindow.changed', payload: DeskEvents['cardWindow.changed']): void;
}

interface Entry {
  readonly id: string;
  readonly ticket: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly agreed: AgreedWords | null;
  readonly asker: Asker;
  state: CardEntryView['state'];
  window: OpenCardWindow | null;
}

/** Openings of the card window at this desk. They live in memory: until a token is used nothing has changed anywhere, and from then on operations tell. */
export interface CardEntries extends CardEntryParts {
  readonly byId: Map<string, Entry>;
}

export const makeCardEntries = (parts: CardEntryParts): CardEntries => ({ ...parts, byId: new Map() });

interface Wish {
  readonly ticket: string;
  readonly customerId: string;
  readonly language: 'en' | 'fr';
  readonly agreement: Agreement | null;
}

/** Opens the window for a customer of Paysafe; the same dialog, or another one while it stands, gets that one. One window at a desk. */
export async function openCardWindow(world: World, wish: Wish, who: SignedIn | null): Promise<Reply<CardEntryView>> {
  if (!who) return refused('not_signed_in');
  const { cards } = world;
  const standing = [...cards.byId.values()].find(({ state }) => state.name === 'open' || state.name === 'sending');
  if (standing) {
    standing.window?.focus();
    const own = standing.customerId === wish.customerId;
    return own ? done(viewOf(standing)) : refused('card_window_busy', { by: standing.customerName });
  }
  const { window } = cards;
  if (!window) return refused('card_window_shut');
  const customer = await world.mirror.customer(wish.customerId);
  if (!customer || customer.provider !== 'paysafe' || customer.deleted) return refused('card_window_needs_paysafe');
  const beyond = world.engine.moneyShut() ?? (await world.engine.reach('paysafe'));
  if (beyond) return { ok: false, failure: beyond };
  const key = await cards.key.basic();
  if (!key.ok) return key;
  const publicKey = key.value;
  if (publicKey === null) return refused('card_key_missing');
  const agreed = wish.agreement && (await pageConsent(world, wish.agreement, { ...wish, customerName: customer.name }));
  if (agreed && 'code' in agreed) return { ok: false, failure: agreed };
  const { house, desk, currency } = world.settings.now();
  const entry: Entry = {
    id: `entry-${world.engine.random.id(16)}`,
    ...{ ticket: wish.ticket, customerId: customer.id, customerName: customer.name },
    agreed: agreed && { ...agreed, language: wish.language },
    asker: { staffId: who.id, staffName: who.name, desk },
    state: { name: 'open' },
    window: null,
  };
  cards.byId.set(entry.id, entry);
  const page = {
    ...{ language: wish.language, house, customerName: customer.name, agreed: agreed?.shown ?? null, publicKey },
    country: countryOf[currency] ?? 'CA',
    environment: cards.live ? 'LIVE' : 'TEST',
    hosts: cards.hosts,
  } as const;
  const hears = { done: (said: unknown) => void heard(world, entry, said), closed: () => shutBy(world, entry) };
  try {
    entry.window = await window.open(page, hears);
  } catch (error) {
    world.trouble('card window', error);
    return end(world, entry, { name: 'refused', failure: refused('card_window_shut').failure });
  }
  return done(viewOf(entry));
}

const countryOf: Readonly<Record<string, string>> = { CAD: 'CA', USD: 'US', GBP: 'GB', EUR: 'FR' };

export function showCardEntry(world: World, id: string): Reply<CardEntryView> {
  const entry = world.cards.byId.get(id);
  return entry ? done(viewOf(entry)) : refused('unknown_id');
}

export function closeCardWindow(world: World, id: string): Reply<CardEntryView> {
  const entry = world.cards.byId.get(id);
  if (!entry) return refused('unknown_id');
  shutBy(world, entry);
  return done(viewOf(entry));
}

/** The desk is closing: no window stays behind it. */
export function closeCardWindows({ byId }: Pick<CardEntries, 'byId'>): void {
  for (const { window } of byId.values()) window?.close();
}

function shutBy(world: World, entry: Entry): void {
  if (entry.state.name !== 'open') return;
  end(world, entry, { name: 'closed' });
}

/**
 * The page says that it has a token. It is looked at before it is believed, the window goes at once, and the token is asked about: which card, and
 * for how long. Only then there is an order, written before any of it is sent.
 */
async function heard(world: World, entry: Entry, said: unknown): Promise<void> {
  if (entry.state.name !== 'open') return;
  const token = tokenOf(said);
  if (token === null) return void end(world, entry, refusedAs('card_token_odd'));
  entry.state = { name: 'sending' };
  entry.window?.close();
  entry.window = null;
  tell(world, entry);
  try {
    const face = await world.cards.tokens.inspect(token);
    if (!face.ok) return void end(world, entry, { name: 'refused', failure: whyUnread(face) });
    const { customerId, ticket, agreed, asker } = entry;
    const { card, endsAt: tokenEndsAt } = face.value;
    const order = { kind: 'save_card', ticket, customerId, token, tokenEndsAt, card, agreed } as const;
    const reply = await settle(world.engine, order, asker);
    if (reply.ok) end(world, entry, { name: 'ordered', operationId: reply.value.id });
    else end(world, entry, { name: 'refused', failure: reply.failure });
  } catch (error) {
    world.trouble('card entry', error);
    end(world, entry, refusedAs('internal'));
  }
}

const tokenOf = (said: unknown): string | null =>
  typeof said === 'object' && said !== null && 'token' in said && isCardToken(said.token) ? said.token : null;

const refusedAs = (code: Failure['code']): CardEntryView['state'] => ({
  name: 'refused',
  failure: refused(code).failure,
});

function whyUnread({ why }: Extract<Read<unknown>, { ok: false }>): Failure {
  if (why === 'gone') return refused('card_token_ended').failure;
  if (why === 'key_missing' || why === 'key_refused') return refused(why, { provider: 'paysafe' }).failure;
  if (why === 'permission') return refused('permission_missing', { provider: 'paysafe' }).failure;
  return refused(why === 'odd' ? 'provider_odd' : 'offline', { provider: 'paysafe' }).failure;
}

function end(world: World, entry: Entry, state: CardEntryView['state']): Reply<CardEntryView> {
  entry.state = state;
  entry.window?.close();
  entry.window = null;
  tell(world, entry);
  return done(viewOf(entry));
}

const tell = (world: World, entry: Entry): void => world.cards.emit('cardWindow.changed', viewOf(entry));

function viewOf({ id, customerId, customerName, state }: Entry): CardEntryView {
  return { id, customerId, customerName, state };
}
