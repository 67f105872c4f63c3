import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import type { ApprovalView } from '../../src-main/contract/approval.ts';
import { done } from '../../src-main/contract/failure.ts';
import type { ReviewedHold } from '../../src-main/contract/hold-review.ts';
import type { HoldRunLine, HoldRunSummary, HoldRunView } from '../../src-main/contract/hold-run.ts';
import { useDesk } from '../desk.ts';
import type { PreparedHold } from './approvals.ts';
import { reading } from './reading.ts';
import { followRun } from './run-following.ts';

/** A hold that somebody ticked, as it was shown then, and what they chose for it. `amount` null: what was typed is no amount. */
export interface HoldChoice {
  readonly hold: ReviewedHold;
  readonly amount: number | null;
  /** why the amount is another than what is held */
  readonly reason: string;
}

/** Holds that are ticked, and captured or released together. Main sends them; leaving the screen stops nothing. */
export const useHoldRuns = defineStore('holdRuns', () => {
  /** in the order in which they were ticked */
  const chosen = shallowRef<ReadonlyMap<string, HoldChoice>>(new Map());
  const choices = computed(() => [...chosen.value.values()]);
  const runs = reading<readonly HoldRunSummary[]>(async () => {
    const reply = await useDesk().holdRuns.list({});
    return reply.ok ? done(reply.value.runs) : reply;
  });
  const {
    run,
    busy,
    failure,
    ask,
    open,
    listen,
    reset: forget,
  } = followRun<HoldRunLine, HoldRunView>({
    get: (id) => useDesk().holdRuns.get({ id }),
    changed: (told) => useDesk().holdRuns.changed(told),
    onRun: () => void runs.read(),
  });

  function tick(holds: readonly ReviewedHold[], on: boolean): void {
    const next = new Map(chosen.value);
    for (const hold of holds) {
      if (!on) next.delete(hold.id);
      else if (!next.has(hold.id)) next.set(hold.id, { hold, amount: hold.capturable.amount, reason: '' });
    }
    chosen.value = next;
  }
  function change(id: string, part: Partial<Pick<HoldChoice, 'amount' | 'reason'>>): void {
    const own = chosen.value.get(id);
    if (own) chosen.value = new Map(chosen.value).set(id, { ...own, ...part });
  }
  /** What main shows now: one that cannot be taken any more is not ticked; of one that holds another sum the choice begins anew. */
  function seen(rows: readonly ReviewedHold[]): void {
    let changed = false;
    const next = new Map(chosen.value);
    for (const row of rows) {
      const own = next.get(row.id);
      if (!own) continue;
      const same = own.hold.capturable.amount === row.capturable.amount;
      const open = row.state === 'open' && row.busy === null;
      if (open && same) continue;
      changed = true;
      if (open) next.set(row.id, { hold: row, amount: row.capturable.amount, reason: '' });
      else next.delete(row.id);
    }
    if (changed) chosen.value = next;
  }

  /** What is ticked, as main is asked for it. */
  const lines = (): PreparedHold[] =>
    choices.value.map(({ hold, amount, reason }) => {
      const { currency, amount: held } = hold.capturable;
      const why = amount === held ? null : reason.trim() || null;
      return { holdId: hold.id, held, amount: { amount: amount ?? 0, currency }, note: why };
    });
  /** One ticket a dialog: pressed twice it is one run. */
  async function begin(kind: 'capture' | 'release', ticket: string, note: string): Promise<HoldRunView | null> {
    const { holdRuns } = useDesk();
    const begun = await ask(() =>
      kind === 'capture'
        ? holdRuns.capture({ ticket, lines: lines() })
        : holdRuns.release({
            ...{ ticket, note: note.trim() || null },
            lines: lines().map(({ holdId, held }) => ({ holdId, held })),
          }),
    );
    if (begun) chosen.value = new Map();
    return begun;
  }
  /** What a second person approved of it; the same once more is the same run. */
  async function beginApproved({ id, version }: Pick<ApprovalView, 'id' | 'version'>): Promise<HoldRunView | null> {
    const begun = await ask(() => useDesk().holdRuns.captureApproved({ id, version }));
    if (begun) chosen.value = new Map();
    return begun;
  }
  const stop = (): Promise<HoldRunView | null> => ask(() => useDesk().holdRuns.stop({ id: run.value?.id ?? '' }));
  const end = ({ id, version }: Pick<HoldRunSummary, 'id' | 'version'>): Promise<HoldRunView | null> =>
    ask(() => useDesk().holdRuns.end({ id, version }));
  /** The rest as it was confirmed, all of it. */
  function resume({ id, version, lines }: HoldRunView): Promise<HoldRunView | null> {
    const lineIds = lines.filter(({ state }) => state === 'waiting').map((line) => line.id);
    return ask(() => useDesk().holdRuns.resume({ id, version, lineIds }));
  }
  function reset(): void {
    chosen.value = new Map();
    forget();
    runs.forget();
  }

  return {
    chosen,
    choices,
    run,
    runs: runs.value,
    readRuns: runs.read,
    busy,
    failure,
    tick,
    change,
    seen,
    lines,
    begin,
    beginApproved,
    stop,
    end,
    resume,
    open,
    listen,
    reset,
  };
});
