import * as v from 'valibot';
import { visit } from './bill.ts';
import { cardLabel } from './card.ts';
import { command, query } from './channel.ts';
import { failure } from './failure.ts';
import { id } from './input.ts';
import { money } from './money.ts';
import { operationView } from './operation.ts';
import { providerName } from './provider.ts';
import { ticket } from './ticket.ts';

/** The detail of a reading: nobody is found there, and was known under another merchant's account only. That is not "removed". */
export const knownUnderAnother = 'known under another account';

/** What still stands on one record of a customer: while any of it does, nobody takes the record away. */
export const standing = v.object({
  /** an order that is not known yet or needs a person, or a hold whose payment the lists have not read; its id */
  checking: v.nullable(v.string()),
  /** could still be captured */
  holds: v.array(v.object({ id: v.string(), amount: money })),
  /** accepted by a bank and not collected yet: it may come back */
  debits: v.array(v.object({ id: v.string(), amount: money })),
  /** with something left to pay, or being checked */
  bills: v.array(v.object({ id: v.string(), code: v.string(), visit, remaining: money })),
  /** of the provider, open or just used */
  pages: v.number(),
});
export type Standing = v.InferOutput<typeof standing>;

/** One record of a person at a provider, with all that goes with it or stands in the way. */
export const removalRecord = v.object({
  id: v.string(),
  provider: providerName,
  reference: v.string(),
  /** saved on it: deleted with it */
  cards: v.array(cardLabel),
  /** agreed for those cards and in force: withdrawn with it */
  consents: v.number(),
  /** who may be paid for with one of those cards: not any more */
  lentTo: v.array(v.string()),
  /** visits from today on */
  visits: v.array(visit),
  standing,
  /** why it may not be taken away now; null: it may */
  stops: v.nullable(failure),
});
export type RemovalRecord = v.InferOutput<typeof removalRecord>;

export const removalView = v.object({ id: v.string(), name: v.string(), records: v.array(removalRecord) });
export type RemovalView = v.InferOutput<typeof removalView>;

/** A record that an order of this house took away, for the page of the person. Times unix ms UTC. */
export const removedRecord = v.object({
  id: v.string(),
  provider: providerName,
  operationId: v.string(),
  at: v.number(),
  /** empty where nobody can say any more */
  by: v.string(),
  reason: v.nullable(v.string()),
});
export type RemovedRecord = v.InferOutput<typeof removedRecord>;

/** Taking a whole customer away at their provider: first what depends on it, then, with a reason, the record. Each record is an order of its own. */
export const removalCalls = {
  /** reads the person's records at their providers first: what is said is what stands there now */
  view: query('remove_customer', v.strictObject({ id }), removalView),
  remove: command(
    'remove_customer',
    v.strictObject({
      ticket,
      id,
      reason: v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200)),
    }),
    operationView,
  ),
} as const;
