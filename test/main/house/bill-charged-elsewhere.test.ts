import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { billAt, look, readFile } from './filed-bills.ts';

// Two desks with records of their own read the same bill from the same file. What one of them charged long ago, the other one finds before it charges.
const hour = 3_600_000;
const day = 24 * hour;
let salon: Salon;
let till: StripeTill;
let paysafe: PaysafeTill;
let one: SalonDesk;
let two: SalonDesk;
let bills = 0;
beforeAll(async () => {
  salon = await openSalon('bill-charged-elsewhere');
  till = stripeTill(salon.sandbox);
  paysafe = paysafeTill(salon.sandbox);
  [one, two] = [await salon.desk('Front 1'), await salon.desk('Front 2')];
}, 120_000);
afterAll(() => salon.close());

interface Client {
  readonly customerRef: string;
  readonly customerId: string;
  readonly cardId: string;
  readonly ref: string;
}
/** A client of both desks with a bill that both have read from a file. */
async function client(provider: 'stripe' | 'paysafe'): Promise<Client> {
  bills += 1;
  const [ref, email] = [`R-${bills}`, `ada${bills}@example.com`];
  let [customerRef, cardRef] = ['', ''];
  if (provider === 'stripe') {
    const made = await till.stripe.customers.create({ name: 'Ada Côté', email });
    const method = await till.stripe.paymentMethods.attach('pm_card_visa', { customer: made.id });
    [customerRef, cardRef] = [made.id, method.id];
  } else {
    const saved = await paysafe.save();
    [customerRef, cardRef] = [saved.customerRef, saved.cardRef];
  }
  const customerId = `${provider}:${customerRef}`;
  for (const desk of [one, two]) {
    await look(desk);
    if (provider === 'paysafe') await desk.must('customers.bringIn', { by: 'profileId', value: customerRef });
    await readFile(desk, { ref, name: 'Ada', email });
    if (provider === 'paysafe') {
      const { customerName, visit, lines, total, tax, note, ...bill } = await billAt(desk, ref);
      await desk.must('bills.change', {
        ...{ id: bill.id, version: bill.version, customerId, customerName, ...visit, lines, total, tax, note },
      });
    }
  }
  return { customerRef, customerId, cardId: `${provider}:${cardRef}`, ref };
}
async function take(desk: SalonDesk, kind: 'charge' | 'hold', { customerId, cardId, ref }: Client, amount = 8000) {
  const bill = await billAt(desk, ref);
  const base = { customerId, cardId, amount: { amount, currency: 'CAD' } };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, tip: null, billId: bill.id });
  const order = {
    ...{ ticket: randomUUID(), ...base, note: null, cause: { purpose: 'balance', billId: bill.id } },
    sure: doubts.map(({ fact }) => fact),
  };
  const reply = await (kind === 'hold'
    ? desk.call<OperationView>('holds.place', order)
    : desk.call<OperationView>('payments.charge', { ...order, tip: null, receiptEmail: null }));
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
}
const referenceOf = ({ state }: OperationView): string => ('reference' in state ? (state.reference ?? '') : '');
const intents = async ({ customerRef }: Client): Promise<string[]> =>
  (await till.stripe.paymentIntents.list({ customer: customerRef, limit: 100 })).data
    .map(({ status, amount }) => `${status} ${amount}`)
    .toSorted();

describe('a bill of a file that another desk charged more than a day ago', () => {
  it('is not charged again: the payment is put on the bill, and staff read that another desk had done it', async () => {
    const someone = await client('stripe');
    const first = await take(one, 'charge', someone);
    salon.pass(25 * hour);
    await look(two);
    const second = await take(two, 'charge', someone);
    expect(await intents(someone)).toEqual(['succeeded 8000']);
    expect(second.state).toMatchObject({
      ...{ name: 'done', reference: referenceOf(first), moved: { charged: 8000 } },
      ...{ elsewhere: true, elsewhereBy: { from: 'other_desk' } },
    });
    expect(await billAt(two, someone.ref)).toMatchObject({ paid: 8000, remaining: 0, state: 'paid' });
  });

  it('nor by a desk whose lists are old: Stripe itself is asked, once, before anything is sent', async () => {
    const someone = await client('stripe');
    await take(one, 'charge', someone);
    salon.pass(25 * hour);
    await two.signIn('Hélène');
    const second = await take(two, 'charge', someone);
    expect(await intents(someone)).toEqual(['succeeded 8000']);
    expect(second.state).toMatchObject({ name: 'done', elsewhere: true, elsewhereBy: { from: 'other_desk' } });
    expect(await billAt(two, someone.ref)).toMatchObject({ paid: 8000, state: 'paid' });
  });

  it('and while Stripe does not answer that, nothing is sent', async () => {
    const someone = await client('stripe');
    await take(one, 'charge', someone);
    salon.pass(25 * hour);
    await two.signIn('Hélène');
    const list = { path: '/v1/payment_intents', method: 'GET', nth: 1, fault: 'reset-before', times: 50 } as const;
    salon.sandbox.faults.add(list);
    await expect(take(two, 'charge', someone)).rejects.toThrow(/offline|provider_unavailable/);
    salon.sandbox.faults.clear();
    expect(await intents(someone)).toEqual(['succeeded 8000']);
  });

  it('is charged where the other desk’s charge was declined, or given back since: each is another order', async () => {
    const someone = await client('stripe');
    const first = await take(one, 'charge', someone);
    await one.must('payments.refund', {
      ...{ ticket: randomUUID(), paymentId: `stripe:${referenceOf(first)}` },
      ...{ amount: { amount: 8000, currency: 'CAD' }, reason: 'wrong visit' },
    });
    salon.pass(25 * hour);
    await look(two);
    const second = await take(two, 'charge', someone);
    expect(second.state).toMatchObject({ name: 'done', moved: { charged: 8000 } });
    expect(second.state).not.toMatchObject({ elsewhere: true });
    expect(await intents(someone)).toEqual(['succeeded 8000', 'succeeded 8000']);
    // What the first desk charges next has the name of the second desk's charge, and is found.
    salon.pass(25 * hour);
    await look(one);
    expect((await take(one, 'charge', someone)).state).toMatchObject({
      elsewhere: true,
      reference: referenceOf(second),
    });
    expect(await intents(someone)).toHaveLength(2);
  });

  it('a hold likewise, as long as it stands; one that was released is placed anew', async () => {
    const someone = await client('stripe');
    const first = await take(one, 'hold', someone);
    salon.pass(25 * hour);
    await look(two);
    expect((await take(two, 'hold', someone)).state).toMatchObject({
      ...{ name: 'done', elsewhere: true, reference: referenceOf(first) },
    });
    expect(await billAt(two, someone.ref)).toMatchObject({ held: 8000 });
    await look(one);
    await one.must('holds.release', { ticket: randomUUID(), holdId: `stripe:${referenceOf(first)}`, note: null });
    await look(two);
    salon.pass(25 * hour);
    await look(two);
    expect((await take(two, 'hold', someone)).state).toMatchObject({ name: 'done', moved: { held: 8000 } });
    expect(await intents(someone)).toEqual(['canceled 8000', 'requires_capture 8000']);
  });
});

describe('the same within a day', () => {
  it('is one charge, and the second desk does not say that it was its own', async () => {
    const someone = await client('stripe');
    const first = await take(one, 'charge', someone);
    salon.pass(hour);
    await two.signIn('Hélène');
    const second = await take(two, 'charge', someone);
    expect(second.state).toMatchObject({
      ...{ name: 'done', elsewhere: true, reference: referenceOf(first), elsewhereBy: { from: 'other_desk' } },
    });
    expect(await intents(someone)).toEqual(['succeeded 8000']);
  });

  it('of a hold that the first desk released meanwhile says that nothing is held, and the next try holds', async () => {
    const someone = await client('stripe');
    const first = await take(one, 'hold', someone);
    await one.must('holds.release', { ticket: randomUUID(), holdId: `stripe:${referenceOf(first)}`, note: null });
    salon.pass(hour);
    await two.signIn('Hélène');
    const second = await take(two, 'hold', someone);
    expect(second.state).toMatchObject({ name: 'rejected', code: 'hold_over' });
    expect(await billAt(two, someone.ref)).toMatchObject({ held: 0 });
    expect((await take(two, 'hold', someone)).state).toMatchObject({ name: 'done', moved: { held: 8000 } });
    expect(await intents(someone)).toEqual(['canceled 8000', 'requires_capture 8000']);
  });

  // Stripe knows the key of the first desk's, and the two name the bill each by an id of their own.
  it.each([
    ['hold', 'lost once on the way', 1],
    ['charge', 'lost three times, and sent again later', 3],
  ] as const)('so does a %s whose own try was %s', async (kind, _how, times) => {
    const someone = await client('stripe');
    const first = await take(one, kind, someone);
    await (kind === 'hold'
      ? one.must('holds.release', { ticket: randomUUID(), holdId: `stripe:${referenceOf(first)}`, note: null })
      : one.must('payments.refund', {
          ...{ ticket: randomUUID(), paymentId: `stripe:${referenceOf(first)}` },
          ...{ amount: { amount: 8000, currency: 'CAD' }, reason: 'wrong visit' },
        }));
    salon.pass(hour);
    await two.signIn('Hélène');
    salon.sandbox.faults.add({ path: '/v1/payment_intents', method: 'POST', nth: 1, fault: 'reset-before', times });
    let second = await take(two, kind, someone);
    salon.sandbox.faults.clear();
    if (times === 3) {
      expect(second.state.name).toBe('unknown');
      second = (await two.must<{ operation: OperationView }>('payments.askNow', { operationId: second.id })).operation;
    }
    expect(second.state).toMatchObject({ name: 'rejected', code: `${kind}_over` });
    expect(await billAt(two, someone.ref)).toMatchObject({ held: 0, paid: 0 });
    const next = await take(two, kind, someone);
    expect(next.state).toMatchObject({ name: 'done', moved: kind === 'hold' ? { held: 8000 } : { charged: 8000 } });
    expect(await intents(someone)).toHaveLength(2);
  });

  it('a charge whose own reply was lost is this desk’s own still, and is on the bill once', async () => {
    const someone = await client('stripe');
    salon.sandbox.faults.add({ path: '/v1/payment_intents', method: 'POST', nth: 1, fault: 'drop-after', times: 1 });
    const paid = await take(two, 'charge', someone);
    salon.sandbox.faults.clear();
    expect(paid.state).toMatchObject({ name: 'done', moved: { charged: 8000 } });
    expect(paid.state).not.toMatchObject({ elsewhere: true });
    expect(await billAt(two, someone.ref)).toMatchObject({ paid: 8000, state: 'paid' });
  });
});

describe('a hold that two desks replace, neither of which has read the lists anew', () => {
  /** Replaced by the first desk, and given back; then the second desk, whose own try is lost so many times, replaces it too. */
  async function replacedTwice(times: number) {
    const { customerId, cardId } = await client('stripe');
    const order = async (desk: SalonDesk, amount: number) => {
      const base = { customerId, cardId, amount: { amount, currency: 'CAD' } };
      const { doubts } = await desk.must<SureView>('payments.sure', { ...base, tip: null, billId: null });
      return { ...base, ticket: randomUUID(), note: null, sure: doubts.map(({ fact }) => fact) };
    };
    const placed = await one.must<OperationView>('holds.place', await order(one, 6000));
    const holdId = `stripe:${referenceOf(placed)}`;
    await look(two);
    const replacing = async (desk: SalonDesk) => {
      const { customerId: _known, ...said } = await order(desk, 7000);
      return desk.must<OperationView>('holds.replace', { ...said, holdId, first: 'new' });
    };
    const first = await replacing(one);
    await one.must('holds.release', { ticket: randomUUID(), holdId: `stripe:${referenceOf(first)}`, note: null });
    salon.pass(60_000);
    if (times > 0)
      salon.sandbox.faults.add({ path: '/v1/payment_intents$', method: 'POST', nth: 1, fault: 'reset-before', times });
    const second = await replacing(two);
    salon.sandbox.faults.clear();
    return second;
  }

  it.each([
    ['arrived at once', 0],
    ['was lost once on the way', 1],
  ])('and the first gave back is not held by the second, whose own try %s', async (_how, times) => {
    expect((await replacedTwice(times)).state).toMatchObject({ name: 'rejected', code: 'hold_over' });
  });

  it('nor by a try that was lost three times, and sent again later', async () => {
    const { id, state } = await replacedTwice(3);
    expect(state.name).toBe('unknown');
    const { operation } = await two.must<{ operation: OperationView }>('payments.askNow', { operationId: id });
    expect(operation.state).toMatchObject({ name: 'rejected', code: 'hold_over' });
  });
});

describe('at Paysafe, which knows a reference for 90 days', () => {
  it('a bill of a file that another desk charged longer ago is not charged again', async () => {
    const someone = await client('paysafe');
    const first = await take(one, 'charge', someone);
    salon.pass(95 * day);
    await look(two);
    const second = await take(two, 'charge', someone);
    expect(second.state).toMatchObject({ name: 'done', elsewhere: true, reference: referenceOf(first) });
    expect(await billAt(two, someone.ref)).toMatchObject({ paid: 8000, state: 'paid' });
  });

  it('one that the other desk called off before its batch, or gave back whole, is not paid: it is charged', async () => {
    for (const batched of [false, true]) {
      const someone = await client('paysafe');
      const first = await take(one, 'charge', someone);
      if (batched) await paysafe.batch();
      await one.must('payments.refund', {
        ...{ ticket: randomUUID(), paymentId: `paysafe:${referenceOf(first)}` },
        ...{ amount: { amount: 8000, currency: 'CAD' }, reason: 'wrong visit' },
      });
      salon.pass(hour);
      await look(two);
      const second = await take(two, 'charge', someone);
      expect(second.state).toMatchObject({ name: 'done', moved: { charged: 8000 } });
      expect(second.state).not.toMatchObject({ elsewhere: true });
      expect(referenceOf(second)).not.toBe(referenceOf(first));
    }
  });
});

describe.each(['stripe', 'paysafe'] as const)('a bill that the other desk charged again at %s', (provider) => {
  it('after it had given the first charge back in two parts is not charged a second time', async () => {
    const someone = await client(provider);
    const first = await take(one, 'charge', someone);
    if (provider === 'paysafe') await paysafe.batch();
    for (const amount of [3000, 5000])
      await one.must('payments.refund', {
        ...{ ticket: randomUUID(), paymentId: `${provider}:${referenceOf(first)}` },
        ...{ amount: { amount, currency: 'CAD' }, reason: 'wrong visit' },
      });
    salon.pass(hour);
    await look(one);
    const again = await take(one, 'charge', someone);
    expect(again.state).toMatchObject({ name: 'done', moved: { charged: 8000 } });
    salon.pass(25 * hour);
    await look(two);
    const second = await take(two, 'charge', someone);
    expect(second.state).toMatchObject({ name: 'done', elsewhere: true, reference: referenceOf(again) });
    expect(await billAt(two, someone.ref)).toMatchObject({ paid: 8000, remaining: 0 });
  });

  it('after its first try had been turned away is not charged a second time', async () => {
    const someone = await client(provider);
    const path = provider === 'stripe' ? '/v1/payment_intents' : '/auths';
    salon.sandbox.faults.add({ path, method: 'POST', nth: 1, fault: '429', times: 3 });
    expect((await take(one, 'charge', someone)).state).toMatchObject({ name: 'not_done' });
    salon.sandbox.faults.clear();
    const again = await take(one, 'charge', someone);
    expect(again.state).toMatchObject({ name: 'done', moved: { charged: 8000 } });
    salon.pass(25 * hour);
    await look(two);
    const second = await take(two, 'charge', someone);
    expect(second.state).toMatchObject({ name: 'done', elsewhere: true, reference: referenceOf(again) });
  });
});
