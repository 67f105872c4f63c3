import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { ImportFile } from '../../../src-main/contract/bill-import.ts';
import type { SalonDesk } from '../../support/salon.ts';

/** Desks with records of their own that read the same bookings from a file: bills of 80.00 on one day, numbered … in the order in which each desk read them. */
const day = '2026-11-20';

/** What a poll brings; without timers a desk looks once when it is told to. */
export async function look(desk: SalonDesk): Promise<void> {
  await desk.signIn('Hélène');
  await desk.must('desk.refresh', {});
}

export async function readFile(
  desk: SalonDesk,
  { ref, name, email }: { readonly ref: string; readonly name: string; readonly email: string },
): Promise<void> {
  const text = `No;Courriel;Client;Date;Heure;Service;Avec;Montant;Taxes;Acompte\n${ref};${email};${name};${day};10:15;Coupe;Léa;80,00;;\n`;
  desk.files.push({ name: 'bookings.csv', bytes: Buffer.from(text) });
  const { file } = await desk.must<{ file: ImportFile | null }>('billImport.choose', {});
  await desk.must('billImport.run', { fileId: file?.id, mapping: file?.mapping });
}

export async function billAt(desk: SalonDesk, ref: string): Promise<BillView> {
  const { rows } = await desk.must<{ rows: BillRow[] }>('bills.list', { from: day, to: day });
  const all = await Promise.all(rows.map(({ id }) => desk.must<BillView>('bills.get', { id })));
  const found = all.toSorted((a, b) => a.createdAt - b.createdAt)[Number(ref.slice(2)) - 1];
  if (!found) throw new Error(`There is no bill ${ref}`);
  return found;
}
