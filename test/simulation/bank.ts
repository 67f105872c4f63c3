import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Outcome } from '../../src-main/payments/operation.ts';
import type { Plan } from '../../src-main/payments/order.ts';
import type { Answer, Gateway, ProviderRequest } from '../../src-main/payments/ports.ts';

/** Money that really moved at the provider. The tests compare with this, never with what a desk believes. */
export interface Movement {
  readonly key: string;
  readonly kind: Plan['kind'];
  readonly target: string;
  readonly amount: number;
}

interface Asked {
  readonly kind: Plan['kind'];
  readonly target: string;
  readonly amount: number;
}
interface Said {
  readonly is: 'moved' | 'declined' | 'state';
  readonly amount: number;
  readonly taken?: number;
  readonly gone?: boolean;
}

/**
 * A provider in memory by the rules that matter to an engine: a key is remembered with its reply (Stripe: replayed as it was; Paysafe: looked up),
 * a hold is captured once and never for more than was held, what is released is gone.
 */
export interface Bank {
  readonly movements: readonly Movement[];
  placeHold(id: string, amount: number): void;
  hold(id: string): { readonly capturable: number; readonly taken: number };
  handle(request: ProviderRequest, at: number, declines: boolean, storedFault: boolean): Answer;
}

export function makeBank(): Bank {
  const movements: Movement[] = [];
  const holds = new Map<string, { held: number; taken: number; open: boolean }>();
  const kept = new Map<string, { status: number; said: Said; body: string }>();
  const answer = (at: number, status: number, said: unknown): Answer => ({
    status,
    headers: {},
    body: JSON.stringify(said),
    providerAt: at,
  });

  function run(asked: Asked, declines: boolean): { status: number; said: Said } {
    const { kind, target, amount } = asked;
    if (kind === 'charge')
      return declines
        ? { status: 402, said: { is: 'declined', amount } }
        : { status: 200, said: { is: 'moved', amount } };
    const hold = holds.get(target);
    if (!hold?.open || amount > hold.held)
      return { status: 400, said: { is: 'state', amount, taken: hold?.taken ?? 0, gone: true } };
    hold.open = false;
    if (kind === 'capture') hold.taken = amount;
    return { status: 200, said: { is: 'moved', amount } };
  }

  return {
    movements,
    placeHold: (id, amount) => void holds.set(id, { held: amount, taken: 0, open: true }),
    hold: (id) => {
      const found = holds.get(id);
      return { capturable: found?.open ? found.held : 0, taken: found?.taken ?? 0 };
    },
    handle(request, at, declines, storedFault) {
      const key = request.method === 'GET' ? request.path.slice(1) : (request.headers['idempotency-key'] ?? '');
      const known = kept.get(key);
      if (request.method === 'GET') {
        const moved = movements.find((movement) => movement.key === key);
        if (moved) return answer(at, 200, { is: 'moved', amount: moved.amount });
        return known && known.status !== 500 ? answer(at, known.status, known.said) : answer(at, 404, {});
      }
      const body = request.body ?? '{}';
      if (known) return known.body === body ? answer(at, known.status, known.said) : answer(at, 409, {});
      const asked = JSON.parse(body) as Asked;
      const result = run(asked, declines);
      if (result.said.is === 'moved')
        movements.push({ key, kind: asked.kind, target: asked.target, amount: asked.amount });
      const status = storedFault ? 500 : result.status;
      kept.set(key, { status, said: result.said, body });
      return answer(at, status, result.said);
    },
  };
}

function outcomeOf(plan: Plan, reply: Answer): Outcome {
  if (reply.status === 429 || reply.status === 409) return { is: 'not_run', why: 'busy' };
  if (reply.status >= 500) return { is: 'unclear', why: 'provider_fault' };
  if (!reply.body.startsWith('{') || !reply.body.endsWith('}')) return { is: 'unclear', why: 'unreadable' };
  const said = JSON.parse(reply.body) as Said;
  if (said.is === 'declined') return { is: 'declined', code: 'insufficient_funds', advice: null, reference: null };
  const amount = 'amount' in plan ? plan.amount.amount : 0;
  if (said.is === 'state') {
    const same = plan.kind === 'capture' ? said.taken === amount : said.taken === 0;
    return same
      ? { is: 'done', reference: 'elsewhere', moved: {}, elsewhere: true }
      : {
          is: 'rejected',
          code: plan.kind === 'capture' ? 'captured_elsewhere' : 'released_elsewhere',
          message: '',
          reference: null,
        };
  }
  if (said.amount !== amount)
    return { is: 'mismatch', why: 'amount', evidence: { asked: String(amount), said: String(said.amount) } };
  return { is: 'done', reference: 'ref', moved: {} };
}

/** A gateway that speaks to the bank in plain JSON; whether a request may be sent again is the provider's own rule. */
export function bankGateway(provider: ProviderName): Gateway {
  return {
    provider,
    repeat: provider === 'stripe' ? 'same_key' : 'limited',
    keyLifetimeMs: 23 * 3_600_000,
    limits: () => ({ least: 50, most: 99_999_999 }),
    async prepare(plan) {
      const target = 'paymentRef' in plan ? plan.paymentRef : plan.kind === 'charge' ? plan.customerRef : '';
      const body = JSON.stringify({
        kind: plan.kind,
        target,
        amount: 'amount' in plan ? plan.amount.amount : 0,
      } satisfies Asked);
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
    followUp: () => null,
    readsFirst: () => false,
  };
}
