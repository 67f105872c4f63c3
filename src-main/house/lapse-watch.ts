import type { HoldView } from '../contract/hold.ts';
import { holdDaysOf } from '../contract/hold-days.ts';
import { isOpen, type Operation } from '../payments/operation.ts';
import { dateOf, dayEnd, timeOf } from './calendar.ts';
import { audit } from './customers.ts';
import { lapseNotice } from './hold-words.ts';
import type { World } from './world.ts';

/** How often the clock is looked at, ms: the lists are asked only when one of the house's times has come. */
export const lapseEveryMs = 20_000;
const mostHolds = 500;
/** A hold that lapsed before that is not news any more: lists of a new house go back months. */
const newsMs = 7 * 86_400_000;

/** Tells signed-in managers of holds that are about to lapse, and writes down which lapsed all the same. */
export interface LapseWatch {
  tend(): Promise<void>;
}

/**
 * At each time the house has set, the holds that lapse today and tomorrow are told to whoever may capture them: on the desktop, once a desk. Nobody of them at the desk: as soon as somebody signs in. Customers are not named there, everybody sees a desktop.
 * @param may whether this desk may write: another one of the same records tells, and notes, for itself
 */
export function makeLapseWatch(world: World, may: () => boolean): LapseWatch {
  let told: string | null = null;
  let notedAt = -Infinity;
  let running: Promise<void> | null = null;

  async function tell(): Promise<void> {
    const { lapseTimes, timeZone, language } = world.settings.now();
    const now = world.clock.now();
    const slot = slotAt({ now, times: lapseTimes, timeZone });
    if (slot === null || slot === told) return;
    const who = world.session.who();
    if (!who?.verbs.includes('capture')) return;
    const tonight = dayEnd(now, timeZone);
    const tomorrow = dayEnd(tonight, timeZone);
    const lapsing = await notReplaced(
      world,
      (await holdsOf(world, 'open')).filter(({ deadline }) => deadline !== null && deadline.at < tomorrow),
    );
    told = slot;
    if (lapsing.length === 0) return;
    const [early, late] = [lapsing.filter(isBefore(tonight)), lapsing.filter((hold) => !isBefore(tonight)(hold))];
    const shown = await world.outside.notify(
      lapseNotice(
        { today: early.length, tomorrow: late.length, sums: sumsOf(lapsing), estimated: lapsing.some(isEstimate) },
        language,
      ),
      () => world.emit('holds.wanted', {}),
    );
    const sums = sumsOf(lapsing);
    const [first] = sums;
    await audit(world, who, 'lapse_told', {
      count: lapsing.length,
      ...(sums.length === 1 && first ? { amount: first.amount, currency: first.currency } : {}),
      shown,
    });
  }

  /** What can no longer be captured, by the provider's own word or date. An estimate of ours lapses nothing. */
  async function note(): Promise<void> {
    const now = world.clock.now();
    if (now - notedAt < noteEveryMs && now >= notedAt) return;
    notedAt = now;
    const { desk } = world.settings.now();
    const gone = await notReplaced(
      world,
      (await holdsOf(world, 'lapsed')).filter(
        ({ deadline, placedAt }) => (deadline?.at ?? placedAt + newsMs) >= now - newsMs,
      ),
    );
    const known = await world.ledger.lapsedHolds.noted(gone.map(({ id }) => id));
    for (const hold of gone) {
      if (known.has(hold.id)) continue;
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

const isBefore =
  (end: number) =>
  ({ deadline }: HoldView): boolean =>
    deadline !== null && deadline.at < end;
const isEstimate = ({ deadline }: HoldView): boolean => deadline?.estimated ?? false;

async function holdsOf(world: World, filter: 'open' | 'lapsed'): Promise<readonly HoldView[]> {
  const now = world.clock.now();
  // By deadline: what lapses first comes first.
  return world.mirror.holds({
    filter,
    provider: null,
    offset: 0,
    limit: mostHolds,
    now,
    dayEnd: now,
    holdDays: holdDaysOf(world.settings.now()),
  });
}

/**
 * Without those whose place another hold has taken, or is about to take: nothing is lost with them, and it is the new one that is told of. A replacement
 * that comes to nothing leaves the hold among the others.
 */
async function notReplaced(
  { ledger }: Pick<World, 'ledger'>,
  holds: readonly HoldView[],
): Promise<readonly HoldView[]> {
  const orders = await ledger.operations.onTargets(holds.map(({ id }) => id));
  const replaced = new Set(orders.flatMap((order) => (takesItsPlace(order) ? (order.targetId ?? []) : [])));
  return holds.filter(({ id }) => !replaced.has(id));
}

function takesItsPlace({ plan, state }: Operation): boolean {
  if (plan.kind === 'hold') return isOpen(state) || state.name === 'done';
  return plan.kind === 'release' && plan.replacement !== undefined && isOpen(state);
}

function sumsOf(holds: readonly HoldView[]): { readonly amount: number; readonly currency: string }[] {
  const sums = new Map<string, number>();
  for (const { capturable } of holds)
    sums.set(capturable.currency, (sums.get(capturable.currency) ?? 0) + capturable.amount);
  return [...sums].map(([currency, amount]) => ({ amount, currency }));
}
