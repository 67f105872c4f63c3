import * as v from 'valibot';
import type { Order } from '../../payments/order.ts';
import type { Read } from '../../payments/ports.ts';
import { isOwnKey, type Recalled, type RecallEnd, type Unrecalled } from '../../payments/recall.ts';
import type { PaymentRecord } from '../../payments/records.ts';
import { followUpKey, repeatKey } from '../../payments/repeat-key.ts';
import { byReference, cardPayments } from './paths.ts';
import { aYearMs } from './recall-named.ts';
import { asAuth, timeOf, type LookedAt, type Seen } from './recall.ts';
import type { Reading } from './reading.ts';
import { authRecord } from './records.ts';
import { refundableOf, wireStep, type WireAuthEcho, type WireSettlement } from './wire.ts';

type Trouble = Extract<RecallEnd, { complete: false }>['why'];
type Step = v.InferOutput<typeof timedStep>;

/** A derived key counts definite failures before it: so many are tried. */
const attempts = 3;

const timedStep = v.object({ ...wireStep.entries, txnTime: v.optional(v.nullable(v.string()), null) });

export interface Stepping extends LookedAt {
  readonly auth: WireAuthEcho;
  readonly settlements: readonly WireSettlement[];
  readonly currency: string;
}

/**
 * What was done on an authorization: its captures carry our reference; what was released and refunded is looked up by the references
 * that follow from the authorization itself, and only where what Paysafe shows goes beyond what the records explain.
 */
export async function recallSteps(read: Reading, given: Stepping): Promise<Seen | Trouble> {
  const unknown = await captureUnknown(read, given);
  if (typeof unknown === 'string') return unknown;
  const at: Stepping = { ...given, settlements: [...given.settlements, ...unknown] };
  const captures = at.settlements.flatMap((settlement) => captureOf(settlement, at) ?? []);
  const found: Recalled[] = [...captures];
  const missing: Unrecalled[] = [...cancelledOf(at)];
  for (const look of [released, refunded]) {
    const seen = await look(read, at, captures);
    if (typeof seen === 'string') return seen;
    found.push(...seen.found);
    missing.push(...seen.missing);
  }
  return { found, missing };
}

const nothing: Seen = { found: [], missing: [] };
const sum = (settlements: readonly WireSettlement[]): number =>
  settlements.reduce((total, { amount }) => total + amount, 0);
const isAlive = ({ status }: WireSettlement): boolean => status !== 'CANCELLED' && status !== 'FAILED';

function shared({ auth, account, known, currency }: Stepping): Pick<Recalled, 'memo' | 'customerRef' | 'card'> {
  const noFacts = { customerId: null, cardId: null, description: null, card: null, key: null };
  const { card } = authRecord(asAuth(auth), [], { ...noFacts, account, currency }, 0);
  return { memo: { account }, customerRef: known.customerRef, card };
}

/** The settlement of a charge has the charge's own reference and is no order of its own. */
function captureOf(settlement: WireSettlement, at: Stepping): Recalled | null {
  const { auth, account, currency, question } = at;
  if (!isOwnKey(settlement.merchantRefNum) || settlement.id === auth.id) return null;
  const when = timeOf(settlement.txnTime) ?? question.now;
  const failed = settlement.status === 'FAILED';
  return {
    ...shared(at),
    plan: {
      kind: 'capture',
      key: settlement.merchantRefNum,
      amount: { amount: settlement.amount, currency },
      paymentRef: auth.id,
      capturable: settlement.amount,
      account,
    },
    state: failed
      ? { name: 'rejected', at: when, code: 'failed', message: '', reference: settlement.id }
      : { name: 'done', at: when, reference: settlement.id, moved: { captured: settlement.amount } },
    at: when,
    exact: settlement.txnTime !== null,
    followsKey: null,
  };
}

/** A settlement that was cancelled before its batch: Paysafe keeps no reference of who asked for it. */
function cancelledOf({ auth, settlements, currency, question }: Stepping): Unrecalled[] {
  const cancelled = settlements.filter(({ status }) => status === 'CANCELLED');
  const own = [auth.merchantRefNum, ...cancelled.map(({ merchantRefNum }) => merchantRefNum)].some(isOwnKey);
  if (!own || sum(cancelled) <= question.explained('refund', auth.id)) return [];
  return cancelled.map(({ amount, txnTime }) => ({
    kind: 'refund',
    paymentRef: auth.id,
    amount: { amount, currency },
    at: timeOf(txnTime),
    why: 'no_reference',
  }));
}

/** Captured, as the authorization shows, by a settlement whose id nobody here knows: its reference may be named if it was all of it. */
async function captureUnknown(read: Reading, at: Stepping): Promise<WireSettlement[] | Trouble> {
  const { auth, question, currency } = at;
  const open = auth.amount - auth.availableToSettle - sum(at.settlements);
  if (auth.settleWithAuth === true || auth.status !== 'COMPLETED' || open <= 0) return [];
  if (question.explained('capture', auth.id) + question.explained('release', auth.id) >= open) return [];
  const amount = { amount: open, currency };
  const order: Order = { kind: 'capture', ticket: '', holdId: `paysafe:${auth.id}`, amount, note: null };
  const hit = await firstOf(read, at, { list: 'settlements', keys: derivedKeys(order, at, open), amount: open });
  if (typeof hit === 'string') return hit;
  // Part captured and the rest released: neither amount can be known here. `released` says what it cannot name.
  return hit === null ? [] : [{ ...hit, amount: open, availableToRefund: null }];
}

async function released(read: Reading, at: Stepping, captures: readonly Recalled[]): Promise<Seen | Trouble> {
  const { auth, account, currency, question } = at;
  const gone = auth.amount - auth.availableToSettle - sum(at.settlements);
  if (auth.settleWithAuth === true || gone <= question.explained('release', auth.id)) return nothing;
  const order: Order = { kind: 'release', ticket: '', holdId: `paysafe:${auth.id}`, note: null };
  const follows = captures.map(({ plan }) => [followUpKey(plan.key, 'release'), plan.key] as const);
  const keys = [...follows.map(([key]) => key), ...derivedKeys(order, at, gone)];
  const hit = await firstOf(read, at, { list: 'voidauths', keys, amount: gone });
  if (typeof hit === 'string') return hit;
  if (hit === null) {
    // Captured under a reference that cannot be named shows the same way: it is one or the other.
    const kind = auth.status === 'CANCELLED' || captures.length > 0 ? 'release' : 'capture';
    const own = isOwnKey(auth.merchantRefNum) || captures.length > 0;
    const amount = { amount: gone, currency };
    return own
      ? { found: [], missing: [{ kind, paymentRef: auth.id, amount, at: null, why: 'no_reference' }] }
      : nothing;
  }
  const when = timeOf(hit.txnTime) ?? question.now;
  return {
    found: [
      {
        ...shared(at),
        plan: {
          kind: 'release',
          key: hit.merchantRefNum,
          amount: { amount: gone, currency },
          paymentRef: auth.id,
          rest: captures.length > 0,
          account,
        },
        state: { name: 'done', at: when, reference: hit.id, moved: { released: gone } },
        at: when,
        exact: hit.txnTime !== null,
        followsKey: follows.find(([key]) => key === hit.merchantRefNum)?.[1] ?? null,
      },
    ],
    missing: [],
  };
}

async function refunded(read: Reading, at: Stepping): Promise<Seen | Trouble> {
  const { auth, account, currency, question } = at;
  const found: Recalled[] = [];
  const missing: Unrecalled[] = [];
  let explained = question.explained('refund', auth.id);
  for (const settlement of at.settlements.filter(isAlive)) {
    const back = settlement.amount - refundableOf(settlement);
    const covered = Math.min(back, explained);
    explained -= covered;
    const open = back - covered;
    if (open <= 0) continue;
    const amount = { amount: open, currency };
    const order: Order = { kind: 'refund', ticket: '', paymentId: `paysafe:${auth.id}`, amount, note: null };
    const hit = await firstOf(read, at, { list: 'refunds', keys: derivedKeys(order, at, 0), amount: open });
    if (typeof hit === 'string') return hit;
    if (hit === null) {
      // Refunded in parts, or on the provider's own site: the reference of a part is its dialog's and nobody else's.
      if ([auth.merchantRefNum, settlement.merchantRefNum].some(isOwnKey))
        missing.push({ kind: 'refund', paymentRef: auth.id, amount, at: null, why: 'no_reference' });
      continue;
    }
    const when = timeOf(hit.txnTime) ?? question.now;
    found.push({
      ...shared(at),
      plan: {
        kind: 'refund',
        key: hit.merchantRefNum,
        amount,
        paymentRef: auth.id,
        settlementRef: settlement.id,
        means: 'refund',
        whole: true,
        account,
      },
      state: { name: 'done', at: when, reference: hit.id, moved: { refunded: open } },
      at: when,
      exact: hit.txnTime !== null,
      followsKey: null,
    });
  }
  return { found, missing };
}

/** The keys that capture, release and whole refund derive from their target, as at the moment they were ordered. */
function derivedKeys(order: Order, { auth, account, currency }: Stepping, capturable: number): string[] {
  const known = { customerId: null, cardId: null, description: null, card: null, key: null, account, currency };
  const payment: PaymentRecord = { ...authRecord(asAuth(auth), [], known, 0), capturable, refunded: 0 };
  return Array.from({ length: attempts }, (_none, attempt) =>
    repeatKey(order, { payment, wholeRefund: true, attempt }),
  );
}

/** The first of these references under which Paysafe holds this very amount, gone through. */
async function firstOf(
  read: Reading,
  { account, question }: Stepping,
  asked: {
    readonly list: 'settlements' | 'voidauths' | 'refunds';
    readonly keys: readonly string[];
    readonly amount: number;
  },
): Promise<Step | null | Trouble> {
  for (const key of asked.keys) {
    const request = byReference(`${cardPayments(account)}/${asked.list}`, key, question.now - aYearMs);
    const answer: Read<Record<string, unknown>> = await read(request, v.record(v.string(), v.unknown()));
    if (!answer.ok) return answer.why;
    // The key of the void list differs in letter case between Paysafe's APIs.
    const rows = Object.entries(answer.value).find(([name]) => name.toLowerCase() === asked.list)?.[1];
    for (const row of Array.isArray(rows) ? rows : []) {
      const parsed = v.safeParse(timedStep, row);
      if (!parsed.success) continue;
      const step = parsed.output;
      const through = step.status !== 'FAILED' && step.status !== 'CANCELLED';
      if (through && step.merchantRefNum === key && step.amount === asked.amount) return step;
    }
  }
  return null;
}
