import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { openDesk, type Desk } from '../../../src-main/compose.ts';
import type { CustomerList, CustomerPage } from '../../../src-main/contract/customer.ts';
import type { Reply } from '../../../src-main/contract/failure.ts';
import type { Money } from '../../../src-main/contract/money.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { Repeat, StepInView } from '../../../src-main/contract/repeat.ts';
import type { Role, SessionState } from '../../../src-main/contract/staff.ts';
import { standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import { chooseSecrets } from '../../../src-main/secrets/choose.ts';
import { lightPinCost } from '../../support/light-pin.ts';

/** The demo house on a headless desk, with both providers over HTTP, and the hands of its staff. */
export interface DemoDesk {
  readonly dataDir: string;
  readonly ledgerFile: string;
  /** @throws when it is refused, with its code */
  call<T>(name: string, input?: unknown): Promise<T>;
  refusal(name: string, input?: unknown): Promise<string | null>;
  /** Gives a charge or hold; where the same person paid a moment ago, the owner looks at it and steps in with their own PIN. */
  take(name: 'payments.charge' | 'holds.place', order: Taking): Promise<OperationView>;
  /** The same for a hold that takes the place of one of this person. */
  replace(customerId: string, order: Omit<Taking, 'customerId'>): Promise<OperationView>;
  signIn(role: Role): Promise<void>;
  person(search: string): Promise<CustomerPage>;
  operations(): Promise<OperationView[]>;
  /** requests that a provider took since it was started, by method */
  requests(provider: ProviderName): Promise<readonly { method: string; path: string }[]>;
  control(provider: ProviderName, what: string, body?: object): Promise<void>;
  /** Stops the desk, does something to its files, and starts it again. */
  meanwhile(work: () => void | Promise<void>): Promise<void>;
  /** SQL past our code, while the desk is stopped. */
  tamper(statement: string): void;
  readonly clock: { ahead: number };
  /** how long a reply may take, from the next start on */
  readonly patience: { ms: number };
  close(): Promise<void>;
}

export interface Taking {
  readonly ticket: string;
  readonly customerId: string | undefined;
  readonly amount: Money;
  /** what else the contract asks for */
  readonly [fact: string]: unknown;
}

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let made = 0;

async function open(dataDir: string, clock: { ahead: number }, patience = { ms: 60_000 }): Promise<Desk> {
  return openDesk({
    dataDir,
    mode: 'demo',
    version: '0.0.0',
    clock: { now: () => Date.now() + clock.ahead, steady: () => performance.now() },
    random: {
      id: (length) =>
        String((made += 1))
          .padStart(length, 'z')
          .slice(-length),
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(ms, 50));
        signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()));
      }),
    secrets: chooseSecrets('demo', join(dataDir, 'demo'), {
      get: async () => null,
      set: async () => undefined,
      forget: async () => undefined,
    }),
    log: quiet as never,
    addresses: {},
    liveAllowed: false,
    standard: standardSettings({ mode: 'demo', language: 'en', desk: 'Front 1' }),
    mirrorWorker: null,
    backupWorker: null,
    timers: false,
    pinCost: lightPinCost,
    // Asked for each time the rooms are opened, also after a restore.
    get requestTimeoutMs() {
      return patience.ms;
    },
    openAtProvider: async () => false,
    openMode: async () => false,
    chooseFolder: async () => null,
  });
}

let filled: Promise<string> | null = null;
/** The demo house takes a while to be made: once, then it is copied. */
async function freshHouse(): Promise<string> {
  filled ??= (async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'demo-house-'));
    await (await open(dataDir, { ahead: 0 })).close();
    process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    return dataDir;
  })();
  const dataDir = mkdtempSync(join(tmpdir(), 'demo-desk-'));
  cpSync(await filled, dataDir, { recursive: true });
  return dataDir;
}

export async function openDemoDesk(): Promise<DemoDesk> {
  const dataDir = await freshHouse();
  const clock = { ahead: 0 };
  const patience = { ms: 60_000 };
  let desk = await open(dataDir, clock, patience);
  const reply = async (name: string, input: unknown): Promise<Reply<unknown>> => desk.call(name, input);
  const call = async <T>(name: string, input: unknown = {}): Promise<T> => {
    const answer = await reply(name, input);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.failure)}`);
    return answer.value as T;
  };
  const address = (provider: ProviderName): string => {
    const file = join(dataDir, 'demo', 'sandbox-address.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as Record<ProviderName, string>)[provider];
  };
  const take = async (
    name: 'payments.charge' | 'holds.place' | 'holds.replace',
    order: Omit<Taking, 'customerId'>,
    customerId: string | undefined,
  ): Promise<OperationView> => {
    const { ticket, amount } = order;
    const { repeats } = await call<{ repeats: Repeat[] }>('payments.recent', { customerId, ask: false });
    if (repeats.length === 0) return call<OperationView>(name, order);
    const state = await call<SessionState>('session.state');
    const owner = state.staff.find(({ role }) => role === 'owner');
    const stepIn = await call<StepInView>('staff.stepIn', {
      staffId: owner?.id,
      pin: state.demoPins?.[owner?.id ?? ''],
      reason: 'second visit today',
      ticket,
      kind: name === 'payments.charge' ? 'charge' : 'hold',
      targetId: customerId,
      amount,
      over: repeats.map(({ id }) => ({ why: 'repeat', fact: id })),
    });
    return call<OperationView>(name, { ...order, stepIn: stepIn.id });
  };
  const ledgerFile = join(dataDir, 'demo', 'ledger.db');
  return {
    dataDir,
    ledgerFile,
    clock,
    patience,
    call,
    async refusal(name, input = {}) {
      const answer = await reply(name, input);
      return answer.ok ? null : answer.failure.code;
    },
    take: (name, order) => take(name, order, order.customerId),
    replace: (customerId, order) => take('holds.replace', order, customerId),
    async signIn(role) {
      const state = await call<SessionState>('session.state');
      const person = state.staff.find((one) => one.role === role);
      await call('session.signIn', { staffId: person?.id, pin: state.demoPins?.[person?.id ?? ''] });
    },
    async person(search) {
      const list = await call<CustomerList>('customers.list', { search, filter: 'all', offset: 0, limit: 1 });
      return call<CustomerPage>('customers.refresh', { id: list.rows[0]?.id });
    },
    operations: async () =>
      (
        await call<{ rows: OperationView[] }>('payments.list', {
          states: [],
          provider: null,
          staffId: null,
          day: null,
          offset: 0,
          limit: 200,
        })
      ).rows,
    async requests(provider) {
      const answer = await fetch(`${address(provider)}/_control/requests`);
      return ((await answer.json()) as { requests: { method: string; path: string }[] }).requests;
    },
    async control(provider, what, body = {}) {
      const answer = await fetch(`${address(provider)}/_control/${what}`, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async meanwhile(work) {
      await desk.close();
      await work();
      desk = await open(dataDir, clock, patience);
    },
    tamper(statement) {
      const database = new Database(ledgerFile);
      database.exec(statement);
      database.close();
    },
    async close() {
      await desk.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
