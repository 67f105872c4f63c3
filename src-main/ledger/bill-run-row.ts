import * as v from 'valibot';
import { cardLabel, type CardLabel } from '../contract/card.ts';
import { failure, type Failure } from '../contract/failure.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** Bills that somebody confirmed to be charged one after another. Times unix ms UTC. */
export interface BillRun {
  readonly id: string;
  /** made by the dialog: the same ticket again is the same run */
  readonly ticket: string;
  readonly currency: string;
  /** going: its lines are sent by `driver`, if that desk still runs. stopped: between two lines. over: nothing of it is ever sent again */
  readonly state: 'going' | 'stopped' | 'over';
  /** why it stopped: a trouble of the desk, or null where a person stopped it */
  readonly why: string | null;
  /** which running desk sends its lines; another one takes a run over by putting its own name here */
  readonly driver: string;
  /** who confirmed it last, and where */
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** counts what people did with it, not its lines */
  readonly version: number;
}

/** One bill of a run, as it was confirmed. Amounts in minor units of the run's currency. */
export interface BillRunLine {
  readonly id: string;
  readonly runId: string;
  readonly place: number;
  /** of its order: what became of it stands in the operation of that ticket */
  readonly ticket: string;
  readonly billId: string;
  readonly billCode: string;
  /** of the bill, and what was left to pay of it, as they were shown */
  readonly billVersion: number;
  readonly remaining: number;
  readonly customerId: string;
  readonly customerName: string;
  readonly cardId: string;
  readonly card: CardLabel;
  readonly amount: number;
  /** waiting: not begun. begun: handed to the engine, once. refused: nothing was sent, for `failure`. left: a person left it out of the rest */
  readonly state: 'waiting' | 'begun' | 'refused' | 'left';
  readonly failure: Failure | null;
}

const runShape = v.object({ state: v.picklist(['going', 'stopped', 'over']) });
const lineShape = v.object({
  state: v.picklist(['waiting', 'begun', 'refused', 'left']),
  card: v.pipe(v.string(), v.parseJson(), cardLabel),
  failure: v.nullable(v.pipe(v.string(), v.parseJson(), failure)),
});

export function runRowOf(run: BillRun): Unsealed<'bill_run'> {
  const { staffId: staff_id, staffName: staff_name, createdAt: created_at, updatedAt: updated_at, ...same } = run;
  return { ...same, staff_id, staff_name, created_at, updated_at };
}

/** @throws ValiError when the row cannot be read */
export function runOf(row: Tables['bill_run']): BillRun {
  const { id, ticket, currency, why, driver, desk, version } = row;
  const by = { staffId: row.staff_id, staffName: row.staff_name, desk };
  const times = { createdAt: row.created_at, updatedAt: row.updated_at };
  return { id, ticket, currency, ...v.parse(runShape, row), why, driver, ...by, ...times, version };
}

export function lineRowOf(line: BillRunLine): Unsealed<'bill_run_line'> {
  return {
    id: line.id,
    run_id: line.runId,
    place: line.place,
    ticket: line.ticket,
    bill_id: line.billId,
    bill_code: line.billCode,
    bill_version: line.billVersion,
    remaining: line.remaining,
    customer_id: line.customerId,
    customer_name: line.customerName,
    card_id: line.cardId,
    card: JSON.stringify(line.card),
    amount: line.amount,
    state: line.state,
    failure: line.failure && JSON.stringify(line.failure),
  };
}

/** @throws ValiError when the row cannot be read */
export function lineOf(row: Tables['bill_run_line']): BillRunLine {
  return {
    id: row.id,
    runId: row.run_id,
    place: row.place,
    ticket: row.ticket,
    billId: row.bill_id,
    billCode: row.bill_code,
    billVersion: row.bill_version,
    remaining: row.remaining,
    customerId: row.customer_id,
    customerName: row.customer_name,
    cardId: row.card_id,
    amount: row.amount,
    ...v.parse(lineShape, row),
  };
}
