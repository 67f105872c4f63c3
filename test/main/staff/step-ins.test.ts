import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openLedger, type HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { hashPin } from '../../../src-main/staff/pin.ts';
import { makeSession, type Session } from '../../../src-main/staff/session.ts';
import { makeStepIns, stepInMs, type StepInGiven } from '../../../src-main/staff/step-ins.ts';
import { countedIds, handClock } from '../../support/clock.ts';
import { lightPinCost } from '../../support/light-pin.ts';

const pepper = Buffer.alloc(32, 3);
const [sylvie, maude] = ['staff-sylvie', 'staff-maude'];

describe('another person’s PIN at a desk where somebody is signed in', () => {
  let folder: string;
  let ledger: HouseLedger;
  let session: Session;
  let hashes: Record<string, string>;

  beforeAll(async () => {
    const hash = (pin: string) => hashPin(pin, { pepper, cost: lightPinCost }, 'a-salt-of-this-test');
    hashes = { [sylvie]: await hash('7394'), [maude]: await hash('8261') };
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'step-ins-'));
    const [clock, random] = [handClock(), countedIds()];
    ledger = await openLedger({ file: join(folder, 'ledger.db') }, { clock, random });
    session = makeSession({
      staff: ledger.staff,
      clock,
      random,
      pepper: async () => pepper,
      pinCost: lightPinCost,
      idleMs: () => 600_000,
      audit: (entry) => ledger.audit.write({ ...entry, desk: 'Front 1' }),
      onChange: () => undefined,
    });
    const base = { active: true, wrongTries: 0, lockedUntil: null };
    const pinOf = (id: string): string => hashes[id] ?? '';
    await ledger.staff.add({
      ...base,
      id: sylvie,
      name: 'Sylvie',
      role: 'manager',
      pinHash: pinOf(sylvie),
      createdAt: 1,
    });
    await ledger.staff.add({
      ...base,
      id: maude,
      name: 'Maude',
      role: 'front_desk',
      pinHash: pinOf(maude),
      createdAt: 2,
    });
    await session.signIn(maude, '8261');
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true });
  });
  const vouch = (id: string, pin: string) =>
    session.vouch(id, pin, { verb: 'step_in', what: 'step_in', detail: { person: 'Maude' } });
  const said = async () =>
    (await ledger.audit.list({ search: '', before: null, limit: 50 })).rows
      .map((line) => `${line.what} ${line.outcome} ${line.staffName ?? '-'} ${JSON.stringify(line.detail)}`)
      .toReversed()
      .slice(1);

  test('is that person’s word: a line in their name, and whoever was signed in stays signed in', async () => {
    expect(await vouch(sylvie, '7394')).toMatchObject({ ok: true, value: { name: 'Sylvie', role: 'manager' } });
    expect(session.who()).toMatchObject({ name: 'Maude' });
    expect(await said()).toEqual(['step_in done Sylvie {"person":"Maude"}']);
  });

  test('wrong, it opens nothing, counts, and shuts that person out after five, also at the lock screen', async () => {
    for (let tried = 0; tried < 5; tried += 1) expect(await vouch(sylvie, '0009')).toMatchObject({ ok: false });
    expect(await vouch(sylvie, '7394')).toMatchObject({ failure: { code: 'pin_locked' } });
    expect(session.who()).toMatchObject({ name: 'Maude' });
    await session.lock();
    expect(await session.signIn(sylvie, '7394')).toMatchObject({ failure: { code: 'pin_locked' } });
    expect((await said()).slice(0, 1)).toEqual(['step_in refused Maude {"person":"Sylvie","reason":"wrong_pin"}']);
    expect(await said()).toContain('locked_out done - {"person":"Sylvie"}');
  });

  test('of somebody who may not is refused before it is looked at: it costs no try and says nothing of the PIN', async () => {
    for (const pin of ['8261', '0009', '0009', '0009', '0009', '0009'])
      expect(await vouch(maude, pin)).toEqual({
        ok: false,
        failure: { code: 'not_allowed', facts: { verb: 'step_in' } },
      });
    await session.lock();
    expect(await session.signIn(maude, '8261')).toMatchObject({ ok: true });
  });

  test('of somebody who left is answered like a wrong one', async () => {
    await ledger.staff.update(sylvie, { active: false });
    expect(await vouch(sylvie, '7394')).toEqual({ ok: false, failure: { code: 'wrong_pin' } });
  });
});

describe('a step-in that was given', () => {
  const given: StepInGiven = {
    ticket: 'ticket-0000000000000001',
    kind: 'charge',
    targetId: 'stripe:cus_1',
    amount: { amount: 8000, currency: 'CAD' },
    by: { id: sylvie, name: 'Sylvie' },
    askedBy: maude,
    reason: 'second visit',
    over: [{ why: 'repeat', fact: 'op-1' }],
  };
  const order = { ticket: given.ticket, kind: given.kind, targetId: given.targetId, amount: given.amount };
  function desk() {
    const clock = handClock();
    return { clock, stepIns: makeStepIns({ clock, random: countedIds() }) };
  }

  test('is found for exactly its order, with who gave it, over what and why', () => {
    const { stepIns, clock } = desk();
    const { id, until } = stepIns.give(given);
    expect(until).toBe(clock.now() + stepInMs);
    expect(stepIns.find(id, order, maude)).toEqual({
      staffId: sylvie,
      staffName: 'Sylvie',
      reason: 'second visit',
      over: [{ why: 'repeat', fact: 'op-1' }],
    });
  });

  test.each([
    ['another dialog', { ticket: 'ticket-0000000000000002' }],
    ['another kind', { kind: 'hold' }],
    ['another person', { targetId: 'stripe:cus_2' }],
    ['another amount', { amount: { amount: 8001, currency: 'CAD' } }],
    ['another currency', { amount: { amount: 8000, currency: 'USD' } }],
  ] as const)('is not for %s', (_what, more) => {
    const { stepIns } = desk();
    const { id } = stepIns.give(given);
    expect(stepIns.find(id, { ...order, ...more }, maude)).toBeNull();
    expect(stepIns.find(id, order, maude)).not.toBeNull();
  });

  test('is not for somebody else who signed in meanwhile, nor under another id', () => {
    const { stepIns } = desk();
    const { id } = stepIns.give(given);
    expect(stepIns.find(id, order, sylvie)).toBeNull();
    expect(stepIns.find('step-made-up', order, maude)).toBeNull();
  });

  test('ends after five minutes by either clock, when used, when replaced and when forgotten', () => {
    const { stepIns, clock } = desk();
    const first = stepIns.give(given);
    clock.pass(stepInMs - 1);
    expect(stepIns.find(first.id, order, maude)).not.toBeNull();
    clock.pass(1);
    expect(stepIns.find(first.id, order, maude)).toBeNull();

    const setBack = stepIns.give(given);
    clock.pass(stepInMs);
    clock.set(clock.now() - 3_600_000);
    expect(stepIns.find(setBack.id, order, maude)).toBeNull();

    const replaced = stepIns.give(given);
    const newer = stepIns.give(given);
    expect(stepIns.find(replaced.id, order, maude)).toBeNull();
    expect(stepIns.find(newer.id, order, maude)).not.toBeNull();
    stepIns.used(newer.id);
    expect(stepIns.find(newer.id, order, maude)).toBeNull();

    const last = stepIns.give(given);
    stepIns.forgetAll();
    expect(stepIns.find(last.id, order, maude)).toBeNull();
  });
});
