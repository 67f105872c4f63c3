import * as v from 'valibot';
import { approvalView } from './approval.ts';
import { cardLabel } from './card.ts';
import { command, event, query } from './channel.ts';
import { freeText, id, nothing, stated } from './input.ts';
import { minorUnits } from './money.ts';
import { providerName } from './provider.ts';
import { lineResult, runFacts, runLines, runSummary } from './run.ts';
import { ticket } from './ticket.ts';

const kind = v.picklist(['capture', 'release']);
export type HoldRunKind = v.InferOutput<typeof kind>;

/** One hold of a run, as it was confirmed. Amounts in minor units of the run's currency. */
export const holdRunLine = v.object({
  id: v.string(),
  holdId: v.string(),
  provider: providerName,
  customerId: v.nullable(v.string()),
  customerName: v.string(),
  card: v.nullable(cardLabel),
  /** what could be captured of it when it was confirmed */
  held: minorUnits,
  /** to capture; the rest of `held` goes back. Of a release: what goes back */
  amount: minorUnits,
  note: v.nullable(v.string()),
  ...lineResult,
  /** the step after `operation`, where its order has two: at Paysafe the rest is given back by a step of its own */
  then: lineResult.operation,
});
export type HoldRunLine = v.InferOutput<typeof holdRunLine>;

export const holdRunView = v.object({ ...runFacts.entries, kind, lines: v.array(holdRunLine) });
export type HoldRunView = v.InferOutput<typeof holdRunView>;
export const holdRunSummary = v.object({ ...runSummary.entries, kind });
export type HoldRunSummary = v.InferOutput<typeof holdRunSummary>;

/** a hold as it was shown: of one that holds another sum since, nothing is sent */
const shown = { holdId: id, held: minorUnits };
/** what is captured of it; less than is held says why */
const captures = runLines(v.strictObject({ ...shown, amount: stated, note: freeText(200) }));

/** Many holds, captured or released in one go. Each line is an order like any other: the same right, limits and guards. */
export const holdRunCalls = {
  /**
   * All lines are written before the first is sent. The same ticket again is the same run. A line that captures less than is held says why (`note`).
   */
  capture: command('capture', v.strictObject({ ticket, lines: captures }), holdRunView),
  /** The same as a list that waits for a second person, where the house asks for one by what it adds up to. `note`: for whoever approves. Sends nothing. */
  prepare: command('prepare', v.strictObject({ ticket, note: freeText(200), lines: captures }), approvalView),
  /** captures what was approved as a list, with exactly its amounts; once more, it is the same run */
  captureApproved: command('prepare', v.strictObject({ id, version: v.number() }), holdRunView),
  release: command(
    'release',
    v.strictObject({ ticket, note: freeText(200), lines: runLines(v.strictObject(shown)) }),
    holdRunView,
  ),
  /** no further line is begun; what is on its way is brought to its end */
  stop: command('prepare', v.strictObject({ id }), holdRunView),
  /** The rest of a run that was stopped or interrupted, confirmed again with the amounts it had; lines that are not named are left. */
  resume: command('capture', v.strictObject({ id, version: v.number(), lineIds: runLines(id) }), holdRunView),
  /** nothing more of it is ever sent */
  end: command('capture', v.strictObject({ id, version: v.number() }), holdRunView),
  get: query('find', v.strictObject({ id }), holdRunView),
  /** the last ones, newest first, and all that were neither ended nor are at their end */
  list: query('find', nothing, v.object({ runs: v.array(holdRunSummary) })),
  /** a line went on, or, with `line` null, the run itself */
  changed: event(v.object({ run: runFacts, line: v.nullable(holdRunLine) })),
};
