import { rmSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { chromium, type BrowserContext, type Page, type Route } from 'playwright-core';
import { browserArguments, debuggerAt } from './chromium-process.ts';
import './plain-wire.ts';
import { settings } from './settings.ts';

const claimed = new WeakSet<Page>();
let opening: Promise<BrowserContext> | undefined;

/** Chromium with one empty page; started, or joined where one is shared, at the first call. */
export function openBrowser(): Promise<BrowserContext> {
  return (opening ??= settings().browser === undefined ? start() : join());
}

/** Closes what this run opened of Chromium, and throws its profile away. */
export async function closeBrowser(): Promise<void> {
  try {
    const context = await opening;
    await context?.close();
    if (settings().browser !== undefined) await context?.browser()?.close();
  } finally {
    rmSync(settings().profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}

async function start(): Promise<BrowserContext> {
  const { chromium: executablePath, profile, headless, debuggable, languages, theme } = settings();
  const size = sizeOfPages();
  const asRoot = process.getuid?.() === 0;
  const args = [...browserArguments({ size, debuggable })];
  const context = await chromium
    .launchPersistentContext(profile, {
      executablePath,
      headless,
      args,
      chromiumSandbox: !asRoot,
      viewport: headless ? size : null,
      locale: languages[0] ?? 'en-CA',
      colorScheme: theme,
      acceptDownloads: true,
      ignoreDefaultArgs: ['--enable-automation'],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    })
    .catch((reason: unknown) => {
      throw new Error(`Chromium did not start: ${firstComplaint(String(reason))}`, { cause: reason });
    });
  return guarded(context);
}

/** A context in a Chromium that others use too: nothing of theirs is in it, and it goes when this process does. */
async function join(): Promise<BrowserContext> {
  const { browser: address = '', languages, theme } = settings();
  const browser = await chromium.connectOverCDP(address);
  const locale = languages[0] ?? 'en-CA';
  return guarded(
    await browser.newContext({ viewport: sizeOfPages(), locale, colorScheme: theme, acceptDownloads: true }),
  );
}

const sizeOfPages = (): { width: number; height: number } => settings().viewport ?? { width: 1360, height: 840 };

/** A window's own requests are answered before they come here; what is left belongs to popups nobody allowed. */
async function guarded(context: BrowserContext): Promise<BrowserContext> {
  await context.route('**/*', (route) => (isAllowed(route) ? route.continue() : route.abort('blockedbyclient')));
  return context;
}

/** Of the pages that a failed start writes, the first line in which Chromium itself says why. */
function firstComplaint(log: string): string {
  const lines = stripVTControlCharacters(log).split('\n');
  // A missing system bus is only a complaint: Chromium starts without it.
  const line = lines.find((text) => /(ERROR|FATAL):/.test(text) && !text.includes('dbus/'));
  return (line ?? lines[0] ?? '').replace(/^.*(?:ERROR|FATAL):[^\]]*\]\s*/, '').trim();
}

function isAllowed(route: Route): boolean {
  try {
    return claimed.has(route.request().frame().page());
  } catch {
    // The first request of a popup comes before its page is known.
    return false;
  }
}

/** Opens an outside address in a tab of its own, as the system's browser would. */
export async function openTab(url: string): Promise<void> {
  const page = await (await openBrowser()).newPage();
  claimed.add(page);
  await page.goto(url);
}

/** A page for the next window: the first one is already open. */
export async function claimPage(): Promise<Page> {
  const context = await openBrowser();
  const free = context.pages().find((page) => !claimed.has(page));
  const page = free ?? (await context.newPage());
  claimed.add(page);
  return page;
}

/** A page in a context of its own, whose storage and cookies end with it. */
export async function claimPageApart(): Promise<Page> {
  const browser = (await openBrowser()).browser();
  if (browser === null) throw new Error('This Chromium opens no second context');
  const { languages, theme } = settings();
  const context = await guarded(await browser.newContext({ locale: languages[0] ?? 'en-CA', colorScheme: theme }));
  const page = await context.newPage();
  claimed.add(page);
  page.once('close', () => void context.close());
  return page;
}

/** True for pages that belong to a window or were opened on purpose; anything else is a popup. */
export const isClaimed = (page: Page): boolean => claimed.has(page);

/** `http://127.0.0.1:PORT` of the debugger, once Chromium has written its port. */
export function debuggerAddress(): string {
  return settings().browser ?? debuggerAt(settings().profile);
}

/** What Chromium calls the desk's own page: in one that is shared others may show the same address. */
export async function deskTarget(): Promise<string> {
  const context = await openBrowser();
  const page = context.pages().find((one) => claimed.has(one));
  if (page === undefined) throw new Error('The desk has no page');
  const session = await context.newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  return targetInfo.targetId;
}
