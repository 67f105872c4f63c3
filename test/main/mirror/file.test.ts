import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MirrorTrouble } from '../../../src-main/mirror/asking.ts';
import { openMirror, type Mirror } from '../../../src-main/mirror/mirror.ts';
import { cardOf, customerOf, november, paymentOf } from './rows-of-a-house.ts';

let folder: string;
let file: string;
const open: Mirror[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-mirror-'));
  file = join(folder, 'mirror.sqlite');
});
afterEach(async () => {
  for (const mirror of open.splice(0)) await mirror.close();
  rmSync(folder, { recursive: true });
});

const workerUrl = new URL('../../../src-main/mirror/worker.ts', import.meta.url);
async function openHere(onRebuilt?: () => void, url: URL | null = null): Promise<Mirror> {
  const mirror = await openMirror({ file, workerUrl: url, ...(onRebuilt ? { onRebuilt } : {}) });
  open.push(mirror);
  return mirror;
}
async function fillAndClose(): Promise<void> {
  const mirror = await openMirror({ file, workerUrl: null });
  await mirror.put({
    customers: Array.from({ length: 300 }, (_, n) => customerOf(`stripe:${n}`, { name: `Ann ${n}` })),
  });
  await mirror.keep('cursor', 'evt_1');
  await mirror.close();
}

describe('the mirror’s file', () => {
  it('is there again after a restart, with what was kept', async () => {
    await fillAndClose();
    const mirror = await openHere();
    expect((await mirror.counts()).customers).toBe(300);
    expect(await mirror.kept('cursor')).toBe('evt_1');
    await mirror.keep('cursor', null);
    expect(await mirror.kept('cursor')).toBeNull();
  });

  it('is thrown away and begun anew when it is not a database', async () => {
    writeFileSync(file, 'no database at all, '.repeat(1000));
    expect((await (await openHere()).counts()).customers).toBe(0);
  });

  it('is thrown away when a newer version wrote it, or when it is somebody else’s database', async () => {
    await fillAndClose();
    const newer = new Database(file);
    newer.pragma('user_version = 99');
    newer.close();
    const mirror = await openMirror({ file, workerUrl: null });
    expect(await mirror.kept('cursor')).toBeNull();
    await mirror.close();
    rmSync(file);
    const other = new Database(file);
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    expect((await (await openHere()).counts()).customers).toBe(0);
  });

  it('found damaged at work is begun anew, and the desk is told to fill it again', async () => {
    await fillAndClose();
    const healthy = new Database(file);
    const root = healthy.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'person'").pluck().get();
    const pageSize = Number(healthy.pragma('page_size', { simple: true }));
    healthy.close();
    // Only the list's own page: the file opens, and breaks at the first question about it.
    const bytes = readFileSync(file);
    bytes.fill(0xa5, (Number(root) - 1) * pageSize, Number(root) * pageSize);
    writeFileSync(file, bytes);
    let rebuilt = 0;
    const mirror = await openHere(() => (rebuilt += 1));
    const found = await mirror.customers({ search: 'ann', filter: 'all', offset: 0, limit: 5, month: november });
    expect(found).toEqual({ rows: [], total: 0, capped: false });
    await mirror.put({ customers: [customerOf('stripe:x')] });
    expect((await mirror.counts()).customers).toBe(1);
    expect(await mirror.kept('cursor')).toBeNull();
    expect(rebuilt).toBe(1);
  });

  it('in a folder that cannot be written says so', async () => {
    await expect(openMirror({ file: join(folder, 'no', 'such', 'folder'), workerUrl: null })).rejects.toThrow(
      MirrorTrouble,
    );
    await expect(openMirror({ file: join(folder, 'no', 'such', 'folder'), workerUrl })).rejects.toThrow(MirrorTrouble);
  });

  it('is emptied by clear: rows, links, nicknames and what was kept', async () => {
    const mirror = await openHere();
    await mirror.put({
      customers: [customerOf('stripe:a')],
      cards: [cardOf('stripe:1', 'stripe:a')],
      payments: [paymentOf('stripe:pi', 'stripe:a')],
    });
    await mirror.clear();
    expect(await mirror.counts()).toEqual({ customers: 0, cards: 0, payments: 0, openHolds: 0 });
    const found = await mirror.customers({ search: 'camille', filter: 'all', offset: 0, limit: 5, month: november });
    expect(found.total).toBe(0);
  });
});

describe('the mirror in its own thread', () => {
  it('answers the same as in this one', async () => {
    const mirror = await openHere(undefined, workerUrl);
    await mirror.put({
      customers: Array.from({ length: 130 }, (_, n) => customerOf(`stripe:${n}`, { name: `Ann ${n}` })),
      payments: [paymentOf('stripe:pi', 'stripe:7')],
    });
    await mirror.setNicknames(new Map([['stripe:1', 'Blue']]));
    const found = await mirror.customers({ search: 'ann', filter: 'all', offset: 0, limit: 3, month: november });
    expect(found.total).toBe(130);
    expect(found.rows[0]?.name).toBe('Ann 7');
    expect(await mirror.names(['stripe:7'])).toEqual(new Map([['stripe:7', 'Ann 7']]));
    expect(await mirror.allPaymentRefs('stripe')).toEqual(['pi']);
  });

  it('a question it cannot take is refused, and the next is answered', async () => {
    const mirror = await openHere(undefined, workerUrl);
    await expect(mirror.keep('x', {} as unknown as string)).rejects.toThrow(MirrorTrouble);
    expect(await mirror.kept('x')).toBeNull();
  });

  it('after closing says that it is closed', async () => {
    const mirror = await openMirror({ file, workerUrl });
    await mirror.close();
    await expect(mirror.counts()).rejects.toThrow(/closed/);
  });
});

describe('keeping the copy whole', () => {
  it('what a full refill did not see again is forgotten', async () => {
    const mirror = await openHere();
    await mirror.put({
      customers: [
        customerOf('stripe:old', { readAt: 10 }),
        customerOf('stripe:new', { readAt: 20 }),
        customerOf('paysafe:old', { readAt: 10 }),
      ],
      payments: [
        paymentOf('stripe:old', 'stripe:old', { readAt: 10 }),
        paymentOf('stripe:new', 'stripe:new', { readAt: 20 }),
      ],
    });
    expect(await mirror.forgetOlder('stripe', 20)).toBe(2);
    expect(await mirror.counts()).toMatchObject({ customers: 2, payments: 1 });
    expect(await mirror.payment('stripe:old')).toBeNull();
  });

  it('customers whose cards were not read come newest first', async () => {
    const mirror = await openHere();
    await mirror.put({
      customers: [1, 3, 2].map((n) => customerOf(`stripe:c${n}`, { createdAt: n * 1000 })),
      cardsOf: ['stripe:c2'],
    });
    expect(await mirror.customersWithoutCards('stripe', 5)).toEqual(['c3', 'c1']);
  });
});
