import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { AskedList, ExportEnd } from '../../../src-main/contract/export.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { OddLine, PayoutsView } from '../../../src-main/contract/payouts.ts';
import type { StatementFile, StatementMapping, StatementResult } from '../../../src-main/contract/statement.ts';
import { textFileAt } from '../../../src-main/shell/text-file.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

export const day = 86_400_000;
const head = 'Date,Type,Transaction ID,Merchant Ref Num,Amount,Fee,Currency,Deposit,Description';

/** What Comptoir charged at Paysafe, with both names that a file may give it. */
export interface Sale {
  readonly ref: string;
  readonly key: string;
}
export const amountOf = (amount: number) => ({ amount, currency: 'CAD' });
/** What became of each line, by its number in the file. */
export const results = ({ lines }: StatementResult): string[] =>
  lines.map(({ line, result, why }) => [line, result, why].filter((fact) => fact !== null).join(' '));

/** A desk of a salon that charges at Paysafe, and brings its statements in. */
export class StatementDesk {
  readonly salon: Salon;
  readonly till: PaysafeTill;
  desk: SalonDesk;

  readonly #folder: string;

  constructor({ salon, desk, folder }: { salon: Salon; desk: SalonDesk; folder: string }) {
    this.salon = salon;
    this.#folder = folder;
    this.till = paysafeTill(salon.sandbox);
    this.desk = desk;
  }
  /** the day so many days ago, as a file writes it */
  on(before: number): string {
    return new Date(this.salon.now() - before * day).toISOString().slice(0, 10);
  }
  as(name: 'Maude' | 'Sylvie'): Promise<void> {
    return this.desk.signIn(name);
  }
  show(): Promise<PayoutsView> {
    return this.desk.must<PayoutsView>('dayEnd.payouts', { day: '2026-11-20', read: false });
  }
  async oddNow(): Promise<OddLine[]> {
    return (await this.show()).payouts.flatMap(({ odd }) => odd);
  }
  async history(what: string): Promise<AuditLine[]> {
    const asked = { search: '', before: null, limit: 200 };
    const { rows } = await this.desk.must<{ rows: AuditLine[] }>('history.list', asked);
    return rows.filter((line) => line.what === what);
  }
  async chosen(lines: readonly string[], name = 'November.csv', first = head): Promise<StatementFile> {
    this.desk.files.push({ name, bytes: Buffer.from([first, ...lines].join('\n')) });
    const { file } = await this.desk.must<{ file: StatementFile | null }>('statements.choose', {});
    if (!file) throw new Error('No file was chosen');
    return file;
  }
  preview(file: StatementFile, mapping: StatementMapping = file.mapping): Promise<StatementResult> {
    return this.desk.must<StatementResult>('statements.preview', { fileId: file.id, mapping });
  }
  run(file: StatementFile, mapping: StatementMapping = file.mapping): Promise<StatementResult> {
    return this.desk.must<StatementResult>('statements.run', { fileId: file.id, mapping });
  }
  async bring(lines: readonly string[], name?: string): Promise<StatementResult> {
    return this.run(await this.chosen(lines, name));
  }
  /** a list as a spreadsheet's file, as it stands on the disk */
  async exported(asked: AskedList, language: 'en' | 'fr'): Promise<{ end: ExportEnd; text: string }> {
    const end = await this.desk.must<ExportEnd>('lists.export', { asked, form: 'csv', language });
    return { end, text: readFileSync(join(this.#folder, end.name), 'utf8') };
  }
  /** Ends everything, and nothing is left on the disk. */
  async close(): Promise<void> {
    await this.salon.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
  async charge(amount: number): Promise<Sale> {
    const { desk, till } = this;
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
    const line = (await this.history('charge')).find(({ detail }) => detail['operation'] === id);
    return { ref: state.reference, key: String(line?.detail['key']) };
  }
}

export async function openStatementDesk(seed: string): Promise<StatementDesk> {
  const salon = await openSalon(seed);
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-statements-'));
  const desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
  await desk.signIn('Sylvie');
  return new StatementDesk({ salon, desk, folder });
}
