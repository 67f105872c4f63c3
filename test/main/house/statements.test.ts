import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { MatchCandidates, OddLine } from '../../../src-main/contract/payouts.ts';
import type { StatementFile } from '../../../src-main/contract/statement.ts';
import { day, openStatementDesk, results, type Sale, type StatementDesk } from './statement-desk.ts';

// What Paysafe paid, by the file that the house downloads there, line by line against what the house's own records say.
let house: StatementDesk;
let one: Sale;
let two: Sale;
let three: Sale;
let lateLine: string;
beforeAll(async () => {
  house = await openStatementDesk('statements');
  one = await house.charge(10_000);
  two = await house.charge(2500);
  three = await house.charge(4000);
}, 120_000);
afterAll(() => house.close());

describe('a statement of Paysafe', () => {
  it('is brought in by a manager, and by nobody at the front desk', async () => {
    await house.as('Maude');
    expect((await house.desk.refusal('statements.choose', {})).code).toBe('not_allowed');
    expect((await house.desk.refusal('statements.withdraw', { statementId: 'statement-1' })).code).toBe('not_allowed');
    await house.as('Sylvie');
  });

  it('says before anything is kept what each line is, and what our records know of it', async () => {
    const file = await house.chosen([
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
    const refusal = await house.desk.refusal('statements.preview', { fileId: file.id, mapping: file.mapping });
    expect(refusal).toEqual({ code: 'bad_input', facts: { field: 'kind' } });
    const kinds = [...file.mapping.kinds, { word: 'Monthly fee', is: 'other_signed' as const }];
    const before = await house.preview(file, { ...file.mapping, kinds });
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
    expect(await house.show()).toMatchObject({ payouts: [], statements: [] });

    expect(results(await house.run(file, { ...file.mapping, kinds }))).toEqual([
      ...['2 added', '3 added', '4 added', '5 added', '6 skipped', '7 bad amount_not_a_number', '8 added'],
    ]);
    expect(await house.history('statement_brought')).toMatchObject([
      { outcome: 'done', detail: { file: 'November.csv', added: 5, known: 0, skipped: 1, bad: 1 } },
    ]);
  });

  it('stands beside Stripe’s payouts, as what it says was paid together: unmatched lines first, by name and to the cent', async () => {
    const { payouts, unmatched, statements, fees } = await house.show();
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
    const again = await house.chosen(
      [
        `2026-11-20,Settlement,${one.ref},,100.00,,CAD,D-99,`,
        `2026-11-20,Settlement,${three.ref},${three.key},40.00,,CAD,D-18,`,
      ],
      'Again.csv',
    );
    // How its columns were read is remembered.
    expect(again.remembered).toBe(true);
    expect(results(await house.run(again))).toEqual(['2 known', '3 added']);
    const { payouts, statements } = await house.show();
    expect(payouts.map(({ name, lines }) => `${name} ${lines}`).toSorted()).toEqual(['D-1 1', 'D-17 3', 'D-18 1']);
    expect(statements.map(({ file, lines }) => `${file} ${lines}`)).toEqual(['Again.csv 1', 'November.csv 5']);
    // A word that was not in that file is known all the same where it is certain what it means.
    const more = ['2026-11-20,Refund,r-1,,5.00,,CAD,D-18,', '2026-11-20,Monthly fee,,,-15.00,,CAD,D-18,'];
    expect((await house.chosen(more)).mapping.kinds.map(({ word, is }) => `${word} ${is}`)).toEqual([
      ...['Settlement payment', 'Authorization skip', 'Monthly fee other_signed', 'Refund refund'],
    ]);
  });
});

describe('a line of a statement that nothing here explains', () => {
  let gift: OddLine;
  it('is matched with the bill it is for: it counts there as paid, once', async () => {
    const [, found] = await house.oddNow();
    if (!found) throw new Error('It is not there');
    gift = found;
    const bill = await house.desk.must<BillView>('bills.make', {
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
    const asked = await house.desk.must<MatchCandidates>('payouts.candidates', { lineId: gift.id, search: null });
    expect(asked).toMatchObject({ shut: null, rows: [{ id: bill.id, remaining: 6000 }] });
    await house.desk.must('payouts.match', { lineId: gift.id, billId: bill.id, remaining: 6000 });
    expect(await house.desk.must<BillView>('bills.get', { id: bill.id })).toMatchObject({ remaining: 0 });
    expect((await house.oddNow()).map(({ amount }) => amount)).toEqual([2400]);
    expect((await house.show()).payouts.flatMap(({ decided }) => decided)).toMatchObject([
      { amount: 6000, bill: { id: bill.id }, by: 'Sylvie' },
    ]);
    expect((await house.desk.refusal('payouts.match', { lineId: gift.id, billId: bill.id, remaining: 0 })).code).toBe(
      'line_decided',
    );
  });

  it('is ours by what Paysafe was sent with it, or by its number of the payment, however late its statement comes', async () => {
    house.salon.pass(20 * day);
    await house.as('Sylvie');
    const [byKey, byId] = [await house.charge(1900), await house.charge(2600)];
    house.salon.pass(40 * day);
    await house.as('Sylvie');
    await house.bring(
      [
        `2027-01-18,Settlement,zz-1,${byKey.key},19.00,,CAD,D-39,`,
        `2027-01-18,Settlement,${byId.ref},,26.00,,CAD,D-39,`,
      ],
      'Late.csv',
    );
    expect((await house.show()).payouts.find(({ name }) => name === 'D-39')).toMatchObject({ matched: 2, odd: [] });
  });

  it('belongs to no visit, as somebody says with a reason', async () => {
    lateLine = '2027-01-18,Settlement,zz-2,zz-2,8.00,,CAD,D-40,';
    await house.bring([lateLine], 'Wrong.csv');
    const line = (await house.oddNow()).find(({ amount }) => amount === 800);
    if (!line) throw new Error('It is explained');
    await house.desk.must('payouts.explain', { lineId: line.id, reason: 'A gift card' });
    expect((await house.oddNow()).map(({ amount }) => amount)).toEqual([2400]);
  });
});

describe('a statement that was brought in wrongly', () => {
  it('is taken back by a manager, and can be brought in again; not while somebody’s word about a line of it stands', async () => {
    const { statements } = await house.show();
    const late = statements.find(({ file }) => file === 'Wrong.csv');
    const first = statements.find(({ file }) => file === 'November.csv');
    if (!late || !first) throw new Error(JSON.stringify(statements));
    expect([late.decided, first.decided]).toEqual([1, 1]);
    expect((await house.desk.refusal('statements.withdraw', { statementId: late.id })).code).toBe('statement_decided');
    const [explained] = (await house.show()).payouts.flatMap(({ decided }) =>
      decided.filter(({ reason }) => reason !== null),
    );
    await house.desk.must('payouts.undo', { matchId: explained?.matchId });
    await house.desk.must('statements.withdraw', { statementId: late.id });
    expect((await house.show()).statements.map(({ file }) => file)).not.toContain('Wrong.csv');
    expect((await house.oddNow()).map(({ amount }) => amount)).toEqual([2400]);
    expect(await house.history('statement_withdrawn')).toMatchObject([{ detail: { file: 'Wrong.csv', lines: 1 } }]);
    expect(results(await house.bring([lateLine], 'Wrong.csv'))).toEqual(['2 added']);
  });
});

describe('a movement of ours that Paysafe names a second time', () => {
  const twin = (sale: Sale, on: string, id: string): string => `${on},Settlement,${id},${sale.key},55.00,,CAD,P-1,`;
  const on = (before: number): string => new Date(house.salon.now() - before * day).toISOString().slice(0, 10);
  let sale: Sale;
  it('is said before anything is kept, by whichever of its names', async () => {
    sale = await house.charge(5500);
    expect((await house.bring([twin(sale, on(0), sale.ref)], 'Activity.csv')).found).toMatchObject({
      matched: 1,
      twice: 0,
    });
    const again = await house.chosen([twin(sale, on(-1), ''), twin(sale, on(0), 'zz-9')], 'Deposits.csv');
    expect((await house.preview(again)).found).toMatchObject({ matched: 0, odd: 0, twice: 2 });
  });

  it('is not matched: somebody says why, or takes the statement back that says it again; no bill has it', async () => {
    await house.bring([twin(sale, on(-1), '')], 'Deposits.csv');
    const line = (await house.oddNow()).find(({ amount }) => amount === 5500);
    expect(line).toMatchObject({ why: 'twice', may: 'reason', operationId: expect.any(String) });
    expect(
      (await house.desk.must<MatchCandidates>('payouts.candidates', { lineId: line?.id, search: null })).shut,
    ).toEqual(expect.objectContaining({ code: 'line_not_for_bill' }));
    // What was ours first stays so, also when the earlier line is brought in later.
    await house.bring([`${on(1)},Settlement,${sale.ref},${sale.key},55.00,,CAD,P-0,`], 'Earlier.csv');
    expect((await house.oddNow()).filter(({ amount }) => amount === 5500).map(({ why }) => why)).toEqual([
      'twice',
      'twice',
    ]);
    for (const { id, file } of (await house.show()).statements)
      if (file === 'Activity.csv') await house.desk.must('statements.withdraw', { statementId: id });
    expect((await house.oddNow()).filter(({ amount }) => amount === 5500)).toHaveLength(1);
    for (const { id, file } of (await house.show()).statements)
      if (file === 'Earlier.csv') await house.desk.must('statements.withdraw', { statementId: id });
    expect((await house.oddNow()).filter(({ amount }) => amount === 5500)).toEqual([]);
  });
});

it('a file without a name of an order in any column is refused, and keeps nothing', async () => {
  house.desk.files.push({ name: 'bare.csv', bytes: Buffer.from('Date,Amount\n2026-11-20,5.00') });
  const { file } = await house.desk.must<{ file: StatementFile }>('statements.choose', {});
  expect(await house.desk.refusal('statements.run', { fileId: file.id, mapping: file.mapping })).toEqual({
    code: 'bad_input',
    facts: { field: 'id' },
  });
});

it('statements are there again when the copy of the lists is begun anew', async () => {
  const before = await house.show();
  await house.desk.rooms.close();
  for (const name of readdirSync(house.salon.folder('Front 1')))
    if (name.startsWith('mirror.db')) rmSync(join(house.salon.folder('Front 1'), name));
  house.desk = await house.salon.desk('Front 1');
  await house.as('Sylvie');
  const after = await house.show();
  expect(after.payouts.filter(({ odd }) => odd.length > 0)).toEqual(before.payouts.filter(({ odd }) => odd.length > 0));
  expect(after.statements.map(({ file }) => file)).toEqual(before.statements.map(({ file }) => file));
});
