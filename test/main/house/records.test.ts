import { randomBytes } from 'node:crypto';
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openDesk, type Desk } from '../../../src-main/compose.ts';
import type { CustomerList, CustomerPage } from '../../../src-main/contract/customer.ts';
import type { DeskStatus } from '../../../src-main/contract/desk-status.ts';
import type { Reply } from '../../../src-main/contract/failure.ts';
import type { SessionState } from '../../../src-main/contract/staff.ts';
import { standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import { chooseSecrets } from '../../../src-main/secrets/choose.ts';
import { lightPinCost } from '../../support/light-pin.ts';

// The whole desk without a window, on the demo house: what staff meet when its records are not as they should be.

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let model: string;
let dataDir: string;
let file: string;
const desks: Desk[] = [];
const logged: string[] = [];

/** Filling a demo house takes its time: one is filled, and each test has a copy of it. */
beforeAll(async () => {
  model = mkdtempSync(join(tmpdir(), 'desk-model-'));
  dataDir = model;
  await must(signIn(await open(), 'Maude'));
  await close();
});
afterAll(() => rmSync(model, { recursive: true }));

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'desk-'));
  cpSync(model, dataDir, { recursive: true });
  file = join(dataDir, 'demo', 'ledger.db');
  logged.length = 0;
  charged.clear();
});
afterEach(async () => {
  await close();
  rmSync(dataDir, { recursive: true });
});

async function open(): Promise<Desk> {
  const note = (what: string, fields?: unknown): void => void logged.push(`${what} ${JSON.stringify(fields ?? {})}`);
  const desk = await openDesk({
    dataDir,
    mode: 'demo',
    version: '0.0.0',
    clock: { now: Date.now, steady: () => performance.now() },
    random: { id: (length) => randomBytes(length).toString('hex').slice(0, length) },
    wait: (ms, signal) =>
      new Promise((done) => {
        const timer = setTimeout(done, ms).unref();
        signal?.addEventListener('abort', () => (clearTimeout(timer), done()));
      }),
    secrets: chooseSecrets('demo', join(dataDir, 'demo')),
    log: { info: note, warn: note, error: (what, error) => note(what, String(error)) },
    addresses: {},
    liveAllowed: false,
    standard: standardSettings({ mode: 'demo', language: 'fr', desk: 'Front 1' }),
    mirrorWorker: null,
    timers: false,
    pinCost: lightPinCost,
    openAtProvider: async () => false,
    openMode: async () => false,
  });
  desks.push(desk);
  return desk;
}

async function close(): Promise<void> {
  await Promise.all(desks.splice(0).map((desk) => desk.close()));
}

async function must<T>(reply: Promise<Reply<unknown>>): Promise<T> {
  const answer = await reply;
  if (!answer.ok) throw new Error(JSON.stringify(answer.failure));
  return answer.value as T;
}

const pins = { Hélène: '6157', Sylvie: '7391', Maude: '4826' } as const;

function signIn(desk: Desk, name: keyof typeof pins): Promise<Reply<unknown>> {
  return must<SessionState>(desk.call('session.state', {})).then(({ staff }) => {
    const person = staff.find((one) => one.name.startsWith(name));
    return desk.call('session.signIn', { staffId: person?.id ?? 'staff-nobody', pin: pins[name] });
  });
}

async function shutReason(desk: Desk): Promise<DeskStatus['moneyShut']> {
  return (await must<DeskStatus>(desk.call('desk.status', {}))).moneyShut;
}

/** Whose card was charged in this test: a second charge of the same client would want a manager. */
const charged = new Set<string>();

/** Charges the first card there is of somebody who was not charged yet. */
async function charge(desk: Desk): Promise<Reply<unknown>> {
  const list = { search: '', filter: 'cards', offset: 0, limit: 40 };
  for (const { id } of (await must<CustomerList>(desk.call('customers.list', list))).rows) {
    const { cards } = await must<CustomerPage>(desk.call('customers.get', { id }));
    const card = cards.find(({ unusable, busy }) => unusable === null && busy === null);
    if (!card || charged.has(id)) continue;
    charged.add(id);
    return desk.call('payments.charge', {
      ticket: randomBytes(12).toString('hex'),
      customerId: card.customerId,
      cardId: card.id,
      amount: { amount: 1250, currency: 'CAD' },
      tip: null,
      note: null,
      receiptEmail: null,
    });
  }
  throw new Error('The demo house has no card to charge');
}

function tamper(statement: string): void {
  const database = new Database(file);
  database.exec(statement);
  database.close();
}

const operations = (): number => {
  const database = new Database(file, { readonly: true });
  const count = database.prepare<[], number>('SELECT count(*) FROM operation').pluck().get() ?? -1;
  database.close();
  return count;
};

const refusedWith = (code: string) => ({ ok: false, failure: { code } });

describe('a desk beside one that is running on the same records', () => {
  test('reads, and neither charges nor changes anything; the first goes on, and leaves its place when it closes', async () => {
    const first = await open();
    await must(signIn(first, 'Hélène'));
    expect(await charge(first)).toMatchObject({ ok: true });

    const second = await open();
    expect(await shutReason(second)).toBe('records_in_use');
    await must(signIn(second, 'Hélène'));
    expect(
      await must<CustomerList>(second.call('customers.list', { search: '', filter: 'all', offset: 0, limit: 5 })),
    ).toMatchObject({
      rows: expect.arrayContaining([]) as unknown,
    });
    expect(await charge(second)).toEqual(refusedWith('records_in_use'));
    expect(operations()).toBe(1);
    for (const [name, input] of [
      [
        'settings.save',
        {
          house: 'Autre',
          desk: 'x',
          timeZone: 'UTC',
          idleLockMinutes: 5,
          statementName: 'X',
          tipPercents: [],
          paysafeHoldDays: 5,
          paysafeCardDays: [],
          lapseTimes: [],
        },
      ],
      ['session.setPreferences', { language: 'en' }],
      ['staff.add', { name: 'Ève', role: 'owner', pin: '840271' }],
      ['desk.resetDemo', {}],
    ] as const)
      expect(await second.call(name, input), name).toEqual(refusedWith('records_in_use'));

    expect(await charge(first)).toMatchObject({ ok: true });
    expect(await shutReason(first)).toBeNull();
    expect(operations()).toBe(2);
    await first.close();
    desks.splice(desks.indexOf(first), 1);
    expect(await shutReason(second)).toBeNull();
    expect(await charge(second)).toMatchObject({ ok: true });
  });
});

describe('a desk whose records are damaged', () => {
  test('opens with money shut, and lets people in to read', async () => {
    tamper(`UPDATE setting SET value = replace(value, '4826', '0000') WHERE name = 'demo.pins'`);
    const desk = await open();
    expect(await shutReason(desk)).toBe('records_damaged');
    expect(logged.join()).toContain('"table":"setting","id":"demo.pins","why":"edited"');
    await must(signIn(desk, 'Maude'));
    expect(await charge(desk)).toEqual(refusedWith('records_damaged'));
    expect(operations()).toBe(0);
  });

  test('that are no records at all still opens, is not taken for a new house, and leaves the file as it is', async () => {
    writeFileSync(file, 'this was a photograph of the salon\n'.repeat(200));
    const desk = await open();
    expect(await shutReason(desk)).toBe('records_damaged');
    expect(await must<SessionState>(desk.call('session.state', {}))).toMatchObject({
      firstStart: false,
      staff: [],
      language: 'fr',
    });
    const owner = { name: 'Ève', pin: '840271', house: 'Autre', desk: 'x' };
    expect(await desk.call('session.createOwner', owner)).toEqual(refusedWith('records_damaged'));
    await close();
    expect(readFileSync(file, 'utf8')).toMatch(/^this was a photograph/);
  });

  test('that lost their people is not taken for a new house either', async () => {
    tamper('DELETE FROM staff');
    const desk = await open();
    expect(await must<SessionState>(desk.call('session.state', {}))).toMatchObject({ firstStart: false });
    const owner = { name: 'Ève', pin: '840271', house: 'Autre', desk: 'x' };
    expect(await desk.call('session.createOwner', owner)).toEqual(refusedWith('records_damaged'));
  });

  test('that are yesterday’s is told so', async () => {
    await must(signIn(await open(), 'Maude'));
    await close();
    copyFileSync(file, `${file}.yesterday`);
    await must(signIn(await open(), 'Maude'));
    await close();
    copyFileSync(`${file}.yesterday`, file);
    expect(await shutReason(await open())).toBe('records_damaged');
    expect(logged.join()).toContain('"why":"rolled_back"');
  });

  test('whose key is gone says so, reads, and seals nothing with another', async () => {
    rmSync(join(dataDir, 'demo', 'demo-secrets.json'));
    const before = readFileSync(file);
    const desk = await open();
    expect(await shutReason(desk)).toBe('records_key_missing');
    expect((await must<SessionState>(desk.call('session.state', {}))).staff).toHaveLength(3);
    await close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

test('a demo house that was made new is still that house after a restart: its people come in and its records are sound', async () => {
  const desk = await open();
  await must(signIn(desk, 'Hélène'));
  await must(charge(desk));
  await must(desk.call('desk.resetDemo', {}));
  expect(operations()).toBe(0);
  await must(signIn(desk, 'Maude'));
  await close();
  const again = await open();
  expect(await shutReason(again)).toBeNull();
  await must(signIn(again, 'Maude'));
  expect(await charge(again)).toMatchObject({ ok: true });
});
