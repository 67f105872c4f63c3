import { makeSandboxClock } from './core/clock.ts';
import type { SandboxClock } from './core/clock.ts';
import { makeControl } from './core/control.ts';
import type { RefusalStatus } from './core/fault-shapes.ts';
import { makeFaults } from './core/faults.ts';
import type { SandboxFaults } from './core/faults.ts';
import { listen } from './core/http.ts';
import { makeIds } from './core/ids.ts';
import { sandboxKeys } from './core/keys.ts';
import type { SandboxKeys } from './core/keys.ts';
import { jsonReply } from './core/message.ts';
import type { SandboxReply, SandboxRequest } from './core/message.ts';
import { makeRequestLog } from './core/request-log.ts';
import { openSandboxStore } from './core/store.ts';
import { makeVeil } from './core/veil.ts';
import { demoCards, demoDiary, demoRegistry, fillDemoHouse } from './demo-house/fill.ts';
import type { DemoCard, DemoRegistry, DemoVisit } from './demo-house/fill.ts';
import { onDayOf } from './demo-house/montreal-time.ts';
import { makeHostedFields } from './paysafe/fields.ts';
import { makeHostedPayments } from './paysafe/hosted-orders.ts';
import { makePaysafeSandbox } from './paysafe/paysafe.ts';
import { makeStripeSandbox } from './stripe/stripe.ts';

export interface SandboxOptions {
  /** The sandbox's own SQLite file; made when absent. */
  readonly file: string;
  /** The same seed and the same calls give the same ids and the same demo house. */
  readonly seed: string;
  /** Unix milliseconds, UTC. */
  readonly realNow: () => number;
  /** 0 or absent: a free port. */
  readonly stripePort?: number;
  readonly paysafePort?: number;
  /** Fill an empty file with the demo house; true when absent. */
  readonly demoHouse?: boolean;
}

export interface Sandbox extends SandboxKeys {
  readonly stripeUrl: string;
  readonly paysafeUrl: string;
  /** the origin of Paysafe's hosted fields: their script and their frames */
  readonly paysafeFieldsUrl: string;
  /** Paysafe's Hosted Payments API and its pages, which have hosts of their own */
  readonly paysafeHostedUrl: string;
  readonly clock: SandboxClock;
  readonly faults: SandboxFaults;
  /** What the demo house made at Paysafe, which lists nothing; empty without a demo house. */
  demoRegistry(): DemoRegistry;
  /** The booking diary of the demo house; empty without one. */
  demoDiary(): readonly DemoVisit[];
  /** The saved cards and bank accounts of the demo house; empty without one. */
  demoCards(): readonly DemoCard[];
  /** Forgets everything, sets the clock right and fills the demo house again. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Setting: 'filling' (interrupted when found at start), 'filled', or 'none' for a file that was begun empty. */
const house = 'demo-house';

/**
 * Starts both providers on 127.0.0.1 over one file. What was there is kept; a demo house whose filling was interrupted
 * is made anew.
 *
 * @throws when a port is taken or the file cannot be opened; nothing stays open then.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const store = openSandboxStore(options.file);
  const clock = makeSandboxClock(store, options.realNow);
  const ids = makeIds(store, options.seed);
  const now = (): number => clock.now();
  const faults = makeFaults(now);
  const veil = makeVeil(store, now);
  const requests = makeRequestLog();
  const seen = (request: SandboxRequest, status: number): void => requests.add(request, status);
  const closeAll: (() => Promise<void>)[] = [];

  async function close(): Promise<void> {
    for (const closeOne of closeAll.splice(0)) await closeOne();
    store.close();
  }

  try {
    // The addresses are known only once the servers listen; no client knows them before this function returns.
    let stripeDesk: Desk = closedDesk;
    let paysafeDesk: Desk = closedDesk;
    let control: ReturnType<typeof makeControl> = () => undefined;
    const shared = {
      faults,
      now,
      seen,
      hiding: { veil, store },
      control: (request: SandboxRequest) => control(request),
    };
    const stripeServer = await listen({
      ...shared,
      port: options.stripePort ?? 0,
      handle: (request) => stripeDesk.handle(request),
      enter: (request) => stripeDesk.enter(request),
      refuse: (status, request) => stripeDesk.refuse(status, request),
      keep: (request, reply) => stripeDesk.keep(request, reply),
    });
    closeAll.push(() => stripeServer.close());
    const paysafeServer = await listen({
      ...shared,
      port: options.paysafePort ?? 0,
      handle: (request) => paysafeDesk.handle(request),
      refuse: (status, request) => paysafeDesk.refuse(status, request),
    });
    closeAll.push(() => paysafeServer.close());
    const fieldsServer = await listen({
      ...shared,
      port: 0,
      handle: makeHostedFields({ handle: (request) => paysafeDesk.handle(request) }),
      refuse: (status, request) => paysafeDesk.refuse(status, request),
    });
    closeAll.push(() => fieldsServer.close());
    let hostedDesk: (request: SandboxRequest) => SandboxReply = startingReply;
    const hostedServer = await listen({
      ...shared,
      port: 0,
      handle: (request) => hostedDesk(request),
      refuse: (status) => jsonReply(status, { error: { code: String(status), message: 'Injected by the sandbox.' } }),
    });
    closeAll.push(() => hostedServer.close());

    const stripe = makeStripeSandbox({ store, clock, ids, faults, baseUrl: stripeServer.url });
    const paysafe = makePaysafeSandbox({ store, clock, ids, faults, baseUrl: paysafeServer.url });

    async function fill(): Promise<void> {
      const state = store.setting(house);
      // Nights that passed while the demo was closed had their batch.
      if (state === 'filled') paysafe.runBatch(onDayOf(now(), 0));
      if (state === 'filled' || state === 'none') return;
      store.clear();
      if (options.demoHouse === false) {
        store.setSetting(house, 'none');
        return;
      }
      store.setSetting(house, 'filling');
      await fillDemoHouse({ stripe, paysafe, clock, store, seed: options.seed, keys: sandboxKeys });
      store.setSetting(house, 'filled');
    }

    async function reset(): Promise<void> {
      faults.clear();
      faults.latency = 0;
      veil.clear();
      requests.clear();
      store.clear();
      await fill();
    }

    await fill();
    stripe.sweep();
    stripeDesk = stripe;
    hostedDesk = makeHostedPayments({
      ...{ store, clock, ids, baseUrl: hostedServer.url },
      ...{ key: sandboxKeys.paysafeKey, accounts: sandboxKeys.paysafeAccounts },
    });
    paysafeDesk = {
      handle: (request) => paysafe.handle(request),
      enter: nothingToLeave,
      refuse: paysafeRefusal,
      // Paysafe repeats no answer: a reference that was used is refused.
      keep: () => undefined,
    };
    control = makeControl({
      clock,
      faults,
      requests,
      reset,
      clockMoved: () => stripe.sweep(),
      runBatch: () => paysafe.runBatch(),
      expire: (id) => (/^(pi|ch)_/.test(id) ? stripe.expireHold(id) : paysafe.expireAuth(id)),
      declineCapture: (id) => (id.startsWith('pi_') ? stripe.declineCapture(id) : paysafe.failSettlement(id)),
      withdraw: (id) => (id.startsWith('pi_') ? stripe.withdrawHold(id) : paysafe.expireAuth(id)),
      replaceCard: (card) => stripe.replaceCard(card),
    });
    return {
      ...sandboxKeys,
      stripeUrl: stripeServer.url,
      paysafeUrl: paysafeServer.url,
      paysafeFieldsUrl: fieldsServer.url,
      paysafeHostedUrl: hostedServer.url,
      clock,
      faults,
      demoRegistry: () => demoRegistry(store),
      demoDiary: () => demoDiary(store),
      demoCards: () => demoCards(store),
      reset,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Desk {
  handle(request: SandboxRequest): SandboxReply | Promise<SandboxReply>;
  enter(request: SandboxRequest): SandboxReply | (() => void);
  refuse(status: RefusalStatus, request: SandboxRequest): SandboxReply;
  keep(request: SandboxRequest, reply: SandboxReply): void;
}

const nothingToLeave = () => (): void => undefined;

/** Stands in until the provider behind it is ready. */
const closedDesk: Desk = {
  handle: startingReply,
  enter: nothingToLeave,
  refuse: startingReply,
  keep: () => undefined,
};

function startingReply(): SandboxReply {
  return jsonReply(503, { error: { message: 'The sandbox is still starting.' } });
}

const paysafeRefusals: Readonly<Record<RefusalStatus, { readonly code: string; readonly message: string }>> = {
  409: { code: '5031', message: 'The transaction you have submitted has already been processed.' },
  429: { code: '1200', message: 'The API call has been denied as it exceeded the rate limit.' },
  500: { code: '1000', message: 'An internal error occurred.' },
  502: { code: '1001', message: 'An internal error occurred.' },
  503: { code: '1000', message: 'An internal error occurred.' },
  504: { code: '1000', message: 'An internal error occurred.' },
};

function paysafeRefusal(status: RefusalStatus): SandboxReply {
  const { code, message } = paysafeRefusals[status];
  return jsonReply(status, { error: { code, message } }, { 'X-Application-Status-Code': code });
}
