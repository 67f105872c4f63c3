import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import pg from 'pg';
import type { OperationState } from '../../../src-main/contract/operation.ts';
import { openLedger, type HouseLedger, type LedgerParts, type LedgerPlace } from '../../../src-main/ledger/ledger.ts';
import type { Plan, PlanOf } from '../../../src-main/payments/order.ts';
import type { AuditEntry, Clock, NewOperation, Random } from '../../../src-main/payments/ports.ts';

export interface SetClock extends Clock {
  at: number;
}

/** A clock that only moves when a test says so. */
export function setClock(at = Date.UTC(2026, 10, 20, 15)): SetClock {
  const clock: SetClock = { at, now: () => clock.at, steady: () => clock.at };
  return clock;
}

/** Ids that count up. */
export function countingRandom(): Random {
  let count = 0;
  return {
    id: (length) => {
      count += 1;
      return String(count).padStart(length, '0').slice(-length);
    },
  };
}

/** A place for records that is gone after the test, and how many desks may open it. */
export interface Ground {
  readonly place: LedgerPlace;
  /** Opens the records once more, as another process or desk would. */
  open(auditKey?: Buffer, more?: Partial<LedgerParts>): Promise<HouseLedger>;
  /** Runs SQL past our code, as somebody with the file in their hands would. */
  tamper(statement: string): Promise<void>;
  /** What stands in the file or database now, past our code. */
  look(statement: string): Promise<Record<string, string>[]>;
  clear(): Promise<void>;
}

/** Records as a test finds them: written once, then copied for each test, which costs a tenth of writing them. */
export interface Found {
  readonly key: Buffer | null;
  fill(ledger: HouseLedger): Promise<void>;
}

/** Records of the newest version in which nobody has written anything. */
const untouched: Found = { key: null, fill: async () => undefined };

export interface GroundKind {
  readonly name: string;
  readonly why: string | null;
  make(found?: Found): Promise<Ground>;
}

const sharedUrl = process.env['COMPTOIR_TEST_PG_URL'];

function ground(
  place: LedgerPlace,
  { tamper, look }: Pick<Ground, 'tamper' | 'look'>,
  tidy: () => Promise<void>,
): Ground {
  const opened: HouseLedger[] = [];
  const clock = setClock();
  return {
    place,
    tamper,
    look,
    async open(auditKey, more = {}) {
      const ledger = await openLedger(place, { clock, random: countingRandom(), auditKey: auditKey ?? null, ...more });
      opened.push(ledger);
      return ledger;
    },
    async clear() {
      await Promise.all(opened.map((ledger) => ledger.close()));
      await tidy();
    },
  };
}

async function write(place: LedgerPlace, { key, fill }: Found): Promise<void> {
  const ledger = await openLedger(place, { clock: setClock(), random: countingRandom(), auditKey: key });
  await fill(ledger);
  await ledger.close();
}

/** A thing made once per process for each kind of records. */
function once<T>(make: (found: Found) => Promise<T>): (found: Found) => Promise<T> {
  const made = new Map<Found, Promise<T>>();
  return (found) => {
    const one = made.get(found) ?? make(found);
    made.set(found, one);
    return one;
  };
}

const fileOf = once(async (found) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-found-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'ledger.db');
  await write({ file }, found);
  return file;
});

const schema = 'house';
let databases = 0;
const newName = (): string => `ledger_${process.pid}_${(databases += 1)}_${Date.now()}`;

function databaseUrl(name: string): string {
  const url = new URL(sharedUrl ?? '');
  url.pathname = `/${name}`;
  return url.href;
}

async function ask(url: string, ...statements: readonly string[]): Promise<Record<string, string>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows: Record<string, string>[] = [];
    for (const statement of statements) rows = (await client.query<Record<string, string>>(statement)).rows;
    return rows;
  } finally {
    await client.end();
  }
}

const templateOf = once(async (found) => {
  const name = newName();
  await ask(sharedUrl ?? '', `CREATE DATABASE "${name}"`);
  await write({ postgres: databaseUrl(name), schema }, found);
  return name;
});

/** The databases the same tests run on. PostgreSQL is left out, and says so, where no server is named. */
export const grounds: readonly GroundKind[] = [
  {
    name: 'SQLite',
    why: null,
    async make(found = untouched) {
      const folder = mkdtempSync(join(tmpdir(), 'ledger-'));
      const file = join(folder, 'ledger.db');
      copyFileSync(await fileOf(found), file);
      const tamper = async (statement: string): Promise<void> => {
        const database = new Database(file);
        database.exec(statement);
        database.close();
      };
      const look: Ground['look'] = async (statement) => {
        const database = new Database(file, { readonly: true });
        const rows = database.prepare<[], Record<string, string>>(statement).all();
        database.close();
        return rows;
      };
      return ground({ file }, { tamper, look }, async () => rmSync(folder, { recursive: true }));
    },
  },
  {
    name: 'PostgreSQL',
    why: sharedUrl ? null : 'COMPTOIR_TEST_PG_URL names no server',
    async make(found = untouched) {
      const name = newName();
      // Copied as files, which takes a third of what going through the log takes.
      await ask(sharedUrl ?? '', `CREATE DATABASE "${name}" TEMPLATE "${await templateOf(found)}" STRATEGY FILE_COPY`);
      const url = databaseUrl(name);
      const look: Ground['look'] = (statement) => ask(url, `SET search_path TO "${schema}"`, statement);
      const tamper = async (statement: string): Promise<void> => void (await look(statement));
      return ground({ postgres: url, schema }, { tamper, look }, async () => {
        await ask(sharedUrl ?? '', `DROP DATABASE "${name}" WITH (FORCE)`);
      });
    },
  },
];

/** `operations on SQLite`; where it is left out, the reason stands in the title. */
export function titleOf(what: string, kind: GroundKind): string {
  return `${what} on ${kind.name}${kind.why ? ` (left out: ${kind.why})` : ''}`;
}

let made = 0;

function takingPlan(kind: 'charge' | 'hold', key: string): PlanOf<'charge' | 'hold'> {
  return {
    kind,
    key,
    amount: { amount: 8000, currency: 'CAD' },
    customerRef: 'cus_made_up',
    cardRef: 'pm_made_up',
    payToken: 'pm_made_up',
    instrument: 'card',
    description: 'Coupe et couleur',
    receiptEmail: 'zoe@example.test',
    initialTransactionRef: null,
  };
}

/** A hold of 80.00 CAD under that key. */
export function newHold(key: string): NewOperation {
  return newCharge({ kind: 'hold', plan: takingPlan('hold', key) });
}

/** A charge of 80.00 CAD on a Stripe card, written and not yet sent. */
export function newCharge(change: Partial<NewOperation> = {}): NewOperation {
  made += 1;
  const at = Date.UTC(2026, 10, 20, 15);
  const plan = takingPlan('charge', `cpt-ticket-${made}`);
  return {
    id: `op-${String(made).padStart(20, '0')}`,
    group: `op-${String(made).padStart(20, '0')}`,
    follows: null,
    ticket: `ticket-0000000000-${made}`,
    kind: 'charge',
    provider: 'stripe',
    guard: `customer:stripe:cus_${made}`,
    plan,
    request: {
      method: 'POST',
      path: '/v1/payment_intents',
      headers: { 'idempotency-key': plan.key, 'content-type': 'application/x-www-form-urlencoded' },
      body: 'amount=8000&currency=cad&confirm=true',
    },
    memo: { account: '1001' },
    state: { name: 'open' },
    amount: plan.amount,
    tip: 1200,
    customerId: 'stripe:cus_made_up',
    customerName: 'Zoë Côté-Lévesque',
    card: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
    targetId: null,
    note: 'Solde de la visite',
    receiptEmail: 'zoe@example.test',
    staffId: 'staff-1',
    staffName: 'Maya',
    desk: 'Front 1',
    createdAt: at,
    updatedAt: at,
    providerClockAt: null,
    ...change,
  };
}

/** A capture of part of a hold, as it stands on that hold. */
export function newCapture(hold: string, change: Partial<NewOperation> = {}): NewOperation {
  const plan: Plan = {
    kind: 'capture',
    key: `cpt-capture-${hold}-${made}`,
    amount: { amount: 5000, currency: 'CAD' },
    paymentRef: hold,
    capturable: 8000,
    account: '1001',
  };
  return newCharge({
    kind: 'capture',
    provider: 'paysafe',
    guard: `payment:paysafe:${hold}`,
    targetId: `paysafe:${hold}`,
    plan,
    amount: plan.amount,
    tip: null,
    ...change,
  });
}

export function auditOf(what = 'charge', change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    at: Date.UTC(2026, 10, 20, 15),
    staffId: 'staff-1',
    staffName: 'Maya',
    desk: 'Front 1',
    what,
    outcome: 'started',
    detail: { amount: 8000, currency: 'CAD' },
    ...change,
  };
}

export const written = [{ at: Date.UTC(2026, 10, 20, 15), what: 'written', detail: { by: 'Maya' } }] as const;

export function doneState(reference = 'pi_made_up'): OperationState {
  return { name: 'done', at: Date.UTC(2026, 10, 20, 15, 1), reference, moved: { charged: 8000 } };
}

export function unknownState(): OperationState {
  const at = Date.UTC(2026, 10, 20, 15, 1);
  return { name: 'unknown', since: at, why: 'no_answer', lastSentAt: at, absent: 0, asks: 0, nextAskAt: at + 5000 };
}
