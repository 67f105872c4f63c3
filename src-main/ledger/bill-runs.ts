import { sql, type Kysely } from 'kysely';
import type { Failure } from '../contract/failure.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { lineOf, lineRowOf, runOf, runRowOf, type BillRun, type BillRunLine } from './bill-run-row.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface WholeRun {
  readonly run: BillRun;
  /** in the order in which they are sent */
  readonly lines: readonly BillRunLine[];
}

/** Which running desk is about to do something with a run, and when (unix ms). */
export interface Driving {
  readonly runId: string;
  readonly driver: string;
  readonly at: number;
}

/** Bills charged together. Every write is one durable commit; a run that a person took over at another desk answers `null` to the desk before. */
export interface BillRunBook {
  byId(id: string): Promise<WholeRun | null>;
  byTicket(ticket: string): Promise<BillRun | null>;
  /** one line as it stands, with its run */
  line(id: string): Promise<{ readonly run: BillRun; readonly line: BillRunLine } | null>;
  /** newest first */
  newest(limit: number): Promise<BillRun[]>;
  /** neither ended by a person nor at their end, oldest first */
  standing(): Promise<BillRun[]>;
  /** The run with all its lines, before the first of them is sent. `known`: the same ticket was started before, and nothing was written. */
  start(whole: WholeRun, audit: AuditEntry): Promise<{ readonly started: BillRun } | { readonly known: BillRun }>;
  /** The next line that waits, now begun: nobody else is given it. `end`: none waits; the run is over then if `over`, the history's word of it, is given. */
  begin(driving: Driving, over: AuditEntry | null): Promise<BillRunLine | 'end' | null>;
  /** Nothing was sent for this line, and why. `again`: for a trouble of the desk, so that the line waits as before. */
  refuse(driving: Driving, line: { readonly lineId: string; readonly failure: Failure | 'again' }): Promise<boolean>;
  /** Stops between two lines, or ends for good. Null when people did something else with it first. */
  rest(
    run: Pick<BillRun, 'id' | 'version' | 'state' | 'why' | 'updatedAt'>,
    audit: AuditEntry,
  ): Promise<BillRun | null>;
  /** A person confirmed the rest: those lines wait again as they are given, the others that were not sent are left. Null as above. */
  resume(
    run: BillRun,
    rest: { readonly lines: readonly BillRunLine[]; readonly left: readonly string[] },
    audit: AuditEntry,
  ): Promise<BillRun | null>;
}

/** Written out as in the index: with parameters SQLite could not know that it applies. */
const standing = sql<boolean>`state IN ('going', 'stopped')`;

export function makeBillRunBook(store: Store): BillRunBook {
  const read = rowReader(store, 'bill_run', runOf);
  const readLine = rowReader(store, 'bill_run_line', lineOf);

  /** The run, held until this commit ends, if this desk still sends its lines. */
  async function driven(rows: SealedRows, { runId, driver }: Driving): Promise<Tables['bill_run'] | null> {
    const row = await rows.held('bill_run', runId);
    return row?.state === 'going' && row.driver === driver ? row : null;
  }
  async function changed(rows: SealedRows, run: BillRun): Promise<BillRun | null> {
    const row = await rows.held('bill_run', run.id);
    if (!row || row.version !== run.version || row.state === 'over') return null;
    const after = { ...run, version: run.version + 1 };
    await rows.change('bill_run', row, runRowOf(after));
    return after;
  }
  const mustWrite = (): void => {
    const unsound = store.unsound();
    if (unsound) throw unsound;
  };

  return {
    byId: (id) =>
      store.read(async (db) => {
        const run = read.maybe(await db.selectFrom('bill_run').selectAll().where('id', '=', id).executeTakeFirst());
        if (!run) return null;
        return { run, lines: readLine.some(await linesOf(db, id)) };
      }),

    byTicket: (ticket) =>
      store.read(async (db) =>
        read.maybe(await db.selectFrom('bill_run').selectAll().where('ticket', '=', ticket).executeTakeFirst()),
      ),

    line: (id) =>
      store.read(async (db) => {
        const line = readLine.maybe(
          await db.selectFrom('bill_run_line').selectAll().where('id', '=', id).executeTakeFirst(),
        );
        if (!line) return null;
        const run = await db.selectFrom('bill_run').selectAll().where('id', '=', line.runId).executeTakeFirstOrThrow();
        return { run: read.one(run), line };
      }),

    newest: (limit) =>
      store.read(async (db) =>
        read.some(await db.selectFrom('bill_run').selectAll().orderBy('created_at', 'desc').limit(limit).execute()),
      ),

    standing: () =>
      store.read(async (db) =>
        read.some(await db.selectFrom('bill_run').selectAll().where(standing).orderBy('created_at').execute()),
      ),

    start: ({ run, lines }, audit) =>
      store.write(async (transaction, rows) => {
        mustWrite();
        if (!(await rows.insert('bill_run', runRowOf(run)))) {
          const known = await transaction
            .selectFrom('bill_run')
            .selectAll()
            .where('ticket', '=', run.ticket)
            .executeTakeFirst();
          if (known) return { known: read.one(known) };
          throw new Error(`Run ${run.id} could not be written: its id is taken`);
        }
        for (const line of lines)
          if (!(await rows.insert('bill_run_line', lineRowOf(line))))
            throw new Error(`Line ${line.id} could not be written: its id or ticket is taken`);
        rows.audit(audit);
        return { started: run };
      }),

    begin: (driving, over) =>
      store.write(async (transaction, rows) => {
        mustWrite();
        const run = await driven(rows, driving);
        if (!run) return null;
        const next = await transaction
          .selectFrom('bill_run_line')
          .selectAll()
          .where('run_id', '=', run.id)
          .where('state', '=', 'waiting')
          .orderBy('place')
          .executeTakeFirst();
        if (!next) {
          if (!over) return 'end';
          await rows.change('bill_run', run, { state: 'over', updated_at: driving.at });
          rows.audit(over);
          return 'end';
        }
        rows.mustBeSound('bill_run_line', next);
        await rows.change('bill_run_line', next, { state: 'begun' });
        await rows.change('bill_run', run, { updated_at: driving.at });
        return { ...readLine.one(next), state: 'begun' };
      }),

    refuse: (driving, { lineId, failure }) =>
      store.write(async (_transaction, rows) => {
        // Stopped meanwhile, it is still this desk that knows what became of the line it had begun.
        const run = await rows.held('bill_run', driving.runId);
        const line = run?.driver === driving.driver ? await rows.held('bill_run_line', lineId) : undefined;
        if (line?.state !== 'begun') return false;
        const words =
          failure === 'again' ? { state: 'waiting' } : { state: 'refused', failure: JSON.stringify(failure) };
        await rows.change('bill_run_line', line, words);
        return true;
      }),

    rest: ({ id, version, state, why, updatedAt }, audit) =>
      store.write(async (_transaction, rows) => {
        const row = await rows.held('bill_run', id);
        if (!row || row.version !== version || row.state === 'over') return null;
        const columns = { state, why, updated_at: updatedAt, version: version + 1 };
        await rows.change('bill_run', row, columns);
        rows.audit(audit);
        return { ...read.one(row), state, why, updatedAt, version: version + 1 };
      }),

    resume: (run, { lines, left }, audit) =>
      store.write(async (_transaction, rows) => {
        mustWrite();
        const after = await changed(rows, run);
        if (!after) return null;
        for (const line of lines) {
          const row = await rows.held('bill_run_line', line.id);
          if (!row || row.run_id !== run.id || (row.state !== 'waiting' && row.state !== 'begun'))
            throw new Error(`Line ${line.id} is not one of the rest of ${run.id}`);
          await rows.change('bill_run_line', row, lineRowOf(line));
        }
        for (const id of left) {
          const row = await rows.held('bill_run_line', id);
          if (row && row.run_id === run.id) await rows.change('bill_run_line', row, { state: 'left' });
        }
        rows.audit(audit);
        return after;
      }),
  };
}

function linesOf(db: Kysely<Tables>, runId: string): Promise<Tables['bill_run_line'][]> {
  return db.selectFrom('bill_run_line').selectAll().where('run_id', '=', runId).orderBy('place').execute();
}
