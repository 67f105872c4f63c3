import { ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type { LineResult, RunFacts } from '../../src-main/contract/run.ts';
import { useDesk } from '../desk.ts';

type Line = LineResult & { readonly id: string };
type Whole<L> = RunFacts & { readonly lines: L[] };

interface Following<L extends Line, View extends Whole<L>> {
  readonly run: ShallowRef<View | null>;
  readonly busy: Ref<boolean>;
  readonly failure: Ref<Failure | null>;
  /** Asks main for something and shows the run it answers; one at a time. */
  ask(work: () => Promise<Reply<View>>): Promise<View | null>;
  open(id: string): Promise<void>;
  /** Follows the run that is shown, line by line, and how its orders end. */
  listen(): () => void;
  reset(): void;
}

/** One run as main sends its lines. Main sends them; leaving the screen stops nothing. */
export function followRun<L extends Line, View extends Whole<L>>(of: {
  readonly get: (id: string) => Promise<Reply<View>>;
  readonly changed: (told: (news: { run: RunFacts; line: L | null }) => void) => () => void;
  /** a run began, rested or came to its end */
  readonly onRun: () => void;
}): Following<L, View> {
  const run = shallowRef(null) as ShallowRef<View | null>;
  const busy = ref(false);
  const failure = ref<Failure | null>(null);
  /** an answer about another run than the one shown now says nothing */
  let openId: string | null = null;
  let told = 0;

  async function open(id: string): Promise<void> {
    if (openId !== id) run.value = null;
    openId = id;
    for (let before = told - 1; before !== told && openId === id;) {
      before = told;
      const reply = await of.get(id);
      failure.value = reply.ok ? null : reply.failure;
      if (!reply.ok) return;
      // What was told while it was read may be newer than what was read.
      if (openId === id) run.value = reply.value;
    }
  }
  return {
    run,
    busy,
    failure,
    open,
    async ask(work) {
      if (busy.value) return null;
      busy.value = true;
      const before = openId;
      const reply = await work();
      busy.value = false;
      // Another run is looked at by now: what became of this one is read when it is opened again.
      if (openId !== before) return reply.ok ? reply.value : null;
      failure.value = reply.ok ? null : reply.failure;
      if (!reply.ok) return null;
      openId = reply.value.id;
      run.value = reply.value;
      return reply.value;
    },
    listen() {
      const stops = [
        of.changed(({ run: facts, line }) => {
          told += 1;
          if (line === null) of.onRun();
          const own = run.value;
          if (own?.id !== facts.id) return;
          run.value = { ...own, ...facts, lines: own.lines.map((one) => (one.id === line?.id ? line : one)) };
          // Its lines that were not begun are as main says, not as they were.
          if (line === null) void open(facts.id);
        }),
        useDesk().payments.changed((operation) => {
          const own = run.value;
          if (!own) return;
          const lines = own.lines.map((line) => (line.operation?.id === operation.id ? { ...line, operation } : line));
          const touched = own.lines.some((line) => line.operation?.id === operation.id);
          // A step that follows one of its lines: main says which.
          const next = own.lines.some((line) => line.operation?.id === operation.follows);
          if (!touched && !next) return;
          told += 1;
          run.value = { ...own, lines };
          if (next) void open(own.id);
        }),
      ];
      return () => stops.forEach((one) => one());
    },
    reset() {
      openId = null;
      run.value = null;
      busy.value = false;
    },
  };
}
