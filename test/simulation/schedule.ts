import { createHash } from 'node:crypto';
import { isOpen } from '../../src-main/payments/operation.ts';
import { daysMs, hoursMs } from './bank.ts';
import { makeBooks } from './books.ts';
import { chanceOf } from './chance.ts';
import { orderOf } from './clicks.ts';
import { makeDesk } from './desk.ts';
import { recordsInMemory, recordsInSqlite, type HouseRecords } from './records.ts';
import { judge } from './judge.ts';
import type { Around } from './line.ts';
import { managerLooks } from './manager.ts';
import { makePaysafeBank } from './paysafe-bank.ts';
import { makeStage } from './stage.ts';
import { makeStripeBank } from './stripe-bank.ts';
import { makeWatch, type Broken } from './watch.ts';
import { makeWeather } from './weather.ts';
import { makeWorld } from './world.ts';
import { recordRequest } from '../../src-main/gateways/stripe/record.ts';

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
} as const;
/** On so many afternoons the records are real ones. */
const realShare = 0.02;
/** How long a PC sleeps, or everybody goes home. */
const sleeps = [40_000, 600_000, hoursMs(8), hoursMs(25), daysMs(40)] as const;

/** Loaded before the first afternoon: within one, everything but the stage's turns happens at once. */
const stripePackage = recordRequest((stripe) => stripe.customers.retrieve('cus_none'));

/**
 * One afternoon at several desks of one house: clicks, double clicks, lost and late and broken replies, sleeps, wrong clocks, kills and restarts, in
 * an order that the seed decides; then the line is good again and every desk drives what is open to its end. Engine, gateways and sender are the
 * real ones.
 */
export async function runSchedule(seed: number, desks: number): Promise<Verdict> {
  await stripePackage;
  const chance = chanceOf(seed);
  const world = makeWorld();
  const books = makeBooks(world);
  const stage = makeStage(chance, world);
  const bank = (chance.happens(0.5) ? makeStripeBank : makePaysafeBank)(world, books);
  const weather = makeWeather(chance, mutable[bank.provider]);
  const watch = makeWatch(books, world.now);
  const around: Around = { chance, world, stage, weather, books, bank, watch, missed: new Set() };

  const shared = desks > 1 && chance.happens(0.3);
  const real = chance.happens(realShare);
  const houses: HouseRecords[] = [];
  for (let nth = shared ? 1 : desks; nth > 0; nth -= 1) houses.push(real ? await recordsInSqlite() : recordsInMemory());
  const house = (desk: number): number => (shared ? 0 : desk);
  const recordsOf = (desk: number): HouseRecords => {
    const records = houses[house(desk)];
    if (!records) throw new Error('No such house');
    return records;
  };
  const all = Array.from({ length: desks }, (_, desk) =>
    makeDesk(around, { desk, house: house(desk), shared, records: recordsOf(desk) }),
  );

  const clicks = 2 + chance.below(5);
  for (let made = 0; made < clicks; made += 1) {
    const desk = chance.pick(all);
    const order = orderOf(chance, bank, made);
    if (order && chance.happens(0.5)) desk.reads(order);
    if (order) desk.click(order);
    // A double click, or the same dialog pressed again while it waits.
    if (order && chance.happens(0.25)) desk.click(order);
    for (let step = chance.below(24); step > 0; step -= 1) {
      await stage.step();
      if (chance.happens(0.02)) chance.pick(all).kill();
      if (chance.happens(0.015)) chance.pick(all).setsClock();
      if (chance.happens(0.015)) chance.pick(all).sleeps(chance.pick(sleeps));
    }
    if (chance.happens(0.2)) chance.pick(all).kill();
    if (chance.happens(0.4)) world.passTo(world.now() + chance.below(200_000));
    if (chance.happens(0.05)) world.passTo(world.now() + chance.pick(sleeps));
    if (chance.happens(0.4)) void chance.pick(all).completes(chance.happens(0.7) ? 'due' : 'all');
    if (chance.happens(0.1)) void managerLooks(desk, { records: recordsOf(all.indexOf(desk)), bank, books });
  }
  for (let step = chance.below(20); step > 0; step -= 1) await stage.step();

  // The line is good again; every desk starts anew and asks, as its timer does, until it knows.
  weather.clear();
  books.note('the line is good again');
  for (const desk of all) desk.kill();
  const unknown = async (): Promise<boolean> => {
    for (const records of houses)
      if ((await records.all()).some(({ state }) => isOpen(state) || state.name === 'needs_person')) return true;
    return false;
  };
  for (let round = 0; round < 40 && (await unknown()); round += 1) {
    world.passTo(world.now() + (round < 4 ? 60_000 : 300_000));
    const driven = Promise.all(all.map((desk) => desk.completes('due')));
    await stage.drain();
    await driven;
    for (const desk of all) {
      const looks = managerLooks(desk, { records: recordsOf(all.indexOf(desk)), bank, books });
      await stage.drain();
      await looks;
    }
  }
  while (world.nextAt() < Infinity) world.passTo(world.nextAt());
  judge({ bank, books, watch, houses: await Promise.all(houses.map((records) => records.all())) });
  for (const records of houses) records.close();
  return { movements: books.movements.length, ...watch.counts, trace: digest(books.story), story: books.story };
}

const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex').slice(0, 16);
