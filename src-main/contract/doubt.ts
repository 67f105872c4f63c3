import * as v from 'valibot';
import { money } from './money.ts';
import { repeat } from './repeat.ts';

/** Somebody else whom a charge could be meant for. */
const other = v.object({
  id: v.string(),
  name: v.string(),
  phone: v.nullable(v.string()),
  email: v.nullable(v.string()),
});

/** What one confirmation is about: the same word for the same thing, so that main knows what was looked at. */
const fact = v.pipe(v.string(), v.minLength(1), v.maxLength(160));

/**
 * A reason to stop for one deliberate confirmation before a card is charged or held.
 * alike: somebody else is called the same (`same`) or nearly so. same_card: a card with the same digits and expiry is saved for somebody else too.
 * unusual: far more than this person ever paid (`usual`: the most so far; null where there is next to nothing to compare). tip: more than half of
 * what it is for. same_day: paid already today, longer ago than what needs a manager.
 */
export const doubt = v.variant('why', [
  v.object({ why: v.literal('alike'), fact, same: v.boolean(), other }),
  v.object({ why: v.literal('same_card'), fact, other }),
  v.object({ why: v.literal('unusual'), fact, usual: v.nullable(money) }),
  v.object({ why: v.literal('tip'), fact, tip: money }),
  v.object({ why: v.literal('same_day'), fact, repeat }),
]);
export type Doubt = v.InferOutput<typeof doubt>;
export type Other = v.InferOutput<typeof other>;

/** The last visit before this one, as the house's bills know it. */
export const lastVisit = v.object({ day: v.string(), service: v.string(), withWhom: v.nullable(v.string()) });

export const sureView = v.object({ doubts: v.array(doubt), lastVisit: v.nullable(lastVisit) });
export type SureView = v.InferOutput<typeof sureView>;

/** The facts of the doubts that somebody confirmed, as an order carries them. */
export const sure = v.exactOptional(v.pipe(v.array(fact), v.maxLength(60)));
