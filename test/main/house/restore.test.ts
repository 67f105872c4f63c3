import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { RecordsView } from '../../../src-main/contract/records.ts';
import type { SessionState } from '../../../src-main/contract/staff.ts';
import { openDemoDesk, type DemoDesk } from './demo-desk.ts';

// A backup that is put back on the real desk, and all that happened since found again: from the file set aside, and from the providers.
let desk: DemoDesk;
beforeEach(async () => {
  desk = await openDemoDesk();
  await desk.signIn('owner');
}, 120_000);
afterEach(() => desk.close());

let tickets = 0;
async function charge(search: string, amount: number): Promise<OperationView> {
  const person = await desk.person(search);
  const card = person.cards.find(({ unusable }) => unusable === null);
  return desk.take('payments.charge', {
    ticket: `99999999-2222-4333-8444-${String((tickets += 1)).padStart(12, '0')}`,
    customerId: card?.customerId,
    cardId: card?.id,
    amount: { amount, currency: 'CAD' },
    tip: null,
    note: null,
    receiptEmail: null,
  });
}
const view = (): Promise<RecordsView> => desk.call<RecordsView>('records.view');
const aside = (): string[] =>
  readdirSync(join(dirname(desk.ledgerFile), 'backups', 'set-aside')).filter((name) => name.endsWith('.db'));
const facts = (operations: readonly OperationView[]) =>
  operations.map(({ id, kind, state, staffName, amount }) => ({ id, kind, state: state.name, staffName, amount }));

describe('a backup that is put back', () => {
  it('locks the desk, keeps what was there, and everything since is there again with who did it; money is open', async () => {
    const before = await charge('Haddad', 5_100);
    await desk.call('records.backUp');
    const since = [await charge('Haddad', 6_200), await charge('D’Aoust', 7_300)];
    const all = facts(await desk.operations());
    const [backup] = (await view()).backups;
    expect(backup).toMatchObject({ place: 'here', operations: 1, unfit: null });

    expect(await desk.call('records.restore', { backup: backup?.name })).toEqual({ restored: true });
    expect((await desk.call<SessionState>('session.state')).signedIn).toBeNull();
    expect(aside()).toHaveLength(1);

    await desk.signIn('owner');
    expect(facts(await desk.operations())).toEqual(all);
    const after = await view();
    expect(after).toMatchObject({
      gap: null,
      damaged: false,
      lastRun: {
        why: 'restored',
        by: 'Hélène Fleury',
        sound: true,
        takenOver: { operations: 2, damaged: 0, readable: true },
      },
    });
    expect(after.lastRun?.providers.map(({ recovered, couldNotCount }) => ({ recovered, couldNotCount }))).toEqual([
      { recovered: 0, couldNotCount: 0 },
      { recovered: 0, couldNotCount: 0 },
    ]);
    const { rows } = await desk.call<{ rows: AuditLine[] }>('history.list', {
      search: 'records',
      before: null,
      limit: 20,
    });
    expect(rows.map(({ what, outcome, staffName }) => [what, outcome, staffName])).toEqual([
      ['records_rebuilt', 'done', 'Hélène Fleury'],
      ['records_rebuilt', 'started', 'Hélène Fleury'],
      ['records_restored', 'done', 'Hélène Fleury'],
    ]);
    expect((await charge('Haddad', 1_000)).state.name).toBe('done');
    expect([before.id, ...since.map(({ id }) => id)].every((id) => all.some((one) => one.id === id))).toBe(true);
  }, 120_000);

  it('a bill that was paid since the backup is paid: nobody is asked for it twice', async () => {
    const person = await desk.person('Haddad');
    const card = person.cards.find(({ unusable }) => unusable === null);
    const bill = await desk.call<BillView>('bills.make', {
      customerId: card?.customerId,
      customerName: 'Saïd Haddad',
      day: '2026-11-20',
      time: null,
      service: 'Coupe',
      withWhom: null,
      lines: [],
      total: 6_200,
      tax: null,
      note: null,
    });
    await desk.call('records.backUp');
    const order = (last: number) => ({
      ticket: `77777777-2222-4333-8444-${String(last).padStart(12, '0')}`,
      customerId: card?.customerId,
      cardId: card?.id,
      amount: { amount: 6_200, currency: 'CAD' },
      tip: null,
      note: null,
      receiptEmail: null,
      cause: { purpose: 'balance', billId: bill.id },
    });
    expect((await desk.call<OperationView>('payments.charge', order(1))).state.name).toBe('done');
    const [backup] = (await view()).backups;
    await desk.call('records.restore', { backup: backup?.name });
    await desk.signIn('owner');
    expect(await desk.call<BillView>('bills.get', { id: bill.id })).toMatchObject({ paid: 6_200, remaining: 0 });
    expect(await desk.refusal('payments.charge', order(2))).toBe('bill_over');
  }, 120_000);

  it('an order that was still being asked about goes on being asked about, and is found', async () => {
    await desk.call('records.backUp');
    await desk.control('paysafe', 'fault', { method: 'POST', path: '/auths$', nth: 1, fault: 'drop-after' });
    const open = await charge('D’Aoust', 14_100);
    expect(open.state.name).toBe('unknown');
    const [backup] = (await view()).backups;
    await desk.call('records.restore', { backup: backup?.name });
    await desk.signIn('owner');
    expect((await desk.operations()).map(({ id }) => id)).toEqual([open.id]);
    await desk.call('payments.askNow', { operationId: open.id });
    expect((await desk.operations())[0]).toMatchObject({
      id: open.id,
      state: { name: 'done', moved: { charged: 14_100 } },
    });
  }, 120_000);

  it('money waits until what happened since is found again, also where the file set aside is gone and a provider is silent at first', async () => {
    await desk.call('records.backUp');
    const since = [await charge('Haddad', 6_200), await charge('D’Aoust', 7_300)];
    const [backup] = (await view()).backups;
    await desk.meanwhile(() => undefined);
    await desk.signIn('owner');
    // Records that nobody can read any more: nothing is left of them but what the providers have.
    await desk.meanwhile(() => desk.tamper('DELETE FROM operation'));
    await desk.signIn('owner');
    await desk.call('records.restore', { backup: backup?.name });
    const file = join(dirname(desk.ledgerFile), 'backups', 'set-aside', aside()[0] ?? '');
    expect(existsSync(file)).toBe(true);
    await desk.signIn('owner');
    const after = await desk.operations();
    expect(
      after.map(({ kind, amount, state, staffName }) => [kind, amount?.amount, state.name, staffName]).toSorted(),
    ).toEqual(since.map(({ kind, amount }) => [kind, amount?.amount, 'done', '']).toSorted());
    expect((await view()).lastRun).toMatchObject({ takenOver: { operations: 0 } });
  }, 120_000);

  it('while the providers do not answer, no money moves, and the owner sees why; at the next try it does', async () => {
    await desk.call('records.backUp');
    await charge('Haddad', 6_200);
    const person = await desk.person('Haddad');
    const order = {
      ticket: '88888888-2222-4333-8444-000000000000',
      customerId: person.id,
      cardId: person.cards[0]?.id,
      amount: { amount: 1_000, currency: 'CAD' },
      tip: null,
      note: null,
      receiptEmail: null,
    };
    const [backup] = (await view()).backups;
    // No reply is ever as quick as this.
    desk.patience.ms = 1;
    await desk.call('records.restore', { backup: backup?.name });
    await desk.signIn('owner');
    expect((await view()).gap).toMatchObject({ by: 'Hélène Fleury', backupAt: backup?.at });
    expect((await view()).lastRun?.providers.map(({ trouble }) => trouble)).toContain('no_answer');
    expect(await desk.refusal('payments.charge', order)).toBe('records_rebuilding');
    desk.patience.ms = 60_000;
    await desk.meanwhile(() => undefined);
    await desk.signIn('owner');
    expect((await view()).gap).toBeNull();
    expect((await desk.take('payments.charge', order)).state.name).toBe('done');
  }, 120_000);

  it.each([
    ['backup_gone', 'comptoir-demo-zzzzzzzz-20260101T000000Z.db'],
    ['bad_input', '../../ledger.db'],
  ])(
    '%s: a name that is not in the list opens nothing',
    async (code, backup) => {
      expect(await desk.refusal('records.restore', { backup })).toBe(code);
      expect((await desk.call<SessionState>('session.state')).signedIn).not.toBeNull();
    },
    120_000,
  );

  it('a refused restore is in the history, and everything is as it was', async () => {
    await charge('Haddad', 6_200);
    await desk.call('records.backUp');
    const [backup] = (await view()).backups;
    const file = join(dirname(desk.ledgerFile), 'backups', backup?.name ?? '');
    const { default: Database } = await import('better-sqlite3');
    const database = new Database(file);
    database.exec('UPDATE operation SET amount = 1');
    database.close();
    expect(await desk.refusal('records.restore', { backup: backup?.name })).toBe('backup_damaged');
    expect(await desk.operations()).toHaveLength(1);
    const { rows } = await desk.call<{ rows: AuditLine[] }>('history.list', {
      search: 'restore',
      before: null,
      limit: 5,
    });
    expect(rows).toMatchObject([{ what: 'records.restore', outcome: 'refused', detail: { code: 'backup_damaged' } }]);
    expect((await charge('Haddad', 1_000)).state.name).toBe('done');
  }, 120_000);
});
