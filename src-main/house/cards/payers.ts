import { done, refused, type Reply } from '../../contract/failure.ts';
import type { LentCard, PayerGrant } from '../../contract/payer.ts';
import type { Payer } from '../../ledger/payers.ts';
import { cardView } from '../../mirror/views.ts';
import type { CardRecord } from '../../payments/records.ts';
import { dayRange, monthOf } from '../days/calendar.ts';
import { audit } from '../customers/customers.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** A card of somebody else, with whose it is. */
export interface Lent {
  readonly card: CardRecord;
  readonly payer: Payer;
}

type LendingWorld = Pick<World, 'ledger' | 'mirror' | 'clock'>;

/** Whether a grant holds now. */
export function isInForce({ revoked, endsAt }: Pick<Payer, 'revoked' | 'endsAt'>, now: number): boolean {
  return revoked === null && (endsAt === null || endsAt > now);
}

/** What the engine asks when a card is somebody else's: the grant by which it may pay for this person now, or null. */
export async function payerFor(
  world: Pick<LendingWorld, 'ledger' | 'clock'> & { personOf(customerId: string): Promise<string> },
  { cardId, ownerId, customerId }: { readonly cardId: string; readonly ownerId: string; readonly customerId: string },
): Promise<Payer | null> {
  const now = world.clock.now();
  const person = await world.personOf(customerId);
  for (const payer of await world.ledger.payers.ofCard(cardId))
    if (isInForce(payer, now) && payer.ownerId === ownerId && (await world.personOf(payer.customerId)) === person)
      return payer;
  return null;
}

/** The cards of others that may pay for this person now, those that were removed left out. Never anybody's default here. */
export async function lentCards(world: LendingWorld, customerIds: readonly string[]): Promise<Lent[]> {
  const now = world.clock.now();
  const payers = (await world.ledger.payers.ofCustomers(customerIds)).filter(
    (payer) => customerIds.includes(payer.customerId) && isInForce(payer, now),
  );
  const found = new Map<string, Lent>();
  for (const payer of payers) {
    const card = found.has(payer.cardId) ? null : await world.mirror.card(payer.cardId);
    if (card && !card.removed && card.customerId === payer.ownerId)
      found.set(card.id, { card: { ...card, isDefault: false }, payer });
  }
  return [...found.values()];
}

/** The same for the page of a person. */
export async function lentViews(world: World, customerIds: readonly string[]): Promise<LentCard[]> {
  const lent = await lentCards(world, customerIds);
  const busy = await world.ledger.operations.busy(lent.map(({ card }) => card.id));
  const month = monthOf(world.clock.now(), world.settings.now().timeZone);
  return lent.map(({ card, payer }) => ({
    card: cardView(card, { month, busy: busy.get(card.id) ?? null }),
    ownerId: payer.ownerId,
    ownerName: payer.ownerName,
    endsAt: payer.endsAt,
  }));
}

/** Everybody who shares a card with this person by a grant that holds, by their records: a card that both have is no surprise. */
export async function familyOf(
  world: Pick<LendingWorld, 'ledger' | 'clock'>,
  ids: readonly string[],
): Promise<Set<string>> {
  const now = world.clock.now();
  const payers = (await world.ledger.payers.ofCustomers(ids)).filter((payer) => isInForce(payer, now));
  return new Set(payers.flatMap(({ ownerId, customerId }) => [ownerId, customerId]));
}

export async function payersOfCustomer(
  world: World,
  { customerId }: { customerId: string },
): Promise<Reply<{ given: PayerGrant[]; received: PayerGrant[] }>> {
  const ids = await world.mirror.recordIds(customerId);
  const all = await world.ledger.payers.ofCustomers(ids);
  const given = all.filter(({ ownerId }) => ids.includes(ownerId));
  const received = all.filter((payer) => ids.includes(payer.customerId));
  return done({ given: await viewsOf(world, given), received: await viewsOf(world, received) });
}

/** Lends a card: from now on it may pay for somebody else, under the consents it has. */
export async function grantPayer(
  world: World,
  input: { cardId: string; customerId: string; endsOn: string | null; how: string },
  who: SignedIn | null,
): Promise<Reply<PayerGrant>> {
  const card = await world.mirror.card(input.cardId);
  const [owner, other] = await Promise.all([
    card ? world.mirror.customer(card.customerId) : null,
    world.mirror.customer(input.customerId),
  ]);
  if (!card || !owner || !other) return refused('unknown_id');
  if (card.removed) return refused('card_removed');
  const { personOf } = world.engine;
  const [person, payee] = await Promise.all([personOf(owner.id), personOf(other.id)]);
  if (person === payee) return refused('payer_same_person');
  const { timeZone } = world.settings.now();
  const endsAt = input.endsOn === null ? null : (dayRange(input.endsOn, timeZone)?.to ?? null);
  const at = world.clock.now();
  if (input.endsOn !== null && (endsAt === null || endsAt <= at)) return refused('bad_input', { field: 'endsOn' });
  const { ledger, clock } = world;
  const lent = { cardId: card.id, ownerId: owner.id, customerId: other.id };
  if (await payerFor({ ledger, clock, personOf }, lent)) return refused('payer_already');
  const payer: Payer = {
    id: `payer-${world.engine.random.id(16)}`,
    cardId: card.id,
    ownerId: owner.id,
    ownerName: owner.name,
    customerId: other.id,
    customerName: other.name,
    endsAt,
    how: input.how,
    at,
    by: who?.name ?? '',
    revoked: null,
    version: 1,
  };
  await world.ledger.payers.add(payer);
  await audit(world, who, 'payer_granted', { ...factsOf(payer, card), note: payer.how });
  return told(world, payer);
}

/** From now on the card pays for its owner alone. What was taken stays taken. */
export async function revokePayer(
  world: World,
  { id, reason }: { id: string; reason: string | null },
  who: SignedIn | null,
): Promise<Reply<PayerGrant>> {
  const revoked = { at: world.clock.now(), by: who?.name ?? '', reason };
  const payer = await world.ledger.payers.revoke(id, revoked);
  if (!payer) return refused('payer_gone');
  const card = await world.mirror.card(payer.cardId);
  await audit(world, who, 'payer_revoked', { ...factsOf(payer, card), ...(reason ? { note: reason } : {}) });
  return told(world, payer);
}

async function told(world: World, payer: Payer): Promise<Reply<PayerGrant>> {
  world.emit('customers.changed', { ids: [payer.ownerId, payer.customerId], all: false });
  const [view] = await viewsOf(world, [payer]);
  if (!view) throw new Error('A grant without its view');
  return done(view);
}

function viewsOf(world: LendingWorld, payers: readonly Payer[]): Promise<PayerGrant[]> {
  const now = world.clock.now();
  return Promise.all(
    payers.map(async ({ version: _version, ...payer }) => {
      const card = await world.mirror.card(payer.cardId);
      return {
        ...payer,
        card: card && { kind: card.kind, brand: card.brand, lastFour: card.lastFour, nickname: card.nickname },
        state: payer.revoked ? ('revoked' as const) : isInForce(payer, now) ? ('ok' as const) : ('ended' as const),
      };
    }),
  );
}

const factsOf = (payer: Payer, card: CardRecord | null): Record<string, string | number> => ({
  customer: payer.ownerName,
  other: payer.customerName,
  card: payer.cardId,
  ...(card ? { lastFour: card.lastFour } : {}),
  ...(payer.endsAt === null ? {} : { endsAt: payer.endsAt }),
});
