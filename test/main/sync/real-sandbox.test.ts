import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeProviders, type Providers } from '../../../src-main/gateways/gateways.ts';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { sandboxKeys } from '../../../src-main/sandbox/core/keys.ts';
import { makeStripeSync } from '../../../src-main/sync/poll.ts';
import { makePaysafeSync } from '../../../src-main/sync/registry.ts';
import { countedIds } from '../../support/clock.ts';
import { november } from '../mirror/rows-of-a-house.ts';
import { authorize, openPaysafe, saveCard, serverKey, textAt, cards, fresh } from '../sandbox/paysafe-client.ts';
import { customerWithCard, offSession, openStripeHouse } from '../sandbox/stripe-house.ts';
import { PaperRegistry } from './paper-paysafe.ts';

// Both kinds of sync through the real gateways and the real sender, over HTTP, against the embedded providers.
let mirror: Mirror;
const closing: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  mirror = await openMirror({ file: ':memory:', workerUrl: null });
  closing.push(() => mirror.close());
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

function surroundings(url: string, now: () => number): { providers: Providers; shared: Shared } {
  const clock = { now, steady: () => performance.now() };
  const providers = makeProviders({
    address: () => url,
    live: false,
    credential: (provider) => Promise.resolve(provider === 'stripe' ? `Bearer ${sandboxKeys.stripeKey}` : serverKey),
    accounts: () => sandboxKeys.paysafeAccounts,
    statementName: () => 'ATELIER',
    clock,
    random: countedIds(),
    wait: () => Promise.resolve(),
    trace: () => undefined,
  });
  closing.push(() => providers.sender.close());
  const changed: (readonly string[] | 'all')[] = [];
  return {
    providers,
    shared: {
      mirror,
      clock,
      changed,
      wait: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      log: () => undefined,
      onChange: (ids) => changed.push(ids),
    },
  };
}
interface Shared extends Omit<Parameters<typeof makeStripeSync>[0], 'lists' | 'budget'> {
  readonly changed: (readonly string[] | 'all')[];
}

describe('the embedded Stripe', () => {
  it('is filled, then follows what happens there: a capture, a new card, a removed one, a deleted customer', async () => {
    const house = await openStripeHouse('sync');
    closing.push(() => house.close());
    const { providers, shared } = surroundings(house.url, () => house.clock.now());
    const people = [];
    for (let n = 0; n < 12; n += 1) {
      people.push(
        await customerWithCard(house.stripe, n % 2 ? 'pm_card_visa' : 'pm_card_mastercard', `Élodie Roy ${n}`),
      );
      house.clock.advance(86_400_000);
    }
    const [first, second, third] = people;
    if (!first || !second || !third) throw new Error('three people at least');
    const held = await house.stripe.paymentIntents.create(offSession(8450, first, { capture_method: 'manual' }));
    await house.stripe.paymentIntents.create(offSession(1200, second));

    const sync = makeStripeSync({ ...shared, lists: providers.lists });
    closing.push(() => sync.stop());
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health: 'ok', filling: false, syncedAt: house.clock.now() });
    expect(await mirror.counts()).toEqual({ customers: 12, cards: 12, payments: 2, openHolds: 1 });
    const found = await mirror.customers({ search: 'elodie 0', filter: 'all', offset: 0, limit: 9, month: november });
    expect(found.rows).toMatchObject([{ name: 'Élodie Roy 0', cards: 1, openHolds: 1 }]);

    await house.stripe.paymentIntents.capture(held.id, { amount_to_capture: 5000 });
    await house.stripe.paymentMethods.attach('pm_card_amex', { customer: second.customer.id });
    await house.stripe.paymentMethods.detach(first.card.id);
    await house.stripe.customers.del(third.customer.id);
    shared.changed.length = 0;
    await sync.refreshNow();
    expect(await mirror.payment(`stripe:${held.id}`)).toMatchObject({ state: 'paid', taken: 5000, capturable: 0 });
    expect(await mirror.card(`stripe:${first.card.id}`)).toMatchObject({ removed: true });
    expect((await mirror.person(`stripe:${second.customer.id}`))?.cards).toHaveLength(2);
    expect(await mirror.counts()).toMatchObject({ customers: 11, openHolds: 0 });
    expect(new Set(shared.changed.flat())).toEqual(
      new Set(people.slice(0, 3).map(({ customer }) => `stripe:${customer.id}`)),
    );

    const listed = await mirror.customersWithoutCards('stripe', 50);
    expect(listed).toEqual([]);
  });

  it('a provider that stopped answering is shown as unreachable, since when', async () => {
    const house = await openStripeHouse('sync 2');
    const now = house.clock.now();
    const { providers, shared } = surroundings(house.url, () => now);
    const sync = makeStripeSync({ ...shared, lists: providers.lists });
    await sync.refreshNow();
    expect(sync.status().health).toBe('ok');
    await house.close();
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health: 'unreachable', troubleSince: now, syncedAt: now });
    await sync.stop();
  });
});

describe('the embedded Paysafe', () => {
  it('profiles are brought in, holds follow what happens there, all again after the copy was lost', async () => {
    const desk = await openPaysafe();
    closing.push(() => desk.close());
    const { providers, shared } = surroundings(desk.url, () => desk.clock.now());
    const registry = new PaperRegistry();
    const sync = makePaysafeSync({ ...shared, lookUps: providers.lookUps, registry });
    closing.push(() => sync.stop());
    await sync.refreshNow();
    expect(sync.status()).toMatchObject({ health: 'ok', filling: false });

    const saved = await saveCard(desk);
    expect(await sync.bringIn('profileId', saved.profileId)).toMatchObject({ result: 'added', name: 'Nadia Roy' });
    const { externalId } = (await mirror.customer(`paysafe:${saved.profileId}`)) ?? {};
    expect(await sync.bringIn('merchantCustomerId', externalId ?? '')).toMatchObject({ result: 'known' });
    expect(await sync.bringIn('merchantCustomerId', 'nobody-at-all')).toMatchObject({ result: 'not_found' });

    const auth = await authorize(desk, saved.token);
    const ref = textAt(auth, 'id');
    registry.addTransaction(ref, {
      account: '1001000010',
      customerId: `paysafe:${saved.profileId}`,
      cardId: `paysafe:${saved.cardId}`,
      at: desk.clock.now(),
    });
    desk.clock.advance(120_000);
    await sync.refreshNow();
    expect(await mirror.payment(`paysafe:${ref}`)).toMatchObject({
      state: 'held',
      authorized: 8450,
      capturable: 8450,
      currency: 'CAD',
    });
    expect((await mirror.counts()).openHolds).toBe(1);

    await desk.call('POST', `${cards}/auths/${ref}/voidauths`, { merchantRefNum: fresh(), amount: 8450 });
    desk.clock.advance(120_000);
    await sync.refreshNow();
    expect(await mirror.payment(`paysafe:${ref}`)).toMatchObject({ state: 'released', capturable: 0 });
    expect(registry.transactionsByRef.get(ref)).toMatchObject({ final: true });

    await mirror.clear();
    await sync.refreshNow();
    expect(await mirror.counts()).toEqual({ customers: 1, cards: 1, payments: 1, openHolds: 0 });
  });
});
