import type { ApprovalRules } from '../../src-main/contract/approval-rules.ts';
import type { Reply } from '../../src-main/contract/failure.ts';
import { approve, sendApproved, withdraw } from '../../src-main/house/approvals/approvals.ts';
import { listApprovals } from '../../src-main/house/approvals/approval-view.ts';
import { lastHoldRuns } from '../../src-main/house/runs/hold-run-view.ts';
import { prepareOne } from '../../src-main/house/approvals/approval-prepare.ts';
import {
  captureApproved,
  captureHolds,
  endHoldRun,
  prepareHolds,
  releaseHolds,
  resumeHoldRun,
  stopHoldRun,
} from '../../src-main/house/runs/hold-runs.ts';
import { order } from '../../src-main/house/orders/orders.ts';
import type { World } from '../../src-main/house/world.ts';
import type { WholeApproval } from '../../src-main/ledger/approvals.ts';
import type { HoldRunLine } from '../../src-main/ledger/hold-run-row.ts';
import type { WholeRun } from '../../src-main/ledger/runs.ts';
import { holdHouse, signedIn, type HousePerson } from '../support/hold-house.ts';
import type { Desk } from './desk.ts';
import type { Around } from './line.ts';
import type { HoldRecords } from './records.ts';
import type { RunWatch } from './run-watch.ts';

/** A capture of so much, or more together, needs a second person. */
export const limit = 8000;
const never = { when: 'never', from: 0 } as const;
export const askedFrom: ApprovalRules = { capture: { when: 'from', from: limit }, refund: never, outside: never };

/** A hold as somebody ticked it. */
export interface Ticked {
  readonly holdId: string;
  readonly held: number;
  readonly amount: number;
}

/** What people do at one desk with holds, many at once and under a second person's eyes; each through the use case that its button calls. */
export interface RunHands {
  captures(by: HousePerson, ticket: string, ticked: readonly Ticked[]): void;
  releases(by: HousePerson, ticket: string, ticked: readonly Ticked[]): void;
  capturesOne(by: HousePerson, ticket: string, ticked: Ticked): void;
  prepares(by: HousePerson, ticket: string, ticked: readonly Ticked[]): void;
  preparesOne(by: HousePerson, ticket: string, ticked: Ticked): void;
  /** with their own PIN, or another one */
  approves(at: HousePerson, by: HousePerson, given: { readonly seen: WholeApproval; readonly pin: string }): void;
  sends(by: HousePerson, seen: WholeApproval): void;
  takesBack(by: HousePerson, seen: WholeApproval): void;
  stops(by: HousePerson, run: WholeRun<HoldRunLine>): void;
  ends(by: HousePerson, run: WholeRun<HoldRunLine>): void;
  /** opens the list of runs, and that of what waits for a second person: sends nothing */
  looks(by: HousePerson): void;
  goesOn(by: HousePerson, run: WholeRun<HoldRunLine>, lineIds: readonly string[]): void;
}

export function runHands(
  { books, watch, runWatch }: Pick<Around, 'books' | 'watch'> & { readonly runWatch: RunWatch },
  { desk, records }: { readonly desk: Desk; readonly records: HoldRecords },
): RunHands {
  const cad = (amount: number) => ({ amount, currency: 'CAD' });
  const asLine = ({ holdId, held, amount }: Ticked) => ({
    ...{ holdId, held, amount: cad(amount) },
    note: amount < held ? 'shorter visit' : null,
  });
  let made: { readonly name: string; readonly world: World } | null = null;
  /** Of the run of this desk that is on now: after a kill there is another one. */
  function world(): World {
    const run = desk.run();
    if (made?.name !== run.name)
      made = {
        name: run.name,
        world: holdHouse({
          engine: run.engine,
          books: runWatch.watched(records.books, run),
          approvalRules: askedFrom,
          wait: (ms) => run.waits(ms),
          trouble(what, error) {
            throw new Error(`${what}: ${String(error)}`, { cause: error });
          },
        }),
      };
    return made.world;
  }
  function does(what: string, work: () => Promise<Reply<unknown>>): void {
    const { name } = desk.run();
    books.note(`${name} ${what}`);
    void work().then(
      (reply) => {
        if (!reply.ok) books.note(`${name} is refused: ${reply.failure.code}`);
      },
      (error: unknown) => watch.broke('lost', `${what}: ${String(error)}`),
    );
  }
  const sums = (ticked: readonly Ticked[]): string => ticked.map(({ amount }) => amount).join('+');

  return {
    captures(by, ticket, ticked) {
      runWatch.confirms(desk.run(), ticket);
      does(`${by.name} captures ${sums(ticked)} together ${ticket}`, () =>
        captureHolds(world(), { ticket, lines: ticked.map(asLine) }, signedIn(by)),
      );
    },
    releases(by, ticket, ticked) {
      runWatch.confirms(desk.run(), ticket);
      does(`${by.name} releases ${ticked.length} together ${ticket}`, () =>
        releaseHolds(world(), { ticket, note: 'gone', lines: ticked }, signedIn(by)),
      );
    },
    capturesOne: (by, ticket, { holdId, amount }) =>
      does(`${by.name} captures ${amount} ${ticket}`, () =>
        order(world(), { kind: 'capture', ticket, holdId, amount: cad(amount), note: null }, signedIn(by)),
      ),
    prepares: (by, ticket, ticked) =>
      does(`${by.name} prepares ${sums(ticked)} together ${ticket}`, () =>
        prepareHolds(world(), { ticket, lines: ticked.map(asLine), note: null }, signedIn(by)),
      ),
    preparesOne: (by, ticket, { holdId, amount }) =>
      does(`${by.name} prepares ${amount} ${ticket}`, () =>
        prepareOne(
          world(),
          { ticket, order: { kind: 'capture', holdId, amount: cad(amount), note: null }, note: null },
          signedIn(by),
        ),
      ),
    approves(at, by, { seen: { approval, lines }, pin }) {
      // What is on the screen at that moment is what is approved.
      if (pin === by.pin)
        runWatch.saysYes({
          ...{ approvalId: approval.id, by: by.id, preparedBy: approval.staffId },
          lines: lines.map(({ targetId, amount }) => ({ targetId, amount: amount.amount })),
        });
      const { id, version } = approval;
      does(`${by.name} approves ${id} beside ${at.name}`, () =>
        approve(world(), { id, version, staffId: by.id, pin }, signedIn(at)),
      );
    },
    sends(by, { approval: { id, version }, lines }) {
      const seen = { id, version };
      if (lines.length > 1) runWatch.confirms(desk.run(), id);
      does(`${by.name} sends ${id}`, () =>
        lines.length > 1 ? captureApproved(world(), seen, signedIn(by)) : sendApproved(world(), seen, signedIn(by)),
      );
    },
    takesBack: (by, { approval: { id, version } }) =>
      does(`${by.name} takes back ${id}`, () => withdraw(world(), { id, version }, signedIn(by))),
    stops: (by, { run: { id } }) => does(`${by.name} stops ${id}`, () => stopHoldRun(world(), { id }, signedIn(by))),
    ends: (by, { run: { id, version } }) =>
      does(`${by.name} ends ${id}`, () => endHoldRun(world(), { id, version }, signedIn(by))),
    looks: (by) =>
      does(`${by.name} looks`, async () => {
        await listApprovals(world(), signedIn(by));
        return lastHoldRuns(world());
      }),
    goesOn(by, { run: { id, version, ticket } }, lineIds) {
      runWatch.confirms(desk.run(), ticket);
      does(`${by.name} goes on with ${id}`, () => resumeHoldRun(world(), { id, version, lineIds }, signedIn(by)));
    },
  };
}
