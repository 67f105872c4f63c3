import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { ApprovalView } from '../../src-main/contract/approval.ts';
import { done } from '../../src-main/contract/failure.ts';
import type { HoldRunLine, HoldRunSummary, HoldRunView } from '../../src-main/contract/hold-run.ts';
import { useDesk } from '../desk.ts';
import type { PreparedHold } from './approvals.ts';
import { holdTicks, type HoldChoice } from './hold-ticks.ts';
import { reading } from './reading.ts';
import { followRun } from './run-following.ts';

/** Holds that are ticked, and captured or released together. Main sends them; leaving the screen stops nothing. */
export const useHoldRuns = defineStore('holdRuns', () => {
  const ticks = holdTicks();
  /** why the ticked ones are given back, as far as it is typed: it outlives the dialog, as the reasons of single amounts do */
  const releaseNote = ref('');
  function clear(): void {
    ticks.clear();
    releaseNote.value = '';
  }
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

  /** Holds as main is asked for them. */
  const lines = (confirmed: readonly HoldChoice[]): PreparedHold[] =>
    confirmed.map(({ hold, amount, reason }) => {
      const { currency, amount: held } = hold.capturable;
      const why = amount === held ? null : reason.trim() || null;
      return { holdId: hold.id, held, amount: { amount: amount ?? 0, currency }, note: why };
    });
  /** Exactly what was confirmed, whatever is ticked by now. One ticket a dialog: pressed twice it is one run. */
  async function begin(
    kind: 'capture' | 'release',
    { ticket, confirmed }: { ticket: string; confirmed: readonly HoldChoice[] },
  ): Promise<HoldRunView | null> {
    const { holdRuns } = useDesk();
    const begun = await ask(() =>
      kind === 'capture'
        ? holdRuns.capture({ ticket, lines: lines(confirmed) })
        : holdRuns.release({
            ...{ ticket, note: releaseNote.value.trim() || null },
            lines: lines(confirmed).map(({ holdId, held }) => ({ holdId, held })),
          }),
    );
    if (begun) clear();
    return begun;
  }
  /** What a second person approved of it; the same once more is the same run. */
  async function beginApproved({ id, version }: Pick<ApprovalView, 'id' | 'version'>): Promise<HoldRunView | null> {
    const begun = await ask(() => useDesk().holdRuns.captureApproved({ id, version }));
    if (begun) clear();
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
    clear();
    forget();
    runs.forget();
  }

  return {
    ...ticks,
    clear,
    releaseNote,
    run,
    runs: runs.value,
    readRuns: runs.read,
    busy,
    failure,
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
