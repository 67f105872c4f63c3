import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { RunLine, RunPreviewLine, RunView } from '../../src-main/contract/bill-run.ts';
import type { RunSummary } from '../../src-main/contract/run.ts';
import { done } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';
import { followRun } from './run-following.ts';

/** What somebody chose for one line of the list. `amount` null: what was typed is no amount. */
export interface RunChoice {
  readonly ticked: boolean;
  readonly cardId: string | null;
  readonly amount: number | null;
}

/** Bills that are charged together: the list before, the run while it goes and after. Main charges; leaving the screen stops nothing. */
export const useBillRuns = defineStore('billRuns', () => {
  const billIds = shallowRef<readonly string[]>([]);
  /** the run whose rest is looked at; null for a new one */
  const restOf = shallowRef<RunView | null>(null);
  const preview = reading<readonly RunPreviewLine[]>(async () => {
    const reply = await useDesk().billRuns.preview({ billIds: [...billIds.value] });
    return reply.ok ? done(reply.value.lines) : reply;
  });
  const runs = reading<readonly RunSummary[]>(async () => {
    const reply = await useDesk().billRuns.list({});
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
  } = followRun<RunLine, RunView>({
    get: (id) => useDesk().billRuns.get({ id }),
    changed: (told) => useDesk().billRuns.changed(told),
    onRun: () => void runs.read(),
  });
  let ticket = crypto.randomUUID();

  /** Another list is another order; the same list again, however often it is confirmed, is one run. */
  async function choose(ids: readonly string[], rest: RunView | null = null): Promise<void> {
    billIds.value = ids;
    restOf.value = rest;
    ticket = crypto.randomUUID();
    failure.value = null;
    preview.forget();
    if (ids.length > 0) await preview.read();
  }
  /** What waits of this run, as it would be charged now. False when it cannot be read. */
  async function lookAtRest(id: string): Promise<boolean> {
    await open(id);
    const of = run.value;
    if (of === null) return false;
    const rest = of.lines.filter(({ state }) => state === 'waiting');
    void choose(
      rest.map(({ billId }) => billId),
      of,
    );
    return true;
  }

  /** Begins, or goes on with the rest, with exactly these lines. */
  function begin(chosen: ReadonlyMap<string, RunChoice>): Promise<RunView | null> {
    const lines = (preview.value.value ?? []).flatMap(({ bill }) => {
      const choice = chosen.get(bill.id);
      if (!choice?.ticked || choice.cardId === null || choice.amount === null) return [];
      const amount = { amount: choice.amount, currency: bill.currency };
      return [{ billId: bill.id, cardId: choice.cardId, amount, version: bill.version, remaining: bill.remaining }];
    });
    const rest = restOf.value;
    if (!rest) return ask(() => useDesk().billRuns.start({ ticket, lines }));
    const named = lines.flatMap(({ billId, ...line }) => {
      const own = rest.lines.find((one) => one.billId === billId);
      return own ? [{ lineId: own.id, ...line }] : [];
    });
    return ask(() => useDesk().billRuns.resume({ id: rest.id, version: rest.version, lines: named }));
  }
  const stop = (): Promise<RunView | null> => ask(() => useDesk().billRuns.stop({ id: run.value?.id ?? '' }));
  const end = ({ id, version }: Pick<RunSummary, 'id' | 'version'>): Promise<RunView | null> =>
    ask(() => useDesk().billRuns.end({ id, version }));

  function reset(): void {
    void choose([]);
    forget();
    runs.forget();
  }

  return {
    billIds,
    restOf,
    lines: preview.value,
    reading: preview.loading,
    previewFailure: preview.failure,
    readPreview: preview.read,
    run,
    runs: runs.value,
    readRuns: runs.read,
    busy,
    failure,
    choose,
    lookAtRest,
    begin,
    stop,
    end,
    open,
    listen,
    reset,
  };
});
