import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type { SessionState, StaffMember } from '../../src-main/contract/staff.ts';
import { standardSettings } from '../../src-main/house/settings/house-settings.ts';
import { nowhere } from '../../src-main/house/outside.ts';
import type { Rooms, RoomsOptions } from '../../src-main/rooms-options.ts';
import { openRooms } from '../../src-main/rooms.ts';
import { startSandbox, type Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { cardHands, type CardHands } from './card-hands.ts';
import type { SecretStore } from '../../src-main/secrets/secret-store.ts';
import { lightPinCost } from './light-pin.ts';

/** People of these houses, one of each role, with their PINs. */
export const salonPins = { Maude: '4826', Sylvie: '7391', Hélène: '6157' } as const;
export type SalonName = keyof typeof salonPins;

/** A line that a desk wrote in its log, and an event it told its window. */
export interface Noted {
  readonly log: string[];
  readonly events: { readonly name: string; readonly payload: unknown }[];
}

/** One whole desk without its window: its own records, its own session, the providers of the salon. */
export interface SalonDesk extends Noted {
  readonly rooms: Rooms;
  call<T>(name: string, input: unknown): Promise<Reply<T>>;
  /** @throws when it is refused */
  must<T>(name: string, input: unknown): Promise<T>;
  refusal(name: string, input: unknown): Promise<Failure>;
  signIn(name: SalonName): Promise<void>;
  staff(name: SalonName): Promise<StaffMember>;
  /** the card window of this desk, and a client's hands in it */
  readonly hands: CardHands;
  /** what somebody kept on this PC, in the order it was kept */
  readonly documents: { readonly name: string; readonly bytes: Uint8Array }[];
  /** what the desktop was told, and what a press on it does */
  readonly notices: { readonly title: string; readonly body: string; readonly press: () => void }[];
  /** what somebody chooses in the system's own dialog, next first; nothing once it is empty */
  readonly files: { readonly name: string; readonly bytes: Uint8Array }[];
}

/** What of a desk a test has in its own hands. */
export interface SalonWays {
  /** what every pause of this desk does; unless told, short ones end at once and a long one when nobody needs it any more */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** where a long list goes */
  readonly openTextFile?: NonNullable<RoomsOptions['openTextFile']>;
}

/** Both embedded providers, empty, and desks that are opened on them; one clock for all, which only moves when told. */
export interface Salon {
  readonly sandbox: Sandbox;
  /** where its desks look for the providers: may be another for a moment, to stand in between */
  readonly addresses: Record<'stripe' | 'paysafe' | 'paysafeFields' | 'paysafeHosted', string>;
  readonly pass: (ms: number) => void;
  readonly now: () => number;
  /** where a desk keeps its files */
  readonly folder: (name: string) => string;
  /** the keychain of a desk that was opened before */
  readonly secrets: (name: string) => SecretStore;
  /** A desk that was closed is opened again on its own records. */
  desk(name: string, ways?: SalonWays): Promise<SalonDesk>;
  close(): Promise<void>;
}

/** @param seed the same names the same things again */
export async function openSalon(seed: string): Promise<Salon> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-salon-'));
  let now = Date.UTC(2026, 10, 20, 16, 42);
  let passed = 0;
  const file = join(folder, 'sandbox.db');
  const sandbox = await startSandbox({ file, seed, realNow: () => now, demoHouse: false });
  const addresses = {
    stripe: sandbox.stripeUrl,
    paysafe: sandbox.paysafeUrl,
    paysafeFields: sandbox.paysafeFieldsUrl,
    paysafeHosted: sandbox.paysafeHostedUrl,
  };
  const opened: Rooms[] = [];
  const safes = new Map<string, SecretStore>();

  async function desk(name: string, { wait = patient, openTextFile }: SalonWays = {}): Promise<SalonDesk> {
    const own = join(folder, name);
    const isNew = !existsSync(own);
    mkdirSync(own, { recursive: true });
    const secrets = safes.get(name) ?? memorySecrets();
    safes.set(name, secrets);
    const noted: Noted = { log: [], events: [] };
    const documents: SalonDesk['documents'] = [];
    const files: SalonDesk['files'] = [];
    const notices: SalonDesk['notices'] = [];
    const line = (...parts: unknown[]): void => void noted.log.push(JSON.stringify(parts.map(String)));
    const hands = cardHands(sandbox);
    let ids = 0;
    const rooms = await openRooms({
      folder: own,
      mode: 'test',
      version: '0.0.0',
      clock: { now: () => now, steady: () => performance.now() + passed },
      random: {
        id: (length) => {
          ids += 1;
          return createHash('sha256').update(`${seed} ${name} ${ids}`).digest('hex').slice(0, length);
        },
      },
      wait,
      secrets,
      log: {
        info: (what, fields) => line(what, JSON.stringify(fields)),
        warn: (what, fields) => line(what, JSON.stringify(fields)),
        error: (what, error, fields) => line(what, error, JSON.stringify(fields)),
      },
      addresses,
      cardWindow: hands,
      outside: () => ({
        ...nowhere,
        notify: async (notice, press) => {
          notices.push({ ...notice, press });
          return true;
        },
      }),
      liveAllowed: false,
      // These houses ask for no consent unless a test says so: most are about something else.
      standard: { ...standardSettings({ mode: 'test', language: 'en', desk: name }), consentRule: 'free' },
      mirrorWorker: null,
      timers: false,
      pinCost: lightPinCost,
      openAtProvider: async () => false,
      openMode: async () => false,
      openListFile: async (most) => {
        const next = files.shift();
        return next && next.bytes.length > most ? 'too_large' : (next ?? null);
      },
      ...(openTextFile ? { openTextFile } : {}),
      saveDocument: async (document) => {
        documents.push(document);
        return true;
      },
      emit: (event, payload) => void noted.events.push({ name: event, payload }),
      resetDemo: async () => undefined,
      swapRecords: async () => undefined,
    });
    opened.push(rooms);
    const call = <T>(what: string, input: unknown): Promise<Reply<T>> => rooms.call(what, input) as Promise<Reply<T>>;
    const must = async <T>(what: string, input: unknown): Promise<T> => {
      const reply = await call<T>(what, input);
      if (!reply.ok) throw new Error(`${what}: ${JSON.stringify(reply.failure)}`);
      return reply.value;
    };
    const staff = async (person: SalonName): Promise<StaffMember> => {
      const found = (await must<SessionState>('session.state', {})).staff.find((one) => one.name === person);
      if (!found) throw new Error(`Nobody here is called ${person}`);
      return found;
    };
    if (isNew) {
      await must('session.createOwner', { name: 'Hélène', pin: salonPins.Hélène, house: 'Atelier', desk: name });
      await must('staff.add', { name: 'Sylvie', role: 'manager', pin: salonPins.Sylvie });
      await must('staff.add', { name: 'Maude', role: 'front_desk', pin: salonPins.Maude });
      await must('settings.setStripeKey', { key: sandbox.stripeKey });
      const { username, password } = sandbox.paysafeKey;
      const accounts = sandbox.paysafeAccounts.filter(({ kind }) => kind === 'card');
      await must('settings.setPaysafeKey', { username, password, mode: 'test', accounts });
    }
    return {
      ...noted,
      hands,
      documents,
      files,
      notices,
      rooms,
      call,
      must,
      async refusal(what, input) {
        const reply = await call(what, input);
        if (reply.ok) throw new Error(`${what} was not refused: ${JSON.stringify(reply.value)}`);
        return reply.failure;
      },
      async signIn(person) {
        // Stretching a PIN takes its time: whoever is there already does not type it again.
        if ((await must<SessionState>('session.state', {})).signedIn?.name === person) return;
        await must('session.lock', {});
        await must('session.signIn', { staffId: (await staff(person)).id, pin: salonPins[person] });
      },
      staff,
    };
  }

  return {
    sandbox,
    addresses,
    now: () => now,
    folder: (name) => join(folder, name),
    secrets(name) {
      const found = safes.get(name);
      if (!found) throw new Error(`No desk here is called ${name}`);
      return found;
    },
    pass(ms) {
      now += ms;
      passed += ms;
    },
    desk,
    async close() {
      for (const rooms of opened) await rooms.close();
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const long = 1_000;
function patient(ms: number, signal?: AbortSignal): Promise<void> {
  return ms < long ? Promise.resolve() : new Promise((enough) => signal?.addEventListener('abort', () => enough()));
}

function memorySecrets(): SecretStore {
  const kept = new Map<string, string>();
  const made = (name: string): Buffer => createHash('sha256').update(name).digest();
  return {
    get: async (account) => kept.get(account) ?? null,
    set: async (account, value) => void kept.set(account, value),
    forget: async (account) => void kept.delete(account),
    pepper: async () => made('pepper'),
    auditKey: async () => made('audit'),
  };
}
