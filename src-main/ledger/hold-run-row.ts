import * as v from 'valibot';
import { cardLabel, type CardLabel } from '../contract/card.ts';
import { failure } from '../contract/failure.ts';
import { providerName, type ProviderName } from '../contract/provider.ts';
import { lineState, type RunLineFacts } from './run-row.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** One hold of a run that captures or releases many, as it was confirmed. Amounts in minor units of the run's currency. */
export interface HoldRunLine extends RunLineFacts {
  readonly kind: 'capture' | 'release';
  readonly holdId: string;
  readonly provider: ProviderName;
  readonly customerId: string | null;
  readonly customerName: string;
  readonly card: CardLabel | null;
  /** what could be captured of it, as it was shown */
  readonly held: number;
  /** what is captured of it; what is given back, of a release */
  readonly amount: number;
  /** why the amount is another than what is held */
  readonly note: string | null;
}

const lineShape = v.object({
  kind: v.picklist(['capture', 'release']),
  provider: providerName,
  state: lineState,
  card: v.nullable(v.pipe(v.string(), v.parseJson(), cardLabel)),
  failure: v.nullable(v.pipe(v.string(), v.parseJson(), failure)),
});

export function holdLineRowOf(line: HoldRunLine): Unsealed<'hold_run_line'> {
  const { runId: run_id, holdId: hold_id, customerId: customer_id, customerName: customer_name, ...same } = line;
  const json = { card: line.card && JSON.stringify(line.card), failure: line.failure && JSON.stringify(line.failure) };
  return { ...same, run_id, hold_id, customer_id, customer_name, ...json };
}

/** @throws ValiError when the row cannot be read */
export function holdLineOf(row: Tables['hold_run_line']): HoldRunLine {
  const { id, place, ticket, held, amount, note } = row;
  const whose = { customerId: row.customer_id, customerName: row.customer_name };
  return {
    ...{ id, runId: row.run_id, place, ticket, holdId: row.hold_id, ...whose, held, amount, note },
    ...v.parse(lineShape, row),
  };
}
