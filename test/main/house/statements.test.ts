import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { MatchCandidates, OddLine, PayoutsView } from '../../../src-main/contract/payouts.ts';
import type { StatementFile, StatementMapping, StatementResult } from '../../../src-main/contract/statement.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// What Paysafe paid, by the file that the house downloads there, line by line against what the house's own records say.
const day = 86_400_000;
const head = 'Date,Type,Transaction ID,Merchant Ref Num,Amount,Fee,Currency,Deposit,Description';
let salon: Salon;
let till: PaysafeTill;
let desk: SalonDesk;
const as = (name: 'Maude' | 'Sylvie') => desk.signIn(name);
const show = (): Promise<PayoutsView> => desk.must<PayoutsView>('dayEnd.payouts', { day: '2026-11-20', read: false });
const oddNow = async (): Promise<OddLine[]> => (await show()).payouts.flatMap(({ odd }) => odd);
const history = async (what: string): Promise<AuditLine[]> =>
  (await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 200 })).rows.filter(
    (line) => line.what === what,
  );
async function chosen(lines: readonly string[], name = 'November.csv'): Promise<StatementFile> {
  desk.files.push({ name, bytes: Buffer.from([head, ...lines].join('\n')) });
  const { file } = await desk.must<{ file: StatementFile | null }>('statements.choose', {});
  if (!file) throw new Error('No file was chosen');
  return file;
}
const preview = (file: StatementFile, mapping: StatementMapping = file.mapping): Promise<StatementResult> =>
  desk.must<StatementResult>('statements.preview', { fileId: file.id, mapping });
const run = (file: StatementFile, mapping: StatementMapping = file.mapping): Promise<StatementResult> =>
  desk.must<StatementResult>('statements.run', { fileId: file.id, mapping });
const bring = async (lines: readonly string[], name?: string): Promise<StatementResult> =>
  run(await chosen(lines, name));
const results = ({ lines }: StatementResult): string[] =>
  lines.map(({ line, result, why }) => [line, result, why].filter((fact) => fact !== null).join(' '));

interface Sale {
  readonly ref: string;
  readonly key: string;
}
const amountOf = (amount: number) => ({ amount, currency: 'CAD' });
/** What Comptoir charged at Paysafe, with both names that a file may give it. */
async function charge(amount: number): Promise<Sale> {
  const profile = await till.save();
  const { customerId } = await desk.must<{ customerId: string }>('customers.bringIn', {
    ...{ by: 'profileId', value: profile.customerRef },
  });
  const { cards } = await desk.must<CustomerPage>('customers.get', { id: customerId });
  const facts = { customerId, cardId: cards[0]?.id, amount: amountOf(amount), tip: null };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...facts, billId: null });
  const { id, state } = await desk.must<OperationView>('payments.charge', {
    ...{ ticket: randomUUID(), ...facts, note: null, receiptEmail: null, sure: doubts.map(({ fact }) => fact) },
  });
  if (state.name !== 'done') throw new Error(`It was not charged: ${state.name}`);
  const line = (await history('charge')).find(({ detail }) => detail['operation'] === id);
  return { ref: state.reference, key: String(line?.detail['key']) };
}

let one: Sale;
let two: Sale;
let three: Sale;
let lateLine: string;
beforeAll(async () => {
  salon = await openSalon('statements');
  till = paysafeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  await as('Sylvie');
  one = await charge(10_000);
  two = await charge(2500);
  three = await charge(4000);
}, 120_000);
afterAll(() => salon.close());

describe('a statement of Paysafe', () => {
  it('is brought in by a manager, and by nobody at the front desk', async () => {
    await as('Maude');
    expect((await desk.refusal('statements.choose', {})).code).toBe('not_allowed');
    expect((await desk.refusal('statements.withdraw', { statementId: 'statement-1' })).code).toBe('not_allowed');
    await as('Sylvie');
  });

  it('says before anything is kept what each line is, and what our records know of it', async () => {
    const file = await chosen([
      `2026-11-20,Settlement,${one.ref},,100.00,2.90,CAD,D-17,Coupe`,
      `2026-11-20,Settlement,,${two.key},24.00,0.90,CAD,D-17,`,
      '2026-11-20,Settlement,7f0c2f,shop-81,60.00,1.80,CAD,D-17,Gift card',
      '2026-11-20,Monthly fee,,,-15.00,,CAD,D-17,',
      '2026-11-20,Authorization,aa,bb,60.00,,CAD,,',
      '2026-11-20,Settlement,aa,bb,sixty,,CAD,,',
      '2026-10-02,Settlement,old,old,5.00,0.10,CAD,D-1,',
    ]);
    expect(file).toMatchObject({ lines: 7, remembered: false, name: 'November.csv' });
    expect(file.words[1]).toEqual(['Settlement', 'Monthly fee', 'Authorization']);
    // A word of which nobody said what it means is asked about before anything is read.
    const refusal = await desk.refusal('statements.preview', { fileId: file.id, mapping: file.mapping });
    expect(refusal).toEqual({ code: 'bad_input', facts: { field: 'kind' } });
    const kinds = [...file.mapping.kinds, { word: 'Monthly fee', is: 'other_signed' as const }];
    const before = await preview(file, { ...file.mapping, kinds });
    expect(results(before)).toEqual([
      '2 new',
      '3 new',
      '4 new',
      '5 new',
      '6 skipped',
      '7 bad amount_not_a_number',
      '8 new',
    ]);
    expect(before.found).toEqual({ matched: 1, explained: 0, before: 1, odd: 2, twice: 0, other: 1 });
    expect(before.sums).toEqual([{ currency: 'CAD', amount: 17_400, fees: 570 }]);
    expect(await show()).toMatchObject({ payouts: [], statements: [] });

    expect(results(await run(file, { ...file.mapping, kinds }))).toEqual([
      ...['2 added', '3 added', '4 added', '5 added', '6 skipped', '7 bad amount_not_a_number', '8 added'],
    ]);
    expect(await history('statement_brought')).toMatchObject([
      { outcome: 'done', detail: { file: 'November.csv', added: 5, known: 0, skipped: 1, bad: 1 } },
    ]);
  });

  it('stands beside Stripe’s payouts, as what it says was paid together: unmatched lines first, by name and to the cent', async () => {
    const { payouts, unmatched, statements, fees } = await show();
    expect(
      payouts.map(({ provider, name, amount, lines, matched, before, other, status }) => ({
        provider,
        name,
        amount,
        lines,
        matched,
        before,
        other,
        status,
      })),
    ).toEqual([
      {
        provider: 'paysafe',
        name: 'D-17',
        amount: 16_340,
        lines: 3,
        matched: 1,
        before: 0,
        other: 1,
        status: 'statement',
      },
      { provider: 'paysafe', name: 'D-1', amount: 490, lines: 1, matched: 0, before: 1, other: 0, status: 'statement' },
    ]);
    expect(unmatched).toBe(2);
    expect(payouts[0]?.odd).toMatchObject([
      { provider: 'paysafe', amount: 2400, why: 'other_amount', operationId: expect.any(String), may: 'reason' },
      { provider: 'paysafe', amount: 6000, why: 'not_here', description: 'Gift card', may: 'bill', paymentId: null },
    ]);
    expect(statements).toMatchObject([
      { file: 'November.csv', by: 'Sylvie', lines: 5, from: '2026-10-02', to: '2026-11-20', decided: 0 },
    ]);
    // Of three payments of that day the fee of one is known: what is on nothing here is nobody's fee of ours.
    expect(fees).toEqual([{ provider: 'paysafe', currency: 'CAD', fees: 290, net: 9710, known: 1, of: 3 }]);
  });

  it('brought in again changes nothing, and a file that has more brings the rest', async () => {
    const again = await chosen(
      [
        `2026-11-20,Settlement,${one.ref},,100.00,,CAD,D-99,`,
        `2026-11-20,Settlement,${three.ref},${three.key},40.00,,CAD,D-18,`,
      ],
      'Again.csv',
    );
    // How its columns were read is remembered.
    expect(again.remembered).toBe(true);
    expect(results(await run(again))).toEqual(['2 known', '3 added']);
    const { payouts, statements } = await show();
    expect(payouts.map(({ name, lines }) => `${name} ${lines}`).toSorted()).toEqual(['D-1 1', 'D-17 3', 'D-18 1']);
    expect(statements.map(({ file, lines }) => `${file} ${lines}`)).toEqual(['Again.csv 1', 'November.csv 5']);
    // A word that was not in that file is known all the same where it is certain what it means.
    const more = ['2026-11-20,Refund,r-1,,5.00,,CAD,D-18,', '2026-11-20,Monthly fee,,,-15.00,,CAD,D-18,'];
    expect((await chosen(more)).mapping.kinds.map(({ word, is }) => `${word} ${is}`)).toEqual([
      ...['Settlement payment', 'Authorization skip', 'Monthly fee other_signed', 'Refund refund'],
    ]);
  });
});

describe('a line of a statement that nothing here explains', () => {
  let gift: OddLine;
  it('is matched with the bill it is for: it counts there as paid, once', async () => {
    const [, found] = await oddNow();
    if (!found) throw new Error('It is not there');
    gift = found;
    const bill = await desk.must<BillView>('bills.make', {
      ...{
        customerId: null,
        customerName: 'Ada Long',
        day: '2026-11-20',
        time: null,
        service: 'Coupe',
        withWhom: null,
      },
      ...{ lines: [], total: 6000, tax: null, note: null },
    });
    const asked = await desk.must<MatchCandidates>('payouts.candidates', { lineId: gift.id, search: null });
    expect(asked).toMatchObject({ shut: null, rows: [{ id: bill.id, remaining: 6000 }] });
    await desk.must('payouts.match', { lineId: gift.id, billId: bill.id, remaining: 6000 });
    expect(await desk.must<BillView>('bills.get', { id: bill.id })).toMatchObject({ remaining: 0 });
    expect((await oddNow()).map(({ amount }) => amount)).toEqual([2400]);
    expect((await show()).payouts.flatMap(({ decided }) => decided)).toMatchObject([
      { amount: 6000, bill: { id: bill.id }, by: 'Sylvie' },
    ]);
    expect((await desk.refusal('payouts.match', { lineId: gift.id, billId: bill.id, remaining: 0 })).code).toBe(
      'line_decided',
    );
  });

  it('is ours by what Paysafe was sent with it, or by its number of the payment, however late its statement comes', async () => {
    salon.pass(20 * day);
    await as('Sylvie');
    const [byKey, byId] = [await charge(1900), await charge(2600)];
    salon.pass(40 * day);
    await as('Sylvie');
    await bring(
      [
        `2027-01-18,Settlement,zz-1,${byKey.key},19.00,,CAD,D-39,`,
        `2027-01-18,Settlement,${byId.ref},,26.00,,CAD,D-39,`,
      ],
      'Late.csv',
    );
    expect((await show()).payouts.find(({ name }) => name === 'D-39')).toMatchObject({ matched: 2, odd: [] });
  });

  it('belongs to no visit, as somebody says with a reason', async () => {
    lateLine = '2027-01-18,Settlement,zz-2,zz-2,8.00,,CAD,D-40,';
    await bring([lateLine], 'Wrong.csv');
    const line = (await oddNow()).find(({ amount }) => amount === 800);
    if (!line) throw new Error('It is explained');
    await desk.must('payouts.explain', { lineId: line.id, reason: 'A gift card' });
    expect((await oddNow()).map(({ amount }) => amount)).toEqual([2400]);
  });
});

describe('a statement that was brought in wrongly', () => {
  it('is taken back by a manager, and can be brought in again; not while somebody’s word about a line of it stands', async () => {
    const { statements } = await show();
    const late = statements.find(({ file }) => file === 'Wrong.csv');
    const first = statements.find(({ file }) => file === 'November.csv');
    if (!late || !first) throw new Error(JSON.stringify(statements));
    expect([late.decided, first.decided]).toEqual([1, 1]);
    expect((await desk.refusal('statements.withdraw', { statementId: late.id })).code).toBe('statement_decided');
    const [explained] = (await show()).payouts.flatMap(({ decided }) =>
      decided.filter(({ reason }) => reason !== null),
    );
    await desk.must('payouts.undo', { matchId: explained?.matchId });
    await desk.must('statements.withdraw', { statementId: late.id });
    expect((await show()).statements.map(({ file }) => file)).not.toContain('Wrong.csv');
    expect((await oddNow()).map(({ amount }) => amount)).toEqual([2400]);
    expect(await history('statement_withdrawn')).toMatchObject([{ detail: { file: 'Wrong.csv', lines: 1 } }]);
    expect(results(await bring([lateLine], 'Wrong.csv'))).toEqual(['2 added']);
  });
});

describe('a movement of ours that Paysafe names a second time', () => {
  const twin = (sale: Sale, on: string, id: string): string => `${on},Settlement,${id},${sale.key},55.00,,CAD,P-1,`;
  const on = (before: number): string => new Date(salon.now() - before * day).toISOString().slice(0, 10);
  let sale: Sale;
  it('is said before anything is kept, by whichever of its names', async () => {
    sale = await charge(5500);
    expect((await bring([twin(sale, on(0), sale.ref)], 'Activity.csv')).found).toMatchObject({ matched: 1, twice: 0 });
    const again = await chosen([twin(sale, on(-1), ''), twin(sale, on(0), 'zz-9')], 'Deposits.csv');
    expect((await preview(again)).found).toMatchObject({ matched: 0, odd: 0, twice: 2 });
  });

  it('is not matched: somebody says why, or takes the statement back that says it again; no bill has it', async () => {
    await bring([twin(sale, on(-1), '')], 'Deposits.csv');
    const line = (await oddNow()).find(({ amount }) => amount === 5500);
    expect(line).toMatchObject({ why: 'twice', may: 'reason', operationId: expect.any(String) });
    expect((await desk.must<MatchCandidates>('payouts.candidates', { lineId: line?.id, search: null })).shut).toEqual(
      expect.objectContaining({ code: 'line_not_for_bill' }),
    );
    // What was ours first stays so, also when the earlier line is brought in later.
    await bring([`${on(1)},Settlement,${sale.ref},${sale.key},55.00,,CAD,P-0,`], 'Earlier.csv');
    expect((await oddNow()).filter(({ amount }) => amount === 5500).map(({ why }) => why)).toEqual(['twice', 'twice']);
    for (const { id, file } of (await show()).statements)
      if (file === 'Activity.csv') await desk.must('statements.withdraw', { statementId: id });
    expect((await oddNow()).filter(({ amount }) => amount === 5500)).toHaveLength(1);
    for (const { id, file } of (await show()).statements)
      if (file === 'Earlier.csv') await desk.must('statements.withdraw', { statementId: id });
    expect((await oddNow()).filter(({ amount }) => amount === 5500)).toEqual([]);
  });
});

describe('what Comptoir took at Paysafe', () => {
  it('and the statements of its days do not name, is said; of days that none covers, nothing', async () => {
    const lost = await charge(7700);
    const named = await charge(3300);
    salon.pass(30 * day);
    await as('Sylvie');
    const today = (before: number): string => new Date(salon.now() - before * day).toISOString().slice(0, 10);
    expect((await show()).missing).toEqual([]);
    await bring(
      [
        `${today(31)},Settlement,p-1,q-1,1.00,,CAD,J-1,`,
        `${today(29)},Settlement,${named.ref},,33.00,,CAD,J-1,`,
        // Not a week after them: the file may name them later.
        `${today(25)},Settlement,p-2,q-2,1.00,,CAD,J-1,`,
      ],
      'Half.csv',
    );
    expect((await show()).missing).toEqual([]);
    await bring(
      [`${today(24)},Settlement,p-3,q-3,1.00,,CAD,J-1,`, `${today(20)},Settlement,p-4,q-4,1.00,,CAD,J-1,`],
      'Rest.csv',
    );
    const { missing } = await show();
    expect(missing).toMatchObject([{ provider: 'paysafe', amount: 7700, why: 'no_statement' }]);
    expect((await show()).compared).toEqual([
      { currency: 'CAD', instrument: 'card', spans: [{ from: today(31), to: today(27) }] },
    ]);

    // Somebody answers it, with a reason; it can be taken back.
    const [one] = missing;
    const said = { operationId: one?.operationId, reason: 'Paysafe owes it: case 4411' };
    await as('Maude');
    expect((await desk.refusal('payouts.explainMissing', said)).code).toBe('not_allowed');
    await as('Sylvie');
    await desk.must('payouts.explainMissing', said);
    const answered = await show();
    expect(answered.missing).toEqual([]);
    expect(answered.missingExplained).toMatchObject([{ ...said, by: 'Sylvie', amount: 7700 }]);
    expect((await desk.refusal('payouts.explainMissing', said)).code).toBe('line_decided');
    expect(await history('missing_explained')).toMatchObject([
      { outcome: 'done', detail: { reason: said.reason, operation: said.operationId, amount: 7700 } },
    ]);
    await desk.must('payouts.undo', { matchId: answered.missingExplained[0]?.matchId });
    expect(await history('payout_undone')).toMatchObject([
      { detail: { operation: said.operationId } },
      expect.anything(),
    ]);
    expect((await show()).missing).toMatchObject([{ operationId: said.operationId }]);
    await desk.must('payouts.explainMissing', { ...said, reason: 'It is there' });
    await bring([`${today(28)},Settlement,${lost.ref},${lost.key},77.00,,CAD,J-2,`], 'Found.csv');
    expect(await show()).toMatchObject({ missing: [], missingExplained: [] });
    expect((await desk.refusal('payouts.explainMissing', said)).code).toBe('line_decided');
  });

  it('and called off whole before its batch is missed by nobody: nothing of it shows on a statement', async () => {
    const off = await charge(8800);
    const here = await charge(4400);
    const elsewhere = await charge(6600);
    const lost = await charge(2200);
    const back = await desk.must<OperationView>('payments.refund', {
      ...{ ticket: randomUUID(), paymentId: `paysafe:${off.ref}`, amount: amountOf(8800), reason: 'Typed twice' },
    });
    expect(back.state).toMatchObject({ name: 'done', cancelled: true });
    // Another one on Paysafe's own site, as our lists have it since.
    await till.call('PUT', `${till.cards}/settlements/${elsewhere.ref}`, { status: 'CANCELLED' });
    salon.pass(30 * day);
    await as('Sylvie');
    await desk.must('desk.refresh', {});
    const today = (before: number): string => new Date(salon.now() - before * day).toISOString().slice(0, 10);
    await bring(
      [
        `${today(31)},Settlement,p-5,q-5,1.00,,CAD,K-1,`,
        `${today(30)},Settlement,${here.ref},,44.00,,CAD,K-1,`,
        `${today(10)},Settlement,p-6,q-6,1.00,,CAD,K-1,`,
      ],
      'Off.csv',
    );
    expect((await show()).missing.map(({ amount }) => amount)).toEqual([2200]);
    await bring([`${today(29)},Settlement,${lost.ref},,22.00,,CAD,K-1,`], 'Back.csv');
    expect((await show()).missing).toEqual([]);
  });
});

describe('a file without signs, with what became of each line', () => {
  const unsigned = 'Date,Type,Id,Amount,Status';
  it('adds up to what the bank gets: a person says what fees and chargebacks do, and what failed moved nothing', async () => {
    const lines = [
      '2026-11-20,Settlement,u-1,200.00,COMPLETED',
      '2026-11-20,Settlement,u-2,90.00,FAILED',
      '2026-11-20,Refund,u-3,20.00,COMPLETED',
      '2026-11-20,Fee,u-4,15.00,COMPLETED',
      '2026-11-20,Chargeback,u-5,50.00,COMPLETED',
      '2026-11-20,Settlement,u-6,1.00,On its way',
    ];
    desk.files.push({ name: 'Unsigned.csv', bytes: Buffer.from([unsigned, ...lines].join('\n')) });
    const { file } = await desk.must<{ file: StatementFile }>('statements.choose', {});
    const asked = { fileId: file.id, mapping: file.mapping };
    expect((await desk.refusal('statements.preview', asked)).facts).toEqual({ field: 'kind' });
    const kinds = ['Fee', 'Chargeback'].map((word) => ({ word, is: 'other_turned' as const }));
    const said = { ...file.mapping, kinds: [...file.mapping.kinds, ...kinds] };
    expect((await desk.refusal('statements.run', { ...asked, mapping: said })).facts).toEqual({ field: 'status' });
    const statuses = [...said.statuses, { word: 'On its way', is: 'not_moved' as const }];
    const kept = await run(file, { ...said, statuses });
    expect(results(kept)).toEqual(['2 added', '3 skipped', '4 added', '5 added', '6 added', '7 skipped']);
    expect(kept.sums).toEqual([{ currency: 'CAD', amount: 11_500, fees: null }]);
    const { payouts, statements } = await show();
    const own = statements.find(({ file: name }) => name === 'Unsigned.csv');
    expect(payouts.find(({ statementId }) => statementId === own?.id)).toMatchObject({
      amount: 11_500,
      lines: 2,
      other: 2,
    });
    await desk.must('statements.withdraw', { statementId: own?.id });
  });
});

it('a file without a name of an order in any column is refused, and keeps nothing', async () => {
  desk.files.push({ name: 'bare.csv', bytes: Buffer.from('Date,Amount\n2026-11-20,5.00') });
  const { file } = await desk.must<{ file: StatementFile }>('statements.choose', {});
  expect(await desk.refusal('statements.run', { fileId: file.id, mapping: file.mapping })).toEqual({
    code: 'bad_input',
    facts: { field: 'id' },
  });
});

it('statements are there again when the copy of the lists is begun anew', async () => {
  const before = await show();
  await desk.rooms.close();
  for (const name of readdirSync(salon.folder('Front 1')))
    if (name.startsWith('mirror.db')) rmSync(join(salon.folder('Front 1'), name));
  desk = await salon.desk('Front 1');
  await as('Sylvie');
  const after = await show();
  expect(after.payouts.filter(({ odd }) => odd.length > 0)).toEqual(before.payouts.filter(({ odd }) => odd.length > 0));
  expect(after.statements.map(({ file }) => file)).toEqual(before.statements.map(({ file }) => file));
});
