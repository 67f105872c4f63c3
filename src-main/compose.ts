import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { callNames } from './contract/channel.ts';
import { contract, type DeskEvents } from './contract/contract.ts';
import type { Reply } from './contract/failure.ts';
import type { Mode } from './contract/provider.ts';
import { swapIn } from './ledger/backups/swap.ts';
import { lockDesk } from './ledger/desk-lock.ts';
import { acceptHead } from './ledger/remembered-head.ts';
import { LedgerTrouble } from './payments/ports.ts';
import { ledgerFileOf, lockFileOf } from './records.ts';
import type { Rooms, RoomsOptions } from './rooms-options.ts';
import { openRooms } from './rooms.ts';
import { secretsFile } from './secrets/choose.ts';
import { makeHeadKeeper } from './secrets/head-keeper.ts';

export type DeskOptions = Omit<RoomsOptions, 'emit' | 'resetDemo' | 'swapRecords' | 'folder'> & {
  readonly dataDir: string;
};

/** One running desk without any window: what Electron's main, the desk command and the tests all use. */
export interface Desk {
  readonly mode: Mode;
  call(name: unknown, input: unknown): Promise<Reply<unknown>>;
  onEvent(listener: <N extends keyof DeskEvents>(name: N, payload: DeskEvents[N]) => void): () => void;
  /** operations still open: quitting with some asks first */
  openOperations(): Promise<number>;
  /** the language chosen at this desk */
  language(): 'en' | 'fr';
  /** The PC was asleep: what is open is asked about now, and lists are brought up to date. */
  wake(): Promise<void>;
  /** the embedded sandbox of the demo house, for tests and the tour; null with real providers */
  readonly sandbox: { readonly stripeUrl: string; readonly paysafeUrl: string } | null;
  close(): Promise<void>;
}

/** Where Electron's own files of this mode's window are. */
export const windowFolder = 'window';

/** Each mode has its own folder: demo, test and live data never share a file. */
export function folderOf(dataDir: string, mode: Mode): string {
  return join(dataDir, mode);
}

/**
 * Opens the desk of one mode on a data folder: ledger, mirror, providers, session. Resetting the demo house closes everything,
 * deletes its records and opens it again under the same Desk.
 * @throws LedgerTrouble when the records cannot be trusted or written at all.
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  const folder = folderOf(options.dataDir, options.mode);
  const listeners = new Set<(name: keyof DeskEvents, payload: never) => void>();
  let rooms: Rooms;

  const emit: RoomsOptions['emit'] = (name, payload) => {
    for (const listener of listeners) listener(name, payload as never);
  };

  /**
   * As for a new demo house: the rooms are closed, what is in them changes, and they are opened again, locked. The end of the audit that is remembered
   * outside the records is forgotten before anything is decided: a restore that a power cut falls into is brought to its end by the next start,
   * and must not be taken for an old copy then. @throws SecretTrouble when the keychain cannot be used: nothing was changed
   */
  async function swapRecords(stamp: string): Promise<void> {
    await rooms.close();
    const lock = lockDesk(lockFileOf(folder), options.clock.now());
    try {
      if (!lock.held()) throw new LedgerTrouble('records_in_use', 'Another desk took these records to act on them.');
      await acceptHead(makeHeadKeeper(options.secrets, options.mode, folder));
      await swapIn(ledgerFileOf(folder), stamp);
    } finally {
      lock.release();
      rooms = await open();
    }
    emit('session.changed', await rooms.sessionView());
    emit('customers.changed', { ids: [], all: true });
  }

  async function open(): Promise<Rooms> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return openRooms({ ...options, folder, emit, resetDemo, swapRecords });
  }

  async function resetDemo(): Promise<void> {
    await rooms.close();
    // The records of before are not missed: what is remembered of them is forgotten with them.
    await acceptHead(makeHeadKeeper(options.secrets, options.mode, folder));
    for (const entry of await readdir(folder)) {
      // The secrets are in memory too and go on being used; the window's own files are in use.
      if (entry === secretsFile || entry === windowFolder) continue;
      await rm(join(folder, entry), { recursive: true, force: true });
    }
    rooms = await open();
    emit('session.changed', await rooms.sessionView());
    emit('customers.changed', { ids: [], all: true });
  }

  rooms = await open();
  return {
    mode: options.mode,
    call: (name, input) => rooms.call(name, input),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    openOperations: () => rooms.openOperations(),
    language: () => rooms.language(),
    wake: () => rooms.wake(),
    get sandbox() {
      return rooms.sandbox;
    },
    close: () => rooms.close(),
  };
}

/** Names of every call, for the desk command's help. */
export const deskCallNames: readonly string[] = callNames(contract);
