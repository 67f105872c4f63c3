import type { ProviderName } from '../../contract/provider.ts';
import type { HouseLedger } from '../../ledger/ledger.ts';
import type { Mirror } from '../../mirror/mirror.ts';
import { followOne, followWithinMs, isOnItsWay, mayComeBack, refundsReturnMs } from '../../payments/follow.ts';
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
  /** when each was last asked about by this process, by the clock that only goes forward */
  const asked = new Map<string, number>();
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
  const restedFor = (id: string, ms: number): boolean => steady() - (asked.get(id) ?? -Infinity) >= ms;

  async function ask(operation: Operation): Promise<void> {
    if (stopping || !parts.may(operation.provider)) return;
    asked.set(operation.id, steady());
    const after = await followOne(parts.engine(), operation);
    if (!isOnItsWay(after) && !mayComeBack(after)) forget(after.id);
  }
  function forget(id: string): void {
    asked.delete(id);
    doubted.delete(id);
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
    for (;;) {
      const ids = someOfWaiting();
      if (ids.length === 0) return;
      for (const id of ids) waiting.delete(id);
      const refunds = (await ledger.operations.onTargets(ids)).filter(isCounted);
      if (refunds.length === 0) continue;
      const rows = await mirror.payments([...new Set(refunds.flatMap(({ targetId }) => targetId ?? []))]);
      for (const { id, refunded } of rows) {
        const ours = refunds.filter(({ targetId }) => targetId === id);
        if (refunded >= ours.reduce((sum, one) => sum + sumOf(one), 0)) continue;
        for (const refund of ours) {
          // Asked because of this very list before, and it stood.
          const fact = `${refunded} ${refund.version}`;
          if (doubted.get(refund.id) === fact) continue;
          doubted.set(refund.id, fact);
          await ask(refund);
        }
      }
    }
  }

  async function round(): Promise<number> {
    await doubt();
    const now = parts.engine().clock.now();
    const coming = await ledger.operations.onTheirWay(now - followWithinMs);
    const given = (await ledger.operations.refundsSince(now - refundsReturnMs))
      .filter((one) => mayComeBack(one) && restedFor(one.id, refundEveryMs))
      .slice(0, refundsAtOnce);
    for (const operation of [...coming, ...given]) await ask(operation);
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
          restedFor(one.id, openedEveryMs),
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
