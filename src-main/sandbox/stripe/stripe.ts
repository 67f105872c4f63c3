import type { SandboxClock } from '../core/clock.ts';
import type { SandboxFaults } from '../core/faults.ts';
import type { RefusalStatus } from '../core/fault-shapes.ts';
import type { SandboxIds } from '../core/ids.ts';
import { jsonReply } from '../core/message.ts';
import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import type { SandboxStore } from '../core/store.ts';
import { admit, checkVersion } from './access.ts';
import { declineCapture, withdrawHold } from './capture.ts';
import type { StripeCall, StripeWorld } from './documents.ts';
import { expireNow, sweep } from './expiry.ts';
import { canonicalForm, readForm } from './form.ts';
import type { FormBranch } from './form.ts';
import { keepAnswer, keyInUse, makeKeysInUse, repeatedAnswer } from './idempotency.ts';
import type { KeyedRequest } from './idempotency.ts';
import { servePage } from './pages.ts';
import { StripeRefusal } from './refusal.ts';
import type { Answer, Route } from './route.ts';
import { findRoute, includable } from './routes.ts';
import { impossible } from '../../contract/impossible.ts';
import { replaceCard, type ReplacedCard } from './replaced-card.ts';
import { apiVersion } from './version.ts';
import { expandPaths, wire } from './wire.ts';
import type { Wire } from './wire.ts';

export interface StripeSandbox {
  handle(request: SandboxRequest): SandboxReply;
  /** As a request arrives: takes its idempotency key, or answers 409 while another request has it. */
  enter(request: SandboxRequest): SandboxReply | (() => void);
  /** Stripe's wording of an injected refusal. */
  refuse(status: RefusalStatus, request: SandboxRequest): SandboxReply;
  /** From now on the key of this request, if it has one, repeats that reply: Stripe keeps its own faults too. */
  keep(request: SandboxRequest, reply: SandboxReply): void;
  /** Lapses a hold (`pi_` or `ch_`) or ends a checkout session (`cs_`) now. @throws Error when there is none open. */
  expireHold(id: string): void;
  /** The bank takes its word back, and Stripe does not know it yet. @throws Error when `id` names no open hold. */
  withdrawHold(id: string): void;
  declineCapture(id: string): void;
  /** The bank sends this saved card anew. @throws Error when there is none. */
  replaceCard(card: ReplacedCard): void;
  /** Does what is due by the clock: holds lapse, sessions expire. Every request does so by itself. */
  sweep(): void;
}

export interface StripeSandboxParts {
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  readonly ids: SandboxIds;
  readonly faults?: SandboxFaults;
  /** Where the sandbox's own pages are reached, without a slash at the end. */
  readonly baseUrl: string;
}

/** A Stripe account on test keys, as the official `stripe` package 23.1.0 meets it. */
export function makeStripeSandbox(parts: StripeSandboxParts): StripeSandbox {
  const world: StripeWorld = { store: parts.store, clock: parts.clock, ids: parts.ids, baseUrl: parts.baseUrl };
  const byItself: StripeCall = { ...world, requestId: null, idempotencyKey: null };
  const keys = makeKeysInUse();

  return {
    handle(request) {
      return world.store.transaction(() => {
        sweep(byItself);
        return servePage(byItself, request) ?? serveCall(world, request);
      });
    },
    enter(request) {
      const key = idempotencyKeyOf(request);
      if (key === undefined) return () => undefined;
      return keys.take(key) ?? withHeaders(keyInUse(key).reply(), { 'Request-Id': world.ids.token('req_', 14) });
    },
    refuse(status, request) {
      const reply = injected(status, idempotencyKeyOf(request) ?? 'none');
      return withHeaders(reply, { 'Request-Id': world.ids.token('req_', 14) });
    },
    keep(request, { status, body, headers }) {
      const key = idempotencyKeyOf(request);
      if (key === undefined) return;
      const keyed = { key, path: request.path, params: canonicalForm(readSent(request)) };
      keepAnswer(world, keyed, { status, body, requestId: headers?.['Request-Id'] ?? '' });
    },
    expireHold(id) {
      world.store.transaction(() => expireNow(byItself, id));
    },
    declineCapture(id) {
      world.store.transaction(() => declineCapture(byItself, id));
    },
    withdrawHold(id) {
      world.store.transaction(() => withdrawHold(byItself, id));
    },
    replaceCard(card) {
      world.store.transaction(() => replaceCard(byItself, card));
    },
    sweep() {
      world.store.transaction(() => sweep(byItself));
    },
  };
}

function serveCall(world: StripeWorld, request: SandboxRequest): SandboxReply {
  const requestId = world.ids.token('req_', 14);
  const key = idempotencyKeyOf(request);
  const common = {
    'Request-Id': requestId,
    'Stripe-Version': request.headers['stripe-version'] ?? apiVersion,
    ...(key === undefined ? {} : { 'Idempotency-Key': key, 'Original-Request': requestId }),
  };
  try {
    const found = findRoute(request.method, request.path);
    if (found === undefined) throw unknownAddress(request);
    admit(request.headers, found.route);
    checkVersion(request.headers);
    const sent = readSent(request);
    const call: StripeCall = { ...world, requestId, idempotencyKey: key ?? null };
    const reply =
      key === undefined
        ? execute(call, found, sent).reply
        : once(call, found, { sent, keyed: { key, path: request.path, params: canonicalForm(sent) } });
    return withHeaders(reply, common);
  } catch (error) {
    if (error instanceof StripeRefusal) return withHeaders(error.reply(), common);
    throw error;
  }
}

interface FoundRoute {
  readonly route: Route;
  readonly ids: readonly [string, string];
}

/** Carries out a request under a key the first time, repeats its answer every other time. */
function once(
  call: StripeCall,
  found: FoundRoute,
  { sent, keyed }: { sent: FormBranch; keyed: KeyedRequest },
): SandboxReply {
  const repeated = repeatedAnswer(call, keyed);
  if (repeated !== undefined) return repeated;
  const { reply, stored } = execute(call, found, sent);
  if (stored) keepAnswer(call, keyed, { status: reply.status, body: reply.body, requestId: call.requestId ?? '' });
  return reply;
}

/** A refusal undoes what the call began, except a decline: its traces stay. */
function execute(call: StripeCall, found: FoundRoute, sent: FormBranch): { reply: SandboxReply; stored: boolean } {
  try {
    return call.store.transaction(() => {
      try {
        const answer = found.route.prepare(sent)(call, found.ids);
        return { reply: jsonReply(200, rendered(call, answer, expandOf(sent))), stored: true };
      } catch (error) {
        if (error instanceof StripeRefusal && error.keepsChanges) return { reply: error.reply(), stored: error.stored };
        throw error;
      }
    });
  } catch (error) {
    if (error instanceof StripeRefusal) return { reply: error.reply(), stored: error.stored };
    throw error;
  }
}

function rendered(call: StripeCall, answer: Answer, expand: readonly string[]): Wire {
  const sent =
    answer.object === 'made up' ? answer.sent : answer.object === 'list' ? listed(call, answer) : wire(call, answer);
  expandPaths(call, { sent, paths: expand, includable });
  return sent;
}

function listed(call: StripeCall, page: Extract<Answer, { readonly object: 'list' }>): Wire {
  return { ...page, data: page.data.map((document) => wire(call, document)) };
}

/** `prepare` has judged it already. */
function expandOf(sent: FormBranch): readonly string[] {
  const node = sent.get('expand');
  if (node === undefined || typeof node === 'string') return [];
  return [...node.values()].filter((path) => typeof path === 'string');
}

function readSent(request: SandboxRequest): FormBranch {
  try {
    return readForm(request.method === 'POST' ? request.body : request.query);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new StripeRefusal({
      status: 400,
      stored: false,
      error: { type: 'invalid_request_error', message: 'Invalid request: the parameters are not well encoded.' },
    });
  }
}

/** Only a POST has one; on other calls the header means nothing. */
function idempotencyKeyOf(request: SandboxRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  return request.method === 'POST' && key !== undefined && key !== '' ? key : undefined;
}

function withHeaders(reply: SandboxReply, headers: Readonly<Record<string, string>>): SandboxReply {
  return { ...reply, headers: { ...headers, ...reply.headers } };
}

function unknownAddress(request: SandboxRequest): StripeRefusal {
  return new StripeRefusal({
    status: 404,
    stored: false,
    error: {
      type: 'invalid_request_error',
      message: `Unrecognized request URL (${request.method}: ${request.path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    },
  });
}

function injected(status: RefusalStatus, key: string): SandboxReply {
  switch (status) {
    case 409:
      return keyInUse(key).reply();
    case 429:
      return jsonReply(429, {
        error: {
          type: 'invalid_request_error',
          code: 'rate_limit',
          message:
            'Request rate limit exceeded. Learn more about rate limits here https://stripe.com/docs/rate-limits.',
        },
      });
    case 500:
    case 502:
    case 503:
    case 504:
      return jsonReply(status, {
        error: { type: 'api_error', message: 'Sorry! There was an error while talking to Stripe. Please try again.' },
      });
    default:
      return impossible(status);
  }
}
