import type { HoldRunLine } from '../../src-main/ledger/hold-run-row.ts';
import type { ApprovalBook } from '../../src-main/ledger/approvals.ts';
import type { RunBook } from '../../src-main/ledger/runs.ts';
import type { HoldBooks } from '../support/hold-house.ts';
import type { Books } from './books.ts';
import type { DeskRun } from './desk.ts';
import type { Watch } from './watch.ts';

/** A person's yes, as they gave it: by whom, to what they read on the screen. */
export interface Yes {
  readonly approvalId: string;
  readonly by: string;
  readonly preparedBy: string;
  readonly lines: readonly { readonly targetId: string; readonly amount: number }[];
}

/** Looks on while holds are captured together and a second person is asked, and remembers what people did, whatever the records say. */
export interface RunWatch {
  /** somebody at this desk confirms a run, or its rest; `ticket`: what the run stands under */
  confirms(run: DeskRun, ticket: string): void;
  saysYes(yes: Yes): void;
  /** the records as one run of a desk's program sees them: a kill may come before and after each of its writes */
  watched(books: HoldBooks, run: DeskRun): HoldBooks;
  /** lines that were begun though their PC had slept in the middle of their run, by the ticket of their order */
  readonly slept: ReadonlyMap<string, string>;
  readonly yeses: readonly Yes[];
  /** approvals that were taken back, with how much of the story had been told by then */
  readonly withdrawn: ReadonlyMap<string, number>;
}

/** A line that is begun so long after anything else of its run waited for a PC that slept: nobody stands there any more. */
const sleptMs = 15 * 60_000;

export function makeRunWatch({
  books,
  watch,
  now,
}: {
  readonly books: Books;
  readonly watch: Watch;
  readonly now: () => number;
}): RunWatch {
  const movedAt = new Map<string, number>();
  const slept = new Map<string, string>();
  const confirmed = new Map<string, number>();
  /** by run: the desk's run whose person last had it going, or null once one stopped or ended it */
  const drivenBy = new Map<string, string | null>();
  const yeses: Yes[] = [];
  const withdrawn = new Map<string, number>();
  const nameOf = (run: DeskRun, ticket: string): string => `${run.name} ${ticket}`;

  /** Begun or gone on with: somebody at that very desk must have confirmed it since, once for each time. */
  function goes(run: DeskRun, { id, ticket }: { readonly id: string; readonly ticket: string }, how: string): void {
    const left = confirmed.get(nameOf(run, ticket)) ?? 0;
    if (left === 0) watch.broke('duplicates', `${run.name} ${how} the run ${id}, which nobody confirmed there`);
    confirmed.set(nameOf(run, ticket), left - 1);
    drivenBy.set(id, run.name);
    movedAt.set(id, now());
    books.note(`${run.name} ${how} run ${id}`);
  }

  const runsOf = (runs: RunBook<HoldRunLine>, run: DeskRun): RunBook<HoldRunLine> => ({
    ...withTurns(runs, run),
    async start(whole, audit) {
      await run.turn();
      const result = await runs.start(whole, audit);
      if (result && 'started' in result) goes(run, result.started, 'starts');
      await run.turn();
      return result;
    },
    async begin(driving, over) {
      await run.turn();
      const line = await runs.begin(driving, over);
      if (line !== null && line !== 'end') {
        const by = drivenBy.get(driving.runId);
        if (by !== run.name)
          watch.broke('duplicates', `${run.name} begins a line of ${driving.runId}, which ${by ?? 'nobody'} has going`);
        const quiet = now() - (movedAt.get(driving.runId) ?? 0);
        if (quiet > sleptMs)
          slept.set(
            line.ticket,
            `${run.name} begins ${line.id} ${Math.round(quiet / 60_000)} minutes after the one before`,
          );
        // Switched off before the line was put back; somebody has confirmed it since.
        else slept.delete(line.ticket);
        movedAt.set(driving.runId, now());
        books.note(`${run.name} begins ${line.id} ${line.kind} ${line.amount} of ${line.holdId}`);
      }
      await run.turn();
      return line;
    },
    async refuse(driving, refusal) {
      await run.turn();
      const line = await runs.line(refusal.lineId);
      // Begun by a PC that fell asleep at that very moment, and put back.
      if (refusal.failure === 'again' && line) slept.delete(line.line.ticket);
      return runs.refuse(driving, refusal);
    },
    async rest(asked, audit) {
      await run.turn();
      const rested = await runs.rest(asked, audit);
      if (rested) {
        drivenBy.set(rested.id, null);
        books.note(`${run.name} has run ${rested.id} ${rested.state}${rested.why === null ? '' : ` (${rested.why})`}`);
      }
      await run.turn();
      return rested;
    },
    async resume(asked, rest, audit) {
      await run.turn();
      const resumed = await runs.resume(asked, rest, audit);
      if (resumed) goes(run, resumed, 'goes on with');
      await run.turn();
      return resumed;
    },
  });

  const approvalsOf = (approvals: ApprovalBook, run: DeskRun): ApprovalBook => ({
    ...withTurns(approvals, run),
    async prepare(whole, entries) {
      await run.turn();
      const result = await approvals.prepare(whole, entries);
      if ('prepared' in result) books.note(`${run.name} writes approval ${result.prepared.approval.id} prepared`);
      await run.turn();
      return result;
    },
    async decide(seen, decided, audit) {
      await run.turn();
      const result = await approvals.decide(seen, decided, audit);
      if (result !== null && result !== 'own') books.note(`${run.name} writes approval ${seen.id} ${result.state}`);
      await run.turn();
      return result;
    },
    async withdraw(seen, by, audit) {
      await run.turn();
      const result = await approvals.withdraw(seen, by, audit);
      if (result) {
        books.note(`${run.name} writes approval ${seen.id} ${result.state}`);
        withdrawn.set(seen.id, books.story.length);
      }
      await run.turn();
      return result;
    },
    async voided(seen, why, audit) {
      await run.turn();
      const result = await approvals.voided(seen, why, audit);
      if (result) books.note(`${run.name} writes approval ${seen.id} void (${why.why})`);
      await run.turn();
      return result;
    },
  });

  return {
    slept,
    yeses,
    withdrawn,
    confirms: (run, ticket) => void confirmed.set(nameOf(run, ticket), (confirmed.get(nameOf(run, ticket)) ?? 0) + 1),
    saysYes(yes) {
      yeses.push(yes);
      books.note(`${yes.by} says yes to ${yes.approvalId}, which ${yes.preparedBy} prepared`);
    },
    watched: (of, run) => ({
      ...of,
      operations: withTurns(of.operations, run),
      holdRuns: runsOf(of.holdRuns, run),
      approvals: approvalsOf(of.approvals, run),
      audit: withTurns(of.audit, run),
    }),
  };
}

/** Everything that is asked of these records waits for its turn. */
function withTurns<T extends object>(records: T, run: DeskRun): T {
  const given = Object.entries(records) as [string, unknown][];
  const waiting = given.map(([name, work]) => {
    if (typeof work !== 'function' || name === 'lines') return [name, work];
    return [
      name,
      async (...asked: unknown[]): Promise<unknown> => {
        await run.turn();
        return (work as (...asked: unknown[]) => unknown)(...asked);
      },
    ];
  });
  return Object.fromEntries(waiting) as T;
}
