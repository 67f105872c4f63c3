import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { RunPreviewLine, RunView } from '../../src-main/contract/bill-run.ts';
import type { RunSummary } from '../../src-main/contract/run.ts';
import { done, type Failure, type Reply } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

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
  const run = shallowRef<RunView | null>(null);
  const runs = reading<readonly RunSummary[]>(async () => {
    const reply = await useDesk().billRuns.list({});
    return reply.ok ? done(reply.value.runs) : reply;
  });
  const busy = ref(false);
  const failure = ref<Failure | null>(null);
  let ticket = crypto.randomUUID();
  /** an answer about another run than the one shown now says nothing */
  let openId: string | null = null;
  let told = 0;

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

  async function ask(work: () => Promise<Reply<RunView>>): Promise<RunView | null> {
    if (busy.value) return null;
    busy.value = true;
    const reply = await work();
    busy.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return null;
    openId = reply.value.id;
    run.value = reply.value;
    return reply.value;
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

  async function open(id: string): Promise<void> {
    if (openId !== id) run.value = null;
    openId = id;
    for (let before = told - 1; before !== told && openId === id;) {
      before = told;
      const reply = await useDesk().billRuns.get({ id });
      failure.value = reply.ok ? null : reply.failure;
      if (!reply.ok) return;
      // What was told while it was read may be newer than what was read.
      if (openId === id) run.value = reply.value;
    }
  }
  /** Follows the run that is shown, line by line, and how its payments end. */
  function listen(): () => void {
    const { billRuns, payments } = useDesk();
    const stops = [
      billRuns.changed(({ run: facts, line }) => {
        told += 1;
        if (line === null) void runs.read();
        const own = run.value;
        if (own?.id !== facts.id) return;
        run.value = { ...own, ...facts, lines: own.lines.map((one) => (one.id === line?.id ? line : one)) };
        // Its lines that were not begun are as main says, not as they were.
        if (line === null) void open(facts.id);
      }),
      payments.changed((operation) => {
        const own = run.value;
        if (!own?.lines.some((line) => line.operation?.id === operation.id)) return;
        told += 1;
        const lines = own.lines.map((line) => (line.operation?.id === operation.id ? { ...line, operation } : line));
        run.value = { ...own, lines };
      }),
    ];
    return () => stops.forEach((one) => one());
  }
  function reset(): void {
    void choose([]);
    openId = null;
    run.value = null;
    busy.value = false;
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
