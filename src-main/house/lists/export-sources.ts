import type { AskedList } from '../../contract/export.ts';
import { refused, type Failure } from '../../contract/failure.ts';
import type { TableCell } from '../../contract/table-file.ts';
import { movedOf, type DayOrder } from '../../payments/day-figures.ts';
import type { PaymentLine } from '../../said/payments.ts';
import type { SaidList, Saying } from '../../said/saying.ts';
import { countedDay, cutOf } from '../days/calendar.ts';
import { dayEndsSource, daySource } from './export-days.ts';
import { billsSource, customersSource, holdsSource, readySource } from './export-lists.ts';
import { inNoPayoutSource, payoutsSource } from './export-payouts.ts';
import { personSource } from './export-person.ts';
import { runSource } from './export-runs.ts';
import { peopleSource, waitingSource } from './export-waiting.ts';
import { auditQuestion } from '../history.ts';
import { operationView } from '../orders/operation-view.ts';
import type { SignedIn } from '../signed-in.ts';
import type { World } from '../world.ts';

/** Rows of a list as cells, slice by slice. */
export interface Slice {
  readonly cells: readonly (readonly TableCell[])[];
  /** records of this slice that cannot be read */
  readonly damaged: number;
}

/** A list that can be written to a file. */
export interface Source {
  readonly said: Pick<SaidList<never>, 'list' | 'about' | 'columns'>;
  /** the days of its name, or null for the day on which it is made */
  readonly days: string | null;
  /** about how many rows */
  readonly of: number;
  /** when what it is made of was last brought up to date at the providers; null: it is all our own */
  readonly asOf: number | null;
  /** asked once its last row is out: records beside those counted cannot be read, so that rows may be missing */
  unsound(): boolean;
  slices(): AsyncIterable<Slice>;
  /** what the history keeps of it, beside how many lines it had */
  readonly detail: Readonly<Record<string, string>>;
}

/** The list that is asked for, or why it cannot be had. Its words are read from disk only when somebody wants a file. */
export async function sourceOf(
  world: World,
  { asked, language, who }: { readonly asked: AskedList; readonly language: 'en' | 'fr'; readonly who: SignedIn },
): Promise<Source | Failure> {
  const saying: Saying = { language, timeZone: world.settings.now().timeZone, now: world.clock.now() };
  switch (asked.list) {
    case 'payments':
      return payments(world, asked, saying);
    case 'history':
      return history(world, asked, saying);
    case 'customers':
      return customersSource(world, asked, saying);
    case 'holds':
      return holdsSource(world, asked.question, saying);
    case 'bills':
      return billsSource(world, asked, saying);
    case 'ready':
      return readySource(world, asked, saying);
    case 'payouts':
      return payoutsSource(world, asked, saying);
    case 'in_no_payout':
      return inNoPayoutSource(world, saying);
    case 'day':
      return daySource(world, asked, saying);
    case 'day_ends':
      return dayEndsSource(world, asked, saying);
    case 'hold_run':
    case 'bill_run':
      return runSource(world, asked, saying);
    case 'approvals':
    case 'open_links':
      return waitingSource(world, asked, { saying, who });
    case 'person_payments':
    case 'person_holds':
    case 'person_bills':
      return personSource(world, asked, saying);
    case 'people':
      return peopleSource(world, { saying, who });
  }
}

/** Something in the records cannot be read, as far as was met: lists leave it out. */
export const isDamaged = ({ ledger }: Pick<World, 'ledger'>): boolean => ledger.damage().length > 0;

/** A list that is at hand at once. What cannot be read is not among its rows: with damage in the records the file must not be taken for all of it. */
export function inWhole(world: Pick<World, 'ledger'>, said: Source['said'], cells: Slice['cells']): Source {
  return {
    said,
    days: null,
    of: cells.length,
    asOf: null,
    unsound: () => isDamaged(world),
    slices: () => inOne(cells),
    detail: {},
  };
}

/** Rows that are at hand at once. */
export async function* inOne(cells: Slice['cells'], damaged = 0): AsyncGenerator<Slice> {
  yield { cells, damaged };
}

/** The days of a file's name. */
export const namedDays = (from: string, to: string): string => (from === to ? from : `${from}_${to}`);

async function payments(
  world: Pick<World, 'ledger' | 'settings' | 'session'>,
  { from, to, only }: Extract<AskedList, { list: 'payments' }>,
  saying: Saying,
): Promise<Source | Failure> {
  const cut = cutOf(world.settings.now());
  const [first, last] = [countedDay(from, cut), countedDay(to, cut)];
  if (!first || !last || first.from > last.from) return refused('bad_input', { field: 'to' }).failure;
  const span = { from: first.from, to: last.to };
  const { sayPayments } = await import('../../said/payments.ts');
  const people = new Map(only?.staffId ? (await world.session.people.list()).map(({ id, name }) => [id, name]) : []);
  const said = sayPayments({ days: { from, to }, only, people }, saying);
  return {
    said,
    days: namedDays(from, to),
    of: await world.ledger.days.count(span, only),
    asOf: null,
    unsound: () => false,
    async *slices() {
      for await (const { rows, damaged } of world.ledger.days.orders(span, only))
        yield { cells: rows.map((order) => said.cells(paymentLine(order))), damaged };
    },
    detail: { from, to },
  };
}

function paymentLine(order: DayOrder): PaymentLine {
  const moved = movedOf(order);
  const amount = moved?.as === 'refunded' ? -moved.amount : moved?.amount;
  return {
    order: operationView(order),
    moved: moved && amount !== undefined ? { amount, currency: moved.currency, tip: moved.tip } : null,
  };
}

async function history(
  world: Pick<World, 'ledger' | 'settings' | 'session'>,
  { question }: Extract<AskedList, { list: 'history' }>,
  saying: Saying,
): Promise<Source | Failure> {
  const asked = auditQuestion(question, saying.timeZone);
  if (!asked) return refused('bad_input', { field: 'to' }).failure;
  const people = new Map((await world.session.people.list()).map(({ id, name }) => [id, name]));
  const { sayHistory } = await import('../../said/history.ts');
  const said = sayHistory({ question, people }, saying);
  // The chain says whether a line is missing anywhere, which no filter could.
  const { sound } = await world.ledger.audit.verifyAudit();
  return {
    said,
    days: null,
    of: await world.ledger.audit.count(asked),
    asOf: null,
    unsound: () => !sound,
    async *slices() {
      for await (const { rows, damaged } of world.ledger.audit.lines(asked))
        yield { cells: rows.map((line) => said.cells(line)), damaged };
    },
    detail: question.from && question.to ? { from: question.from, to: question.to } : {},
  };
}
