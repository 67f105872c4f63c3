import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { PaymentChain, Receipt } from '../../../src-main/contract/receipt.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { noPdfReader, pagesOfPdf } from '../../support/pdf-text.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: what a client is given of each order, and what became of the payment behind it.
let salon: Salon;
let desk: SalonDesk;
let till: StripeTill;
let who: { customerId: string; cardId: string };
const clients: (typeof who)[] = [];
let tickets = 0;
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

beforeAll(async () => {
  salon = await openSalon('receipts');
  till = stripeTill(salon.sandbox);
  for (let made = 0; made < 7; made += 1) {
    const { customerRef, cardRef } = await till.save();
    clients.push({ customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` });
  }
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
});
afterAll(() => salon.close());

/** Another client each time: what was done before is no repeat of what comes. */
function another(): void {
  const next = clients.pop();
  if (!next) throw new Error('More clients are needed than were made');
  who = next;
}
function charge(amount: number, tip: number | null = null): Promise<OperationView> {
  another();
  return desk.must('payments.charge', {
    ...{ ticket: ticket(), ...who, amount: cad(amount), tip, note: null, receiptEmail: null },
  });
}
const refund = (paymentId: string, amount: number): Promise<OperationView> =>
  desk.must('payments.refund', { ticket: ticket(), paymentId, amount: cad(amount), reason: 'too warm' });
const receipt = (operation: OperationView, language: 'en' | 'fr' | null = 'en'): Promise<Receipt> =>
  desk.must('receipts.show', { operationId: operation.id, language });
const chain = (operation: OperationView): Promise<PaymentChain> =>
  desk.must('receipts.chain', { operationId: operation.id });
const paymentOf = ({ state }: OperationView): string => `stripe:${state.name === 'done' ? state.reference : ''}`;
const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const factsOf = ({ facts }: Receipt): Record<string, string> =>
  Object.fromEntries(facts.map(({ label, value }) => [plain(label), plain(value)]));

describe('a receipt', () => {
  it('of a charge says how much, its tip, the card by its last four, when with the zone, and both references', async () => {
    const done = await charge(9240, 1240);
    const given = await receipt(done);
    expect(given).toMatchObject({ title: 'Receipt', what: 'Charged to the card', house: 'Atelier' });
    expect(given.to).toBe('elodie@example.com');
    expect(factsOf(given)).toEqual({
      Amount: '$92.40',
      'Of it, the tip': '$12.40',
      Card: 'Visa 4242',
      'Date and time': 'Friday, November 20, 2026, 4:42 p.m. UTC',
      Customer: 'Élodie Côté-Tremblay',
      Reference: done.code,
      'Reference at Stripe': paymentOf(done).slice('stripe:'.length),
      Establishment: 'Atelier',
    });
    expect(factsOf(await receipt(done, 'fr'))).toMatchObject({ Montant: '92,40 $', 'Dont pourboire': '12,40 $' });
  });

  it('of a refund names the charge it is of; the charge’s own then says what went back', async () => {
    const done = await charge(8000);
    const back = await refund(paymentOf(done), 3000);
    const given = await receipt(back);
    expect(given).toMatchObject({ title: 'Receipt of a refund', what: 'Given back to the card' });
    expect(factsOf(given)).toMatchObject({
      Amount: '$30.00',
      'Refund of': `Charge of $80.00, Friday, November 20, 2026, 4:42 p.m. UTC, ${done.code}`,
    });
    expect((await receipt(done)).lines.map(({ text }) => text)).toEqual(['Refunded: $30.00']);
  });

  it('of a hold says that nothing was charged; of its capture what was taken, what was given back, and of which hold', async () => {
    another();
    const place = { ticket: ticket(), ...who, amount: cad(23_000), note: null };
    const held = await desk.must<OperationView>('holds.place', place);
    const given = await receipt(held);
    expect(given).toMatchObject({ title: 'Amount held, not charged' });
    expect(given.what).toContain('nothing was charged');
    expect(factsOf(given)['Held until']).toMatch(/2026/);
    const holdId = paymentOf(held);
    const taken = await desk.must<OperationView>('holds.capture', {
      ...{ ticket: ticket(), holdId, amount: cad(19_546), note: null },
    });
    expect(factsOf(await receipt(taken))).toMatchObject({
      Amount: '$195.46',
      'Given back of the amount held': '$34.54',
      'From the hold of': expect.stringContaining('Hold of $230.00'),
    });
  });

  it('is not made of what was declined, and its paper and its draft are in the history', async () => {
    const { customerRef, cardRef } = await till.saveAs('pm_card_chargeCustomerFail');
    salon.pass(60_000);
    await desk.must('desk.refresh', {});
    const no = await desk.must<OperationView>('payments.charge', {
      ...{ ticket: ticket(), customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}`, amount: cad(500) },
      ...{ tip: null, note: null, receiptEmail: null },
    });
    expect(no.state.name).toBe('declined');
    const asked = { operationId: no.id, language: null };
    expect(await desk.refusal('receipts.show', asked)).toMatchObject({ code: 'no_receipt' });
    expect(await desk.refusal('receipts.save', asked)).toMatchObject({ code: 'no_receipt' });
    const good = await charge(1234);
    await desk.must('receipts.save', { operationId: good.id, language: 'fr' });
    await desk.must('receipts.write', { operationId: good.id, language: null });
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 3 });
    expect(rows.slice(0, 2).map(({ what }) => what)).toEqual(['receipt_letter', 'receipt_saved']);
    const saved = desk.documents.at(-1);
    expect(saved?.name).toBe(`recu-${good.code}-2026-11-20.pdf`);
    if (noPdfReader() !== undefined || !saved) return;
    const [page = ''] = pagesOfPdf(saved.bytes);
    for (const words of ['Reçu', 'Débité sur la carte', '12,34 $', 'Visa 4242', good.code, 'Atelier'])
      expect(plain(page)).toContain(words);
  });
});

describe('what became of a payment', () => {
  it('is told from any of its orders: who took and gave back what, and what can still go back', async () => {
    const done = await charge(10_000);
    const first = await refund(paymentOf(done), 2500);
    const second = await refund(paymentOf(done), 1500);
    for (const one of [done, first, second]) {
      const told = await chain(one);
      expect(told.original?.id).toBe(done.id);
      expect(told.steps.map(({ id }) => id)).toEqual([first.id, second.id]);
      expect(told.steps.map(({ staffName }) => staffName)).toEqual(['Sylvie', 'Sylvie']);
      expect(told).toMatchObject({ elsewhere: null, refundable: cad(6000) });
    }
  });

  it('counts what was given back on the provider’s own site, once its list says so', async () => {
    const done = await charge(5000);
    const ref = paymentOf(done).slice('stripe:'.length);
    await till.stripe.refunds.create({ payment_intent: ref, amount: 1000 });
    salon.pass(60_000);
    await desk.must('desk.refresh', {});
    expect(await chain(done)).toMatchObject({ elsewhere: cad(1000), refundable: cad(4000), steps: [] });
  });

  it('of a payment that was made elsewhere has no order of ours at its beginning', async () => {
    const intent = await till.stripe.paymentIntents.create({
      ...{ amount: 7000, currency: 'cad', customer: who.customerId.slice(7), payment_method: who.cardId.slice(7) },
      ...{ confirm: true, off_session: true, allowed_payment_method_types: ['card'] },
    });
    salon.pass(60_000);
    await desk.must('desk.refresh', {});
    const back = await refund(`stripe:${intent.id}`, 2000);
    expect(await chain(back)).toMatchObject({ original: null, payment: { amount: cad(7000) }, refundable: cad(5000) });
    expect(factsOf(await receipt(back))['Refund of']).toContain(`Payment of $70.00`);
  });
});
