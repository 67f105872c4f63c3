import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import { LedgerTrouble } from '../payments/ports.ts';
import { goneTrouble, type Place } from './place.ts';
import { asLedgerTrouble, isDiskFault, isOthersTurn } from './trouble.ts';
import type { Tables } from './tables.ts';

/** What every noun of the ledger reads and writes through. */
export interface Store {
  /** @throws LedgerTrouble when the records cannot be read */
  read<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T>;
  /** One durable commit: on the disk when it resolves, or nothing of it. @throws LedgerTrouble when it cannot be written */
  write<T>(work: (transaction: Transaction<Tables>) => Promise<T>): Promise<T>;
  /**
   * A row that is not what was written, or not readable: money shuts until the records are opened again. Other rows are still read, and what is
   * learnt of orders already under way is still written.
   */
  damaged(trouble: LedgerTrouble): void;
  /** such a row, when one was met: no new order may be opened beside it */
  unsound(): LedgerTrouble | null;
  /** why money may not move: the last write failed, or something in the records is damaged; null when all is well */
  trouble(): LedgerTrouble | null;
}

/** The files under a store: whether they are still there, and how to save what only their log holds. */
export interface Ground {
  place(): Place;
  saveLog(): Promise<void>;
}

/** @param ground null for a database that looks after its own files (PostgreSQL) */
export function makeStore(db: Kysely<Tables>, ground: Ground | null = null): Store {
  let lasting: LedgerTrouble | null = null;
  let passing: LedgerTrouble | null = null;
  let unsound: LedgerTrouble | null = null;

  function note(error: unknown): unknown {
    const trouble = asLedgerTrouble(error);
    if (!trouble || trouble === unsound) return trouble ?? error;
    if (isDiskFault(trouble)) {
      lasting = new LedgerTrouble('records_gone', trouble.message, { cause: trouble.cause });
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
    async read(work) {
      try {
        return await inTurn(() => work(db));
      } catch (error) {
        throw note(error);
      }
    },
    async write(work) {
      if (lasting) throw lasting;
      try {
        const value = await inTurn(() =>
          db.transaction().execute(async (transaction) => {
            mustBeInPlace();
            return work(transaction);
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
    damaged(trouble) {
      unsound = trouble;
    },
    unsound: () => unsound,
    trouble: () => lasting ?? unsound ?? passing,
  };
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
