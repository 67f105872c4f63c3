import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ConsentView } from '../../../src-main/contract/consent.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { RecordsView } from '../../../src-main/contract/records.ts';
import { openDemoDesk, type DemoDesk } from './demo-desk.ts';

// What was paid on a bill, noted on it or taken back since a backup must not be asked for twice once that backup is put back.
let desk: DemoDesk;
beforeEach(async () => {
  desk = await openDemoDesk();
  await desk.signIn('owner');
}, 120_000);
afterEach(() => desk.close());

let tickets = 0;
const ticket = (): string => `66666666-2222-4333-8444-${String((tickets += 1)).padStart(12, '0')}`;
const view = (): Promise<RecordsView> => desk.call<RecordsView>('records.view');
const now = ({ id }: { id: string }): Promise<BillView> => desk.call<BillView>('bills.get', { id });

async function billFor(search: string, total: number): Promise<BillView> {
  const person = await desk.person(search);
  return desk.call<BillView>('bills.make', {
    customerId: person.id,
    customerName: person.name,
    day: new Date().toISOString().slice(0, 10),
    time: '10:15',
    service: 'Coloration',
    withWhom: 'Léa',
    lines: [],
    total,
    tax: null,
    note: null,
  });
}

async function orderFor(search: string, bill: BillView, { amount, tip = 0 }: { amount: number; tip?: number }) {
  const person = await desk.person(search);
  const card = person.cards.find(({ unusable }) => unusable === null);
  return {
    ticket: ticket(),
    customerId: card?.customerId,
    cardId: card?.id,
    amount: { amount: amount + tip, currency: 'CAD' },
    tip: tip || null,
    note: null,
    receiptEmail: null,
    cause: { purpose: 'balance', billId: bill.id },
  };
}

/** Each part is an order of its own for the bill: none is a repeat of another. */
async function pay(search: string, bill: BillView, of: { amount: number; tip?: number }): Promise<OperationView> {
  return desk.call<OperationView>('payments.charge', await orderFor(search, bill, of));
}

/** The newest backup is put back; `before`: what happened to the present records, past our code. */
async function restore(before: readonly string[] = []): Promise<void> {
  const [backup] = (await view()).backups;
  if (before.length > 0) await desk.meanwhile(() => before.forEach((statement) => desk.tamper(statement)));
  if (before.length > 0) await desk.signIn('owner');
  await desk.call('records.restore', { backup: backup?.name });
  await desk.signIn('owner');
}

/** Nobody can read any more what was written since the backup: the providers alone know what was taken. */
const nothingLeft = ['DELETE FROM operation', 'DELETE FROM operation_cause', 'DELETE FROM bill'];

describe('a bill that was paid since the backup', () => {
  it.each(['Haddad', 'D’Aoust'])(
    'of %s is paid again when the payment is found again at the provider: it is not charged twice',
    async (search) => {
      const bill = await billFor(search, 21_000);
      await desk.call('bills.credit', { id: bill.id, kind: 'cash', amount: 1_000, note: null });
      await desk.call('records.backUp');
      // In two parts: the key of the second follows from the first.
      await pay(search, bill, { amount: 8_000 });
      await pay(search, bill, { amount: 12_000 });
      expect(await now(bill)).toMatchObject({ state: 'paid', remaining: 0 });

      await restore(nothingLeft);
      expect(await now(bill)).toMatchObject({ state: 'paid', paid: 21_000, remaining: 0 });
      expect((await view()).unsettled).toEqual([]);
      expect(await desk.refusal('payments.charge', await orderFor(search, bill, { amount: 100 }))).toBe('bill_over');
    },
    120_000,
  );

  it('with a card that somebody lent is paid again when the payment is found under its owner', async () => {
    // At Paysafe, which is told neither a bill nor for whom it is.
    const search = 'D’Aoust';
    const [owner, client] = [await desk.person(search), await desk.person('Thibodeau')];
    const card = owner.cards.find(({ unusable }) => unusable === null);
    await desk.call('payers.grant', { cardId: card?.id, customerId: client.id, endsOn: null, how: 'At the desk' });
    const bill = await billFor('Thibodeau', 9_137);
    await desk.call('records.backUp');
    const order = {
      ...(await orderFor('Thibodeau', bill, { amount: 9_137 })),
      customerId: client.id,
      cardId: card?.id,
    };
    await desk.call<OperationView>('payments.charge', order);
    expect(await now(bill)).toMatchObject({ state: 'paid', remaining: 0 });

    await restore(nothingLeft);
    expect(await now(bill)).toMatchObject({ state: 'paid', paid: 9_137, remaining: 0 });
    const again = { ...order, ticket: ticket(), amount: { amount: 100, currency: 'CAD' } };
    expect(await desk.refusal('payments.charge', again)).toBe('bill_over');
  }, 120_000);

  it('as the fee of a missed visit asks for that fee and for no second one when the payment is found again', async () => {
    const search = 'D’Aoust';
    const today = await billFor(search, 9_200);
    const bill = await desk.call<BillView>('bills.change', {
      ...{ id: today.id, version: today.version, customerId: today.customerId, customerName: today.customerName },
      ...{ day: '2026-01-09', time: null, service: 'Coloration', withWhom: null },
      ...{ lines: [], total: 9_200, tax: null, note: null },
    });
    const noted = { ticket: ticket(), billId: bill.id, version: bill.version, kind: 'no_show' };
    await desk.call('missed.note', { ...noted, outcome: { is: 'fee', amount: 4_600, stepIn: null } });
    await desk.call('records.backUp');
    await desk.call('consents.setRule', { rule: 'free' });
    const order = await orderFor(search, bill, { amount: 4_600 });
    await desk.call('payments.charge', { ...order, cause: { purpose: 'no_show', billId: bill.id } });
    expect(await now(bill)).toMatchObject({ state: 'missed', paid: 4_600, remaining: 0 });

    await restore(nothingLeft);
    expect(await now(bill)).toMatchObject({ state: 'missed', paid: 4_600, remaining: 0 });
  }, 120_000);

  it.each(['Haddad', 'D’Aoust'])(
    'of %s and lost itself is not due when it is typed again, until somebody says which payment was for it',
    async (search) => {
      await desk.call('records.backUp');
      const lost = await billFor(search, 9_000);
      await pay(search, lost, { amount: 9_000 });
      const [other, fresh] = [await billFor('Thibodeau', 5_000), search === 'Haddad' ? 'D’Aoust' : 'Haddad'];
      await restore(nothingLeft);
      expect(await desk.refusal('bills.get', { id: other.id })).toBe('unknown_id');

      const typed = await billFor(search, 9_000);
      expect(await now(typed)).toMatchObject({ state: 'checking' });
      expect(await desk.refusal('payments.charge', await orderFor(search, typed, { amount: 9_000 }))).toBe(
        'bill_unsettled',
      );
      expect(await desk.refusal('bills.credit', { id: typed.id, kind: 'cash', amount: 100, note: null })).toBe(
        'bill_unsettled',
      );
      // Somebody else's bill is none of this.
      expect(await now(await billFor(fresh, 4_000))).toMatchObject({ state: 'due' });

      const [waiting] = (await view()).unsettled;
      expect(waiting).toMatchObject({
        amount: { amount: 9_000 },
        bills: expect.arrayContaining([expect.objectContaining({ id: typed.id, code: typed.code })]),
      });
      const settled = await desk.call<RecordsView>('records.settle', {
        operationId: waiting?.operationId,
        billId: typed.id,
      });
      expect(settled.unsettled).toEqual([]);
      expect(await now(typed)).toMatchObject({ state: 'paid', paid: 9_000, remaining: 0 });
      expect(await desk.refusal('payments.charge', await orderFor(search, typed, { amount: 100 }))).toBe('bill_over');
    },
    120_000,
  );

  it('and lost, which somebody says was none of these: then these are due, and it is said only once', async () => {
    await desk.call('records.backUp');
    const lost = await billFor('Haddad', 9_000);
    await pay('Haddad', lost, { amount: 9_000 });
    await restore(nothingLeft);
    const typed = await billFor('Haddad', 4_000);
    const [waiting] = (await view()).unsettled;
    const none = { operationId: waiting?.operationId, billId: null };
    await desk.call('records.settle', none);
    expect(await now(typed)).toMatchObject({ state: 'due', remaining: 4_000 });
    expect(await desk.refusal('records.settle', none)).toBe('unknown_id');
    // A second look at the providers does not ask again.
    await desk.call('records.rebuild', { span: 'week' });
    expect((await view()).unsettled).toEqual([]);
    await desk.signIn('front_desk');
    expect(await desk.refusal('records.settle', none)).toBe('not_allowed');
  }, 120_000);

  it('comes over from the file that was set aside with its tip, its cash and its payment as they were', async () => {
    await desk.call('records.backUp');
    const bill = await billFor('Haddad', 12_000);
    await desk.call('bills.credit', { id: bill.id, kind: 'cash', amount: 2_000, note: 'enveloppe' });
    await pay('Haddad', bill, { amount: 10_000, tip: 1_500 });
    const before = await now(bill);
    await restore();
    expect(await now(bill)).toEqual(before);
    expect(before).toMatchObject({ state: 'paid', tips: 1_500, over: 0 });
    expect((await view()).lastRun?.takenOver).toMatchObject({ operations: 1, bills: 1, credits: 1, damagedOthers: 0 });
    expect((await view()).damaged).toBe(false);
  }, 120_000);

  it('follows its payment: one that was still unknown in the backup and is done since', async () => {
    const bill = await billFor('D’Aoust', 14_100);
    await desk.control('paysafe', 'fault', { method: 'POST', path: '/auths$', nth: 1, fault: 'drop-after' });
    const open = await pay('D’Aoust', bill, { amount: 14_100 });
    expect(open.state.name).toBe('unknown');
    await desk.call('records.backUp');
    await desk.call('payments.askNow', { operationId: open.id });
    expect(await now(bill)).toMatchObject({ state: 'paid' });
    await restore();
    expect(await now(bill)).toMatchObject({ state: 'paid', remaining: 0 });
    expect((await desk.operations()).map(({ id, state }) => [id, state.name])).toEqual([[open.id, 'done']]);
  }, 120_000);

  it('was changed or called off since: its newer state counts', async () => {
    const [changed, off] = [await billFor('Haddad', 5_000), await billFor('Haddad', 6_000)];
    await desk.call('records.backUp');
    await desk.call('bills.cancel', { id: off.id, version: off.version, reason: 'malade' });
    const { customerId, customerName, visit, version } = changed;
    const words = { customerId, customerName, ...visit, lines: [], tax: null, note: null };
    await desk.call('bills.change', { id: changed.id, version, ...words, total: 7_000 });
    await restore();
    expect(await now(off)).toMatchObject({ state: 'cancelled' });
    expect(await now(changed)).toMatchObject({ total: 7_000 });
  }, 120_000);
});

describe('what else was noted since the backup', () => {
  it('a consent that was withdrawn stays withdrawn, and a new one is there', async () => {
    const person = await desk.person('Haddad');
    const [card] = person.cards;
    const asked = {
      cardId: card?.id,
      purposes: ['balance'],
      textId: 'visits',
      language: 'fr',
      capEach: null,
      capTotal: null,
      endsOn: null,
    };
    const { shown } = await desk.call<{ shown: string }>('consents.draft', asked);
    const record = async (): Promise<ConsentView> =>
      desk.call<ConsentView>('consents.record', { ...asked, shown, way: 'verbal', witness: 'Noé', scan: null });
    const ofPerson = async () =>
      (await desk.call<{ consents: ConsentView[] }>('consents.ofCustomer', { customerId: person.id })).consents;
    const old = await record();
    await desk.call('records.backUp');
    await desk.call('consents.withdraw', { id: old.id, reason: 'carte volée' });
    await record();
    const before = await ofPerson();
    await restore();
    expect(await ofPerson()).toEqual(before);
  }, 120_000);

  it('somebody who may not come in any more still may not', async () => {
    await desk.call('records.backUp');
    const { staff } = await desk.call<{ staff: { id: string; role: string }[] }>('staff.list');
    const gone = staff.find(({ role }) => role === 'front_desk');
    await desk.call('staff.change', { id: gone?.id, active: false });
    await restore();
    const after = await desk.call<{ staff: { id: string; active: boolean }[] }>('staff.list');
    expect(after.staff.find(({ id }) => id === gone?.id)?.active ?? false).toBe(false);
  }, 120_000);
});

describe('a backup in which somebody took cash off a bill', () => {
  it.each([
    ['edited', `UPDATE bill_credit SET amount = 100`],
    ['taken out', `DELETE FROM bill_credit`],
  ])(
    '%s is not put back',
    async (what, statement) => {
      const bill = await billFor('Haddad', 12_000);
      await desk.call('bills.credit', { id: bill.id, kind: 'cash', amount: 2_000, note: null });
      await desk.call('records.backUp');
      const [backup] = (await view()).backups;
      const database = new Database(join(dirname(desk.ledgerFile), 'backups', backup?.name ?? ''));
      expect(database.prepare(statement).run().changes, what).toBeGreaterThan(0);
      database.close();
      expect(await desk.refusal('records.restore', { backup: backup?.name })).toBe('backup_damaged');
    },
    120_000,
  );
});
