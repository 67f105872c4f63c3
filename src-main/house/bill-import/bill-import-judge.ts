import { readBillLine, type ReadBillLine } from '../../list-file/bill-line.ts';
import type { BillImportLine, ImportMapping } from '../../contract/bill-import.ts';
import type { Bill } from '../../ledger/bills.ts';
import type { HeldFile } from '../list-files/held-file.ts';
import type { World } from '../world.ts';

/** A line with what it says, for whoever writes it, and what the window is told. */
export interface JudgedLine {
  readonly shown: BillImportLine;
  readonly said: (ReadBillLine & { readonly customerId: string | null }) | null;
}

/** Lines read, and people looked up, between two turns of whoever else works in this thread. */
const linesAtOnce = 200;
const peopleAtOnce = 25;

type Found = Awaited<ReturnType<World['mirror']['findPeople']>>[number];

/** Says of each line whether it makes a bill, was brought in before, or makes none and why. Writes nothing. */
export async function judgeLines(
  world: Pick<World, 'ledger' | 'mirror' | 'settings'>,
  file: HeldFile,
  mapping: ImportMapping,
): Promise<JudgedLine[]> {
  const { currency } = world.settings.now();
  const { rows } = file.table;
  const read: ReturnType<typeof readBillLine>[] = [];
  for (let at = 0; at < rows.length; at += linesAtOnce) {
    for (const row of rows.slice(at, at + linesAtOnce)) read.push(readBillLine(row, mapping, currency));
    await new Promise((next) => setImmediate(next));
  }
  const bills = read.flatMap((line) => ('bill' in line ? [line.bill] : []));
  const people = await findPeople(world, bills);
  const known = await world.ledger.bills.ofSource('csv', [...new Set(bills.map(({ ref }) => ref))]);
  const deposits = await depositsOf(world, [...known.values()]);

  const firstOf = new Map<string, number>();
  return rows.map(({ line, lastLine }, place): JudgedLine => {
    const judged = read[place];
    if (!judged) throw new Error(`Line ${line} was not read`);
    if ('bad' in judged) return { shown: { ...nothing, line, lastLine, ...judged.bad }, said: null };
    const { bill } = judged;
    const found = people.get(bill.customer) ?? [];
    const [person] = found;
    const shown: BillImportLine = {
      ...nothing,
      line,
      lastLine,
      name: person?.name ?? bill.name,
      day: bill.day,
      total: bill.total,
      deposit: bill.deposit === 0 ? null : bill.deposit,
      customer: person ? 'found' : 'not_found',
    };
    const before = known.get(bill.ref);
    const sameAs = firstOf.get(bill.ref) ?? null;
    if (sameAs !== null) return { shown: { ...shown, result: 'bad', why: 'twice', sameAs }, said: null };
    firstOf.set(bill.ref, line);
    if (before) {
      const differs = !saysTheSame(before, bill, deposits.get(before.id) ?? 0);
      return {
        shown: { ...shown, result: 'known', bill: { id: before.id, code: before.code, differs } },
        said: null,
      };
    }
    if (found.length > 1)
      return {
        shown: {
          ...shown,
          name: bill.name,
          result: 'bad',
          why: 'several_people',
          field: 'customer',
          value: bill.customer,
        },
        said: null,
      };
    // Named as nobody else could be, and taken away: a bill with the name alone is somebody's to make by hand.
    if (person?.removed)
      return {
        shown: {
          ...shown,
          customer: 'not_found',
          result: 'bad',
          why: 'customer_removed',
          field: 'customer',
          value: bill.customer,
        },
        said: null,
      };
    return { shown: { ...shown, result: 'new' }, said: { ...bill, customerId: person?.id ?? null } };
  });
}

const nothing = {
  result: 'bad',
  why: null,
  field: null,
  value: null,
  sameAs: null,
  customer: 'not_found',
  name: '',
  day: null,
  total: null,
  deposit: null,
  bill: null,
} as const;

/** A bill that was changed here, or a file that was, is said: nobody should take one for the other. More may have been paid here since. */
function saysTheSame(bill: Bill, line: ReadBillLine, deposit: number): boolean {
  return bill.total === line.total && bill.visit.day === line.day && deposit >= line.deposit;
}

/** What was noted as paid when each came in, and by hand since. */
async function depositsOf(world: Pick<World, 'ledger'>, bills: readonly Bill[]): Promise<Map<string, number>> {
  const credits = await world.ledger.bills.credits(bills.map(({ id }) => id));
  return new Map([...credits].map(([id, some]) => [id, some.reduce((sum, { amount }) => sum + amount, 0)]));
}

async function findPeople(
  world: Pick<World, 'mirror'>,
  bills: readonly ReadBillLine[],
): Promise<ReadonlyMap<string, Found>> {
  const named = [...new Set(bills.map(({ customer }) => customer))];
  const found = new Map<string, Found>();
  for (let at = 0; at < named.length; at += peopleAtOnce) {
    const some = named.slice(at, at + peopleAtOnce);
    const answers = await world.mirror.findPeople(some);
    for (const [place, text] of some.entries()) found.set(text, answers[place] ?? []);
  }
  return found;
}
