import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium, findHeadlessChromium } from '../chromium.ts';
import type { ControlQuestions, FromStandIn, QuestionName } from './control.ts';
import { toBrowser } from './origin.ts';
import './plain-wire.ts';
import type { StandInRecord } from './records.ts';
import { liveRefused, settingsVariable, type StandInSettings } from './settings.ts';

export type DeskMode = 'demo' | 'test' | 'live';
export type Language = 'en' | 'fr';

export interface LaunchOptions {
  /** Where the app keeps its data; a new temporary folder, removed on `close`, when absent. */
  readonly dataDir?: string;
  readonly mode?: DeskMode;
  readonly lang?: Language;
  readonly theme?: 'light' | 'dark';
  readonly headless?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly viewport?: { readonly width: number; readonly height: number };
  /** The built main bundle; the project's own when absent. */
  readonly main?: string;
  /** Further arguments of the app. */
  readonly args?: readonly string[];
  readonly opensLinks?: boolean;
  readonly debuggable?: boolean;
  /** A Chromium that is running already (startSharedBrowser): a context of its own in it instead of a process. */
  readonly browser?: string;
  /** Buttons to press in message boxes, by their words, in this order. */
  readonly choices?: readonly string[];
  /** Where the app's own output goes: kept for error messages, or shown to the person who started it. */
  readonly output?: 'keep' | 'show';
}

/** One running process of the app; `Desk` below adds the page and restarts. */
export interface DeskProcess {
  readonly child: ChildProcess;
  readonly debugger: string | null;
  /** what Chromium calls the desk's own page */
  readonly page: string | null;
  /** Resolves with the exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
  ask<N extends QuestionName>(name: N, given: ControlQuestions[N]['given']): Promise<ControlQuestions[N]['answer']>;
  output(): string;
  removeProfile(): void;
}

/** An app that has not ended by then hangs: that is a fault, not slowness. */
const quitPatience = 15_000;
const projectRoot = resolve(import.meta.dirname, '../..');
const languages = { en: ['en-CA', 'en'], fr: ['fr-CA', 'fr'] } as const satisfies Record<Language, readonly string[]>;

/**
 * Starts the built app in a child process with the stand-in and resolves when its window has loaded.
 * @throws when no Chromium is installed, for live mode, or when the app ends before its window is there
 */
export async function startProcess(options: LaunchOptions & { readonly dataDir: string }): Promise<DeskProcess> {
  const { dataDir, mode = 'demo', lang = 'en', theme = 'light', headless = true, viewport, output = 'keep' } = options;
  if (mode === 'live') throw new Error(liveRefused);
  const browser = headless ? findHeadlessChromium() : findChromium();
  if (browser === undefined) throw new Error('No Chromium, Chrome or Edge was found on this machine.');
  const profile = mkdtempSync(join(tmpdir(), 'comptoir-window-'));
  const settings: StandInSettings = {
    main: options.main ?? join(projectRoot, 'out/main/main.js'),
    chromium: browser,
    userData: dataDir,
    profile,
    languages: languages[lang],
    theme,
    headless,
    ...(viewport === undefined ? {} : { viewport }),
    debuggable: options.debuggable ?? true,
    opensLinks: options.opensLinks ?? false,
    ...(options.choices === undefined ? {} : { choices: options.choices }),
    ...(options.browser === undefined ? {} : { browser: options.browser }),
  };
  const args = [`--mode=${mode}`, `--lang=${lang}`, `--data=${dataDir}`, ...(options.args ?? [])];
  const child = fork(join(import.meta.dirname, 'run.ts'), args, {
    env: { ...process.env, ...options.env, [settingsVariable]: JSON.stringify(settings) },
    stdio: ['ignore', output === 'show' ? 'inherit' : 'pipe', output === 'show' ? 'inherit' : 'pipe', 'ipc'],
    execArgv: [],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => void (said = (said + chunk.toString()).slice(-20_000)));
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const removeProfile = (): void => rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });

  const waiting = new Map<number, (value: unknown) => void>();
  let lastId = 0;
  const ask: DeskProcess['ask'] = (name, given) =>
    new Promise((done, fail) => {
      const id = (lastId += 1);
      waiting.set(id, done as (value: unknown) => void);
      child.send({ id, ask: name, given }, (error) => error && fail(error));
      void ended.then(() => fail(new Error(`The app ended before it answered: ${name}\n${said}`)));
    });

  const ready = await new Promise<Extract<FromStandIn, { kind: 'ready' }>>((done, fail) => {
    child.on('message', (message: FromStandIn) => {
      switch (message.kind) {
        case 'ready':
          return done(message);
        case 'answer':
          waiting.get(message.id)?.(message.value);
          waiting.delete(message.id);
      }
    });
    void ended.then((code) => {
      removeProfile();
      fail(new Error(`The app ended with code ${code} before its window was open.\n${said}`));
    });
  });
  return { child, debugger: ready.debugger, page: ready.page, ended, ask, output: () => said, removeProfile };
}

/** The app as a test or the tour holds it. */
export interface Desk {
  /** The window's page; a new object after `restart`. */
  readonly page: Page;
  readonly dataDir: string;
  records(): Promise<readonly StandInRecord[]>;
  /** What main's permission handlers answer for this permission. */
  askPermission(name: string): Promise<{ readonly request: boolean; readonly check: boolean }>;
  /** An event of the machine: sleep, wake, screen lock. */
  power(event: ControlQuestions['power']['given']): Promise<void>;
  /** Somebody starts the app a second time on the same data: what Electron tells the first one. */
  startedAgain(): Promise<void>;
  /** The next dialog that opens files gets this one, as if a person had chosen it. */
  openNext(path: string): Promise<void>;
  /** Puts the clock of the app and of its embedded providers forward by so many ms, as on a PC that slept; the window's own stays. */
  moveClock(ms: number): Promise<void>;
  /** Presses the last notification of the desktop; false where there was none. */
  pressNotification(): Promise<boolean>;
  /** Presses the window's close button; the app may ask first, and then stay. */
  pressClose(): Promise<void>;
  /** How the app ended, once it has. */
  ended(): Promise<number | null>;
  cspViolations(): Promise<readonly string[]>;
  consoleErrors(): Promise<readonly string[]>;
  /** What the app has written to its output. */
  output(): string;
  /** Quits the way staff do and starts again on the same data; after `kill` it only starts. */
  restart(changes?: Partial<LaunchOptions>): Promise<Page>;
  /** SIGKILL: nothing gets a chance to finish. */
  kill(): Promise<void>;
  /** Quits, and removes the data folder when it was a temporary one. */
  close(): Promise<void>;
}

/** Several desks may show pages of the same address in one Chromium: the desk itself said which is its own. */
async function findPage(browser: Browser, target: string | null): Promise<Page> {
  const origin = new URL(toBrowser('app://desk/')).origin;
  for (const page of browser.contexts().flatMap((context) => context.pages())) {
    if (!page.url().startsWith(origin)) continue;
    const session = await page.context().newCDPSession(page);
    const { targetInfo } = await session.send('Target.getTargetInfo');
    await session.detach();
    if (targetInfo.targetId === target) return page;
  }
  throw new Error('The browser shows no page of the app');
}

/** Starts the built app (`npm run build` first) and attaches to its window. */
export async function launchDesk(options: LaunchOptions = {}): Promise<Desk> {
  let given = options;
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'comptoir-data-'));
  let running: { readonly process: DeskProcess; readonly browser: Browser; readonly page: Page } | undefined;

  const start = async (): Promise<void> => {
    const process = await startProcess({ viewport: { width: 1280, height: 720 }, ...given, dataDir });
    if (process.debugger === null) throw new Error('The stand-in opened no debugging port');
    const browser = await chromium.connectOverCDP(process.debugger);
    const page = await findPage(browser, process.page);
    await page.emulateMedia({ colorScheme: given.theme ?? 'light' });
    running = { process, browser, page };
  };
  const live = (): NonNullable<typeof running> => {
    if (running === undefined) throw new Error('The desk is not running');
    return running;
  };
  const stop = async (how: 'quit' | 'kill'): Promise<void> => {
    if (running === undefined) return;
    const { process, browser } = running;
    running = undefined;
    if (how === 'kill') process.child.kill('SIGKILL');
    else if (process.child.connected) process.child.send({ id: 0, ask: 'quit', given: null });
    const patience = setTimeout(() => process.child.kill('SIGKILL'), quitPatience);
    await process.ended;
    clearTimeout(patience);
    await browser.close();
    process.removeProfile();
    if (how === 'quit' && process.child.signalCode === 'SIGKILL') {
      throw new Error(`The app did not quit within ${quitPatience / 1000} s.\n${process.output()}`);
    }
  };

  const removeData = (): void => {
    if (options.dataDir === undefined)
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  };

  try {
    await start();
  } catch (reason) {
    removeData();
    throw reason;
  }
  return {
    get page() {
      return live().page;
    },
    dataDir,
    records: () => live().process.ask('records', null),
    askPermission: (name) => live().process.ask('permission', name),
    power: async (event) => void (await live().process.ask('power', event)),
    startedAgain: async () => void (await live().process.ask('startedAgain', null)),
    openNext: async (path) => void (await live().process.ask('openNext', path)),
    moveClock: async (ms) => void (await live().process.ask('moveClock', ms)),
    pressNotification: () => live().process.ask('pressNotification', null),
    pressClose: async () => void (await live().process.ask('pressClose', null)),
    ended: () => live().process.ended,
    cspViolations: async () => (await live().process.ask('troubles', null)).csp,
    consoleErrors: async () => (await live().process.ask('troubles', null)).console,
    output: () => live().process.output(),
    restart: async (changes = {}) => {
      await stop('quit');
      given = { ...given, ...changes };
      await start();
      return live().page;
    },
    kill: () => stop('kill'),
    close: async () => {
      await stop('quit');
      removeData();
    },
  };
}
