import * as v from 'valibot';

/** When a day of the house ends, and whether the next one waits for it to be closed. */
export const dayRule = v.strictObject({
  /** hours after midnight, in the house's time zone, until which money belongs to the day before */
  cutOffHour: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(12)),
  /** nobody charges while the last day with money in it is not closed */
  waits: v.boolean(),
});
export type DayRule = v.InferOutput<typeof dayRule>;
