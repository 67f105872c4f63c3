import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { AskedList, ExportEnd, ExportForm } from '../../src-main/contract/export.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';

/** The list that is being written to a file. It goes on while its dialog is closed. */
export const useExport = defineStore('export', () => {
  const running = shallowRef<{ readonly done: number; readonly of: number } | null>(null);
  const ended = shallowRef<ExportEnd | null>(null);
  const failure = shallowRef<Failure | null>(null);

  async function start(input: { asked: AskedList; form: ExportForm; language: 'en' | 'fr' }): Promise<void> {
    if (running.value) return;
    [running.value, ended.value, failure.value] = [{ done: 0, of: 0 }, null, null];
    const stop = useDesk().lists.step((step) => {
      if (running.value) running.value = step;
    });
    const reply = await useDesk().lists.export(input);
    stop();
    running.value = null;
    if (reply.ok) ended.value = reply.value;
    else failure.value = reply.failure;
  }
  async function cancel(): Promise<void> {
    await useDesk().lists.cancel({});
  }
  function reset(): void {
    [ended.value, failure.value] = [null, null];
  }
  return { running, ended, failure, start, cancel, reset };
});
