import * as v from 'valibot';
import { auditLine, type AuditLine } from '../contract/desk-status.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { walkChain } from './audit-chain.ts';
import { readHead } from './audit-head.ts';
import { folded, likeAnywhere } from './folding.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/**
 * What a look through the whole audit found. `unjudged`: lines sealed with a key that is not at hand. `keyless`: lines sealed without
 * one, by a version that wrote while the keychain was shut; a later line with the key vouches for them. Where none does, it is damage.
 */
export type AuditCheck =
  | { readonly sound: true; readonly lines: number; readonly unjudged: number; readonly keyless: number }
  | {
      readonly sound: false;
      readonly firstBad: number;
      readonly why: 'line_missing' | 'line_edited' | 'end_missing' | 'keyless';
    };

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

export function makeAuditBook(store: Store): AuditBook {
  return {
    write: (entry) => store.write(async (_transaction, rows) => rows.audit(entry)),

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
        const walk = walkChain(store.sealer, { count: 0, last: '' });
        for (;;) {
          const some = await db
            .selectFrom('audit')
            .selectAll()
            .where('id', '>', walk.count)
            .orderBy('id')
            .limit(atOnce)
            .execute();
          for (const row of some) {
            const wrong = walk.next(row);
            if (wrong) return { sound: false, firstBad: walk.count + 1, why: wrong };
          }
          if (some.length < atOnce) break;
        }
        const { count, unjudged, keyless, keylessEnd } = walk;
        const head = await readHead(db);
        // Lines written since the last page are younger than the count: only a shorter book than the head says is damage.
        if (!head || head.line_count < count || (head.line_count === count && head.chain !== walk.last)) {
          return { sound: false, firstBad: count, why: 'end_missing' };
        }
        const after = await db.selectFrom('audit').select('id').where('id', '=', head.line_count).executeTakeFirst();
        if (head.line_count > 0 && !after) return { sound: false, firstBad: count + 1, why: 'end_missing' };
        if (keylessEnd > 0) return { sound: false, firstBad: count - keylessEnd + 1, why: 'keyless' };
        return { sound: true, lines: count, unjudged, keyless };
      }),
  };
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

/** An operation's code as it is read aloud, CPT-7F3K-04PZ, is the end of its id. */
function searchWords(search: string): string[] {
  return folded(search)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replace(/^cpt-?([a-z0-9]{4})-?([a-z0-9]{4})$/, '$1$2'));
}
