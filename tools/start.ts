import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build.ts';
import { dataFolder } from './data-folder.ts';
import { fetchElectron } from './electron-binary.ts';
import { startProcess, type DeskMode, type Language } from './stand-in/launch.ts';
import { liveRefused } from './stand-in/settings.ts';
import { projectRoot } from './steps.ts';
import { ensureSystemParts, installCommand } from './system-packages.ts';

const usage = 'npm start [-- --mode demo|test|live] [--lang en|fr] [--data DIR]';
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

interface Wanted {
  readonly mode: DeskMode;
  readonly lang: Language | undefined;
  readonly dataDir: string;
}

function readArguments(): Wanted | string {
  try {
    const { values } = parseArgs({
      options: { mode: { type: 'string', default: 'demo' }, lang: { type: 'string' }, data: { type: 'string' } },
    });
    const mode = (['demo', 'test', 'live'] as const).find((known) => known === values.mode);
    const lang = (['en', 'fr'] as const).find((known) => known === values.lang);
    if (mode === undefined || (values.lang !== undefined && lang === undefined)) return usage;
    return { mode, lang, dataDir: resolve(values.data ?? dataFolder()) };
  } catch (reason) {
    return `${reason instanceof Error ? reason.message : String(reason)}\n${usage}`;
  }
}

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);

/** Electron as staff have it. Its exit code is ours. */
function runElectron(program: string, { mode, lang, dataDir }: Wanted): Promise<number> {
  const language = lang === undefined ? [] : [`--lang=${lang}`];
  // Chromium inside Electron refuses its own sandbox to root, as it does everywhere.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [projectRoot, `--mode=${mode}`, ...language, `--data=${dataDir}`, ...asRoot];
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: 'inherit' });
    child.once('error', (reason) => {
      say(`Electron could not be started: ${reason.message}`);
      done(1);
    });
    child.once('close', (code) => done(code ?? 1));
  });
}

/** The same built app in an installed Chromium. */
async function runStandIn({ mode, lang, dataDir }: Wanted): Promise<number> {
  if (mode === 'live') {
    say(liveRefused);
    return 1;
  }
  say(
    'Electron’s binary is not on this machine and could not be fetched, so Comptoir opens in the installed Chromium, for demo and test keys only.',
  );
  if ((await ensureSystemParts(['browser'], say)).has('browser')) {
    say(`Chromium is missing. Install it with:\n  ${installCommand(['browser'])}`);
    return 1;
  }
  const system: Language = Intl.DateTimeFormat().resolvedOptions().locale.startsWith('fr') ? 'fr' : 'en';
  const desk = await startProcess({
    mode,
    lang: lang ?? system,
    dataDir,
    headless: false,
    debuggable: false,
    opensLinks: true,
    output: 'show',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => desk.child.kill(signal));
  return (await desk.ended) ?? 1;
}

async function start(): Promise<number> {
  const wanted = readArguments();
  if (typeof wanted === 'string') {
    say(wanted);
    return 1;
  }
  if (!hasDisplay()) {
    say(
      'There is no display here to open a window on. `npm run tour -- --lang en --out tour` draws every screen without one.',
    );
    return 1;
  }
  if (!(await buildIfStale(say))) return 1;
  mkdirSync(wanted.dataDir, { recursive: true, mode: 0o700 });
  const electron = await fetchElectron(say);
  return electron === undefined ? runStandIn(wanted) : runElectron(electron, wanted);
}

try {
  process.exitCode = await start();
} catch (reason) {
  say(reason instanceof Error ? reason.message : String(reason));
  process.exitCode = 1;
}
