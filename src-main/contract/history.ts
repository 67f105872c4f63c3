import * as v from 'valibot';
import { calendarDay } from './bill.ts';
import { query } from './channel.ts';
import { auditLine } from './desk-status.ts';
import { historyTopics } from './history-actions.ts';
import { id, nothing } from './input.ts';

/** How a line ended, as somebody asks for it: what a bank declined is told apart from what was not done for another reason. */
export const historyOutcomes = ['done', 'refused', 'declined', 'failed', 'started'] as const;
export type HistoryOutcome = (typeof historyOutcomes)[number];

const given = <const S extends v.GenericSchema>(shape: S) => v.exactOptional(v.nullable(shape));

/** Which lines of the history are meant. What is left out or null asks nothing; days are the house's, both inclusive. */
export const historyQuestion = v.strictObject({
  /** words that must all stand in the line */
  search: v.pipe(v.string(), v.maxLength(60)),
  from: given(calendarDay),
  to: given(calendarDay),
  /** whoever was signed in; `nobody`: nobody was */
  staff: given(v.union([v.literal('nobody'), id])),
  topic: given(v.picklist(historyTopics)),
  outcome: given(v.picklist(historyOutcomes)),
  /** words that must all stand in the customer's name */
  customer: given(v.pipe(v.string(), v.trim(), v.maxLength(100))),
});
export type HistoryQuestion = v.InferOutput<typeof historyQuestion>;

export const historyCalls = {
  /** newest first; `before`: a line that is shown already */
  list: query(
    'history',
    v.strictObject({
      ...historyQuestion.entries,
      before: v.nullable(v.number()),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    v.object({ rows: v.array(auditLine), more: v.boolean() }),
  ),
  /** everybody whose lines may be asked for, those who are away included */
  people: query('history', nothing, v.object({ people: v.array(v.object({ id: v.string(), name: v.string() })) })),
} as const;
