import { randomInt } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { deskCallNames, openDesk, type Desk } from '../src-main/compose.ts';
import { refused, type Reply } from '../src-main/contract/failure.ts';
import { modes, type Mode } from '../src-main/contract/provider.ts';
import type { SessionState } from '../src-main/contract/staff.ts';
import { addressesFrom } from '../src-main/house/customers/addresses.ts';
import { standardSettings } from '../src-main/house/settings/house-settings.ts';
import { startRefusal } from '../src-main/house/start-trouble.ts';
import { openLog } from '../src-main/log/log.ts';
import { chooseSecrets } from '../src-main/secrets/choose.ts';
import { dataFolder } from './data-folder.ts';
import packageJson from '../package.json' with { type: 'json' };

// One call of the contract on the headless desk: same validation, roles, engine and ledger as the window. One JSON line out.

const usage = `npm run -s desk -- call NAME 'JSON' [--staff NAME --pin PIN] [--data DIR] [--mode demo|test]
Names: ${deskCallNames.join(', ')}`;

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      staff: { type: 'string' },
      pin: { type: 'string' },
      mode: { type: 'string' },
      lang: { type: 'string' },
    },
  });
  const [verb, name, text = '{}'] = positionals;
  const mode: Mode | undefined = values.mode === undefined ? 'demo' : modes.find((known) => known === values.mode);
  if (verb !== 'call' || name === undefined || mode === undefined) {
    console.error(usage);
    return 2;
  }
  // Live keys stay with the real application: a script must not move real money by a slip of the shell.
  if (mode === 'live') return print(refused('live_not_here'));
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return print(refused('bad_input', { field: 'JSON' }));
  }
  const dataDir = resolve(values.data ?? dataFolder());
  let desk: Desk;
  try {
    desk = await open(dataDir, mode, values.lang === 'fr' ? 'fr' : 'en');
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return print(startRefusal(error));
  }
  try {
    if (values.staff !== undefined) {
      const signed = await signIn(desk, values.staff, values.pin ?? '');
      if (!signed.ok) return print(signed);
    }
    return print(await desk.call(name, input));
  } finally {
    await desk.close();
  }
}

async function open(dataDir: string, mode: Mode, language: 'en' | 'fr'): Promise<Desk> {
  return openDesk({
    dataDir,
    mode,
    version: packageJson.version,
    clock: { now: Date.now, steady: () => performance.now() },
    random: { id: (length) => Array.from({ length }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[randomInt(31)]).join('') },
    wait: (ms, signal) => pause(ms, undefined, { signal, ref: false }),
    secrets: chooseSecrets(mode, join(dataDir, mode)),
    log: openLog({ file: join(dataDir, mode, 'comptoir.log') }),
    addresses: addressesFrom(process.env, mode),
    liveAllowed: false,
    standard: standardSettings({ mode, language, desk: hostname() }),
    mirrorWorker: null,
    backupWorker: null,
    chooseFolder: async () => null,
    timers: false,
    openAtProvider: async () => false,
    openMode: async () => false,
  });
}

async function signIn(desk: Desk, name: string, pin: string): Promise<Reply<unknown>> {
  const state = (await desk.call('session.state', {})) as Reply<SessionState>;
  if (!state.ok) return state;
  const wanted = name.toLowerCase();
  const person = state.value.staff.find(
    (one) => one.name.toLowerCase() === wanted || one.name.toLowerCase().startsWith(`${wanted} `),
  );
  // The same answer as for a wrong PIN: a name is not a secret, but neither is it told.
  return person ? desk.call('session.signIn', { staffId: person.id, pin }) : refused('wrong_pin', { triesLeft: 0 });
}

function print(reply: Reply<unknown>): number {
  console.log(JSON.stringify(reply));
  return reply.ok ? 0 : 1;
}

process.exitCode = await run();
