import * as v from 'valibot';
import type { Sender } from '../../payments/ports.ts';
import { isOwnKey, type ProviderRecall, type RecallEnd, type RecallQuestion } from '../../payments/recall.ts';
import { makeReading, type Reading } from './reading.ts';
import { fromIntents, fromRefunds, intentOf, refundOf, type Intent, type Refund, type Told } from './recall-rows.ts';
import { wireList } from './wire.ts';

const pageSize = 100;
/** Stripe keeps events for 30 days (docs.stripe.com/api/events); a minute less, so that the question itself is not too late. */
const eventsKeptMs = 30 * 86_400_000 - 60_000;
/** What was done since may have been done on a hold that is older: none lives longer. */
const holdLifeMs = 31 * 86_400_000;

const eventOf = v.object({
  id: v.string(),
  type: v.string(),
  created: v.number(),
  data: v.object({
    object: v.object({ id: v.string(), payment_intent: v.optional(v.nullable(v.string())) }),
  }),
  request: v.optional(v.nullable(v.object({ idempotency_key: v.optional(v.nullable(v.string())) }))),
});

/**
 * Our orders in Stripe's own lists: a charge, a hold, a capture and a refund carry our key in their metadata; the key of a release is
 * in the event of the last 30 days. Lists are read-after-write; the search is not and is never used. What moves no money (removed
 * cards, default cards) leaves no trace there and is not found again.
 */
export function makeStripeRecall(parts: { readonly sender: Pick<Sender, 'send'> }): ProviderRecall {
  const read = makeReading(parts.sender);
  return {
    provider: 'stripe',
    async recall(question, take) {
      const told = await readEvents(read, question);
      if ('complete' in told) return told;
      const intents = await readIntents(read, question, (page) => take(fromIntents(page, told, question)));
      return intents.complete ? readRefunds(read, question, (page) => take(fromRefunds(page))) : intents;
    },
  };
}

async function readEvents(read: Reading, { since, now, signal }: RecallQuestion): Promise<Told | RecallEnd> {
  const cancelKeys = new Map<string, string>();
  const capturedAt = new Map<string, number>();
  const from = Math.max(since ?? 0, now - eventsKeptMs);
  let after: string | null = null;
  for (;;) {
    if (signal.aborted) return { complete: false, why: 'stopped' };
    const cursor: string | null = after;
    const page: Awaited<ReturnType<typeof readPage>> = await readPage(cursor);
    // A key that may not read events: releases stay without a name, everything else is found.
    if (!page.ok && page.why === 'permission') return { cancelKeys, capturedAt };
    if (!page.ok) return { complete: false, why: page.why };
    for (const event of page.value.data) {
      const { id, payment_intent: intent } = event.data.object;
      const key = event.request?.idempotency_key;
      if (event.type === 'payment_intent.canceled' && isOwnKey(key)) cancelKeys.set(id, key);
      if (event.type === 'charge.captured' && intent) capturedAt.set(intent, event.created * 1000);
    }
    after = page.value.data.at(-1)?.id ?? null;
    if (!page.value.has_more || after === null) return { cancelKeys, capturedAt };
  }

  function readPage(cursor: string | null) {
    return read(
      (stripe) =>
        stripe.events.list({
          limit: pageSize,
          types: ['payment_intent.canceled', 'charge.captured'],
          created: { gte: Math.floor(from / 1000) },
          ...(cursor === null ? {} : { starting_after: cursor }),
        }),
      wireList(eventOf),
    );
  }
}

async function readIntents(
  read: Reading,
  { since, signal }: RecallQuestion,
  take: (page: readonly Intent[]) => Promise<void>,
): Promise<RecallEnd> {
  return pages(
    (after) =>
      read(
        (stripe) =>
          stripe.paymentIntents.list({
            limit: pageSize,
            expand: ['data.latest_charge'],
            ...(since === null ? {} : { created: { gte: Math.floor((since - holdLifeMs) / 1000) } }),
            ...(after === null ? {} : { starting_after: after }),
          }),
        wireList(intentOf),
      ),
    signal,
    take,
  );
}

async function readRefunds(
  read: Reading,
  { since, signal }: RecallQuestion,
  take: (page: readonly Refund[]) => Promise<void>,
): Promise<RecallEnd> {
  return pages(
    (after) =>
      read(
        (stripe) =>
          stripe.refunds.list({
            limit: pageSize,
            expand: ['data.payment_intent.latest_charge'],
            ...(since === null ? {} : { created: { gte: Math.floor(since / 1000) } }),
            ...(after === null ? {} : { starting_after: after }),
          }),
        wireList(refundOf),
      ),
    signal,
    take,
  );
}

type ListRead<T> = Promise<
  | { readonly ok: true; readonly value: { readonly data: readonly T[]; readonly has_more: boolean } }
  | { readonly ok: false; readonly why: Exclude<Extract<RecallEnd, { complete: false }>['why'], 'stopped'> }
>;

async function pages<T extends { readonly id: string }>(
  ask: (after: string | null) => ListRead<T>,
  signal: AbortSignal,
  take: (page: readonly T[]) => Promise<void>,
): Promise<RecallEnd> {
  let after: string | null = null;
  for (;;) {
    if (signal.aborted) return { complete: false, why: 'stopped' };
    const page: Awaited<ListRead<T>> = await ask(after);
    if (!page.ok) return { complete: false, why: page.why };
    await take(page.value.data);
    after = page.value.data.at(-1)?.id ?? null;
    if (!page.value.has_more || after === null) return { complete: true };
  }
}
