import * as v from 'valibot';
import type { Failure } from './failure.ts';
import { money } from './money.ts';
import { providerName } from './provider.ts';

type Facts = NonNullable<Failure['facts']>;

/**
 * Something that was just done and that a new order may be doing again: a charge or hold of this person in the last minutes, or a refund of
 * this payment in the last day. Providers take both twice without a word.
 */
export const repeat = v.object({
  /** our operation, or the payment as the provider has it */
  id: v.string(),
  kind: v.picklist(['charge', 'hold', 'refund']),
  provider: providerName,
  amount: money,
  /** unix ms; null where the provider does not say when (refunds made elsewhere) */
  at: v.nullable(v.number()),
  /** records: an order in our records. other_desk: a key of Comptoir's that our records do not know. provider: no key of ours on it */
  from: v.picklist(['records', 'other_desk', 'provider']),
  /** of our records only */
  staffName: v.nullable(v.string()),
  desk: v.nullable(v.string()),
  state: v.picklist(['open', 'unknown', 'pending', 'done', 'needs_person']),
});
export type Repeat = v.InferOutput<typeof repeat>;

const factsShape = v.object({
  ...v.omit(repeat, ['amount', 'at', 'staffName', 'desk']).entries,
  amount: v.number(),
  currency: v.string(),
  at: v.optional(v.number()),
  by: v.string(),
  desk: v.string(),
});

/** The facts of a refusal that names it. */
export function factsOfRepeat({ id, kind, provider, amount, at, from, staffName, desk, state }: Repeat): Facts {
  const { amount: minor, currency } = amount;
  const named = { by: staffName ?? '', desk: desk ?? '' };
  return { id, kind, provider, amount: minor, currency, from, state, ...named, ...(at === null ? {} : { at }) };
}

/** The other way round; null when the facts name none. */
export function repeatOfFacts(facts: Facts): Repeat | null {
  const read = v.safeParse(factsShape, facts);
  if (!read.success) return null;
  const { amount, currency, by, desk, at, ...rest } = read.output;
  return { ...rest, amount: { amount, currency }, staffName: by || null, desk: desk || null, at: at ?? null };
}

/** Why somebody must step in. Each guard that lets itself be passed by a manager's PIN has one word here. */
export const stepInReasons = ['repeat', 'consent', 'fee'] as const;

/** One thing a manager looked at before stepping in: which guard, and the id or figure it stumbled over. */
export const stepInFact = v.object({
  why: v.picklist(stepInReasons),
  fact: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
});
export type StepInFact = v.InferOutput<typeof stepInFact>;

/** A step-in as the window may know it: who gave it, and until when it holds (unix ms). */
export const stepInView = v.object({ id: v.string(), staffName: v.string(), until: v.number() });
export type StepInView = v.InferOutput<typeof stepInView>;
