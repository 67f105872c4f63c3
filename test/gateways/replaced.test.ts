import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asker } from '../../src-main/payments/ports.ts';
import type { PaymentRecord } from '../../src-main/payments/records.ts';
import { idle, settle, type Engine } from '../../src-main/payments/settle.ts';
import { countedIds } from '../support/clock.ts';
import { card, customer, held, toyEngine } from '../support/toy-provider.ts';
import { paysafeTill, type PaysafeTill } from './paysafe-till.ts';
import { take } from './plans.ts';
import { stripeTill, type StripeTill } from './stripe-till.ts';
import { cad, carry, openTown, type Saved, type Town } from './town.ts';

// Which holds took the place of one: real requests over HTTP, at providers that forget keys and lists as the real ones do.
let town: Town;
let stripe: StripeTill;
let paysafe: PaysafeTill;
beforeAll(async () => {
  town = await openTown('replaced holds');
  [stripe, paysafe] = [stripeTill(town.sandbox), paysafeTill(town.sandbox)];
});
afterAll(() => town.close());
const amount = 8450;
const rowOf = (ref: string, saved: Saved): PaymentRecord =>
  held(`stripe:${ref}`, `stripe:${saved.customerRef}`, amount, { at: Math.floor(town.clock.now() / 1000) * 1000 });
const shown = async (hold: PaymentRecord, more: { customerRefs?: string[]; keys?: string[] }) => {
  const read = await town.providers.readers[hold.provider].replacementsOf({
    ...{ hold, customerRefs: [], keys: [] },
    ...more,
  });
  return read.ok ? read.value.map(({ ref, state }) => ({ ref, state })) : read.why;
};

describe('at Stripe', () => {
  it('they are found by the hold they name, whichever step came first, and by their key; nobody else’s are', async () => {
    const saved = await stripe.save();
    const { customerRef } = saved;
    const old = rowOf(await stripe.hold(saved, amount), saved);
    await stripe.hold(saved, amount);
    expect(await shown(old, { customerRefs: [customerRef] })).toEqual([]);
    const release = { key: 'cpt-release', amount: cad(amount), paymentRef: old.ref, rest: false, account: null };
    const plans = [
      take('hold', saved, { replaces: { ...release, card: null } }),
      take('hold', saved, { takesPlaceOf: old.ref }),
      take('hold', saved),
    ];
    for (const plan of plans) await carry(town.providers, 'stripe', plan);
    const keys = [plans[2]?.key ?? ''];
    expect(await shown(old, { customerRefs: [customerRef], keys })).toHaveLength(3);
    expect(await shown(old, { customerRefs: [customerRef] })).toHaveLength(2);
    expect(await shown(old, { customerRefs: [(await stripe.save()).customerRef], keys })).toEqual([]);
  });

  it('on a card that its bank declines none stands, and one that was given back is shown as that', async () => {
    const { saved } = await stripe.declined();
    const old = rowOf('pi_old', saved);
    const asked = { customerRefs: [saved.customerRef] };
    await carry(town.providers, 'stripe', take('hold', saved, { takesPlaceOf: 'pi_old' }));
    expect(await shown(old, asked)).toMatchObject([{ state: 'declined' }]);
    const good = await stripe.saveSecond(saved);
    const { reading } = await carry(town.providers, 'stripe', take('hold', good, { takesPlaceOf: 'pi_old' }));
    const ref = reading?.outcome.is === 'done' ? reading.outcome.reference : '';
    expect((await shown(old, asked)).at(0)).toEqual({ ref, state: 'held' });
    await stripe.stripe.paymentIntents.cancel(ref);
    expect((await shown(old, asked)).at(0)).toEqual({ ref, state: 'released' });
  });

  it('one behind more than a page of that person’s payments is found', { timeout: 60_000 }, async () => {
    const saved = await stripe.save();
    const old = rowOf('pi_behind', saved);
    await carry(town.providers, 'stripe', take('hold', saved, { takesPlaceOf: 'pi_behind' }));
    for (let count = 0; count < 101; count += 1) await stripe.hold(saved, 100 + count);
    expect(await shown(old, { customerRefs: [saved.customerRef] })).toMatchObject([{ state: 'held' }]);
  });

  it('a provider that does not answer says nothing of them', async () => {
    town.unplug(true);
    expect(await shown(rowOf('pi_x', await offline()), { customerRefs: ['cus_x'] })).toBe('no_answer');
    town.unplug(false);
  });
  const offline = async (): Promise<Saved> => ({ customerRef: 'cus_x', cardRef: '', payToken: '', instrument: 'card' });
});

it('at Paysafe they are found by their reference alone', async () => {
  const saved = await paysafe.save();
  const plan = take('hold', saved);
  await carry(town.providers, 'paysafe', plan);
  const old = held('paysafe:old', `paysafe:${saved.customerRef}`, amount, { at: town.clock.now() });
  expect(await shown(old, { keys: ['cpt-nobodys', plan.key] })).toMatchObject([{ state: 'held' }]);
  expect(await shown(old, { keys: ['cpt-nobodys'] })).toEqual([]);
});

describe('two desks with records of their own', () => {
  /** A desk that still sees the hold as open. */
  function deskThatSees(old: PaymentRecord, saved: Saved, name: string): Engine {
    const toy = toyEngine({
      customers: [customer(`stripe:${saved.customerRef}`)],
      cards: [card(`stripe:${saved.cardRef}`, `stripe:${saved.customerRef}`)],
      payments: [old],
    });
    const ids = countedIds();
    const { gateways, readers, sender } = town.more();
    const random = { id: (length: number) => `${name}${ids.id(length)}` };
    return { ...toy.engine, gateways, readers, sender, clock: town.clock, random };
  }
  const asker: Asker = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
  const replace = (old: PaymentRecord, saved: Saved, ticket: string) => ({
    ...{ kind: 'replace' as const, ticket: `ticket-${ticket.padStart(12, '0')}`, holdId: old.id },
    ...{ cardId: `stripe:${saved.cardRef}`, amount: cad(amount), first: 'new' as const, note: null },
  });

  it('that replace the same hold a day apart, because its release failed, have one new hold in the end, and the second reads so', async () => {
    const saved = await stripe.save();
    const old = rowOf(await stripe.hold(saved, amount), saved);
    const one = deskThatSees(old, saved, 'a');
    town.fault('drop-before', `${old.ref}/cancel`, 400);
    expect(await settle(one, replace(old, saved, '1'), asker)).toMatchObject({ value: { state: { name: 'done' } } });
    await idle(one);
    town.sandbox.clock.advance(25 * 3_600_000);
    const two = deskThatSees(old, saved, 'b');
    expect(await settle(two, replace(old, saved, '2'), asker)).toMatchObject({
      failure: { code: 'hold_replaced', facts: { most: amount, currency: 'CAD' } },
    });
    await idle(two);
    const { data } = await stripe.stripe.paymentIntents.list({ customer: saved.customerRef });
    expect(data.map(({ status }) => status)).toEqual(['requires_capture', 'requires_capture']);
    town.sandbox.faults.clear();
  });
});
