import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { Reply } from '../../../src-main/contract/failure.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { PageLinkView } from '../../../src-main/contract/page-link.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { submit, typed } from '../sandbox/browser.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { billAt, look, readFile } from './filed-bills.ts';

// Two desks with records of their own have the same bill from the same file. What one of them took for it in any way, the other one does not take again.
let salon: Salon;
let till: StripeTill;
let one: SalonDesk;
let two: SalonDesk;
let bills = 0;
beforeAll(async () => {
  salon = await openSalon('bill-on-another-card');
  till = stripeTill(salon.sandbox);
  [one, two] = [await salon.desk('Front 1'), await salon.desk('Front 2')];
}, 120_000);
afterAll(() => salon.close());

interface Client {
  readonly customerId: string;
  readonly customerRef: string;
  /** two cards of theirs */
  readonly cards: readonly [string, string];
  readonly ref: string;
}
async function client(): Promise<Client> {
  bills += 1;
  const [ref, email] = [`R-${bills}`, `zoe${bills}@example.com`];
  const made = await till.stripe.customers.create({ name: 'Zoé Roy', email });
  const card = async (kind: string): Promise<string> =>
    `stripe:${(await till.stripe.paymentMethods.attach(kind, { customer: made.id })).id}`;
  const cards = [await card('pm_card_visa'), await card('pm_card_mastercard')] as const;
  for (const desk of [one, two]) {
    await look(desk);
    await readFile(desk, { ref, name: 'Zoé Roy', email });
  }
  return { customerId: `stripe:${made.id}`, customerRef: made.id, cards, ref };
}
interface Wish {
  readonly kind?: 'charge' | 'hold';
  readonly card?: 0 | 1;
  readonly amount?: number;
  readonly tip?: number;
}
async function tries(
  desk: SalonDesk,
  { customerId, cards, ref }: Client,
  { kind = 'charge', card = 0, amount = 8000, tip = 0 }: Wish,
): Promise<Reply<OperationView>> {
  const { id: billId } = await billAt(desk, ref);
  const base = { customerId, cardId: cards[card], amount: { amount: amount + tip, currency: 'CAD' } };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...base, tip: tip || null, billId });
  const order = {
    ...{ ticket: randomUUID(), ...base, note: null, cause: { purpose: 'balance', billId } },
    sure: doubts.map(({ fact }) => fact),
  };
  return kind === 'hold'
    ? desk.call<OperationView>('holds.place', order)
    : desk.call<OperationView>('payments.charge', { ...order, tip: tip || null, receiptEmail: null });
}
async function takes(desk: SalonDesk, who: Client, wish: Wish): Promise<string> {
  const reply = await tries(desk, who, wish);
  if (!reply.ok || reply.value.state.name !== 'done') throw new Error(JSON.stringify(reply));
  return reply.value.state.reference;
}
const intents = async ({ customerRef }: Client): Promise<string[]> =>
  (await till.stripe.paymentIntents.list({ customer: customerRef, limit: 100 })).data
    .map(({ status, amount }) => `${status} ${amount}`)
    .toSorted();
const later = async (): Promise<void> => {
  salon.pass(2 * 3_600_000);
  await look(two);
};

describe('a bill of a file that another desk charged', () => {
  it.each([
    ['on another card', { card: 1 }],
    ['with a tip', { tip: 1200 }],
    ['in part', { amount: 3000 }],
  ] as const)('%s is not charged again: staff read what was taken, and when', async (_how, first) => {
    const someone = await client();
    await takes(one, someone, first);
    await later();
    const most = 'tip' in first ? 9200 : 'amount' in first ? 3000 : 8000;
    expect(await tries(two, someone, {})).toMatchObject({
      failure: { code: 'bill_taken', facts: { provider: 'stripe', most, currency: 'CAD' } },
    });
    expect(await tries(two, someone, { kind: 'hold' })).toMatchObject({ failure: { code: 'bill_taken' } });
    expect(await intents(someone)).toHaveLength(1);
  });

  it('by capturing a hold is not charged again, nor is it while the hold stands', async () => {
    const someone = await client();
    const ref = await takes(one, someone, { kind: 'hold' });
    await later();
    expect(await tries(two, someone, {})).toMatchObject({ failure: { code: 'bill_held', facts: { most: 8000 } } });
    await look(one);
    await one.must('holds.capture', {
      ...{ ticket: randomUUID(), holdId: `stripe:${ref}`, amount: { amount: 8000, currency: 'CAD' }, note: null },
    });
    await later();
    expect(await tries(two, someone, {})).toMatchObject({ failure: { code: 'bill_taken', facts: { most: 8000 } } });
    expect(await intents(someone)).toEqual(['succeeded 8000']);
  });

  it('nor while a hold stands that took the place of another one, whichever of the two came first', async () => {
    for (const first of ['new', 'release']) {
      const someone = await client();
      const [customerId, cardId] = [someone.customerId, someone.cards[0]];
      const holdId = `stripe:${await takes(one, someone, { kind: 'hold' })}`;
      const amount = { amount: 7000, currency: 'CAD' };
      const { id: billId } = await billAt(one, someone.ref);
      const { doubts } = await one.must<SureView>('payments.sure', { customerId, cardId, amount, tip: null, billId });
      const { id } = await one.must<OperationView>('holds.replace', {
        ...{ ticket: randomUUID(), holdId, cardId, first, amount, note: null, sure: doubts.map(({ fact }) => fact) },
      });
      const steps = async (): Promise<string[]> =>
        (await one.must<OperationDetail>('payments.get', { operationId: id })).group.map(({ state }) => state.name);
      await expect.poll(steps, { timeout: 20_000 }).toEqual(['done', 'done']);
      await later();
      expect(await tries(two, someone, {})).toMatchObject({ failure: { code: 'bill_held', facts: { most: 7000 } } });
    }
  });

  it('is charged where that was declined, released or given back whole since', async () => {
    const someone = await client();
    const ref = await takes(one, someone, { kind: 'hold', card: 1 });
    await one.must('holds.release', { ticket: randomUUID(), holdId: `stripe:${ref}`, note: null });
    await later();
    await takes(two, someone, {});
    expect(await intents(someone)).toEqual(['canceled 8000', 'succeeded 8000']);
  });

  it('the desk that charged it goes on with its own parts: nothing of its own stops it', async () => {
    const someone = await client();
    await takes(one, someone, { amount: 3000 });
    salon.pass(2 * 3_600_000);
    await look(one);
    await takes(one, someone, { amount: 5000, card: 1 });
    expect(await billAt(one, someone.ref)).toMatchObject({ paid: 8000, state: 'paid' });
  });
});

describe('what another desk took for a bill', () => {
  const put = (desk: SalonDesk, id: string, paymentId: string) =>
    desk.call<BillView>('bills.creditElsewhere', { id, paymentId });

  it('stands on its page, and once somebody put it on the bill the rest can be charged, at both desks the same', async () => {
    const someone = await client();
    const ref = await takes(one, someone, { amount: 3000, card: 1 });
    await later();
    const bill = await billAt(two, someone.ref);
    const shown = { paymentId: `stripe:${ref}`, is: 'taken', amount: 3000, card: { lastFour: '4444' } };
    expect(bill).toMatchObject({ paid: 0, remaining: 8000, elsewhere: [{ ...shown, creditId: null }] });
    const after = await put(two, bill.id, `stripe:${ref}`);
    expect(after).toMatchObject({ ok: true, value: { paid: 3000, remaining: 5000, elsewhere: [shown] } });
    expect(after.ok && after.value.elsewhere[0]?.creditId).toBe(after.ok && after.value.credits[0]?.id);
    const rest = await takes(two, someone, { amount: 5000 });
    // The first desk has as much paid by now, so it has the very key: that charge is on its bill, and nothing moves.
    salon.pass(2 * 3_600_000);
    await look(one);
    expect(await tries(one, someone, { amount: 5000 })).toMatchObject({
      value: { state: { name: 'done', elsewhere: true, reference: rest } },
    });
    expect(await intents(someone)).toEqual(['succeeded 3000', 'succeeded 5000']);
    await two.signIn('Hélène');
    const { rows } = await two.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 20 });
    expect(rows.find(({ what }) => what === 'bill_credit')?.detail).toMatchObject({ amount: 3000, kind: 'provider' });
  });

  it('with a tip counts for what the bill asks, and is put on it once', async () => {
    const someone = await client();
    const ref = await takes(one, someone, { tip: 1200 });
    await later();
    const { id } = await billAt(two, someone.ref);
    expect(await put(two, id, `stripe:${ref}`)).toMatchObject({ value: { paid: 8000, over: 0, state: 'paid' } });
    expect(await put(two, id, `stripe:${ref}`)).toMatchObject({ failure: { code: 'unknown_id' } });
  });

  it('that was given back there since is not put on it', async () => {
    const someone = await client();
    const ref = await takes(one, someone, { card: 1 });
    await later();
    const { id } = await billAt(two, someone.ref);
    await till.stripe.refunds.create({ payment_intent: ref });
    expect(await put(two, id, `stripe:${ref}`)).toMatchObject({ failure: { code: 'unknown_id' } });
    expect(await billAt(two, someone.ref)).toMatchObject({ paid: 0, elsewhere: [] });
    await takes(two, someone, {});
  });

  it('and is only held is not put on it, nor is what is no payment of this bill, or was paid here', async () => {
    const [someone, other] = [await client(), await client()];
    const held = await takes(one, someone, { kind: 'hold' });
    const own = await takes(two, other, {});
    await later();
    const { id } = await billAt(two, someone.ref);
    for (const ref of [held, own, 'pi_nobody'])
      expect(await put(two, id, `stripe:${ref}`)).toMatchObject({ failure: { code: 'unknown_id' } });
    expect((await billAt(two, someone.ref)).elsewhere).toMatchObject([{ is: 'held', amount: 8000 }]);
    expect((await billAt(two, other.ref)).elsewhere).toEqual([]);
    await look(one);
    expect((await billAt(one, someone.ref)).elsewhere).toEqual([]);
  });

  const page = async (
    desk: SalonDesk,
    someone: Client,
  ): Promise<Reply<{ address: string | null; link: PageLinkView }>> =>
    desk.call('links.make', {
      ...{ ticket: randomUUID(), provider: 'stripe', kind: 'payment', customerId: someone.customerId },
      ...{ customerName: 'Zoé Roy', billId: (await billAt(desk, someone.ref)).id, email: null, language: 'fr' },
      ...{ save: 'never', purpose: 'balance', agreement: null, minutes: 60 },
      price: { is: 'remaining', amount: 8000, currency: 'CAD' },
    });

  it('stops a page for it as well', async () => {
    const someone = await client();
    await takes(one, someone, { card: 1 });
    await later();
    expect(await page(two, someone)).toMatchObject({ failure: { code: 'bill_taken' } });
  });

  it('may have been paid on a page of that desk’s: it is found all the same', async () => {
    const someone = await client();
    const made = await page(one, someone);
    await submit((made.ok && made.value.address) || '', typed);
    await later();
    expect(await tries(two, someone, {})).toMatchObject({ failure: { code: 'bill_taken', facts: { most: 8000 } } });
    expect(await intents(someone)).toEqual(['succeeded 8000']);
    // At the desk whose page it was it is nobody else's doing.
    await look(one);
    expect(await billAt(one, someone.ref)).toMatchObject({ elsewhere: [] });
    if (made.ok) await one.must('links.show', { id: made.value.link.id });
    expect(await billAt(one, someone.ref)).toMatchObject({ paid: 8000, elsewhere: [] });
  });
});
