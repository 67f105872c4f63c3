import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { RunPreviewLine } from '../../../src-main/contract/bill-run.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { PayerGrant } from '../../../src-main/contract/payer.ts';
import type { ReadyList } from '../../../src-main/contract/ready.ts';
import type { Repeat, StepInView } from '../../../src-main/contract/repeat.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, salonPins, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: a mother's card pays for her child while she says so, and for nobody else.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const day = 86_400_000;
let salon: Salon;
let desk: SalonDesk;
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

interface Client {
  readonly id: string;
  readonly cardId: string;
}
const families: { readonly mother: Client; readonly child: Client }[] = [];

beforeAll(async () => {
  salon = await openSalon('payers');
  const till = stripeTill(salon.sandbox);
  const person = async (name: string): Promise<Client> => {
    const { customerRef, cardRef } = await till.save();
    await till.stripe.customers.update(customerRef, { name });
    return { id: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` };
  };
  for (const [mother, child] of [
    ['Marie Tremblay', 'Zoé Lavoie'],
    ['Odile Fortin', 'Noé Pelletier'],
    ['Anne Gagnon', 'Léa Bouchard'],
  ] as const)
    families.push({ mother: await person(mother), child: await person(child) });
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

function family(): { readonly mother: Client; readonly child: Client } {
  const next = families.pop();
  if (!next) throw new Error('More families are needed than were made');
  return next;
}
const lend = (from: Client, to: Client, endsOn: string | null = null) =>
  desk.must<PayerGrant>('payers.grant', { cardId: from.cardId, customerId: to.id, endsOn, how: 'At the desk' });
const page = ({ id }: Client) => desk.must<CustomerPage>('customers.get', { id });
const billOf = ({ id }: Client, total: number, on = '2026-11-20'): Promise<BillView> =>
  desk.must<BillView>('bills.make', {
    ...{ customerId: id, customerName: 'Made up', day: on, time: '10:15', service: 'Cut', withWhom: null },
    ...{ lines: [], total, tax: null, note: null },
  });
const chargeOf = (whom: Client, cardId: string, amount: number, bill: BillView | null = null) => ({
  ticket: ticket(),
  customerId: whom.id,
  cardId,
  amount: cad(amount),
  tip: null,
  note: null,
  receiptEmail: null,
  cause: { purpose: 'balance', billId: bill?.id ?? null },
});

/** Whom somebody is told to look at again before this card is charged for this person: all cards of these tests look the same. */
const sharing = async (whom: Client, cardId: string): Promise<readonly (string | undefined)[]> => {
  const asked = { customerId: whom.id, cardId, amount: cad(5000), tip: null, billId: null };
  const { doubts } = await desk.must<SureView>('payments.sure', asked);
  return doubts
    .filter(({ why }) => why === 'same_card')
    .map((doubt) => ('other' in doubt ? doubt.other.id : undefined));
};
/** Charges it, having looked again at all that stands out. */
async function charge(order: ReturnType<typeof chargeOf> & { readonly stepIn?: string }): Promise<OperationView> {
  const { customerId, cardId, amount, tip, cause } = order;
  const asked = { customerId, cardId, amount, tip, billId: cause.billId };
  const { doubts } = await desk.must<SureView>('payments.sure', asked);
  return desk.must<OperationView>('payments.charge', { ...order, sure: doubts.map(({ fact }) => fact) });
}

describe('a card of one customer', () => {
  it('pays for another only once its owner has lent it, and not any more once that is taken back', async () => {
    const { mother, child } = family();
    const before = chargeOf(child, mother.cardId, 4100);
    expect(await desk.refusal('payments.charge', before)).toMatchObject({ code: 'not_this_customer' });
    const grant = await lend(mother, child);
    expect(grant).toMatchObject({ ownerId: mother.id, customerId: child.id, state: 'ok', how: 'At the desk' });
    const twice = { cardId: mother.cardId, customerId: child.id, endsOn: null, how: 'again' };
    expect(await desk.refusal('payers.grant', twice)).toMatchObject({ code: 'payer_already' });
    expect(await desk.refusal('payers.grant', { ...twice, customerId: mother.id })).toMatchObject({
      code: 'payer_same_person',
    });

    const own = (await page(child)).cards.map(({ id }) => id);
    expect(own).not.toContain(mother.cardId);
    const [lent] = (await page(child)).lent;
    expect(lent).toMatchObject({ ownerName: 'Anne Gagnon', card: { id: mother.cardId, isDefault: false } });

    // Lent to one is not lent to another.
    const stranger = families[0]?.child ?? mother;
    expect(await desk.refusal('payments.charge', chargeOf(stranger, mother.cardId, 4100))).toMatchObject({
      code: 'not_this_customer',
    });

    const bill = await billOf(child, 4100);
    const charged = await charge(chargeOf(child, mother.cardId, 4100, bill));
    expect(charged).toMatchObject({ customerId: child.id, card: { owner: 'Anne Gagnon' }, state: { name: 'done' } });
    expect(await desk.must<BillView>('bills.get', { id: bill.id })).toMatchObject({ remaining: 0, state: 'paid' });
    // At the provider it is the mother's payment: it stands on her page too.
    const reference = charged.state.name === 'done' ? `stripe:${charged.state.reference}` : '';
    expect((await page(mother)).payments.map(({ id }) => id)).toContain(reference);

    await desk.must('payers.revoke', { id: grant.id, reason: 'She asked' });
    expect(await desk.refusal('payers.revoke', { id: grant.id, reason: null })).toMatchObject({ code: 'payer_gone' });
    expect((await page(child)).lent).toEqual([]);
    const after = chargeOf(child, mother.cardId, 4200, await billOf(child, 4200));
    expect(await desk.refusal('payments.charge', after)).toMatchObject({ code: 'not_this_customer' });
  });

  it('that was just charged for one of them is not charged again for the other within minutes, without a manager', async () => {
    const { mother, child } = family();
    expect(await sharing(child, child.cardId)).toContain(mother.id);
    await lend(mother, child);
    // One card in a family is no surprise; with strangers it still is.
    expect(await sharing(child, child.cardId)).not.toContain(mother.id);
    expect(await sharing(mother, mother.cardId)).not.toContain(child.id);
    expect(await sharing(child, child.cardId)).not.toEqual([]);
    const bill = await billOf(child, 5100);
    await charge(chargeOf(child, mother.cardId, 5100, bill));
    // The child again on a card of their own, the mother on hers, the child on hers for something else.
    for (const order of [
      chargeOf(child, child.cardId, 5100),
      chargeOf(mother, mother.cardId, 5100),
      chargeOf(child, mother.cardId, 5100),
    ])
      await expect(charge(order)).rejects.toThrow('repeat_needs_manager');
    // The dialog shows what stops it, so that a manager can look at it and step in.
    const about = { customerId: child.id, ask: false, billId: null, cardId: mother.cardId };
    const { repeats } = await desk.must<{ repeats: Repeat[] }>('payments.recent', about);
    expect(repeats.map(({ amount }) => amount.amount)).toEqual([5100]);
    const own = chargeOf(mother, mother.cardId, 5200);
    const theirs = { customerId: mother.id, ask: false, billId: null };
    const seen = await desk.must<{ repeats: Repeat[] }>('payments.recent', theirs);
    const ids = seen.repeats.map(({ id }) => id);
    const { id } = await desk.must<StepInView>('staff.stepIn', {
      staffId: (await desk.staff('Sylvie')).id,
      pin: salonPins.Sylvie,
      reason: 'Her own visit',
      ...{ ticket: own.ticket, kind: 'charge', targetId: mother.id, cardId: mother.cardId, amount: own.amount },
      over: ids.map((fact) => ({ why: 'repeat', fact })),
    });
    expect((await charge({ ...own, stepIn: id })).state.name).toBe('done');
    const both = await desk.must<{ repeats: Repeat[] }>('payments.recent', about);
    expect(both.repeats.map(({ amount }) => amount.amount).toSorted()).toEqual([5100, 5200]);
  });

  it('is charged under its own consents, is offered in bulk and to Ready, and is no surprise to whoever looks at two people with one card', async () => {
    const { mother, child } = family();
    const till = stripeTill(salon.sandbox);
    await till.stripe.paymentMethods.detach(child.cardId.slice('stripe:'.length));
    await desk.must('customers.refresh', { id: child.id });
    await desk.signIn('Hélène');
    await desk.must('consents.setRule', { rule: 'never' });
    await lend(mother, child, '2026-11-22');
    const bill = await billOf(child, 6100);
    expect(bill).toMatchObject({ card: { id: mother.cardId, label: { owner: 'Marie Tremblay' }, consent: 'none' } });
    const order = chargeOf(child, mother.cardId, 6100, bill);
    expect(await desk.refusal('payments.charge', order)).toMatchObject({ code: 'consent_missing' });
    const asked = {
      ...{ cardId: mother.cardId, purposes: ['this_visit', 'balance'], textId: 'visits', language: 'en' },
      ...{ capEach: null, capTotal: null, endsOn: null },
    };
    const { shown } = await desk.must<{ shown: string }>('consents.draft', asked);
    await desk.must('consents.record', { ...asked, shown, way: 'verbal', witness: 'Noé', scan: null });

    const tomorrow = await billOf(child, 6200, '2026-11-21');
    const { rows } = await desk.must<ReadyList>('bills.ready', { days: 1 });
    expect(rows.find(({ billId }) => billId === tomorrow.id)).toMatchObject({
      // Nothing else: it is there, it is agreed.
      reasons: [{ is: 'never_verified' }],
      card: { id: mother.cardId, label: { owner: 'Marie Tremblay' } },
    });
    const { lines } = await desk.must<{ lines: RunPreviewLine[] }>('billRuns.preview', { billIds: [bill.id] });
    expect(lines[0]).toMatchObject({
      cardId: mother.cardId,
      cards: [{ id: mother.cardId, label: { owner: 'Marie Tremblay' } }],
    });
    expect((await charge(order)).state.name).toBe('done');

    // Its last day is over: it pays for its owner alone.
    salon.pass(3 * day);
    await desk.signIn('Maude');
    const late = chargeOf(child, mother.cardId, 6200, tomorrow);
    expect(await desk.refusal('payments.charge', late)).toMatchObject({ code: 'not_this_customer' });
    const { given } = await desk.must<{ given: PayerGrant[] }>('payers.ofCustomer', { customerId: mother.id });
    expect(given).toMatchObject([{ state: 'ended', customerName: 'Zoé Lavoie' }]);
  });
});
