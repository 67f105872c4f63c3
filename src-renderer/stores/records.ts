import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { RebuildSpan, RecordsRun, RecordsView, RecordsWork } from '../../src-main/contract/records.ts';
import { useDesk } from '../desk.ts';

type Answer = Promise<{ ok: true; value: RecordsView } | { ok: false; failure: Failure }>;

/** The records as main sees them: their state, their backups, and what is being done with them. */
export const useRecords = defineStore('records', () => {
  const view = shallowRef<RecordsView | null>(null);
  const work = shallowRef<RecordsWork>({ doing: null, progress: null });
  const failure = ref<Failure | null>(null);
  const reading = ref(false);
  let asked = 0;

  async function read(): Promise<void> {
    asked += 1;
    const own = asked;
    reading.value = true;
    const reply = await useDesk().records.view({});
    if (own !== asked) return;
    reading.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    view.value = reply.value;
    work.value = { doing: reply.value.doing, progress: reply.value.progress };
  }
  /** Follows what is done, by whomever; reads everything again when it has ended. */
  function listen(): () => void {
    return useDesk().records.changed((changed) => {
      work.value = changed;
      if (changed.doing === null) void read();
    });
  }
  async function after(answer: Answer): Promise<Failure | null> {
    const reply = await answer;
    if (!reply.ok) return reply.failure;
    // Newer than whatever was asked for before it.
    asked += 1;
    reading.value = false;
    view.value = reply.value;
    return null;
  }
  const check = () => after(useDesk().records.check({}));
  const backUp = () => after(useDesk().records.backUp({}));
  const chooseFolder = () => after(useDesk().records.chooseFolder({}));
  const settle = (operationId: string, billId: string | null) =>
    after(useDesk().records.settle({ operationId, billId }));
  const without = (provider: ProviderName) => after(useDesk().records.without({ provider }));
  const forgetFolder = () => after(useDesk().records.forgetFolder({}));

  /** What was seen may not be true any more: the desk was locked, or other records stand in their place. */
  function forget(): void {
    asked += 1;
    view.value = null;
    work.value = { doing: null, progress: null };
    failure.value = null;
    reading.value = false;
  }

  async function restore(backup: string): Promise<Failure | null> {
    const reply = await useDesk().records.restore({ backup });
    return reply.ok ? null : reply.failure;
  }
  async function rebuild(span: RebuildSpan): Promise<RecordsRun | Failure> {
    const reply = await useDesk().records.rebuild({ span });
    await read();
    return reply.ok ? reply.value : reply.failure;
  }

  return {
    view,
    work,
    failure,
    reading,
    read,
    listen,
    forget,
    check,
    backUp,
    settle,
    without,
    chooseFolder,
    forgetFolder,
    restore,
    rebuild,
  };
});
