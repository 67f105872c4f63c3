import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { command, query } from '../../../src-main/contract/channel.ts';
import { contract } from '../../../src-main/contract/contract.ts';
import { callNames, findCall } from '../../../src-main/contract/channel.ts';
import { done, refused } from '../../../src-main/contract/failure.ts';
import { fromDeskPage } from '../../../src-main/ipc/sender.ts';
import type { SignedIn } from '../../../src-main/house/signed-in.ts';
import { handlersByName, serve } from '../../../src-main/ipc/serve.ts';

const maude: SignedIn = { id: 'st-1', name: 'Maude', verbs: ['find', 'charge'] };

function gate(who: SignedIn | null) {
  const reached: unknown[] = [];
  const written: string[] = [];
  const faults: string[] = [];
  const tree = {
    holds: {
      capture: command('capture', v.strictObject({ amount: v.number() }), v.object({ said: v.string() })),
      look: query('find', v.strictObject({}), v.object({ said: v.string() })),
      breaks: query('anyone', v.strictObject({}), v.object({ said: v.string() })),
      locked: query('anyone', v.strictObject({}), v.object({ said: v.string() })),
      no: command('find', v.strictObject({}), v.object({ said: v.string() })),
    },
  };
  const handlers = handlersByName({
    holds: {
      capture: async (input: unknown) => (reached.push(input), done({ said: 'captured', secret: 'token' })),
      look: async () => done({ said: 'seen', payToken: 'C-token' }),
      breaks: async () => Promise.reject(new Error('disk on fire')),
      locked: async () => Promise.reject(new RangeError('another program')),
      no: async () => refused('busy'),
    },
  });
  const call = (name: unknown, input: unknown = {}) =>
    serve(
      {
        tree,
        handlers,
        signedIn: () => who,
        words: (error) => (error instanceof RangeError ? refused('records_locked').failure : null),
        refusedAttempt: async (name_, _who, code) => void written.push(`${name_} ${code}`),
        fault: (_n, reference) => void faults.push(reference),
        reference: () => 'REF-1',
      },
      name,
      input,
    );
  return { call, reached, written, faults };
}

describe('the gate of every call', () => {
  it('keeps a capture by the front desk from the engine and writes the attempt down', async () => {
    const { call, reached, written } = gate(maude);
    expect(await call('holds.capture', { amount: 1 })).toEqual({
      ok: false,
      failure: { code: 'not_allowed', facts: { verb: 'capture' } },
    });
    expect(reached).toEqual([]);
    expect(written).toEqual(['holds.capture not_allowed']);
  });

  it('refuses everything but the lock screen’s calls while nobody is signed in', async () => {
    const { call, written } = gate(null);
    expect(await call('holds.look')).toMatchObject({ failure: { code: 'not_signed_in' } });
    expect(await call('holds.capture', { amount: 1 })).toMatchObject({ failure: { code: 'not_signed_in' } });
    expect(written).toEqual(['holds.capture not_signed_in']);
  });

  it('lets nothing out that the contract does not name', async () => {
    const { call } = gate(maude);
    expect(await call('holds.look')).toEqual({ ok: true, value: { said: 'seen' } });
  });

  it.each([[undefined], [{}], [{ amount: '1' }], [{ amount: 1, table: 'staff' }], [[1]], ['x']])(
    'refuses the malformed input %j',
    async (input) => {
      const { call, reached } = gate({ ...maude, verbs: ['capture'] });
      expect(await call('holds.capture', input)).toMatchObject({ ok: false, failure: { code: 'bad_input' } });
      expect(reached).toEqual([]);
    },
  );

  it.each(['holds.nothing', 'constructor', '__proto__.x', 'holds', '', 7, null, 'holds.capture.x'])(
    'knows no call named %s',
    async (name) => {
      expect(await gate(maude).call(name)).toEqual({ ok: false, failure: { code: 'unknown_call' } });
    },
  );

  it('turns a fault of ours into a reference, never into its message', async () => {
    const { call, faults } = gate(null);
    expect(await call('holds.breaks')).toEqual({
      ok: false,
      failure: { code: 'internal', facts: { reference: 'REF-1' } },
    });
    expect(faults).toEqual(['REF-1']);
  });

  it('says a trouble of the desk in its own words, not as a fault of ours', async () => {
    const { call, faults } = gate(maude);
    expect(await call('holds.locked')).toEqual({ ok: false, failure: { code: 'records_locked' } });
    expect(faults).toEqual(['records_locked']);
  });

  it('writes a refused command down with its reason', async () => {
    const { call, written } = gate(maude);
    await call('holds.no');
    expect(written).toEqual(['holds.no busy']);
  });
});

describe('the contract', () => {
  it('has no call that takes a function, table, address, path or secret name', () => {
    for (const name of callNames(contract)) {
      const input = findCall(contract, name)?.input as unknown as { entries?: Record<string, unknown> };
      const fields = Object.keys(input.entries ?? {});
      expect(
        fields.filter((field) => /^(fn|function|method|table|url|href|path|file|secret|channel)$/i.test(field)),
        name,
      ).toEqual([]);
    }
  });
});

describe('where a call comes from', () => {
  const window = { id: 4 };
  const top = { url: 'app://desk/index.html', parent: null };
  it.each([
    ['the top frame of our window', { senderFrame: top, sender: { id: 4 } }, true],
    ['another window', { senderFrame: top, sender: { id: 5 } }, false],
    ['a frame inside it', { senderFrame: { url: top.url, parent: top }, sender: { id: 4 } }, false],
    [
      'a look-alike origin',
      { senderFrame: { url: 'app://desk.evil/index.html', parent: null }, sender: { id: 4 } },
      false,
    ],
    ['a page from the network', { senderFrame: { url: 'https://app/desk/', parent: null }, sender: { id: 4 } }, false],
    ['a frame that is gone', { senderFrame: null, sender: { id: 4 } }, false],
  ])('%s', (_what, event, good) => {
    expect(fromDeskPage(event, window, 'app://desk')).toBe(good);
  });
});
