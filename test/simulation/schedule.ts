import { createHash } from 'node:crypto';
import { recordRequest } from '../../src-main/gateways/stripe/record.ts';
import { followOne } from '../../src-main/payments/follow.ts';
import { isOpen } from '../../src-main/payments/operation.ts';
import { daysMs, hoursMs } from './bank.ts';
import { makeBooks } from './books.ts';
import { chanceOf, type Chance } from './chance.ts';
import { orderOf } from './clicks.ts';
import { makeDesk, type Desk } from './desk.ts';
import { billsOfFile } from './house-bills.ts';
import { recordsInMemory, recordsInSqlite, type HouseRecords } from './records.ts';
import { judge } from './judge.ts';
import type { Around } from './line.ts';
import { managerLooks } from './manager-looks.ts';
import { makePaysafeBank } from './paysafe-bank.ts';
import { makeStage } from './stage.ts';
import { makeStripeBank } from './stripe-bank.ts';
import { makeWatch, type Broken } from './watch.ts';
import { makeWeather } from './weather.ts';
import { makeWorld } from './world.ts';

/** What a schedule came to; all but `movements` must be 0. */
export interface Verdict extends Readonly<Record<Broken, number>> {
  readonly movements: number;
  readonly trace: string;
  /** what happened, line by line, to be read when a seed is red */
  readonly story: readonly string[];
}

/** What a provider may have nothing to say about: one person's payments, one hold, all look-ups of a kind. */
const mutable = {
  stripe: ['cus_a', 'pi_held_a', '/v1/refunds', 'pm_a1'],
  paysafe: ['/auths?', '/settlements?', '/refunds?', '/voidauths?', 'c-a1'],
  counter: ['/verifications?', 'fields=', 'merchantCustomerId', 'c-a1'],
} as const;
/** On so many afternoons the records are real ones. */
const realShare = 0.02;
/** How long a PC sleeps, or everybody goes home. */
const sleeps = [40_000, 600_000, hoursMs(8), hoursMs(25), daysMs(40)] as const;

/** Loaded before the first afternoon: within one, everything but the stage's turns happens at once. */
export const stripePackage = recordRequest((stripe) => stripe.customers.retrieve('cus_none'));

/** What an afternoon is mostly about. Another word must not change what a seed brings about with the first: red seeds are kept by their number. */
export type About = 'money' | 'typing' | 'leaving' | 'replacing' | 'parting' | 'billing';

/** A house with its desks, and all that goes on around them. */
interface Town extends Around {
  readonly desks: readonly Desk[];
  /** records by house: one for each desk, or one for all */
  readonly houses: readonly HouseRecords[];
}

/**
 * One afternoon at several desks of one house: clicks, double clicks, lost and late and broken replies, sleeps, wrong clocks, kills and restarts, in
 * an order that the seed decides; then the line is good again and every desk drives what is open to its end. Engine, gateways and sender are the
 * real ones. `about` typing: an afternoon at Paysafe on which cards are typed and people made known there; leaving: one on which customers are taken away; replacing: one on
 * which holds take the place of others; billing: one on which desks take for bills that all of them know from one file; parting: one at Paysafe on which cards are typed for people who are taken away meanwhile.
 */
export async function runSchedule(seed: number, desks: number, about: About = 'money'): Promise<Verdict> {
  await stripePackage;
  const town = await openTown(chanceOf(seed), desks, about);
  const { books, watch, bank, houses } = town;
  await afternoon(town);
  await untilAllIsKnown(town);
  await weeksLater(town, chanceOf(seed ^ 0x5eed));
  judge({ bank, books, watch, houses: await Promise.all(houses.map((records) => records.all())) });
  for (const records of houses) records.close();
  return { movements: books.movements.length, ...watch.counts, trace: digest(books.story), story: books.story };
}

async function openTown(chance: Chance, count: number, about: About): Promise<Town> {
  const parting = about === 'parting';
  const [typing, leaving] = [about === 'typing' || parting, about === 'leaving' || parting];
  const world = makeWorld();
  const books = makeBooks(world);
  const stage = makeStage(chance, world);
  const atStripe = chance.happens(0.5) && !typing;
  const provider = atStripe ? makeStripeBank(world, books, leaving) : makePaysafeBank(world, books, typing, leaving);
  const billing = about === 'billing';
  const bank = { ...provider, ...(about === 'replacing' ? { replacing: true } : {}), ...(billing ? { billing } : {}) };
  const weather = makeWeather(chance, mutable[typing ? 'counter' : bank.provider]);
  const watch = makeWatch(books, world.now);
  const around: Around = { chance, world, stage, weather, books, bank, watch, missed: new Set() };
  const shared = count > 1 && chance.happens(0.3);
  const real = chance.happens(realShare);
  const houses: HouseRecords[] = [];
  for (let nth = shared ? 1 : count; nth > 0; nth -= 1) houses.push(real ? await recordsInSqlite() : recordsInMemory());
  const desks = Array.from({ length: count }, (_, desk) => {
    const house = shared ? 0 : desk;
    const records = houses[house];
    if (!records) throw new Error('No such house');
    const more = billing ? { billFor: billsOfFile(records) } : {};
    return makeDesk(around, { desk, house, shared, records, more });
  });
  return { ...around, desks, houses };
}

async function afternoon(town: Town): Promise<void> {
  const { chance, world, stage, bank, books, desks } = town;
  const clicks = 2 + chance.below(5);
  for (let made = 0; made < clicks; made += 1) {
    if (bank.billing === true) for (const one of desks) if (chance.happens(made === 0 ? 0.8 : 0.2)) one.readsLists();
    const desk = chance.pick(desks);
    const order = orderOf(chance, bank, made);
    if (order && chance.happens(0.5)) desk.reads(order);
    if (order) desk.click(order);
    // A double click, or the same dialog pressed again while it waits.
    if (order && chance.happens(0.25)) desk.click(order);
    for (let step = chance.below(24); step > 0; step -= 1) {
      await stage.step();
      if (chance.happens(0.02)) chance.pick(desks).kill();
      if (chance.happens(0.015)) chance.pick(desks).setsClock();
      if (chance.happens(0.015)) chance.pick(desks).sleeps(chance.pick(sleeps));
    }
    // The other house is at the same bill a day later, when Stripe has forgotten the key, or a season later, when Paysafe has.
    if (bank.billing === true && chance.happens(0.2))
      world.passTo(world.now() + chance.pick([hoursMs(25), hoursMs(25), daysMs(95)]));
    if (chance.happens(0.2)) chance.pick(desks).kill();
    if (chance.happens(0.4)) world.passTo(world.now() + chance.below(200_000));
    if (chance.happens(0.05)) world.passTo(world.now() + chance.pick(sleeps));
    if (chance.happens(0.4)) void chance.pick(desks).completes(chance.happens(0.7) ? 'due' : 'all');
    if (chance.happens(0.1)) void managerLooks(desk, { bank, books });
  }
  for (let step = chance.below(20); step > 0; step -= 1) await stage.step();
}

/** The line is good again; every desk starts anew and asks, as its timer does, until it knows, and a manager does the rest. */
async function untilAllIsKnown({ world, stage, weather, bank, books, desks, houses }: Town): Promise<void> {
  weather.clear();
  books.note('the line is good again');
  for (const desk of desks) desk.kill();
  for (let round = 0; round < 40 && (await somethingIsUnknown(houses)); round += 1) {
    world.passTo(world.now() + (round < 4 ? 60_000 : 300_000));
    const driven = Promise.all(desks.map((desk) => desk.completes('due')));
    await stage.drain();
    await driven;
    for (const desk of desks) {
      const looks = managerLooks(desk, { bank, books });
      await stage.drain();
      await looks;
    }
  }
  while (world.nextAt() < Infinity) world.passTo(world.nextAt());
}

/** Nothing is open any more. Then banks send some refunds back, and every desk asks what became of what was accepted or given back. */
async function weeksLater({ stage, bank, desks, weather }: Town, chance: Chance): Promise<void> {
  // Of a provider that says nothing of refunds for ever nobody could learn it.
  if (!bank.weeksLater || weather.muted === '/v1/refunds') return;
  bank.weeksLater(chance);
  for (const desk of desks) {
    for (const row of await desk.records.all()) {
      const followed = followOne(desk.engine(), row);
      await stage.drain();
      await followed;
    }
  }
}

async function somethingIsUnknown(houses: readonly HouseRecords[]): Promise<boolean> {
  for (const records of houses)
    if ((await records.all()).some(({ state }) => isOpen(state) || state.name === 'needs_person')) return true;
  return false;
}

export const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
