import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { StaffRow } from '../../../src-main/ledger/staff-rows.ts';
import { LedgerTrouble } from '../../../src-main/payments/ports.ts';
import { SecretTrouble } from '../../../src-main/secrets/secret-store.ts';
import { hashPin } from '../../../src-main/staff/pin.ts';
import { makeSession, type Session } from '../../../src-main/staff/session.ts';
import { countedIds, handClock } from '../../support/clock.ts';

const minute = 60_000;
const pepper = Buffer.alloc(32, 3);

let folder: string;
let ledger: HouseLedger;
let clock: ReturnType<typeof handClock>;
let session: Session;
let changes: number;
let seasoning: () => Promise<Buffer>;
let noorRow: StaffRow;
let mayaRow: StaffRow;
const owner = 'staff-noor';
const maya = 'staff-maya';

/** Stretching a PIN takes its time: these two are made once for all tests. */
beforeAll(async () => {
  const base = { active: true, wrongTries: 0, lockedUntil: null };
  const hash = (pin: string) => hashPin(pin, pepper, 'a-salt-of-this-test');
  noorRow = { ...base, id: owner, name: 'Noor', role: 'owner', pinHash: await hash('7394'), createdAt: 1 };
  mayaRow = { ...base, id: maya, name: 'Maya', role: 'front_desk', pinHash: await hash('8261'), createdAt: 2 };
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'staff-'));
  clock = handClock();
  const random = countedIds();
  ledger = await openLedger({ file: join(folder, 'ledger.db') }, { clock, random });
  changes = 0;
  seasoning = async () => pepper;
  session = makeSession({
    staff: ledger.staff,
    clock,
    random,
    pepper: () => seasoning(),
    idleMs: () => 10 * minute,
    audit: (entry) => ledger.audit.write({ ...entry, desk: 'Front 1' }),
    onChange: () => (changes += 1),
  });
  await ledger.staff.add(noorRow);
  await ledger.staff.add(mayaRow);
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

const said = async () =>
  (await ledger.audit.list({ search: '', before: null, limit: 50 })).rows
    .map((line) => `${line.what} ${line.outcome} ${line.staffName ?? '-'} ${JSON.stringify(line.detail)}`)
    .toReversed();

describe('signing in', () => {
  test('the right PIN opens the desk with the rights of that person’s role, and one line says so', async () => {
    expect(session.who()).toBeNull();
    expect(await session.signIn(maya, '8261')).toMatchObject({
      ok: true,
      value: {
        name: 'Maya',
        verbs: ['find', 'charge', 'hold', 'bill', 'consent', 'make_link', 'prepare', 'close_day'],
      },
    });
    expect(session.who()).toMatchObject({ id: maya });
    expect((await session.state()).signedIn).toMatchObject({ id: maya });
    expect(await said()).toEqual(['sign_in done Maya {}']);
    expect(changes).toBe(1);
  });

  test('a wrong PIN opens nothing, and the line names the tile but no author', async () => {
    expect(await session.signIn(maya, '8262')).toEqual({ ok: false, failure: { code: 'wrong_pin' } });
    expect(session.who()).toBeNull();
    expect(await said()).toEqual(['sign_in refused - {"person":"Maya","reason":"wrong_pin"}']);
  });

  test('the fifth wrong PIN shuts that person out for half an hour, also with the right one, and nobody else', async () => {
    for (let tried = 0; tried < 5; tried += 1) await session.signIn(maya, '0009');
    expect(await session.signIn(maya, '8261')).toMatchObject({
      ok: false,
      failure: { code: 'pin_locked', facts: { until: clock.now() + 30 * minute } },
    });
    expect((await session.state()).staff.find((person) => person.id === maya)?.lockedOut).toBe(true);
    expect(await session.signIn(owner, '7394')).toMatchObject({ ok: true });
    expect((await said()).slice(4, 7)).toEqual([
      'sign_in refused - {"person":"Maya","reason":"wrong_pin"}',
      'locked_out done - {"person":"Maya"}',
      'sign_in refused - {"person":"Maya","reason":"pin_locked"}',
    ]);
    clock.pass(30 * minute);
    expect(await session.signIn(maya, '8261')).toMatchObject({ ok: true });
  });

  test('a right PIN in between clears the count', async () => {
    for (let tried = 0; tried < 4; tried += 1) await session.signIn(maya, '0009');
    await session.signIn(maya, '8261');
    for (let tried = 0; tried < 4; tried += 1) await session.signIn(maya, '0009');
    expect(await session.signIn(maya, '8261')).toMatchObject({ ok: true });
  });

  test('many guesses at the same moment are five tries', async () => {
    const guesses = ['0001', '0002', '0003', '0004', '0005', '0006', '0007', '8261'];
    const replies = await Promise.all(guesses.map((pin) => session.signIn(maya, pin)));
    expect(replies.filter((reply) => !reply.ok && reply.failure.code === 'pin_locked')).toHaveLength(3);
    expect(session.who()).toBeNull();
  });

  test('a manager lifts the lock-out', async () => {
    for (let tried = 0; tried < 5; tried += 1) await session.signIn(maya, '0009');
    expect(await session.people.unlock(maya)).toMatchObject({ ok: true, value: { name: 'Maya', lockedOut: false } });
    expect(await session.signIn(maya, '8261')).toMatchObject({ ok: true });
    expect(await session.people.unlock('staff-nobody')).toMatchObject({ failure: { code: 'unknown_id' } });
  });

  test('somebody who left or never was is answered like a wrong PIN, as often', async () => {
    await session.people.change({ id: maya, active: false });
    for (const id of [maya, 'staff-nobody']) {
      const codes: string[] = [];
      for (let tried = 0; tried < 6; tried += 1) {
        const reply = await session.signIn(id, '8261');
        codes.push(reply.ok ? 'in' : reply.failure.code);
      }
      expect(codes).toEqual(['wrong_pin', 'wrong_pin', 'wrong_pin', 'wrong_pin', 'wrong_pin', 'pin_locked']);
    }
  });

  test('a keychain that is locked shuts the desk in words and costs nobody a try', async () => {
    seasoning = async () => {
      throw new SecretTrouble('keychain_locked', 'locked');
    };
    for (let tried = 0; tried < 6; tried += 1) {
      expect(await session.signIn(maya, '8261')).toEqual({ ok: false, failure: { code: 'keychain_locked' } });
    }
    seasoning = async () => pepper;
    expect(await session.signIn(maya, '8261')).toMatchObject({ ok: true });
  });

  test('records that cannot be written let nobody in', async () => {
    const shut = makeSession({
      staff: ledger.staff,
      clock,
      random: countedIds(),
      pepper: async () => pepper,
      idleMs: () => minute,
      audit: async () => {
        throw new LedgerTrouble('records_unwritable', 'full');
      },
      onChange: () => undefined,
    });
    expect(await shut.signIn(maya, '8261')).toEqual({ ok: false, failure: { code: 'records_unwritable' } });
    expect(shut.who()).toBeNull();
  });
});

describe('locking', () => {
  test('the desk locks at once when asked, with one line, and asking twice says it once', async () => {
    await session.signIn(maya, '8261');
    await session.lock();
    await session.lock();
    expect(session.who()).toBeNull();
    expect((await said()).slice(1)).toEqual(['lock done Maya {}']);
  });

  test('after the idle time nobody is signed in, even before the timer came by', async () => {
    await session.signIn(maya, '8261');
    clock.pass(10 * minute - 1);
    expect(session.who()).not.toBeNull();
    clock.pass(1);
    expect(session.who()).toBeNull();
    session.touch();
    expect(session.who()).toBeNull();
    await session.tick(clock.now());
    expect((await said()).slice(1)).toEqual(['idle_lock done Maya {}']);
    expect(changes).toBe(2);
  });

  test('a touch starts the idle time again', async () => {
    await session.signIn(maya, '8261');
    clock.pass(9 * minute);
    session.touch();
    clock.pass(9 * minute);
    await session.tick(clock.now());
    expect(session.who()).toMatchObject({ id: maya });
  });

  test('a PC that slept, or whose clock was set back, does not stay open', async () => {
    await session.signIn(maya, '8261');
    clock.set(clock.now() + 60 * minute);
    expect(session.who()).toBeNull();
    await session.tick(clock.now());
    await session.signIn(maya, '8261');
    clock.set(clock.now() - 600 * minute);
    clock.pass(10 * minute);
    expect(session.who()).toBeNull();
  });

  test('somebody who is sent away, here or at another desk, is out at the next tick', async () => {
    await session.signIn(maya, '8261');
    await ledger.staff.update(maya, { active: false });
    await session.tick(clock.now());
    expect(session.who()).toBeNull();
    expect(await said()).toContain('staff_left done Maya {}');
  });

  test('a changed role takes effect while signed in', async () => {
    await session.signIn(maya, '8261');
    await ledger.staff.update(maya, { role: 'manager' });
    await session.tick(clock.now());
    expect(session.who()?.verbs).toContain('capture');
    await session.people.change({ id: maya, role: 'front_desk' });
    expect(session.who()?.verbs).not.toContain('capture');
  });
});

describe('people of the house', () => {
  test('the first start makes the owner, who can sign in; a line says so', async () => {
    const empty = await openLedger({ file: join(folder, 'empty.db') }, { clock, random: countedIds() });
    const lines: string[] = [];
    const first = makeSession({
      staff: empty.staff,
      clock,
      random: countedIds(),
      pepper: async () => pepper,
      idleMs: () => minute,
      audit: async (entry) => void lines.push(`${entry.what} ${entry.outcome} ${entry.staffName ?? '-'}`),
      onChange: () => undefined,
    });
    expect(await first.people.createOwner({ name: 'Eve', pin: '1234' })).toMatchObject({
      failure: { code: 'pin_weak' },
    });
    const made = await first.people.createOwner({ name: 'Eve', pin: '9467' });
    expect(made).toMatchObject({ ok: true, value: { name: 'Eve', role: 'owner' } });
    if (made.ok) expect(await first.signIn(made.value.id, '9467')).toMatchObject({ ok: true });
    expect(lines).toEqual(['owner_created done Eve', 'sign_in done Eve']);
    await empty.close();
  });

  test('a second owner cannot be made at the first-start form', async () => {
    expect(await session.people.createOwner({ name: 'Eve', pin: '9467' })).toMatchObject({
      failure: { code: 'owner_exists' },
    });
  });

  test('names are unique, weak PINs are refused, the last owner stays', async () => {
    const { people } = session;
    expect(await people.add({ name: 'MAYA', role: 'manager', pin: '9467' })).toMatchObject({
      failure: { code: 'name_taken' },
    });
    expect(await people.add({ name: 'Noé', role: 'manager', pin: '1234' })).toMatchObject({
      failure: { code: 'pin_weak' },
    });
    expect(await people.change({ id: maya, pin: '1111' })).toMatchObject({ failure: { code: 'pin_weak' } });
    expect(await people.change({ id: owner, active: false })).toMatchObject({ failure: { code: 'last_owner' } });
    expect(await people.change({ id: owner, role: 'manager' })).toMatchObject({ failure: { code: 'last_owner' } });
    expect(await people.change({ id: maya, name: 'Noor' })).toMatchObject({ failure: { code: 'name_taken' } });
    expect(await people.change({ id: 'staff-nobody', name: 'Eve' })).toMatchObject({ failure: { code: 'unknown_id' } });
    expect((await people.list()).map((person) => person.name)).toEqual(['Noor', 'Maya']);
  });

  test('those who left are listed for the owner and have no tile', async () => {
    await session.people.change({ id: maya, active: false });
    expect((await session.people.list()).map((person) => person.active)).toEqual([true, false]);
    expect((await session.state()).staff.map((person) => person.name)).toEqual(['Noor']);
  });

  test('a new PIN from the owner works at once and lifts the lock-out', async () => {
    for (let tried = 0; tried < 5; tried += 1) await session.signIn(maya, '0009');
    expect(await session.people.change({ id: maya, pin: '5938' })).toMatchObject({ ok: true });
    expect(await session.signIn(maya, '8261')).toMatchObject({ ok: false });
    expect(await session.signIn(maya, '5938')).toMatchObject({ ok: true });
  });

  test('one’s own PIN is changed with the old one; guessing the old one shuts out like at the lock screen', async () => {
    const change = (old: string, pin: string) => session.people.changeOwnPin(maya, old, pin);
    expect(await change('8261', '2222')).toMatchObject({ failure: { code: 'pin_weak' } });
    expect(await change('8261', '5938')).toMatchObject({ ok: true });
    expect(await session.signIn(maya, '5938')).toMatchObject({ ok: true });
    for (let tried = 0; tried < 5; tried += 1)
      expect(await change('0009', '6047')).toMatchObject({ failure: { code: 'wrong_pin' } });
    expect(await change('5938', '6047')).toMatchObject({ failure: { code: 'pin_locked' } });
  });
});
