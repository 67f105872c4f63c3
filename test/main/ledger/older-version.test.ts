import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeProviders, type Providers } from '../../../src-main/gateways/gateways.ts';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { complete } from '../../../src-main/payments/complete.ts';
import type { ProviderRequest } from '../../../src-main/payments/ports.ts';
import type { Engine } from '../../../src-main/payments/settle.ts';
import { countedIds } from '../../support/clock.ts';
import { toyEngine } from '../../support/toy-provider.ts';
import { json, oddServer, type OddServer } from '../gateways/odd-server.ts';

/** A minute after the last of these orders was given. */
const morning = Date.UTC(2026, 10, 20, 15, 1);

interface Frozen {
  readonly id: string;
  readonly plan: string;
  readonly request: string;
  readonly repeat_key: string;
  readonly guard: string;
}

let folder: string;
let file: string;
let server: OddServer;
let ledger: HouseLedger;
let providers: Providers;
// The engine's own clock, and whatever else it goes by: this version's rules, only the records are old.
const toy = toyEngine({});
const { clock } = toy.provider;
/** As they lie in the frozen text, read without any code of ours. */
let frozen: ReadonlyMap<string, Frozen>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'older-version-'));
  file = join(folder, 'ledger.db');
  const database = new Database(file);
  database.exec(readFileSync(join(import.meta.dirname, 'records-0.1.0.sql'), 'utf8'));
  database.close();
  frozen = rows();
  clock.set(morning);
  server = await oddServer((response, _nth, { method, url }) => answer(response, `${method} ${url}`));
  ledger = await openLedger({ file }, { clock, random: countedIds(), auditKey: Buffer.alloc(32, 7) });
  providers = makeProviders({
    address: () => server.url,
    live: false,
    credential: async () => 'Bearer made-up',
    accounts: () => [{ number: '1001000010', currency: 'CAD', kind: 'card' }],
    stripeAccount: () => 'acct_made_up',
    // A house that was renamed since, whose new charges would say so.
    statementName: () => 'ANOTHER NAME',
    clock,
    random: countedIds(),
    wait: async () => undefined,
    trace: () => undefined,
  });
});
afterEach(async () => {
  providers.sender.close();
  await ledger.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

function rows(): ReadonlyMap<string, Frozen> {
  const database = new Database(file, { readonly: true });
  const found = database.prepare<[], Frozen>('SELECT id, plan, request, repeat_key, guard FROM operation').all();
  database.close();
  return new Map(found.map((row) => [row.id, row]));
}
type Seen = OddServer['seen'][number];
const keyOf = ({ headers }: Seen): string => String(headers['idempotency-key']);

function requestOf(id: string): ProviderRequest {
  return JSON.parse(frozen.get(id)?.request ?? '') as ProviderRequest;
}

/** The provider as these orders left it: it has the charge at Paysafe and both captures, and never saw the hold. */
function answer(response: ServerResponse, asked: string): void {
  const said = (body: object): void => json(response, 200, body, { date: new Date(clock.now()).toUTCString() });
  const list = (data: readonly object[]): void => said({ object: 'list', data, has_more: false });
  const refNum = (id: string): string => frozen.get(id)?.repeat_key ?? '';
  if (asked === 'POST /v1/payment_intents') return said(intent('op-charge-just-written', 'pi_MadeUp0001', 16_270));
  if (asked === 'POST /v1/refunds') {
    const metadata = metadataOf('op-part-refund-no-answer');
    return said({
      id: 're_MadeUp0002',
      object: 'refund',
      status: 'succeeded',
      amount: 2500,
      currency: 'cad',
      metadata,
      payment_intent: 'pi_MadeUp0002',
    });
  }
  if (asked.startsWith('GET /v1/payment_intents/pi_MadeUp0003'))
    return said(intent('op-capture-provider-fault', 'pi_MadeUp0003', 8000));
  if (asked.startsWith('GET /v1/payment_intents?')) return list([]);
  if (asked.includes('/auths?')) {
    const own = { id: '4d5f', merchantRefNum: refNum('op-charge-at-paysafe'), status: 'COMPLETED', amount: 16_270 };
    return said({ auths: [{ ...own, settleWithAuth: true, currencyCode: 'CAD' }] });
  }
  if (asked.includes('/settlements?'))
    return said({
      settlements: [{ id: '5d5f', merchantRefNum: refNum('op-capture-at-paysafe'), status: 'PENDING', amount: 5000 }],
    });
  return json(response, 404, { error: { message: `Not expected: ${asked}` } });
}

function intent(id: string, reference: string, amount: number): object {
  const { customerRef = null, payToken = null } = JSON.parse(frozen.get(id)?.plan ?? '') as {
    customerRef?: string;
    payToken?: string;
  };
  const money = { amount, amount_received: amount, currency: 'cad', created: morning / 1000 };
  const parts = { customer: customerRef, payment_method: payToken, metadata: metadataOf(id), latest_charge: null };
  return { id: reference, object: 'payment_intent', status: 'succeeded', ...money, ...parts };
}

/** The marks that the request itself carries, as Stripe would keep them. */
function metadataOf(id: string): Record<string, string> {
  const marks: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(requestOf(id).body ?? '')) {
    const mark = /^metadata\[(\w+)\]$/.exec(name)?.[1];
    if (mark !== undefined) marks[mark] = value;
  }
  return marks;
}

/** This version's engine on those records. */
function engine(): Engine {
  const { gateways, readers, sender } = providers;
  return { ...toy.engine, ledger: ledger.operations, gateways, readers, sender };
}

/** The line is there and has told its time, as before any desk's first question about what was open. */
async function finish(): Promise<void> {
  await Promise.all([providers.greet('stripe'), providers.greet('paysafe')]);
  server.seen.length = 0;
  const desk = engine();
  for (let round = 0; round < 6; round += 1) {
    await complete(desk, 'all');
    clock.pass(3 * 60_000);
  }
}

describe('orders that were open when an older version was closed (0.1.0)', () => {
  test('are finished with the very bytes and the very key that were written then', async () => {
    await finish();
    const byKey = (a: Seen, b: Seen): number => keyOf(a).localeCompare(keyOf(b));
    const sent = server.seen.filter(({ method }) => method !== 'GET').toSorted(byKey);
    const expected = ['op-charge-just-written', 'op-part-refund-no-answer'].map(requestOf);
    expect(sent.map(({ method, url, body }) => ({ method, url, body }))).toEqual(
      expected.map(({ method, path, body }) => ({ method, url: path, body })),
    );
    for (const [index, { headers }] of expected.entries()) expect(sent[index]?.headers).toMatchObject(headers);
    expect(sent.map(keyOf)).toEqual(['cpt-ticket-0000-0000-000000000001', 'cpt-ticket-0000-0000-000000000002']);
  });

  test('are asked about by the key they were given, and all but one that needs a person are known', async () => {
    await finish();
    const asked = server.seen.filter(({ method }) => method === 'GET').map(({ url }) => url);
    for (const id of ['op-charge-at-paysafe', 'op-capture-at-paysafe'])
      expect(
        asked.filter((url) => url.includes(`merchantRefNum=${frozen.get(id)?.repeat_key}`)),
        id,
      ).toHaveLength(1);
    const states: Record<string, unknown> = {};
    for (const id of frozen.keys()) states[id] = (await ledger.operations.byId(id))?.state;
    expect(states).toMatchObject({
      'op-charge-just-written': { name: 'done', reference: 'pi_MadeUp0001', moved: { charged: 16_270 } },
      'op-part-refund-no-answer': { name: 'done', reference: 're_MadeUp0002', moved: { refunded: 2500 } },
      'op-capture-provider-fault': { name: 'done', reference: 'pi_MadeUp0003', moved: { captured: 8000 } },
      // Without the provider's time beside it nobody knows how old its key is: asked about, never sent again.
      'op-hold-undated': { name: 'not_done', why: 'absent' },
      'op-charge-at-paysafe': { name: expect.stringMatching(/^(done|pending)$/) },
      'op-capture-at-paysafe': { name: expect.stringMatching(/^(done|pending)$/) },
      'op-release-needs-person': { name: 'needs_person', why: 'provider_cannot_say' },
    });
    expect(ledger.trouble()).toBeNull();
  });

  test('keep plan, request, key and guard letter by letter, and the records stay sound', async () => {
    await finish();
    expect(await ledger.audit.verifyAudit()).toMatchObject({ sound: true });
    await ledger.close();
    expect(rows()).toEqual(frozen);
    ledger = await openLedger({ file }, { clock, random: countedIds(), auditKey: Buffer.alloc(32, 7) });
    expect(await ledger.operations.openOperations()).toEqual([]);
    expect(ledger.trouble()).toBeNull();
  });
});
