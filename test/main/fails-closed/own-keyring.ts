import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A real keyring of this test process alone, on a bus of its own, that can be locked and unlocked as staff see it happen. */
export interface OwnKeyring {
  lock(): void;
  unlock(): Promise<void>;
  stop(): void;
}

const password = 'comptoir';
const wanted = ['dbus-daemon', 'dbus-send', 'gnome-keyring-daemon'];

/** Why there can be none here, or null. */
export function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'a keyring of its own is made on Linux only';
  const missing = wanted.filter((program) => !existsSync(`/usr/bin/${program}`));
  return missing.length === 0 ? null : `needs ${missing.join(', ')} (Debian: dbus, gnome-keyring)`;
}

/** To be started before anything of this process has spoken to a keychain: which bus that is, is decided once. */
export async function ownKeyring(): Promise<OwnKeyring> {
  const folder = mkdtempSync(join(tmpdir(), 'own-keyring-'));
  const children: ChildProcess[] = [];
  const stop = (): void => {
    for (const child of children.reverse()) child.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  };
  try {
    const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(bus);
    const address = await firstLine(bus);
    Object.assign(process.env, { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: folder });
    const daemon = spawn('gnome-keyring-daemon', ['--unlock', '--components=secrets', '--foreground'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    children.push(daemon);
    daemon.stdin?.end(password);
    while (
      !ask('/org/freedesktop/DBus', 'org.freedesktop.DBus', 'NameHasOwner', 'string:org.freedesktop.secrets').includes(
        'true',
      )
    )
      await pause(50);
    return {
      lock: () =>
        void ask(
          '/org/freedesktop/secrets',
          'org.freedesktop.secrets',
          'org.freedesktop.Secret.Service.Lock',
          'array:objpath:/org/freedesktop/secrets/collection/login',
        ),
      unlock: () => unlockAt(join(folder, 'keyring', 'control')),
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}

function ask(path: string, destination: string, method: string, argument: string): string {
  const name = method.includes('.') ? method : `${destination}.${method}`;
  const given = ['--session', '--print-reply', `--dest=${destination}`, path, name, argument];
  return execFileSync('dbus-send', given, { encoding: 'utf8' });
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().split('\n')[0] ?? ''));
    child.once('error', reject);
    child.once('exit', () => reject(new Error('The bus did not start')));
  });
}

/** What the system's own unlock window would send: gnome-keyring's control socket, operation 1, the password (gkd-control-codes.h). */
function unlockAt(socket: string): Promise<void> {
  const text = Buffer.from(password);
  const message = Buffer.alloc(13 + text.length);
  message.writeUInt32BE(12 + text.length, 1);
  message.writeUInt32BE(1, 5);
  message.writeUInt32BE(text.length, 9);
  text.copy(message, 13);
  return new Promise((resolve, reject) => {
    const line = connect(socket, () => line.write(message));
    line.once('error', reject);
    line.once('data', (answer: Buffer) => {
      line.destroy();
      if (answer.readUInt32BE(4) === 0) resolve();
      else reject(new Error('The keyring refused the password'));
    });
  });
}
