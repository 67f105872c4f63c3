import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandboxClock } from '../../../src-main/sandbox/core/clock.ts';
import { makeControl } from '../../../src-main/sandbox/core/control.ts';
import { makeFaults } from '../../../src-main/sandbox/core/faults.ts';
import type { SandboxFaults } from '../../../src-main/sandbox/core/faults.ts';
import { listen } from '../../../src-main/sandbox/core/http.ts';
import type { SandboxServer } from '../../../src-main/sandbox/core/http.ts';
import { jsonReply } from '../../../src-main/sandbox/core/message.ts';
import { makeRequestLog } from '../../../src-main/sandbox/core/request-log.ts';
import { openSandboxStore } from '../../../src-main/sandbox/core/store.ts';
import type { SandboxStore } from '../../../src-main/sandbox/core/store.ts';

let server: SandboxServer;
let store: SandboxStore;
let faults: SandboxFaults;
let done: string[];
beforeEach(async () => {
  store = openSandboxStore(':memory:');
  const clock = makeSandboxClock(store, () => 1_000_000);
  const requests = makeRequestLog();
  faults = makeFaults();
  done = [];
  server = await listen({
    port: 0,
    faults,
    now: () => clock.now(),
    seen: (request, status) => requests.add(request, status),
    handle: () => jsonReply(200, {}),
    control: makeControl({
      clock,
      faults,
      requests,
      clockMoved: () => done.push('clock moved'),
      runBatch: () => done.push('batch'),
      expire(id) {
        if (id !== 'pi_open') throw new Error(`There is no open hold ${id}.`);
        done.push(`expired ${id}`);
      },
      withdraw(id) {
        if (id !== 'pi_open') throw new Error(`There is no open hold ${id}.`);
        done.push(`withdrew ${id}`);
      },
      declineCapture(id) {
        if (id !== 'pi_open') throw new Error(`There is no open hold ${id}.`);
        done.push(`declines ${id}`);
      },
      replaceCard({ id, last4 }) {
        if (id !== 'pm_saved') throw new Error(`The sandbox has no payment method ${id}.`);
        done.push(`${id} ends ${last4}`);
      },
      async reset() {
        await Promise.resolve();
        done.push('reset');
      },
    }),
  });
});
afterEach(async () => {
  await server.close();
  store.close();
});

async function control(name: string, body: unknown, headers: Record<string, string> = {}): Promise<[number, unknown]> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const reply = await fetch(`${server.url}/_control/${name}`, { method: 'POST', body: text, headers });
  return [reply.status, await reply.json()];
}

test('the clock is set, moved on and read, and what has lapsed by then lapses', async () => {
  expect(await control('clock', { set: 5_000_000 })).toEqual([200, { now: 5_000_000 }]);
  expect(await control('clock', { advance: -1000 })).toEqual([200, { now: 4_999_000 }]);
  expect(done).toEqual(['clock moved', 'clock moved']);
  expect(await (await fetch(`${server.url}/_control/clock`)).json()).toEqual({ now: 4_999_000 });
});

test('the batch runs, a hold expires, the house is reset', async () => {
  expect((await control('batch', ''))[0]).toBe(200);
  expect((await control('expire', { id: 'pi_open' }))[0]).toBe(200);
  expect((await control('reset', {}))[0]).toBe(200);
  expect(done).toEqual(['batch', 'expired pi_open', 'reset']);
  expect(await control('expire', { id: 'pi_none' })).toEqual([
    400,
    { ok: false, message: 'There is no open hold pi_none.' },
  ]);
});

test('a fault strikes the n-th matching request until it is cleared, and control calls are never struck', async () => {
  expect((await control('fault', { path: '.*', nth: 2, fault: '500-before', times: 5 }))[0]).toBe(200);
  const statuses: number[] = [];
  for (let number = 0; number < 3; number += 1) statuses.push((await fetch(`${server.url}/v1/things`)).status);
  expect(statuses).toEqual([200, 500, 500]);
  expect((await control('faults/clear', {}))[0]).toBe(200);
  expect((await fetch(`${server.url}/v1/things`)).status).toBe(200);
});

test('the log names every request with its key and what was answered', async () => {
  await fetch(`${server.url}/v1/a`, { method: 'POST', headers: { 'Idempotency-Key': 'ticket-1' } });
  await fetch(`${server.url}/cardpayments/v1`, { method: 'POST', body: '{"merchantRefNum":"ref-9","amount":1}' });
  await control('fault', { path: '/v1/b', nth: 1, fault: 'drop-before' });
  await expect(fetch(`${server.url}/v1/b`)).rejects.toThrow();
  expect(await (await fetch(`${server.url}/_control/requests`)).json()).toEqual({
    count: 3,
    requests: [
      { method: 'POST', path: '/v1/a', key: 'ticket-1', status: 200 },
      { method: 'POST', path: '/cardpayments/v1', key: 'ref-9', status: 200 },
      { method: 'GET', path: '/v1/b', key: null, status: 0 },
    ],
  });
});

test('a bank takes its word back, or says no when an open hold is captured; about any other it is refused', async () => {
  expect((await control('withdraw', { id: 'pi_open' }))[0]).toBe(200);
  expect((await control('decline-capture', { id: 'pi_open' }))[0]).toBe(200);
  expect((await control('decline-capture', { id: 'pi_other' }))[0]).toBe(400);
  expect(done).toEqual(['withdrew pi_open', 'declines pi_open']);
});

test.each([
  ['clock', {}],
  ['clock', { set: 'noon' }],
  ['clock', 'not json'],
  ['clock', '[1]'],
  ['latency', { ms: -1 }],
  ['expire', {}],
  ['fault', { path: '(', nth: 1, fault: 'hang' }],
  ['fault', { path: '/', nth: 0, fault: 'hang' }],
  ['fault', { path: '/', nth: 1, fault: 'earthquake' }],
])('%s with %j is refused with a sentence and does nothing', async (name, body) => {
  const [status, answer] = await control(name, body);
  expect(status).toBe(400);
  expect(answer).toMatchObject({ ok: false, message: expect.stringMatching(/\w{3,}/) as unknown });
  expect(done).toEqual([]);
  expect((await fetch(`${server.url}/v1/things`)).status).toBe(200);
});

test('a web page of another origin may not steer, and an unknown call is not found', async () => {
  expect((await control('reset', {}, { Origin: 'https://example.com' }))[0]).toBe(403);
  expect((await control('explode', {}))[0]).toBe(404);
  expect((await fetch(`${server.url}/_control/explode`)).status).toBe(404);
  expect(done).toEqual([]);
});
