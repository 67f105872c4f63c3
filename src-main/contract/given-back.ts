import * as v from 'valibot';
import { id } from './input.ts';
import { minorUnits } from './money.ts';
import { providerName } from './provider.ts';

/**
 * What a manager says of money of a bill that was given back elsewhere. counted: the bill counts that much less as paid. left: what is paid stays as it
 * is, and nobody is asked again about this much.
 */
export const givenBackChoices = ['counted', 'left'] as const;
export const givenBackChoice = v.picklist(givenBackChoices);
export type GivenBackChoice = v.InferOutput<typeof givenBackChoice>;

/** Of one payment of a bill, what its provider gave back and no order of these records did, as far as nobody has decided about it. */
export const givenBackFound = v.object({
  paymentId: v.string(),
  provider: providerName,
  /** it came with a booking or a page, and was not charged here */
  deposit: v.boolean(),
  /** minor units of the bill's currency; more than the bill counts of this payment is never asked about */
  amount: minorUnits,
  /** given_back: refunded there. called_off: somebody called the capture off there before its batch. failed: the batch did not get the money. dispute_lost: the client's bank has it back */
  how: v.picklist(['given_back', 'called_off', 'failed', 'dispute_lost']),
});
export type GivenBackFound = v.InferOutput<typeof givenBackFound>;

/** What somebody decided about it. Times unix ms UTC. */
export const givenBackDecided = v.object({
  id: v.string(),
  paymentId: v.string(),
  choice: givenBackChoice,
  amount: minorUnits,
  by: v.string(),
  at: v.number(),
  /** it was taken back: nothing of it counts any more */
  undone: v.nullable(v.object({ by: v.string(), at: v.number() })),
});
export type GivenBackDecided = v.InferOutput<typeof givenBackDecided>;

/** `amount`: as it was shown; where it is another by now, nothing is written. */
export const givenBackSaid = v.strictObject({
  id,
  paymentId: id,
  amount: v.pipe(minorUnits, v.minValue(1)),
  choice: givenBackChoice,
});
/** `decisionId`: of one of the bill's decisions that still stands */
export const givenBackUndone = v.strictObject({ id, decisionId: id });
