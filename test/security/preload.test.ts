import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { callChannel, callNames, eventChannel, eventNames } from '../../src-main/contract/channel.ts';
import { contract } from '../../src-main/contract/contract.ts';
import type { DeskBridge } from '../../src-main/preload/preload.ts';

type Listener = (event: unknown, ...args: unknown[]) => void;
const electron = vi.hoisted(() => ({
  exposed: [] as { name: string; api: unknown }[],
  invoked: [] as unknown[][],
  listeners: new Map<string, Listener[]>(),
}));

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => void electron.exposed.push({ name, api }) },
  ipcRenderer: {
    invoke: async (...args: unknown[]) => {
      electron.invoked.push(args);
      return { ok: true, value: 'answer' };
    },
    on: (channel: string, listener: Listener) =>
      void electron.listeners.set(channel, [...(electron.listeners.get(channel) ?? []), listener]),
  },
}));

beforeAll(() => import('../../src-main/preload/preload.ts'));
beforeEach(() => void electron.invoked.splice(0));

const bridge = (): DeskBridge => electron.exposed[0]?.api as DeskBridge;
const emit = (...args: unknown[]): void => {
  for (const listener of electron.listeners.get(eventChannel) ?? []) listener({ sender: 'ipcRenderer' }, ...args);
};

/** Every value reachable in what is exposed, with its path. */
function leaves(value: unknown, path: string): { path: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, entry]) => leaves(entry, `${path}.${key}`));
}

describe('what the window is given', () => {
  it('is one name, holding the calls of the contract and one way to listen, all plain functions', () => {
    expect(electron.exposed.map(({ name }) => name)).toEqual(['desk']);
    expect(Object.keys(bridge())).toEqual(['calls', 'on']);
    const found = leaves(bridge(), 'desk');
    expect(found.map(({ path }) => path)).toEqual([
      ...callNames(contract).map((name) => `desk.calls.${name}`),
      'desk.on',
    ]);
    for (const leaf of found) expect(typeof leaf.value, leaf.path).toBe('function');
  });

  it.each(callNames(contract))(
    '%s goes through the one channel under its own name, with one argument',
    async (name) => {
      const call = bridge().calls[name] as (...args: unknown[]) => Promise<unknown>;
      expect(await call({ some: 'input' }, 'another-channel', 'more')).toEqual({ ok: true, value: 'answer' });
      expect(electron.invoked).toEqual([[callChannel, name, { some: 'input' }]]);
    },
  );

  it('listens on the one channel of events, whatever the window asks', () => {
    for (const name of eventNames(contract)) bridge().on(name, () => {});
    expect([...electron.listeners.keys()]).toEqual([eventChannel]);
    expect(electron.listeners.get(eventChannel)).toHaveLength(1);
  });

  it('hands a listener the payload and nothing else: no event object, no sender', () => {
    const heard: unknown[][] = [];
    const stop = bridge().on('customers.changed', (...args: unknown[]) => void heard.push(args));
    emit('customers.changed', { ids: ['a'], all: false }, 'extra');
    emit('payments.changed', { other: true });
    expect(heard).toEqual([[{ ids: ['a'], all: false }]]);
    expect(stop()).toBeUndefined();
    emit('customers.changed', { ids: ['b'], all: false });
    expect(heard).toHaveLength(1);
  });

  it('ends only the subscription that asks for it, also when one function listens twice', () => {
    let heard = 0;
    const listener = (): void => void (heard += 1);
    const first = bridge().on('customers.changed', listener);
    const second = bridge().on('customers.changed', listener);
    first();
    emit('customers.changed', {});
    expect(heard).toBe(1);
    second();
  });

  it.each(['desk:call', 'desk:event', 'ipc-message', '__proto__', 'constructor', '', 'customers.list'])(
    'refuses to listen to what is no event: %s',
    (name) => expect(() => bridge().on(name, () => {})).toThrow('Not an event of the desk'),
  );
});
