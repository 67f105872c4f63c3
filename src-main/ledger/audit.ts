import type { Transaction } from 'kysely';
import * as v from 'valibot';
import { auditLine, type AuditLine } from '../contract/desk-status.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { folded, likeAnywhere } from './folding.ts';
import { isKeyed, type Sealer } from './seal.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * What a look through the whole audit found. `unjudged`: lines sealed with a key that is not at hand. `keyless`: lines sealed without
 * one; where the house has a key these were written while its keychain was shut, or by somebody who does not have it.
 */
export type AuditCheck =
  | { readonly sound: true; readonly lines: number; readonly unjudged: number; readonly keyless: number }
  | { readonly sound: false; readonly firstBad: number; readonly why: 'line_missing' | 'line_edited' | 'end_missing' };

export interface AuditBook {
  write(entry: AuditEntry): Promise<void>;
  /** Newest first. `search`: words that must all occur, accents and case aside; `before`: a line number already shown. */
  list(asked: {
    readonly search: string;
    readonly before: number | null;
    readonly limit: number;
  }): Promise<{ rows: AuditLine[]; more: boolean }>;
  /** Reads every line and follows the chain: an edited, removed or inserted line breaks it. */
  verifyAudit(): Promise<AuditCheck>;
}

const atOnce = 2000;

export function makeAuditBook(store: Store, sealer: Sealer): AuditBook {
  return {
    write: (entry) => store.write((transaction) => appendAudit(transaction, entry, sealer)),

    list: ({ search, before, limit }) =>
      store.read(async (db) => {
        let query = db
          .selectFrom('audit')
          .selectAll()
          .orderBy('id', 'desc')
          .limit(limit + 1);
        if (before !== null) query = query.where('id', '<', before);
        for (const word of searchWords(search)) query = query.where(likeAnywhere('search_text', word));
        const found = await query.execute();
        return { rows: found.slice(0, limit).map(lineOf), more: found.length > limit };
      }),

    verifyAudit: () =>
      store.read(async (db): Promise<AuditCheck> => {
        let previous = '';
        let count = 0;
        let unjudged = 0;
        let keyless = 0;
        for (;;) {
          const some = await db
            .selectFrom('audit')
            .selectAll()
            .where('id', '>', count)
            .orderBy('id')
            .limit(atOnce)
            .execute();
          for (const row of some) {
            if (row.id !== count + 1) return { sound: false, firstBad: count + 1, why: 'line_missing' };
            const verdict = sealer.check(chainedText(previous, row), row.chain);
            if (verdict === 'bad') return { sound: false, firstBad: row.id, why: 'line_edited' };
            if (verdict === 'unjudged') unjudged += 1;
            if (!isKeyed(row.chain)) keyless += 1;
            previous = row.chain;
            count = row.id;
          }
          if (some.length < atOnce) break;
        }
        const head = await db.selectFrom('audit_head').selectAll().executeTakeFirst();
        // Lines written since the last page are younger than the count: only a shorter book than the head says is damage.
        if (!head || head.line_count < count || (head.line_count === count && head.chain !== previous)) {
          return { sound: false, firstBad: count, why: 'end_missing' };
        }
        const after = await db.selectFrom('audit').select('id').where('id', '=', head.line_count).executeTakeFirst();
        if (head.line_count > 0 && !after) return { sound: false, firstBad: count + 1, why: 'end_missing' };
        return { sound: true, lines: count, unjudged, keyless };
      }),
  };
}

/**
 * One line more, in the transaction of what it tells. The head row is updated first: on PostgreSQL that makes desks take turns, so
 * that no two lines follow the same one.
 */
export async function appendAudit(transaction: Transaction<Tables>, entry: AuditEntry, sealer: Sealer): Promise<void> {
  const head = await transaction
    .updateTable('audit_head')
    .set((eb) => ({ line_count: eb('line_count', '+', 1) }))
    .where('only_row', '=', 1)
    .returning(['line_count', 'chain'])
    .executeTakeFirstOrThrow();
  const line = {
    id: head.line_count,
    at: entry.at,
    staff_id: entry.staffId,
    staff_name: entry.staffName,
    desk: entry.desk,
    what: entry.what,
    outcome: entry.outcome,
    detail: JSON.stringify(entry.detail),
  };
  const chain = sealer.seal(chainedText(head.chain, line));
  await transaction
    .insertInto('audit')
    .values({ ...line, chain, search_text: searchText(entry) })
    .execute();
  await transaction.updateTable('audit_head').set({ chain }).where('only_row', '=', 1).execute();
}

type Chained = Omit<Tables['audit'], 'search_text' | 'chain'>;

function chainedText(previous: string, line: Chained): string {
  return JSON.stringify([
    previous,
    line.id,
    line.at,
    line.staff_id,
    line.staff_name,
    line.desk,
    line.what,
    line.outcome,
    line.detail,
  ]);
}

const storedLine = v.object({
  ...auditLine.entries,
  detail: v.pipe(v.string(), v.parseJson(), auditLine.entries.detail),
});

function lineOf(row: Tables['audit']): AuditLine {
  return v.parse(storedLine, {
    id: row.id,
    at: row.at,
    staffName: row.staff_name,
    desk: row.desk,
    what: row.what,
    outcome: row.outcome,
    detail: row.detail,
  });
}

function searchText(entry: AuditEntry): string {
  return folded(
    [entry.staffName ?? '', entry.desk, entry.what, entry.outcome, ...Object.values(entry.detail)].join(' '),
  );
}

/** An operation's code as it is read aloud, CPT-7F3K-04PZ, is the end of its id. */
function searchWords(search: string): string[] {
  return folded(search)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^cpt-?([a-z0-9]{4})-?([a-z0-9]{4})$/, '$1$2'));
}
