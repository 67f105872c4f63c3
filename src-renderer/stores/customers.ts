import { defineStore } from 'pinia';
import { computed, ref, shallowRef } from 'vue';
import type { CustomerPage, CustomerRow, ImportLine } from '../../src-main/contract/customer.ts';
import { done, type Failure, type Reply } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

export type CustomerFilter = 'all' | 'holds' | 'cards';
const pageSize = 100;

/** The customer list as searched now, and the person whose page is open. */
export const useCustomers = defineStore('customers', () => {
  const search = ref('');
  const filter = ref<CustomerFilter>('all');
  const rows = shallowRef<readonly CustomerRow[]>([]);
  const total = ref(0);
  const capped = ref(false);
  const asOf = ref<number | null>(null);
  const filling = ref(false);
  const loading = ref(false);
  const failure = ref<Failure | null>(null);
  const openId = ref<string | null>(null);
  const page = reading<CustomerPage>(async () => useDesk().customers.get({ id: openId.value ?? '' }));
  let asked = 0;

  const ask = (offset: number, limit: number) =>
    useDesk().customers.list({ search: search.value, filter: filter.value, offset, limit });

  const asking = (): string => JSON.stringify([search.value, filter.value]);
  const answered = ref('');
  /** the rows are those of what is typed and filtered now */
  const isAnswered = computed(() => answered.value === asking());

  /** Reads the list again from its top, as far as it was read: rows change under the same place, the list does not jump. */
  async function read(keep = false): Promise<void> {
    asked += 1;
    const own = asked;
    loading.value = true;
    const asks = asking();
    const reply = await ask(0, keep ? Math.min(200, Math.max(pageSize, rows.value.length)) : pageSize);
    if (own !== asked) return;
    loading.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    // Rows of another search are not these people's rest.
    const rest = keep && asks === answered.value ? rows.value.slice(reply.value.rows.length) : [];
    answered.value = asks;
    rows.value = [...reply.value.rows, ...rest];
    total.value = reply.value.total;
    capped.value = reply.value.capped;
    asOf.value = reply.value.asOf;
    filling.value = reply.value.filling;
  }

  async function more(): Promise<void> {
    if (loading.value || (!capped.value && rows.value.length >= total.value)) return;
    const own = asked;
    loading.value = true;
    const reply = await ask(rows.value.length, pageSize);
    if (own !== asked) return;
    loading.value = false;
    if (reply.ok && reply.value.rows.length > 0) rows.value = [...rows.value, ...reply.value.rows];
    else if (reply.ok) capped.value = false;
    else failure.value = reply.failure;
  }

  async function open(id: string | null): Promise<void> {
    if (openId.value !== id) page.forget();
    openId.value = id;
    if (id === null) return;
    await page.read();
    // While the first lists are read, this person comes before the others.
    if (openId.value === id && page.value.value?.cardsUnread) await refresh();
  }

  /** Reads the person again at their providers. */
  async function refresh(): Promise<Failure | null> {
    const id = openId.value;
    if (id === null) return null;
    page.loading.value = true;
    const reply = await useDesk().customers.refresh({ id });
    if (openId.value !== id) return null;
    page.loading.value = false;
    if (!reply.ok) return reply.failure;
    page.value.value = reply.value;
    return null;
  }

  function listen(): () => void {
    return useDesk().customers.changed(({ ids, all }) => {
      void read(true);
      const shown = page.value.value;
      const mine = shown?.records.some((record) => ids.includes(record.id)) ?? false;
      if (openId.value !== null && (all || mine || ids.includes(openId.value))) void page.read();
    });
  }

  /** The first matches for the search box on top of the window. */
  async function find(text: string): Promise<Reply<readonly CustomerRow[]>> {
    const reply = await useDesk().customers.list({ search: text, filter: 'all', offset: 0, limit: 8 });
    return reply.ok ? done(reply.value.rows) : reply;
  }

  /** Another person at the desk starts with an empty search, not with what the one before looked for. */
  function reset(): void {
    search.value = '';
    filter.value = 'all';
    openId.value = null;
    page.forget();
  }
  /** The person as main has them; cards that were never read are read at the provider first: nobody is told that there is none. */
  async function get(id: string): Promise<Reply<CustomerPage>> {
    const reply = await useDesk().customers.get({ id });
    return reply.ok && reply.value.cardsUnread ? useDesk().customers.refresh({ id }) : reply;
  }
  const bringIn = (by: 'profileId' | 'merchantCustomerId', value: string) => useDesk().customers.bringIn({ by, value });
  async function bringInCsv(text: string): Promise<Reply<readonly ImportLine[]>> {
    const reply = await useDesk().customers.bringInCsv({ text });
    return reply.ok ? done(reply.value.lines) : reply;
  }
  async function take(asking: Promise<Reply<CustomerPage>>): Promise<Failure | null> {
    const before = openId.value;
    const reply = await asking;
    if (!reply.ok) return reply.failure;
    // Somebody else is looked at by now: an answer about the one before brings nobody back.
    if (openId.value !== before) return null;
    openId.value = reply.value.id;
    page.value.value = reply.value;
    return null;
  }
  const link = (id: string, otherId: string) => take(useDesk().customers.link({ id, otherId }));
  const unlink = (id: string) => take(useDesk().customers.unlink({ id }));
  const rename = (cardId: string, nickname: string | null) => useDesk().cards.rename({ cardId, nickname });
  const openAtProvider = (kind: 'customer' | 'payment', id: string) => useDesk().desk.openAtProvider({ kind, id });

  return {
    search,
    filter,
    isAnswered,
    rows,
    total,
    capped,
    asOf,
    filling,
    loading,
    failure,
    openId,
    page: page.value,
    pageLoading: page.loading,
    pageFailure: page.failure,
    read,
    more,
    open,
    refresh,
    listen,
    find,
    get,
    bringIn,
    bringInCsv,
    link,
    unlink,
    rename,
    openAtProvider,
    reset,
  };
});
