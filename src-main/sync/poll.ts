import type { ProviderLists } from '../payments/ports.ts';
import { fillCards } from './cards.ts';
import { makeChanges, overlapMs, readCustomer, type Position } from './changes.ts';
import { makeHealth } from './health.ts';
import { makeListedAt } from './listed-at.ts';
import { messageOf } from './message-of.ts';
import type { ProviderSync, Surroundings, SyncStatus, Trouble } from './ports.ts';
import { makeReadNow } from './read-now.ts';
import { makeReadRecent } from './read-recent.ts';
import { makeRounds } from './rounds.ts';
import { walk } from './walk.ts';

export interface StripeSyncOptions extends Surroundings {
  readonly lists: ProviderLists;
  /** Stripe's own time, unix ms; null before it told any, or where our clocks disagree since */
  readonly providerNow?: () => number | null;
  readonly budget?: Partial<StripeBudget>;
}

export interface StripeBudget {
  /** list cursors of the first fill, for each of the two lists: 4 to 8 reach Stripe's 25 requests a second */
  readonly cursors: number;
  /** customers whose cards are read at the same time, after the lists */
  readonly cardReaders: number;
  /** things touched by events, read at the same time */
  readonly reReaders: number;
}

export interface StripeSync extends ProviderSync {
  /** Reads what this customer paid or held since then (unix ms by Stripe's clock). Never rejects for Stripe's sake. */
  readRecent(customerId: string, since: number): Promise<void>;
}

const standardBudget: StripeBudget = { cursors: 4, cardReaders: 2, reReaders: 4 };
const pollMs = 15_000;
const longestPollMs = 120_000;
/** Stripe keeps events for 30 days; an hour less, so that none falls out between two questions. */
const eventsKeptMs = 30 * 86_400_000 - 3_600_000;
const changeEveryPages = 20;
/** A single call of the desk command waits for its lists, not for the cards of a large house. */
const mostCardsAlone = 500;

/**
 * Keeps the copy of Stripe: lists once, newest first; then events every 15 seconds with a kept cursor; then cards, customer by
 * customer. A gap of 30 days, or a cursor Stripe does not know, means reading the lists again.
 */
export function makeStripeSync(options: StripeSyncOptions): StripeSync {
  const { lists, mirror, clock, log } = options;
  const budget = { ...standardBudget, ...options.budget };
  const health = makeHealth('stripe', options);
  let loaded = false;
  let failures = 0;
  let filling: { readonly ended: Promise<void>; readonly stop: AbortController } | null = null;

  const readPosition = async (): Promise<Position | null> => {
    const kept = await mirror.kept('stripe.events');
    return kept === null ? null : (JSON.parse(kept) as Position);
  };
  const keepPosition = (position: Position): Promise<void> => mirror.keep('stripe.events', JSON.stringify(position));
  const listed = makeListedAt({ mirror, clock, providerNow: options.providerNow ?? (() => null) });
  const catchUp = makeChanges({
    lists,
    mirror,
    log,
    width: budget.reReaders,
    now: () => clock.now(),
    keep: keepPosition,
    onChange: options.onChange,
    passedOver: listed.gap,
  });

  const beginFill = async (why: string): Promise<Position> => {
    // A fill under way would go on from where it was and take the new one's progress for its own.
    filling?.stop.abort();
    await filling?.ended;
    const now = clock.now();
    log('full fill begins', { provider: 'stripe', why });
    health.set({ syncedAt: null });
    await listed.anew();
    await mirror.keep('stripe.walk.customers', null);
    await mirror.keep('stripe.walk.payments', null);
    await mirror.keep('stripe.filling', String(now));
    const position = { cursor: null, since: now - overlapMs, at: now };
    await keepPosition(position);
    return position;
  };

  /** Reads both lists to their end, or to the first trouble. */
  const fillLists = async (signal: AbortSignal): Promise<void> => {
    const begun = await mirror.kept('stripe.filling');
    if (begun === null) return;
    health.set({ filling: true });
    let pages = 0;
    const put = async (records: Parameters<typeof mirror.put>[0]): Promise<void> => {
      await mirror.put(records);
      health.answered();
      if (pages % changeEveryPages === 0) options.onChange('all');
      pages += 1;
    };
    const shared = { mirror, cursors: budget.cursors };
    const results = await Promise.all([
      walk(
        {
          ...shared,
          name: 'stripe.walk.customers',
          page: (slice) => lists.customersPage(slice),
          createdAt: (row) => row.createdAt,
          put: (customers) => put({ customers }),
        },
        signal,
      ),
      walk(
        {
          ...shared,
          name: 'stripe.walk.payments',
          page: (slice) => lists.paymentsPage(slice),
          createdAt: (row) => row.at,
          put: (payments) => put({ payments }),
        },
        signal,
      ),
    ]);
    for (const result of results) if (typeof result === 'object') failed(result);
    if (results.every((result) => result === 'done')) {
      const gone = await mirror.forgetOlder('stripe', Number(begun));
      await mirror.keep('stripe.filling', null);
      log('full fill ends', { provider: 'stripe', pages, gone });
      const position = await readPosition();
      if (position) await health.upToDate(position.at);
      health.set({ filling: false });
    }
    options.onChange('all');
  };

  const failed = (trouble: Trouble): void => {
    failures += 1;
    health.failed(trouble);
  };

  const background = async (signal: AbortSignal, alone: boolean): Promise<void> => {
    await fillLists(signal);
    if (signal.aborted || (await mirror.kept('stripe.filling')) !== null) return;
    const trouble = await fillCards({
      ...options,
      read: readOne,
      width: budget.cardReaders,
      signal,
      most: alone ? mostCardsAlone : Infinity,
    });
    if (trouble) failed(trouble);
  };
  const startFilling = (alone: boolean): NonNullable<typeof filling> => {
    const stop = new AbortController();
    const ended = background(stop.signal, alone)
      .catch((error: unknown) => log('fill failed', { provider: 'stripe', message: messageOf(error) }))
      .finally(() => (filling = null));
    return { ended, stop };
  };
  const readOne = (ref: string) => readCustomer({ lists, mirror, now: () => clock.now() }, ref);

  const round = async (signal: AbortSignal, alone: boolean): Promise<void> => {
    if (!loaded) await health.load();
    loaded = true;
    health.set({ syncing: true });
    try {
      let position = await readPosition();
      if (!position) position = await beginFill('first');
      else if (clock.now() - position.at > eventsKeptMs) position = await beginFill('gap over 30 days');
      const begunAt = clock.now();
      listed.asking();
      let reached = await catchUp(position, signal);
      if ('ok' in reached && reached.why === 'gone') reached = await catchUp(await beginFill('cursor unknown'), signal);
      if ('ok' in reached) {
        failed(reached);
        return;
      }
      failures = 0;
      health.answered();
      if ((await mirror.kept('stripe.filling')) === null) {
        await health.upToDate(reached.at);
        if (reached.at >= begunAt) await listed.reached();
      }
      filling ??= startFilling(alone);
      if (alone) await filling.ended;
    } finally {
      health.set({ syncing: false });
    }
  };

  const rounds = makeRounds({
    round,
    wait: options.wait,
    gapMs: () => Math.min(longestPollMs, pollMs * 2 ** Math.min(failures, 10)),
    failed: (error) => log('round failed', { provider: 'stripe', message: messageOf(error) }),
  });

  return {
    start: rounds.start,
    refreshNow: rounds.now,
    readNow: makeReadNow({ ...options, reader: lists, read: readOne }),
    readRecent: makeReadRecent(options),
    status: (): SyncStatus => {
      const status = health.status();
      return { ...status, syncing: status.syncing || status.filling };
    },
    stop: async () => {
      filling?.stop.abort();
      await rounds.stop();
      filling?.stop.abort();
      await filling?.ended;
    },
  };
}
