import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandbox } from '../../../src-main/sandbox/sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../../src-main/sandbox/sandbox.ts';
import { opening } from './stripe-house.ts';

let folder: string;
let running: Sandbox[];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'comptoir-sandbox-'));
  running = [];
});
afterEach(async () => {
  for (const sandbox of running) await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function start(more: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({
    file: path.join(folder, 'sandbox.sqlite'),
    seed: 'test',
    realNow: () => opening,
    demoHouse: false,
    ...more,
  });
  running.push(sandbox);
  return sandbox;
}

async function stop(sandbox: Sandbox): Promise<void> {
  running = running.filter((one) => one !== sandbox);
  await sandbox.close();
}

function stripeOf(sandbox: Sandbox): Stripe {
  const { hostname, port } = new URL(sandbox.stripeUrl);
  return new Stripe(sandbox.stripeKey, { host: hostname, port, protocol: 'http', maxNetworkRetries: 0 });
}

test('both providers answer on loopback, with the keys it hands out', async () => {
  const sandbox = await start();
  expect(sandbox.stripeUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await stripeOf(sandbox).customers.list()).toMatchObject({ data: [] });
  const monitor = await fetch(`${sandbox.paysafeUrl}/customervault/monitor`);
  expect([monitor.status, await monitor.json()]).toEqual([200, { status: 'READY' }]);
  expect(sandbox.paysafeAccounts.map((account) => account.currency)).toContain('CAD');
});

test('what was there survives a restart, on whatever port', async () => {
  const first = await start();
  const made = await stripeOf(first).checkout.sessions.create({
    mode: 'setup',
    currency: 'cad',
    success_url: 'https://example.com',
  });
  first.clock.advance(3_600_000);
  await stop(first);
  const second = await start();
  const found = await stripeOf(second).checkout.sessions.retrieve(made.id);
  expect(found.url).toBe(`${second.stripeUrl}/pay/${made.id}`);
  expect(second.clock.now()).toBe(opening + 3_600_000);
});

test('an empty file begun without the demo house stays empty', async () => {
  await stop(await start());
  const again = await start({ demoHouse: true });
  expect((await stripeOf(again).customers.list()).data).toEqual([]);
});

test('a taken port is told in a sentence and leaves nothing open', async () => {
  const first = await start();
  const { port } = new URL(first.stripeUrl);
  const other = { file: path.join(folder, 'other.sqlite') };
  await expect(start({ ...other, paysafePort: Number(port) })).rejects.toThrow(`Port ${port} on 127.0.0.1 is taken.`);
  const second = await start(other);
  expect(second.stripeUrl).not.toBe(first.stripeUrl);
});

test('a reset over the control path forgets everything, faults and clock included', async () => {
  const sandbox = await start();
  const stripe = stripeOf(sandbox);
  await stripe.customers.create({ name: 'Luc' });
  sandbox.clock.advance(86_400_000);
  sandbox.faults.add({ path: '.*', nth: 1, fault: '500-before', times: 100 });
  const reply = await fetch(`${sandbox.paysafeUrl}/_control/reset`, { method: 'POST' });
  expect(reply.status).toBe(200);
  expect((await stripe.customers.list()).data).toEqual([]);
  expect(sandbox.clock.now()).toBe(opening);
});

test('both servers share one clock, one log and one set of faults', async () => {
  const sandbox = await start();
  await fetch(`${sandbox.paysafeUrl}/_control/fault`, {
    method: 'POST',
    body: JSON.stringify({ path: '^/customervault/monitor$', nth: 1, fault: '429' }),
  });
  const refused = await fetch(`${sandbox.paysafeUrl}/customervault/monitor`);
  expect([refused.status, await refused.json()]).toMatchObject([429, { error: { code: '1200' } }]);
  await stripeOf(sandbox).balance.retrieve();
  const log: unknown = await (await fetch(`${sandbox.stripeUrl}/_control/requests`)).json();
  expect(log).toMatchObject({ count: 2, requests: [{ status: 429 }, { path: '/v1/balance', status: 200 }] });
});

test('the demo house is there at the first start, is the same for the same seed, and comes back after a reset', async () => {
  const sandbox = await start({ demoHouse: true });
  const ids = async (): Promise<string[]> => {
    const customers = await stripeOf(sandbox).customers.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
    return customers.map((customer) => `${customer.id} ${customer.name ?? ''}`);
  };
  const before = await ids();
  expect(before.length).toBeGreaterThan(100);
  expect(sandbox.clock.now()).toBe(opening);
  await stripeOf(sandbox).customers.create({ name: 'Luc' });
  await sandbox.reset();
  expect(await ids()).toEqual(before);
});
