import { join } from 'node:path';
import { contract, type DeskEvents } from './contract/contract.ts';
import { refused, type Failure, type Reply } from './contract/failure.ts';
import type { Mode, ProviderName } from './contract/provider.ts';
import type { SessionState } from './contract/staff.ts';
import { makeGateways } from './gateways/gateways.ts';
import { makeSender } from './gateways/sender.ts';
import { monthOf } from './house/calendar.ts';
import { applyLinks, audit } from './house/customers.ts';
import { demoStaff, enterDemo } from './house/demo.ts';
import { sessionView } from './house/desk-settings.ts';
import { keepSettings, type HouseSettings } from './house/house-settings.ts';
import { makeKeySafe, safeTrouble } from './house/key-safe.ts';
import { makeProviderKeys } from './house/provider-keys.ts';
import { deskStatus } from './house/status.ts';
import type { World } from './house/world.ts';
import { deskHandlers } from './ipc/handlers.ts';
import { operationView } from './ipc/operation-view.ts';
import { handlersByName, serve } from './ipc/serve.ts';
import { openLedger } from './ledger/ledger.ts';
import type { Log } from './log/log.ts';
import { openMirror } from './mirror/mirror.ts';
import { complete } from './payments/complete.ts';
import type { Clock, Random } from './payments/ports.ts';
import { idle, type Engine } from './payments/settle.ts';
import { startSandbox, type Sandbox } from './sandbox/sandbox.ts';
import type { SecretStore } from './secrets/secret-store.ts';
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
  /** false for the desk command: no timers, one call and out */
  readonly timers: boolean;
  readonly openAtProvider: (page: {
    provider: ProviderName;
    mode: Mode;
    kind: 'customer' | 'payment';
    reference: string;
  }) => Promise<boolean>;
  readonly openMode: (mode: Mode) => Promise<boolean>;
  readonly emit: <N extends keyof DeskEvents>(name: N, payload: DeskEvents[N]) => void;
  readonly resetDemo: () => Promise<void>;
  readonly requestTimeoutMs?: number;
}

export interface Rooms {
  call(name: unknown, input: unknown): Promise<Reply<unknown>>;
  sessionView(): Promise<SessionState>;
  openOperations(): Promise<number>;
  readonly sandbox: Sandbox | null;
  close(): Promise<void>;
}
