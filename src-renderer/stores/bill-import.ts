import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type {
  BillImportResult,
  DayOrder,
  ImportField,
  ImportFile,
  ImportMapping,
} from '../../src-main/contract/bill-import.ts';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';

export type ImportStep = 'choose' | 'columns' | 'preview' | 'result';
/** What must be chosen still before lines can be looked at. */
export type ImportGap = 'customer' | 'day' | 'total' | 'dayOrder';

/** Bills from a file, from choosing it to what became of each line. Main holds the file; the window knows its head and what was said of its lines. */
export const useBillImport = defineStore('billImport', () => {
  const file = shallowRef<ImportFile | null>(null);
  const mapping = shallowRef<ImportMapping | null>(null);
  const preview = shallowRef<BillImportResult | null>(null);
  const result = shallowRef<BillImportResult | null>(null);
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
  const gap = computed<ImportGap | null>(() => {
    const chosen = mapping.value;
    if (!chosen) return null;
    const missing = (['customer', 'day', 'total'] as const).find((field) => chosen.columns[field] === null);
    return missing ?? (asksOrder.value && chosen.dayOrder === null ? 'dayOrder' : null);
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
    const chosen = await ask('choosing', () => useDesk().billImport.choose({}));
    if (!chosen?.file) return;
    clear();
    file.value = chosen.file;
    mapping.value = chosen.file.mapping;
  }
  function setColumn(field: ImportField, column: number | null): void {
    if (!mapping.value || !file.value) return;
    const columns = { ...mapping.value.columns, [field]: column };
    if (field !== 'day') return void (mapping.value = { ...mapping.value, columns });
    // Another column of days is another question.
    const order = file.value.dayOrders[column ?? -1];
    mapping.value = { columns, dayOrder: order === 'day_first' || order === 'month_first' ? order : null };
  }
  function setOrder(dayOrder: DayOrder): void {
    if (mapping.value) mapping.value = { ...mapping.value, dayOrder };
  }
  async function look(): Promise<void> {
    const given = asked();
    if (!given || gap.value) return;
    preview.value = await ask('looking', () => useDesk().billImport.preview(given));
  }
  async function run(): Promise<void> {
    const given = asked();
    if (!given) return;
    result.value = await ask('importing', () => useDesk().billImport.run(given));
  }
  const asked = () => (file.value && mapping.value ? { fileId: file.value.id, mapping: mapping.value } : null);

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
    return useDesk().billImport.progress((told) => {
      if (busy.value === 'importing') progress.value = told;
    });
  }

  return {
    file,
    mapping,
    preview,
    result,
    busy,
    progress,
    failure,
    step,
    asksOrder,
    gap,
    choose,
    setColumn,
    setOrder,
    look,
    run,
    back,
    reset,
    listen,
  };
});
