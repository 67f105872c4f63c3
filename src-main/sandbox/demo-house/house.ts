import type { Chance } from './chance.ts';
import type { DiaryBook } from './diary.ts';
import { dayMs, onDayOf } from './montreal-time.ts';
import type { CardPlan, DemoProvider, Person } from './person.ts';
import { nameOf } from './person.ts';
import type { SavedCard, Till } from './till.ts';
import type { Timeline } from './timeline.ts';
import type { PaysafeTill } from './paysafe-till.ts';

/** Everything the chapters of the story share. */
export interface House {
  /** Unix milliseconds: where the story ends and the demo begins. */
  readonly now: number;
  readonly chance: Chance;
  readonly timeline: Timeline;
  readonly people: readonly Person[];
  readonly tills: { readonly stripe: Till; readonly paysafe: PaysafeTill };
  /** Known once the person has joined. */
  readonly saved: Map<CardPlan, SavedCard>;
  readonly profiles: Map<Person, string>;
  /** Ids of customers at Stripe, known once the person has joined. */
  readonly customers: Map<Person, string>;
  readonly diary: DiaryBook;
  /** Bank accounts by whose they are: id and profile. */
  readonly banks: Map<Person, { readonly id: string; readonly profile: string }>;
}

/** The person's id at this provider. @throws Error before they have joined there. */
export function customerOf(house: House, person: Person, provider: DemoProvider): string {
  const found = (provider === 'stripe' ? house.customers : house.profiles).get(person);
  if (found === undefined) throw new Error(`${nameOf(person)} has not joined at ${provider} yet.`);
  return found;
}

export function tillOf(house: House, plan: Pick<CardPlan, 'provider'>): Till {
  return house.tills[plan.provider];
}

/** @throws Error before its owner has joined. */
export function cardOf(house: House, plan: CardPlan): SavedCard {
  const found = house.saved.get(plan);
  if (found === undefined) throw new Error(`The card ${plan.lastFour} is not saved yet.`);
  return found;
}

/** A card that works and still will next month, for a story that needs one. @throws Error when the person has none there. */
export function goodCard(house: House, person: Person, provider: DemoProvider): CardPlan {
  const found = person.cards.find(
    (plan) =>
      plan.provider === provider && plan.manner === 'works' && !plan.removed && goodAt(plan, house.now + 31 * dayMs),
  );
  if (found === undefined) throw new Error(`${nameOf(person)} has no good card at ${provider}.`);
  return found;
}

export function hasGoodCard(house: House, person: Person, provider: DemoProvider): boolean {
  return person.cards.some(
    (plan) =>
      plan.provider === provider && plan.manner === 'works' && !plan.removed && goodAt(plan, house.now + 31 * dayMs),
  );
}

/** Good through the last day of its month. */
export function goodAt(plan: CardPlan, moment: number): boolean {
  return moment < Date.UTC(plan.expiry.year, plan.expiry.month, 1);
}

/** An hour of a day in the past; never a moment that has not come. */
export function daysAgo(house: House, days: number, hour: number, minute = 0): number {
  return Math.min(onDayOf(house.now, hour, minute) - days * dayMs, house.now - 1000);
}

/** Everybody comes in for the first time and has their cards saved; some later take one away again. */
export function join(house: House): void {
  let bankSerial = 0;
  for (const person of house.people) {
    const first = daysAgo(house, person.joinedDaysAgo, house.chance.whole(9, 17), house.chance.whole(0, 59));
    house.timeline.at(first, () => {
      for (const provider of person.providers) {
        const till = house.tills[provider];
        const customer = till.addCustomer(person);
        for (const plan of person.cards) {
          if (plan.provider === provider) house.saved.set(plan, till.saveCard(person, customer, plan));
        }
        (provider === 'paysafe' ? house.profiles : house.customers).set(person, customer);
      }
    });
    if (person.bank) addDebits(house, person, { first, serial: (bankSerial += 1) });
    for (const plan of person.cards) {
      if (!plan.removed) continue;
      house.timeline.at(daysAgo(house, 12, 14, 20), () => tillOf(house, plan).removeCard(cardOf(house, plan)));
    }
  }
}

/** A monthly plan debited from a bank account. One came back for want of funds; the last one of two is still at the bank. */
function addDebits(house: House, person: Person, { first, serial }: { first: number; serial: number }): void {
  const { paysafe } = house.tills;
  let bank: ReturnType<typeof paysafe.addBank> | undefined;
  house.timeline.at(first + 60_000, () => {
    const profile = house.profiles.get(person);
    if (profile === undefined) throw new Error(`${nameOf(person)} has no profile for a bank account.`);
    bank = paysafe.addBank(person, profile, { serial });
    house.banks.set(person, bank);
  });
  const debit = (moment: number, amount: number): void => {
    if (moment <= first + 60_000) return;
    house.timeline.at(moment, () => {
      if (bank !== undefined) paysafe.debit(bank, amount);
    });
  };
  const monthly = house.chance.pick([4500, 5900, 8500]);
  for (let month = Math.min(4, Math.floor(person.joinedDaysAgo / 30)); month > 0; month -= 1) {
    // 90.01 is the amount that the test bank returns for want of funds.
    debit(daysAgo(house, month * 30 - 8, 10), serial === 3 && month === 2 ? 9001 : monthly);
  }
  if (serial <= 2) debit(house.now - serial * 35 * 60_000, monthly);
}
