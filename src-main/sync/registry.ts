import type { ImportLine } from '../contract/customer.ts';
import type { Failure } from '../contract/failure.ts';
import type { ProviderLookUps } from '../payments/ports.ts';
import type { PaymentRecord, Records } from '../payments/records.ts';
import { bringIn, bringInCsv, type BroughtIn, type ProfileBy } from './bring-in.ts';
import { customersOf, readDue } from './due.ts';
import { makeHealth } from './health.ts';
import { messageOf } from './message-of.ts';
import { makeKnownAt } from './known-at.ts';
import { makePaysafeReads } from './paysafe-reads.ts';
import type { Due, ProviderSync, Surroundings, SyncRegistry, Trouble } from './ports.ts';
import { makeReadNow, mayChange } from './read-now.ts';
import { makeRounds } from './rounds.ts';
import { knownOf, noteTransaction } from './transactions.ts';

export interface PaysafeSyncOptions extends Surroundings {
  readonly lookUps: ProviderLookUps;
  readonly registry: SyncRegistry;
  /** the numbers of the merchant accounts that the key here was let into */
  readonly accounts?: () => readonly string[];
}

export interface PaysafeSync extends ProviderSync {
  /** one profile, by its Vault id or by the house's own customer id */
  bringIn(by: ProfileBy, value: string): Promise<BroughtIn>;
  /** at most 5,000 lines; a result for each */
  bringInCsv(text: string): Promise<{ readonly lines: readonly ImportLine[] } | { readonly failure: Failure['code'] }>;
  /**
   * Reads one payment again, after an order whose reply told of a settlement or refund but not of the payment it belongs to.
   * A silence is no trouble: the next round reads it.
   */
  readPayment(ref: string): Promise<void>;
  /** Writes the payments of a reply in the registry, so that they can be found again. */
  note(records: Records): Promise<void>;
}

const minute = 60_000;
const restMs = minute;
const longestRestMs = 10 * minute;
/** Paysafe changes things at batch time: an hour is often enough. */
const openDueMs = 60 * minute;
const profileDueMs = 24 * 60 * minute;
/** When staff ask, what was read this recently is not read again. */
const askedDueMs = minute;

/**
 * Keeps the copy of Paysafe, which has no list call: profiles and transactions of the registry are read again one by one, open holds
 * and pending settlements first. After the copy was thrown away everything in the registry is read once.
 */
export function makePaysafeSync(options: PaysafeSyncOptions): PaysafeSync {
  const { lookUps, registry, mirror, clock, log } = options;
  const health = makeHealth('paysafe', options);
  const knownAt = makeKnownAt(mirror, options.accounts);
  const reads = makePaysafeReads({ ...options, knownAt });
  let loaded = false;
  let failures = 0;
  let asked = false;

  /** Reads what is due, or everything the copy lacks; the number of answers tells whether the provider was heard at all. */
  const readAllDue = async (
    ages: Ages | 'everything',
    signal: AbortSignal,
  ): Promise<{ trouble: Trouble | null; answers: number }> => {
    let answers = 0;
    const answered = (): void => {
      answers += 1;
      health.answered();
    };
    const now = clock.now();
    const shared = { ...options, answered, signal };
    const work =
      ages === 'everything'
        ? [
            { due: await lackingTransactions('open'), olderThan: now, read: reads.transaction },
            { due: await lackingProfiles(), olderThan: now, read: reads.profile },
            { due: await lackingTransactions('final'), olderThan: now, read: reads.transaction },
          ]
        : [
            { due: dueTransactions, olderThan: now - ages.open, read: reads.transaction },
            { due: dueProfiles, olderThan: now - ages.profile, read: reads.profile },
          ];
    for (const part of work) {
      const trouble = await readDue({ ...shared, ...part });
      if (trouble) return { trouble, answers };
    }
    return { trouble: null, answers };
  };

  /**
   * For a fill: in the registry and not in the copy, whenever it was read last. What is open comes first, then people, those with
   * something open before the others, and history last: the desk can work long before all of it is read.
   */
  const lackingProfiles = async (): Promise<(due: Due) => Promise<string[]>> => {
    const refs = (await registry.allProfiles()).map(({ ref }) => ref);
    const known = await Promise.all(refs.map((ref) => mirror.customer(`paysafe:${ref}`)));
    const awaited = new Set(
      (await registry.allTransactions()).filter(({ final }) => !final).map((entry) => entry.customerId),
    );
    const lacking = refs.filter((_, place) => known[place] === null);
    return firstOf(
      lacking.toSorted((a, b) => Number(awaited.has(`paysafe:${b}`)) - Number(awaited.has(`paysafe:${a}`))),
    );
  };
  const lackingTransactions = async (which: 'open' | 'final'): Promise<(due: Due) => Promise<string[]>> => {
    const entries = (await registry.allTransactions()).filter(
      // A verification moved nothing: it is no payment, and there is none to read.
      ({ final, kind }) => kind !== 'verification' && final === (which === 'final'),
    );
    const known = await Promise.all(entries.map(({ ref }) => mirror.payment(`paysafe:${ref}`)));
    return firstOf(entries.filter((_, place) => known[place] === null).map(({ ref }) => ref));
  };

  /** A round in which nothing was due would not notice that the line or the key is gone: it asks about one profile. */
  const askOnce = async (): Promise<Trouble | null> => {
    const [oldest] = await registry.profiles({ olderThan: clock.now(), limit: 1 });
    if (oldest) {
      const read = await reads.profile(oldest.ref);
      if (!read.ok) return read;
      await mirror.put(read.value);
    } else {
      const found = await lookUps.findProfile('merchantCustomerId', 'comptoir-probe');
      if (!found.ok && found.why !== 'gone') return found;
    }
    health.answered();
    return null;
  };

  const dueProfiles = async (due: Due): Promise<string[]> => (await registry.profiles(due)).map(({ ref }) => ref);
  /** Open holds first, then what is pending; what is finished is left alone. */
  const dueTransactions = async (due: Due): Promise<string[]> => {
    const entries = (await registry.transactionsToRead(due)).filter(({ final }) => !final);
    const rows = await Promise.all(
      entries.map(async ({ ref }) => ({ ref, row: await mirror.payment(`paysafe:${ref}`) })),
    );
    return rows.toSorted((a, b) => urgency(b.row) - urgency(a.row)).map(({ ref }) => ref);
  };

  const round = async (signal: AbortSignal): Promise<void> => {
    if (!loaded) await health.load();
    loaded = true;
    const now = clock.now();
    const filled = (await mirror.kept('paysafe.filled')) !== null;
    const ages = filled ? (asked ? agesAsked : agesBySchedule) : 'everything';
    asked = false;
    health.set({ syncing: true, filling: !filled, ...(filled ? {} : { syncedAt: null }) });
    try {
      const { trouble, answers } = await readAllDue(ages, signal);
      const silent = trouble ?? (answers === 0 && !signal.aborted ? await askOnce() : null);
      failures = silent ? failures + 1 : 0;
      if (silent) {
        health.failed(silent);
        return;
      }
      if (signal.aborted) return;
      await health.upToDate(now);
      if (filled) return;
      await mirror.keep('paysafe.filled', String(now));
      health.set({ filling: false });
      options.onChange('all');
    } finally {
      health.set({ syncing: false });
    }
  };

  const rounds = makeRounds({
    round,
    wait: options.wait,
    gapMs: () => Math.min(longestRestMs, restMs * 2 ** Math.min(failures, 10)),
    failed: (error) => log('round failed', { provider: 'paysafe', message: messageOf(error) }),
  });
  const bringing = { ...options, knownAt, answered: health.answered, failed: health.failed };

  return {
    start: rounds.start,
    refreshNow: () => {
      asked = true;
      return rounds.now();
    },
    readNow: makeReadNow({
      ...options,
      // With what the registry alone knows: right after a capture its settlement is not yet in the row of the list.
      reader: {
        provider: lookUps.provider,
        readCustomer: (ref) => lookUps.readCustomer(ref),
        readPayment: async (ref, row) => lookUps.readPayment(ref, knownOf(await registry.transaction(ref), row)),
      },
      read: reads.profile,
      noted: (payment) => noteTransaction(registry, payment, clock.now()),
    }),
    status: health.status,
    bringIn: (by, value) => bringIn(bringing, by, value),
    bringInCsv: (text) => bringInCsv(bringing, text),
    readPayment: async (ref) => {
      const read = await reads.transaction(ref);
      if (!read.ok) {
        log('not read', { provider: 'paysafe', ref, why: read.why, detail: read.detail });
        return;
      }
      health.answered();
      await mirror.put(read.value);
      options.onChange(customersOf(read.value));
    },
    note: async (records) => {
      for (const payment of records.payments ?? []) {
        if (payment.provider === 'paysafe') await noteTransaction(registry, payment, payment.readAt);
      }
    },
    stop: rounds.stop,
  };
}

/** How old a reading may be before it is due again, ms. */
interface Ages {
  readonly open: number;
  readonly profile: number;
}
const agesAsked: Ages = { open: askedDueMs, profile: askedDueMs };
const agesBySchedule: Ages = { open: openDueMs, profile: profileDueMs };

const firstOf =
  (refs: readonly string[]) =>
  ({ limit }: Due): Promise<string[]> =>
    Promise.resolve(refs.slice(0, limit));

function urgency(row: PaymentRecord | null): number {
  if (!row) return 1;
  if (row.capturable > 0) return 2;
  return mayChange(row) ? 1 : 0;
}
