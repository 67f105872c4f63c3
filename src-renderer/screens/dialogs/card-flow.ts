import {
  computed,
  onBeforeUnmount,
  onMounted,
  ref,
  shallowRef,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from 'vue';
import type { CardEntryView } from '../../../src-main/contract/card-window.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { useCardWindow, type CardWish } from '../../stores/card-window.ts';
import { useOrders } from '../../stores/orders.ts';

/** choose: no window yet. window: the client types. working: Paysafe and the bank are asked. checking: sent, and not known. ended: known, whatever it is. */
export type CardPhase = 'choose' | 'window' | 'working' | 'checking' | 'ended';

export interface CardFlow {
  readonly phase: ComputedRef<CardPhase>;
  readonly entry: ShallowRef<CardEntryView | null>;
  /** the step that says most: saving the card once there is one, else the check with its bank */
  readonly step: ComputedRef<OperationView | null>;
  readonly failure: ShallowRef<Failure | null>;
  readonly busy: Ref<boolean>;
  open(wish: Omit<CardWish, 'ticket'>): Promise<void>;
  shut(): Promise<void>;
  again(): void;
}

/** One dialog's card: its window, then the orders that came of it, as main tells of both. */
export function useCardFlow(): CardFlow {
  const [cards, orders] = [useCardWindow(), useOrders()];
  const entry = shallowRef<CardEntryView | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const first = shallowRef<OperationView | null>(null);
  const busy = ref(false);
  let ticket: string = crypto.randomUUID();

  async function take(told: CardEntryView): Promise<void> {
    entry.value = told;
    if (told.state.name !== 'ordered') return;
    const reply = await orders.group(told.state.operationId);
    if (!reply.ok) return void (failure.value = reply.failure);
    first.value = reply.value.operation;
    known.value = reply.value.group;
  }
  const known = shallowRef<readonly OperationView[]>([]);
  const step = computed(() => {
    const own = first.value;
    if (!own) return null;
    const told = [...orders.latest.values()].filter(({ group }) => group === own.group);
    const newest = (id: string) =>
      told.find((one) => one.id === id) ?? known.value.find((one) => one.id === id) ?? null;
    const last = told.find(({ follows }) => follows !== null) ?? known.value.find(({ follows }) => follows !== null);
    return newest(last?.id ?? own.id) ?? own;
  });
  const phase = computed<CardPhase>(() => {
    const state = entry.value?.state.name;
    if (state === undefined) return 'choose';
    if (state === 'open') return 'window';
    if (state === 'sending') return 'working';
    if (state !== 'ordered') return 'ended';
    const name = step.value?.state.name;
    if (name === undefined || name === 'open') return 'working';
    // Its bank said yes: what keeps it is on its way.
    if (name === 'done' && step.value?.kind === 'verify_card') return 'working';
    return name === 'unknown' ? 'checking' : 'ended';
  });

  async function open(wish: Omit<CardWish, 'ticket'>): Promise<void> {
    if (busy.value || phase.value !== 'choose') return;
    busy.value = true;
    failure.value = null;
    const reply = await cards.open({ ...wish, ticket });
    busy.value = false;
    if (reply.ok) await take(reply.value);
    else failure.value = reply.failure;
  }
  async function shut(): Promise<void> {
    if (entry.value) await cards.close(entry.value.id);
  }
  /** Another card is another order. */
  function again(): void {
    ticket = crypto.randomUUID();
    entry.value = null;
    first.value = null;
    known.value = [];
    failure.value = null;
  }
  let stop = (): void => undefined;
  onMounted(() => {
    stop = cards.listen((told) => {
      if (told.id === entry.value?.id) void take(told);
    });
  });
  onBeforeUnmount(() => stop());
  return { phase, entry, step, failure, busy, open, shut, again };
}
