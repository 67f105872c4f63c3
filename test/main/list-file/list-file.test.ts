import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readBillLine, type BadBillLine, type ReadBillLine } from '../../../src-main/list-file/bill-line.ts';
import { proposeMapping } from '../../../src-main/list-file/bill-columns.ts';
import { shownCell } from '../../../src-main/list-file/cells.ts';
import { decodeFile } from '../../../src-main/list-file/decode.ts';
import { dayOrderOf, readDay, readTime, splitMoment } from '../../../src-main/list-file/moments.ts';
import { headersKey } from '../../../src-main/list-file/heads.ts';
import { readTable, type FileTable } from '../../../src-main/list-file/table.ts';

const table = (text: string): Promise<FileTable | null> => readTable(text, async () => undefined);
const cellsOf = async (text: string) =>
  (await table(text))?.rows.map(({ line, cells, trouble }) => [line, trouble ?? cells]);

describe('what a file is written in', () => {
  test('UTF-8 with a mark or without one, and UTF-16, are read as what they are', () => {
    const text = 'Zoë Kowalczyk;1 234,50\u00a0€';
    expect(decodeFile(Buffer.from(text))).toEqual({ text, encoding: 'utf-8' });
    expect(decodeFile(Buffer.from(`\uFEFF${text}`))).toEqual({ text, encoding: 'utf-8' });
    expect(decodeFile(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual({ text, encoding: 'utf-16' });
  });

  test('what is no UTF-8 is Windows-1252 and says so, with the signs that only it has', () => {
    expect(decodeFile(Uint8Array.of(0x5a, 0x6f, 0xeb, 0x20, 0x92, 0x80))).toEqual({
      text: 'Zoë ’€',
      encoding: 'windows-1252',
    });
  });

  test('a workbook is no text', () => {
    expect(decodeFile(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0xff))).toBeNull();
  });
});

describe('lines and cells', () => {
  it.each([
    [',', 'a,b\n1,"x, y"\n'],
    [';', '\r\na;b\r\n1;"x, y"\r\n'],
    ['\t', 'a\tb\n1\tx, y'],
    [';', '"a, b";c\n"1";"x, y"'],
  ])('are parted by %j, which is found by itself', async (separator, text) => {
    const read = await table(text);
    expect(read).toMatchObject({ separator });
    expect(read?.rows[0]?.cells).toEqual(['1', 'x, y']);
  });

  test('keep the number that an editor shows, beside empty lines and line breaks in a cell', async () => {
    expect(await cellsOf('a;b\n\n1;"two\nlines"\n;\n2;x\n')).toEqual([
      [3, ['1', 'two lines']],
      [6, ['2', 'x']],
    ]);
  });

  test('a quote out of place is that line’s trouble alone', async () => {
    expect(await cellsOf('a;b\n1;12" tall\n2;fine\n')).toEqual([
      [2, 'quotes'],
      [3, ['2', 'fine']],
    ]);
  });

  test('a quote that is never closed names the lines it took along, and loses none in silence', async () => {
    const read = await table('a;b\n1;x\n2;"open\n3;y\n4;z\n');
    expect(read?.rows).toEqual([
      { line: 2, lastLine: 2, cells: ['1', 'x'], trouble: null },
      { line: 3, lastLine: 5, cells: [], trouble: 'quotes' },
    ]);
    const later = await table(`a;b\n1;x\n2;"open\n3;y\n4;"z"\n5;fine\n`);
    expect(later?.rows.slice(1)).toEqual([
      { line: 3, lastLine: 5, cells: [], trouble: 'quotes' },
      { line: 6, lastLine: 6, cells: ['5', 'fine'], trouble: null },
    ]);
    const long = await table(`a;b\n1;x\n2;"open\n${'3;some more\n'.repeat(5000)}`);
    expect(long?.rows.at(-1)).toMatchObject({ line: 3, lastLine: 5003, trouble: 'quotes' });
  });

  test('more cells than the head names are that line’s trouble: nobody can say which of them moved', async () => {
    expect(await cellsOf('name,total\nSmith, John,80\nJohn Smith,80,,\nAda\n')).toEqual([
      [2, 'columns'],
      [3, ['John Smith', '80', '', '']],
      [4, ['Ada']],
    ]);
  });

  test('a sign on the border of two slices stays whole', async () => {
    for (const before of [8180, 8181, 8182, 8183, 8184])
      expect((await table(`a;b\n${'x'.repeat(before)};🌸é\n`))?.rows[0]?.cells[1]).toBe('🌸é');
  });

  test('a head alone, or nothing, is no table', async () => {
    expect(await table('a;b\n')).toBeNull();
    expect(await table('\uFEFF')).toBeNull();
  });

  test('whatever stands in quotes comes out as it went in, for each separator and line end', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replace(/[\r\n\0\uFEFF]/g, ''));
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n'),
        async (rows, separator, end) => {
          const quoted = rows.map((cells) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator));
          const read = await table([`h1${separator}h2`, ...quoted].join(end));
          const trimmed = rows
            .map((cells) => cells.map((text) => text.replace(/\s+/g, ' ').trim()))
            .filter((cells) => cells.some((text) => text !== ''));
          expect(read?.rows.map(({ cells }) => cells) ?? []).toEqual(trimmed);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('days and times', () => {
  it.each([
    ['2026-11-26', '2026-11-26'],
    ['2026/1/6', '2026-01-06'],
    ['20261126', '2026-11-26'],
    ['05/05/2026', '2026-05-05'],
    ['05/06/2026', null],
    ['26/11/26', null],
    ['2026-02-30', null],
    ['45987', null],
    ['1899-12-30', null],
    ['2026111', null],
  ])('%s without an order is %s', (text, day) => expect(readDay(text, null)).toBe(day));

  it.each([
    ['05/06/2026', 'day_first', '2026-06-05'],
    ['05/06/2026', 'month_first', '2026-05-06'],
    ['26.11.2026', 'day_first', '2026-11-26'],
    ['26/11/2026', 'month_first', null],
  ] as const)('%s with the %s is %s', (text, order, day) => expect(readDay(text, order)).toBe(day));

  test('every day of a century is read the same in each way of writing it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
        fc.constantFrom('-', '/', '.'),
        (date, sign) => {
          const day = date.toISOString().slice(0, 10);
          const [year, month, date2] = day.split('-') as [string, string, string];
          expect(readDay([year, month, date2].join(sign), null)).toBe(day);
          expect(readDay([date2, month, year].join(sign), 'day_first')).toBe(day);
          expect(readDay([month, date2, year].join(sign), 'month_first')).toBe(day);
        },
      ),
    );
  });

  test('a column tells its order only when a day has it and none has the other; otherwise somebody is asked', () => {
    expect(dayOrderOf(['2026-11-26', '', '05/05/2026'])).toBe('clear');
    expect(dayOrderOf(['05/06/2026', '26/11/2026 10:15'])).toBe('day_first');
    expect(dayOrderOf(['05/06/2026', '11/26/2026'])).toBe('month_first');
    expect(dayOrderOf(['05/06/2026', '07/08/2026'])).toBe('ask');
    expect(dayOrderOf(['26/11/2026', '11/26/2026'])).toBe('ask');
  });

  it.each([
    ['10:15', '10:15'],
    ['9:05:30', '09:05'],
    ['16 h 05', '16:05'],
    ['16h', '16:00'],
    ['4:10 p.m.', '16:10'],
    ['12:00 AM', '00:00'],
    ['4pm', '16:00'],
    ['10', null],
    ['24:00', null],
    ['13:00 pm', null],
    ['soon', null],
  ])('the time %s is %s', (text, time) => expect(readTime(text)).toBe(time));

  test('a time may stand behind the day', () => {
    expect(splitMoment('2026-11-26T10:15:00')).toEqual({ day: '2026-11-26', time: '10:15:00' });
    expect(splitMoment('26/11/2026 16 h 05')).toEqual({ day: '26/11/2026', time: '16 h 05' });
    expect(splitMoment('2026-11-26')).toEqual({ day: '2026-11-26', time: '' });
  });
});

describe('what columns say', () => {
  test('is proposed from their names in both languages, and kept for the same head', () => {
    const { columns } = proposeMapping(['No', 'Client', 'Courriel', 'Date', 'Heure', 'Montant total', 'Acompte']);
    expect(columns).toMatchObject({ reference: 0, name: 1, customer: 2, day: 3, time: 4, total: 5, deposit: 6 });
    expect(columns.service).toBeNull();
    expect(proposeMapping(['Client', 'Date', 'Total']).columns).toMatchObject({ customer: 0, name: 0 });
    expect(headersKey(['Date ', 'Montant Total'])).toBe(headersKey(['date', 'montant total']));
  });
});

describe('a line as a bill', () => {
  const headers = ['Courriel', 'Client', 'Date', 'Total', 'Taxes', 'Acompte', 'No'];
  const mapping = proposeMapping(headers);
  const read = (...cells: string[]) => readBillLine({ line: 2, lastLine: 2, cells, trouble: null }, mapping, 'CAD');
  const good = (...cells: string[]): ReadBillLine => {
    const line = read(...cells);
    if ('bad' in line) throw new Error(JSON.stringify(line.bad));
    return line.bill;
  };
  const bad = (...cells: string[]): BadBillLine => {
    const line = read(...cells);
    if ('bill' in line) throw new Error(JSON.stringify(line.bill));
    return line.bad;
  };

  it.each([
    ['6.95', 695],
    ['6,95', 695],
    ['1 234,50', 123_450],
    ['1\u202f234,50 $', 123_450],
    ['$1,234.50', 123_450],
    ['CAD 80', 8000],
  ])('takes %s for %i cents', (text, total) => expect(good('a@x.ca', '', '2026-11-26', text).total).toBe(total));

  it.each([
    [['a@x.ca', '', '2026-11-26', '1.234'], 'amount_ambiguous', 'total', '1.234'],
    [['a@x.ca', '', '2026-11-26', '-5'], 'amount_negative', 'total', '-5'],
    [['a@x.ca', '', '2026-11-26', 'free'], 'amount_not_a_number', 'total', 'free'],
    [['a@x.ca', '', '2026-11-26', ''], 'amount_empty', 'total', null],
    [['a@x.ca', '', '2026-11-26', '80 €'], 'other_currency', 'total', '80 €'],
    [['a@x.ca', '', '2026-11-26', 'USD 80'], 'other_currency', 'total', 'USD 80'],
    [['a@x.ca', '', '2026-11-26', '0'], 'nothing_to_pay', 'total', '0'],
    [['a@x.ca', '', '2026-11-26', '80', '90'], 'over_total', 'tax', '90'],
    [['a@x.ca', '', '2026-11-26', '80', '', '80,01'], 'over_total', 'deposit', '80,01'],
    [['a@x.ca', '', '05/06/2026', '80'], 'day', 'day', '05/06/2026'],
    [['a@x.ca', '', '', '80'], 'no_day', 'day', null],
    [['a@x.ca', '', '2026-11-26 25:00', '80'], 'time', 'day', '2026-11-26 25:00'],
    [['', '', '2026-11-26', '80'], 'nobody', 'customer', null],
    [['a@x.ca', 'x'.repeat(121), '2026-11-26', '80'], 'too_long', 'name', `${'x'.repeat(59)}…`],
  ] as const)('%j is bad: %s', (cells, why, field, value) =>
    expect(bad(...cells)).toMatchObject({ why, field, value }),
  );

  test('a card number makes the line bad, and is shown nowhere', () => {
    const number = ['4242', '4242', '4242', '4242'].join(' ');
    expect(bad('a@x.ca', number, '2026-11-26', '80')).toEqual({
      why: 'card_number',
      field: 'name',
      name: '••••',
      value: '••••',
    });
    expect(shownCell(`card ${number}`)).toBe('card ••••');
  });

  test('is the same line again by its reference, or by what it says, whatever its deposit', () => {
    const one = ['Zoe@x.ca', 'Zoë', '2026-11-26', '80', '', '20'] as const;
    expect(good(...one).ref).toBe(good('zoe@X.ca', 'Zoë', '2026-11-26', '80,00', '', '50').ref);
    expect(good(...one).ref).not.toBe(good('Zoe@x.ca', 'Zoë', '2026-11-27', '80').ref);
    expect(good(...one, 'R-1').ref).toBe(good('b@x.ca', 'B', '2026-12-01', '10', '', '', 'R-1').ref);
    expect(good(...one)).toMatchObject({ deposit: 2000, tax: null, time: null });
  });
});
