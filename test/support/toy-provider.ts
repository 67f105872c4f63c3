import type { Outcome } from '../../src-main/payments/operation.ts';
import type { Plan } from '../../src-main/payments/order.ts';
import type { Answer, Gateway, ProviderRequest, SendResult, Sender } from '../../src-main/payments/ports.ts';
import type { CardRecord, CustomerRecord, PaymentRecord, Records } from '../../src-main/payments/records.ts';
import type { Rows } from '../../src-main/payments/ports.ts';
import type { Engine } from '../../src-main/payments/settle.ts';
import { makeWatch } from '../../src-main/payments/watch.ts';
import { countedIds, handClock } from './clock.ts';
import { memoryLedger } from './memory-ledger.ts';

/** What the next request meets on its way. `late` runs it at the provider but loses the reply. */
export type Fate =
  | 'answer'
  | 'lost_before'
  | 'lost_after'
  | 'refused_line'
  | 'decline'
  | 'busy'
  | 'fault_stored'
  | 'fault_passing'
  | 'odd_word_stored'
  | 'other_amount'
  | 'nonsense';

interface Movement {
  readonly key: string;
  readonly kind: Plan['kind'];
  readonly amount: number;
}

/** A provider in memory with idempotency keys, spoken to through a gateway of plain JSON. */
export function toyProvider() {
  const clock = handClock();
  const movements: Movement[] = [];
  const replies = new Map<string, Answer>();
  const requests: ProviderRequest[] = [];
  let fates: Fate[] = [];
  let lookUpsFail = false;
  let replaysFail = false;

  const answer = (status: number, body: unknown): Answer => ({
    status,
    headers: {},
    body: JSON.stringify(body),
    providerAt: clock.now(),
  });

  function run(request: ProviderRequest, fate: Fate): Answer {
    const key = request.headers['idempotency-key'] ?? '';
    const kept = replies.get(key);
    if (kept) return kept;
    const body = JSON.parse(request.body ?? '{}') as { kind: Plan['kind']; amount: number };
    if (fate === 'busy') return answer(429, {});
    if (fate === 'fault_passing') return answer(503, {});
    let reply: Answer;
    if (fate === 'decline') reply = answer(402, { code: 'insufficient_funds' });
    else if (fate === 'odd_word_stored') reply = answer(200, { odd: true });
    else {
      movements.push({ key, kind: body.kind, amount: body.amount });
      reply =
        fate === 'fault_stored'
          ? answer(500, {})
          : fate === 'nonsense'
            ? { ...answer(200, {}), body: '<html>' }
            : answer(200, { ok: key, amount: fate === 'other_amount' ? body.amount + 1 : body.amount });
    }
    replies.set(key, reply);
    return reply;
  }

  const sender: Sender = {
    timeoutMs: 60_000,
    clockOffset: () => 0,
    providerNow: () => (replaysFail ? null : clock.now()),
    async send(_provider, request): Promise<SendResult> {
      if (request.method === 'GET') {
        if (lookUpsFail) return { got: 'nothing', left: true, why: 'no_line' };
        const key = request.path.slice(1);
        const found = movements.find((movement) => movement.key === key);
        const declined = replies.get(key)?.status === 402;
        return {
          got: 'answer',
          answer: answer(
            found ? 200 : declined ? 402 : 404,
            found ? { ok: key, amount: found.amount } : { code: 'insufficient_funds' },
          ),
        };
      }
      requests.push(request);
      const fate = fates.shift() ?? 'answer';
      if (fate === 'refused_line') return { got: 'nothing', left: false, why: 'refused' };
      if (fate === 'lost_before') return { got: 'nothing', left: true, why: 'timeout' };
      const reply = run(request, fate);
      return fate === 'lost_after' ? { got: 'nothing', left: true, why: 'reset' } : { got: 'answer', answer: reply };
    },
  };

  function outcomeOf(plan: Plan, reply: Answer): Outcome {
    if (reply.status === 429) return { is: 'not_run', why: 'rate_limited' };
    if (reply.status === 402)
      return { is: 'declined', code: (JSON.parse(reply.body) as { code: string }).code, advice: null, reference: null };
    if (reply.status >= 500) return { is: 'unclear', why: 'provider_fault' };
    if (!reply.body.startsWith('{')) return { is: 'unclear', why: 'unreadable' };
    const said = JSON.parse(reply.body) as { ok: string; amount: number; odd?: boolean };
    if (said.odd) return { is: 'unclear', why: 'unknown_word' };
    const asked = 'amount' in plan ? plan.amount.amount : 0;
    if (said.amount !== asked)
      return { is: 'mismatch', why: 'amount', evidence: { asked: String(asked), said: String(said.amount) } };
    return {
      is: 'done',
      reference: `ref-${said.ok}`,
      moved: plan.kind === 'charge' ? { charged: said.amount } : { captured: said.amount },
    };
  }

  function gateway(provider: 'stripe' | 'paysafe'): Gateway {
    return {
      provider,
      repeat: provider === 'stripe' ? 'same_key' : 'limited',
      keyLifetimeMs: 23 * 3_600_000,
      limits: () => ({ least: 50, most: 99_999_999 }),
      async prepare(plan) {
        const body = JSON.stringify({ kind: plan.kind, amount: 'amount' in plan ? plan.amount.amount : 0 });
        return { request: { method: 'POST', path: '/', headers: { 'idempotency-key': plan.key }, body }, memo: {} };
      },
      read: (plan, _memo, reply) => ({ outcome: outcomeOf(plan, reply), records: {} }),
      async question(operation) {
        return { method: 'GET', path: `/${operation.plan.key}`, headers: {}, body: null };
      },
      readFinding(operation, reply) {
        if (reply.status === 404) return { found: 'absent' };
        return { found: 'outcome', reading: { outcome: outcomeOf(operation.plan, reply), records: {} } };
      },
      followUp: (operation, outcome) =>
        provider === 'paysafe' &&
        operation.plan.kind === 'capture' &&
        outcome.is === 'done' &&
        operation.plan.amount.amount < operation.plan.capturable
          ? {
              kind: 'release',
              key: `${operation.plan.key}-rest`,
              amount: {
                amount: operation.plan.capturable - operation.plan.amount.amount,
                currency: operation.plan.amount.currency,
              },
              paymentRef: operation.plan.paymentRef,
              rest: true,
              account: null,
            }
          : null,
      checksCards: () => false,
      readsFirst: () => false,
    };
  }

  return {
    clock,
    movements,
    requests,
    sender,
    gateways: { stripe: gateway('stripe'), paysafe: gateway('paysafe') },
    next(...given: Fate[]) {
      fates = given;
    },
    breakLookUps(on: boolean) {
      lookUpsFail = on;
    },
    /** the provider's time is not known, so nothing is sent again */
    breakReplays(on: boolean) {
      replaysFail = on;
    },
  };
}

const readAt = 0;

export function customer(id: string, name = 'Amélie Bouchard-Roy'): CustomerRecord {
  const [provider, ref] = id.split(':') as ['stripe' | 'paysafe', string];
  return {
    id,
    provider,
    ref,
    name,
    phone: '514 555-0142',
    email: null,
    language: 'fr',
    createdAt: 0,
    defaultCardId: null,
    externalId: null,
    deleted: false,
    readAt,
  };
}

export function card(id: string, customerId: string, more: Partial<CardRecord> = {}): CardRecord {
  const [provider, ref] = id.split(':') as ['stripe' | 'paysafe', string];
  return {
    id,
    provider,
    customerId,
    ref,
    payToken: ref,
    kind: 'card',
    brand: 'visa',
    lastFour: '4821',
    expiry: { month: 6, year: 2028 },
    nickname: null,
    holder: null,
    isDefault: true,
    chargeable: true,
    removed: false,
    readAt,
    ...more,
  };
}

export function held(id: string, customerId: string, amount: number, more: Partial<PaymentRecord> = {}): PaymentRecord {
  const [provider, ref] = id.split(':') as ['stripe' | 'paysafe', string];
  return {
    id,
    provider,
    ref,
    customerId,
    cardId: null,
    card: null,
    state: 'held',
    currency: 'CAD',
    authorized: amount,
    capturable: amount,
    taken: 0,
    refunded: 0,
    settlements: [],
    at: 0,
    captureBefore: null,
    description: null,
    key: null,
    account: null,
    readAt,
    ...more,
  };
}

/** An engine on the toy provider and a memory ledger, with these rows in the mirror. */
export function toyEngine(records: Records) {
  const provider = toyProvider();
  const ledger = memoryLedger();
  const told: string[] = [];
  const troubles: string[] = [];
  const rows: Rows = {
    customer: async (id) => records.customers?.find((row) => row.id === id) ?? null,
    card: async (id) => records.cards?.find((row) => row.id === id) ?? null,
    payment: async (id) => records.payments?.find((row) => row.id === id) ?? null,
    put: async () => undefined,
  };
  const noReader = {
    readCustomer: async () => ({ ok: false, why: 'gone', detail: '' }) as const,
    readPayment: async () => ({ ok: false, why: 'gone', detail: '' }) as const,
    replacementsOf: async () => ({ ok: true, value: [] }) as const,
    takenUnder: async () => ({ ok: true, value: [] }) as const,
  };
  const engine: Engine = {
    ledger,
    gateways: provider.gateways,
    readers: { stripe: { provider: 'stripe', ...noReader }, paysafe: { provider: 'paysafe', ...noReader } },
    sender: provider.sender,
    rows,
    clock: provider.clock,
    random: countedIds(),
    house: { currency: 'CAD', desk: 'Front 1', month: () => ({ year: 2026, month: 11 }) },
    personOf: async (id) => id,
    // The same made-up person is charged all day long here: the guard against that has tests of its own.
    lastMinutes: async () => ({ customerIds: [], payments: [] }),
    firstTransactionOf: async () => null,
    listed: async () => null,
    listedAt: async () => null,
    elsewhereFor: async () => null,
    doubtsOf: async () => [],
    consentFor: async () => ({ consentId: null }),
    givenOtherwise: async () => null,
    secondPerson: () => null,
    payerFor: async () => null,
    heldFor: async ({ customerId }) => ({ customerId, purpose: 'balance', billId: null }),
    standingOn: async () => ({ checking: null, holds: [], debits: [], bills: [], pages: 0 }),
    billFor: async () => ({ ref: 'bill', paid: 0, attempt: 0, seen: null }),
    moneyShut: () => null,
    dayShut: async () => null,
    reach: async () => null,
    tell: (operation) => void told.push(`${operation.kind} ${operation.state.name}`),
    trouble: (what) => void troubles.push(what),
    underWay: new Map(),
    watch: makeWatch({ clock: provider.clock, desk: () => null }),
  };
  return { engine, provider, ledger, told, troubles };
}
