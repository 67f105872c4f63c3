import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomInt } from 'node:crypto';
import { expect } from 'vitest';
import { openDesk, type Desk } from '../../../src-main/compose.ts';
import type { CustomerList } from '../../../src-main/contract/customer.ts';
import type { DeskStatus } from '../../../src-main/contract/desk-status.ts';
import type { Failure, FailureCode, Reply } from '../../../src-main/contract/failure.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { SessionState } from '../../../src-main/contract/staff.ts';
import type { CardWindow } from '../../../src-main/house/cards/card-window.ts';
import { standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import type { Log } from '../../../src-main/log/log.ts';
import type { SecretStore } from '../../../src-main/secrets/secret-store.ts';
import { keychainInHand } from './keychain-in-hand.ts';
import type { MovedClock } from './moved-clock.ts';
import { addressesOf, type Town } from './town.ts';
import { lightPinCost } from '../../support/light-pin.ts';

export interface DeskOptions {
  readonly folder: string;
  readonly secrets?: SecretStore;
  readonly addresses?: Partial<Record<ProviderName, string>>;
  /** how far this PC's clock is ahead, ms; may be changed while it runs */
  readonly clock?: { ahead: number };
  /** instead of `clock`: time that the test moves on */
  readonly time?: MovedClock;
  readonly sqliteVersion?: string;
  readonly requestTimeoutMs?: number;
  readonly cardWindow?: CardWindow;
  /** false: nothing runs by itself */
  readonly timers?: boolean;
}

/** A real desk in test mode on a real folder, in the hands of its owner. */
export interface OpenDesk {
  readonly desk: Desk;
  /** @throws when it is refused */
  call<T>(name: string, input?: unknown): Promise<T>;
  refusal(name: string, input?: unknown): Promise<Failure>;
  status(): Promise<DeskStatus>;
  charge(provider?: ProviderName, amount?: number): Promise<Reply<OperationView>>;
  /** messages of the log, to see why something failed */
  readonly said: string[];
  close(): Promise<void>;
}

const pin = '615784';
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
export const freshTicket = (): string => `ticket-${Array.from({ length: 20 }, () => letters[randomInt(31)]).join('')}`;

/** Opens it as tools/desk.ts and Electron's main do, with the timers of the app. */
export async function open(town: Town, options: DeskOptions): Promise<OpenDesk> {
  const said: string[] = [];
  const clock = options.clock ?? { ahead: 0 };
  const log: Log = {
    info: () => undefined,
    warn: () => undefined,
    error: (what, error) => void said.push(`${what}: ${String(error)}`),
  };
  const desk = await openDesk({
    dataDir: options.folder,
    mode: 'test',
    version: '0.1.0',
    clock: options.time ?? { now: () => Date.now() + clock.ahead, steady: () => performance.now() },
    random: { id: (length) => Array.from({ length }, () => letters[randomInt(31)]).join('') },
    wait: options.time?.wait ?? ((ms, signal) => pause(ms, undefined, { signal, ref: false })),
    secrets: options.secrets ?? keychainInHand(town.sandbox),
    log,
    addresses: options.addresses ?? addressesOf(town),
    liveAllowed: false,
    standard: {
      ...standardSettings({ mode: 'test', language: 'fr', desk: 'Accueil 1' }),
      idleLockMinutes: 15,
      consentRule: 'free',
    },
    mirrorWorker: null,
    timers: options.timers ?? true,
    pinCost: lightPinCost,
    openAtProvider: async () => false,
    openMode: async () => false,
    ...(options.cardWindow ? { cardWindow: options.cardWindow } : {}),
    ...(options.sqliteVersion === undefined ? {} : { sqliteVersion: options.sqliteVersion }),
    ...(options.requestTimeoutMs === undefined ? {} : { requestTimeoutMs: options.requestTimeoutMs }),
  });
  const ask = (name: string, input: unknown = {}): Promise<Reply<unknown>> => desk.call(name, input);
  /** The same client is charged again and again here: the owner, who is signed in, lets each pass, as she would at the counter. */
  const chargeWithStepIn = async (order: ReturnType<typeof chargeOf>): Promise<Reply<OperationView>> => {
    const first = (await ask('payments.charge', order)) as Reply<OperationView>;
    if (first.ok || first.failure.code !== 'repeat_needs_manager') return first;
    const given = await stepIn(own, order, 'charge');
    if (!given.ok) return given;
    return (await ask('payments.charge', { ...order, stepIn: given.value.id })) as Reply<OperationView>;
  };
  const own: OpenDesk = {
    desk,
    said,
    async call<T>(name: string, input: unknown = {}) {
      const reply = await ask(name, input);
      if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}\n${said.join('\n')}`);
      return reply.value as T;
    },
    async refusal(name, input = {}) {
      const reply = await ask(name, input);
      if (reply.ok) throw new Error(`${name} was not refused: ${JSON.stringify(reply.value)}`);
      return reply.failure;
    },
    status: () => own.call<DeskStatus>('desk.status'),
    charge: (provider = 'stripe', amount = 1234) => chargeWithStepIn(chargeOf(town, provider, amount)),
    close: () => desk.close(),
  };
  return own;
}

export const ledgerOf = (folder: string): string => join(folder, 'test', 'ledger.db');

function chargeOf(town: Town, provider: ProviderName, amount: number) {
  const { customerId, cardId } = town.standing[provider];
  const more = { tip: null, note: null, receiptEmail: null };
  return { ticket: freshTicket(), customerId, cardId, amount: { amount, currency: 'CAD' }, ...more };
}

/** First start: makes the owner, or signs her in where she is known; brings the customer of Paysafe in, and waits until both lists are read. */
export async function atWork(own: OpenDesk, town: Town): Promise<void> {
  await signIn(own);
  await own.call('customers.bringIn', { by: 'profileId', value: town.standing.paysafe.profile });
  const filled = async (): Promise<boolean> => {
    const { rows } = await own.call<CustomerList>('customers.list', {
      search: '',
      filter: 'all',
      offset: 0,
      limit: 50,
    });
    const { providers } = await own.status();
    return (
      rows.length >= 2 && rows.every(({ cards }) => cards > 0) && providers.every(({ syncedAt }) => syncedAt !== null)
    );
  };
  await expect.poll(filled, { timeout: 30_000, interval: 100 }).toBe(true);
}

export async function signIn(own: OpenDesk): Promise<void> {
  const { staff } = await own.call<SessionState>('session.state');
  const [owner] = staff;
  if (owner) await own.call('session.signIn', { staffId: owner.id, pin });
  else await own.call('session.createOwner', { name: 'Hélène', pin, house: 'Atelier Fleury', desk: 'Accueil 1' });
}

type Taking = { readonly customerId: string; readonly ticket: string; readonly amount: unknown };

/** The owner's PIN for exactly this order, over what main shows of the last minutes. */
async function stepIn(own: OpenDesk, order: Taking, kind: 'charge' | 'hold'): Promise<Reply<{ id: string }>> {
  const { customerId: targetId, ticket, amount } = order;
  const asked = { customerId: targetId, ask: false };
  const shown = (await own.desk.call('payments.recent', asked)) as Reply<{ repeats: { id: string }[] }>;
  if (!shown.ok) return shown;
  const { signedIn } = await own.call<SessionState>('session.state');
  const over = shown.value.repeats.map(({ id }) => ({ why: 'repeat', fact: id }));
  const input = { staffId: signedIn?.id, pin, reason: 'another visit today', ticket, kind, targetId, amount, over };
  return (await own.desk.call('staff.stepIn', input)) as Reply<{ id: string }>;
}

/** Why an order is refused. One that first wants a manager, since this client was charged just now, is given one. */
async function refusalOf(own: OpenDesk, name: string, input: unknown): Promise<Failure> {
  const first = await own.refusal(name, input);
  if (first.code !== 'repeat_needs_manager') return first;
  const order = input as Taking;
  const given = await stepIn(own, order, name === 'holds.place' ? 'hold' : 'charge');
  return given.ok ? own.refusal(name, { ...order, stepIn: given.value.id }) : given.failure;
}

/** Every kind of order that changes something at a provider: its name and its call. */
export function everyOrder(town: Town): [string, string, unknown][] {
  const { stripe, paysafe } = town.standing;
  const cad = (amount: number) => ({ amount, currency: 'CAD' });
  const ticket = freshTicket;
  const { customerId, cardId } = stripe;
  return [
    ['a charge', 'payments.charge', chargeOf(town, 'stripe', 1234)],
    ['a charge at Paysafe', 'payments.charge', chargeOf(town, 'paysafe', 1234)],
    ['a hold', 'holds.place', { ticket: ticket(), customerId, cardId, amount: cad(2000), note: null }],
    ['a capture', 'holds.capture', { ticket: ticket(), holdId: stripe.holdId, amount: cad(8000), note: null }],
    ['a release', 'holds.release', { ticket: ticket(), holdId: stripe.holdId, note: null }],
    [
      'a refund',
      'payments.refund',
      { ticket: ticket(), paymentId: stripe.paymentId, amount: cad(5000), reason: 'too warm' },
    ],
    ['a card taken away', 'cards.remove', { ticket: ticket(), cardId, reason: null }],
    ['a card of Paysafe taken away', 'cards.remove', { ticket: ticket(), cardId: paysafe.cardId, reason: null }],
    ['a default card', 'cards.setDefault', { ticket: ticket(), cardId }],
  ];
}

/** Whatever is ordered is refused with this code, nothing of it reaches a provider, nothing is left open, and lists are read as before. */
export async function failsClosed(own: OpenDesk, town: Town, code: FailureCode): Promise<void> {
  const mark = await town.mark();
  for (const [what, name, input] of everyOrder(town)) {
    const failure = await refusalOf(own, name, input);
    expect(failure.code, `${what}\n${own.said.slice(-3).join('\n')}`).toBe(code);
  }
  expect(await town.changesSince(mark)).toEqual([]);
  expect(await own.desk.openOperations()).toBe(0);
  await listsAreRead(own);
}

export async function listsAreRead(own: OpenDesk): Promise<void> {
  const { rows } = await own.call<CustomerList>('customers.list', { search: '', filter: 'all', offset: 0, limit: 50 });
  expect(rows.length).toBe(2);
  await own.call('desk.today');
  await own.call('holds.list', { filter: 'open', provider: null, offset: 0, limit: 50 });
  await own.call('payments.list', { states: [], provider: null, staffId: null, day: null, offset: 0, limit: 50 });
}

/** The trouble is over: the buttons open by themselves, and a charge goes through once. */
export async function opensAgain(own: OpenDesk, town: Town): Promise<void> {
  // A clock that jumped ahead looks like an hour in which nobody touched the desk: it locks.
  if ((await own.call<SessionState>('session.state')).signedIn === null) await signIn(own);
  await expect.poll(async () => (await own.status()).moneyShut, { timeout: 20_000, interval: 100 }).toBeNull();
  const mark = await town.mark();
  const reply = await own.charge();
  expect(reply).toMatchObject({ ok: true, value: { state: { name: 'done', moved: { charged: 1234 } } } });
  expect(await town.changesSince(mark)).toEqual(['POST /v1/payment_intents']);
}
