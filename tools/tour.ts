import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import type { ProviderName } from '../src-main/contract/provider.ts';
import { startSandbox } from '../src-main/sandbox/sandbox.ts';
import { seriousFindings } from './axe.ts';
import { settle } from './settle.ts';
import { buildIfStale } from './build.ts';
import { inKeychainSession } from './keychain-session.ts';
import { launchDesk, type Language } from './stand-in/launch.ts';
import { runStep } from './steps.ts';
import { ensureSystemParts, installCommand } from './system-packages.ts';
import { tourStop, type TourStep, type TourStop } from './tour-stop.ts';
import { tourHouses } from './tour-steps.ts';

const usage = 'npm run tour -- --lang en|fr --out DIR|--look [--theme light|dark] [--size 1280x720] [--only NAME]';
const say = (sentence: string): void => void process.stdout.write(`${sentence}\n`);

interface Wanted {
  readonly lang: Language;
  /** where the pictures go; null: everything is looked at and no picture is taken */
  readonly out: string | null;
  readonly theme: 'light' | 'dark';
  readonly size: { readonly width: number; readonly height: number };
  readonly only: string | undefined;
}

function readArguments(): Wanted | undefined {
  const { values } = parseArgs({
    options: {
      lang: { type: 'string', default: 'en' },
      out: { type: 'string' },
      look: { type: 'boolean', default: false },
      theme: { type: 'string', default: 'light' },
      size: { type: 'string', default: '1280x720' },
      only: { type: 'string' },
    },
  });
  const lang = (['en', 'fr'] as const).find((known) => known === values.lang);
  const theme = (['light', 'dark'] as const).find((known) => known === values.theme);
  const size = /^(\d{3,4})x(\d{3,4})$/.exec(values.size);
  if (lang === undefined || theme === undefined || size === null) return undefined;
  if ((values.out === undefined) !== values.look) return undefined;
  const [width, height] = [Number(size[1]), Number(size[2])];
  const out = values.out === undefined ? null : resolve(values.out);
  return { lang, out, theme, size: { width, height }, only: values.only };
}

/** The desk's page, or the one a step is about. */
const shown = async (step: TourStep, stop: TourStop): Promise<Page> => (await step.shows?.(stop)) ?? stop.page;

/** Walks to one step and takes its picture, also when the way there is broken. @returns what is wrong with it */
async function visit(
  step: TourStep,
  stop: TourStop,
  photograph: (suffix: string) => Promise<void>,
): Promise<readonly string[]> {
  try {
    stop.page.setDefaultTimeout(20_000);
    await step.go(stop);
    await settle(stop.page);
  } catch (reason) {
    await photograph('.failed');
    const words = reason instanceof Error ? reason.message : String(reason);
    return [`not reached: ${words.split('\n').slice(0, 4).join(' ').trim()}`];
  }
  await photograph('');
  return seriousFindings(await shown(step, stop));
}

/** Providers beside a house that has keys of its own, with nobody in them yet. */
async function providersAside(): Promise<{
  readonly env: Readonly<Record<string, string>>;
  readonly address: Readonly<Record<ProviderName, string>>;
  close(): Promise<void>;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-providers-'));
  const file = join(folder, 'sandbox.db');
  const sandbox = await startSandbox({ file, seed: 'tour', realNow: Date.now, demoHouse: false });
  return {
    address: { stripe: sandbox.stripeUrl, paysafe: sandbox.paysafeUrl },
    env: { COMPTOIR_STRIPE_URL: sandbox.stripeUrl, COMPTOIR_PAYSAFE_URL: sandbox.paysafeUrl },
    async close() {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function tour({ lang, out, theme, size, only }: Wanted): Promise<number> {
  if ((await ensureSystemParts(['headless'], say)).has('headless')) {
    say(`Chromium is missing. Install it with:\n  ${installCommand(['headless'])}`);
    return 1;
  }
  if (!(await buildIfStale(say))) return 1;
  if (out !== null) mkdirSync(out, { recursive: true });
  const isWanted = ({ name }: TourStep): boolean => only === undefined || name.includes(only);
  let [pictures, troubles, before] = [0, 0, 0];
  for (const { mode, steps: all, aside } of tourHouses) {
    const first = before;
    before += all.length;
    if (!all.some(isWanted)) continue;
    const providers = aside ? await providersAside() : undefined;
    const desk = await launchDesk({ lang, theme, viewport: size, mode, env: providers?.env ?? {} });
    try {
      const stop = tourStop(desk, lang, providers?.address);
      let seen = 0;
      // A step starts where the one before ended, so those before the wanted ones are walked too, without a picture.
      for (const [index, step] of all.slice(0, all.findLastIndex(isWanted) + 1).entries()) {
        if (!isWanted(step)) {
          await step.go(stop);
          continue;
        }
        const number = String(first + index + 1).padStart(3, '0');
        const findings = await visit(step, stop, async (suffix) => {
          if (out !== null)
            await (await shown(step, stop)).screenshot({ path: join(out, `${number}-${step.name}${suffix}.png`) });
        });
        const noise = [
          ...(await desk.cspViolations()).map((violation) => `content policy: ${violation}`),
          ...(await desk.consoleErrors()).map((error) => `console: ${error}`),
        ];
        const wrong = [...findings, ...noise.slice(seen)];
        seen = noise.length;
        say(`${wrong.length === 0 ? '✓' : '✗'} ${number} ${step.name}`);
        for (const finding of wrong) say(`    ${finding}`);
        pictures += 1;
        troubles += wrong.length;
      }
    } finally {
      await desk.close();
      await providers?.close();
    }
  }
  say(
    `${pictures} ${out === null ? 'stops' : `pictures in ${out}`}; ${troubles === 0 ? 'nothing wrong' : `things wrong: ${troubles}`}.`,
  );
  return troubles === 0 ? 0 : 1;
}

/** A house with keys needs a keychain: on Linux the tour runs in a session with one of its own, thrown away afterwards. */
async function inOwnSession(): Promise<number> {
  const args = [import.meta.filename, ...process.argv.slice(2)];
  const step = { name: 'tour', command: process.execPath, args, output: 'show' } as const;
  return (await inKeychainSession(step, runStep)).passed ? 0 : 1;
}

async function needsOwnSession(): Promise<boolean> {
  if (process.platform !== 'linux' || process.env['COMPTOIR_TEST_KEYCHAIN'] !== undefined) return false;
  const missing = (await ensureSystemParts(['keychain'], say)).has('keychain');
  if (missing) say('There is no keychain here: pictures of a new house show it refused.');
  return !missing;
}

const wanted = readArguments();
if (wanted === undefined) say(usage);
process.exitCode = wanted === undefined ? 1 : await ((await needsOwnSession()) ? inOwnSession() : tour(wanted));
