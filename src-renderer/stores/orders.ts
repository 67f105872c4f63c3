import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import type { Failure, Reply } from '../../src-main/contract/failure.ts';
import type { OperationDetail, OperationStateName, OperationView } from '../../src-main/contract/operation.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { useDesk } from '../desk.ts';

type Input<G extends keyof DeskCalls, N extends keyof DeskCalls[G]> = DeskCalls[G][N] extends (
  input: infer I,
) => unknown
  ? I
  : never;
type Ordered = Promise<Reply<OperationView>>;
const pageSize = 100;

/** What staff ask main to do with money, and every operation as main last said it is. */
export const useOrders = defineStore('orders', () => {
  const states = ref<readonly OperationStateName[]>([]);
  const provider = ref<ProviderName | null>(null);
  const staffId = ref<string | null>(null);
  const day = ref<string | null>(null);
  const rows = shallowRef<readonly OperationView[]>([]);
  const total = ref(0);
  const capped = ref(false);
  const loading = ref(false);
  const failure = ref<Failure | null>(null);
  const detail = shallowRef<OperationDetail | null>(null);
  const detailFailure = ref<Failure | null>(null);
  /** the newest word on each operation that changed since the window opened */
  const latest = shallowRef<ReadonlyMap<string, OperationView>>(new Map());
  let asked = 0;

  function query(offset: number) {
    return useDesk().payments.list({
      states: [...states.value],
      provider: provider.value,
      staffId: staffId.value,
      day: day.value,
      offset,
      limit: pageSize,
    });
  }
  async function read(): Promise<void> {
    asked += 1;
    const own = asked;
    loading.value = true;
    const reply = await query(0);
    if (own !== asked) return;
    loading.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (!reply.ok) return;
    rows.value = reply.value.rows;
    total.value = reply.value.total;
    capped.value = reply.value.capped;
  }
  async function more(): Promise<void> {
    if (loading.value || (!capped.value && rows.value.length >= total.value)) return;
    const own = asked;
    loading.value = true;
    const reply = await query(rows.value.length);
    if (own !== asked) return;
    loading.value = false;
    failure.value = reply.ok ? null : reply.failure;
    if (reply.ok) rows.value = [...rows.value, ...reply.value.rows];
  }

  /** the order whose page is open */
  let looked = '';
  function keepDetail(reply: Reply<OperationDetail>): Failure | null {
    if (!reply.ok) return reply.failure;
    if (reply.value.operation.id === looked) detail.value = reply.value;
    return null;
  }
  async function readDetail(id: string): Promise<void> {
    looked = id;
    if (detail.value?.operation.id !== id) detail.value = null;
    detailFailure.value = keepDetail(await useDesk().payments.get({ operationId: id }));
  }
  async function askNow(id: string): Promise<Failure | null> {
    return keepDetail(await useDesk().payments.askNow({ operationId: id }));
  }
  /** what a manager saw on the provider's own site */
  async function resolve(seen: Input<'payments', 'resolve'>): Promise<Failure | null> {
    return keepDetail(await useDesk().payments.resolve(seen));
  }

  /** a refund that failed was given back in another way */
  async function answerRefund(id: string, reason: string): Promise<Reply<OperationDetail>> {
    const reply = await useDesk().payments.answerRefund({ operationId: id, reason });
    keepDetail(reply);
    return reply;
  }
  async function askRefundAgain(id: string): Promise<Failure | null> {
    return keepDetail(await useDesk().payments.askRefundAgain({ operationId: id }));
  }

  function listen(also: (operation: OperationView) => void): () => void {
    return useDesk().payments.changed((operation) => {
      latest.value = new Map(latest.value).set(operation.id, operation);
      rows.value = rows.value.map((row) => (row.id === operation.id ? operation : row));
      also(operation);
    });
  }

  function reset(): void {
    states.value = [];
    provider.value = null;
    staffId.value = null;
    day.value = null;
    detail.value = null;
    detailFailure.value = null;
  }

  const charge = (input: Input<'payments', 'charge'>): Ordered => useDesk().payments.charge(input);
  const hold = (input: Input<'holds', 'place'>): Ordered => useDesk().holds.place(input);
  const capture = (input: Input<'holds', 'capture'>): Ordered => useDesk().holds.capture(input);
  const release = (input: Input<'holds', 'release'>): Ordered => useDesk().holds.release(input);
  const replace = (input: Input<'holds', 'replace'>): Ordered => useDesk().holds.replace(input);
  const heldFor = (id: string) => useDesk().holds.heldFor({ id });
  const refund = (input: Input<'payments', 'refund'>): Ordered => useDesk().payments.refund(input);
  const removeCard = (input: Input<'cards', 'remove'>): Ordered => useDesk().cards.remove(input);
  const removeCustomer = (input: Input<'removal', 'remove'>): Ordered => useDesk().removal.remove(input);
  /** what depends on a person, read at their providers now */
  const removalOf = (id: string) => useDesk().removal.view({ id });
  const setDefault = (input: Input<'cards', 'setDefault'>): Ordered => useDesk().cards.setDefault(input);
  /** charges and holds of this person in the last minutes, by anyone; `ask`: as the provider has them now, a few seconds at most */
  const recent = (
    customerId: string,
    ask: boolean,
    of: { billId?: string | undefined; cardId?: string | null; tipOnly?: boolean } = {},
  ) =>
    useDesk().payments.recent({
      ...{ customerId, ask, billId: of.billId ?? null, cardId: of.cardId ?? null },
      ...(of.tipOnly ? { tipOnly: true } : {}),
    });
  /** what to look at again before this card is charged or held, and the last visit */
  const sure = (asked: Input<'payments', 'sure'>) => useDesk().payments.sure(asked);
  /** refunds of this payment in the last day, the same way */
  const refunded = (paymentId: string, ask: boolean) => useDesk().payments.refunded({ paymentId, ask });
  const group = (id: string) => useDesk().payments.get({ operationId: id });

  return {
    states,
    provider,
    staffId,
    day,
    rows,
    total,
    capped,
    loading,
    failure,
    detail,
    detailFailure,
    latest,
    read,
    more,
    readDetail,
    askNow,
    resolve,
    answerRefund,
    askRefundAgain,
    listen,
    sure,
    charge,
    hold,
    capture,
    release,
    replace,
    heldFor,
    refund,
    removeCard,
    removeCustomer,
    removalOf,
    setDefault,
    recent,
    refunded,
    group,
    reset,
  };
});
