import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerPlace } from '../../src-main/ledger/ledger.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import { complete } from '../../src-main/payments/complete.ts';
import { idle, settle } from '../../src-main/payments/settle.ts';
import { startSandbox, type Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { handClock } from '../support/clock.ts';
import { chanceOf, type Chance } from '../simulation/chance.ts';
import { openTestDesk, type TestDesk } from './desk.ts';
import { clicksOf, makeStreet, type Street } from './street.ts';

// Five desks, one provider account, a thousand holds and bills that all of them see and all of them click; `npm test` gives them fewer, for its time.
const names = ['Front 1', 'Front 2', 'Front 3', 'Back room', 'Upstairs'];
const count = Number(process.env['COMPTOIR_TEST_STREET'] ?? 1000);
const sharedUrl = process.env['COMPTOIR_TEST_PG_URL'];

let folder: string;
let sandbox: Sandbox;
const desks: TestDesk[] = [];
const clock = handClock();
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-desks-'));
  sandbox = await startSandbox({
    file: join(folder, 'sandbox.db'),
    seed: 'desks',
    realNow: clock.now,
    demoHouse: false,
  });
});
afterEach(async () => {
  for (const desk of desks.splice(0)) await desk.close();
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openDesks(street: Street, placeOf: (name: string) => LedgerPlace, shared: boolean): Promise<void> {
  let ids = 0;
  for (const [at, name] of names.entries()) {
    const place = placeOf(name);
    const id = (length: number): string => `${at}${String((ids += 1)).padStart(length - 1, '0')}`;
    const desk = await openTestDesk({ name, place, shared, sandbox, clock, rows: street.rows, id });
    if (!shared || at === 0)
      for (const bill of street.bills) {
        await desk.ledger.bills.add(bill);
        const missed = street.missedOf(bill);
        if (missed) await desk.ledger.missed.note(bill, missed);
      }
    desks.push(desk);
  }
}

/** All desks at once, each in an order of its own, four clicks at a time. */
async function clickAll(street: Street, chance: Chance): Promise<void> {
  const asker = { staffId: 'st-1', staffName: 'Maude' };
  await Promise.all(
    desks.map(async (desk) => {
      const left = clicksOf(street, desk.name)
        .map((order) => ({ order, at: chance.below(1_000_000) }))
        .toSorted((a, b) => a.at - b.at)
        .values();
      const hand = async (): Promise<void> => {
        for (const { order } of left) {
          if (desk.dead()) return;
          // A desk without power never answers: nobody waits for it.
          await Promise.race([settle(desk.engine, order, { ...asker, desk: desk.name }), desk.gone]);
        }
      };
      await Promise.all([hand(), hand(), hand(), hand()]);
    }),
  );
}

/** Everybody who is alive asks until nothing is open; minutes pass by the clock that is handed in. */
async function drain(): Promise<void> {
  const alive = desks.filter((desk) => !desk.dead());
  for (let round = 0; round < 40; round += 1) {
    let open = 0;
    for (const desk of alive) {
      open += await complete(desk.engine, 'due');
      await idle(desk.engine);
    }
    if (open === 0) return;
    clock.pass(60_000);
  }
}

async function judge(street: Street): Promise<void> {
  // One desk after the other: each judges the seals of all it reads, and on a busy machine a connection would not be waited for that long.
  const all: Operation[] = [];
  for (const { ledger } of desks)
    all.push(...(await ledger.operations.since(0, 100_000)).filter(({ follows }) => follows === null));
  const keysOn = (of: (row: Operation) => boolean): Set<string> => new Set(all.filter(of).map(({ plan }) => plan.key));
  for (const hold of street.holds) {
    const keys = keysOn(({ kind, targetId }) => kind === 'capture' && targetId === hold.id);
    expect(await street.capturesOf(hold, keys), hold.id).toBe(1);
    expect(all.some(({ targetId, state }) => targetId === hold.id && state.name === 'done')).toBe(true);
  }
  for (const { customerId } of street.bills) {
    const keys = keysOn((row) => row.kind === 'charge' && row.customerId === customerId);
    expect(await street.chargesOf(customerId ?? '', keys), customerId ?? '').toBe(1);
  }
  // What a desk says was done was done; nothing is left open, nothing was called failed that moved.
  expect(all.filter(({ state }) => state.name === 'open' || state.name === 'unknown')).toEqual([]);
  expect(all.filter(({ state }) => state.name === 'needs_person')).toEqual([]);
}

describe(`five desks that all click the same ${count}`, () => {
  it('with records of their own move each of them exactly once', { timeout: 900_000 }, async () => {
    const street = await makeStreet(sandbox, { holds: count / 2, bills: count / 2, billAt: clock.now() });
    await openDesks(street, (name) => ({ file: join(folder, `${name}.db`) }), false);
    await clickAll(street, chanceOf(1));
    await drain();
    await judge(street);
  });

  it.skipIf(!sharedUrl)(
    `on one shared PostgreSQL ledger move each exactly once, also when desks die on the way${sharedUrl ? '' : ' (left out: COMPTOIR_TEST_PG_URL names no server)'}`,
    { timeout: 900_000 },
    async () => {
      const schema = `desks_${process.pid}`;
      try {
        const street = await makeStreet(sandbox, { holds: count / 2, bills: count / 2, billAt: clock.now() });
        await openDesks(street, () => ({ postgres: sharedUrl ?? '', schema }), true);
        // Two of them lose their power in the middle of it, with requests on the way.
        const [first, second] = desks;
        dieAfter(first, count / 16);
        dieAfter(second, count / 7);
        await clickAll(street, chanceOf(2));
        await drain();
        expect([first?.dead(), second?.dead()]).toEqual([true, true]);
        // What the dead had only begun is known by now; what was never done is clicked again by the living.
        await clickAll(street, chanceOf(3));
        await drain();
        await judge(street);
      } finally {
        const client = new pg.Client({ connectionString: sharedUrl });
        await client.connect();
        await client.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
        await client.end();
      }
    },
  );
});

/** Loses power at its so-many-th money request: half of these times the request has left, half of them it has not. */
function dieAfter(desk: TestDesk | undefined, sends: number): void {
  if (!desk) throw new Error('No such desk');
  let sent = 0;
  const { sender } = desk.engine;
  const { send } = sender;
  (sender as { send: typeof send }).send = async (...given) => {
    if (given[1].method !== 'GET') sent += 1;
    if (sent >= sends && sent % 2 === 0) desk.die();
    const result = send(...given);
    if (sent >= sends) desk.die();
    return result;
  };
}
