import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { BillRow } from '../../src-main/contract/bill.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';

/** Closing bills at the desk, and opening them again: one press, as the bill is shown. */
export const useClosing = defineStore('closing', () => {
  /** bills whose answer is on its way */
  const busy = shallowRef<ReadonlySet<string>>(new Set());

  async function turn({ id, version }: Pick<BillRow, 'id' | 'version'>, on: boolean): Promise<Failure | null> {
    busy.value = new Set([...busy.value, id]);
    const { close, reopen } = useDesk().bills;
    const reply = await (on ? close : reopen)({ id, version });
    busy.value = new Set([...busy.value].filter((one) => one !== id));
    return reply.ok ? null : reply.failure;
  }
  return { busy, turn };
});
