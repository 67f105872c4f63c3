import type { SandboxReply } from '../core/message.ts';
import type { StripeWorld } from './documents.ts';
import { StripeRefusal } from './refusal.ts';

/** The first answer given under a key. https://docs.stripe.com/api/idempotent_requests */
interface KeptAnswer {
  readonly key: string;
  readonly path: string;
  /** The parameters in canonical order. */
  readonly params: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

const kind = 'stripe.idempotency';
const keptMilliseconds = 86_400_000;
const longestKey = 255;

export interface KeyedRequest {
  readonly key: string;
  readonly path: string;
  readonly params: string;
}

/**
 * The answer to repeat, marked as such; undefined when the key is new or older than a day.
 *
 * @throws StripeRefusal 400 idempotency_error when the key was first used for something else.
 */
export function repeatedAnswer(world: StripeWorld, request: KeyedRequest): SandboxReply | undefined {
  if (request.key.length > longestKey) {
    throw mismatch(`Idempotency keys can be at most ${longestKey} characters long.`);
  }
  const [kept] = world.store.list<KeptAnswer>(kind, {
    ref: request.key,
    createdFrom: world.clock.now() - keptMilliseconds,
    limit: 1,
  });
  if (kept === undefined) return undefined;
  if (kept.path !== request.path) {
    throw mismatch(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${request.path}' vs '${kept.path}'). Try using a key other than '${request.key}' if you meant to execute a different request.`,
    );
  }
  if (kept.params !== request.params) {
    throw mismatch(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${request.key}' if you meant to execute a different request.`,
    );
  }
  return {
    status: kept.status,
    headers: {
      'Content-Type': 'application/json',
      'Idempotent-Replayed': 'true',
      'Original-Request': kept.requestId,
    },
    body: kept.body,
  };
}

export function keepAnswer(
  world: StripeWorld,
  request: KeyedRequest,
  answer: { status: number; body: string; requestId: string },
): void {
  const now = world.clock.now();
  const kept: KeptAnswer = { ...request, ...answer };
  world.store.put(kind, request.key, kept, { created: now, ref: request.key });
  for (const old of world.store.list<KeptAnswer>(kind, { createdTo: now - keptMilliseconds - 1, limit: 3 })) {
    world.store.remove(kind, old.key);
  }
}

/** Keys of requests that are being worked on right now. */
export function makeKeysInUse(): { take(key: string): (() => void) | undefined } {
  const inUse = new Set<string>();
  return {
    take(key) {
      if (inUse.has(key)) return undefined;
      inUse.add(key);
      return () => inUse.delete(key);
    },
  };
}

/** 409 while the first request with the key is being worked on. */
export function keyInUse(key: string): StripeRefusal {
  return new StripeRefusal({
    status: 409,
    stored: false,
    error: {
      type: 'invalid_request_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Try your request again in a bit.`,
    },
  });
}

function mismatch(message: string): StripeRefusal {
  return new StripeRefusal({ status: 400, stored: false, error: { type: 'idempotency_error', message } });
}
