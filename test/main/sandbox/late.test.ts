import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FaultRule } from '../../../src-main/sandbox/core/faults.ts';
import { startSandbox, type Sandbox } from '../../../src-main/sandbox/sandbox.ts';
import { customerWithCard, offSession, refusal } from './stripe-house.ts';

// Look-ups that lag behind, and work that a provider takes back.
const minute = 60_000;
let folder: string;
let sandbox: Sandbox;
let stripe: Stripe;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-late-'));
  const file = join(folder, 'sandbox.db');
  sandbox = await startSandbox({ file, seed: 'late', realNow: () => Date.UTC(2026, 10, 20), demoHouse: false });
  const { hostname, port } = new URL(sandbox.stripeUrl);
  const local = { host: hostname, port, protocol: 'http', maxNetworkRetries: 0, telemetry: false } as const;
  stripe = new Stripe(sandbox.stripeKey, local);
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A charge that meets this fault, and how many look-ups find at the moments after it. */
async function chargeUnder(rule: Pick<FaultRule, 'fault' | 'hiddenMs' | 'undone'>) {
  const saved = await customerWithCard(stripe);
  sandbox.faults.add({ method: 'POST', path: '/payment_intents$', nth: 1, ...rule });
  const send = () => stripe.paymentIntents.create(offSession(5000, saved), { idempotencyKey: 'ticket-late' });
  await refusal(send());
  const found = async (): Promise<string[]> =>
    (await stripe.paymentIntents.list({ customer: saved.customer.id })).data.map(({ status }) => status);
  return { send, found };
}

test('a look-up that lags shows the charge only when its time has come, and as often as one asks', async () => {
  const { send, found } = await chargeUnder({ fault: '503-after-unkept', hiddenMs: minute });
  expect([await found(), await found()]).toEqual([[], []]);
  sandbox.clock.advance(minute - 1);
  expect(await found()).toEqual([]);
  // The key knows all the while: what lags is the look-up.
  expect((await send()).status).toBe('succeeded');
  sandbox.clock.advance(1);
  expect([await found(), await found()]).toEqual([['succeeded'], ['succeeded']]);
});

test('a fault that rolls forward stays the answer under its key, and the charge appears', async () => {
  const { send, found } = await chargeUnder({ fault: '500-after', hiddenMs: minute });
  expect(await refusal(send())).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
  expect(await found()).toEqual([]);
  sandbox.clock.advance(minute);
  expect(await found()).toEqual(['succeeded']);
  expect(await refusal(send())).toMatchObject({ statusCode: 500 });
});

test('a fault that rolls back stays the answer under its key, and nothing is left of the charge', async () => {
  const { send, found } = await chargeUnder({ fault: '500-after', hiddenMs: minute, undone: true });
  expect(await found()).toEqual([]);
  sandbox.clock.advance(minute);
  expect(await found()).toEqual([]);
  expect(await refusal(send())).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
  expect(await found()).toEqual([]);
});

test('a fault that is kept did nothing, and is repeated all the same', async () => {
  const { send, found } = await chargeUnder({ fault: '502-before-kept' });
  expect(await refusal(send())).toMatchObject({ statusCode: 502, headers: { 'idempotent-replayed': 'true' } });
  expect(await found()).toEqual([]);
});

test('over the control path a fault may be hidden, taken back and timed; nonsense is refused', async () => {
  const control = async (body: unknown): Promise<number> =>
    (await fetch(`${sandbox.stripeUrl}/_control/fault`, { method: 'POST', body: JSON.stringify(body) })).status;
  const rule = { path: '/payment_intents$', nth: 1, fault: '500-after' };
  expect(await control({ ...rule, hiddenMs: minute, undone: true })).toBe(200);
  expect(await control({ ...rule, forMs: minute })).toBe(200);
  for (const wrong of [{ hiddenMs: 0 }, { hiddenMs: 'long' }, { forMs: 1.5 }, { undone: 'yes' }, { times: -1 }])
    expect(await control({ ...rule, ...wrong })).toBe(400);
});
