import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSandboxClock } from '../../../src-main/sandbox/core/clock.ts';
import type { SandboxClock } from '../../../src-main/sandbox/core/clock.ts';
import { makeFaults } from '../../../src-main/sandbox/core/faults.ts';
import { listen } from '../../../src-main/sandbox/core/http.ts';
import { makeIds } from '../../../src-main/sandbox/core/ids.ts';
import { sandboxKeys } from '../../../src-main/sandbox/core/keys.ts';
import type { SandboxReply, SandboxRequest } from '../../../src-main/sandbox/core/message.ts';
import { openSandboxStore } from '../../../src-main/sandbox/core/store.ts';
import { makePaysafeSandbox } from '../../../src-main/sandbox/paysafe/paysafe.ts';
import type { PaysafeSandbox } from '../../../src-main/sandbox/paysafe/paysafe.ts';

export type Json = Record<string, unknown>;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Json;
}

export interface PaysafeDesk {
  readonly url: string;
  readonly sandbox: PaysafeSandbox;
  readonly clock: SandboxClock;
  /** Delays asked for by amount, in the order they were waited out. */
  readonly waits: number[];
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  close(): Promise<void>;
}

export const { paysafeKey, paysafeAccounts } = sandboxKeys;
export const serverKey = basic(paysafeKey.username, paysafeKey.password);
export const singleUseKey = basic(paysafeKey.singleUseUsername, paysafeKey.singleUsePassword);

export const today = Date.UTC(2026, 10, 20, 16, 42);
export const day = 86_400_000;

export function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

export function accountOf(kind: string, currency?: string): string {
  const found = paysafeAccounts.find(
    (account) => account.kind === kind && (currency === undefined || account.currency === currency),
  );
  if (found === undefined) throw new Error(`The sandbox has no ${kind} account.`);
  return found.number;
}

export const vault = '/customervault/v1';
export const cards = `/cardpayments/v1/accounts/${accountOf('card', 'CAD')}`;

/** The real sandbox over real HTTP, on a clock that stands still. */
export async function openPaysafe(): Promise<PaysafeDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-paysafe-'));
  const store = openSandboxStore(join(folder, 'sandbox.sqlite'));
  const clock = makeSandboxClock(store, () => today);
  const faults = makeFaults();
  const waits: number[] = [];
  let handle: (request: SandboxRequest) => SandboxReply | Promise<SandboxReply> = () => ({ status: 503, body: '' });
  const server = await listen({ port: 0, handle: (request) => handle(request), faults, now: () => clock.now() });
  const sandbox = makePaysafeSandbox({
    store,
    clock,
    ids: makeIds(store, 'paysafe tests'),
    faults,
    baseUrl: server.url,
    wait: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
  });
  handle = (request) => sandbox.handle(request);
  return {
    url: server.url,
    sandbox,
    clock,
    waits,
    async call(method, path, body, headers = {}) {
      const response = await fetch(server.url + path, {
        method,
        headers: { Authorization: serverKey, 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: text === '' ? {} : objectOf(text) };
    },
    async close() {
      await server.close();
      store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function objectOf(text: string): Json {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`Not a JSON object: ${text}`);
  return { ...value };
}

let counter = 0;

/** A reference nobody used yet. */
export function fresh(): string {
  counter += 1;
  return `ref-${counter}`;
}

/** Walks into a reply: `at(body, 'error', 'code')`. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, step) => (typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined),
    value,
  );
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found !== 'string') throw new Error(`No text at ${path.join('.')}: ${JSON.stringify(value)}`);
  return found;
}

export interface TypedCard {
  readonly cardNum?: string;
  readonly cvv?: string;
  readonly year?: number;
  readonly month?: number;
  readonly street?: string;
  readonly bare?: boolean;
}

/** Types a card as the card page does, with the public key. */
export async function typeCard(desk: PaysafeDesk, typed: TypedCard = {}): Promise<string> {
  const reply = await desk.call(
    'POST',
    `${vault}/singleusetokens`,
    {
      card: {
        holderName: 'Nadia Roy',
        cardNum: typed.cardNum ?? '4530910000012345',
        cardExpiry: { month: typed.month ?? 4, year: typed.year ?? 2030 },
        cvv: typed.cvv ?? '123',
        ...(typed.bare === true
          ? {}
          : { billingAddress: { country: 'CA', zip: 'H2X1Y4', street: typed.street ?? '4210 rue Saint-Denis' } }),
      },
    },
    { Authorization: singleUseKey },
  );
  if (reply.status !== 200) throw new Error(`The card was not taken: ${reply.text}`);
  return textAt(reply.body, 'paymentToken');
}

export interface SavedCard {
  readonly profileId: string;
  readonly cardId: string;
  readonly token: string;
}

/** A customer with one saved card. */
export async function saveCard(desk: PaysafeDesk, typed: TypedCard = {}): Promise<SavedCard> {
  const reply = await desk.call('POST', `${vault}/profiles`, {
    merchantCustomerId: `salon-${fresh()}`,
    locale: 'fr_CA',
    firstName: 'Nadia',
    lastName: 'Roy',
    card: { singleUseToken: await typeCard(desk, typed) },
  });
  return {
    profileId: textAt(reply.body, 'id'),
    cardId: textAt(reply.body, 'cards', 0, 'id'),
    token: textAt(reply.body, 'cards', 0, 'paymentToken'),
  };
}

/** An authorization that was approved; with `settleWithAuth` a charge. */
export async function authorize(desk: PaysafeDesk, token: string, more: Json = {}): Promise<Json> {
  const reply = await desk.call('POST', `${cards}/auths`, {
    merchantRefNum: fresh(),
    amount: 8450,
    card: { paymentToken: token },
    ...more,
  });
  if (reply.status !== 200) throw new Error(`The authorization was refused: ${reply.text}`);
  return reply.body;
}
