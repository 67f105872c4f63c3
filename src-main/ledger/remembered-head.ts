import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { readHead, type HeadRow } from './audit-head.ts';
import type { Store } from './store.ts';
import { tallyOf } from './tally.ts';
import type { Tables } from './tables.ts';

/** Where the end of the audit is remembered outside the records: the keychain. Whoever puts yesterday's file in place does not have it. */
export interface HeadKeeper {
  /** null when nothing was remembered; throws when it cannot be read now */
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
  forget(): Promise<void>;
}

const rememberedShape = v.object({
  /** which records */
  id: v.string(),
  lines: v.pipe(v.number(), v.safeInteger()),
  chain: v.string(),
  writes: v.pipe(v.number(), v.safeInteger()),
});
export type RememberedHead = v.InferOutput<typeof rememberedShape>;

/** What is remembered of these records, compared with them once, and brought up to them from time to time. */
export interface HeadMemory {
  /** null when nothing was remembered; unknown while the keychain cannot be read */
  recall(): Promise<RememberedHead | null | 'unknown'>;
  /** The records must have come to that end and gone on from it. What is wrong shuts the money. */
  compare(remembered: RememberedHead | null): Promise<void>;
  remember(): Promise<void>;
  /**
   * These records are the house's from now on, however old their end is: what was remembered of them is forgotten. False for records with another id.
   * @throws when the keychain cannot be used
   */
  accept(): Promise<boolean>;
}

export function makeHeadMemory(db: Kysely<Tables>, store: Store, keeper: HeadKeeper | null): HeadMemory {
  let compared = false;
  let last = '';

  async function compare(remembered: RememberedHead | null): Promise<void> {
    compared = true;
    if (!remembered || (await goesOnFrom(db, remembered))) return;
    const head = await readHead(db);
    // A house begun anew, after its folder was thrown away, shows by itself that it is empty.
    if (head && head.ledger_id !== remembered.id && !(await holdsSomething(db))) return;
    store.damaged({ table: 'audit_head', id: String(head?.line_count ?? 0), why: 'rolled_back' });
  }

  return {
    async recall() {
      try {
        return keeper && headOf(await keeper.read());
      } catch {
        // A shut keychain shuts the money by itself. What it holds is compared before anything else is put in its place.
        return 'unknown';
      }
    },
    compare,
    async accept() {
      if (!keeper) return false;
      const remembered = headOf(await keeper.read());
      const head = await readHead(db);
      const others = remembered && remembered.id !== unreadable && remembered.id !== head?.ledger_id;
      if (!head || others) return false;
      await keeper.forget();
      compared = true;
      return true;
    },
    async remember() {
      if (!keeper || store.trouble()) return;
      if (!compared) await compare(headOf(await keeper.read()));
      const head = await readHead(db);
      if (!head || store.trouble()) return;
      const text = JSON.stringify(headToRemember(head));
      if (text === last) return;
      await keeper.write(text);
      last = text;
    },
  };
}

const unreadable = 'unreadable';

function headOf(text: string | null): RememberedHead | null {
  if (text === null) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), rememberedShape), text);
  // Something else in its place: an end that no records ever came to.
  return parsed.success ? parsed.output : { id: unreadable, lines: 0, chain: '', writes: 0 };
}

function headToRemember(head: HeadRow): RememberedHead {
  const writes = tallyOf(head.tally)?.writes ?? 0;
  return { id: head.ledger_id, lines: head.line_count, chain: head.chain, writes };
}

async function goesOnFrom(db: Kysely<Tables>, remembered: RememberedHead): Promise<boolean> {
  const head = await readHead(db);
  if (!head || head.ledger_id !== remembered.id) return false;
  if (head.line_count < remembered.lines || headToRemember(head).writes < remembered.writes) return false;
  if (remembered.lines === 0) return true;
  const line = await db.selectFrom('audit').select('chain').where('id', '=', remembered.lines).executeTakeFirst();
  return line?.chain === remembered.chain;
}

/** People or orders: what a house that has just begun does not have. */
export async function holdsSomething(db: Kysely<Tables>): Promise<boolean> {
  for (const table of ['operation', 'staff'] as const) {
    if (await db.selectFrom(table).select('id').limit(1).executeTakeFirst()) return true;
  }
  return false;
}

/**
 * After a person has put another file in place on purpose (a backup, records built anew): whatever is there at the next opening is taken for the
 * records of this house. To be called with the records closed, after the file is in place and before it is opened.
 * @throws when the keychain cannot be used: then the file will be taken for an old copy and the money stays shut
 */
export async function acceptHead(keeper: HeadKeeper): Promise<void> {
  await keeper.forget();
}
