import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { makeListedAt, stripeListedAt } from '../../../src-main/sync/listed-at.ts';
import { makeStripeSync, type StripeSync } from '../../../src-main/sync/poll.ts';
import { handClock } from '../../support/clock.ts';
import { hour, noon } from '../mirror/rows-of-a-house.ts';
import { handTimers } from './hand-timers.ts';
import { PaperStripe } from './paper-stripe.ts';

// Until when the copy of Stripe's lists has everything: before a bill of a file is charged, nothing is asked of Stripe that the copy can say.
const ahead = 7 * 60_000;
let clock: ReturnType<typeof handClock>;
let stripe: PaperStripe;
let mirror: Mirror;
let sync: StripeSync;
let there: () => number | null;
beforeEach(async () => {
  clock = handClock(noon);
  stripe = new PaperStripe(() => clock.now());
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  there = () => clock.now() + ahead;
  sync = makeStripeSync({
    ...{ lists: stripe, mirror, clock, wait: handTimers(clock).wait, log: () => undefined, onChange: () => undefined },
    providerNow: () => there(),
  });
});
afterEach(async () => {
  await sync.stop();
  await mirror.close();
});

describe('the copy of the lists says that it has everything', () => {
  it('only once it was filled, and until when by Stripe’s own clock', async () => {
    stripe.addCustomer('cus_1', { name: 'Ada', createdAt: noon - hour });
    expect(await stripeListedAt(mirror)).toBeNull();
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).toBeNull();
    clock.pass(60_000);
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).toBe(noon + 60_000 + ahead);
    clock.pass(hour);
    stripe.trouble = () => 'no_answer';
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).toBe(noon + 60_000 + ahead);
  });

  it('not where Stripe’s time is not known', async () => {
    there = () => null;
    await sync.refreshNow();
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).toBeNull();
  });

  it('not any more once a payment could not be read and was passed over, until the lists are read anew', async () => {
    stripe.addCustomer('cus_1', { name: 'Ada', createdAt: noon - hour });
    await sync.refreshNow();
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).not.toBeNull();
    stripe.tell('payment', 'pi_bad');
    stripe.trouble = ({ ref }) => (ref === 'pi_bad' ? 'odd' : null);
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).toBeNull();
    stripe.trouble = () => null;
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).toBeNull();
    clock.pass(31 * 24 * hour);
    await sync.refreshNow();
    await sync.refreshNow();
    expect(await stripeListedAt(mirror)).toBe(clock.now() + ahead);
  });
});

describe('what passes between the question and the answer makes the copy older', () => {
  it.each([
    ['time that both clocks count', 90_000, 90_000],
    ['a sleep that only the wall clock counts', 8 * hour, 1_000],
    ['a wall clock that was set back meanwhile', -hour, 2 * hour],
  ])('%s', async (_what, wall, steady) => {
    let [now, ran] = [noon, 0];
    const listed = makeListedAt({
      mirror,
      clock: { now: () => now, steady: () => ran },
      providerNow: () => noon + 10 * hour,
    });
    listed.asking();
    now += wall;
    ran += steady;
    await listed.reached();
    expect(await stripeListedAt(mirror)).toBe(noon + 10 * hour - Math.max(Math.abs(wall), steady));
  });
});
