import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { Failure } from '../../src-main/contract/failure.ts';
import type { HoldView } from '../../src-main/contract/hold.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { useDesk } from '../desk.ts';

export type HoldFilter = 'open' | 'today' | 'two_days' | 'lapsed';
const pageSize = 200;

/** Holds of both providers, soonest deadline first. */
export const useHolds = defineStore('holds', () => {
  const filter = ref<HoldFilter>('open');
  const provider = ref<ProviderName | null>(null);
  const rows = shallowRef<readonly HoldView[]>([]);
  const counts = ref({ open: 0, today: 0, twoDays: 0, lapsed: 0 });
  const asOf = ref<number | null>(null);
  const loading = ref(false);
  const failure = ref<Failure | null>(null);
  let asked = 0;
  let whole = false;

  async function read(): Promise<void> {
    asked += 1;
    const own = asked;
    loading.value = true;
    const reply = await useDesk().holds.list({
      filter: filter.value,
      provider: provider.value,
      offset: 0,
      limit: pageSize,
    });
    if (own !== asked) return;
    loading.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    rows.value = reply.value.rows;
    counts.value = reply.value.counts;
    asOf.value = reply.value.asOf;
    whole = reply.value.rows.length < pageSize;
  }

  async function more(): Promise<void> {
    if (loading.value || whole) return;
    const own = asked;
    loading.value = true;
    const reply = await useDesk().holds.list({
      filter: filter.value,
      provider: provider.value,
      offset: rows.value.length,
      limit: pageSize,
    });
    if (own !== asked) return;
    loading.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    whole = reply.value.rows.length < pageSize;
    rows.value = [...rows.value, ...reply.value.rows];
  }

  function listen(): () => void {
    return useDesk().customers.changed(() => void read());
  }
  function reset(): void {
    filter.value = 'open';
    provider.value = null;
  }
  const whenWanted = (show: () => void): (() => void) => useDesk().holds.wanted(show);
  const get = (id: string) => useDesk().holds.get({ id });
  const empty = computed(() => rows.value.length === 0);
  return { filter, provider, rows, counts, asOf, loading, failure, empty, read, more, listen, whenWanted, get, reset };
});
