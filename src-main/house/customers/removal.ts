import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { OperationView } from '../../contract/operation.ts';
import { knownUnderAnother, type RemovalRecord, type RemovalView, type Standing } from '../../contract/removal.ts';
import { isHold } from '../../mirror/views.ts';
import type { Operation } from '../../payments/operation.ts';
import { isOpen } from '../../payments/operation.ts';
import { isStanding } from '../../payments/page-link.ts';
import type { CustomerRecord } from '../../payments/records.ts';
import { judgeRemoval, judgeSubscriptions } from '../../payments/removal.ts';
import { summed, type SummedBill } from '../bills/bill-sums.ts';
import { dateOf } from '../days/calendar.ts';
import { order } from '../orders/orders.ts';
import { isInForce } from '../cards/payers.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

type Standings = Pick<World, 'ledger' | 'mirror'>;

/** As many as are looked at; nobody has more of them. */
const most = 1000;
/** As far back as a hold of Stripe's can live (stripe.md, section 8), with a day to spare. */
const holdLifeMs = 32 * 86_400_000;

/** What the engine asks before a record of a customer is taken away, from the records and the lists as they are now. */
export async function standingOn({ ledger, mirror }: Standings, customerId: string): Promise<Standing> {
  const [person, own, opened, waiting, bills, pages] = await Promise.all([
    mirror.person(customerId),
    ledger.operations.forCustomers([customerId], most),
    ledger.operations.openOperations(),
    ledger.operations.needsPerson(),
    billsOf({ ledger }, customerId),
    ledger.pageLinks.list({ customerIds: [customerId], billId: null }),
  ]);
  const payments = (person?.payments ?? []).filter((payment) => payment.customerId === customerId);
  const unsure = [...opened, ...waiting].find((operation) => concerns(operation, customerId));
  return {
    checking: unsure?.id ?? (await unreadHold({ mirror }, own)),
    holds: payments
      .filter(isHold)
      .map(({ id, capturable, currency }) => ({ id, amount: { amount: capturable, currency } })),
    debits: payments
      .filter(({ state }) => state === 'pending')
      .map(({ id, authorized, currency }) => ({ id, amount: { amount: authorized, currency } })),
    bills: bills
      .filter(({ bill, sums }) => !bill.cancelled && (sums.remaining > 0 || sums.checking))
      .map(({ bill, sums }) => ({
        ...{ id: bill.id, code: bill.code, visit: bill.visit },
        remaining: { amount: sums.remaining, currency: bill.currency },
      })),
    pages: pages.filter(({ state }) => isStanding(state)).length,
  };
}

/** An order of theirs, or one on a card of theirs that pays for somebody else. */
function concerns({ customerId, provider, plan }: Operation, id: string): boolean {
  // A hold that is to follow the release of another stands on a card too.
  const placing = plan.kind === 'release' ? plan.replacement : 'customerRef' in plan ? plan : undefined;
  return customerId === id || (placing !== undefined && `${provider}:${placing.customerRef}` === id);
}

/** A hold that was just placed here is in the records before it is in the lists. */
async function unreadHold({ mirror }: Pick<Standings, 'mirror'>, own: readonly Operation[]): Promise<string | null> {
  for (const { id, kind, state, provider } of own) {
    if (kind !== 'hold' || isOpen(state) || state.name !== 'done' || state.reference === '') continue;
    if ((await mirror.payment(`${provider}:${state.reference}`)) === null) return id;
  }
  return null;
}

async function billsOf({ ledger }: Pick<Standings, 'ledger'>, customerId: string): Promise<SummedBill[]> {
  return summed({ ledger }, await ledger.bills.ofCustomers([customerId], most));
}

/** All that depends on a person, record by record: what goes with it, and what stands in the way. */
export async function removalView(world: World, id: string): Promise<Reply<RemovalView>> {
  const before = await world.mirror.person(id);
  if (!before) return refused('unknown_id');
  // Side by side, and whatever comes of it: what cannot be read now is said as the lists have it, and the order itself is stricter.
  await Promise.all(before.customers.filter(({ deleted }) => !deleted).map((customer) => readAgain(world, customer)));
  const person = await world.mirror.person(id);
  const main = person?.customers[0];
  if (!person || !main) return refused('unknown_id');
  const living = person.customers.filter(({ deleted }) => !deleted);
  if (living.length === 0) return refused('customer_removed');
  const records = await Promise.all(living.map((customer) => recordView(world, customer, person.cards)));
  return done({ id: main.id, name: main.name, records });
}

async function recordView(
  world: World,
  customer: CustomerRecord,
  all: NonNullable<Awaited<ReturnType<World['mirror']['person']>>>['cards'],
): Promise<RemovalRecord> {
  const cards = all.filter(({ customerId }) => customerId === customer.id);
  const now = world.clock.now();
  const today = dateOf(now, world.settings.now().timeZone);
  const [standing, subscribed, consents, payers, bills] = await Promise.all([
    standingOn(world, customer.id),
    judgeSubscriptions(world.engine.readers, customer),
    world.ledger.consents.ofCards(cards.map(({ id }) => id)),
    world.ledger.payers.ofCustomers([customer.id]),
    billsOf(world, customer.id),
  ]);
  return {
    id: customer.id,
    provider: customer.provider,
    reference: customer.externalId ?? customer.ref,
    cards: cards.map(({ kind, brand, lastFour, nickname }) => ({ kind, brand, lastFour, nickname })),
    consents: consents.filter(({ withdrawn, endsAt }) => !withdrawn && (endsAt === null || endsAt > now)).length,
    lentTo: [
      ...new Set(
        payers
          .filter((payer) => payer.ownerId === customer.id && isInForce(payer, now))
          .map(({ customerName }) => customerName),
      ),
    ],
    visits: bills
      .filter(({ bill }) => !bill.cancelled && bill.visit.day >= today)
      .map(({ bill }) => bill.visit)
      .toSorted((a, b) => `${a.day} ${a.time}`.localeCompare(`${b.day} ${b.time}`)),
    standing,
    stops: judgeRemoval(standing) ?? subscribed,
  };
}

/** Takes one record away at its provider. It is read there first: a hold that another desk has just placed stands in the way too. */
export async function removeCustomer(
  world: World,
  { ticket, id, reason }: { ticket: string; id: string; reason: string },
  who: SignedIn | null,
): Promise<Reply<OperationView>> {
  const asked = { kind: 'remove_customer', ticket, customerId: id, note: reason } as const;
  const customer = await world.mirror.customer(id);
  // The same ticket again is answered from the records: the customer it names may be gone by then, which is what it did.
  if (!customer || customer.deleted || (await world.ledger.operations.byTicket(ticket)))
    return order(world, asked, who);
  const shut = world.engine.moneyShut() ?? (await world.engine.reach(customer.provider));
  if (shut) return { ok: false, failure: shut };
  const unread = await readAgain(world, customer);
  return unread ? { ok: false, failure: unread } : order(world, asked, who);
}

/** The record, its cards and what may change of its payments, at the provider now; null when that worked. */
async function readAgain(world: World, { id, provider }: CustomerRecord): Promise<Failure | null> {
  const sync = world.sync[provider];
  if (provider === 'stripe')
    await world.sync.stripe.readRecent(id, world.clock.now() - holdLifeMs).catch((error: unknown) => {
      world.trouble('reading before a removal', error);
    });
  const read = await sync.readNow(id);
  // Under another account's key the order itself says that it was not sent, and why.
  if (read.ok || read.why === 'gone' || read.detail === knownUnderAnother) return null;
  return refused(read.why === 'no_answer' ? 'offline' : 'provider_unavailable', { provider }).failure;
}
