import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { ConsentCover } from '../../../src-main/contract/consent.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { MissedOffer, MissedRule } from '../../../src-main/contract/missed-visit.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { ReadyList } from '../../../src-main/contract/ready.ts';
import type { StepInView } from '../../../src-main/contract/repeat.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, salonPins, type Salon, type SalonDesk, type SalonName } from '../../support/salon.ts';

// A whole desk without its window: what a bill asks for when nobody came, who may ask for more, and that it is taken once.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const house: MissedRule = { fee: 'percent', amount: 0, percent: 50, cap: 6000, lateHours: 24 };
let salon: Salon;
let desk: SalonDesk;
let people: Client[];
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

interface Client {
  readonly customerId: string;
  readonly cardId: string;
  readonly other: string;
}

beforeAll(async () => {
  salon = await openSalon('missed');
  const till = stripeTill(salon.sandbox);
  people = [];
  for (let made = 0; made < 14; made += 1) {
    const saved = await till.save();
    const other = await till.saveSecond(saved);
    people.push({
      customerId: `stripe:${saved.customerRef}`,
      cardId: `stripe:${saved.cardRef}`,
      other: `stripe:${other.cardRef}`,
    });
  }
  desk = await salon.desk('Front 1');
  await desk.must('missed.setRule', house);
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

function client(): Client {
  const next = people.pop();
  if (!next) throw new Error('More people are needed than were made');
  return next;
}
const billOf = (customerId: string, total: number, day = '2026-11-18'): Promise<BillView> =>
  desk.must<BillView>('bills.make', {
    customerId,
    customerName: 'Élodie Côté-Tremblay',
    day,
    time: '10:15',
    service: 'Colour and cut',
    withWhom: 'Léa',
    lines: [],
    total,
    tax: null,
    note: null,
  });
const fee = (amount: number, stepIn: string | null = null) => ({ is: 'fee', amount, stepIn }) as const;
const noted = (bill: BillView, outcome: object, more: object = {}) => ({
  ticket: ticket(),
  billId: bill.id,
  version: bill.version,
  kind: 'no_show',
  outcome,
  ...more,
});
const note = (bill: BillView, outcome: object, more: object = {}) =>
  desk.must<BillView>('missed.note', noted(bill, outcome, more));
const chargeOf = (bill: BillView, cardId: string, amount: number, more: object = {}) => ({
  ticket: ticket(),
  customerId: bill.customerId,
  cardId,
  amount: cad(amount),
  tip: null,
  note: null,
  receiptEmail: null,
  cause: { purpose: 'no_show', billId: bill.id },
  ...more,
});
const charge = async (order: object): Promise<string> =>
  (await desk.must<OperationView>('payments.charge', order)).state.name;
const now = (bill: BillView): Promise<BillView> => desk.must<BillView>('bills.get', { id: bill.id });
const offer = (bill: BillView) => desk.must<MissedOffer>('missed.offer', { billId: bill.id });
const moneySent = async (): Promise<number> => {
  const response = await fetch(`${salon.sandbox.stripeUrl}/_control/requests`);
  const { requests } = (await response.json()) as { requests: { method: string; path: string }[] };
  return requests.filter(({ method, path }) => method === 'POST' && path.startsWith('/v1/payment_intents')).length;
};
async function stepInFor(
  order: { ticket: string; billId: string; fact: string; amount: number },
  by: SalonName = 'Sylvie',
) {
  const { id } = await desk.staff(by);
  return {
    staffId: id,
    pin: salonPins[by],
    reason: 'A whole afternoon was kept free',
    ticket: order.ticket,
    kind: 'fee',
    targetId: order.billId,
    amount: cad(order.amount),
    over: [{ why: 'fee', fact: order.fact }],
  };
}

describe('a visit that was missed', () => {
  it('asks for the house’s fee instead of what it would have cost; charged, nothing of it is left', async () => {
    const { customerId, cardId } = client();
    const bill = await billOf(customerId, 9000);
    expect(await offer(bill)).toMatchObject({ kind: 'no_show', most: 4500, currency: 'CAD' });
    const asked = await note(bill, fee(4500));
    expect(asked).toMatchObject({ total: 9000, remaining: 4500, state: 'due', version: bill.version + 1 });
    expect(asked.missed).toMatchObject({ kind: 'no_show', outcome: 'fee', fee: 4500, ruled: 4500, by: 'Maude' });
    // It was looked at as a bill for the visit: that is not what it is any more.
    const asBalance = chargeOf(asked, cardId, 4500, { cause: { purpose: 'balance', billId: bill.id } });
    expect(await desk.refusal('payments.charge', asBalance)).toMatchObject({ code: 'bill_missed' });
    expect(await desk.refusal('payments.charge', chargeOf(asked, cardId, 4600))).toMatchObject({ code: 'bill_over' });
    expect(await charge(chargeOf(asked, cardId, 4500))).toBe('done');
    expect(await now(bill)).toMatchObject({ paid: 4500, remaining: 0, over: 0, state: 'missed' });
    const again = await desk.refusal('payments.charge', chargeOf(asked, cardId, 4500));
    expect(again).toMatchObject({ code: 'bill_over', facts: { most: 0 } });
  });

  it('that is waived asks for nothing; why stands on the bill and in the history', async () => {
    const { customerId } = client();
    const waived = await note(await billOf(customerId, 9000), { is: 'waived', reason: 'Her child was ill' });
    expect(waived).toMatchObject({ remaining: 0, state: 'missed', over: 0, next: 'none' });
    expect(waived.missed).toMatchObject({ outcome: 'waived', fee: 0, ruled: 4500, reason: 'Her child was ill' });
    await desk.signIn('Sylvie');
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', {
      search: 'child was ill',
      before: null,
      limit: 5,
    });
    expect(rows[0]).toMatchObject({ what: 'fee_waived', detail: { bill: waived.code, let: 4500, kind: 'no_show' } });
    await desk.signIn('Maude');
    expect(await desk.refusal('missed.note', noted(waived, { is: 'waived', reason: '' }))).toMatchObject({
      code: 'bad_input',
    });
  });

  it('keeps a deposit against the fee; what is more than the fee is to be given back', async () => {
    const { customerId, cardId } = client();
    const bill = await billOf(customerId, 9000);
    await desk.must('bills.credit', { id: bill.id, kind: 'transfer', amount: 3000, note: 'deposit' });
    const asked = await note(await now(bill), fee(4500));
    expect(asked).toMatchObject({ paid: 3000, remaining: 1500, over: 0, state: 'due' });
    expect(await charge(chargeOf(asked, cardId, 1500))).toBe('done');
    const second = await billOf(client().customerId, 9000);
    await desk.must('bills.credit', { id: second.id, kind: 'transfer', amount: 6000, note: 'deposit' });
    expect(await note(await now(second), fee(4500))).toMatchObject({ remaining: 0, over: 1500, next: 'look' });
  });

  it('may ask for less than the rule, and for more only with a manager’s PIN for exactly that', async () => {
    const { customerId } = client();
    const bill = await billOf(customerId, 9000);
    const { fact } = await offer(bill);
    const wish = noted(bill, fee(7000));
    expect(await desk.refusal('missed.note', wish)).toMatchObject({
      code: 'fee_over_rule',
      facts: { most: 4500, currency: 'CAD' },
    });
    const given = { ticket: wish.ticket, billId: bill.id, fact, amount: 7000 };
    // The front desk steps in for nobody; what was not looked at is not passed either.
    expect(await desk.refusal('staff.stepIn', await stepInFor(given, 'Maude'))).toMatchObject({ code: 'not_allowed' });
    expect(await desk.refusal('staff.stepIn', await stepInFor({ ...given, fact: 'fee 1 other' }))).toMatchObject({
      code: 'fee_over_rule',
    });
    const { id } = await desk.must<StepInView>('staff.stepIn', await stepInFor(given));
    const other = { ...wish, outcome: fee(8000, id) };
    expect(await desk.refusal('missed.note', other)).toMatchObject({ code: 'step_in_void' });
    const allowed = await desk.must<BillView>('missed.note', { ...wish, outcome: fee(7000, id) });
    expect(allowed.missed).toMatchObject({ fee: 7000, ruled: 4500, stepIn: 'Sylvie' });
    // It lets one through, and not the next; nobody lets through more than the visit costs.
    const next = noted(allowed, fee(7100, id));
    expect(await desk.refusal('missed.note', next)).toMatchObject({ code: 'step_in_void' });
    const beyond = await stepInFor({ ...given, amount: 9100 });
    expect(await desk.refusal('staff.stepIn', beyond)).toMatchObject({ code: 'bill_over', facts: { most: 9000 } });
    expect(await note(allowed, fee(2000))).toMatchObject({ remaining: 2000 });
  });

  it('is charged only under a consent that names it, up to that consent’s cap', async () => {
    await desk.signIn('Hélène');
    await desk.must('consents.setRule', { rule: 'never' });
    const { customerId, cardId } = client();
    const visits = { purposes: ['this_visit', 'balance'], textId: 'visits', capEach: null };
    const agree = async (terms: object): Promise<void> => {
      const asked = { cardId, language: 'en', capTotal: null, endsOn: null, ...terms };
      const { shown } = await desk.must<{ shown: string }>('consents.draft', asked);
      await desk.must('consents.record', { ...asked, shown, way: 'verbal', witness: 'Noé', scan: null });
    };
    await agree(visits);
    const bill = await note(await billOf(customerId, 9000), fee(4500));
    expect(bill).toMatchObject({ next: 'ask_consent', card: { consent: 'none' } });
    expect(await desk.refusal('payments.charge', chargeOf(bill, cardId, 4500))).toMatchObject({
      code: 'consent_other_purpose',
    });
    await agree({ purposes: ['no_show'], textId: 'no_show', capEach: 4000 });
    const cover = await desk.must<ConsentCover>('consents.cover', { cardId, purpose: 'no_show', amount: cad(4500) });
    expect(cover.refusal).toMatchObject({ code: 'consent_over_cap', facts: { most: 4000 } });
    expect(await desk.refusal('payments.charge', chargeOf(bill, cardId, 4500))).toMatchObject({
      code: 'consent_over_cap',
    });
    expect(await charge(chargeOf(bill, cardId, 4000))).toBe('done');
    await desk.must('consents.setRule', { rule: 'free' });
    await desk.signIn('Maude');
  });

  it('has one fee: of two dialogs that both saw it left to pay only one takes it, on whichever card', async () => {
    const { customerId, cardId, other } = client();
    const bill = await note(await billOf(customerId, 9000), fee(4500));
    const before = await moneySent();
    const [first, second] = await Promise.all([
      desk.call<OperationView>('payments.charge', chargeOf(bill, cardId, 4500)),
      desk.call<OperationView>('payments.charge', chargeOf(bill, other, 3000)),
    ]);
    expect([first.ok, second.ok].filter(Boolean)).toHaveLength(1);
    expect((await moneySent()) - before).toBe(1);
    expect((await now(bill)).paid).toBe(first.ok ? 4500 : 3000);
  });

  it('takes no tip with a fee, and no fee for a visit whose time has not come', async () => {
    const { customerId, cardId } = client();
    const bill = await note(await billOf(customerId, 9000), fee(4500));
    const tipped = chargeOf(bill, cardId, 4500, { tip: 500 });
    expect(await desk.refusal('payments.charge', tipped)).toMatchObject({
      code: 'bad_input',
      facts: { field: 'tip' },
    });
    const later = await billOf(customerId, 9000, '2026-11-25');
    expect(await offer(later)).toMatchObject({ kind: null });
    expect(await desk.refusal('missed.note', noted(later, fee(4500)))).toMatchObject({ code: 'visit_not_come' });
    const early = chargeOf(later, cardId, 4500);
    expect(await desk.refusal('payments.charge', early)).toMatchObject({ code: 'bill_not_missed' });
  });

  it('called off within the house’s hours asks for the fee too, and is not waited for tomorrow', async () => {
    const { customerId } = client();
    const soon = await billOf(customerId, 9000, '2026-11-21');
    expect(await offer(soon)).toMatchObject({ kind: 'late_cancel', most: 4500 });
    expect(await desk.refusal('missed.note', noted(soon, fee(4500)))).toMatchObject({ code: 'visit_not_come' });
    const ready = () => desk.must<ReadyList>('bills.ready', { days: 1 });
    expect((await ready()).rows.map(({ billId }) => billId)).toContain(soon.id);
    const late = await note(soon, fee(4500), { kind: 'late_cancel' });
    expect(late).toMatchObject({ remaining: 4500, state: 'due', missed: { kind: 'late_cancel' } });
    expect((await ready()).rows.map(({ billId }) => billId)).not.toContain(soon.id);
  });

  it('that was a slip is taken back while no fee was taken, and asks for what the visit costs again', async () => {
    const { customerId, cardId } = client();
    const bill = await note(await billOf(customerId, 9000), fee(4500));
    const back = (of: BillView) => ({ billId: of.id, version: of.version, reason: 'She came at eleven' });
    const whole = await desk.must<BillView>('missed.takeBack', back(bill));
    expect(whole).toMatchObject({ remaining: 9000, missed: null, state: 'due' });
    expect(await desk.refusal('missed.takeBack', back(whole))).toMatchObject({ code: 'bill_not_missed' });
    const asked = await note(whole, fee(4500));
    expect(await charge(chargeOf(asked, cardId, 4500))).toBe('done');
    expect(await desk.refusal('missed.takeBack', back(asked))).toMatchObject({ code: 'fee_taken' });
  });

  it('that somebody noted meanwhile is looked at again, and its bill is neither changed nor cancelled', async () => {
    const { customerId } = client();
    const bill = await billOf(customerId, 9000);
    const asked = await note(bill, fee(4500));
    expect(await desk.refusal('missed.note', noted(bill, fee(4500)))).toMatchObject({ code: 'bill_changed' });
    const cancel = { id: bill.id, version: asked.version, reason: 'other' };
    expect(await desk.refusal('bills.cancel', cancel)).toMatchObject({ code: 'bill_missed' });
    const { rows } = await desk.must<{ rows: BillRow[] }>('bills.ofCustomer', { customerId });
    expect(rows[0]?.missed).toMatchObject({ outcome: 'fee', fee: 4500 });
  });

  it('charged, given back in full and asked for once more is a new charge at the provider', async () => {
    const { customerId, cardId } = client();
    const bill = await note(await billOf(customerId, 9000), fee(4500));
    const first = await desk.must<OperationView>('payments.charge', chargeOf(bill, cardId, 4500));
    const paymentId = first.state.name === 'done' ? `stripe:${first.state.reference}` : '';
    await desk.signIn('Sylvie');
    const refund = { ticket: ticket(), paymentId, amount: cad(4500), reason: 'she came after all' };
    expect((await desk.must<OperationView>('payments.refund', refund)).state.name).toBe('done');
    expect(await now(bill)).toMatchObject({ paid: 0, remaining: 4500 });
    const second = await desk.must<OperationView>('payments.charge', chargeOf(bill, cardId, 4500));
    expect(second.state).toMatchObject({ name: 'done' });
    expect(second.state.name === 'done' && second.state.reference).not.toBe(
      first.state.name === 'done' && first.state.reference,
    );
    await desk.signIn('Maude');
  });

  it('has a rule that only the owner sets; a fixed fee of nothing is no rule', async () => {
    expect(await desk.refusal('missed.setRule', house)).toMatchObject({ code: 'not_allowed' });
    await desk.signIn('Hélène');
    const none = { ...house, fee: 'fixed', amount: 0 };
    expect(await desk.refusal('missed.setRule', none)).toMatchObject({ code: 'bad_input' });
    await desk.must('missed.setRule', { ...house, fee: 'off' });
    const bill = await billOf(client().customerId, 9000);
    expect(await offer(bill)).toMatchObject({ kind: 'no_show', most: 0 });
    expect(await desk.refusal('missed.note', noted(bill, fee(1)))).toMatchObject({ code: 'fee_over_rule' });
    await desk.must('missed.setRule', house);
  });
});
