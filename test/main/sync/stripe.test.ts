import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { makeStripeSync, type StripeSync } from '../../../src-main/sync/poll.ts';
import { handClock } from '../../support/clock.ts';
import { day, hour, noon } from '../mirror/rows-of-a-house.ts';
import { handTimers } from './hand-timers.ts';
import { PaperStripe } from './paper-stripe.ts';

let clock: ReturnType<typeof handClock>;
let timers: ReturnType<typeof handTimers>;
let stripe: PaperStripe;
let mirror: Mirror;
let sync: StripeSync;
let changed: (readonly string[] | 'all')[];
let logged: { what: string; facts: Readonly<Record<string, unknown>> }[];

const makeSync = (): StripeSync =>
  makeStripeSync({
    lists: stripe,
    mirror,
    clock,
    wait: timers.wait,
    log: (what, facts) => logged.push({ what, facts }),
    onChange: (ids) => changed.push(ids),
    budget: { cursors: 4 },
  });

beforeEach(async () => {
  clock = handClock(noon);
  timers = handTimers(clock);
  stripe = new PaperStripe(() => clock.now());
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  changed = [];
  logged = [];
  sync = makeSync();
});
afterEach(async () => {
  await sync.stop();
  await mirror.close();
});

function fillHouse(count: number): void {
  for (let n = 0; n < count; n += 1) {
    stripe.addCustomer(`cus_${n}`, { name: `Client ${n}`, createdAt: noon - day - n * 5 * hour });
    stripe.addPayment(`pi_${n}`, `cus_${n}`, { at: noon - hour - n * 5 * hour });
  }
}
const pages = () => stripe.asked.filter(({ call }) => call === 'customers' || call === 'payments').length;

describe('the first fill', () => {
  it('brings every customer, payment and card, with several cursors at a time', async () => {
    fillHouse(1500);
    stripe.addCard('pm_1', 'cus_3');
    await sync.refreshNow();
    expect(await mirror.counts()).toEqual({ customers: 1500, cards: 1, payments: 1500, openHolds: 0 });
    expect(stripe.most.ever).toBeGreaterThan(4);
    expect(stripe.most.ever).toBeLessThanOrEqual(8);
    expect(sync.status()).toMatchObject({ health: 'ok', syncedAt: noon, filling: false, troubleSince: null });
    expect(changed).toContain('all');
  });

  it('many customers made in the very same second are all brought', async () => {
    for (let n = 0; n < 450; n += 1) stripe.addCustomer(`cus_${1000 + n}`, { createdAt: noon - day });
    await sync.refreshNow();
    expect((await mirror.counts()).customers).toBe(450);
  });

  it('does not read the same pages again and again: little more than the pages there are', async () => {
    fillHouse(3000);
    await sync.refreshNow();
    expect(pages()).toBeLessThan(60 * 2);
  });

  it('interrupted, it goes on where it was after a restart', async () => {
    fillHouse(2000);
    let answered = 0;
    stripe.trouble = ({ call }) => (call !== 'changes' && (answered += 1) > 40 ? 'no_answer' : null);
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health: 'unreachable', syncedAt: null, troubleSince: noon });
    const before = (await mirror.counts()).customers;
    expect(before).toBeGreaterThan(0);
    expect(before).toBeLessThan(2000);
    await sync.stop();
    stripe.trouble = () => null;
    stripe.asked.length = 0;
    sync = makeSync();
    await sync.refreshNow();
    expect(await mirror.counts()).toMatchObject({ customers: 2000, payments: 2000 });
    expect(pages()).toBeLessThan(30);
    expect(sync.status()).toMatchObject({ health: 'ok', filling: false });
  });

  it('a customer deleted while its page was the cursor does not end it', async () => {
    fillHouse(600);
    let done = false;
    stripe.meanwhile = ({ slice }) => {
      if (done || slice?.after !== 'cus_99') return;
      done = true;
      stripe.customers.delete('cus_99');
    };
    await sync.refreshNow();
    expect(done).toBe(true);
    for (let n = 100; n < 600; n += 1) expect(await mirror.customer(`stripe:cus_${n}`)).not.toBeNull();
  });

  it('a payment changed while the lists are read keeps its newer state', async () => {
    fillHouse(300);
    stripe.meanwhile = async ({ call, slice }) => {
      if (call !== 'payments' || slice?.after !== null) return;
      clock.pass(1);
      const held = stripe.payments.get('pi_1');
      if (held)
        await mirror.put({ payments: [{ ...held, state: 'refunded', refunded: 8000, readAt: clock.now() + hour }] });
    };
    await sync.refreshNow();
    expect((await mirror.payment('stripe:pi_1'))?.state).toBe('refunded');
  });

  it('one customer whose cards cannot be read does not hold up the others', async () => {
    fillHouse(20);
    stripe.trouble = ({ call, ref }) => (call === 'customer' && ref === 'cus_0' ? 'odd' : null);
    await sync.refreshNow();
    expect(await mirror.customersWithoutCards('stripe', 50)).toEqual(['cus_0']);
    expect(logged).toContainEqual({
      what: 'cards not read',
      facts: expect.objectContaining({ ref: 'cus_0', why: 'odd' }),
    });
  });
});

describe('events', () => {
  beforeEach(async () => {
    fillHouse(5);
    await sync.refreshNow();
    stripe.asked.length = 0;
    changed.length = 0;
  });

  it('only what was touched is read again, and the window is told whom it concerns', async () => {
    clock.pass(15_000);
    stripe.addPayment('pi_new', 'cus_2', { state: 'held', capturable: 8000, taken: 0 });
    stripe.addCard('pm_new', 'cus_4');
    stripe.tell('payment', 'pi_new');
    stripe.tell('customer', 'cus_4');
    await sync.refreshNow();
    expect((await mirror.payment('stripe:pi_new'))?.state).toBe('held');
    expect((await mirror.card('stripe:pm_new'))?.removed).toBe(false);
    expect(changed.flat().toSorted()).toEqual(['stripe:cus_2', 'stripe:cus_4']);
    expect(stripe.asked.map(({ call }) => call).toSorted()).toEqual(['changes', 'customer', 'payment']);
  });

  it('the next question starts after the last event', async () => {
    stripe.tell('customer', 'cus_1');
    await sync.refreshNow();
    await sync.refreshNow();
    const questions = stripe.asked.filter(({ call }) => call === 'changes');
    expect(questions.map(({ ref }) => ref)).toEqual([null, 'evt_1']);
    expect(stripe.asked.filter(({ call }) => call === 'customer')).toHaveLength(1);
  });

  it('the cursor stays until what it touched is in the mirror', async () => {
    stripe.addPayment('pi_new', 'cus_2');
    stripe.tell('payment', 'pi_new');
    stripe.trouble = ({ call }) => (call === 'payment' ? 'no_answer' : null);
    await sync.refreshNow();
    expect(sync.status().health).toBe('unreachable');
    stripe.trouble = () => null;
    await sync.stop();
    sync = makeSync();
    await sync.refreshNow();
    expect(await mirror.payment('stripe:pi_new')).not.toBeNull();
    expect(sync.status().health).toBe('ok');
  });

  it('a thing that can never be read does not stop the others, and is in the log', async () => {
    stripe.addPayment('pi_new', 'cus_2');
    stripe.tell('payment', 'pi_bad');
    stripe.tell('payment', 'pi_new');
    stripe.trouble = ({ ref }) => (ref === 'pi_bad' ? 'odd' : null);
    await sync.refreshNow();
    expect(await mirror.payment('stripe:pi_new')).not.toBeNull();
    expect(sync.status().health).toBe('ok');
    expect(logged).toContainEqual({
      what: 're-read failed',
      facts: expect.objectContaining({ ref: 'pi_bad', why: 'odd' }),
    });
  });

  it('a thing that never answers holds the cursor three times, then lets it go', async () => {
    stripe.tell('payment', 'pi_slow');
    stripe.trouble = ({ ref }) => (ref === 'pi_slow' ? 'no_answer' : null);
    await sync.refreshNow();
    await sync.refreshNow();
    expect(sync.status().health).toBe('unreachable');
    await sync.refreshNow();
    await sync.refreshNow();
    expect(sync.status().health).toBe('ok');
    expect(stripe.asked.filter(({ call }) => call === 'payment')).toHaveLength(3);
  });

  it('a customer deleted at Stripe leaves the list', async () => {
    stripe.customers.delete('cus_1');
    stripe.tell('customer', 'cus_1');
    await sync.refreshNow();
    expect((await mirror.customer('stripe:cus_1'))?.deleted).toBe(true);
    expect((await mirror.counts()).customers).toBe(4);
  });

  it('more than one page of events is read to the end in one round', async () => {
    for (let n = 0; n < 250; n += 1) stripe.tell('payment', `pi_${n % 5}`);
    await sync.refreshNow();
    expect(JSON.parse((await mirror.kept('stripe.events')) ?? '{}')).toMatchObject({ cursor: 'evt_250' });
  });
});

describe('a gap too wide for events', () => {
  beforeEach(async () => {
    fillHouse(30);
    stripe.tell('customer', 'cus_1');
    await sync.refreshNow();
    stripe.asked.length = 0;
  });

  it('after 31 days away the lists are read again, and what is gone there is gone here', async () => {
    clock.pass(31 * day);
    stripe.customers.delete('cus_7');
    stripe.payments.delete('pi_7');
    stripe.addPayment('pi_x', 'cus_8', { at: clock.now() - 20 * day });
    await sync.refreshNow();
    expect(await mirror.payment('stripe:pi_x')).not.toBeNull();
    expect(await mirror.payment('stripe:pi_7')).toBeNull();
    expect((await mirror.customer('stripe:cus_7'))?.deleted).toBe(true);
    expect(await mirror.counts()).toMatchObject({ customers: 29, payments: 30 });
  });

  it('after 29 days events are enough', async () => {
    clock.pass(29 * day);
    await sync.refreshNow();
    expect(pages()).toBe(0);
  });

  it('a cursor that Stripe does not know means another account or a new one: everything again', async () => {
    stripe.events.length = 0;
    stripe.addPayment('pi_x', 'cus_8', { at: noon - 100 * day });
    await sync.refreshNow();
    expect(await mirror.payment('stripe:pi_x')).not.toBeNull();
    stripe.asked.length = 0;
    await sync.refreshNow();
    expect(pages()).toBe(0);
  });

  it('a mirror thrown away meanwhile is filled again', async () => {
    await mirror.clear();
    await sync.refreshNow();
    expect(await mirror.counts()).toMatchObject({ customers: 30, payments: 30 });
  });
});

describe('health', () => {
  it.each([
    ['no_answer', 'unreachable'],
    ['key_missing', 'key_missing'],
    ['key_refused', 'key_refused'],
    ['permission', 'key_refused'],
    ['odd', 'odd'],
  ] as const)('%s is shown as %s, since when, until it answers again', async (why, health) => {
    stripe.trouble = () => why;
    await sync.refreshNow();
    clock.pass(hour);
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health, troubleSince: noon, syncedAt: null });
    stripe.trouble = () => null;
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health: 'ok', troubleSince: null, syncedAt: noon + hour });
  });

  it('the age of the list is known after a restart, before anything is asked', async () => {
    await sync.refreshNow();
    await sync.stop();
    clock.pass(hour);
    stripe.trouble = () => 'no_answer';
    sync = makeSync();
    await sync.refreshNow();
    expect(sync.status().syncedAt).toBe(noon);
  });
});

describe('by itself', () => {
  it('asks every 15 seconds, less often while there is no line, and at once when told to', async () => {
    fillHouse(3);
    sync.start();
    await timers.quiet();
    const questions = () => stripe.asked.filter(({ call }) => call === 'changes').length;
    expect(questions()).toBe(1);
    expect(timers.next()).toBe(15_000);
    timers.pass(15_000);
    await timers.quiet();
    expect(questions()).toBe(2);
    stripe.trouble = () => 'no_answer';
    timers.pass(15_000);
    await timers.quiet();
    expect(timers.next()).toBe(30_000);
    timers.pass(30_000);
    await timers.quiet();
    expect(timers.next()).toBe(60_000);
    stripe.trouble = () => null;
    await sync.refreshNow();
    expect(sync.status().health).toBe('ok');
    await timers.quiet();
    expect(timers.next()).toBe(15_000);
  });

  it('stop waits for what is under way and nothing is asked afterwards', async () => {
    fillHouse(800);
    sync.start();
    await new Promise(setImmediate);
    await sync.stop();
    const asked = stripe.asked.length;
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    expect(stripe.asked).toHaveLength(asked);
    expect(stripe.most.now).toBe(0);
    expect(timers.waiting()).toBe(0);
  });

  it('a customer on screen is read before the queue; two who look share one read', async () => {
    fillHouse(40);
    stripe.addCard('pm_9', 'cus_30');
    await Promise.all([sync.readNow('stripe:cus_30'), sync.readNow('stripe:cus_30')]);
    expect(stripe.asked.map(({ ref }) => ref)).toEqual(['cus_30']);
    expect((await mirror.person('stripe:cus_30'))?.cards).toHaveLength(1);
    expect(changed).toEqual([['stripe:cus_30']]);
  });

  it('somebody who is about to be charged: their last minutes are read, once for two who ask, and nothing else', async () => {
    stripe.addCustomer('cus_c');
    await sync.refreshNow();
    stripe.addPayment('pi_else', 'cus_c', { at: noon - 60_000 });
    stripe.addPayment('pi_old', 'cus_c', { at: noon - day });
    stripe.asked.length = 0;
    changed.length = 0;
    const since = noon - 900_000;
    await Promise.all([sync.readRecent('stripe:cus_c', since), sync.readRecent('stripe:cus_c', since)]);
    expect(stripe.asked).toEqual([{ call: 'payments', ref: 'cus_c', slice: null }]);
    expect((await mirror.recentPayments('stripe:cus_c', since)).payments.map(({ id }) => id)).toEqual([
      'stripe:pi_else',
    ]);
    expect(changed).toEqual([['stripe:cus_c']]);
  });

  it('a Stripe that is silent about them is logged and holds up nobody', async () => {
    stripe.addCustomer('cus_c');
    await sync.refreshNow();
    stripe.trouble = () => 'no_answer';
    await sync.readRecent('stripe:cus_c', noon);
    expect(logged.at(-1)).toMatchObject({ what: 'last minutes not read', facts: { ref: 'cus_c', why: 'no_answer' } });
  });

  it('its open holds are read with it', async () => {
    stripe.addCustomer('cus_h');
    stripe.addPayment('pi_h', 'cus_h', { state: 'held', capturable: 8000 });
    await sync.refreshNow();
    stripe.addPayment('pi_h', 'cus_h', { state: 'released' });
    clock.pass(1);
    expect(await sync.readNow('stripe:cus_h')).toEqual({ ok: true, value: null });
    expect((await mirror.payment('stripe:pi_h'))?.state).toBe('released');
  });

  it('a customer that is gone says so and leaves the list', async () => {
    stripe.addCustomer('cus_g');
    await sync.refreshNow();
    stripe.customers.delete('cus_g');
    expect(await sync.readNow('stripe:cus_g')).toMatchObject({ ok: false, why: 'gone' });
    expect((await mirror.counts()).customers).toBe(0);
  });
});
