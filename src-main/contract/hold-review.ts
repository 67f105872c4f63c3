import * as v from 'valibot';
import { command, query } from './channel.ts';
import { holdView } from './hold.ts';
import { id, nothing } from './input.ts';
import { currency, minorUnits } from './money.ts';
import { providerName } from './provider.ts';
import { mostRunLines } from './run.ts';

export const planWords = ['capture', 'release', 'ask'] as const;
const planWord = v.picklist(planWords);
export type PlanWord = v.InferOutput<typeof planWord>;

/** What somebody of the house means to do with a hold: nothing is ever done by it alone. `dueDay`: by that day of the house, YYYY-MM-DD. */
export const holdPlan = v.object({
  plan: planWord,
  dueDay: v.nullable(v.string()),
  staffName: v.string(),
  at: v.number(),
  /** rises with each change, so that two people do not write over each other; 0 stands for no plan yet */
  version: v.number(),
});
export type HoldPlan = v.InferOutput<typeof holdPlan>;

export const holdNote = v.object({ id: v.string(), text: v.string(), staffName: v.string(), at: v.number() });
export type HoldNote = v.InferOutput<typeof holdNote>;

/** A hold with what the house knows of it beside the provider. */
export const reviewedHold = v.object({
  ...holdView.entries,
  /** the bill it was placed for, or stands on */
  bill: v.nullable(v.object({ id: v.string(), code: v.string(), service: v.string(), day: v.string() })),
  plan: v.nullable(holdPlan),
  /** oldest first */
  notes: v.array(holdNote),
});
export type ReviewedHold = v.InferOutput<typeof reviewedHold>;

/** today, two_days: open, and the deadline falls before the end of today, of tomorrow. checking: an operation is open on it, so nobody knows yet. */
export const holdFilters = ['open', 'today', 'two_days', 'lapsed', 'checking'] as const;
/** state: being checked, then open, then lapsed, each by deadline */
export const holdSorts = ['deadline', 'amount', 'customer', 'provider', 'staff', 'placed', 'state'] as const;

const asked = {
  filter: v.picklist(holdFilters),
  provider: v.nullable(providerName),
  /** who placed it here */
  staffId: v.exactOptional(v.nullable(id)),
  /** what can still be captured, at least and at most, minor units of the house's currency: a hold in another one is not found by them */
  least: v.exactOptional(v.nullable(minorUnits)),
  most: v.exactOptional(v.nullable(minorUnits)),
  plan: v.exactOptional(v.nullable(v.picklist([...planWords, 'none']))),
};
const order = { by: v.picklist(holdSorts), down: v.boolean() };

/** Which holds are shown, and in what order: what a view of the house keeps. */
export const holdQuestion = v.strictObject({ ...asked, sort: v.exactOptional(v.strictObject(order)) });
export type HoldQuestion = v.InferOutput<typeof holdQuestion>;
export type HoldFilter = HoldQuestion['filter'];
export type HoldSort = NonNullable<HoldQuestion['sort']>;

/** A view of the list under a name, for everybody of the house. */
export const holdListView = v.object({
  id: v.string(),
  name: v.string(),
  staffName: v.string(),
  question: holdQuestion,
  /** of its amounts, when it was saved; null: it has none, or is from before that was kept, and then they are taken for the house's own */
  currency: v.nullable(currency),
});
export type HoldListView = v.InferOutput<typeof holdListView>;

/** `matching` of `all`: how many holds the question finds of those that are shown at all (open, and lapsed in the last days). `free`: how many of the matching ones can be captured or released now. */
export const holdCounts = v.object({
  matching: v.number(),
  free: v.number(),
  all: v.number(),
  open: v.number(),
  today: v.number(),
  twoDays: v.number(),
  lapsed: v.number(),
});
export type HoldCounts = v.InferOutput<typeof holdCounts>;

export const mostNotes = 20;
const day = v.pipe(v.string(), v.isoDate());
const noteText = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300));
const viewName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40));
const views = v.object({ views: v.array(holdListView) });

export const holdReviewCalls = {
  /** the first rows come as fast of ten thousand holds as of a hundred: what is counted is asked apart */
  list: query(
    'find',
    v.strictObject({
      ...holdQuestion.entries,
      offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
      limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
    }),
    v.object({ rows: v.array(reviewedHold), asOf: v.nullable(v.number()) }),
  ),
  counts: query('find', holdQuestion, holdCounts),
  get: query('find', v.strictObject({ id }), reviewedHold),
  /** The first that can be captured or released now, in the order of the list: as many as one run takes. */
  free: query('find', holdQuestion, v.object({ rows: v.array(reviewedHold) })),
  /** These holds as they are now, without those that are shown nowhere any more; `listed`: which of them the question finds. */
  chosen: query(
    'find',
    v.strictObject({ question: holdQuestion, ids: v.pipe(v.array(id), v.maxLength(mostRunLines)) }),
    v.object({ rows: v.array(reviewedHold), listed: v.array(v.string()) }),
  ),
  /** Writes down what is meant to be done; `plan` null takes it back. `version`: of the plan as it was shown, 0 for none. */
  plan: command(
    'hold',
    v.strictObject({ id, version: v.number(), plan: v.nullable(planWord), dueDay: v.nullable(day) }),
    reviewedHold,
  ),
  note: command('hold', v.strictObject({ id, text: noteText }), reviewedHold),
  views: query('find', nothing, views),
  /** The same name again is the same view, changed. */
  saveView: command('hold', v.strictObject({ name: viewName, question: holdQuestion }), views),
  removeView: command('hold', v.strictObject({ id }), views),
};
