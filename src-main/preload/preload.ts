import { contextBridge, ipcRenderer } from 'electron';
import { callChannel, callNames, eventChannel, eventNames } from '../contract/channel.ts';
import { contract } from '../contract/contract.ts';
import type { Reply } from '../contract/failure.ts';

/** What the window finds as `window.desk`: plain functions by name. No channel, no `ipcRenderer`, no event object. */
export interface DeskBridge {
  /** One function for each call of the contract, keyed `group.name`. */
  readonly calls: Readonly<Record<string, (input: unknown) => Promise<Reply<unknown>>>>;
  /** Subscribes to an event of the contract; the result ends the subscription. Any other name is refused. */
  on(name: string, listener: (payload: unknown) => void): () => void;
}

const events: ReadonlySet<string> = new Set(eventNames(contract));
const listeners = new Map<string, Set<(payload: unknown) => void>>();

ipcRenderer.on(eventChannel, (_event, name: unknown, payload: unknown) => {
  for (const listener of listeners.get(String(name)) ?? []) listener(payload);
});

const bridge: DeskBridge = {
  calls: Object.fromEntries(
    callNames(contract).map((name) => [
      name,
      (input: unknown): Promise<Reply<unknown>> => ipcRenderer.invoke(callChannel, name, input),
    ]),
  ),
  on: (name, listener) => {
    if (!events.has(name)) throw new Error(`Not an event of the desk: ${String(name)}`);
    const own = (payload: unknown): void => listener(payload);
    const listening = listeners.get(name) ?? new Set();
    listeners.set(name, listening.add(own));
    return () => void listening.delete(own);
  },
};

contextBridge.exposeInMainWorld('desk', bridge);
