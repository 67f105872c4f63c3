import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { startSandbox, type Sandbox } from '../../src-main/sandbox/sandbox.ts';
import { unwrittenMark } from '../../src-main/payments/unwritten.ts';
import { paysafeTill } from '../gateways/paysafe-till.ts';
import { stripeTill } from '../gateways/stripe-till.ts';
import { authorization } from '../gateways/town.ts';
import { handClock } from '../support/clock.ts';
import type { Breach } from './judge.ts';
import type { EarlierRecords, WhichRecords } from './earlier-records.ts';
import type { Tills } from './scenes.ts';
import type { DeskProcess, Pool } from './processes.ts';
import { bankNumber } from './scenes.ts';
import { openTruth, type Truth } from './truth.ts';
import { layWire, type Sent, type Wire } from './wire.ts';
import type { DeskParts } from './words.ts';

export type DeskName = 'a' | 'b';

/** One account at both providers that outlives every kill, two lines to it, and a clock that moves when it is told to. */
export interface Lane {
  readonly clock: ReturnType<typeof handClock>;
  readonly tills: Tills;
  readonly truth: Truth;
  readonly wires: Readonly<Record<DeskName, Wire>>;
  readonly pool: Pool;
  /** a process that is never killed: it drives to the end what the others left */
  drainer(): Promise<DeskProcess>;
  /** after a round that broke off: what it left half done is not the next one's */
  startAfresh(): Promise<void>;
  /** who loses the power when a wire says so, and whose records a request must be in */
  readonly seats: Record<DeskName, { process: DeskProcess | null; file: string }>;
  /** what went wrong on the line during this round */
  readonly noticed: Breach[];
  newFolder(name: string): string;
  clearFolder(name: string): void;
  /** puts the records of an earlier day in place of none */
  giveRecords(file: string, which: WhichRecords): void;
  parts(desk: DeskName, name: string): DeskParts;
  close(): Promise<void>;
}

export async function openLane(about: {
  readonly folder: string;
  readonly pool: Pool;
  readonly earlier: EarlierRecords;
}): Promise<Lane> {
  mkdirSync(about.folder, { recursive: true });
  const clock = handClock();
  const file = join(about.folder, 'sandbox.db');
  const sandbox = await startSandbox({ file, seed: 'kill', realNow: () => clock.now(), demoHouse: false });
  const truth = openTruth(file, sandbox.paysafeHostedUrl);
  const noticed: Breach[] = [];
  const seats: Lane['seats'] = { a: { process: null, file: '' }, b: { process: null, file: '' } };
  const wire = (desk: DeskName): Promise<Wire> =>
    layWire({
      upstream: { stripe: sandbox.stripeUrl, paysafe: sandbox.paysafeUrl, hosted: sandbox.paysafeHostedUrl },
      cutPower: () => seats[desk].process?.kill(),
      leaving(sent) {
        if (!isWritten(seats[desk].file, sent))
          noticed.push({ what: 'lost', say: `${sent.method} ${sent.path} left without its row` });
      },
      fault: (error) => void noticed.push({ what: 'harness', say: String(error) }),
    });
  const wires = { a: await wire('a'), b: await wire('b') };
  let drainer: Promise<DeskProcess> | null = null;
  return {
    clock,
    tills: { stripe: stripeTill(sandbox), paysafe: paysafeTill(sandbox) },
    truth,
    wires,
    pool: about.pool,
    drainer: () => (drainer ??= about.pool.take()),
    async startAfresh() {
      (await drainer)?.kill();
      drainer = null;
      for (const desk of ['a', 'b'] as const) {
        seats[desk].process?.kill();
        wires[desk].arm(null);
        wires[desk].forgetLate();
      }
    },
    seats,
    noticed,
    newFolder(name) {
      const folder = join(about.folder, name);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      return folder;
    },
    clearFolder: (name) => rmSync(join(about.folder, name), { recursive: true, force: true }),
    giveRecords(file, which) {
      mkdirSync(dirname(file), { recursive: true });
      const found = about.earlier(which);
      if (found === null) return;
      copyFileSync(found.records, file);
      if (found.log !== null) copyFileSync(found.log, `${file}-wal`);
    },
    parts: (desk, name) => partsOf(sandbox, { file: seats[desk].file, name, addresses: wires[desk].addresses }),
    async close() {
      (await drainer)?.kill();
      await Promise.all([wires.a.close(), wires.b.close()]);
      truth.close();
      await sandbox.close();
    },
  };
}

function partsOf(sandbox: Sandbox, about: Pick<DeskParts, 'file' | 'name' | 'addresses'>): DeskParts {
  return {
    ...about,
    authorizations: { stripe: authorization(sandbox, 'stripe'), paysafe: authorization(sandbox, 'paysafe') },
    accounts: sandbox.paysafeAccounts,
  };
}

function isClosing({ method, path }: Sent, page: string): boolean {
  return method === 'POST'
    ? path.endsWith(`/${page}/expire`) || path.endsWith(`/${page}/void`)
    : path === `/hosted/v1/orders/${page}`;
}

/**
 * Written before sent: the very request, letter by letter, is in a committed row while its bytes are on the line. Only a bank account's number is not:
 * there its mark stands in the row, and the number itself in none.
 */
function isWritten(file: string, sent: Sent): boolean {
  const database = new Database(file, { readonly: true });
  try {
    const written = sent.body.replace(JSON.stringify(bankNumber), JSON.stringify(unwrittenMark));
    const rows = database
      .prepare<[], string>(
        `SELECT request FROM operation UNION ALL SELECT request FROM page_link
         UNION ALL SELECT json_extract(state, '$.next') FROM page_link WHERE json_extract(state, '$.next') IS NOT NULL`,
      )
      .pluck()
      .all();
    // A closing moves nothing: the page that it names is what must be there.
    const pages = database
      .prepare<[], string>('SELECT session_ref FROM page_link WHERE session_ref IS NOT NULL')
      .pluck()
      .all();
    if (pages.some((page) => isClosing(sent, page))) return true;
    return rows.some((row) => {
      const { method, path, body } = JSON.parse(row) as { method: string; path: string; body: string | null };
      return method === sent.method && path === sent.path && (body ?? '') === written;
    });
  } finally {
    database.close();
  }
}
