import * as v from 'valibot';
import { auditLine, type AuditLine } from '../contract/desk-status.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { walkChain } from './audit-chain.ts';
import { readHead } from './audit-head.ts';
import { isOf, narrowed, type AuditQuestion } from './audit-question.ts';
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
  /** Newest first. `before`: a line number already shown. */
  list(
    asked: AuditQuestion & { readonly before: number | null; readonly limit: number },
  ): Promise<{ rows: AuditLine[]; more: boolean }>;
  /** All of them as they stand when it begins, oldest first, in slices; `damaged`: how many of the slice cannot be read. */
  lines(asked: AuditQuestion): AsyncGenerator<{ readonly rows: readonly AuditLine[]; readonly damaged: number }>;
  /** About how many there are: those of a customer are only told apart line by line. */
  count(asked: AuditQuestion): Promise<number>;
  /** when these records began: the moment of their first line, unix ms; null before it */
  first(): Promise<number | null>;
  /** Reads every line and follows the chain: an edited, removed or inserted line breaks it. */
  verifyAudit(): Promise<AuditCheck>;
}

const atOnce = 2000;
/** A few milliseconds of work, less than a frame. */
const slice = 200;

export function makeAuditBook(store: Store): AuditBook {
  return {
    write: (entry) => store.write(async (_transaction, rows) => rows.audit(entry)),

    first: () =>
      store.read(async (db) => {
        const line = await db.selectFrom('audit').select('at').orderBy('id').limit(1).executeTakeFirst();
        return line?.at ?? null;
      }),

    async list({ before, limit, ...asked }) {
      const rows: AuditLine[] = [];
      for (let under = before; rows.length <= limit;) {
        const found = await store.read((db) => {
          let query = narrowed(db.selectFrom('audit').selectAll(), asked).orderBy('id', 'desc');
          if (under !== null) query = query.where('id', '<', under);
          return query.limit(limit + 1).execute();
        });
        rows.push(...found.map(lineOf).filter(({ detail }) => isOf(detail, asked)));
        under = found.at(-1)?.id ?? null;
        if (found.length <= limit) break;
      }
      return { rows: rows.slice(0, limit), more: rows.length > limit };
    },

    async *lines(asked) {
      const last = await store.read((db) => readHead(db));
      const end = last?.line_count ?? 0;
      for (let after = 0; ;) {
        const found = await store.read((db) =>
          narrowed(db.selectFrom('audit').selectAll(), asked)
            .where('id', '>', after)
            .where('id', '<=', end)
            .orderBy('id')
            .limit(slice)
            .execute(),
        );
        const read = found.map(lineOrNull);
        const rows = read.flatMap((line) => (line && isOf(line.detail, asked) ? [line] : []));
        if (found.length > 0) yield { rows, damaged: read.filter((line) => line === null).length };
        if (found.length < slice) return;
        after = found.at(-1)?.id ?? end;
      }
    },

    count: (asked) =>
      store.read(async (db) => {
        const query = narrowed(db.selectFrom('audit').selectAll(), asked);
        const { count } = await query
          .clearSelect()
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
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

function lineOrNull(row: Tables['audit']): AuditLine | null {
  try {
    return lineOf(row);
  } catch {
    return null;
  }
}
