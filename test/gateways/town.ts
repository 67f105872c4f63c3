import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstrumentKind } from '../../src-main/contract/card.ts';
import type { OperationState } from '../../src-main/contract/operation.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { makeProviders, type Providers } from '../../src-main/gateways/gateways.ts';
import type { TraceEntry } from '../../src-main/gateways/sender.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { Plan, PlanOf } from '../../src-main/payments/order.ts';
import type { Clock, Finding, Prepared, Reading, SendResult } from '../../src-main/payments/ports.ts';
import type { FaultName } from '../../src-main/sandbox/core/fault-shapes.ts';
import { startSandbox, type Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { countedIds } from '../support/clock.ts';

export const opening = Date.UTC(2026, 10, 20, 16, 42);
export const cad = (amount: number) => ({ amount, currency: 'CAD' });

/** A customer's saved card or bank account, in the provider's own names. */
export interface Saved {
  readonly customerRef: string;
  readonly cardRef: string;
  readonly payToken: string;
  readonly instrument: InstrumentKind;
}

/** What somebody else (another client, an earlier day) did at the provider, and what the provider has now. Shares no code with the gateways. */
export interface Till {
  readonly provider: ProviderName;
  save(): Promise<Saved>;
  /** a charge the bank says no to, and its code */
  declined(): Promise<{ saved: Saved; amount: number; code: string }>;
  saveSecond(of: Saved): Promise<Saved>;
  hold(saved: Saved, amount: number): Promise<string>;
  /** the bank no longer stands for this hold: the provider says so when it is captured */
  withdraw(paymentRef: string): Promise<void>;
  /** answers payment and settlement; `batched`: it can be refunded */
  charge(saved: Saved, amount: number, batched?: boolean): Promise<{ paymentRef: string; settlementRef: string }>;
  /** a refund that was taken comes to nothing: Stripe's bank returns it by itself, at Paysafe somebody calls it off */
  sendBack(refund: PlanOf<'refund'>): Promise<void>;
  /** how often the provider did what the plan asks, and it stands: 0 or, if all is well, 1 */
  ran(plan: Plan): Promise<number>;
}

/** Both embedded providers, both gateways over one sender, a trace of all that left. */
export interface Town {
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly providers: Providers;
  readonly trace: TraceEntry[];
  /** the same gateways again, with connections of their own */
  more(): Providers;
  /** as from now nobody listens at the providers' addresses, or somebody does again */
  unplug(on: boolean): void;
  fault(fault: FaultName, path: string, times?: number): void;
  close(): Promise<void>;
}

export const authorization = (sandbox: Sandbox, provider: ProviderName): string => {
  const { username, password } = sandbox.paysafeKey;
  return provider === 'stripe'
    ? `Bearer ${sandbox.stripeKey}`
    : `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
};

/** A port of the system's own that nothing here listens on: a connection is refused. */
const nobody = 'http://127.0.0.1:1';

export async function openTown(seed: string): Promise<Town> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-gateways-'));
  const sandbox = await startSandbox({
    file: join(folder, 'sandbox.db'),
    seed,
    realNow: () => opening,
    demoHouse: false,
  });
  // The desk's two clocks and the providers' are one, and move only when a test says so.
  const clock: Clock = { now: () => sandbox.clock.now(), steady: () => sandbox.clock.now() - opening };
  const trace: TraceEntry[] = [];
  const open: Providers[] = [];
  // Nobody's patience ends by itself: it does when the provider says that nothing more will come.
  const alarms = new Set<() => void>();
  sandbox.faults.whenSilent = () => alarms.forEach((ring) => ring());
  let unplugged = false;
  const more = (): Providers => {
    const providers = makeProviders({
      address: (provider) => (unplugged ? nobody : provider === 'stripe' ? sandbox.stripeUrl : sandbox.paysafeUrl),
      hostedAddress: () => (unplugged ? nobody : sandbox.paysafeHostedUrl),
      live: false,
      credential: async (provider) => authorization(sandbox, provider),
      accounts: () => sandbox.paysafeAccounts,
      stripeAccount: () => 'acct_made_up',
      statementName: () => 'Atelier Fleury',
      clock,
      random: countedIds(),
      wait: () => Promise.resolve(),
      trace: (entry) => trace.push(entry),
      alarm(_ms, ring) {
        alarms.add(ring);
        return () => alarms.delete(ring);
      },
    });
    open.push(providers);
    return providers;
  };
  const providers = more();
  return {
    sandbox,
    clock,
    providers,
    trace,
    more,
    unplug(on) {
      unplugged = on;
    },
    fault: (fault, path, times = 1) => sandbox.faults.add({ path, nth: 1, fault, times }),
    async close() {
      for (const { sender, paysafePages } of open) [sender, paysafePages.sender].forEach((one) => one.close());
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface Carried {
  readonly prepared: Prepared;
  readonly result: SendResult;
  /** null when there was no answer */
  readonly reading: Reading | null;
}

/** What the engine does with a plan, without ledger: build, send, read. */
export async function carry(providers: Providers, provider: ProviderName, plan: Plan): Promise<Carried> {
  const gateway = providers.gateways[provider];
  const prepared = await gateway.prepare(plan);
  const result = await providers.sender.send(provider, prepared.request, gateway.repeat);
  const reading = result.got === 'answer' ? gateway.read(plan, prepared.memo, result.answer) : null;
  return { prepared, result, reading };
}

/** A plan as the ledger would hold it after its reply was lost. */
export function operationOf(
  plan: Plan,
  about: { provider: ProviderName; prepared: Prepared; why?: string; createdAt?: number },
): Operation {
  const at = about.createdAt ?? opening;
  const state: OperationState = {
    name: 'unknown',
    since: at,
    why: about.why ?? 'no_answer',
    lastSentAt: at,
    absent: 0,
    asks: 0,
    nextAskAt: at,
  };
  return {
    id: 'op-1',
    group: 'op-1',
    follows: null,
    ticket: null,
    kind: plan.kind,
    provider: about.provider,
    guard: 'payment:1',
    plan,
    request: about.prepared.request,
    memo: about.prepared.memo,
    state,
    amount: 'amount' in plan ? plan.amount : null,
    tip: null,
    customerId: null,
    customerName: '',
    card: null,
    targetId: null,
    note: null,
    receiptEmail: null,
    staffId: 'st-1',
    staffName: 'Maude',
    desk: 'Front 1',
    createdAt: at,
    updatedAt: at,
    providerClockAt: null,
    version: 1,
  };
}

/** Asks the provider what became of an operation, as the completer does. */
export async function ask(providers: Providers, operation: Operation): Promise<Finding> {
  const gateway = providers.gateways[operation.provider];
  const question = await gateway.question(operation, operation.createdAt);
  const result = await providers.sender.send(operation.provider, question, 'read');
  if (result.got === 'nothing') throw new Error(`No answer to a look-up: ${result.why}`);
  return gateway.readFinding(operation, result.answer);
}
