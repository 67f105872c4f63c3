import type { Operation } from '../../payments/operation.ts';
import type { CardFacts, VisitFacts } from '../../payments/ready.ts';
import type { CardRecord, PaymentRecord } from '../../payments/records.ts';
import type { Person } from '../../mirror/shapes.ts';
import { lentCards } from '../cards/payers.ts';
import type { HeldConsent } from '../consents/consents.ts';
import type { World } from '../world.ts';

/** A person with all that is known of their cards. */
export interface KnownPerson extends NonNullable<VisitFacts['person']> {
  /** this person's records at the providers */
  readonly ids: readonly string[];
  /** by card: whose it is, where it was lent to them */
  readonly owners: ReadonlyMap<string, string>;
  readonly atStripe: boolean;
  /** their profile at Paysafe */
  readonly profileId: string | null;
  readonly email: string | null;
  readonly language: 'en' | 'fr' | null;
}

type ReadyWorld = Pick<World, 'mirror' | 'ledger' | 'clock'>;

/** As many as one question to the ledger names at most. */
const atOnce = 500;

/** Everybody who is named, by the id they are named by; somebody whom the lists do not know is left out. */
export async function factsOfPersons(world: ReadyWorld, ids: readonly string[]): Promise<Map<string, KnownPerson>> {
  const found = await Promise.all(
    ids.map(async (id) => ({
      id,
      person: await world.mirror.person(id),
      lent: await lentCards(world, await world.mirror.recordIds(id)),
      gone: await world.mirror.removedCards(id),
    })),
  );
  const cards = found.flatMap(({ person, gone, lent }) => [
    ...(person?.cards ?? []),
    ...lent.map(({ card }) => card),
    ...gone,
  ]);
  const cardIds = [...new Set(cards.map(({ id }) => id))];
  const owners = [...new Set(found.flatMap(({ gone }) => gone).map(({ customerId }) => customerId))];
  const [consents, operations] = await Promise.all([
    inPieces(cardIds, (some) => world.ledger.consents.ofCards(some)),
    inPieces([...cardIds, ...owners], (some) => world.ledger.operations.onTargets(some)),
  ]);
  const takenByUs = new Set(operations.filter(removesCard).flatMap(({ targetId }) => targetId ?? []));
  const known = await Promise.all(
    found.map(async ({ id, person, gone, lent }): Promise<[string, KnownPerson] | null> => {
      if (!person) return null;
      const own = await ordersOf(world, person);
      return [
        id,
        {
          ids: person.customers.map((customer) => customer.id),
          atStripe: person.customers.some(({ provider, deleted }) => provider === 'stripe' && !deleted),
          profileId: person.customers.find(({ provider, deleted }) => provider === 'paysafe' && !deleted)?.id ?? null,
          email: person.customers.find(({ email }) => email !== null)?.email ?? null,
          language: languageOf(person),
          cards: await Promise.all(
            [...person.cards, ...lent.map(({ card }) => card)].map((card) =>
              factsOf(world, { card, person, consents, own }),
            ),
          ),
          owners: new Map(lent.map(({ card, payer }) => [card.id, payer.ownerName])),
          cardsUnread: person.cardsUnread,
          removed: gone.find((card) => !takenByUs.has(card.id) && !takenByUs.has(card.customerId)) ?? null,
        },
      ];
    }),
  );
  return new Map(known.filter((entry) => entry !== null));
}

/** The card itself, or its owner with all of their cards. */
const removesCard = ({ kind, state }: Operation): boolean =>
  (kind === 'remove_card' || kind === 'remove_customer') && state.name === 'done';

/** This person's own charges and holds, newest first; the mirror may not have read of the last of them yet. */
async function ordersOf(world: ReadyWorld, person: Person): Promise<Operation[]> {
  if (person.cards.length === 0) return [];
  return world.ledger.operations.forCustomers(
    person.customers.map(({ id }) => id),
    100,
  );
}

async function factsOf(
  world: ReadyWorld,
  about: {
    readonly card: CardRecord;
    readonly person: Person;
    readonly consents: readonly HeldConsent[];
    readonly own: readonly Operation[];
  },
): Promise<CardFacts> {
  const { card, person } = about;
  const consents = about.consents.filter(({ cardId }) => cardId === card.id);
  const tries = [
    ...person.payments.filter(({ cardId }) => cardId === card.id).flatMap(paymentTry),
    ...about.own.filter((operation) => isOn(operation, card)).flatMap(orderTry),
  ];
  const savedOnPage =
    consents.some(({ channel }) => channel === 'page') || (tries.length === 0 && (await onPage(world, card, person)));
  return {
    card,
    consents: consents.map((consent) => ({ ...consent, withdrawnAt: consent.withdrawn?.at ?? null })),
    tries,
    savedOnPage,
  };
}

/** A page without a consent on it leaves its card in its own row only. */
async function onPage(world: ReadyWorld, card: CardRecord, person: Person): Promise<boolean> {
  const pages = await world.ledger.pageLinks.list({ customerIds: person.customers.map(({ id }) => id), billId: null });
  return pages.some(({ state }) => state.name === 'completed' && state.cardRef === card.ref);
}

function isOn({ plan }: Operation, card: CardRecord): boolean {
  return (plan.kind === 'charge' || plan.kind === 'hold') && plan.cardRef === card.ref;
}

function orderTry({ state, createdAt: at }: Operation): CardFacts['tries'] {
  if (state.name === 'declined') return [{ at, declined: true }];
  return state.name === 'done' || state.name === 'pending' ? [{ at, declined: false }] : [];
}

function paymentTry({ state, at }: PaymentRecord): CardFacts['tries'] {
  if (state === 'declined') return [{ at, declined: true }];
  return state === 'not_finished' || state === 'unsure' ? [] : [{ at, declined: false }];
}

function languageOf(person: Person): 'en' | 'fr' | null {
  const spoken = person.customers.map(({ language }) => language?.slice(0, 2));
  return spoken.find((one) => one === 'en' || one === 'fr') ?? null;
}

async function inPieces<T>(
  ids: readonly string[],
  ask: (some: readonly string[]) => Promise<readonly T[]>,
): Promise<T[]> {
  const found: T[] = [];
  for (let from = 0; from < ids.length; from += atOnce) found.push(...(await ask(ids.slice(from, from + atOnce))));
  return found;
}
