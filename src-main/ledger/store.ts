import { setTimeout as pause } from 'node:timers/promises';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { LedgerTrouble } from '../payments/ports.ts';
import { addToHead, type HeadKeeping } from './audit-head.ts';
import { goneTrouble, type Place } from './place.ts';
import { mostDamage, type Damage } from './records-check.ts';
import { makeSay } from './saying.ts';
import type { Sealer } from './seal.ts';
import { makeSealedRows, type SealedRows } from './sealed-rows.ts';
import { asLedgerTrouble, isDiskFault, isOthersTurn } from './trouble.ts';
import type { Tables } from './tables.ts';

/** What every noun of the ledger reads and writes through. */
export interface Store {
  readonly sealer: Sealer;
  /** what PostgreSQL says to lock a row that is read to be changed; nothing on SQLite, where a writer has the whole file */
  readonly forUpdate: RawBuilder<unknown>;
  /** @throws LedgerTrouble when the records cannot be read */
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** Reads one unchanging view of the records, whoever else writes meanwhile. @throws LedgerTrouble when they cannot be read */
  view<T>(work: (view: Kysely<Tables>) => Promise<T>): Promise<T>;
  /**
   * One durable commit: on the disk when it resolves, or nothing of it. Precious rows and audit lines go through `rows`.
   * @throws LedgerTrouble when it cannot be written
   */
  write<T>(work: (transaction: Transaction<Tables>, rows: SealedRows) => Promise<T>): Promise<T>;
  /**
   * A record that is not what was written, or not readable: money shuts until it is mended. Other rows are still read, and what is learnt of orders
   * already under way is still written. Answers the trouble, to be thrown by whoever cannot go on without that record.
   */
  damaged(damage: Damage): LedgerTrouble;
  /** what was met, at most `mostDamage` of it */
  damage(): readonly Damage[];
  /**
   * A look through all the records found each of them what was written: what was met of damage before that look began is over. What such a look cannot
   * see (a whole file that is older than it was) stays.
   * @param met what `met()` said when it began: whatever was met meanwhile is not over
   */
  mended(met: number): void;
  /** A person took these records for the house's although they are older than they were: that is no damage any more. */
  accepted(): void;
  /** how often damage was met so far */
  met(): number;
  /** when something was met: no new order may be opened beside it */
  unsound(): LedgerTrouble | null;
  /** Nothing at all may be written for this reason, until null is given: no key at hand, another key, records that are only held for reading. */
  bar(trouble: LedgerTrouble | null): void;
  /** why money may not move: the last write failed, or something in the records is damaged; null when all is well */
  trouble(): LedgerTrouble | null;
}

/** The files under a store: whether they are still there, and how to save what only their log holds. */
export interface Ground {
  place(): Place;
  saveLog(): Promise<void>;
}

export interface StoreParts {
  readonly sealer: Sealer;
  /** desks share these records (PostgreSQL) */
  readonly shared: boolean;
  /** null for a database that looks after its own files (PostgreSQL), and for records held in memory */
  readonly ground: Ground | null;
  /** told once of each damaged record */
  readonly onDamage: (damage: Damage) => void;
}

export function makeStore(db: Kysely<Tables>, { sealer, shared, ground, onDamage }: StoreParts): Store {
  let lasting: LedgerTrouble | null = null;
  let passing: LedgerTrouble | null = null;
  let barred: LedgerTrouble | null = null;
  const met: Damage[] = [];
  let meetings = 0;
  /** damage of single records, which does not stop the others from being written */
  const ours = new WeakSet<LedgerTrouble>();
  let unsound: LedgerTrouble | null = null;
  const keeping: HeadKeeping = { sealer, known: null };
  const forUpdate = shared ? sql`FOR UPDATE` : sql``;
  const say = makeSay(shared);

  function damaged(damage: Damage): LedgerTrouble {
    meetings += 1;
    const known = met.some(({ table, id, why }) => table === damage.table && id === damage.id && why === damage.why);
    if (!known && met.length < mostDamage) {
      met.push(damage);
      onDamage(damage);
    }
    const record = damage.id === '' ? damage.table : `${damage.table} ${damage.id}`;
    const trouble = new LedgerTrouble(
      'records_damaged',
      `The record of ${record} is not what was written (${damage.why}).`,
    );
    ours.add(trouble);
    unsound ??= trouble;
    return trouble;
  }

  function note(error: unknown): unknown {
    const trouble = asLedgerTrouble(error);
    if (!trouble || ours.has(trouble)) return trouble ?? error;
    if (isDiskFault(trouble)) {
      lasting = new LedgerTrouble('records_fault', trouble.message, { cause: trouble.cause });
      return lasting;
    }
    if (passes(trouble)) passing = trouble;
    else lasting = trouble;
    return trouble;
  }

  /** Looked at before each write, inside its turn: what is written to a file that is no longer in its folder is written nowhere. */
  function mustBeInPlace(): void {
    const place = ground?.place() ?? 'in_place';
    if (place !== 'in_place') throw goneTrouble(place);
  }

  /** The log was deleted under us. What it held is put into the file itself, and nothing more is written until the records are opened again. */
  async function saveLog(): Promise<void> {
    if (ground?.place() !== 'log_gone') return;
    lasting = goneTrouble('log_gone');
    await ground.saveLog();
  }

  return {
    sealer,
    forUpdate,
    async read(work) {
      try {
        return await inTurn(() => work(db));
      } catch (error) {
        throw note(error);
      }
    },
    async view(work) {
      const begin = () =>
        shared
          ? db.transaction().setIsolationLevel('repeatable read').execute(work)
          : inTurn(() => db.connection().execute((connection) => onlyReading(connection, work)));
      try {
        return await begin();
      } catch (error) {
        throw note(error);
      }
    },
    async write(work) {
      const shut = lasting ?? barred;
      if (shut) throw shut;
      try {
        const value = await inTurn(() =>
          db.transaction().execute(async (transaction) => {
            mustBeInPlace();
            const rows = makeSealedRows({ transaction, say, sealer, shared, damaged });
            const answer = await work(transaction, rows);
            if (
              rows.changes.length + rows.entries.length > 0 &&
              !(await addToHead(transaction, rows, { say, keeping }))
            )
              damaged({ table: 'audit_head', id: '', why: 'edited' });
            return answer;
          }),
        );
        passing = null;
        return value;
      } catch (error) {
        const trouble = note(error);
        await saveLog();
        throw trouble;
      }
    },
    damaged,
    damage: () => met,
    mended(before) {
      if (before !== meetings) return;
      const left = met.filter(({ why }) => why === 'rolled_back');
      met.splice(0, met.length, ...left);
      if (left.length === 0) unsound = null;
    },
    accepted() {
      met.splice(0, met.length, ...met.filter(({ why }) => why !== 'rolled_back'));
      if (met.length === 0) unsound = null;
    },
    met: () => meetings,
    unsound: () => unsound,
    bar(trouble) {
      barred = trouble;
    },
    trouble: () => lasting ?? barred ?? unsound ?? passing,
  };
}

/** SQLite: a transaction of ours takes the right to write at once; this one takes none, and reads beside whoever holds it. */
async function onlyReading<T>(connection: Kysely<Tables>, work: (view: Kysely<Tables>) => Promise<T>): Promise<T> {
  await sql`BEGIN`.execute(connection);
  try {
    return await work(connection);
  } finally {
    await sql`ROLLBACK`.execute(connection);
  }
}

/** Over by itself, or once somebody frees the disk, ends the other program or brings the folder back: the next write may well succeed. */
function passes({ code }: LedgerTrouble): boolean {
  return code === 'records_unwritable' || code === 'records_locked' || code === 'records_gone';
}

/** How long to wait for another process on the same file (the desk command): a commit takes a fraction of a millisecond. */
const turns = { wait: 5, most: 400 };

/** Another writer is refused at its very beginning, so the same work may simply begin again. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  for (let turn = 1; ; turn += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isOthersTurn(error) || turn === turns.most) throw error;
      await pause(turns.wait);
    }
  }
}
