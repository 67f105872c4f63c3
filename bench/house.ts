import { createHash, randomBytes } from 'node:crypto';
import type { Reply } from '../src-main/contract/failure.ts';
import { standardSettings } from '../src-main/house/settings/house-settings.ts';
import type { Rooms, RoomsOptions } from '../src-main/rooms-options.ts';
import { openRooms } from '../src-main/rooms.ts';
import type { SecretStore } from '../src-main/secrets/secret-store.ts';
import type { Provider } from './provider.ts';

interface BenchHouse {
  readonly folder: string;
  readonly provider: Provider;
  readonly wait: RoomsOptions['wait'];
  readonly emit?: RoomsOptions['emit'];
}

/** A test house whose only provider is Stripe, with an owner signed in. `wait`: what its pauses do. */
export async function openBenchHouse({ folder, provider, wait, emit }: BenchHouse): Promise<Rooms> {
  const kept = new Map<string, string>();
  const made = (name: string): Buffer => createHash('sha256').update(name).digest();
  const secrets: SecretStore = {
    get: async (account) => kept.get(account) ?? null,
    set: async (account, value) => void kept.set(account, value),
    forget: async (account) => void kept.delete(account),
    pepper: async () => made('pepper'),
    auditKey: async () => made('audit'),
  };
  const rooms = await openRooms({
    folder,
    mode: 'test',
    version: '0.0.0',
    clock: { now: Date.now, steady: () => performance.now() },
    random: { id: (length) => randomBytes(length).toString('hex').slice(0, length) },
    wait,
    secrets,
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (what, error) => process.stderr.write(`${what}: ${String(error)}\n`),
    },
    addresses: { stripe: `http://127.0.0.1:${provider.port}` },
    liveAllowed: false,
    standard: { ...standardSettings({ mode: 'test', language: 'en', desk: 'bench' }), consentRule: 'free' },
    mirrorWorker: new URL('../src-main/mirror/worker.ts', import.meta.url),
    backupWorker: null,
    chooseFolder: async () => null,
    swapRecords: async () => undefined,
    timers: false,
    openAtProvider: async () => false,
    openMode: async () => false,
    emit: emit ?? (() => undefined),
    resetDemo: async () => undefined,
  });
  must(await rooms.call('session.createOwner', { name: 'Hélène', pin: '615784', house: 'Bench', desk: 'bench' }));
  must(await rooms.call('settings.setStripeKey', { key: provider.key }));
  must(await rooms.call('desk.refresh', {}));
  return rooms;
}

export function must(reply: Reply<unknown>): unknown {
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
}
