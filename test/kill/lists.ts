import type { ApprovalRules } from '../../src-main/contract/approval-rules.ts';
import type { Reply } from '../../src-main/contract/failure.ts';
import { approve } from '../../src-main/house/approvals/approvals.ts';
import { needsSecond } from '../../src-main/house/approvals/approval-rules.ts';
import { captureApproved, prepareHolds, resumeHoldRun } from '../../src-main/house/runs/hold-runs.ts';
import { oneHoldRun } from '../../src-main/house/runs/hold-run-view.ts';
import type { HouseLedger } from '../../src-main/ledger/ledger.ts';
import { idle, type Engine } from '../../src-main/payments/settle.ts';
import { holdHouse, housePeople, signedIn } from '../support/hold-house.ts';
import type { Spotter } from './spotter.ts';
import type { Answers, Line, ListWish } from './words.ts';

/** What a desk of the kill rounds does with holds that are captured together under a second person's yes: the use cases of the house on the real records. */
export interface Lists {
  prepare(wish: ListWish): Promise<Answers['prepare a list']>;
  approve(): Promise<Answers['approve the list']>;
  /** what was approved, or the rest of it where somebody has to confirm that */
  capture(): Promise<Answers['capture the list']>;
  all(): Promise<Answers['lists']>;
}

const never = { when: 'never', from: 0 } as const;
const rules: ApprovalRules = { capture: { when: 'from', from: 20_000 }, refund: never, outside: never };

export function makeLists(parts: {
  readonly ledger: HouseLedger;
  readonly engine: Engine;
  readonly spotter: Spotter;
  print(line: Line): void;
}): Lists {
  const { ledger, spotter, print } = parts;
  const engine: Engine = {
    ...parts.engine,
    secondPerson: ({ of, amount }) => needsSecond({ approvalRules: rules, currency: 'CAD' }, of, [amount]),
  };
  const trouble = (what: string, error: unknown): void => print({ is: 'trouble', what: `${what}: ${String(error)}` });
  const world = holdHouse({
    engine,
    books: { ...ledger, ...spotter.aroundLists(ledger) },
    approvalRules: rules,
    // Whoever waits for an answer waits until it is there.
    wait: () => new Promise<void>(() => undefined),
    trouble,
  });
  const [maude, sylvie] = housePeople;
  const lastList = async () => (await ledger.approvals.standing())[0] ?? null;
  const lastRun = async () => {
    const [run] = await ledger.holdRuns.newest(1);
    return run ? ledger.holdRuns.byId(run.id) : null;
  };
  const said = (reply: Reply<unknown>): { refused: string | null } => ({
    refused: reply.ok ? null : reply.failure.code,
  });

  return {
    async prepare({ ticket, holds }) {
      const lines = holds.map(({ holdId, held, amount }) => ({
        ...{ holdId, held, amount: { amount, currency: 'CAD' } },
        note: amount < held ? 'Plus court' : null,
      }));
      return said(await prepareHolds(world, { ticket, lines, note: 'Samedi' }, signedIn(maude)));
    },
    async approve() {
      const list = await lastList();
      if (!list) return { refused: 'no_list' };
      const { id, version } = list.approval;
      return said(await approve(world, { id, version, staffId: sylvie.id, pin: sylvie.pin }, signedIn(maude)));
    },
    async capture() {
      const whole = await lastRun();
      const list = await lastList();
      const id = whole?.run.ticket ?? list?.approval.id;
      if (id === undefined) return { refused: 'no_list' };
      const version = list?.approval.version ?? 0;
      let reply: Reply<unknown> = await captureApproved(world, { id, version }, signedIn(maude));
      const view = whole && (await oneHoldRun(world, whole.run.id));
      if (whole && view?.ok && view.value.state === 'interrupted') {
        const lineIds = view.value.lines.filter(({ state }) => state === 'waiting').map((line) => line.id);
        if (lineIds.length > 0)
          reply = await resumeHoldRun(
            world,
            { id: whole.run.id, version: whole.run.version, lineIds },
            signedIn(sylvie),
          );
      }
      await world.runs.idle();
      await idle(engine);
      return said(reply);
    },
    async all() {
      const approvals = await ledger.approvals.standing();
      const whole = await lastRun();
      const used = whole && (await ledger.approvals.byId(whole.run.ticket));
      return {
        standing: approvals.map(({ approval: { id, state } }) => ({ id, state })),
        used: used ? used.lines.flatMap(({ operationId }) => operationId ?? []) : [],
        approval: used?.approval.state ?? null,
        run: whole?.run.state ?? null,
        lines: whole?.lines.map(({ state }) => state) ?? [],
      };
    },
  };
}
