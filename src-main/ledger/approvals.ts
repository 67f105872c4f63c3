import { sql } from 'kysely';
import type { ApprovalVoid } from '../contract/approval.ts';
import type { AuditEntry } from '../payments/ports.ts';
import {
  approvalLineOf,
  approvalLineRowOf,
  approvalOf,
  approvalRowOf,
  type Approval,
  type ApprovalLine,
  type Decided,
} from './approval-row.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface WholeApproval {
  readonly approval: Approval;
  /** in the order in which they were prepared */
  readonly lines: readonly ApprovalLine[];
}

/** The approval as it was looked at. */
export type Seen = Pick<Approval, 'id' | 'version'>;

/** What one person prepared and a second one approves. Every write is one durable commit; null: somebody else did something with it first. */
export interface ApprovalBook {
  byId(id: string): Promise<WholeApproval | null>;
  /** without its lines */
  alone(id: string): Promise<Approval | null>;
  /** the one line of it that has this target */
  forTarget(id: string, targetId: string): Promise<{ approval: Approval; line: ApprovalLine } | null>;
  /** those that wait or may be sent, oldest first */
  standing(): Promise<WholeApproval[]>;
  /** what this person prepared and somebody sent back, or something else than they themselves voided, since then; newest first */
  returned(staffId: string, since: number): Promise<WholeApproval[]>;
  /**
   * Waits for a second person from now on. The very same under the same ticket stands as it is (`known`). Whatever else stood under that ticket or for one
   * of these targets is void: one target waits with one amount. Each of those has its own line in the history (`replaced`), before the new one's.
   */
  prepare(
    whole: WholeApproval,
    entries: { readonly prepared: AuditEntry; readonly replaced: (stood: WholeApproval) => AuditEntry },
  ): Promise<{ readonly prepared: WholeApproval } | { readonly known: WholeApproval }>;
  /** By somebody else than whoever prepared it; `own` otherwise, and nothing is written. */
  decide(
    seen: Seen,
    how: Decided & { readonly state: 'approved' | 'sent_back' },
    audit: AuditEntry,
  ): Promise<Approval | 'own' | null>;
  /** By whoever prepared it alone; also what was sent back or voided, once it was read. */
  withdraw(
    seen: Seen,
    by: { readonly staffId: string; readonly at: number },
    audit: AuditEntry,
  ): Promise<Approval | null>;
  /** What was prepared is not what it was. */
  voided(
    seen: Seen,
    how: { readonly why: ApprovalVoid; readonly at: number },
    audit: AuditEntry,
  ): Promise<Approval | null>;
}

/** Written out as in the index: with parameters SQLite could not know that it applies. */
const standing = sql<boolean>`state IN ('prepared', 'approved')`;

/** Not what its own preparer has prepared anew. */
const cameBack = sql<boolean>`(state = 'sent_back' OR (state = 'void' AND why <> 'replaced'))`;

export function makeApprovalBook(store: Store): ApprovalBook {
  const read = rowReader(store, 'approval', approvalOf);
  const readLine = rowReader(store, 'approval_line', approvalLineOf);

  async function wholes(rows: readonly Tables['approval'][]): Promise<WholeApproval[]> {
    const found = read.some(rows);
    if (found.length === 0) return [];
    return store.read(async (db) => {
      const ids = found.map(({ id }) => id);
      const lines = await db
        .selectFrom('approval_line')
        .selectAll()
        .where('approval_id', 'in', ids)
        .orderBy('place')
        .execute();
      const all = readLine.some(lines);
      return found.map((approval) => ({
        approval,
        lines: all.filter(({ approvalId }) => approvalId === approval.id),
      }));
    });
  }

  /** Still as it was looked at and in one of these states; held until this commit ends. */
  async function heldAs(
    rows: SealedRows,
    { id, version }: Seen,
    states: readonly Approval['state'][],
  ): Promise<Tables['approval'] | null> {
    const row = await rows.held('approval', id);
    return row && row.version === version && states.some((state) => state === row.state) ? row : null;
  }
  async function changed(
    rows: SealedRows,
    row: Tables['approval'],
    columns: Partial<Pick<Tables['approval'], 'state' | 'why' | 'decided'>> & { updated_at: number },
  ): Promise<Approval> {
    const after = { ...columns, version: row.version + 1 };
    await rows.change('approval', row, after);
    return approvalOf({ ...row, ...after });
  }

  return {
    byId: async (id) => {
      const row = await store.read((db) =>
        db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      if (!row) return null;
      read.one(row);
      return (await wholes([row]))[0] ?? null;
    },

    alone: async (id) => {
      const row = await store.read((db) =>
        db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst(),
      );
      return row ? read.one(row) : null;
    },

    forTarget: (id, targetId) =>
      store.read(async (db) => {
        const approval = await db.selectFrom('approval').selectAll().where('id', '=', id).executeTakeFirst();
        const line = await db
          .selectFrom('approval_line')
          .selectAll()
          .where('approval_id', '=', id)
          .where('target_id', '=', targetId)
          .executeTakeFirst();
        return approval && line ? { approval: read.one(approval), line: readLine.one(line) } : null;
      }),

    standing: async () =>
      wholes(
        await store.read((db) => db.selectFrom('approval').selectAll().where(standing).orderBy('created_at').execute()),
      ),

    returned: async (staffId, since) =>
      wholes(
        await store.read((db) =>
          db
            .selectFrom('approval')
            .selectAll()
            .where('staff_id', '=', staffId)
            .where('updated_at', '>=', since)
            .where(cameBack)
            .orderBy('updated_at', 'desc')
            .execute(),
        ),
      ),

    prepare: ({ approval, lines }, entries) =>
      store.write(async (transaction, rows) => {
        const unsound = store.unsound();
        if (unsound) throw unsound;
        const targets = lines.map(({ targetId }) => targetId);
        const beside = await transaction
          .selectFrom('approval')
          .select('approval.id')
          .distinct()
          .innerJoin('approval_line', 'approval_line.approval_id', 'approval.id')
          .where(sql<boolean>`approval.state IN ('prepared', 'approved')`)
          .where((either) =>
            either.or([
              either('approval.ticket', '=', approval.ticket),
              either.and([
                either('approval_line.target_id', 'in', targets),
                either('approval_line.operation_id', 'is', null),
              ]),
            ]),
          )
          .orderBy('approval.id')
          .execute();
        for (const { id } of beside) {
          const row = await rows.held('approval', id);
          if (!row || (row.state !== 'prepared' && row.state !== 'approved')) continue;
          const own = await transaction
            .selectFrom('approval_line')
            .selectAll()
            .where('approval_id', '=', id)
            .orderBy('place')
            .execute();
          const stood = { approval: read.one(row), lines: own.map(readLine.one) };
          if (isSamePrepared(stood, { approval, lines })) return { known: stood };
          // For another bill of the same card: both may be.
          if (row.ticket !== approval.ticket && !stood.lines.some((line) => lines.some((one) => meetsIn(line, one))))
            continue;
          const why = row.staff_id === approval.staffId ? 'replaced' : 'changed';
          await changed(rows, row, { state: 'void', why, updated_at: approval.createdAt });
          rows.audit(entries.replaced(stood));
        }
        if (!(await rows.insert('approval', approvalRowOf(approval))))
          throw new Error(`Approval ${approval.id} could not be written: its id or ticket is taken`);
        for (const line of lines)
          if (!(await rows.insert('approval_line', approvalLineRowOf(line))))
            throw new Error(`Line ${line.id} could not be written: its id is taken`);
        rows.audit(entries.prepared);
        return { prepared: { approval, lines } };
      }),

    decide: (seen, { state, ...decided }, audit) =>
      store.write(async (_transaction, rows) => {
        const row = await heldAs(rows, seen, ['prepared']);
        if (!row) return null;
        if (row.staff_id === decided.staffId) return 'own';
        rows.audit(audit);
        return changed(rows, row, { state, decided: JSON.stringify(decided), updated_at: decided.at });
      }),

    withdraw: (seen, { staffId, at }, audit) =>
      store.write(async (_transaction, rows) => {
        const row = await heldAs(rows, seen, ['prepared', 'approved', 'sent_back', 'void']);
        if (row?.staff_id !== staffId) return null;
        rows.audit(audit);
        return changed(rows, row, { state: 'withdrawn', updated_at: at });
      }),

    voided: (seen, { why, at }, audit) =>
      store.write(async (_transaction, rows) => {
        const row = await heldAs(rows, seen, ['prepared', 'approved']);
        if (!row) return null;
        rows.audit(audit);
        return changed(rows, row, { state: 'void', why, updated_at: at });
      }),
  };
}

/** What is asked for and what was known of it: the same order again, not only a like one. */
function isSamePrepared(a: WholeApproval, b: WholeApproval): boolean {
  const facts = ({ approval, lines }: WholeApproval): string =>
    JSON.stringify([
      approval.ticket,
      approval.of,
      approval.staffId,
      approval.note,
      ...lines.map(({ kind, targetId, billId, customerId, amount, asked, facts: over, seen }) => [
        kind,
        targetId,
        billId,
        customerId,
        amount.amount,
        amount.currency,
        // A line's order has a ticket of its own, made with the line.
        Object.entries({ ...asked, ticket: null }).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        over,
        seen,
      ]),
    ]);
  return facts(a) === facts(b);
}

function meetsIn(a: ApprovalLine, b: ApprovalLine): boolean {
  return a.kind === b.kind && a.targetId === b.targetId && a.billId === b.billId && a.operationId === null;
}
