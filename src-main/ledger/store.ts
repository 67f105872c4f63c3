import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely, Transaction } from 'kysely';
import type { LedgerTrouble } from '../payments/ports.ts';
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

export function makeStore(db: Kysely<Tables>): Store {
  let lasting: LedgerTrouble | null = null;
  let passing: LedgerTrouble | null = null;
  let unsound: LedgerTrouble | null = null;

  function note(error: unknown): unknown {
    const trouble = asLedgerTrouble(error);
    if (!trouble || trouble === unsound) return trouble ?? error;
    if (trouble.code !== 'records_unwritable' || isDiskFault(trouble)) lasting = trouble;
    else passing = trouble;
    return trouble;
  }

  return {
    async read(work) {
      try {
        return await work(db);
      } catch (error) {
        throw note(error);
      }
    },
    async write(work) {
      if (lasting) throw lasting;
      try {
        const value = await inTurn(() => db.transaction().execute(work));
        passing = null;
        return value;
      } catch (error) {
        throw note(error);
      }
    },
    damaged(trouble) {
      unsound = trouble;
    },
    unsound: () => unsound,
    trouble: () => lasting ?? unsound ?? passing,
  };
}

/** How long a write waits for another process on the same file (the desk command): a commit takes a fraction of a millisecond. */
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
