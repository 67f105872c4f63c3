import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import type { Page } from 'playwright-core';
import { invokeHandler, ipcMain } from './ipc-main.ts';
import { toBrowser } from './origin.ts';
import type { StandInWebContents } from './web-contents.ts';
import { fromWire, toWire } from './wire.ts';
import { preloadWorld, receiveFunction, sendBinding, worldScripts } from './worlds.ts';

type FromPreload =
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: readonly unknown[] }
  | { readonly kind: 'send'; readonly channel: string; readonly args: readonly unknown[] };

interface Link {
  readonly page: Page;
  readonly contents: StandInWebContents;
  readonly preloadPath: string;
  /** the window of the desk; any other has pages of other origins */
  readonly first: boolean;
}

/**
 * Runs the built preload in an isolated world of the page and carries its messages to `ipcMain` and back.
 * @returns what sends an event to the preload; before the page is there it goes nowhere, as in Electron
 */
export async function joinPreload({
  page,
  contents,
  preloadPath,
  first,
}: Link): Promise<(channel: string, args: readonly unknown[]) => void> {
  const devtools = await page.context().newCDPSession(page);
  let preloadContext: string | undefined;
  devtools.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === preloadWorld) preloadContext = context.uniqueId;
  });
  devtools.on('Runtime.executionContextDestroyed', ({ executionContextUniqueId }) => {
    if (executionContextUniqueId === preloadContext) preloadContext = undefined;
  });

  const deliver = (message: unknown): void => {
    const uniqueContextId = preloadContext;
    if (uniqueContextId === undefined) return;
    const expression = `${receiveFunction}(${JSON.stringify(toWire(message))})`;
    devtools.send('Runtime.evaluate', { expression, uniqueContextId }).catch((reason: unknown) => {
      // The page went away between the check and the call: Electron drops such messages too. Anything else is a fault.
      if (preloadContext === uniqueContextId && !page.isClosed()) throw reason;
    });
  };

  const serve = async (message: FromPreload): Promise<void> => {
    const event = { type: 'frame', sender: contents, senderFrame: contents.mainFrame, processId: 1, frameId: 1 };
    if (message.kind === 'send') {
      ipcMain.emit(message.channel, event as unknown as IpcMainEvent, ...message.args);
      return;
    }
    try {
      const value = await invokeHandler(event as unknown as IpcMainInvokeEvent, message.channel, message.args);
      deliver({ kind: 'reply', id: message.id, ok: true, value });
    } catch (reason) {
      deliver({
        kind: 'reply',
        id: message.id,
        ok: false,
        value: reason instanceof Error ? reason.message : String(reason),
      });
    }
  };
  devtools.on('Runtime.bindingCalled', ({ name, payload }) => {
    if (name === sendBinding) void serve(fromWire(payload) as FromPreload);
  });

  const scripts = worldScripts({
    preloadSource: readFileSync(preloadPath, 'utf8'),
    token: randomUUID(),
    origin: first ? new URL(toBrowser('app://desk/')).origin : null,
  });
  await devtools.send('Runtime.enable');
  await devtools.send('Page.enable');
  await devtools.send('Runtime.addBinding', { name: sendBinding, executionContextName: preloadWorld });
  // The page's half listens first: the preload exposes its tree while it runs, before any script of the page.
  await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page });
  await devtools.send('Page.addScriptToEvaluateOnNewDocument', { source: scripts.preload, worldName: preloadWorld });
  return (channel, args) => deliver({ kind: 'event', channel, args });
}
