import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type { ChosenFile, DayOrder } from '../../src-main/contract/table-import.ts';

export type ImportStep = 'choose' | 'columns' | 'preview' | 'result';

/** What every file has: which of its columns (from 0) says what, and how its days are written. */
interface Mapping {
  readonly columns: { readonly day: number | null };
  readonly dayOrder: DayOrder | null;
}
type FileOf<M extends Mapping> = ChosenFile & { readonly mapping: M };
interface Given<M> {
  readonly fileId: string;
  readonly mapping: M;
}
/** The calls of one kind of file, as main serves them. */
interface Calls<M extends Mapping, F extends FileOf<M>, R> {
  choose(input: Record<never, never>): Promise<Reply<{ readonly file: F | null }>>;
  preview(input: Given<M>): Promise<Reply<R>>;
  run(input: Given<M>): Promise<Reply<R>>;
  progress(listener: (told: { readonly done: number; readonly of: number }) => void): () => void;
}

export interface FileImport<M extends Mapping, F extends FileOf<M>, R, Gap extends string> {
  readonly file: ShallowRef<F | null>;
  readonly mapping: ShallowRef<M | null>;
  readonly preview: ShallowRef<R | null>;
  readonly result: ShallowRef<R | null>;
  readonly busy: Ref<'choosing' | 'looking' | 'importing' | null>;
  readonly progress: ShallowRef<{ readonly done: number; readonly of: number } | null>;
  readonly failure: Ref<Failure | null>;
  readonly step: ComputedRef<ImportStep>;
  readonly asksOrder: ComputedRef<boolean>;
  /** what must be chosen still before lines can be looked at */
  readonly gap: ComputedRef<Gap | 'dayOrder' | null>;
  choose(): Promise<void>;
  setColumn(field: keyof M['columns'], column: number | null): void;
  setOrder(dayOrder: DayOrder): void;
  look(): Promise<void>;
  run(): Promise<void>;
  back(): void;
  reset(): void;
  listen(): () => void;
}

/**
 * A file of lines, from choosing it to what became of each line. Main holds the file; the window knows its head and what was said of its lines.
 * `gapOf`: what is missing among the columns of this kind of file, beside the order of its days.
 */
export function fileImport<M extends Mapping, F extends FileOf<M>, R, Gap extends string>(
  calls: () => Calls<M, F, R>,
  gapOf: (mapping: M, file: F) => Gap | null,
): FileImport<M, F, R, Gap> {
  const file = shallowRef<F | null>(null) as ShallowRef<F | null>;
  const mapping = shallowRef<M | null>(null) as ShallowRef<M | null>;
  const preview = shallowRef<R | null>(null) as ShallowRef<R | null>;
  const result = shallowRef<R | null>(null) as ShallowRef<R | null>;
  const busy = ref<'choosing' | 'looking' | 'importing' | null>(null);
  const progress = shallowRef<{ readonly done: number; readonly of: number } | null>(null);
  const failure = ref<Failure | null>(null);
  /** what was asked before this is nobody's any more */
  let turn = 0;

  const step = computed<ImportStep>(() => {
    if (result.value) return 'result';
    if (preview.value) return 'preview';
    return file.value ? 'columns' : 'choose';
  });
  /** the days of the column chosen read two ways, and only a person knows which */
  const asksOrder = computed(() => {
    const day = mapping.value?.columns.day ?? null;
    return day !== null && file.value?.dayOrders[day] === 'ask';
  });
  const gap = computed<Gap | 'dayOrder' | null>(() => {
    const chosen = mapping.value;
    if (!chosen || !file.value) return null;
    return gapOf(chosen, file.value) ?? (asksOrder.value && chosen.dayOrder === null ? 'dayOrder' : null);
  });

  async function ask<T>(doing: NonNullable<typeof busy.value>, work: () => Promise<Reply<T>>): Promise<T | null> {
    if (busy.value) return null;
    turn += 1;
    const own = turn;
    busy.value = doing;
    failure.value = null;
    const reply = await work();
    if (own !== turn) return null;
    busy.value = null;
    progress.value = null;
    if (reply.ok) return reply.value;
    failure.value = reply.failure;
    // What is not at hand any more is chosen again.
    if (reply.failure.code === 'csv_forgotten') clear();
    return null;
  }
  async function choose(): Promise<void> {
    const chosen = await ask('choosing', () => calls().choose({}));
    if (!chosen?.file) return;
    clear();
    file.value = chosen.file;
    mapping.value = chosen.file.mapping;
  }
  function setColumn(field: keyof M['columns'], column: number | null): void {
    if (!mapping.value || !file.value) return;
    const columns = { ...mapping.value.columns, [field]: column };
    if (field !== 'day') return void (mapping.value = { ...mapping.value, columns });
    // Another column of days is another question.
    const order = file.value.dayOrders[column ?? -1];
    const dayOrder = order === 'day_first' || order === 'month_first' ? order : null;
    mapping.value = { ...mapping.value, columns, dayOrder };
  }
  function setOrder(dayOrder: DayOrder): void {
    if (mapping.value) mapping.value = { ...mapping.value, dayOrder };
  }
  const asked = () => (file.value && mapping.value ? { fileId: file.value.id, mapping: mapping.value } : null);
  async function look(): Promise<void> {
    const given = asked();
    if (!given || gap.value) return;
    preview.value = await ask('looking', () => calls().preview(given));
  }
  async function run(): Promise<void> {
    const given = asked();
    if (!given) return;
    result.value = await ask('importing', () => calls().run(given));
  }

  function back(): void {
    preview.value = null;
    failure.value = null;
  }
  function clear(): void {
    file.value = null;
    mapping.value = null;
    preview.value = null;
    result.value = null;
  }
  function reset(): void {
    turn += 1;
    clear();
    busy.value = null;
    progress.value = null;
    failure.value = null;
  }
  function listen(): () => void {
    return calls().progress((told) => {
      if (busy.value === 'importing') progress.value = told;
    });
  }

  return {
    ...{ file, mapping, preview, result, busy, progress, failure, step, asksOrder, gap },
    ...{ choose, setColumn, setOrder, look, run, back, reset, listen },
  };
}
