import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeSandboxClock } from '../../../src-main/sandbox/core/clock.ts';
import { makeFaults } from '../../../src-main/sandbox/core/faults.ts';
import type { SandboxFaults } from '../../../src-main/sandbox/core/faults.ts';
import { listen } from '../../../src-main/sandbox/core/http.ts';
import type { SandboxServer } from '../../../src-main/sandbox/core/http.ts';
import { makeIds } from '../../../src-main/sandbox/core/ids.ts';
import { jsonReply } from '../../../src-main/sandbox/core/message.ts';
import { openSandboxStore } from '../../../src-main/sandbox/core/store.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'comptoir-sandbox-'));
  file = path.join(folder, 'sandbox.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the sandbox store', () => {
  test('lists by time, then by order of insertion, and pages without gaps', () => {
    const store = openSandboxStore(file);
    store.put('hold', 'b', { id: 'b' }, { created: 2, owner: 'x' });
    store.put('hold', 'a', { id: 'a' }, { created: 1, owner: 'x' });
    store.put('hold', 'c', { id: 'c' }, { created: 2, owner: 'y', ref: 'r' });
    const ids = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id);
    expect(ids(store.list('hold'))).toEqual(['a', 'b', 'c']);
    expect(ids(store.list('hold', { newestFirst: true, limit: 2 }))).toEqual(['c', 'b']);
    expect(ids(store.list('hold', { newestFirst: true, startAfter: 'c' }))).toEqual(['b', 'a']);
    expect(ids(store.list('hold', { startAfter: 'a' }))).toEqual(['b', 'c']);
    expect(ids(store.list('hold', { owner: 'x', createdFrom: 2 }))).toEqual(['b']);
    expect(ids(store.list('hold', { ref: 'r' }))).toEqual(['c']);
    expect(ids(store.list<{ id: string }>('hold', { where: (row) => row.id !== 'b', limit: 2 }))).toEqual(['a', 'c']);
    store.close();
  });

  test('keeps its place in every list when a document is written again without an index', () => {
    const store = openSandboxStore(file);
    store.put('card', 'k', { id: 'k', exp: 1 }, { created: 5, owner: 'x' });
    store.put('card', 'k', { id: 'k', exp: 2 });
    expect(store.list('card', { owner: 'x', createdFrom: 5 })).toEqual([{ id: 'k', exp: 2 }]);
    store.close();
  });

  test('a throw inside a transaction undoes documents, settings and counters', () => {
    const store = openSandboxStore(file);
    expect(() =>
      store.transaction(() => {
        store.put('card', 'k', { id: 'k' });
        store.setSetting('s', '1');
        store.nextSequence('n');
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(store.get('card', 'k')).toBeUndefined();
    expect(store.setting('s')).toBeUndefined();
    expect(store.nextSequence('n')).toBe(1);
    store.close();
  });

  test('counters run on past a part that was taken back, and the file has what was kept: no id is given twice', () => {
    let store = openSandboxStore(file);
    const failing = (): void =>
      store.transaction(() => {
        store.nextSequence('n');
        store.nextSequence('within');
        throw new Error('stop');
      });
    store.nextSequence('within');
    store.close();
    store = openSandboxStore(file);
    store.transaction(() => {
      expect(store.nextSequence('n')).toBe(1);
      expect(failing).toThrow('stop');
      expect(store.nextSequence('n')).toBe(2);
      expect(store.rehearsed(() => store.nextSequence('n'))).toBe(3);
    });
    store.close();

    store = openSandboxStore(file);
    expect(store.nextSequence('n')).toBe(3);
    expect(store.nextSequence('within')).toBe(2);
    store.clear();
    expect(store.nextSequence('n')).toBe(1);
    store.close();
  });

  test('survives a restart: documents, the clock that was set, and ids that never repeat', () => {
    let store = openSandboxStore(file);
    let clock = makeSandboxClock(store, () => 1_000);
    clock.set(500_000);
    clock.advance(1);
    const first = makeIds(store, 'seed').token('pi_', 24);
    store.put('card', 'k', { id: 'k' });
    store.close();

    store = openSandboxStore(file);
    clock = makeSandboxClock(store, () => 3_000);
    expect(clock.now()).toBe(502_001);
    expect(store.get('card', 'k')).toEqual({ id: 'k' });
    const second = makeIds(store, 'seed').token('pi_', 24);
    expect(second).not.toBe(first);
    store.clear();
    expect(clock.now()).toBe(3_000);
    expect(makeIds(store, 'seed').token('pi_', 24)).toBe(first);
    expect(first).toMatch(/^pi_[0-9A-Za-z]{24}$/);
    expect(makeIds(store, 'seed').uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    store.close();
  });
});

describe('the sandbox server', () => {
  let server: SandboxServer;
  let faults: SandboxFaults;
  let processed: string[];
  let seen: number[];
  beforeEach(async () => {
    faults = makeFaults();
    processed = [];
    seen = [];
    server = await listen({
      port: 0,
      faults,
      now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
      handle(request) {
        processed.push(`${request.method} ${request.path}?${request.query} ${request.body}`);
        return jsonReply(200, { text: 'é'.repeat(1000) });
      },
      seen: (_request, status) => seen.push(status),
    });
  });
  afterEach(() => server.close());
  const post = (): Promise<Response> => fetch(`${server.url}/v1/things?x=1`, { method: 'POST', body: 'a=b' });

  test('hands the request over whole and answers with the time of its own clock', async () => {
    const reply = await post();
    expect(reply.headers.get('date')).toBe('Fri, 02 Jan 2026 03:04:05 GMT');
    expect(((await reply.json()) as { text: string }).text).toHaveLength(1000);
    expect(processed).toEqual(['POST /v1/things?x=1 a=b']);
    expect(seen).toEqual([200]);
  });

  test('drops before processing, after processing, or in the middle of the body', async () => {
    faults.add({ path: '^/v1/things$', nth: 2, fault: 'drop-before' });
    expect((await post()).status).toBe(200);
    await expect(post()).rejects.toThrow();
    expect(processed).toHaveLength(1);
    expect((await post()).status).toBe(200);

    faults.add({ path: '/things', method: 'POST', nth: 1, fault: 'drop-after' });
    await expect(post()).rejects.toThrow();
    expect(processed).toHaveLength(3);

    faults.add({ path: '/things', nth: 1, fault: 'cut-body' });
    await expect(post().then((reply) => reply.text())).rejects.toThrow();
    expect(processed).toHaveLength(4);
    expect(seen).toEqual([200, 0, 200, 0, 0]);
  });

  test('refuses without processing, or answers 500 to what was done, as many times as told', async () => {
    faults.add({ path: '/things', nth: 1, fault: '500-before', times: 2 });
    expect((await post()).status).toBe(500);
    expect((await post()).status).toBe(500);
    expect(processed).toHaveLength(0);
    faults.add({ path: '/things', nth: 1, fault: '500-after' });
    expect((await post()).status).toBe(500);
    expect(processed).toHaveLength(1);
    expect((await post()).status).toBe(200);
  });

  test('a hanging request is never processed and does not keep the server from closing', async () => {
    faults.add({ path: '/things', nth: 1, fault: 'hang' });
    const hanging = post().then(
      () => 'answered',
      () => 'never answered',
    );
    while (seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await server.close();
    expect(await hanging).toBe('never answered');
    expect(processed).toHaveLength(0);
  });

  test('a body beyond a megabyte is refused', async () => {
    const reply = await fetch(`${server.url}/v1/things`, { method: 'POST', body: 'x'.repeat(1_000_001) });
    expect(reply.status).toBe(413);
    expect(processed).toHaveLength(0);
  });
});
