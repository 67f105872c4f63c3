import * as v from 'valibot';
import { failure } from './failure.ts';
import { currency, minorUnits } from './money.ts';
import { operationView } from './operation.ts';

/** Orders that were confirmed together and are given line by line: bills charged, holds captured or released. */
export const mostRunLines = 500;

/** going: its lines are being sent, here or at `desk`. stopped: a person, or a trouble of the desk (`why`), stopped it. interrupted: the desk that sent them was closed. */
export const runFacts = v.object({
  id: v.string(),
  state: v.picklist(['going', 'stopped', 'interrupted', 'over']),
  why: v.nullable(v.string()),
  currency,
  staffName: v.string(),
  desk: v.string(),
  /** this desk sends its lines */
  here: v.boolean(),
  createdAt: v.number(),
  version: v.number(),
});
export type RunFacts = v.InferOutput<typeof runFacts>;

export const runSummary = v.object({
  ...runFacts.entries,
  lines: v.number(),
  /** neither sent nor refused nor left */
  rest: v.number(),
  total: minorUnits,
});
export type RunSummary = v.InferOutput<typeof runSummary>;

/**
 * waiting: not begun. sending: on its way now. sent: `operation` says what became of it. refused: nothing was sent, for `failure`. left: a person
 * left it out. A line that was begun and never written as an order was not sent: it waits.
 */
export const lineResult = {
  state: v.picklist(['waiting', 'sending', 'sent', 'refused', 'left']),
  failure: v.nullable(failure),
  operation: v.nullable(operationView),
};
export type LineResult = v.InferOutput<v.ObjectSchema<typeof lineResult, undefined>>;

export const runLines = <S extends v.GenericSchema>(line: S) =>
  v.pipe(v.array(line), v.minLength(1), v.maxLength(mostRunLines));
