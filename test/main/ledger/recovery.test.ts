import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unknownCause } from '../../../src-main/contract/bill.ts';
import type { Bill } from '../../../src-main/ledger/bills.ts';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { NewOperation } from '../../../src-main/payments/ports.ts';
import { auditOf, countingRandom, newCharge, setClock, written } from './ground.ts';

const auditKey = Buffer.alloc(32, 9);
const run = { id: 'run-1', at: 5 };
const about = { trail: written, run };
const counted = () => auditOf('records_recounted', { outcome: 'done' });
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recovery-'));
  file = join(folder, 'ledger.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (at = file): Promise<HouseLedger> =>
  openLedger({ file: at }, { clock: setClock(), random: countingRandom(), auditKey });
function tamper(statement: string, at = file): void {
  const database = new Database(at);
  database.exec(statement);
  database.close();
}
async function ordered(ledger: HouseLedger, given: NewOperation = newCharge()): Promise<NewOperation> {
  const detail = { operation: given.id, provider: given.provider, customer: given.customerName };
  await ledger.operations.open(given, written, auditOf(given.kind, { detail }));
  return given;
}
function forBill(billId: string | null): NewOperation {
  const given = newCharge();
  if (given.plan.kind !== 'charge') throw new Error('not a charge');
  return { ...given, plan: { ...given.plan, cause: { purpose: 'balance', billId, consentId: null } } };
}

describe('an order that was taken out by hand', () => {
  test('is missed until it is written anew; then the records add up, and money opens', async () => {
    const first = await open();
    const [gone] = [await ordered(first), await ordered(first)];
    await first.close();
    tamper(`DELETE FROM operation WHERE id = '${gone.id}'`);
    const ledger = await open();
    expect(await ledger.check()).toMatchObject({ sound: false, damage: [{ id: gone.id, why: 'row_missing' }] });
    expect(await ledger.recovery.recount(counted)).toBe(false);
    expect(await ledger.recovery.write(gone, about)).toBe('written');
    // The row is there and sealed; what all add up to still misses the old one.
    expect(await ledger.check()).toMatchObject({ sound: false });
    expect(await ledger.recovery.recount(counted)).toBe(true);
    expect(await ledger.check()).toMatchObject({ sound: true });
    expect(ledger.trouble()).toBeNull();
    await ledger.close();
    const again = await open();
    expect(again.trouble()).toBeNull();
    expect(await again.check()).toMatchObject({ sound: true });
    await again.close();
  });

  test.each([
    ['another is edited', `UPDATE operation SET amount = 1`],
    ['the history is edited', `UPDATE audit SET detail = '{}' WHERE id = 1`],
    ['the end of the history is edited', `UPDATE audit_head SET seal = ''`],
  ])('is not forgotten while %s: nothing is counted anew', async (_what, statement) => {
    const first = await open();
    const gone = await ordered(first);
    await ordered(first);
    await first.close();
    tamper(`DELETE FROM operation WHERE id = '${gone.id}'`);
    tamper(statement);
    const ledger = await open();
    await ledger.recovery.write(gone, about);
    expect(await ledger.recovery.recount(counted)).toBe(false);
    expect(await ledger.check()).toMatchObject({ sound: false });
    expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
    await ledger.close();
  });

  test('from another table is not counted away: cash on a bill, a consent', async () => {
    const first = await open();
    await first.nicknames.set('stripe:card-1', 'Rouge');
    await first.close();
    tamper(`DELETE FROM nickname`);
    const ledger = await open();
    await ledger.recovery.recount(counted);
    expect(await ledger.check()).toMatchObject({ sound: false, damage: [{ table: 'nickname', why: 'row_missing' }] });
    await ledger.close();
  });
});

describe('an order that is written anew', () => {
  test('keeps what it was for where that still stands, whatever is said now; else it waits to be told', async () => {
    const ledger = await open();
    const given = await ordered(ledger, forBill('bill-1'));
    const unknown = forBill(unknownCause);
    await ledger.recovery.write(unknown, about);
    await ledger.close();
    tamper(`UPDATE operation SET amount = 1 WHERE id = '${given.id}'`);
    const after = await open();
    const guess = { ...given, plan: { ...forBill(unknownCause).plan, key: given.plan.key } };
    expect(await after.recovery.replace(given.id, guess, about)).toBe('replaced');
    expect(await after.bills.operations(['bill-1'])).toEqual(new Map([['bill-1', [given.id]]]));
    expect((await after.recovery.unsettled()).map(({ id }) => id)).toEqual([unknown.id]);
    expect(await after.recovery.settle(unknown.id, 'bill-2', null)).toBe(true);
    expect(await after.recovery.settle(unknown.id, 'bill-3', null)).toBe(false);
    expect(await after.bills.operations(['bill-2'])).toEqual(new Map([['bill-2', [unknown.id]]]));
    expect((await after.operations.byId(unknown.id))?.plan).toMatchObject({ cause: { billId: 'bill-2' } });
    expect(await after.check()).toMatchObject({ sound: true });
    await after.close();
  });
});

describe('a file that was set aside', () => {
  test('brings what was decided of money given back elsewhere, once, and what was taken back of that stays so', async () => {
    const aside = join(folder, 'aside.db');
    const theirs = await open(aside);
    const whose = { billId: 'bill-1', paymentId: 'stripe:pi-1', by: 'Maya', at: 3 };
    const seen = { billId: 'bill-1', operations: 0, credits: 0, decisions: 0 };
    const counted = { ...whose, choice: 'counted', amount: 700 } as const;
    await theirs.givenBack.decide(counted, seen, auditOf('given_back_counted'));
    const [first] = (await theirs.givenBack.ofBills(['bill-1'])).get('bill-1') ?? [];
    const back = { ...counted, id: first?.id ?? '' };
    await theirs.givenBack.undo(back, { ...seen, decisions: 1 }, auditOf('given_back_undone'));
    const again = { ...counted, choice: 'left' } as const;
    await theirs.givenBack.decide(again, { ...seen, decisions: 2 }, auditOf('given_back_left'));
    const known = await theirs.givenBack.ofBills(['bill-1']);
    await theirs.close();
    const ledger = await open();
    for (let times = 0; times < 2; times += 1) {
      await ledger.recovery.takeOver(aside, { since: 0, at: 9 });
      expect(await ledger.givenBack.ofBills(['bill-1'])).toEqual(known);
    }
    expect(await ledger.check()).toMatchObject({ sound: true });
    await ledger.close();
  });

  test('brings which bills were closed and which were opened again; a bill that is another by now here stays open', async () => {
    const aside = join(folder, 'aside.db');
    const billed = (id: string, sourceRef: string): Bill => ({
      ...{ id, code: `B-${id}`, customerId: null, customerName: 'Odile Fortin', lines: [], total: 10_000, tax: null },
      ...{ visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null }, currency: 'CAD', note: null },
      ...{ source: 'csv', sourceRef, cancelled: null, createdAt: 1, createdBy: '', version: 1 },
    });
    const bill = billed('bill-1', 'line-1');
    const reopened = billed('bill-2', 'line-2');
    const other = billed('bill-3', 'line-3');
    const how = { by: 'Maya', at: 5 };
    const theirs = await open(aside);
    for (const one of [bill, reopened, other]) {
      await theirs.bills.add(one);
      await theirs.closings.close(one, how, auditOf('bill_closed'));
    }
    await theirs.closings.reopen(reopened, { by: 'Noé', at: 6 }, auditOf('bill_reopened'));
    await theirs.close();
    const ledger = await open();
    for (const one of [bill, reopened, { ...other, id: 'bill-4', code: 'B-9' }]) await ledger.bills.add(one);
    await ledger.closings.close(reopened, how, auditOf('bill_closed'));
    for (let times = 0; times < 2; times += 1) {
      await ledger.recovery.takeOver(aside, { since: 0, at: 9 });
      const found = await ledger.closings.ofBills([bill, reopened, other, { ...other, id: 'bill-4' }]);
      expect([...found]).toEqual([['bill-1', how]]);
    }
    expect(await ledger.check()).toMatchObject({ sound: true });
    await ledger.close();
  });

  test('a payment that was matched with one bill, taken back and matched with another since the backup stands on that other one', async () => {
    const visit = { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null };
    const bill = (id: string) => ({
      ...{ id, code: `B-${id}`, customerId: null, customerName: 'Odile', lines: [], total: 9000, tax: null, visit },
      ...{ currency: 'CAD', note: null, source: 'hand' as const, sourceRef: null, cancelled: null, createdAt: 1 },
      ...{ createdBy: '', version: 1 },
    });
    const line = auditOf('payout_matched');
    const match = { lineId: 'stripe:txn_1', amount: 9000, currency: 'CAD', by: 'Maya', at: 3 };
    const on = (id: string, turn: number) => ({
      ...{ match, bill: { id, paymentId: 'stripe:pi-1' }, movedAt: 2, turn },
      ...{ statementLine: null, unlessMatched: [] },
    });
    const seen = (billId: string, credits = 0) => ({ billId, operations: 0, credits, decisions: 0 });
    const begin = async (ledger: HouseLedger) => {
      for (const id of ['wrong', 'right']) await ledger.bills.add(bill(id));
      await ledger.payoutMatches.match(on('wrong', 0), seen('wrong'), line);
    };
    const aside = join(folder, 'aside.db');
    const theirs = await open(aside);
    await begin(theirs);
    const [wrong] = (await theirs.payoutMatches.ofLines(['stripe:txn_1'])).get('stripe:txn_1') ?? [];
    if (!wrong) throw new Error('it was not matched');
    await theirs.payoutMatches.undo({ match: wrong, by: 'Maya', at: 4, turn: 1 }, seen('wrong', 1), line);
    await theirs.payoutMatches.match(on('right', 2), seen('right'), line);
    const known = await theirs.payoutMatches.ofLines(['stripe:txn_1']);
    await theirs.close();
    // The backup is of when it stood on the wrong one.
    const ledger = await open();
    await begin(ledger);
    for (let times = 0; times < 2; times += 1) {
      await ledger.recovery.takeOver(aside, { since: 0, at: 9 });
      expect(await ledger.payoutMatches.ofLines(['stripe:txn_1'])).toEqual(known);
      expect([...(await ledger.bills.credits(['wrong', 'right'])).keys()]).toEqual(['right']);
    }
    expect(await ledger.check()).toMatchObject({ sound: true });
    await ledger.close();
  });

  test('in which a line was matched and taken back otherwise than here takes nothing off the bill it stands on here: it would be charged again', async () => {
    const visit = { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null };
    const bill = (id: string) => ({
      ...{ id, code: `B-${id}`, customerId: null, customerName: 'Odile', lines: [], total: 9000, tax: null, visit },
      ...{ currency: 'CAD', note: null, source: 'hand' as const, sourceRef: null, cancelled: null, createdAt: 1 },
      ...{ createdBy: '', version: 1 },
    });
    const line = auditOf('payout_matched');
    const match = { lineId: 'stripe:txn_1', amount: 9000, currency: 'CAD', by: 'Maya', at: 3 };
    const seen = (billId: string, credits = 0) => ({ billId, operations: 0, credits, decisions: 0 });
    const begin = async (ledger: HouseLedger, on: string, at: number) => {
      for (const id of ['theirs', 'ours']) await ledger.bills.add(bill(id));
      const about = {
        ...{ match: { ...match, at }, bill: { id: on, paymentId: 'stripe:pi-1' }, movedAt: 2, turn: 0 },
        ...{ statementLine: null, unlessMatched: [] },
      };
      expect(await ledger.payoutMatches.match(about, seen(on), line)).toBe(true);
    };
    const aside = join(folder, 'aside.db');
    const theirs = await open(aside);
    await begin(theirs, 'theirs', 3);
    const [wrong] = (await theirs.payoutMatches.ofLines(['stripe:txn_1'])).get('stripe:txn_1') ?? [];
    if (!wrong) throw new Error('it was not matched');
    await theirs.payoutMatches.undo({ match: wrong, by: 'Maya', at: 4, turn: 1 }, seen('theirs', 1), line);
    await theirs.close();
    // After the backup was put back, somebody matched the line again, with its right bill.
    const ledger = await open();
    await begin(ledger, 'ours', 7);
    await ledger.recovery.takeOver(aside, { since: 0, at: 9 });
    expect([...(await ledger.bills.credits(['theirs', 'ours'])).keys()]).toEqual(['ours']);
    expect((await ledger.payoutMatches.ofLines(['stripe:txn_1'])).get('stripe:txn_1')).toMatchObject([
      { bill: { id: 'ours' }, undone: null },
    ]);
    await ledger.close();
  });

  test('of another house brings nothing, although the same keychain sealed it', async () => {
    const ours = await open();
    await ours.settings.set('records.identity', { house: 'ourhouseourhouse', mode: 'live' });
    await ours.close();
    const aside = join(folder, 'aside.db');
    const theirs = await open(aside);
    await theirs.settings.set('records.identity', { house: 'theirhousetheirs', mode: 'live' });
    await ordered(theirs);
    await theirs.close();
    const ledger = await open();
    expect(await ledger.recovery.takeOver(aside, { since: 0, at: 9 })).toMatchObject({
      operations: 0,
      readable: false,
    });
    await ledger.close();
  });
});
