import { headersKey } from '../../bill-file/columns.ts';
import type { BillImportLine, BillImportResult, ImportMapping } from '../../contract/bill-import.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { NewBill } from '../../ledger/bills.ts';
import type { HeldBillFile } from './bill-files.ts';
import { judgeLines, type JudgedLine } from './bill-import-judge.ts';
import { rememberMapping } from './bill-import-mapping.ts';
import { audit } from '../customers/customers.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Bills written in one commit: less than what a thread does between two frames. */
export const billsAtOnce = 20;

interface Asked {
  readonly fileId: string;
  readonly mapping: ImportMapping;
}

/** What would become of each line of the file. Nothing is written. */
export async function previewBills(world: World, asked: Asked, who: SignedIn | null): Promise<Reply<BillImportResult>> {
  const file = fileFor(world, asked, who);
  if ('code' in file) return { ok: false, failure: file };
  return done(resultOf(world, await judgeLines(world, file, asked.mapping), false));
}

/**
 * Makes a bill of each line that is new. Judged anew, because another desk may have brought the same file in meanwhile; each commit is of a few
 * bills with their deposits, so that an app closed in the middle has what was written, and the same file again makes the rest.
 */
export async function importBills(world: World, asked: Asked, who: SignedIn | null): Promise<Reply<BillImportResult>> {
  const file = fileFor(world, asked, who);
  if ('code' in file) return { ok: false, failure: file };
  const { mapping } = asked;
  const running = world.billFiles.alone(async (stopped) => {
    await rememberMapping(world.ledger.settings, headersKey(file.table.headers), mapping);
    const judged = await judgeLines(world, file, mapping);
    const wanted = judged.filter(({ shown }) => shown.result === 'new');
    if (wanted.length > 0) await audit(world, who, 'bills_import', { file: file.name, count: wanted.length });
    const written = await writeLines(world, { file, wanted, who, stopped });
    const result = resultOf(
      world,
      judged.map((line) => written.get(line) ?? line),
      stopped(),
    );
    await audit(world, who, 'bills_imported', { file: file.name, ...countsOf(result.lines) });
    return result;
  });
  return running ? done(await running) : refused('csv_running');
}

async function writeLines(
  world: World,
  {
    file,
    wanted,
    who,
    stopped,
  }: {
    readonly file: HeldBillFile;
    readonly wanted: readonly JudgedLine[];
    readonly who: SignedIn | null;
    readonly stopped: () => boolean;
  },
): Promise<Map<JudgedLine, JudgedLine>> {
  const written = new Map<JudgedLine, JudgedLine>();
  const ids: string[] = [];
  const freshCode = (): string => `B-${world.engine.random.id(5).toUpperCase()}`;
  try {
    for (let at = 0; at < wanted.length && !stopped(); at += billsAtOnce) {
      const some = wanted.slice(at, at + billsAtOnce);
      const answers = await world.ledger.bills.addMany(
        some.map((line) => newBill(world, { file, line, who, code: freshCode() })),
        freshCode,
      );
      for (const [place, line] of some.entries()) {
        const answer = answers[place];
        if (!answer) throw new Error('A line of the file without its answer');
        const bill = 'added' in answer ? answer.added : answer.known;
        ids.push(bill.id);
        const result = 'added' in answer ? 'added' : 'known';
        written.set(line, {
          ...line,
          shown: { ...line.shown, result, bill: { id: bill.id, code: bill.code, differs: false } },
        });
      }
      world.emit('billImport.progress', { done: Math.min(at + billsAtOnce, wanted.length), of: wanted.length });
      await breathe();
    }
  } finally {
    // What was written is there, whatever stopped the rest.
    if (ids.length > 0) world.emit('bills.changed', { ids });
  }
  return written;
}

function newBill(
  world: World,
  {
    file,
    line: { said, shown },
    who,
    code,
  }: {
    readonly file: HeldBillFile;
    readonly line: JudgedLine;
    readonly who: SignedIn | null;
    readonly code: string;
  },
): NewBill {
  if (!said) throw new Error(`Line ${shown.line} says no bill`);
  const now = world.clock.now();
  const by = who?.name ?? '';
  return {
    bill: {
      id: `bill-${world.engine.random.id(16)}`,
      code,
      customerId: said.customerId,
      customerName: shown.name,
      visit: { day: said.day, time: said.time, service: said.service, withWhom: said.withWhom },
      lines: [],
      total: said.total,
      tax: said.tax,
      currency: world.settings.now().currency,
      source: 'csv',
      sourceRef: said.ref,
      note: said.reference === '' ? null : said.reference,
      cancelled: null,
      createdAt: now,
      createdBy: by,
      version: 1,
    },
    credits:
      said.deposit === 0
        ? []
        : [
            {
              id: `credit-${world.engine.random.id(16)}`,
              kind: 'other',
              amount: said.deposit,
              paymentId: null,
              note: file.name.slice(0, 120),
              by,
              at: now,
            },
          ],
  };
}

function resultOf(world: World, lines: readonly JudgedLine[], stopped: boolean): BillImportResult {
  return {
    lines: lines.map(({ shown }) => shown),
    currency: world.settings.now().currency,
    filling: world.sync.stripe.status().filling,
    stopped,
  };
}

function countsOf(lines: readonly BillImportLine[]): { added: number; known: number; bad: number } {
  const count = (result: BillImportLine['result']): number => lines.filter((line) => line.result === result).length;
  return { added: count('added'), known: count('known'), bad: count('bad') };
}

/** The file at hand that is asked about, or why nothing can be read from it. */
function fileFor(world: World, { fileId, mapping }: Asked, who: SignedIn | null): HeldBillFile | Failure {
  const file = world.billFiles.held(fileId, who?.id ?? null);
  if (!file) return { code: 'csv_forgotten' };
  const missing = missingColumn(file, mapping);
  return missing ? { code: 'bad_input', facts: { field: missing } } : file;
}

/** A bill needs somebody, a day and a total; a day that reads two ways needs its order. */
function missingColumn({ table }: HeldBillFile, { columns }: ImportMapping): string | null {
  const beyond = Object.entries(columns).find(([, place]) => place !== null && place >= table.headers.length);
  if (beyond) return beyond[0];
  return (['customer', 'day', 'total'] as const).find((field) => columns[field] === null) ?? null;
}

function breathe(): Promise<void> {
  return new Promise((next) => setImmediate(next));
}
