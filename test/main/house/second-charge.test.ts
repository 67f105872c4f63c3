import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { Repeat, StepInView } from '../../../src-main/contract/repeat.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, salonPins, type Salon, type SalonDesk, type SalonName } from '../../support/salon.ts';

// Whole desks without their windows on both embedded providers: what the window shows, what a manager's PIN opens, what stays shut.
const minute = 60_000;
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let till: { stripe: StripeTill; paysafe: PaysafeTill };
let front: SalonDesk;
let other: SalonDesk;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

beforeAll(async () => {
  salon = await openSalon('second-charge');
  till = { stripe: stripeTill(salon.sandbox), paysafe: paysafeTill(salon.sandbox) };
  front = await salon.desk('Front 1');
  other = await salon.desk('Desk 2');
  const saved = { stripe: [], paysafe: [] } as Record<'stripe' | 'paysafe', Client[]>;
  for (const [provider, many] of [
    ['stripe', 12],
    ['paysafe', 1],
  ] as const)
    for (let made = 0; made < many; made += 1) {
      const { customerRef, cardRef, payToken } = await till[provider].save();
      const customerId = `${provider}:${customerRef}`;
      saved[provider].push({ customerId, cardId: `${provider}:${cardRef}`, ref: customerRef, payToken });
    }
  for (const desk of [front, other]) {
    await desk.must('desk.refresh', {});
    for (const { ref } of saved.paysafe) await desk.must('customers.bringIn', { by: 'profileId', value: ref });
    await desk.signIn('Maude');
  }
  strangers = saved;
}, 120_000);
afterAll(() => salon.close());
let strangers: Record<'stripe' | 'paysafe', Client[]>;

interface Client {
  readonly customerId: string;
  readonly cardId: string;
  readonly ref: string;
  readonly payToken: string;
}
/** Somebody whom nobody has charged yet, known at both desks. */
function client(provider: 'stripe' | 'paysafe' = 'stripe'): Client {
  const next = strangers[provider].pop();
  if (!next) throw new Error('More clients are needed than were made');
  return next;
}
const chargeOf = ({ customerId, cardId }: Client, amount = 8000) => ({
  ticket: ticket(),
  customerId,
  cardId,
  amount: cad(amount),
  tip: null,
  note: null,
  receiptEmail: null,
});
async function stepInOf(
  desk: SalonDesk,
  order: { ticket: string; amount: { amount: number; currency: string } },
  more: {
    who?: SalonName;
    pin?: string;
    kind?: string;
    targetId: string;
    over: readonly { id: string }[];
  },
) {
  const who = more.who ?? 'Sylvie';
  return {
    staffId: (await desk.staff(who)).id,
    pin: more.pin ?? salonPins[who],
    reason: 'second visit today',
    ticket: order.ticket,
    kind: more.kind ?? 'charge',
    targetId: more.targetId,
    amount: order.amount,
    over: more.over.map(({ id }) => ({ why: 'repeat', fact: id })),
  };
}
const recent = async (desk: SalonDesk, customerId: string, ask = false): Promise<Repeat[]> =>
  (await desk.must<{ repeats: Repeat[] }>('payments.recent', { customerId, ask })).repeats;
const history = async (desk: SalonDesk): Promise<AuditLine[]> => {
  await desk.signIn('Hélène');
  const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 30 });
  await desk.signIn('Maude');
  return rows;
};
const charges = async ({ ref }: Client): Promise<number> =>
  (await till.stripe.stripe.paymentIntents.list({ customer: ref, limit: 100 })).data.filter(
    ({ status }) => status === 'succeeded',
  ).length;

describe('a person who was just charged', () => {
  it('is shown with who charged them, at which desk, when and how much; the next charge is refused with the same facts', async () => {
    const zoe = client();
    const first = await front.must<OperationView>('payments.charge', chargeOf(zoe));
    salon.pass(3 * minute);
    expect(await recent(front, zoe.customerId)).toEqual([
      {
        id: first.id,
        kind: 'charge',
        provider: 'stripe',
        amount: cad(8000),
        at: first.createdAt,
        from: 'records',
        staffName: 'Maude',
        desk: 'Front 1',
        state: 'done',
      },
    ]);
    expect(await front.refusal('payments.charge', chargeOf(zoe))).toMatchObject({
      code: 'repeat_needs_manager',
      facts: { id: first.id, by: 'Maude', desk: 'Front 1', amount: 8000, at: first.createdAt },
    });
    expect(await charges(zoe)).toBe(1);
  });

  it('is charged again once Sylvie gave her PIN: Maude stays signed in, trail and history say who, over what and why', async () => {
    const zoe = client();
    const first = await front.must<OperationView>('payments.charge', chargeOf(zoe));
    const order = chargeOf(zoe);
    const over = await recent(front, zoe.customerId);
    const given = await front.must<StepInView>(
      'staff.stepIn',
      await stepInOf(front, order, { targetId: zoe.customerId, over }),
    );
    expect(given).toMatchObject({ staffName: 'Sylvie', until: salon.now() + 5 * minute });
    const second = await front.must<OperationView>('payments.charge', { ...order, stepIn: given.id });
    expect(second).toMatchObject({ staffName: 'Maude', state: { name: 'done' } });
    expect(await charges(zoe)).toBe(2);
    const { trail } = await front.must<OperationDetail>('payments.get', { operationId: second.id });
    expect(trail.find(({ what }) => what === 'step_in')?.detail).toEqual({
      by: 'Sylvie',
      note: 'second visit today',
      over: first.id,
    });
    const lines = await history(front);
    expect(lines.find(({ what }) => what === 'step_in')).toMatchObject({
      outcome: 'done',
      staffName: 'Sylvie',
      desk: 'Front 1',
      detail: { person: 'Maude', amount: 8000, currency: 'CAD', over: first.id, note: 'second visit today' },
    });
    expect(lines.find(({ what, outcome }) => what === 'charge' && outcome === 'started')).toMatchObject({
      staffName: 'Maude',
      detail: { stepIn: 'Sylvie' },
    });
  });

  it('a manager who is at the desk herself gives her own PIN too', async () => {
    const zoe = client();
    await front.signIn('Sylvie');
    await front.must('payments.charge', chargeOf(zoe));
    expect(await front.refusal('payments.charge', chargeOf(zoe))).toMatchObject({ code: 'repeat_needs_manager' });
    const order = chargeOf(zoe);
    const over = await recent(front, zoe.customerId);
    const { id } = await front.must<StepInView>(
      'staff.stepIn',
      await stepInOf(front, order, { targetId: zoe.customerId, over }),
    );
    expect(await front.must('payments.charge', { ...order, stepIn: id })).toMatchObject({ state: { name: 'done' } });
  });

  it('a step-in over less than there is now is not taken, and nobody’s PIN is tried', async () => {
    const zoe = client();
    await front.must('payments.charge', chargeOf(zoe));
    const order = chargeOf(zoe);
    const asked = await stepInOf(front, order, { targetId: zoe.customerId, over: [], pin: '0009' });
    for (let times = 0; times < 6; times += 1)
      expect(await front.refusal('staff.stepIn', asked)).toMatchObject({ code: 'repeat_needs_manager' });
    expect((await front.staff('Sylvie')).lockedOut).toBe(false);
  });

  it('a hold counts like a charge, at Paysafe like at Stripe', async () => {
    const noemie = client('paysafe');
    const { tip: _tip, receiptEmail: _email, ...hold } = chargeOf(noemie, 5000);
    await front.must('holds.place', hold);
    expect(await front.refusal('payments.charge', chargeOf(noemie))).toMatchObject({
      code: 'repeat_needs_manager',
      facts: { kind: 'hold', provider: 'paysafe', amount: 5000 },
    });
  });
});

describe('what was done beside our own records', () => {
  const elsewhere = async (zoe: Client, amount = 8000) =>
    till.stripe.charge({ customerRef: zoe.ref, cardRef: '', payToken: zoe.payToken, instrument: 'card' }, amount);

  it('a charge on Stripe’s own site a moment ago is found when the dialog opens and stops ours', async () => {
    const zoe = client();
    const { paymentRef } = await elsewhere(zoe);
    expect(await recent(front, zoe.customerId)).toEqual([]);
    expect(await recent(front, zoe.customerId, true)).toMatchObject([
      { id: `stripe:${paymentRef}`, from: 'provider', staffName: null, desk: null, amount: cad(8000), state: 'done' },
    ]);
    expect(await front.refusal('payments.charge', chargeOf(zoe))).toMatchObject({
      code: 'repeat_needs_manager',
      facts: { from: 'provider', by: '' },
    });
    expect(await charges(zoe)).toBe(1);
  });

  it('a charge at a desk with records of its own is another desk’s, without a name', async () => {
    const zoe = client();
    await other.must('payments.charge', chargeOf(zoe, 6500));
    expect(await recent(front, zoe.customerId, true)).toMatchObject([{ from: 'other_desk', amount: cad(6500) }]);
    expect(await front.refusal('payments.charge', chargeOf(zoe))).toMatchObject({ code: 'repeat_needs_manager' });
    const order = chargeOf(zoe);
    const over = await recent(front, zoe.customerId);
    const { id } = await front.must<StepInView>(
      'staff.stepIn',
      await stepInOf(front, order, { targetId: zoe.customerId, over }),
    );
    expect(await front.must('payments.charge', { ...order, stepIn: id })).toMatchObject({ state: { name: 'done' } });
  });

  it('sixteen minutes old, it stops nobody; nor does one that the bank declined', async () => {
    const zoe = client();
    await elsewhere(zoe);
    for (let times = 0; times < 2; times += 1) {
      salon.pass(8 * minute);
      await front.must('session.touch', {});
    }
    await till.stripe.stripe.paymentIntents
      .create({
        amount: 4000,
        currency: 'cad',
        customer: zoe.ref,
        payment_method: (
          await till.stripe.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: zoe.ref })
        ).id,
        off_session: true,
        confirm: true,
      })
      .catch((error: unknown) => error);
    expect(await recent(front, zoe.customerId, true)).toEqual([]);
    expect(await front.must('payments.charge', chargeOf(zoe))).toMatchObject({ state: { name: 'done' } });
  });

  it('a provider that does not answer holds up no dialog: what main holds is shown after a few seconds', async () => {
    const zoe = client();
    const waits: number[] = [];
    // A desk whose patience ends at once, on a line on which the answer never comes.
    const hasty = await salon.desk('Hasty', { wait: async (ms) => void waits.push(ms) });
    await hasty.must('desk.refresh', {});
    salon.sandbox.faults.add({ method: 'GET', path: '/payment_intents', nth: 1, fault: 'hang', times: 1 });
    expect(await recent(hasty, zoe.customerId, true)).toEqual([]);
    expect(waits).toContain(3000);
  });

  it('a charge asks the provider nothing more than the charge itself', async () => {
    const zoe = client();
    const asked = (): number => front.log.filter((line) => line.startsWith('["request"')).length;
    const before = asked();
    await front.must('payments.charge', chargeOf(zoe));
    expect(asked()).toBe(before + 1);
  });
});

describe('a part refunded twice', () => {
  const refundOf = (paymentId: string, amount: number) => ({
    ticket: ticket(),
    paymentId,
    amount: cad(amount),
    reason: 'returned a product',
  });
  const refunds = async (paymentId: string): Promise<number[]> =>
    (await till.stripe.stripe.refunds.list({ payment_intent: paymentId.slice('stripe:'.length), limit: 100 })).data.map(
      ({ amount }) => amount,
    );
  async function paidBy(zoe: Client): Promise<string> {
    const operation = await front.must<OperationView>('payments.charge', chargeOf(zoe));
    if (operation.state.name !== 'done') throw new Error('The charge was not done');
    await front.signIn('Sylvie');
    return `stripe:${operation.state.reference}`;
  }

  it('is stopped, shown with who and when, and goes on with a PIN', async () => {
    const paymentId = await paidBy(client());
    const first = await front.must<OperationView>('payments.refund', refundOf(paymentId, 2000));
    const order = refundOf(paymentId, 2000);
    expect(await front.refusal('payments.refund', order)).toMatchObject({
      code: 'repeat_needs_manager',
      facts: { id: first.id, kind: 'refund', by: 'Sylvie', amount: 2000 },
    });
    const { repeats } = await front.must<{ repeats: Repeat[] }>('payments.refunded', { paymentId, ask: true });
    expect(repeats).toMatchObject([{ id: first.id, kind: 'refund', staffName: 'Sylvie' }]);
    const asked = await stepInOf(front, order, { kind: 'refund', targetId: paymentId, over: repeats });
    const { id } = await front.must<StepInView>('staff.stepIn', asked);
    expect(await front.must('payments.refund', { ...order, stepIn: id })).toMatchObject({ state: { name: 'done' } });
    expect(await refunds(paymentId)).toEqual([2000, 2000]);
  });

  it('made on Stripe’s own site is seen when the dialog opens', async () => {
    const paymentId = await paidBy(client());
    await till.stripe.stripe.refunds.create({ payment_intent: paymentId.slice('stripe:'.length), amount: 2000 });
    const { repeats } = await front.must<{ repeats: Repeat[] }>('payments.refunded', { paymentId, ask: true });
    expect(repeats).toMatchObject([{ kind: 'refund', from: 'provider', amount: cad(2000), at: null }]);
    expect(await front.refusal('payments.refund', refundOf(paymentId, 2000))).toMatchObject({
      code: 'repeat_needs_manager',
      facts: { from: 'provider' },
    } satisfies Partial<Failure>);
    expect(await refunds(paymentId)).toEqual([2000]);
    // Another sum, more than what went back there, is another refund.
    expect(await front.must('payments.refund', refundOf(paymentId, 2500))).toMatchObject({ state: { name: 'done' } });
  });
});

beforeEach(async () => {
  await front.signIn('Maude');
  await other.signIn('Maude');
});
