import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { record } from './records.ts';

type InvokeHandler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;
const handlers = new Map<string, InvokeHandler>();

class StandInIpcMain extends EventEmitter {
  handle(channel: string, handler: InvokeHandler): void {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    record('ipcMain.handle', channel);
    handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    handlers.delete(channel);
  }
}

export const ipcMain = new StandInIpcMain();
ipcMain satisfies Pick<IpcMain, 'handle' | 'removeHandler'>;

/** Runs the handler main registered, with the error text of Electron where it throws or is missing. */
export async function invokeHandler(
  event: IpcMainInvokeEvent,
  channel: string,
  args: readonly unknown[],
): Promise<unknown> {
  const handler = handlers.get(channel);
  const prefix = `Error invoking remote method '${channel}'`;
  if (handler === undefined) throw new Error(`${prefix}: Error: No handler registered for '${channel}'`);
  try {
    return await handler(event, ...args);
  } catch (reason) {
    throw new Error(`${prefix}: ${String(reason)}`, { cause: reason });
  }
}

/** The channels main serves. */
export const servedChannels = (): readonly string[] => [...handlers.keys()];
