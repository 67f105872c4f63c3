import { done, refused, type Reply } from '../../contract/failure.ts';
import type { CustomerList, CustomerPage, ImportLine } from '../../contract/customer.ts';
import { holdDaysOf } from '../../contract/hold-days.ts';
import { cardEventsOf } from '../cards/card-news.ts';
import { decidedEntry } from '../decided-entry.ts';
import { operationView } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import { cardView, holdView, isHold, paymentView } from '../../mirror/views.ts';
import { monthOf } from '../days/calendar.ts';
import { lentViews } from '../cards/payers.ts';
import { removedView, removesCustomer, showRemoved } from './removed.ts';
import { withLapseHeard } from '../holds/lapse-heard.ts';
import { listAge } from '../status.ts';
import { splitId, type World } from '../world.ts';

/** A page of the customer list, searched as staff type. */
export async function listCustomers(
  world: World,
  input: { search: string; filter: 'all' | 'holds' | 'cards'; offset: number; limit: number },
): Promise<Reply<CustomerList>> {
  const month = monthOf(world.clock.now(), world.settings.now().timeZone);
  const found = await world.mirror.customers({ ...input, month });
  return done({ ...found, asOf: await listAge(world), filling: world.sync.stripe.status().filling });
}

/** Everything about one person: cards, holds, payments and what was done, of both providers when linked. */
export async function customerPage(world: World, id: string): Promise<Reply<CustomerPage>> {
  // Those that are gone included: what was paid and done is theirs all the same.
  const recordIds = await world.mirror.recordIds(id);
  const ended = (await world.ledger.operations.onTargets(recordIds)).filter(removesCustomer);
  // Taken away at another desk, or before the copy of the lists was begun anew: this desk's lists do not know yet.
  await showRemoved(world, ended);
  const person = await world.mirror.person(id);
  const main = person?.customers.find(({ deleted }) => !deleted) ?? person?.customers[0];
  if (!person || !main) return refused('unknown_id');
  const settings = world.settings.now();
  const now = world.clock.now();
  const month = monthOf(now, settings.timeZone);
  const ids = [...new Set([...recordIds, ...person.customers.map((customer) => customer.id)])];
  const operations = await world.ledger.operations.forCustomers(ids, 100);
  const busyCards = await world.ledger.operations.busy(person.cards.map((card) => card.id));
  const busyPayments = await world.ledger.operations.busy(person.payments.map((payment) => payment.id));
  const links = new Map((await world.ledger.links.all()).map((link) => [link.customerId, link]));
  const candidates = await world.mirror.candidates(main.id);
  const placedBy = new Map(
    operations
      .filter((operation) => operation.kind === 'hold')
      .map((operation) => [operation.plan.key, operation.staffName]),
  );
  const about = { name: main.name, phone: main.phone };
  const holdContext = { now, holdDays: holdDaysOf(settings) };
  return done({
    id: main.id,
    name: main.name,
    phone: main.phone ?? person.customers.find((customer) => customer.phone)?.phone ?? null,
    email: main.email ?? person.customers.find((customer) => customer.email)?.email ?? null,
    language: main.language,
    createdAt: main.createdAt,
    lastPaymentAt: person.payments.find(({ taken }) => taken > 0)?.at ?? null,
    records: person.customers
      .filter(({ deleted }) => !deleted)
      .map((customer) => ({
        id: customer.id,
        provider: customer.provider,
        reference: customer.externalId ?? customer.ref,
        linkedBy: links.get(customer.id)?.by ?? null,
        linkedAt: links.get(customer.id)?.at ?? null,
      })),
    removed: ended.map(removedView),
    gone: person.customers.every(({ deleted }) => deleted),
    cardEvents: await cardEventsOf(world, ids),
    cards: person.cards.map((card) => cardView(card, { month, busy: busyCards.get(card.id) ?? null })),
    lent: await lentViews(world, ids),
    holds: withLapseHeard(
      world,
      person.payments.filter(isHold).map((payment) =>
        holdView(payment, {
          ...holdContext,
          customer: about,
          placedBy: (payment.key ? placedBy.get(payment.key) : undefined) ?? null,
          busy: busyPayments.get(payment.id) ?? null,
        }),
      ),
    ),
    payments: person.payments.map((payment) =>
      paymentView(payment, { customerName: main.name, busy: busyPayments.get(payment.id) ?? null }),
    ),
    operations: operations.map(operationView),
    candidates,
    // Somebody with the same email and phone is most likely the same person, unlinked: offered above, no reason to warn.
    sameName: Math.max(
      0,
      person.sameName - candidates.filter((one) => one.name === main.name && one.sameEmail && one.samePhone).length,
    ),
    cardsUnread: person.cardsUnread,
    asOf: Math.min(...person.customers.map((customer) => customer.readAt)),
  });
}

/** Reads the person's records again at their providers, then answers the page. */
export async function refreshCustomer(world: World, id: string): Promise<Reply<CustomerPage>> {
  const person = await world.mirror.person(id);
  if (!person) return refused('unknown_id');
  for (const customer of person.customers) {
    const read =
      customer.provider === 'stripe'
        ? await world.sync.stripe.readNow(customer.id)
        : await world.sync.paysafe.readNow(customer.id);
    if (!read.ok && read.why !== 'gone') {
      return refused(
        read.why === 'no_answer' ? 'offline' : read.why === 'odd' ? 'provider_odd' : 'provider_unavailable',
        { provider: customer.provider },
      );
    }
  }
  return customerPage(world, id);
}

/** Brings one Paysafe profile into the registry and the lists. */
export async function bringIn(
  world: World,
  input: { by: 'profileId' | 'merchantCustomerId'; value: string },
  who: SignedIn | null,
): Promise<Reply<{ customerId: string; already: boolean }>> {
  const result = await world.sync.paysafe.bringIn(input.by, input.value);
  switch (result.result) {
    case 'added':
    case 'known': {
      if (!result.customerId) return refused('not_at_provider');
      await audit(world, who, 'bring_in', { value: input.value, customer: result.name ?? '' });
      world.emit('customers.changed', { ids: [result.customerId], all: false });
      return done({ customerId: result.customerId, already: result.result === 'known' });
    }
    case 'several':
      return refused('several_match');
    case 'not_found':
      return refused('not_at_provider');
    case 'bad':
      return refused('bad_input', { field: 'value' });
    case 'no_answer':
      return refused('offline', { provider: 'paysafe' });
  }
}

/** Brings in many, line by line; a line never stops the others. */
export async function bringInCsv(
  world: World,
  text: string,
  who: SignedIn | null,
): Promise<Reply<{ lines: ImportLine[] }>> {
  const result = await world.sync.paysafe.bringInCsv(text);
  if ('failure' in result) return refused(result.failure);
  await audit(world, who, 'bring_in_csv', {
    lines: result.lines.length,
    added: result.lines.filter((line) => line.result === 'added').length,
  });
  world.emit('customers.changed', { ids: [], all: true });
  return done({ lines: [...result.lines] });
}

/** Says that two records are the same person: their cards and payments show as one. */
export async function linkCustomers(
  world: World,
  input: { id: string; otherId: string },
  who: SignedIn | null,
): Promise<Reply<CustomerPage>> {
  const [one, other] = [await world.mirror.customer(input.id), await world.mirror.customer(input.otherId)];
  if (!one || !other) return refused('unknown_id');
  if (one.id === other.id) return refused('link_same_person');
  const person = await world.mirror.person(one.id);
  if (person?.customers.some((customer) => customer.id === other.id)) return refused('already_linked');
  await world.ledger.links.link(one.id, other.id, who?.name ?? '', world.clock.now());
  await audit(world, who, 'link', { customer: one.name, other: other.name });
  await applyLinks(world);
  world.emit('customers.changed', { ids: [one.id, other.id], all: false });
  return customerPage(world, one.id);
}

/** Takes one record out of the person it was linked to. */
export async function unlinkCustomer(world: World, id: string, who: SignedIn | null): Promise<Reply<CustomerPage>> {
  const customer = await world.mirror.customer(id);
  if (!customer) return refused('unknown_id');
  await world.ledger.links.unlink(id);
  await audit(world, who, 'unlink', { customer: customer.name });
  await applyLinks(world);
  world.emit('customers.changed', { ids: [id], all: true });
  return customerPage(world, id);
}

/** Gives the mirror the links that the ledger keeps: after each change and at start, since the mirror may be rebuilt at any time. */
export async function applyLinks(world: Pick<World, 'ledger' | 'mirror'>): Promise<void> {
  const groups = new Map<string, string[]>();
  for (const link of await world.ledger.links.all()) {
    groups.set(link.groupId, [...(groups.get(link.groupId) ?? []), link.customerId]);
  }
  await world.mirror.setLinks([...groups.values()]);
}

/** A name for a card that staff recognise; kept here, whatever the provider calls it. */
export async function renameCard(
  world: World,
  input: { cardId: string; nickname: string | null },
  who: SignedIn | null,
): Promise<Reply<{ nickname: string | null }>> {
  const card = await world.mirror.card(input.cardId);
  if (!card) return refused('unknown_id');
  const nickname = input.nickname === '' ? null : input.nickname;
  await world.ledger.nicknames.set(card.id, nickname);
  await world.mirror.setNicknames(await world.ledger.nicknames.all());
  await audit(world, who, 'rename_card', { card: card.id, lastFour: card.lastFour, nickname: nickname ?? '' });
  world.emit('customers.changed', { ids: [card.customerId], all: false });
  return done({ nickname });
}

/** Opens the customer or payment on the provider's own site. */
export async function openAtProvider(
  world: World,
  input: { kind: 'customer' | 'payment'; id: string },
): Promise<Reply<{ opened: boolean }>> {
  const split = splitId(input.id);
  const row = input.kind === 'customer' ? await world.mirror.customer(input.id) : await world.mirror.payment(input.id);
  if (!split || !row) return refused('unknown_id');
  if (world.mode === 'demo') return refused('not_in_demo');
  return done({ opened: await world.openAtProvider(split.provider, input.kind, row.ref) });
}

export async function audit(
  world: Pick<World, 'ledger' | 'clock' | 'settings'>,
  who: SignedIn | null,
  what: string,
  detail: Record<string, string | number | boolean>,
): Promise<void> {
  await world.ledger.audit.write(decidedEntry(world, who, what, detail));
}
