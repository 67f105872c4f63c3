import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { postgresPrograms } from './system-packages.ts';

export interface Postgres {
  /** Connection URL of an empty database, password included. */
  readonly url: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? done(address.port) : fail(new Error('No port')),
      );
    });
  });
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });

/**
 * A throw-away PostgreSQL server for tests: own data folder, random port on 127.0.0.1, random password.
 * @throws with PostgreSQL's own words when it does not start
 */
export async function startPostgres(): Promise<Postgres> {
  const programs = postgresPrograms();
  if (programs === undefined) throw new Error('PostgreSQL 15 or later is not installed');
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-postgres-'));
  const data = join(folder, 'data');
  const password = randomBytes(12).toString('hex');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, password);
  if (user !== undefined) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });

  const made = spawnSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'comptoir',
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-N',
    ],
    { ...user, encoding: 'utf8', cwd: folder },
  );
  if (made.status !== 0) {
    removeFolder();
    throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`);
  }

  const port = await freePort();
  // The tests ask for many small commits; whether they survive a power cut is proved on SQLite, not here.
  // Their databases live for less than a second each: nothing has to be tidied in them.
  const quick = ['fsync=off', 'full_page_writes=off', 'autovacuum=off', 'log_checkpoints=off'];
  const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', ...quick];
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => void (said = (said + chunk.toString()).slice(-5_000)));
  const ended = new Promise<void>((done) => server.once('close', () => done()));

  while (!(await answers(port))) {
    if (server.exitCode !== null) {
      removeFolder();
      throw new Error(`PostgreSQL did not start: ${said}`);
    }
    await wait(50);
  }
  return {
    url: `postgres://comptoir:${password}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      // SIGINT is PostgreSQL's "fast" shutdown: open sessions are ended.
      server.kill('SIGINT');
      await ended;
      removeFolder();
    },
  };
}
