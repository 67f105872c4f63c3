import * as v from 'valibot';
import { describe, expect, it, test } from 'vitest';
import { keptStatementMapping, type StatementMapping } from '../../../src-main/contract/statement.ts';
import {
  completeStatement,
  proposeStatement,
  signsOf,
  wordsOf,
} from '../../../src-main/list-file/statement-columns.ts';
import { readSigned, readStatement, type StatementRead } from '../../../src-main/list-file/statement-line.ts';
import { readTable, type FileTable } from '../../../src-main/list-file/table.ts';

async function table(text: string): Promise<FileTable> {
  const read = await readTable(text, async () => undefined);
  if (!read) throw new Error('A file of the test cannot be read');
  return read;
}

const head = 'Date,Type,Transaction ID,Merchant Ref Num,Amount,Fee,Currency,Deposit,Description';
async function read(lines: readonly string[], change: Partial<StatementMapping> = {}): Promise<StatementRead[]> {
  const file = await table([head, ...lines].join('\n'));
  const mapping = { ...proposeStatement(file), ...change };
  return readStatement(file.rows, { mapping, currency: 'CAD', latest: '2026-11-30' }, async () => undefined);
}
const only = async (line: string, change: Partial<StatementMapping> = {}): Promise<StatementRead | undefined> =>
  (await read([line], change))[0];

describe('the columns of a statement', () => {
  it('are proposed by the names that Paysafe uses, and the kinds whose words are certain', async () => {
    const file = await table(
      `${head}\n2026-11-02,Settlement,a,b,12.50,0.40,CAD,D1,\n2026-11-02,Rolling reserve,,,1,,CAD,D1,`,
    );
    expect(proposeStatement(file)).toEqual({
      columns: {
        ...{ day: 0, kind: 1, id: 2, reference: 3, amount: 4, fee: 5, currency: 6, payout: 7, description: 8 },
        status: null,
      },
      dayOrder: null,
      kinds: [{ word: 'Settlement', is: 'payment' }],
      statuses: [],
    });
  });
  it('in French too, with accents and semicolons', async () => {
    const file = await table(
      'Date de transaction;Montant;Référence marchand;Frais;Devise\n2026-11-02;12,50;b;0,40;CAD',
    );
    expect(proposeStatement(file).columns).toMatchObject({
      day: 0,
      amount: 1,
      reference: 2,
      fee: 3,
      currency: 4,
      kind: null,
    });
  });
  it('of kinds is none that says something else on nearly every line', async () => {
    const file = await table(
      `Date,Amount,Type\n${Array.from({ length: 30 }, (_none, at) => `2026-11-02,1,${at}`).join('\n')}`,
    );
    expect(proposeStatement(file)).toMatchObject({ columns: { kind: null }, kinds: [] });
    expect(wordsOf(file.rows, 2)).toBeNull();
    expect(wordsOf(file.rows, 0)).toEqual(['2026-11-02']);
  });
});

describe('what words of a file mean', () => {
  const file = (text: string) => table(text);
  it('is never taken for granted of money of no client: whether a fee comes in or goes out, its word does not say', async () => {
    const read = await file(
      `${head}\n${['Fee', 'Chargeback', 'Adjustment', 'Frais', 'Rétrofacturation']
        .map((word) => `2026-11-02,${word},,,15.00,,CAD,D1,`)
        .join('\n')}`,
    );
    expect(proposeStatement(read).kinds).toEqual([]);
  });
  it('is known of a status where it is certain, in both languages; of one that may still end either way it is asked', async () => {
    const words = ['COMPLETED', 'Settled', 'Réglé', 'FAILED', 'Cancelled', 'DECLINED', 'Error', 'Annulé', 'Refusée'];
    const unsure = ['PENDING', 'Processing', 'Approved', 'Reversed', ''];
    const lines = [...words, ...unsure].map((word) => `2026-11-02,a,12.50,${word}`);
    const read = await file(`Date,Id,Amount,Status\n${lines.join('\n')}`);
    const proposed = proposeStatement(read);
    expect(proposed.columns.status).toBe(3);
    expect(proposed.statuses.map(({ word, is }) => `${word} ${is}`)).toEqual([
      ...['COMPLETED moved', 'Settled moved', 'Réglé moved', 'FAILED not_moved', 'Cancelled not_moved'],
      ...['DECLINED not_moved', 'Error not_moved', 'Annulé not_moved', 'Refusée not_moved'],
    ]);
  });
  it('is as it was said the last time, and as it is certain of words that were not there then', async () => {
    const read = await file(
      `${head},Status\n2026-11-02,Settlement,a,b,1,,CAD,,,COMPLETED\n2026-11-02,Refund,a,b,1,,CAD,,,FAILED\n2026-11-02,Fee,a,b,1,,CAD,,,Held`,
    );
    const { columns } = proposeStatement(read);
    const kinds = [{ word: 'Settlement', is: 'skip' as const }];
    expect(completeStatement({ columns, dayOrder: null, kinds, statuses: [] }, read)).toEqual({
      ...{ columns, dayOrder: null, kinds: [...kinds, { word: 'Refund', is: 'refund' }] },
      statuses: [
        { word: 'COMPLETED', is: 'moved' },
        { word: 'FAILED', is: 'not_moved' },
      ],
    });
    // As it was kept before a column could be a status: that one is proposed. Somebody who chose none is not asked again.
    const { status: _none, ...older } = columns;
    expect(completeStatement({ columns: older, dayOrder: null, kinds, statuses: [] }, read).columns.status).toBe(9);
    const without = { columns: { ...columns, status: null }, dayOrder: null, kinds, statuses: [] };
    expect(completeStatement(without, read)).toMatchObject({ columns: { status: null }, statuses: [] });
  });
  it('was kept before other money had a direction: that word is asked about again, the rest is read', () => {
    const columns = { day: 0, amount: 1, kind: 2, id: 3, reference: null, fee: null, currency: null, payout: null };
    const kinds = [
      { word: 'Sale', is: 'payment' },
      { word: 'Fee', is: 'other' },
    ];
    const kept = { columns: { ...columns, description: null }, dayOrder: 'day_first', kinds };
    expect(v.parse(keptStatementMapping, kept)).toEqual({
      ...{ columns: kept.columns, dayOrder: 'day_first', statuses: [] },
      kinds: [{ word: 'Sale', is: 'payment' }],
    });
  });
  it('is asked about with the signs that their amounts have', async () => {
    const read = await file(
      [
        'Date,Type,Amount,Fee',
        ...[
          '2026-11-02,Sale,12.50,-0.40',
          '2026-11-02,Fee,(15.00),',
          '2026-11-02,Fee,-$2.00,',
          '2026-11-02,Other,1.00,',
        ],
        ...['2026-11-02,Other,"2,00-",', '2026-11-02,Nothing,0.00,', '2026-11-02,Sale,sixty,'],
      ].join('\n'),
    );
    expect(signsOf(read).filter(({ kind }) => kind === 1)).toEqual([
      {
        ...{ kind: 1, amount: 2 },
        words: [
          { word: 'Sale', sign: 'plus' },
          { word: 'Fee', sign: 'minus' },
          { word: 'Other', sign: 'both' },
        ],
      },
      { kind: 1, amount: 3, words: [{ word: 'Sale', sign: 'minus' }] },
    ]);
  });
});

describe('a line of a statement', () => {
  it('of money of no client comes in or goes out as a person said of its word, whether or not the file writes signs', async () => {
    const amounts = async (is: 'other_signed' | 'other_turned', ...signed: readonly string[]) =>
      (
        await read(
          signed.map((amount, at) => `2026-11-02,Fee,f${at},,${amount},,CAD,D1,`),
          { kinds: [{ word: 'Fee', is }] },
        )
      ).map((one) => (one.is === 'line' ? [one.line.kind, one.line.amount] : null));
    expect(await amounts('other_turned', '15.00', '-2.00')).toEqual([
      ['other', -1500],
      ['other', 200],
    ]);
    expect(await amounts('other_signed', '15.00', '-2.00')).toEqual([
      ['other', 1500],
      ['other', -200],
    ]);
  });
  it('that did not move money by its status is skipped, whatever else stands there', async () => {
    const file = await table(
      `Date,Type,Id,Amount,Status\n2026-11-02,Settlement,a,12.50,COMPLETED\n2026-11-02,Settlement,b,sixty,FAILED\n2026-11-02,Settlement,c,1.00,PENDING`,
    );
    const asked = { mapping: proposeStatement(file), currency: 'CAD', latest: '2026-11-30' };
    expect(await readStatement(file.rows, asked, async () => undefined)).toMatchObject([
      { is: 'line', line: { ref: 'a', amount: 1250 } },
      { is: 'skipped' },
      { is: 'bad', bad: { why: 'status', field: 'status', value: 'PENDING' } },
    ]);
  });
  it('says a payment, to the cent, with both of its names', async () => {
    expect(await only('2026-11-02,Settlement,7f0c,op-1,"1,234.50",36.10,CAD,D1,Massage')).toMatchObject({
      is: 'line',
      line: {
        ...{ day: '2026-11-02', kind: 'payment', amount: 123_450, fee: 3610, currency: 'CAD' },
        ...{ ref: '7f0c', merchantRef: 'op-1', payout: 'D1', description: 'Massage' },
      },
    });
  });
  it('of a refund is below zero, whichever sign the file gives it', async () => {
    const reads = await read(['2026-11-02,Refund,r1,,12.50,,CAD,D1,', '2026-11-02,Refund,r2,,-12.50,,CAD,D1,']);
    expect(reads.map((one) => (one.is === 'line' ? one.line.amount : null))).toEqual([-1250, -1250]);
  });
  it('without a column of kinds is a payment above zero and a refund below', async () => {
    const file = await table('Date,Amount,Id\n2026-11-02,12.50,a\n2026-11-02,(3.00),b');
    const asked = { mapping: proposeStatement(file), currency: 'CAD', latest: '2026-11-30' };
    const reads = await readStatement(file.rows, asked, async () => undefined);
    expect(reads).toMatchObject([
      { line: { kind: 'payment', amount: 1250 } },
      { line: { kind: 'refund', amount: -300 } },
    ]);
  });
  it('of an authorization moved no money, nor did one of nothing', async () => {
    expect(await only('2026-11-02,Authorization,a,b,12.50,,CAD,,')).toEqual({ is: 'skipped' });
    expect(await only('2026-11-02,Settlement,a,b,0.00,,CAD,,')).toEqual({ is: 'skipped' });
  });
  it('that has a name of neither of us is kept: money that nobody explains must not vanish', async () => {
    expect(await only('2026-11-02,Settlement,,,12.50,,CAD,,')).toMatchObject({
      is: 'line',
      line: { ref: null, merchantRef: null, amount: 1250 },
    });
  });
  test.each([
    ['2026-11-02,Rolling reserve,a,b,12.50,,CAD,,', 'kind', 'kind', 'Rolling reserve'],
    ['2026-11-02,Settlement,a,b,-12.50,,CAD,,', 'below_zero', 'amount', '-12.50'],
    ['2026-11-02,Settlement,a,b,"1,234",,CAD,,', 'amount_ambiguous', 'amount', '1,234'],
    ['2026-11-02,Settlement,a,b,soon,,CAD,,', 'amount_not_a_number', 'amount', 'soon'],
    ['2026-11-02,Settlement,a,b,,,CAD,,', 'amount_empty', 'amount', null],
    ['2026-11-02,Settlement,a,b,12.50,x,CAD,,', 'amount_not_a_number', 'fee', 'x'],
    ['2026-11-02,Settlement,a,b,€12.50,,CAD,,', 'currency', 'amount', '€12.50'],
    ['2026-11-02,Settlement,a,b,12.50,,dollars,,', 'currency', 'currency', 'dollars'],
    ['02/11/2026,Settlement,a,b,12.50,,CAD,,', 'day', 'day', '02/11/2026'],
    [',Settlement,a,b,12.50,,CAD,,', 'no_day', 'day', null],
    ['2026-12-02,Settlement,a,b,12.50,,CAD,,', 'future', 'day', '2026-12-02'],
    [
      '2026-11-02,Settlement,a,4111 1111 1111 1111,12.50,,CAD,,',
      'card_number',
      'reference',
      expect.not.stringContaining('4111 1111'),
    ],
    [`2026-11-02,Settlement,${'a'.repeat(101)},b,12.50,,CAD,,`, 'too_long', 'id', expect.anything()],
    ['2026-11-02,Settlement,a,b,12.50,,CAD,,,,more', 'columns', null, null],
  ])('%s is not read, and says why', async (line, why, field, value) => {
    expect(await only(line)).toEqual({ is: 'bad', bad: { why, field, value } });
  });
  it('reads a day both ways only by the order that a person chose', async () => {
    expect(await only('02/11/2026,Settlement,a,b,1,,CAD,,', { dayOrder: 'day_first' })).toMatchObject({
      line: { day: '2026-11-02' },
    });
    expect(await only('02/11/2026 14:31:07,Settlement,a,b,1,,CAD,,', { dayOrder: 'month_first' })).toMatchObject({
      line: { day: '2026-02-11' },
    });
  });
  it('has its fee as what was kept, whichever sign the file gives those', async () => {
    const fees = async (...signed: readonly string[]) =>
      (
        await read(signed.map((fee, at) => `2026-11-02,${at === 2 ? 'Refund' : 'Settlement'},a${at},b,10,${fee},CAD,,`))
      ).map((one) => (one.is === 'line' ? one.line.fee : null));
    expect(await fees('0.40', '0.30', '-0.40')).toEqual([40, 30, -40]);
    expect(await fees('-0.40', '-0.30', '0.40')).toEqual([40, 30, -40]);
    expect(await fees('-0.40', '0.30')).toEqual([-40, 30]);
    expect(await fees('', '')).toEqual([null, null]);
  });
});

describe('the same movement', () => {
  const ids = async (lines: readonly string[]) =>
    (await read(lines)).map((one) => (one.is === 'line' ? one.line.id : null));
  const line = '2026-11-02,Settlement,7f0c,op-1,12.50,0.40,CAD,D1,Massage';
  it('has one name in every file, whatever stands before it, and whatever it says beside', async () => {
    const [first] = await ids([line]);
    const [, again] = await ids(['2026-11-01,Settlement,x,y,1,,CAD,,', line]);
    const [later] = await ids(['2026-11-02,Settlement,7f0c,op-1,12.50,,CAD,D7,']);
    expect([again, later]).toEqual([first, first]);
  });
  it('twice in a file is two movements, the same two in that file again', async () => {
    const twice = await ids([line, line]);
    expect(new Set(twice).size).toBe(2);
    expect(await ids([line, line])).toEqual(twice);
  });
  test.each([
    '2026-11-03,Settlement,7f0c,op-1,12.50,,CAD,D1,',
    '2026-11-02,Settlement,7f0d,op-1,12.50,,CAD,D1,',
    '2026-11-02,Settlement,7f0c,op-2,12.50,,CAD,D1,',
    '2026-11-02,Settlement,7f0c,op-1,12.51,,CAD,D1,',
    '2026-11-02,Settlement,7f0c,op-1,12.50,,USD,D1,',
    '2026-11-02,Refund,7f0c,op-1,12.50,,CAD,D1,',
  ])('is not %s', async (other) => {
    const [one, two] = await ids([line, other]);
    expect(one).not.toBe(two);
  });
});

test.each([
  ['-12.50', -1250],
  ['−12,50', -1250],
  ['12,50-', -1250],
  ['(12.50)', -1250],
  ['-$12.50', -1250],
  ['$-12.50', -1250],
  ['$12.50', 1250],
  ['1 234,50', 123_450],
  ['-0.00', 0],
  ['--12.50', 'amount_not_a_number'],
  ['-12.50-', 'amount_not_a_number'],
  ['(-12.50)', 'amount_not_a_number'],
  ['12-50', 'amount_not_a_number'],
  ['', 'amount_empty'],
  ['12.505', 'amount_ambiguous'],
  ['999999999', 'amount_too_large'],
])('%s with its sign is %s', (text, amount) => {
  expect(readSigned(text, 'CAD')).toBe(amount);
});
