import type { PaysafeAccount } from '../../contract/provider.ts';
import type { PlanOf } from '../../payments/order.ts';
import type { Sender } from '../../payments/ports.ts';
import {
  endedState,
  isOwnKey,
  type EndedState,
  type KnownPayment,
  type ProviderRecall,
  type Recalled,
  type RecallEnd,
  type RecallQuestion,
  type Unrecalled,
} from '../../payments/recall.ts';
import { isBankAccount } from './orders.ts';
import { cardPayments, directDebit, get, segment } from './paths.ts';
import { makeReading, type Reading } from './reading.ts';
import { namedPayments } from './recall-named.ts';
import { recallSteps } from './recall-steps.ts';
import { authRecord, purchaseRecord } from './records.ts';
import { purchaseOutcome, takeOutcome } from './replies.ts';
import {
  wireAuthEcho,
  wirePurchase,
  wireSettlement,
  type WireAuth,
  type WireAuthEcho,
  type WirePurchase,
  type WireSettlement,
} from './wire.ts';

/** Payments looked at side by side; the sender keeps Paysafe's pace. */
const atOnce = 4;

type Trouble = Extract<RecallEnd, { complete: false }>['why'];
export interface Seen {
  readonly found: Recalled[];
  readonly missing: Unrecalled[];
}

/**
 * Our orders at Paysafe, which lists none: each payment that is known here by its id is read again with its captures, and what was
 * released or refunded on it is looked up by the references that can still be named. A payment whose id nobody here knows cannot be
 * found.
 */
export function makePaysafeRecall(parts: {
  readonly sender: Pick<Sender, 'send'>;
  accounts(): readonly PaysafeAccount[];
}): ProviderRecall {
  const read = makeReading(parts.sender);
  return {
    provider: 'paysafe',
    async recall(question, take) {
      const fallback = parts.accounts().find(({ kind }) => kind === 'card')?.number ?? null;
      const named = await namedPayments({ read, accounts: parts.accounts() }, question);
      if (typeof named === 'string') return { complete: false, why: named };
      // What is known of the same payment otherwise says more about it.
      const byRef = new Map([...named, ...question.known].map((known) => [known.ref, known]));
      const kinds = new Map(question.takes.map(({ key, kind }) => [key, kind]));
      const all = [...byRef.values()];
      for (let from = 0; from < all.length; from += atOnce) {
        if (question.signal.aborted) return { complete: false, why: 'stopped' };
        const some = all.slice(from, from + atOnce);
        const seen = await Promise.all(
          some.map((known) => {
            const account = known.account ?? fallback;
            return account === null
              ? 'key_missing'
              : lookAt({ read, accounts: parts.accounts() }, { known, account, question, kinds });
          }),
        );
        const trouble = seen.find((one): one is Trouble => typeof one === 'string');
        const sound = seen.filter((one): one is Seen => typeof one === 'object');
        await take({
          found: sound.flatMap(({ found }) => found),
          missing: sound.flatMap(({ missing }) => missing),
          read: sound.length,
        });
        if (trouble !== undefined) return { complete: false, why: trouble };
      }
      return { complete: true };
    },
  };
}

interface Looking {
  readonly read: Reading;
  readonly accounts: readonly PaysafeAccount[];
}
export interface LookedAt {
  readonly known: KnownPayment;
  readonly account: string;
  readonly question: RecallQuestion;
  /** what the history says of refused ones, by their key */
  readonly kinds: ReadonlyMap<string, 'charge' | 'hold' | null>;
}

async function lookAt({ read, accounts }: Looking, at: LookedAt): Promise<Seen | Trouble> {
  const currency = accounts.find(({ number }) => number === at.account)?.currency ?? '';
  if (isBankAccount(accounts, at.account)) {
    const purchase = await read(get(`${directDebit(at.account)}/purchases/${segment(at.known.ref)}`), wirePurchase);
    if (purchase.ok) return fromPurchase(purchase.value, at, currency);
    return purchase.why === 'gone' ? goneOf(at) : purchase.why;
  }
  const auth = await read(get(`${cardPayments(at.account)}/auths/${segment(at.known.ref)}`), wireAuthEcho);
  if (!auth.ok) return auth.why === 'gone' ? goneOf(at) : auth.why;
  const settlements: WireSettlement[] = [];
  for (const id of settlementIds(auth.value, at.known)) {
    const one = await read(get(`${cardPayments(at.account)}/settlements/${segment(id)}`), wireSettlement);
    if (one.ok) settlements.push(one.value);
    else if (one.why !== 'gone') return one.why;
  }
  const found: Recalled[] = [];
  const missing: Unrecalled[] = [];
  if (isOwnKey(auth.value.merchantRefNum)) {
    const taken = takingOf(auth.value, at, currency);
    if (taken) found.push(taken);
    else
      missing.push({
        ...about(auth.value, currency),
        kind: auth.value.settleWithAuth === false ? 'hold' : 'charge',
        why: 'odd',
      });
  }
  // A refused one took nothing: there is nothing that could have been done on it.
  if (auth.value.status === 'FAILED') return { found, missing };
  const steps = await recallSteps(read, {
    ...at,
    auth: auth.value,
    settlements,
    currency: auth.value.currencyCode ?? currency,
  });
  return typeof steps === 'string'
    ? steps
    : { found: [...found, ...steps.found], missing: [...missing, ...steps.missing] };
}

/** Paysafe shows transactions for a year. Whose it was nobody can say any more, unless its key is known. */
function goneOf({ known }: LookedAt): Seen {
  if (!isOwnKey(known.key)) return { found: [], missing: [] };
  return { found: [], missing: [{ kind: 'charge', paymentRef: known.ref, amount: null, at: null, why: 'gone' }] };
}

function about(
  wire: { id: string; amount: number; txnTime: string | null },
  currency: string,
): Omit<Unrecalled, 'kind' | 'why'> {
  return { paymentRef: wire.id, amount: { amount: wire.amount, currency }, at: timeOf(wire.txnTime) };
}

export function timeOf(text: string | null): number | null {
  const at = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

function settlementIds(auth: WireAuthEcho, known: KnownPayment): string[] {
  const linked = auth.links.filter(({ rel }) => rel === 'settlement').map(({ href }) => href.split('/').at(-1) ?? '');
  const own = auth.settleWithAuth === true && auth.status === 'COMPLETED' ? [auth.id] : [];
  return [...new Set([...known.settlementRefs, ...linked, ...own])].filter((id) => id !== '');
}

function takingOf(
  auth: WireAuthEcho,
  { known, account, question, kinds }: LookedAt,
  fallback: string,
): Recalled | null {
  const told = kinds.get(auth.merchantRefNum) ?? null;
  if (auth.settleWithAuth === null && auth.status === 'FAILED' && told === null) return null;
  const currency = auth.currencyCode ?? fallback;
  const at = timeOf(auth.txnTime);
  const plan: PlanOf<'charge' | 'hold'> = {
    kind: auth.settleWithAuth === null ? (told ?? 'hold') : auth.settleWithAuth ? 'charge' : 'hold',
    key: auth.merchantRefNum,
    amount: { amount: auth.amount, currency },
    customerRef: known.customerRef ?? '',
    cardRef: known.cardRef ?? '',
    payToken: '',
    instrument: 'card',
    description: auth.description,
    receiptEmail: null,
    initialTransactionRef: auth.storedCredential?.initialTransactionId ?? null,
  };
  // Captured or released since: the hold itself was placed all the same.
  const held = plan.kind === 'hold' && (auth.status === 'COMPLETED' || auth.status === 'CANCELLED');
  const when = at ?? question.now;
  const state: EndedState | null = held
    ? { name: 'done', at: when, reference: auth.id, moved: { held: auth.amount } }
    : endedState(takeOutcome(plan, asAuth(auth)), when);
  if (state === null) return null;
  const { card } = authRecord(asAuth(auth), [], { ...noFacts, account, currency }, when);
  return {
    plan,
    memo: { account },
    state,
    at: when,
    exact: at !== null,
    customerRef: known.customerRef,
    card,
    followsKey: null,
  };
}

export const asAuth = (echo: WireAuthEcho): WireAuth => ({ ...echo, settleWithAuth: echo.settleWithAuth ?? false });

const noFacts = { customerId: null, cardId: null, description: null, card: null, key: null };

function fromPurchase(purchase: WirePurchase, { known, account, question }: LookedAt, fallback: string): Seen {
  if (!isOwnKey(purchase.merchantRefNum)) return { found: [], missing: [] };
  const currency = purchase.currencyCode ?? fallback;
  const at = timeOf(purchase.txnTime) ?? question.now;
  const { card } = purchaseRecord(purchase, { ...noFacts, account, currency }, at);
  const scheme = card?.kind ?? 'eft';
  const plan: PlanOf<'charge' | 'hold'> = {
    kind: 'charge',
    key: purchase.merchantRefNum,
    amount: { amount: purchase.amount, currency },
    customerRef: known.customerRef ?? '',
    cardRef: known.cardRef ?? '',
    payToken: '',
    instrument: scheme,
    description: null,
    receiptEmail: null,
    initialTransactionRef: null,
  };
  const missing = { ...about(purchase, currency), at };
  // A debit that was cancelled had been accepted first. Cancelling carries no reference at Paysafe.
  const accepted: EndedState = { name: 'pending', at, reference: purchase.id, moved: {} };
  const state = purchase.status === 'CANCELLED' ? accepted : endedState(purchaseOutcome(plan, purchase), at);
  if (state === null) return { found: [], missing: [{ ...missing, kind: 'charge', why: 'odd' }] };
  const unnamed =
    purchase.status === 'CANCELLED' && question.explained('refund', purchase.id) < purchase.amount
      ? [{ ...missing, kind: 'refund' as const, why: 'no_reference' as const }]
      : [];
  return {
    found: [
      {
        plan,
        memo: { account, bank: scheme },
        state,
        at,
        exact: purchase.txnTime !== null,
        customerRef: known.customerRef,
        card,
        followsKey: null,
      },
    ],
    missing: unnamed,
  };
}
