import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { Reply } from '../../../src-main/contract/failure.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { ownHolds } from '../../../src-main/house/bills/bill-elsewhere.ts';
import type { Operation } from '../../../src-main/payments/operation.ts';
import { paysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A hold for a bill of this desk that somebody captures on the provider's own site, or at another desk. The bill is not charged for it again.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
beforeAll(async () => {
  salon = await openSalon('hold-captured-elsewhere');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
}, 120_000);
afterAll(() => salon.close());

const look = async (): Promise<void> => {
  salon.pass(20 * 60_000);
  await desk.signIn('Hélène');
  await desk.must('desk.refresh', {});
};
interface Held {
  readonly bill: BillView;
  readonly ids: { readonly customerId: string; readonly cardId: string };
  readonly ref: string;
}
async function held(provider: 'stripe' | 'paysafe', amount = 8000): Promise<Held> {
  const saved = await (provider === 'stripe' ? till : paysafeTill(salon.sandbox)).save();
  const ids = { customerId: `${provider}:${saved.customerRef}`, cardId: `${provider}:${saved.cardRef}` };
  await look();
  if (provider === 'paysafe') await desk.must('customers.bringIn', { by: 'profileId', value: saved.customerRef });
  const bill = await desk.must<BillView>('bills.make', {
    ...{ customerId: ids.customerId, customerName: 'Nadia', day: '2026-11-20', time: null, service: 'Coupe' },
    ...{ withWhom: null, lines: [], total: 8000, tax: null, note: null },
  });
  const reply = await take('hold', { bill, ids }, amount);
  if (!reply.ok || reply.value.state.name !== 'done') throw new Error(JSON.stringify(reply));
  return { bill, ids, ref: reply.value.state.reference };
}
async function take(
  kind: 'hold' | 'charge',
  { bill, ids }: Pick<Held, 'bill' | 'ids'>,
  amount: number,
): Promise<Reply<OperationView>> {
  const base = { ...ids, amount: cad(amount) };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, tip: null, billId: bill.id });
  const order = {
    ...{ ticket: randomUUID(), ...base, note: null, cause: { purpose: 'balance', billId: bill.id } },
    sure: doubts.map(({ fact }) => fact),
  };
  return kind === 'hold'
    ? desk.call('holds.place', order)
    : desk.call('payments.charge', { ...order, tip: null, receiptEmail: null });
}
const billNow = ({ bill }: Held): Promise<BillView> => desk.must<BillView>('bills.get', { id: bill.id });
const put = ({ bill, ref }: Held) =>
  desk.call<BillView>('bills.creditElsewhere', { id: bill.id, paymentId: `stripe:${ref}` });

describe('a bill whose hold was captured on Stripe’s own site', () => {
  it('is not charged again: its page says what was captured, and takes it onto the bill', async () => {
    const mine = await held('stripe');
    await till.stripe.paymentIntents.capture(mine.ref);
    await look();
    expect(await take('charge', mine, 8000)).toMatchObject({ failure: { code: 'bill_taken', facts: { most: 8000 } } });
    expect((await billNow(mine)).elsewhere).toMatchObject([{ is: 'captured', amount: 8000, creditId: null }]);
    expect(await put(mine)).toMatchObject({ value: { paid: 8000, remaining: 0, held: 0, state: 'paid' } });
    const kept = await till.stripe.paymentIntents.list({ customer: mine.ids.customerId.slice('stripe:'.length) });
    expect(kept.data.map(({ status }) => status)).toEqual(['succeeded']);
  });

  it('in part leaves the rest to be charged once it is on the bill', async () => {
    const mine = await held('stripe');
    await till.stripe.paymentIntents.capture(mine.ref, { amount_to_capture: 5000 });
    await look();
    expect(await take('charge', mine, 8000)).toMatchObject({ failure: { code: 'bill_taken', facts: { most: 5000 } } });
    expect(await put(mine)).toMatchObject({ value: { paid: 5000, remaining: 3000, held: 0 } });
    expect(await take('charge', mine, 3000)).toMatchObject({ value: { state: { name: 'done' } } });
    expect(await billNow(mine)).toMatchObject({ paid: 8000, state: 'paid' });
  });

  it('and given back there whole, or released, is charged as before', async () => {
    for (const how of ['refunded', 'released']) {
      const mine = await held('stripe');
      if (how === 'released') await till.stripe.paymentIntents.cancel(mine.ref);
      else {
        await till.stripe.paymentIntents.capture(mine.ref);
        await till.stripe.refunds.create({ payment_intent: mine.ref });
      }
      await look();
      expect((await billNow(mine)).elsewhere).toEqual([]);
      expect(await take('charge', mine, 8000)).toMatchObject({ value: { state: { name: 'done' } } });
    }
  });

  it('is nobody else’s doing where this desk captured it, at either provider', async () => {
    for (const provider of ['stripe', 'paysafe'] as const) {
      const mine = await held(provider, 6000);
      await desk.must('holds.capture', {
        ...{ ticket: randomUUID(), holdId: `${provider}:${mine.ref}`, amount: cad(6000), note: null },
      });
      await look();
      expect(await billNow(mine)).toMatchObject({ paid: 6000, elsewhere: [] });
      expect(await take('charge', mine, 2000)).toMatchObject({ value: { state: { name: 'done' } } });
    }
  });
});

describe('of the holds of a bill', () => {
  const orders = (...states: readonly (readonly [Operation['kind'], Operation['state']])[]) =>
    ({
      operations: states.map(([kind, state]) => ({
        ...{ kind, state, provider: 'stripe', amount: cad(8000) },
        targetId: kind === 'hold' ? null : 'stripe:pi_1',
      })),
    }) as unknown as Parameters<typeof ownHolds>[0];
  const hold = ['hold', { name: 'done', at: 1, reference: 'pi_1', moved: { held: 8000 } }] as const;

  it('a refund that is on its way hides nothing: what was captured elsewhere is said all the same', () => {
    const refund = ['refund', { name: 'pending', at: 2, reference: 're_1', moved: {} }] as const;
    expect(ownHolds(orders(hold, refund))).toEqual([{ paymentId: 'stripe:pi_1', captured: 0 }]);
  });

  it('one whose capture is not known yet is left out, one that was refused is not counted', () => {
    const why = { name: 'needs_person', at: 2, why: 'amount', evidence: {} } as const;
    expect(ownHolds(orders(hold, ['capture', why]))).toEqual([]);
    const refused = { name: 'rejected', at: 2, code: 'x', message: '', reference: null } as const;
    expect(ownHolds(orders(hold, ['capture', refused]))).toEqual([{ paymentId: 'stripe:pi_1', captured: 0 }]);
  });
});
