import * as v from 'valibot';
import type { AuditEntry } from '../payments/ports.ts';
import { inSlices } from './in-slices.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** A file of movements that somebody brought in. Times unix ms UTC. */
export interface Statement {
  readonly id: string;
  /** only Paysafe's are brought in: Stripe lists its payouts */
  readonly provider: 'paysafe';
  readonly fileName: string;
  readonly by: string;
  readonly at: number;
  /** its lines count no more */
  readonly withdrawn: { readonly by: string; readonly at: number } | null;
}

/** A movement of a statement. Minor units of its own currency, `amount` below zero where it went back; `fee` null: not said. */
export interface StatementLine {
  /** the same for the same movement, whichever file names it */
  readonly id: string;
  /** as the file counts its lines */
  readonly place: number;
  readonly day: string;
  readonly kind: 'payment' | 'refund' | 'other';
  readonly amount: number;
  readonly fee: number | null;
  readonly currency: string;
  readonly ref: string | null;
  readonly merchantRef: string | null;
  readonly payout: string;
  readonly description: string | null;
}

/** Statements and their lines. A movement that two files name, brought in at two desks at once, is kept once. */
export interface StatementBook {
  /** Notes the file with its line in the history, in one commit; its lines follow. */
  begin(statement: Omit<Statement, 'withdrawn'>, audit: AuditEntry): Promise<void>;
  /** Keeps these lines in one commit. @returns the ids of those that no statement that stands had; none once this one is taken back */
  add(statementId: string, lines: readonly StatementLine[]): Promise<ReadonlySet<string>>;
  /** those that stand, newest first, with how many lines each has by now: a desk may still be bringing them in */
  standing(): Promise<(Statement & { readonly lines: number })[]>;
  byId(id: string): Promise<Statement | null>;
  linesOf(statementId: string): Promise<StatementLine[]>;
  /** which of these lines a statement that stands has */
  known(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Takes a statement back, with its line in the history. decided: somebody decided about one of its lines, and that stands (`lineIdOf`: under which name
   * decisions know a line). gone: it was taken back already.
   */
  withdraw(
    about: { readonly id: string; readonly by: string; readonly at: number; readonly lineIdOf: (id: string) => string },
    audit: AuditEntry,
  ): Promise<'withdrawn' | 'decided' | 'gone'>;
}

const kind = v.picklist(['payment', 'refund', 'other']);
const atOnce = 500;

export function makeStatementBook(store: Store): StatementBook {
  const read = rowReader(store, 'statement', statementOf);
  const readLine = rowReader(store, 'statement_line', lineOf);
  const standing: StatementBook['standing'] = () =>
    store.read(async (db) => {
      const rows = await db
        .selectFrom('statement')
        .selectAll()
        .where('withdrawn_at', 'is', null)
        .orderBy('at', 'desc')
        .orderBy('id')
        .execute();
      if (rows.length === 0) return [];
      const counted = await db
        .selectFrom('statement_line')
        .select((eb) => ['statement_id', eb.fn.countAll<number>().as('lines')])
        .where(
          'statement_id',
          'in',
          rows.map(({ id }) => id),
        )
        .groupBy('statement_id')
        .execute();
      const lines = new Map(counted.map((one) => [one.statement_id, Number(one.lines)]));
      return read.some(rows).map((statement) => ({ ...statement, lines: lines.get(statement.id) ?? 0 }));
    });

  /** Room for a line that a statement taken back still has. */
  const makeRoom = async (rows: SealedRows, id: string): Promise<boolean> => {
    const held = await rows.held('statement_line', id);
    const owner = held ? await rows.held('statement', held.statement_id) : undefined;
    if (!held || !owner || owner.withdrawn_at === null) return false;
    await rows.remove('statement_line', held);
    return true;
  };

  return {
    begin: ({ id, provider, fileName, by, at }, audit) =>
      store.write(async (_transaction, rows) => {
        const row = { id, provider, file_name: fileName, brought_by: by, at, withdrawn_by: null, withdrawn_at: null };
        if (!(await rows.insert('statement', row))) throw new Error(`The statement ${id} is there already`);
        rows.audit(audit);
      }),

    add: (statementId, lines) =>
      store.write(async (_transaction, rows) => {
        const added = new Set<string>();
        const statement = await rows.held('statement', statementId);
        if (!statement || statement.withdrawn_at !== null) return added;
        // Two desks with overlapping files take the same rows in the same order.
        for (const line of lines.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
          const row = lineRow(statementId, line);
          if (
            (await rows.insert('statement_line', row)) ||
            ((await makeRoom(rows, line.id)) && (await rows.insert('statement_line', row)))
          )
            added.add(line.id);
        }
        return added;
      }),

    standing,

    byId: (id) =>
      store.read(async (db) =>
        read.maybe(await db.selectFrom('statement').selectAll().where('id', '=', id).executeTakeFirst()),
      ),

    async linesOf(statementId) {
      const lines: StatementLine[] = [];
      let after = -1;
      for (;;) {
        const found: Tables['statement_line'][] = await store.read((db) =>
          db
            .selectFrom('statement_line')
            .selectAll()
            .where('statement_id', '=', statementId)
            .where('place', '>', after)
            .orderBy('place')
            .limit(atOnce)
            .execute(),
        );
        lines.push(...readLine.some(found));
        const last = found.at(-1);
        if (!last || found.length < atOnce) return lines;
        after = Number(last.place);
      }
    },

    known: (ids) =>
      store.read(async (db) => {
        const known = new Set<string>();
        for (const some of inSlices(ids)) {
          const rows = await db
            .selectFrom('statement_line')
            .innerJoin('statement', 'statement.id', 'statement_line.statement_id')
            .select('statement_line.id')
            .where('statement_line.id', 'in', some)
            .where('statement.withdrawn_at', 'is', null)
            .execute();
          for (const { id } of rows) known.add(id);
        }
        return known;
      }),

    withdraw: ({ id, by, at, lineIdOf }, audit) =>
      store.write(async (transaction, rows) => {
        const held = await rows.held('statement', id);
        if (!held || held.withdrawn_at !== null) return 'gone';
        const lines = await transaction
          .selectFrom('statement_line')
          .select('id')
          .where('statement_id', '=', id)
          .execute();
        for (const some of inSlices(lines.map((line) => lineIdOf(line.id)))) {
          const decided = await transaction
            .selectFrom('payout_match as match')
            .select('match.id')
            .where('match.line_id', 'in', some)
            .where('match.kind', '!=', 'undone')
            .where((eb) =>
              eb.not(
                eb.exists(
                  eb.selectFrom('payout_match as back').select('back.id').whereRef('back.undoes', '=', 'match.id'),
                ),
              ),
            )
            .executeTakeFirst();
          if (decided) return 'decided';
        }
        await rows.change('statement', held, { withdrawn_by: by, withdrawn_at: at });
        rows.audit(audit);
        return 'withdrawn';
      }),
  };
}

function statementOf(row: Tables['statement']): Statement {
  const { id, file_name: fileName, brought_by: by, at, withdrawn_by: backBy, withdrawn_at: backAt } = row;
  return {
    ...{ id, provider: v.parse(v.literal('paysafe'), row.provider), fileName, by, at },
    withdrawn: backAt === null ? null : { by: backBy ?? '', at: backAt },
  };
}

function lineOf(row: Tables['statement_line']): StatementLine {
  const { id, place, day, amount, fee, currency, ref, merchant_ref: merchantRef, payout, description } = row;
  return {
    id,
    place,
    day,
    kind: v.parse(kind, row.kind),
    amount,
    fee,
    currency,
    ref,
    merchantRef,
    payout,
    description,
  };
}

function lineRow(statementId: string, line: StatementLine): Unsealed<'statement_line'> {
  const { merchantRef, ...rest } = line;
  return { ...rest, statement_id: statementId, merchant_ref: merchantRef };
}
