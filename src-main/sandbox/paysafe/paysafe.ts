import { setTimeout as sleep } from 'node:timers/promises';
import type { SandboxClock } from '../core/clock.ts';
import type { SandboxFaults } from '../core/faults.ts';
import type { SandboxIds } from '../core/ids.ts';
import { sandboxKeys } from '../core/keys.ts';
import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import type { SandboxStore } from '../core/store.ts';
import { keyKind, letIn } from './access.ts';
import { addressRoutes } from './addresses.ts';
import type { AuthRecord } from './auth-view.ts';
import { authRoutes } from './auths.ts';
import { bankRoutes } from './bank-accounts.ts';
import { runBatch } from './batch.ts';
import { cardRoutes } from './cards.ts';
import { isObject } from './form.ts';
import type { JsonObject } from './form.ts';
import { mandateRoutes } from './mandates.ts';
import { profileRoutes } from './profiles.ts';
import { purchaseRoutes } from './purchases.ts';
import { refundRoutes } from './refunds.ts';
import { Refusal, errorBody, errorReply, refuse } from './refusal.ts';
import type { Answer, Call, Route, RouteMatch } from './routes.ts';
import { family, findRoute } from './routes.ts';
import { settlementRoutes } from './settlements.ts';
import type { SettlementRecord } from './settlements.ts';
import { singleUseRoutes } from './single-use-tokens.ts';
import type { FailedRecord } from './transactions.ts';
import type { CardBehaviour, CardRecord } from './vault-records.ts';
import { verificationRoutes } from './verifications.ts';
import { voidRoutes } from './voids.ts';
import { kinds } from './world.ts';
import type { PaysafeWorld } from './world.ts';

export interface PaysafeSandboxParts {
  readonly store: SandboxStore;
  readonly clock: SandboxClock;
  readonly ids: SandboxIds;
  readonly faults: SandboxFaults;
  /** Where it is served, without a trailing slash. */
  readonly baseUrl: string;
  /** Waits out the amounts that answer late; real time when absent. */
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface PaysafeSandbox {
  /** Answers one request, after the delay its amount asks for. */
  handle(request: SandboxRequest): SandboxReply | Promise<SandboxReply>;
  /** The same without the delay, for callers in this process. */
  answer(request: SandboxRequest): SandboxReply;
  /** Settles what is pending, as the provider does at the end of its day; with `before` (unix ms) only what was begun earlier. */
  runBatch(before?: number): void;
  /** From now on a capture of this authorization is refused with 3205. @throws Error for an unknown id. */
  expireAuth(id: string): void;
  /** The next batch does not get its money. @throws Error when it names no settlement that waits for one. */
  failSettlement(id: string): void;
  /** Makes a saved card answer in its own way whatever the amount; undefined = like any other. @throws Error for an unknown id. */
  setCardBehaviour(cardId: string, behaviour: CardBehaviour | undefined): void;
}

/**
 * Paysafe as a desk meets it: Customer Vault v1, Card Payments v1 and Direct Debit v1 over one store, in the provider's
 * own wire format. Where the provider's behaviour is not confirmed the code says so and picks what a client can least rely on.
 */
export function makePaysafeSandbox(parts: PaysafeSandboxParts): PaysafeSandbox {
  const { store, clock, ids, baseUrl } = parts;
  const world: PaysafeWorld = {
    store,
    clock,
    ids,
    baseUrl,
    key: sandboxKeys.paysafeKey,
    accounts: sandboxKeys.paysafeAccounts,
  };
  const wait = parts.wait ?? ((milliseconds: number) => sleep(milliseconds, undefined, { ref: false }));
  const routes: readonly Route[] = [
    ...monitorRoutes(),
    ...profileRoutes(world),
    ...addressRoutes(world),
    ...cardRoutes(world),
    ...bankRoutes(world),
    ...mandateRoutes(world),
    ...singleUseRoutes(world),
    ...authRoutes(world),
    ...settlementRoutes(world),
    ...voidRoutes(world),
    ...refundRoutes(world),
    ...verificationRoutes(world),
    ...purchaseRoutes(world),
  ];

  return {
    handle(request) {
      const { reply, delay } = serve(world, routes, request);
      return delay === 0 ? reply : wait(delay).then(() => reply);
    },
    answer: (request) => serve(world, routes, request).reply,
    runBatch: (before) => store.transaction(() => runBatch(world, before)),
    failSettlement(id) {
      const settlement = store.get<SettlementRecord>(kinds.settlement, id);
      if (settlement?.status !== 'PENDING') throw new Error(`No settlement ${id} waits for a batch.`);
      store.put(kinds.settlement, id, { ...settlement, fails: true } satisfies SettlementRecord);
    },
    expireAuth(id) {
      const auth = store.get<AuthRecord | FailedRecord>(kinds.auth, id);
      if (auth === undefined || auth.status === 'FAILED') throw new Error(`No authorization ${id} can expire.`);
      store.put(kinds.auth, id, { ...auth, lapsed: true } satisfies AuthRecord);
    },
    setCardBehaviour(cardId, behaviour) {
      const card = store.get<CardRecord>(kinds.card, cardId);
      if (card === undefined) throw new Error(`There is no card ${cardId}.`);
      store.put(kinds.card, cardId, { ...card, behaviour } satisfies CardRecord);
    },
  };
}

interface Processed {
  readonly reply: SandboxReply;
  readonly delay: number;
}

function serve(world: PaysafeWorld, routes: readonly Route[], request: SandboxRequest): Processed {
  try {
    const found = admit(world, routes, request);
    letIn(request, found.route, world.key);
    const call = callOf(world, request, found);
    const answer = world.store.transaction(() => found.route.answer(call));
    return { reply: replyOf(world, answer), delay: answer.delay ?? 0 };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reply = errorReply(error, errorBody(error, family(request.path)));
    return { reply: withUid(reply, world.ids.uuid()), delay: error.extras.delay ?? 0 };
  }
}

/** A stranger learns nothing about which addresses exist: bad credentials are refused first. */
function admit(world: PaysafeWorld, routes: readonly Route[], request: SandboxRequest): RouteMatch {
  if (!request.path.endsWith('/monitor')) keyKind(request.headers['authorization'], world.key);
  return findRoute(routes, request.method, request.path);
}

function callOf(world: PaysafeWorld, request: SandboxRequest, { route, ids }: RouteMatch): Call {
  const account = world.accounts.find((entry) => entry.number === ids.get('account'));
  if (route.accounts !== undefined) {
    if (account === undefined) refuse('5270');
    if (!route.accounts.includes(account.kind)) refuse('5004');
  }
  return {
    query: new URLSearchParams(request.query),
    body: request.method === 'POST' || request.method === 'PUT' ? parse(request.body) : {},
    id(name) {
      const id = ids.get(name);
      if (id === undefined) throw new Error(`The route ${route.path} has no ${name}.`);
      return id;
    },
    get account() {
      if (account === undefined) throw new Error(`The route ${route.path} has no account.`);
      return account;
    },
  };
}

function parse(text: string): JsonObject {
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON at all: the same refusal as JSON that is no object.
    value = undefined;
  }
  return isObject(value) ? value : refuse('5023');
}

function replyOf(world: PaysafeWorld, { status, body, headers = {} }: Answer): SandboxReply {
  if (body === undefined) return withUid({ status, headers, body: '' }, world.ids.uuid());
  const reply = {
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
  const { id } = body;
  // Recorded: on transactions the header names the transaction. Replies without an id of their own, lists and monitors, have none here.
  return typeof id === 'string' ? withUid(reply, id) : reply;
}

function withUid(reply: SandboxReply, uid: string): SandboxReply {
  return { ...reply, headers: { ...reply.headers, 'X-Applicationuid': `GUID=${uid}` } };
}

/** The three prefixes served here each tell whether they are up; nobody needs a key for it. */
function monitorRoutes(): Route[] {
  return (['/customervault/monitor', '/cardpayments/monitor', '/directdebit/monitor'] as const).map((path) => ({
    method: 'GET',
    path,
    family: family(path),
    opens: 'anyone',
    answer: () => ({ status: 200, body: { status: 'READY' } }),
  }));
}
