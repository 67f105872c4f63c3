import type { ElsewhereBy } from '../contract/operation.ts';
import type { Operation, Outcome, SeenElsewhere } from './operation.ts';
import type { Ledger } from './ports.ts';
import { isOurKey } from './repeats.ts';
import { isShared } from './shared-key.ts';
import type { Happening } from './transition.ts';

/**
 * An outcome that somebody else brought about, with who it was as far as our records or a key of Comptoir's can tell; any other outcome as it is.
 * What our records explain to the cent as the very same capture is done, not refused.
 */
export async function nameElsewhere(
  ledger: Pick<Ledger, 'carriedOut'>,
  operation: Operation,
  happening: Extract<Happening, { is: 'outcome' }>,
): Promise<Outcome> {
  const { outcome } = happening;
  if ((outcome.is !== 'done' && outcome.is !== 'rejected') || !outcome.seen) return outcome;
  const { seen, ...rest } = outcome;
  // A first send that is answered with an earlier reply: somebody sent the same before us. A repeated one got the answer to itself.
  const replayed = 'replayed' in seen && seen.replayed === true;
  if (replayed && (operation.state.name !== 'open' || happening.earlierLeft || happening.asked)) return rest;
  const elsewhereBy = await whoDid(ledger, operation, seen);
  if (rest.is === 'rejected' && isTheSame(operation, elsewhereBy)) {
    const captured = elsewhereBy.captured ?? 0;
    return { is: 'done', reference: rest.reference ?? '', moved: { captured }, elsewhere: true, elsewhereBy };
  }
  return rest.is === 'done' ? { ...rest, elsewhere: true, elsewhereBy } : { ...rest, elsewhereBy };
}

async function whoDid(
  ledger: Pick<Ledger, 'carriedOut'>,
  operation: Operation,
  { key, lapsed, captured, released, gone, left }: SeenElsewhere,
): Promise<ElsewhereBy> {
  const amounts = defined({ captured, released, gone, left });
  if (lapsed) return { from: 'lapsed', ...amounts };
  const others = (await ledger.carriedOut(operation.guard)).filter((other) => isAnothers(operation, other));
  const byKey = key === null ? undefined : others.find(({ plan }) => plan.key === key);
  const explained = byKey ? [byKey] : key === null ? explain(operation, others, left ?? 0) : [];
  const [newest] = explained;
  if (!newest) return { from: isOurKey(key) ? 'other_desk' : 'provider', ...amounts };
  const { gone: _unsaid, ...said } = amounts;
  return {
    from: 'records',
    operationId: newest.id,
    staffName: newest.staffName,
    desk: newest.desk,
    at: newest.createdAt,
    ...said,
    ...(gone === undefined ? {} : sumsOf(explained)),
  };
}

/** Somebody's own doing on the same target: not this order's steps, and not another that only found it done. */
function isAnothers(operation: Operation, other: Operation): boolean {
  if (other.group === operation.group) return false;
  // Two orders for one bill are the same only by their key; what else was taken of this person explains nothing. One that found another desk's is what
  // these records have of it.
  if (isShared(operation.plan)) {
    const counted = other.state.name !== 'done' || other.state.elsewhereBy?.from !== 'records';
    return isShared(other.plan) && other.plan.key === operation.plan.key && counted;
  }
  // The hold that took the place of this one took nothing of it.
  if (other.kind === 'hold') return false;
  if (other.state.name === 'done' && other.state.elsewhere) return false;
  return (operation.kind === 'refund') === (other.kind === 'refund');
}

/**
 * The newest orders of our records that make up exactly what is no longer there; none when they do not: an older capture of ours must not be
 * taken for what somebody did on the provider's own site.
 */
function explain(operation: Operation, others: readonly Operation[], left: number): Operation[] {
  const { plan } = operation;
  if (plan.kind === 'refund') return others.filter(({ amount }) => amount?.amount === plan.amount.amount).slice(0, 1);
  if (plan.kind !== 'capture' && plan.kind !== 'release') return [];
  const missing = (plan.kind === 'capture' ? plan.capturable : plan.amount.amount) - left;
  const found: Operation[] = [];
  let sum = 0;
  for (const other of others) {
    found.push(other);
    sum += tookAway(other);
    if (sum === missing) return found;
    if (sum > missing) return [];
  }
  return [];
}

/** How much less is held after it. Stripe gives the rest of a capture back in the same step. */
function tookAway({ plan, provider }: Operation): number {
  if (plan.kind === 'capture') return provider === 'stripe' ? plan.capturable : plan.amount.amount;
  return plan.kind === 'release' ? plan.amount.amount : 0;
}

function sumsOf(operations: readonly Operation[]): Pick<ElsewhereBy, 'captured' | 'released'> {
  const sum = (kind: 'capture' | 'release'): number =>
    operations.reduce((total, { plan }) => (plan.kind === kind ? total + plan.amount.amount : total), 0);
  const [captured, released] = [sum('capture'), sum('release')];
  return { ...(captured > 0 ? { captured } : {}), ...(released > 0 ? { released } : {}) };
}

/** All that was held, captured by an order of our records: what this one asked for has happened. */
function isTheSame({ plan }: Operation, by: ElsewhereBy): boolean {
  if (plan.kind !== 'capture' || by.from !== 'records') return false;
  return by.captured === plan.amount.amount && plan.amount.amount === plan.capturable && (by.left ?? 0) === 0;
}

function defined(amounts: {
  [K in 'captured' | 'released' | 'gone' | 'left']: number | undefined;
}): Pick<ElsewhereBy, 'captured' | 'released' | 'gone' | 'left'> {
  return Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== undefined));
}
