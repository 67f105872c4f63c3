import * as v from 'valibot';
import { cardLabel, type CardLabel } from '../contract/card.ts';
import { failure } from '../contract/failure.ts';
import { lineState, type RunLineFacts } from './run-row.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** One bill of a run, as it was confirmed. Amounts in minor units of the run's currency. */
export interface BillRunLine extends RunLineFacts {
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
}

const lineShape = v.object({
  state: lineState,
  card: v.pipe(v.string(), v.parseJson(), cardLabel),
  failure: v.nullable(v.pipe(v.string(), v.parseJson(), failure)),
});

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
