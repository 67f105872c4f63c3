import { proposeMapping } from '../../list-file/bill-columns.ts';
import {
  importMapping,
  type BillImportLine,
  type BillImportResult,
  type ImportFile,
  type ImportMapping,
} from '../../contract/bill-import.ts';
import { done, refused, type Failure, type Reply } from '../../contract/failure.ts';
import type { NewBill } from '../../ledger/bills.ts';
import { judgeLines, type JudgedLine } from './bill-import-judge.ts';
import { audit } from '../customers/customers.ts';
import { chooseFile, fileAsked, fileFacts, withOwnOrder } from '../list-files/chosen-file.ts';
import type { HeldFile } from '../list-files/held-file.ts';
import { rememberedMappings } from '../list-files/remembered.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Bills written in one commit: less than what a thread does between two frames. */
export const billsAtOnce = 20;

const mappings = rememberedMappings('billImport.mappings', importMapping);

interface Asked {
  readonly fileId: string;
  readonly mapping: ImportMapping;
}

/** Asks for a file, and says what it is and what its columns most likely say. */
export async function chooseBillFile(world: World, who: SignedIn | null): Promise<Reply<{ file: ImportFile | null }>> {
  const chosen = await chooseFile(world, world.billFiles, who);
  if (!chosen.ok || chosen.value === null) return chosen.ok ? done({ file: null }) : chosen;
  const { headers } = chosen.value.table;
  const remembered = await mappings.of(world.ledger.settings, headers);
  const facts = fileFacts(chosen.value);
  const mapping = withOwnOrder(remembered ?? proposeMapping(headers), facts);
  return done({ file: { ...facts, mapping, remembered: remembered !== null } });
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
    await mappings.keep(world.ledger.settings, file.table.headers, mapping);
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
    readonly file: HeldFile;
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
    readonly file: HeldFile;
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

/** A bill needs somebody, a day and a total. */
function fileFor(world: World, { fileId, mapping: { columns } }: Asked, who: SignedIn | null): HeldFile | Failure {
  return fileAsked(world.billFiles, { fileId, columns, needed: ['customer', 'day', 'total'] }, who);
}

function breathe(): Promise<void> {
  return new Promise((next) => setImmediate(next));
}
