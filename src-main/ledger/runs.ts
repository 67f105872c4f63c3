import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Failure } from '../contract/failure.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { rowReader } from './reading.ts';
import { runOf, runRowOf, type Run, type RunLineFacts } from './run-row.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { RunRow, Tables } from './tables.ts';

export interface WholeRun<Line> {
  readonly run: Run;
  /** in the order in which they are sent */
  readonly lines: readonly Line[];
}

/** Which running desk is about to do something with a run, and when (unix ms). */
export interface Driving {
  readonly runId: string;
  readonly driver: string;
  readonly at: number;
}

/** Orders given together. Every write is one durable commit; a run that a person took over at another desk answers `null` to the desk before. */
export interface RunBook<Line extends RunLineFacts> {
  byId(id: string): Promise<WholeRun<Line> | null>;
  byTicket(ticket: string): Promise<Run | null>;
  /** one line as it stands, with its run */
  line(id: string): Promise<{ readonly run: Run; readonly line: Line } | null>;
  /** newest first */
  newest(limit: number): Promise<Run[]>;
  /** neither ended by a person nor at their end, oldest first */
  standing(): Promise<Run[]>;
  /**
   * The run with all its lines, before the first of them is sent. `known`: the same ticket was started before, and nothing was written. Null: it is the run of
   * what a second person approved, named by that, and somebody did something else with the approval first.
   */
  start(whole: WholeRun<Line>, audit: AuditEntry): Promise<{ readonly started: Run } | { readonly known: Run } | null>;
  /** The next line that waits, now begun: nobody else is given it. `end`: none waits; the run is over then if `over`, the history's word of it, is given. */
  begin(driving: Driving, over: AuditEntry | null): Promise<Line | 'end' | null>;
  /** Nothing was sent for this line, and why. `again`: for a trouble of the desk, so that the line waits as before. */
  refuse(driving: Driving, line: { readonly lineId: string; readonly failure: Failure | 'again' }): Promise<boolean>;
  /** Stops between two lines, or ends for good. Null when people did something else with it first. */
  rest(run: Pick<Run, 'id' | 'version' | 'state' | 'why' | 'updatedAt'>, audit: AuditEntry): Promise<Run | null>;
  /** A person confirmed the rest: those lines wait again as they are given, the others that were not sent are left. Null as above. */
  resume(
    run: Run,
    rest: { readonly lines: readonly Line[]; readonly left: readonly string[] },
    audit: AuditEntry,
  ): Promise<Run | null>;
}

type LineTable = 'bill_run_line' | 'hold_run_line';

/** Where the runs of one kind of order are kept. */
export interface RunTables<L extends LineTable, Line extends RunLineFacts> {
  readonly run: 'bill_run' | 'hold_run';
  readonly line: L;
  /** @throws ValiError when the row cannot be read */
  readonly lineOf: (row: Tables[L]) => Line;
  readonly lineRowOf: (line: Line) => Unsealed<L>;
}

/** Written out as in the index: with parameters SQLite could not know that it applies. */
const standing = sql`WHERE state IN ('going', 'stopped') ORDER BY created_at`;

export function makeRunBook<L extends LineTable, Line extends RunLineFacts>(
  store: Store,
  tables: RunTables<L, Line>,
): RunBook<Line> {
  const read = rowReader(store, tables.run, runOf);
  const readLine = rowReader(store, tables.line, tables.lineOf);

  async function runs(db: Kysely<Tables>, which: RawBuilder<unknown>): Promise<RunRow[]> {
    return (await sql<RunRow>`SELECT * FROM ${sql.table(tables.run)} ${which}`.execute(db)).rows;
  }
  async function lines(db: Kysely<Tables>, which: RawBuilder<unknown>): Promise<Tables[L][]> {
    return (await sql<Tables[L]>`SELECT * FROM ${sql.table(tables.line)} ${which}`.execute(db)).rows;
  }
  /** What only a line's state says: columns that both tables have. */
  const said = (columns: { readonly state: RunLineFacts['state']; readonly failure?: string }): Partial<Unsealed<L>> =>
    columns as Partial<Unsealed<L>>;

  /** The run, held until this commit ends, if this desk still sends its lines. */
  async function driven(rows: SealedRows, { runId, driver }: Driving): Promise<RunRow | null> {
    const row = await rows.held(tables.run, runId);
    return row?.state === 'going' && row.driver === driver ? row : null;
  }
  const mustWrite = (): void => {
    const unsound = store.unsound();
    if (unsound) throw unsound;
  };

  return {
    byId: (id) =>
      store.read(async (db) => {
        const run = read.maybe((await runs(db, sql`WHERE id = ${id}`))[0]);
        if (!run) return null;
        return { run, lines: readLine.some(await lines(db, sql`WHERE run_id = ${id} ORDER BY place`)) };
      }),

    byTicket: (ticket) => store.read(async (db) => read.maybe((await runs(db, sql`WHERE ticket = ${ticket}`))[0])),

    line: (id) =>
      store.read(async (db) => {
        const line = readLine.maybe((await lines(db, sql`WHERE id = ${id}`))[0]);
        if (!line) return null;
        const run = read.maybe((await runs(db, sql`WHERE id = ${line.runId}`))[0]);
        return run && { run, line };
      }),

    newest: (limit) =>
      store.read(async (db) => read.some(await runs(db, sql`ORDER BY created_at DESC LIMIT ${limit}`))),

    standing: () => store.read(async (db) => read.some(await runs(db, standing))),

    start: ({ run, lines: given }, audit) =>
      store.write(async (transaction, rows) => {
        mustWrite();
        const before = async (): Promise<{ known: Run } | null> => {
          const [row] = await runs(transaction, sql`WHERE ticket = ${run.ticket}`);
          return row ? { known: read.one(row) } : null;
        };
        const approval = await rows.held('approval', run.ticket);
        if (approval && approval.state !== 'approved') return before();
        if (!(await rows.insert(tables.run, runRowOf(run)))) {
          const known = await before();
          if (known) return known;
          throw new Error(`Run ${run.id} could not be written: its id is taken`);
        }
        for (const line of given)
          if (!(await rows.insert(tables.line, tables.lineRowOf(line))))
            throw new Error(`Line ${line.id} could not be written: its id or ticket is taken`);
        rows.audit(audit);
        return { started: run };
      }),

    begin: (driving, over) =>
      store.write(async (transaction, rows) => {
        mustWrite();
        const run = await driven(rows, driving);
        if (!run) return null;
        const [next] = await lines(
          transaction,
          sql`WHERE run_id = ${run.id} AND state = 'waiting' ORDER BY place LIMIT 1`,
        );
        if (!next) {
          if (!over) return 'end';
          await rows.change(tables.run, run, { state: 'over', updated_at: driving.at });
          rows.audit(over);
          return 'end';
        }
        rows.mustBeSound(tables.line, next);
        await rows.change(tables.line, next, said({ state: 'begun' }));
        await rows.change(tables.run, run, { updated_at: driving.at });
        return { ...readLine.one(next), state: 'begun' as const };
      }),

    refuse: (driving, { lineId, failure }) =>
      store.write(async (_transaction, rows) => {
        // Stopped meanwhile, it is still this desk that knows what became of the line it had begun.
        const run = await rows.held(tables.run, driving.runId);
        const line = run?.driver === driving.driver ? await rows.held(tables.line, lineId) : undefined;
        if (line?.state !== 'begun') return false;
        const again = failure === 'again';
        await rows.change(
          tables.line,
          line,
          said(again ? { state: 'waiting' } : { state: 'refused', failure: JSON.stringify(failure) }),
        );
        return true;
      }),

    rest: ({ id, version, state, why, updatedAt }, audit) =>
      store.write(async (_transaction, rows) => {
        const row = await rows.held(tables.run, id);
        if (!row || row.version !== version || row.state === 'over') return null;
        const columns = { state, why, updated_at: updatedAt, version: version + 1 };
        await rows.change(tables.run, row, columns);
        rows.audit(audit);
        return { ...read.one(row), state, why, updatedAt, version: version + 1 };
      }),

    resume: (run, { lines: again, left }, audit) =>
      store.write(async (_transaction, rows) => {
        mustWrite();
        const standing = await rows.held(tables.run, run.id);
        if (!standing || standing.version !== run.version || standing.state === 'over') return null;
        const rest: { readonly row: Tables[L]; readonly line: Line }[] = [];
        for (const line of again) {
          const row = await rows.held(tables.line, line.id);
          if (!row || row.run_id !== run.id) throw new Error(`Line ${line.id} is none of ${run.id}`);
          // Refused meanwhile by the desk that had it in hand: what somebody confirmed is not the rest any more.
          if (row.state !== 'waiting' && row.state !== 'begun') return null;
          rest.push({ row, line });
        }
        const after = { ...run, version: run.version + 1 };
        await rows.change(tables.run, standing, runRowOf(after));
        for (const { row, line } of rest) await rows.change(tables.line, row, tables.lineRowOf(line));
        for (const id of left) {
          const row = await rows.held(tables.line, id);
          if (row && row.run_id === run.id) await rows.change(tables.line, row, said({ state: 'left' }));
        }
        rows.audit(audit);
        return after;
      }),
  };
}
