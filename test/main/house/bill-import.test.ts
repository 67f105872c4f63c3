import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type {
  BillImportLine,
  BillImportResult,
  ImportFile,
  ImportMapping,
} from '../../../src-main/contract/bill-import.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import { stripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// One whole desk without its window, and the files that its people choose.
let salon: Salon;
let desk: SalonDesk;
let ada: string;

beforeAll(async () => {
  salon = await openSalon('bill-import');
  const { stripe } = stripeTill(salon.sandbox);
  const made = await stripe.customers.create({
    name: 'Ada Côté-Morin',
    email: 'Ada@Example.com',
    phone: '+1 514 555-0142',
  });
  ada = `stripe:${made.id}`;
  await stripe.customers.create({ name: 'Jo Roy', phone: '450 555-0188' });
  await stripe.customers.create({ name: 'Jo Roy', phone: '450 555-0188' });
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
}, 120_000);
afterAll(() => salon.close());

async function chosen(text: string | Uint8Array, name = 'bookings.csv'): Promise<ImportFile> {
  desk.files.push({ name, bytes: typeof text === 'string' ? Buffer.from(text) : text });
  const { file } = await desk.must<{ file: ImportFile | null }>('billImport.choose', {});
  if (!file) throw new Error('No file was chosen');
  return file;
}
const preview = (file: ImportFile, mapping: ImportMapping = file.mapping): Promise<BillImportResult> =>
  desk.must<BillImportResult>('billImport.preview', { fileId: file.id, mapping });
const run = (file: ImportFile, mapping: ImportMapping = file.mapping): Promise<BillImportResult> =>
  desk.must<BillImportResult>('billImport.run', { fileId: file.id, mapping });
const billsOf = async (from: string, to = from): Promise<BillRow[]> =>
  (await desk.must<{ rows: BillRow[] }>('bills.list', { from, to })).rows;
const results = ({ lines }: BillImportResult): string[] => lines.map(({ line, result }) => `${line} ${result}`);
const said = ({ line, result, why, field, value, sameAs }: BillImportLine) =>
  [line, result, why, field, value ?? sameAs].filter((fact) => fact !== null).join(' ');

const head = 'No;Courriel;Client;Date;Heure;Service;Avec;Montant;Taxes;Acompte';

describe('bills from a file', () => {
  it('are made once: what is previewed is written, with the deposit already on the bill, and the same file again changes nothing', async () => {
    const text = `${head}
R-1;ada@example.com;Ada;2026-11-21;10:15;Coupe;Léa;1 137,97;148,17;37,97
R-2;nobody@example.com;Nadia Benali;2026-11-21;16 h;Couleur;;80,00;;
`;
    const file = await chosen(text);
    expect(file).toMatchObject({
      encoding: 'utf-8',
      separator: ';',
      lines: 2,
      remembered: false,
      name: 'bookings.csv',
    });
    const before = await preview(file);
    expect(results(before)).toEqual(['2 new', '3 new']);
    expect(before.lines.map(({ name, customer }) => [name, customer])).toEqual([
      ['Ada Côté-Morin', 'found'],
      ['Nadia Benali', 'not_found'],
    ]);
    expect(await billsOf('2026-11-21')).toEqual([]);

    expect(results(await run(file))).toEqual(['2 added', '3 added']);
    const bills = await billsOf('2026-11-21');
    expect(bills).toMatchObject([
      {
        customerId: ada,
        customerName: 'Ada Côté-Morin',
        visit: { day: '2026-11-21', time: '10:15', service: 'Coupe', withWhom: 'Léa' },
        total: 113_797,
        tax: 14_817,
        paid: 3797,
        remaining: 110_000,
        source: 'csv',
        note: 'R-1',
      },
      { customerId: null, customerName: 'Nadia Benali', total: 8000, paid: 0, next: 'make_link' },
    ]);
    const { credits, createdBy } = await desk.must<BillView>('bills.get', { id: bills[0]?.id });
    expect(credits).toMatchObject([{ kind: 'other', amount: 3797, note: 'bookings.csv', by: 'Sylvie' }]);
    expect(createdBy).toBe('Sylvie');

    // The same bytes under another name, and its lines in another order.
    for (const again of [
      text,
      text
        .split('\n')
        .toSpliced(1, 0, text.split('\n')[2] ?? '')
        .toSpliced(3, 1)
        .join('\n'),
    ]) {
      const same = await chosen(again, 'again.csv');
      expect(same.remembered).toBe(true);
      expect((await preview(same)).lines.map(({ result, bill }) => [result, bill?.differs])).toEqual([
        ['known', false],
        ['known', false],
      ]);
      expect((await run(same)).lines.map(({ result }) => result)).toEqual(['known', 'known']);
    }
    expect(await billsOf('2026-11-21')).toEqual(bills);
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 10 });
    expect(rows.find(({ what }) => what === 'bills_imported')).toMatchObject({
      staffName: 'Sylvie',
      detail: { added: 0, known: 2, bad: 0 },
    });
  });

  it('say when the file changed: the bill that is here stays as it is', async () => {
    await run(await chosen(`${head}\nC-1;ada@example.com;;2026-11-22;;;;80;;20\n`));
    const dearer = await preview(await chosen(`${head}\nC-1;ada@example.com;;2026-11-22;;;;90;;20\n`));
    expect(dearer.lines[0]).toMatchObject({ result: 'known', bill: { differs: true } });
    const paidMore = await run(await chosen(`${head}\nC-1;ada@example.com;;2026-11-22;;;;80;;30\n`));
    expect(paidMore.lines[0]).toMatchObject({ result: 'known', bill: { differs: true } });
    expect(await billsOf('2026-11-22')).toMatchObject([{ total: 8000, paid: 2000 }]);
  });

  it('find their customer by e-mail, phone, provider’s id or whole name, and never by half of one', async () => {
    const who = [
      'ADA@example.com ',
      '(514) 555-0142',
      ada.slice('stripe:'.length),
      'ada cote morin',
      'Ada',
      '4505550188',
      'Jo Roy',
    ];
    const file = await chosen(`client,date,total\n${who.map((name) => `${name},2026-11-23,80`).join('\n')}\n`);
    const { lines } = await preview(file);
    expect(lines.map(({ customer, name }) => [customer, name]).slice(0, 5)).toEqual([
      ...Array.from({ length: 4 }, () => ['found', 'Ada Côté-Morin']),
      ['not_found', 'Ada'],
    ]);
    expect(lines.slice(5).map(said)).toEqual([
      '7 bad several_people customer 4505550188',
      '8 bad several_people customer Jo Roy',
    ]);
  });

  it('without a reference are the same by what they say; one that stands twice is made once, and the second is named', async () => {
    const text = 'client,date,time,total\nAda,2026-11-24,10:00,80\nAda,2026-11-24,10:00,80\nAda,2026-11-24,11:00,80\n';
    const first = await run(await chosen(text));
    expect(first.lines.map(said)).toEqual(['2 added', '3 bad twice 2', '4 added']);
    expect((await run(await chosen(text))).lines.map(said)).toEqual(['2 known', '3 bad twice 2', '4 known']);
    expect(await billsOf('2026-11-24')).toHaveLength(2);
  });

  it('ask for the order of day and month where nothing tells it, and keep the answer for the next such file', async () => {
    const file = await chosen('client,date,total,shop\nAda,05/06/2026,80,A\n');
    expect(file.dayOrders[1]).toBe('ask');
    expect((await preview(file)).lines.map(said)).toEqual(['2 bad day day 05/06/2026']);
    await run(file, { ...file.mapping, dayOrder: 'day_first' });
    expect(await billsOf('2026-06-05')).toHaveLength(1);
    const next = await chosen('client,date,total,shop\nAda,07/06/2026,80,A\n');
    expect(next).toMatchObject({ remembered: true, mapping: { dayOrder: 'day_first' } });
    // Days that say it themselves count for more than last week's answer.
    expect((await chosen('client,date,total,shop\nAda,11/26/2026,80,A\n')).mapping.dayOrder).toBe('month_first');
  });

  it('show no card number, and make no bill of its line', async () => {
    const number = ['4242', '4242', '4242', '4242'].join('');
    const file = await chosen(`client,date,total,${number}\n${number},2026-11-25,80,x\n`);
    expect(JSON.stringify([file, await run(file)])).not.toContain(number);
    expect((await preview(file)).lines.map(said)).toEqual(['2 bad card_number customer ••••']);
    expect(await billsOf('2026-11-25')).toEqual([]);
  });

  it('are a manager’s: the front desk is refused, and a file is nobody else’s than whoever chose it', async () => {
    const file = await chosen('client,date,total\nAda,2026-11-26,80\n');
    await desk.signIn('Maude');
    for (const call of ['billImport.choose', 'billImport.preview', 'billImport.run'])
      expect(
        await desk.refusal(call, call.endsWith('choose') ? {} : { fileId: file.id, mapping: file.mapping }),
      ).toMatchObject({
        code: 'not_allowed',
      });
    await desk.signIn('Hélène');
    expect(await desk.refusal('billImport.run', { fileId: file.id, mapping: file.mapping })).toEqual({
      code: 'csv_forgotten',
    });
    await desk.signIn('Sylvie');
    expect(await billsOf('2026-11-26')).toEqual([]);
  });

  it('need somebody, a day and a total; what is no list is refused before anything is read of it', async () => {
    const file = await chosen('x,y\n1,2\n');
    expect(await desk.refusal('billImport.preview', { fileId: file.id, mapping: file.mapping })).toMatchObject({
      code: 'bad_input',
      facts: { field: 'customer' },
    });
    const refusal = async (bytes: Uint8Array) => {
      desk.files.push({ name: 'x.csv', bytes });
      return (await desk.refusal('billImport.choose', {})).code;
    };
    expect(await refusal(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0))).toBe('csv_unreadable');
    expect(await refusal(Buffer.from('client,date,total\n'))).toBe('csv_empty');
    expect(await refusal(Buffer.from(`a,b\n${'1,2\n'.repeat(5001)}`))).toBe('csv_too_long');
    expect(await refusal(Buffer.alloc(5_000_001, 'x'))).toBe('csv_too_large');
    expect(await desk.must('billImport.choose', {})).toEqual({ file: null });
  });
});

describe('five thousand lines with twenty bad ones', () => {
  const wrong = ['1.234', '-5', 'free', '', '80 €', '0', '99999999999', '1,2345', '8o', '12..5'];
  const badDays = [
    '2026-02-30',
    '31/02/2026',
    'soon',
    '',
    '26/11/26',
    '2026-13-01',
    '45987',
    '2026-1',
    '1999-01-01',
    '//',
  ];
  const line = (place: number): string => {
    const bad = place % 250 === 249 ? Math.floor(place / 250) : -1;
    const day = bad >= 10 ? badDays[bad - 10] : `2027-0${1 + (place % 9)}-1${place % 10}`;
    const total = bad >= 0 && bad < 10 ? wrong[bad] : '80,50';
    return `B-${place};ada@example.com;Ada;${day};10:15;Coupe;Léa;${total};;10`;
  };
  const text = `${head}\n${Array.from({ length: 5000 }, (_none, place) => line(place)).join('\n')}\n`;

  it('make 4,980 bills in small commits, and each bad line is named with its number, its reason and what stands there', async () => {
    const file = await chosen(text);
    const begun = desk.events.length;
    const result = await run(file);
    const bad = result.lines.filter((one) => one.result === 'bad');
    expect(bad.map(({ line: number }) => number)).toEqual(Array.from({ length: 20 }, (_none, at) => 251 + at * 250));
    expect(bad.map(({ why }) => why)).toEqual([
      'amount_ambiguous',
      'amount_negative',
      'amount_not_a_number',
      'amount_empty',
      'other_currency',
      'nothing_to_pay',
      'amount_too_large',
      'amount_too_many_decimals',
      'amount_not_a_number',
      'amount_not_a_number',
      ...badDays.map((day) => (day === '' ? 'no_day' : 'day')),
    ]);
    expect(bad.map(({ value }) => value ?? '')).toEqual([...wrong, ...badDays]);
    expect(result.lines.filter((one) => one.result === 'added')).toHaveLength(4980);

    const steps = desk.events.slice(begun).filter(({ name }) => name === 'billImport.progress');
    const done = steps.map(({ payload }) => (payload as { done: number }).done);
    expect(done.at(-1)).toBe(4980);
    expect(Math.max(...done.map((count, at) => count - (done[at - 1] ?? 0)))).toBeLessThanOrEqual(20);
    const bills = await billsOf('2027-01-01', '2027-12-31');
    expect(bills).toHaveLength(4980);
    expect(bills.every(({ remaining, paid }) => remaining === 7050 && paid === 1000)).toBe(true);
    expect(new Set(bills.map(({ code }) => code)).size).toBe(4980);

    const again = await run(await chosen(text));
    expect(again.lines.filter((one) => one.result === 'known')).toHaveLength(4980);
    expect(again.lines.filter((one) => one.result === 'bad').map(({ line: number }) => number)).toHaveLength(20);
    expect(await billsOf('2027-01-01', '2027-12-31')).toHaveLength(4980);
  }, 120_000);
});
