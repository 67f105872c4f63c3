import type { HoldView } from '../../contract/hold.ts';
import { holdDaysOf } from '../../contract/hold-days.ts';
import type { Money } from '../../contract/money.ts';
import { providerNames, type ProviderName } from '../../contract/provider.ts';
import { isOpen, type Operation } from '../../payments/operation.ts';
import type { LapsedPage, LapsedPlace, LapsingSum } from '../../mirror/shapes.ts';
import { dateOf, dayEnd, timeOf } from '../days/calendar.ts';
import { audit } from '../customers/customers.ts';
import type { Notice } from '../outside.ts';
import type { SignedIn } from '../signed-in.ts';
import { lapseNotice, unreadNotice } from './hold-words.ts';
import { knownUntil, listTrust, type StaleList } from './list-trust.ts';
import type { World } from '../world.ts';

/** How often the clock is looked at, ms: the lists are asked only when one of the house's times has come. */
export const lapseEveryMs = 20_000;
/** Lapsed holds that are looked at in one piece: as many as one question to the records names. */
const pageSize = 500;
/** Under this the lists of this desk keep the last time that was told: it is each desk's own, and outlives a restart. */
const toldAs = 'lapse.told';
/** The same of a time at which it was only told that nobody knows. */
const warnedAs = 'lapse.warned';
/** So long lists that are being read are waited for before what is known is told, ms. */
const patienceMs = 10 * 60_000;

/** What lapses today and tomorrow. Minor units. */
interface Lapsing {
  readonly count: number;
  readonly today: number;
  readonly sums: readonly Money[];
  readonly estimated: boolean;
}

/** Tells signed-in managers of holds that are about to lapse, and writes down which lapsed all the same. */
export interface LapseWatch {
  tend(): Promise<void>;
}

/**
 * At each time the house has set, the holds that lapse today and tomorrow are told to whoever may capture them: on the desktop, once a desk. Nobody of them at the desk: as soon as somebody signs in. Customers are not named there, everybody sees a desktop. Lists that were not read lately are waited for,
 * then counted with their age; of those that say nothing any more it is told that they do.
 * @param may whether this desk may write: another one of the same records tells, and notes, for itself
 */
export function makeLapseWatch(world: World, may: () => boolean): LapseWatch {
  let told: string | null = null;
  /** for which of the house's times lists are waited for, and since when by the steady clock, ms */
  let waiting: { readonly slot: string; readonly since: number } | null = null;
  /** are in the records: they stay there, and need not be asked for again */
  const known = new Set<string>();
  let notedAt = -Infinity;
  /** lists that were behind at the last look, and until when each was known then: one that was read since is looked at soon, not minutes later */
  let behind: readonly ProviderName[] = [];
  let knownThen: ReturnType<typeof knownUntil> = { stripe: null, paysafe: null };
  let running: Promise<void> | null = null;

  async function tell(): Promise<void> {
    const { lapseTimes, timeZone } = world.settings.now();
    const slot = slotAt({ now: world.clock.now(), times: lapseTimes, timeZone });
    if (slot === null || slot === told) return;
    const who = world.session.who();
    if (!who?.verbs.includes('capture')) return;
    told = await world.mirror.kept(toldAs);
    if (slot === told) return;
    const trust = listTrust(world);
    const stale = [...trust.aged, ...trust.old];
    if (stale.length > 0) {
      const since = waiting?.slot === slot ? waiting.since : world.clock.steady();
      waiting = { slot, since };
      if (world.clock.steady() - since < patienceMs) return;
    }
    const counted = await countIn([...trust.fresh, ...trust.aged.map(({ provider }) => provider)]);
    if (counted.count > 0 || stale.length === 0) {
      await keepTold(slot);
      if (counted.count > 0) await say(who, counted, stale);
    } else if ((await countIn(trust.old.map(({ provider }) => provider))).count > 0) await warn(who, slot, trust.old);
    // Nothing lapses by a list of which some is missing: it is looked at again until it is read.
  }

  /** What of these providers lapses today and tomorrow, by the lists as they are. Sums in minor units. */
  async function countIn(providers: readonly ProviderName[]): Promise<Lapsing> {
    const { timeZone } = world.settings.now();
    const now = world.clock.now();
    const tonight = dayEnd(now, timeZone);
    const tomorrow = dayEnd(tonight, timeZone);
    const when = { now, holdDays: holdDaysOf(world.settings.now()) };
    const except = [...(await replacedOf(world, await world.mirror.lapsingIds({ ...when, dayEnd: tomorrow })))];
    const early = await world.mirror.lapsingSums({ ...when, dayEnd: tonight, except, providers });
    const lapsing = await world.mirror.lapsingSums({ ...when, dayEnd: tomorrow, except, providers });
    return {
      ...{ count: countOf(lapsing), today: countOf(early), estimated: lapsing.some(({ estimated }) => estimated > 0) },
      sums: lapsing.map(({ amount, currency }) => ({ amount, currency })),
    };
  }

  // Kept before it is told: a desk that stops in between tells nothing twice.
  async function keepTold(slot: string): Promise<void> {
    await world.mirror.keep(toldAs, slot);
    told = slot;
  }

  async function say(who: SignedIn, lapsing: Lapsing, stale: readonly StaleList[]): Promise<void> {
    const { count, today, sums, estimated } = lapsing;
    const about = { today, tomorrow: count - today, sums, estimated, stale };
    const shown = await show(lapseNotice(about, world.settings.now().language));
    const [first] = sums;
    await audit(world, who, 'lapse_told', {
      count,
      ...(sums.length === 1 && first ? { amount: first.amount, currency: first.currency } : {}),
      shown,
    });
  }

  /** Once for each of the house's times, which stays open: as soon as the lists are read, it is told how many they are. */
  async function warn(who: SignedIn, slot: string, old: readonly StaleList[]): Promise<void> {
    if ((await world.mirror.kept(warnedAs)) === slot) return;
    await world.mirror.keep(warnedAs, slot);
    const shown = await show(unreadNotice(old, world.settings.now().language));
    await audit(world, who, 'lapse_unread', { shown });
  }

  const show = (notice: Notice): Promise<boolean> => world.outside.notify(notice, () => world.emit('holds.wanted', {}));

  /**
   * What can no longer be captured, by the provider's own word or date, and is not noted yet; however long the house was shut. A date alone lapses nothing
   * before the list was read after it: who knows what was captured elsewhere meanwhile. Nor does an estimate of ours. What lapsed before these records
   * began is not this house's news: the lists of a new house go back months.
   */
  async function note(): Promise<void> {
    const now = world.clock.now();
    const readUntil = knownUntil(world);
    const wasRead = behind.some((one) => (readUntil[one] ?? -Infinity) > (knownThen[one] ?? -Infinity));
    if (now - notedAt < noteEveryMs && now >= notedAt && !wasRead) return;
    notedAt = now;
    behind = providerNames.filter((provider) => (readUntil[provider] ?? -Infinity) < now - noteEveryMs);
    knownThen = readUntil;
    const since = await world.ledger.audit.first();
    if (since === null) return;
    const when = { now, dayEnd: now, holdDays: holdDaysOf(world.settings.now()) };
    const question = { ...when, since, limit: pageSize, readUntil };
    let after: LapsedPlace | null = null;
    do {
      const page: LapsedPage = await world.mirror.lapsedSince({ ...question, after });
      await notePage(page.rows, now);
      after = page.next;
    } while (after !== null);
  }

  async function notePage(rows: readonly HoldView[], now: number): Promise<void> {
    const { desk } = world.settings.now();
    const ids = rows.flatMap(({ id }) => (known.has(id) ? [] : [id]));
    for (const id of await world.ledger.lapsedHolds.noted(ids)) known.add(id);
    const left = rows.filter(({ id }) => !known.has(id));
    const replaced = await replacedOf(
      world,
      left.map(({ id }) => id),
    );
    for (const hold of left) {
      if (replaced.has(hold.id)) continue;
      const { amount, currency } = hold.authorized;
      await world.ledger.lapsedHolds.note(
        { holdId: hold.id, amount, currency, lapsedAt: hold.deadline?.at ?? now, notedAt: now, desk },
        {
          at: now,
          staffId: null,
          staffName: null,
          desk,
          what: 'hold_lapsed',
          outcome: 'done',
          detail: { customer: hold.customerName, amount, currency, provider: hold.provider },
        },
      );
      known.add(hold.id);
    }
  }

  return {
    // Asked by the clock, at a sign-in and when the PC wakes: one after the other, so that nothing is told twice.
    async tend() {
      while (running) await running;
      if (!may()) return;
      running = tell()
        .then(note)
        .finally(() => {
          running = null;
        });
      await running;
    },
  };
}

const noteEveryMs = 5 * 60_000;

/** The last of the house's times that has come today, with its day; null before the first. Times `HH:MM`, the moment unix ms. */
export function slotAt(about: {
  readonly now: number;
  readonly times: readonly string[];
  readonly timeZone: string;
}): string | null {
  const { now, times, timeZone } = about;
  const time = timeOf(now, timeZone);
  const last = times.toSorted().findLast((one) => one <= time);
  return last === undefined ? null : `${dateOf(now, timeZone)} ${last}`;
}

/**
 * Those of them whose place another hold has taken, or is about to take: nothing is lost with them, and it is the new one that is told of. A replacement
 * that comes to nothing leaves the hold among the others.
 */
async function replacedOf({ ledger }: Pick<World, 'ledger'>, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const orders = ids.length === 0 ? [] : await ledger.operations.onTargets(ids);
  return new Set(orders.flatMap((order) => (takesItsPlace(order) ? (order.targetId ?? []) : [])));
}

function takesItsPlace({ plan, state }: Operation): boolean {
  if (plan.kind === 'hold') return isOpen(state) || state.name === 'done';
  return plan.kind === 'release' && plan.replacement !== undefined && isOpen(state);
}

const countOf = (sums: readonly LapsingSum[]): number => sums.reduce((all, { count }) => all + count, 0);
