import * as v from 'valibot';
import type { Failure } from '../contract/failure.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { RunRow } from './tables.ts';

/** Orders that somebody confirmed together, to be given one after another. Times unix ms UTC. */
export interface Run {
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

/** What every line of a run has, whatever its order is. */
export interface RunLineFacts {
  readonly id: string;
  readonly runId: string;
  readonly place: number;
  /** of its order: what became of it stands in the operation of that ticket */
  readonly ticket: string;
  /** waiting: not begun. begun: handed to the engine, once. refused: nothing was sent, for `failure`. left: a person left it out of the rest */
  readonly state: 'waiting' | 'begun' | 'refused' | 'left';
  readonly failure: Failure | null;
}

export const lineState = v.picklist(['waiting', 'begun', 'refused', 'left']);
const runShape = v.object({ state: v.picklist(['going', 'stopped', 'over']) });

export function runRowOf(run: Run): Unsealed<'bill_run' | 'hold_run'> {
  const { staffId: staff_id, staffName: staff_name, createdAt: created_at, updatedAt: updated_at, ...same } = run;
  return { ...same, staff_id, staff_name, created_at, updated_at };
}

/** @throws ValiError when the row cannot be read */
export function runOf(row: RunRow): Run {
  const { id, ticket, currency, why, driver, desk, version } = row;
  const by = { staffId: row.staff_id, staffName: row.staff_name, desk };
  const times = { createdAt: row.created_at, updatedAt: row.updated_at };
  return { id, ticket, currency, ...v.parse(runShape, row), why, driver, ...by, ...times, version };
}
