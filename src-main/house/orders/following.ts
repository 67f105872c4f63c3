import type { ProviderName } from '../../contract/provider.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import { followed, followWithinMs, isOnItsWay, mayComeBack, refundsReturnMs } from '../../payments/follow.ts';
import type { Operation } from '../../payments/operation.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import type { Engine } from '../../payments/settle.ts';

/** How often a desk asks by itself about what was accepted: banks answer in nights, not in minutes. */
export const followingEveryMs = 30 * 60_000;
/** A refund that is done is asked about once a day; so many in one round, the newest first. */
const refundEveryMs = 24 * 3_600_000;
const refundsAtOnce = 100;
/** What somebody just looked at is not asked about again within this time. */
const openedEveryMs = 10 * 60_000;
const mostOpened = 20;
const paymentsAtOnce = 200;
/** A provider that said nothing so often in a row is left alone until the next round: each silence may take a minute. */
const mostSilences = 3;

/** What the providers accepted or called done, until nothing of it can change any more. */
export interface Following {
  /** Payments that were just read from a provider. Where less went back than our refunds say, Stripe or Paysafe is asked about these soon after. */
  arrived(payments: readonly PaymentRecord[]): void;
  /** Somebody looks at these orders: those that may still change are asked about, in the background. */
  opened(operations: readonly Operation[]): void;
  /** Asks about all that was accepted and not carried out yet, and about refunds of the last weeks that were not asked about today. Answers how many. */
  tend(): Promise<number>;
  /** ends when nothing is being asked any more */
  stop(): Promise<void>;
}

export interface FollowingParts {
  readonly ledger: Pick<HouseLedger, 'operations'>;
  readonly mirror: Pick<Mirror, 'payments'>;
  readonly engine: () => Engine;
  /** false while nothing may be written of this provider's orders */
  readonly may: (provider: ProviderName) => boolean;
  readonly trouble: (error: unknown) => void;
}

/**
 * Nothing about it is remembered but the orders themselves: a desk that was closed for weeks goes on where the records are. It only reads at the providers,
 * one question after the other.
 */
export function makeFollowing(parts: FollowingParts): Following {
  const { ledger, mirror } = parts;
  /** when each was last asked about by this process, and when its provider last answered that, by the clock that only goes forward */
  const asked = new Map<string, number>();
  const answered = new Map<string, number>();
  /** what a list had shown when a refund was asked about because of it */
  const doubted = new Map<string, string>();
  const waiting = new Set<string>();
  const looked = new Map<string, Operation>();
  let line: Promise<unknown> = Promise.resolve();
  let stopping = false;

  /** One after the other, whoever wants it: no round is doubled by another. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = line.then(work);
    line = next.catch(() => undefined);
    return next;
  }
  const inBackground = (work: () => Promise<unknown>): void => void inTurn(work).catch(parts.trouble);
  const steady = (): number => parts.engine().clock.steady();
  const rested = (since: ReadonlyMap<string, number>, id: string, ms: number): boolean =>
    steady() - (since.get(id) ?? -Infinity) >= ms;

  /** False: its provider said nothing. */
  async function ask(operation: Operation): Promise<boolean> {
    if (stopping || !parts.may(operation.provider)) return true;
    asked.set(operation.id, steady());
    const { after, answered: said } = await followed(parts.engine(), operation);
    if (said) answered.set(operation.id, steady());
    if (!isOnItsWay(after) && !mayComeBack(after)) forget(after.id);
    return said;
  }
  function forget(id: string): void {
    for (const known of [asked, answered, doubted]) known.delete(id);
  }
  /** One after the other, as long as their providers answer. Answers those of which nothing was heard. */
  async function askEach(operations: readonly Operation[]): Promise<Operation[]> {
    const silences = new Map<ProviderName, number>();
    const unheard: Operation[] = [];
    for (const operation of operations) {
      const before = silences.get(operation.provider) ?? 0;
      const said = before < mostSilences && (await ask(operation));
      silences.set(operation.provider, said ? 0 : before + 1);
      if (!said) unheard.push(operation);
    }
    return unheard;
  }

  /** What arrived of a provider that still owes an answer waits for it. */
  function someOfWaiting(): string[] {
    const may = { stripe: parts.may('stripe'), paysafe: parts.may('paysafe') };
    const some: string[] = [];
    if (stopping || (!may.stripe && !may.paysafe)) return some;
    for (const id of waiting) {
      if (may[id.startsWith('stripe:') ? 'stripe' : 'paysafe']) some.push(id);
      if (some.length === paymentsAtOnce) break;
    }
    return some;
  }
  async function doubt(): Promise<void> {
    /** looked at again with the next round, or the next list */
    const unheard = new Set<string>();
    for (;;) {
      const ids = someOfWaiting();
      if (ids.length === 0) break;
      for (const id of ids) waiting.delete(id);
      const refunds = (await ledger.operations.onTargets(ids)).filter(isCounted);
      if (refunds.length === 0) continue;
      const rows = await mirror.payments([...new Set(refunds.flatMap(({ targetId }) => targetId ?? []))]);
      const fewer = new Map(rows.map(({ id, refunded }) => [id, refunded]));
      for (const { id, refunded } of rows) {
        const ours = refunds.filter(({ targetId }) => targetId === id);
        if (refunded >= ours.reduce((sum, one) => sum + sumOf(one), 0)) fewer.delete(id);
      }
      // Asked because of this very list before, and it stood.
      const factOf = ({ targetId, version }: Operation): string => `${fewer.get(targetId ?? '')} ${version}`;
      const doubtful = refunds.filter((one) => fewer.has(one.targetId ?? '') && doubted.get(one.id) !== factOf(one));
      const silent = new Set(await askEach(doubtful));
      for (const one of doubtful)
        if (!silent.has(one)) doubted.set(one.id, factOf(one));
        else if (one.targetId !== null) unheard.add(one.targetId);
    }
    for (const id of unheard) waiting.add(id);
  }

  async function round(): Promise<number> {
    await doubt();
    const now = parts.engine().clock.now();
    const coming = await ledger.operations.onTheirWay(now - followWithinMs);
    const given = (await ledger.operations.refundsSince(now - refundsReturnMs))
      .filter((one) => mayComeBack(one) && rested(answered, one.id, refundEveryMs))
      .slice(0, refundsAtOnce);
    await askEach([...coming, ...given]);
    return coming.length + given.length;
  }

  return {
    arrived(payments) {
      for (const { id } of payments) waiting.add(id);
      if (payments.some(({ provider }) => parts.may(provider))) inBackground(doubt);
    },
    opened(operations) {
      const now = parts.engine().clock.now();
      const may = operations.filter(
        (one) =>
          (isOnItsWay(one) || (mayComeBack(one) && now - one.createdAt < followWithinMs)) &&
          !looked.has(one.id) &&
          rested(asked, one.id, openedEveryMs),
      );
      for (const operation of may.slice(0, mostOpened)) {
        looked.set(operation.id, operation);
        inBackground(() => ask(operation).finally(() => looked.delete(operation.id)));
      }
    },
    tend: () => inTurn(round),
    async stop() {
      stopping = true;
      await line;
    },
  };
}

/** A refund of our own that a list must show; what another order of these records had done is that one's, what was called off is no refund there. */
function isCounted(operation: Operation): boolean {
  const { plan, state } = operation;
  if (plan.kind !== 'refund' || plan.means !== 'refund') return false;
  if (state.name === 'done' && state.elsewhereBy?.from === 'records') return false;
  return state.name === 'pending' || mayComeBack(operation);
}

function sumOf({ state, amount }: Operation): number {
  return (state.name === 'done' || state.name === 'pending' ? state.moved.refunded : undefined) ?? amount?.amount ?? 0;
}
