import type { House } from './house.ts';
import { cardOf, daysAgo, goodAt, tillOf } from './house.ts';
import { dayMs } from './montreal-time.ts';
import type { CardPlan, Person } from './person.ts';
import { drawSale } from './services.ts';
import type { Sold } from './till.ts';

const hour = 3_600_000;

/** Months of visits: paid at once, held and captured whole or in part, released, refunded, declined and tried again. */
export function liveThroughTheMonths(house: House): void {
  for (const person of house.people) {
    if (person.joinedDaysAgo < 8) continue;
    const most = person.providers.includes('stripe') ? 9 : 5;
    const visits = Math.round((person.joinedDaysAgo / 200) * house.chance.whole(0, most));
    for (let visit = 0; visit < visits; visit += 1) liveThroughOne(house, person);
  }
}

function liveThroughOne(house: House, person: Person): void {
  const { chance, timeline } = house;
  const days = chance.whole(4, person.joinedDaysAgo - 4);
  const moment = daysAgo(house, days, chance.whole(9, 17), 5 * chance.whole(0, 11));
  // The house is closed on Sundays.
  if (new Date(moment).getUTCDay() === 0) return;
  const usable = person.cards.filter((plan) => goodAt(plan, moment) && !(plan.removed && days < 14));
  if (usable.length === 0) return;
  const plan = chance.pick(usable);
  const sale = drawSale(chance, person.locale);
  const sold: Sold = { amount: sale.amount, description: `${sale.service}, ${sale.by}` };
  const happen = plan.manner === 'works' ? drawCourse(house) : 'paid';
  switch (happen) {
    case 'paid':
      // A card that its bank refuses leaves a declined attempt, and the customer paid some other way.
      timeline.at(moment, () => tillOf(house, plan).charge(cardOf(house, plan), sold));
      return;
    case 'declined':
      timeline.at(moment, () => {
        const till = tillOf(house, plan);
        till.whileDeclined(cardOf(house, plan), () => till.charge(cardOf(house, plan), sold));
      });
      if (chance.happens(0.6))
        timeline.at(moment + 3 * 60_000, () => tillOf(house, plan).charge(cardOf(house, plan), sold));
      return;
    case 'refunded': {
      const part = chance.happens(0.5) ? undefined : Math.round(sold.amount / 200) * 100;
      let taken: string | undefined;
      timeline.at(moment, () => (taken = tillOf(house, plan).charge(cardOf(house, plan), sold)));
      timeline.at(Math.min(moment + chance.whole(2, 3) * dayMs, house.now - 9 * hour), () => {
        if (taken !== undefined) tillOf(house, plan).refund(taken, part);
      });
      return;
    }
    case 'captured':
    case 'released':
      holdFirst(house, { plan, sold, moment, release: happen === 'released' });
  }
}

type Course = 'paid' | 'declined' | 'refunded' | 'captured' | 'released';

function drawCourse({ chance }: House): Course {
  return chance.weighed<Course>([
    ['paid', 64],
    ['captured', 16],
    ['released', 4],
    ['refunded', 8],
    ['declined', 8],
  ]);
}

/** Held one to three days before the visit; then captured, often a little less than held, or let go. */
function holdFirst(
  house: House,
  story: { readonly plan: CardPlan; readonly sold: Sold; readonly moment: number; readonly release: boolean },
): void {
  const { chance, timeline } = house;
  const { plan, sold, moment } = story;
  const part = chance.happens(0.45) ? Math.round(sold.amount * (chance.whole(70, 95) / 100)) : undefined;
  let hold: string | undefined;
  timeline.at(moment - chance.whole(1, 3) * dayMs, () => (hold = tillOf(house, plan).hold(cardOf(house, plan), sold)));
  timeline.at(moment, () => {
    if (hold === undefined) return;
    if (story.release) tillOf(house, plan).release(hold);
    else tillOf(house, plan).capture(hold, part);
  });
}
