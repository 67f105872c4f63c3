import { deadlineDays, type DeadlinesView } from '../../contract/day-end.ts';
import { done, type Reply } from '../../contract/failure.ts';
import { holdDaysOf } from '../../contract/hold-days.ts';
import { dayEnd, daysAfter, dateOf } from '../days/calendar.ts';
import type { World } from '../world.ts';

/** What is held on cards by the day on which it lapses, as the house's calendar has it; at Paysafe by the house's own estimate. */
export async function showDeadlines(
  world: Pick<World, 'clock' | 'mirror' | 'settings'>,
): Promise<Reply<DeadlinesView>> {
  const settings = world.settings.now();
  const { timeZone, currency } = settings;
  const holdDays = holdDaysOf(settings);
  const now = world.clock.now();
  const none = { stripe: 0, paysafe: 0, count: 0 };
  const first = dateOf(now, timeZone);
  const days = Array.from({ length: deadlineDays }, (_, at) => ({ day: daysAfter(first, at), ...none }));
  const later = { ...none };
  for (const sum of await world.mirror.heldByTime({ now, dayEnd: dayEnd(now, timeZone), holdDays })) {
    if (sum.currency !== currency) continue;
    // An estimate that is over lapses nothing: it is due today.
    const name = sum.at === null ? null : dateOf(Math.max(sum.at, now), timeZone);
    const bar = days.find(({ day }) => day === name) ?? later;
    bar[sum.provider] += sum.amount;
    bar.count += sum.count;
  }
  return done({ currency, days, later });
}
