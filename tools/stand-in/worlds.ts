import { fromWire, toWire } from './wire.ts';

/** The name of the isolated world in which the built preload runs. */
export const preloadWorld = 'comptoir-preload';
/** Preload → main, provided by Chromium in the isolated world only. */
export const sendBinding = 'comptoirStandInSend';
/** Main → preload: a function the isolated world offers to the debugger. */
export const receiveFunction = 'comptoirStandInReceive';

type Packed =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'function' | 'promise'; readonly id: number }
  | { readonly kind: 'array'; readonly items: readonly Packed[] }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Packed])[] };

type Message =
  | { readonly kind: 'expose'; readonly name: string; readonly api: Packed }
  | { readonly kind: 'call'; readonly id: number; readonly args: readonly Packed[] }
  | { readonly kind: 'answer'; readonly ok: boolean; readonly value: Packed }
  | { readonly kind: 'settle'; readonly id: number; readonly ok: boolean; readonly value: Packed };

/**
 * One side of the bridge between the page's world and the preload's world. The two share the document and nothing else:
 * a DOM event crosses synchronously, and Chromium clones its detail. Functions and promises cross as numbers, errors as
 * their message, as Electron's contextBridge does. Runs in the browser: it may use nothing from this file.
 */
function joinWorlds(names: { readonly mine: string; readonly theirs: string }): {
  expose(name: string, api: unknown): void;
} {
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  let lastId = 0;
  let answer: (Message & { kind: 'answer' }) | undefined;

  const post = (message: Message): void =>
    void document.dispatchEvent(new CustomEvent(names.theirs, { detail: message }));
  const messageOf = (reason: unknown): string => (reason instanceof Error ? reason.message : String(reason));

  const pack = (value: unknown): Packed => {
    if (typeof value === 'function') {
      functions.set((lastId += 1), value as (...args: unknown[]) => unknown);
      return { kind: 'function', id: lastId };
    }
    if (typeof value !== 'object' || value === null) return { kind: 'value', value };
    if (value instanceof Promise) {
      const id = (lastId += 1);
      value.then(
        (result) => post({ kind: 'settle', id, ok: true, value: pack(result) }),
        (reason) => post({ kind: 'settle', id, ok: false, value: pack(messageOf(reason)) }),
      );
      return { kind: 'promise', id };
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map(pack) };
    const cloneable =
      value instanceof Date || value instanceof Map || value instanceof Set || ArrayBuffer.isView(value);
    if (cloneable || value instanceof ArrayBuffer) return { kind: 'value', value };
    return { kind: 'object', entries: Object.entries(value).map(([key, entry]) => [key, pack(entry)]) };
  };

  const unpack = (packed: Packed): unknown => {
    switch (packed.kind) {
      case 'value':
        return packed.value;
      case 'array':
        return packed.items.map(unpack);
      case 'object':
        return Object.freeze(Object.fromEntries(packed.entries.map(([key, entry]) => [key, unpack(entry)])));
      case 'promise':
        return new Promise((resolve, reject) => waiting.set(packed.id, { resolve, reject }));
      case 'function':
        return (...args: unknown[]): unknown => {
          answer = undefined;
          post({ kind: 'call', id: packed.id, args: args.map(pack) });
          const given = answer as (Message & { kind: 'answer' }) | undefined;
          if (given === undefined) throw new Error('The other world did not answer');
          if (!given.ok) throw new Error(String(unpack(given.value)));
          return unpack(given.value);
        };
    }
  };

  const take = (message: Message): void => {
    switch (message.kind) {
      case 'expose':
        if (message.name in window)
          throw new Error(`Cannot bind an API on top of an existing property on the window object: ${message.name}`);
        Object.defineProperty(window, message.name, { value: unpack(message.api), enumerable: true });
        return;
      case 'call': {
        let reply: Message;
        try {
          reply = { kind: 'answer', ok: true, value: pack(functions.get(message.id)?.(...message.args.map(unpack))) };
        } catch (reason) {
          reply = { kind: 'answer', ok: false, value: pack(messageOf(reason)) };
        }
        post(reply);
        return;
      }
      case 'answer':
        answer = message;
        return;
      case 'settle': {
        const promise = waiting.get(message.id);
        waiting.delete(message.id);
        const value = unpack(message.value);
        if (message.ok) promise?.resolve(value);
        else promise?.reject(new Error(String(value)));
      }
    }
  };

  document.addEventListener(names.mine, (event) => take((event as CustomEvent<Message>).detail));
  return { expose: (name, api) => post({ kind: 'expose', name, api: pack(api) }) };
}

interface PreloadTools {
  readonly bridge: { expose(name: string, api: unknown): void };
  readonly encode: (value: unknown) => string;
  readonly decode: (text: string) => unknown;
  readonly names: { readonly send: string; readonly receive: string };
}

/** What `require('electron')` gives a sandboxed preload, as far as ours uses it. Runs in the browser. */
function preloadElectron({ bridge, encode, decode, names }: PreloadTools): unknown {
  const world = globalThis as unknown as Record<string, (text: string) => void>;
  const listeners = new Map<string, Set<(event: unknown, ...args: unknown[]) => void>>();
  const waiting = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  let lastId = 0;
  const send = (message: unknown): void => world[names.send]?.(encode(message));

  world[names.receive] = (text) => {
    const message = decode(text) as
      { kind: 'event'; channel: string; args: unknown[] } | { kind: 'reply'; id: number; ok: boolean; value: unknown };
    if (message.kind === 'event') {
      for (const listener of listeners.get(message.channel) ?? []) listener({ sender: ipcRenderer }, ...message.args);
      return;
    }
    const promise = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) promise?.resolve(message.value);
    else promise?.reject(new Error(String(message.value)));
  };

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        const id = (lastId += 1);
        send({ kind: 'invoke', id, channel, args });
        waiting.set(id, { resolve, reject });
      }),
    send: (channel: string, ...args: unknown[]) => send({ kind: 'send', channel, args }),
    on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => {
      listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      return ipcRenderer;
    },
    removeListener: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => {
      listeners.get(channel)?.delete(listener);
      return ipcRenderer;
    },
    off: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) =>
      ipcRenderer.removeListener(channel, listener),
  };
  return {
    ipcRenderer,
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api) },
  };
}

export interface WorldScripts {
  readonly page: string;
  readonly preload: string;
}

/**
 * The two scripts that Chromium evaluates before any script of the page, in the page's and in the preload's world.
 * @param token unguessable, so that no page script can speak on the bridge
 * @param origin the only origin (main frame) in which the preload runs. Null: as in Electron, whatever page the window shows; of a window whose page
 *   has an address that is only known once it is served, and that may go nowhere else (shell/policy.ts)
 */
export function worldScripts(given: {
  readonly preloadSource: string;
  readonly token: string;
  readonly origin: string | null;
}): WorldScripts {
  const here =
    given.origin === null ? `location.protocol !== 'about:'` : `location.origin === ${JSON.stringify(given.origin)}`;
  const guard = `window.top === window && ${here}`;
  const names = (mine: string, theirs: string): string =>
    JSON.stringify({ mine: `${given.token}-${mine}`, theirs: `${given.token}-${theirs}` });
  const tools = `{ bridge: (${joinWorlds.toString()})(${names('preload', 'page')}), encode: ${toWire.toString()}, decode: ${fromWire.toString()}, names: ${JSON.stringify({ send: sendBinding, receive: receiveFunction })} }`;
  return {
    page: `if (${guard}) (${joinWorlds.toString()})(${names('page', 'preload')});`,
    preload: `if (${guard}) {
const electron = (${preloadElectron.toString()})(${tools});
const require = (name) => {
  if (name === 'electron' || name === 'electron/renderer') return electron;
  throw new Error('module not found: ' + name);
};
const module = { exports: {} };
(function (require, module, exports) { ${given.preloadSource}
})(require, module, module.exports);
}`,
  };
}
