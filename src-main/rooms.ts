import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contract, type DeskEvents } from './contract/contract.ts';
import { refused, type Failure, type Reply } from './contract/failure.ts';
import type { Mode, ProviderName } from './contract/provider.ts';
import type { SessionState } from './contract/staff.ts';
import { makeProviders } from './gateways/gateways.ts';
import { billFor } from './house/bills.ts';
import { monthOf } from './house/calendar.ts';
import { consentFor } from './house/consents.ts';
import { applyLinks, audit } from './house/customers.ts';
import { fillDemoRegistry, keepDemoPins, seatDemoPeople } from './house/demo.ts';
import { sessionView } from './house/desk-settings.ts';
import { keepSettings, type HouseSettings } from './house/house-settings.ts';
import { makeKeySafe, safeTrouble } from './house/key-safe.ts';
import { makeProviderKeys } from './house/provider-keys.ts';
import { rememberTransactions } from './house/registry.ts';
import { deskStatus } from './house/status.ts';
import type { World } from './house/world.ts';
import { deskHandlers } from './ipc/handlers.ts';
import { operationView } from './house/operation-view.ts';
import { handlersByName, serve } from './ipc/serve.ts';
import { openLedger } from './ledger/ledger.ts';
import type { Log } from './log/log.ts';
import { openMirror } from './mirror/mirror.ts';
import { complete } from './payments/complete.ts';
import type { Operation } from './payments/operation.ts';
import type { Clock, Random } from './payments/ports.ts';
import { idle, type Engine } from './payments/settle.ts';
import { makeWatch } from './payments/watch.ts';
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts';
import { SecretTrouble, type SecretStore } from './secrets/secret-store.ts';
import { makeSession } from './staff/session.ts';
import { makeStripeSync } from './sync/poll.ts';
import { makePaysafeSync } from './sync/registry.ts';

export interface RoomsOptions {
  readonly folder: string;
  readonly mode: Mode;
  readonly version: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly secrets: SecretStore;
  readonly log: Log;
  /** loopback addresses instead of the providers' own (tests, sandbox); never with a live key */
  readonly addresses: Partial<Record<ProviderName, string>>;
  readonly liveAllowed: boolean;
  readonly standard: HouseSettings;
  /** null: the mirror runs in this thread */
  readonly mirrorWorker: URL | null;
  /** false for the desk command: lists are filled once before the first call, nothing runs by itself */
  readonly timers: boolean;
  readonly openAtProvider: (page: ProviderPage) => Promise<boolean>;
  readonly openMode: (mode: Mode) => Promise<boolean>;
  readonly emit: <N extends keyof DeskEvents>(name: N, payload: DeskEvents[N]) => void;
  readonly resetDemo: () => Promise<void>;
  readonly requestTimeoutMs?: number;
}

export interface ProviderPage {
  readonly provider: ProviderName;
  readonly mode: Mode;
  readonly kind: 'customer' | 'payment';
  readonly reference: string;
}

export interface Rooms {
  call(name: unknown, input: unknown): Promise<Reply<unknown>>;
  sessionView(): Promise<SessionState>;
  openOperations(): Promise<number>;
  readonly sandbox: Sandbox | null;
  close(): Promise<void>;
}

/** A PC whose clock is this far from the provider's cannot judge deadlines or keys. */
const clockToleranceMs = 15 * 60_000;
const completeEveryMs = 2_000;
const idleCheckEveryMs = 1_000;
const statusEveryMs = 10_000;
const statusCalmMs = 60;

/** Puts one mode together on one folder: ledger, mirror, providers, engine, session, and the gate in front of them. */
export async function openRooms(options: RoomsOptions): Promise<Rooms> {
  const { clock, log, mode, folder } = options;
  const ending = new AbortController();
  const trouble = (what: string, error: unknown): void => log.error(what, error);

  const sandbox =
    mode === 'demo'
      ? await startSandbox({ file: join(folder, 'sandbox.db'), seed: 'atelier-fleury', realNow: clock.now })
      : null;
  // Where the demo's providers listen, for whoever wants to set their clock or run a batch: tests, the tour, a curious owner.
  if (sandbox) {
    const { stripeUrl, paysafeUrl } = sandbox;
    await writeFile(join(folder, 'sandbox-address.json'), JSON.stringify({ stripe: stripeUrl, paysafe: paysafeUrl }));
  }
  const ledger = await openLedger(
    { file: join(folder, 'ledger.db') },
    { clock, random: options.random, auditKey: await auditKeyOf(options.secrets) },
  );
  const mirror = await openMirror({
    file: join(folder, 'mirror.db'),
    workerUrl: options.mirrorWorker,
    onRebuilt: () => void refillMirror().catch((error: unknown) => trouble('mirror rebuilt', error)),
  });
  const settings = await keepSettings(ledger.settings, options.standard);

  const keys = makeProviderKeys({
    mode,
    clock,
    safe: makeKeySafe(options.secrets),
    liveAllowed: options.liveAllowed,
    embedded: sandbox && { stripe: sandbox.stripeKey, paysafe: sandbox.paysafeKey, accounts: sandbox.paysafeAccounts },
    checkStripe: (key) => providers.checkStripe(key),
    checkPaysafe: (key) => providers.checkPaysafe(key),
    health: (provider) => sync[provider].status().health,
    safeTrouble,
    audit: (who, what, detail) => audit({ ledger, clock, settings }, who, what, detail),
    changed: (provider) =>
      void sync[provider].refreshNow().catch((error: unknown) => trouble('refresh after a key change', error)),
  });
  await keys.load();

  const providers = makeProviders({
    address: (provider) =>
      sandbox
        ? provider === 'stripe'
          ? sandbox.stripeUrl
          : sandbox.paysafeUrl
        : (options.addresses[provider] ?? null),
    live: mode === 'live',
    credential: (provider) => keys.credential(provider),
    accounts: () => keys.accounts(),
    statementName: () => settings.now().statementName,
    clock,
    random: options.random,
    wait: options.wait,
    trace: (entry) => log.info('request', { ...entry }),
    ...(options.requestTimeoutMs === undefined ? {} : { timeoutMs: options.requestTimeoutMs }),
  });

  // Many things change at once around an order: the line at the bottom is worked out once for all of them, and not while it is on its way.
  let [telling, tellAgain] = [false, false];
  const tellStatus = (): void => {
    tellAgain = true;
    if (telling) return;
    telling = true;
    void (async () => {
      while (tellAgain && !ending.signal.aborted) {
        tellAgain = false;
        await options.wait(statusCalmMs);
        if (!ending.signal.aborted) options.emit('desk.statusChanged', await deskStatus(world));
      }
    })()
      .catch((error: unknown) => trouble('status', error))
      .finally(() => {
        telling = false;
      });
  };
  const listsChanged = (ids: readonly string[] | 'all'): void => {
    options.emit('customers.changed', ids === 'all' ? { ids: [], all: true } : { ids: [...ids], all: false });
    tellStatus();
  };
  const syncing = {
    mirror,
    clock,
    wait: options.wait,
    log: (what: string, facts: Readonly<Record<string, string | number | boolean | null>>) => log.info(what, facts),
    onChange: listsChanged,
    onStatus: tellStatus,
  };
  const sync = {
    stripe: makeStripeSync({ ...syncing, lists: providers.lists }),
    paysafe: makePaysafeSync({ ...syncing, lookUps: providers.lookUps, registry: ledger.registry }),
  };

  const engine: Engine = {
    ledger: ledger.operations,
    gateways: providers.gateways,
    readers: providers.readers,
    sender: providers.sender,
    rows: mirror,
    clock,
    random: options.random,
    house: {
      get currency() {
        return settings.now().currency;
      },
      get desk() {
        return settings.now().desk;
      },
      month: (now) => monthOf(now, settings.now().timeZone),
    },
    personOf: async (customerId) => (await mirror.recordIds(customerId))[0] ?? customerId,
    // Only Paysafe asks which transaction was the first on a card.
    firstTransactionOf: async (cardId) =>
      cardId.startsWith('paysafe:') ? ledger.registry.firstTransactionOf(cardId) : null,
    consentFor: (wanted) => consentFor({ ledger, settings, clock }, wanted),
    billFor: (wanted) => billFor({ ledger }, { ...wanted, personOf: engine.personOf }),
    moneyShut,
    tell(operation) {
      options.emit('payments.changed', operationView(operation));
      if (operation.customerId && operation.state.name !== 'open')
        options.emit('customers.changed', { ids: [operation.customerId], all: false });
      const billId = 'cause' in operation.plan ? operation.plan.cause?.billId : null;
      if (billId) options.emit('bills.changed', { ids: [billId] });
      void rememberTransactions(ledger, operation)
        .then(() => readTold(operation))
        .catch((error: unknown) => trouble('registry', error));
      tellStatus();
    },
    trouble,
    underWay: new Map(),
    watch: makeWatch({ clock, desk: () => null }),
  };

  /** Why no money order may leave now: records, keychain or clock. Reading goes on. */
  function moneyShut(): Failure | null {
    const records = ledger.trouble();
    if (records) return refused(records.code).failure;
    const shut = keys.shut();
    if (shut) return shut;
    for (const provider of ['stripe', 'paysafe'] as const) {
      const offset = providers.sender.clockOffset(provider);
      if (!sandbox && offset !== null && Math.abs(offset) > clockToleranceMs)
        return refused('clock_wrong', { hours: Math.round(Math.abs(offset) / 3_600_000) }).failure;
    }
    return null;
  }

  /** Paysafe's replies tell of the step, not of the payment it was taken on; a look-up tells still less. The row is read once more. */
  async function readTold({ provider, plan, state }: Operation): Promise<void> {
    if (provider !== 'paysafe' || (state.name !== 'done' && state.name !== 'pending')) return;
    const taking = plan.kind === 'charge' || plan.kind === 'hold';
    if (!taking && !('paymentRef' in plan)) return;
    const ref = 'paymentRef' in plan ? plan.paymentRef : state.reference;
    if (taking && (await mirror.payment(`paysafe:${ref}`)) !== null) return;
    await sync.paysafe.readPayment(ref);
  }

  async function refillMirror(): Promise<void> {
    await applyLinks({ ledger, mirror });
    await mirror.setNicknames(await ledger.nicknames.all());
    await Promise.all([sync.stripe.refreshNow(), sync.paysafe.refreshNow()]);
  }

  if (sandbox) await fillDemoRegistry(ledger, () => sandbox.demoRegistry(), clock.now());
  const session = makeSession({
    staff: ledger.staff,
    pepper: () => options.secrets.pepper(),
    clock,
    random: options.random,
    idleMs: () => settings.now().idleLockMinutes * 60_000,
    audit: (entry) => ledger.audit.write({ ...entry, desk: settings.now().desk }),
    onChange: () =>
      void sessionView(world).then(
        (state) => options.emit('session.changed', state),
        (error: unknown) => trouble('session', error),
      ),
  });
  if (sandbox) await seatDemoPeople(session.people, ledger.settings);

  const world: World = {
    mode,
    version: options.version,
    clock,
    ledger,
    mirror,
    engine,
    session,
    settings,
    keys,
    sync,
    lookUps: providers.lookUps,
    demoPins: sandbox ? await keepDemoPins(ledger.settings) : null,
    emit: options.emit,
    openAtProvider: (provider, kind, reference) => options.openAtProvider({ provider, mode, kind, reference }),
    openMode: options.openMode,
    resetDemo: options.resetDemo,
    trouble,
  };
  const handlers = handlersByName(deskHandlers(world));
  await applyLinks(world);
  await mirror.setNicknames(await ledger.nicknames.all());

  const loops: Promise<void>[] = [];
  const every = (ms: number, what: string, work: () => Promise<unknown>): void => {
    loops.push(loop({ ms, wait: options.wait, signal: ending.signal, work, trouble: (error) => trouble(what, error) }));
  };
  // Before anything else: what was open when this desk last stopped is asked about.
  if (options.timers) {
    every(completeEveryMs, 'completion', () => complete(engine, 'due'));
    every(idleCheckEveryMs, 'idle lock', async () => session.tick(clock.now()));
    every(statusEveryMs, 'status', async () => {
      // A disk that was full may have room again: one small commit tells, and opens the money buttons.
      if (ledger.trouble()) await ledger.probe();
      tellStatus();
    });
    sync.stripe.start();
    sync.paysafe.start();
  } else {
    await Promise.all([sync.stripe.refreshNow(), sync.paysafe.refreshNow()]);
  }

  return {
    call: (name, input) =>
      serve(
        {
          tree: contract,
          handlers,
          signedIn: () => session.who(),
          // A wrong PIN already has its own line, written by the session.
          refusedAttempt: async (call, who, code) => {
            if (call === 'session.signIn') return;
            await ledger.audit.write({
              at: clock.now(),
              staffId: who?.id ?? null,
              staffName: who?.name ?? null,
              desk: settings.now().desk,
              what: call,
              outcome: 'refused',
              detail: { code },
            });
          },
          fault: (call, reference, error) => trouble(`${call} ${reference}`, error),
          reference: () => `CPT-${options.random.id(6).toUpperCase()}`,
        },
        name,
        input,
      ),
    sessionView: () => sessionView(world),
    openOperations: async () => (await ledger.operations.openOperations()).length,
    sandbox,
    async close() {
      ending.abort();
      await Promise.all([sync.stripe.stop(), sync.paysafe.stop(), ...loops]);
      await idle(engine);
      providers.sender.close();
      await mirror.close();
      await ledger.close();
      await sandbox?.close();
    },
  };
}

/** Without a keychain the audit is still chained, only without a key of the house: money is shut then in any case. */
async function auditKeyOf(secrets: SecretStore): Promise<Buffer | null> {
  try {
    return await secrets.auditKey();
  } catch (error) {
    if (error instanceof SecretTrouble) return null;
    throw error;
  }
}

interface Loop {
  readonly ms: number;
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  readonly work: () => Promise<unknown>;
  readonly trouble: (error: unknown) => void;
}

async function loop({ ms, wait, signal, work, trouble }: Loop): Promise<void> {
  while (!signal.aborted) {
    await work().catch(trouble);
    await wait(ms, signal).catch((error: unknown) => {
      // The wait is cut short when the desk closes; anything else is news.
      if (!signal.aborted) trouble(error);
    });
  }
}
