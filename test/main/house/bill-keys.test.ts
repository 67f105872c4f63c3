import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { Repeat, StepInView } from '../../../src-main/contract/repeat.ts';
import { paysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import type { Saved, Till } from '../../gateways/town.ts';
import { openSalon, salonPins, type Salon, type SalonDesk } from '../../support/salon.ts';

// What is ordered for a bill a second time is another order as soon as the first is over, and the same as long as it is not: at the provider, too.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const minute = 60_000;
let salon: Salon;
let stripe: StripeTill;
let paysafe: Till;
let desk: SalonDesk;
beforeAll(async () => {
  salon = await openSalon('bill-keys');
  stripe = stripeTill(salon.sandbox);
  paysafe = paysafeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());

interface Client extends Saved {
  readonly provider: 'stripe' | 'paysafe';
  readonly customerId: string;
  readonly cardId: string;
}
async function client(provider: Client['provider']): Promise<Client> {
  const saved = await (provider === 'stripe' ? stripe : paysafe).save();
  await desk.must('desk.refresh', {});
  await desk.signIn('Hélène');
  if (provider === 'paysafe') await desk.must('customers.bringIn', { by: 'profileId', value: saved.customerRef });
  const [customerId, cardId] = [`${provider}:${saved.customerRef}`, `${provider}:${saved.cardRef}`];
  return { ...saved, provider, customerId, cardId };
}
const billFor = ({ customerId }: Client): Promise<BillView> =>
  desk.must<BillView>('bills.make', {
    ...{ customerId, customerName: 'Élodie', day: '2026-11-21', time: null, service: 'Coupe', withWhom: null },
    ...{ lines: [], total: 8000, tax: null, note: null },
  });
async function take(kind: 'charge' | 'hold', bill: BillView, about: { client: Client; amount: number; tip?: number }) {
  const { customerId, cardId } = about.client;
  const base = { customerId, cardId, amount: cad(about.amount) };
  const tip = about.tip ?? null;
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, tip, billId: bill.id });
  const order = {
    ...{ ticket: randomUUID(), ...base, note: null, cause: { purpose: 'balance', billId: bill.id } },
    sure: doubts.map(({ fact }) => fact),
  };
  return kind === 'hold'
    ? desk.call<OperationView>('holds.place', order)
    : desk.call<OperationView>('payments.charge', { ...order, tip, receiptEmail: null });
}
const value = <T>(reply: { ok: true; value: T } | { ok: false; failure: unknown }): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
};
const now = (bill: BillView): Promise<BillView> => desk.must<BillView>('bills.get', { id: bill.id });
const referenceOf = ({ state }: OperationView): string => ('reference' in state ? (state.reference ?? '') : '');
/** Time in which nobody signs out, and after which the lists are read again. */
async function pass(ms: number): Promise<void> {
  salon.pass(ms);
  await desk.signIn('Hélène');
  await desk.must('desk.refresh', {});
}
const release = ({ provider }: Client, placed: OperationView): Promise<OperationView> =>
  desk.must<OperationView>('holds.release', {
    ...{ ticket: randomUUID(), holdId: `${provider}:${referenceOf(placed)}`, note: null },
  });

describe.each(['stripe', 'paysafe'] as const)('a hold for a bill at %s', (provider) => {
  it('that was released and is placed again the same day is another hold, and the bill has what is really held', async () => {
    const someone = await client(provider);
    const bill = await billFor(someone);
    const first = value(await take('hold', bill, { client: someone, amount: 8000 }));
    expect((await release(someone, first)).state.name).toBe('done');
    await pass(20 * minute);
    const second = value(await take('hold', bill, { client: someone, amount: 8000 }));
    expect(second.state).toMatchObject({ name: 'done', moved: { held: 8000 } });
    expect(referenceOf(second)).not.toBe(referenceOf(first));
    expect(await now(bill)).toMatchObject({ held: 8000 });
    if (provider === 'stripe') {
      const { data } = await stripe.stripe.paymentIntents.list({ customer: someone.customerRef });
      expect(data.map(({ status }) => status).toSorted()).toEqual(['canceled', 'requires_capture']);
    }
  });

  it('that still stands is not placed a second time: staff read that it was there', async () => {
    const someone = await client(provider);
    const bill = await billFor(someone);
    const first = value(await take('hold', bill, { client: someone, amount: 8000 }));
    await pass(20 * minute);
    const again = value(await take('hold', bill, { client: someone, amount: 8000 }));
    expect(again.state).toMatchObject({
      ...{ name: 'done', reference: referenceOf(first), elsewhere: true },
      elsewhereBy: { from: 'records', operationId: first.id, staffName: 'Hélène' },
    });
    expect(await now(bill)).toMatchObject({ held: 8000 });
  });
});

describe('a hold that somebody released on Stripe’s own site', () => {
  it('is not said to be held when it is placed again before the lists tell; the next press places another', async () => {
    const someone = await client('stripe');
    const bill = await billFor(someone);
    const first = value(await take('hold', bill, { client: someone, amount: 8000 }));
    await stripe.stripe.paymentIntents.cancel(referenceOf(first));
    salon.pass(20 * minute);
    await desk.signIn('Hélène');
    const second = value(await take('hold', bill, { client: someone, amount: 8000 }));
    expect(second.state).toMatchObject({ name: 'rejected', code: 'hold_over', reference: referenceOf(first) });
    const third = value(await take('hold', bill, { client: someone, amount: 8000 }));
    expect(third.state).toMatchObject({ name: 'done', moved: { held: 8000 } });
    expect(referenceOf(third)).not.toBe(referenceOf(first));
  });
});

describe('a tip alone, for a bill that has one', () => {
  const tip = (bill: BillView, someone: Client) => take('charge', bill, { client: someone, amount: 500, tip: 500 });

  it('of the same sum is charged once more when the client gives one once more', async () => {
    const someone = await client('stripe');
    const bill = await billFor(someone);
    const first = value(await tip(bill, someone));
    await pass(20 * minute);
    const second = value(await tip(bill, someone));
    expect([first, second].map(({ state }) => state)).toMatchObject([
      { name: 'done', moved: { charged: 500 } },
      { name: 'done', moved: { charged: 500 } },
    ]);
    const { data } = await stripe.stripe.paymentIntents.list({ customer: someone.customerRef });
    expect(data.map(({ status, amount }) => `${status} ${amount}`)).toEqual(['succeeded 500', 'succeeded 500']);
    expect(await now(bill)).toMatchObject({ tips: 1000, paid: 0, remaining: 8000 });
  });

  it('within minutes needs a manager, who sees the first one; the charge of the bill itself beside it does not', async () => {
    const someone = await client('stripe');
    const bill = await billFor(someone);
    value(await take('charge', bill, { client: someone, amount: 4000 }));
    const first = value(await tip(bill, someone));
    expect(await tip(bill, someone)).toMatchObject({
      ok: false,
      failure: { code: 'repeat_needs_manager', facts: { id: first.id, amount: 500, count: 1 } },
    });
    value(await take('charge', bill, { client: someone, amount: 2000 }));
    const about = { customerId: someone.customerId, ask: false, billId: bill.id };
    const asked = await desk.must<{ repeats: Repeat[] }>('payments.recent', { ...about, tipOnly: true });
    expect(asked.repeats.map(({ id }) => id)).toEqual([first.id]);
    expect(await desk.must('payments.recent', about)).toEqual({ repeats: [] });
    const ticket = randomUUID();
    const order = { customerId: someone.customerId, cardId: someone.cardId, amount: cad(500) };
    const stepIn = await desk.must<StepInView>('staff.stepIn', {
      ...{ staffId: (await desk.staff('Sylvie')).id, pin: salonPins.Sylvie, reason: 'a tip for each of two' },
      ...{ ticket, kind: 'charge', targetId: someone.customerId, billId: bill.id, tipOnly: true, amount: cad(500) },
      over: asked.repeats.map(({ id }) => ({ why: 'repeat', fact: id })),
    });
    const { doubts } = await desk.must<SureView>('payments.sure', { ...order, tip: 500, billId: bill.id });
    const second = await desk.must<OperationView>('payments.charge', {
      ...{ ticket, ...order, tip: 500, note: null, receiptEmail: null, stepIn: stepIn.id },
      ...{ cause: { purpose: 'balance', billId: bill.id }, sure: doubts.map(({ fact }) => fact) },
    });
    expect(second.state.name).toBe('done');
    expect(await now(bill)).toMatchObject({ tips: 1000, paid: 6000 });
  });
});
