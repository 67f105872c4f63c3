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
  /** the profile that stands in the place of a new one, until somebody says that it is this client's */
  readonly existing: ShallowRef<{ readonly operationId: string; readonly name: string; readonly email: string } | null>;
  /** what became of the profile, where it is not there */
  readonly profile: ShallowRef<OperationView | null>;
  open(wish: FlowWish): Promise<void>;
  /** that one is theirs */
  adopt(wish: FlowWish): Promise<void>;
  shut(): Promise<void>;
  again(): void;
}

export interface FlowWish extends Omit<CardWish, 'ticket' | 'customerId'> {
  readonly personId: string;
  readonly customerId: string | null;
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

  const existing: CardFlow['existing'] = shallowRef(null);
  const profile = shallowRef<OperationView | null>(null);
  let profileTicket: string = crypto.randomUUID();
  let customerId: string | null = null;

  /** The profile of who has none: made, found there, or not known yet. @returns whether there is one now */
  async function hasProfile({ personId, language }: FlowWish): Promise<boolean> {
    const reply = await cards.addProfile({ ticket: profileTicket, customerId: personId, language });
    if (!reply.ok) {
      failure.value = reply.failure;
      return false;
    }
    const { operation, existing: there } = reply.value;
    customerId = reply.value.customerId;
    existing.value = there && { ...there, operationId: operation.id };
    profile.value = customerId === null && !there ? operation : null;
    if (operation.state.name === 'not_done') profileTicket = crypto.randomUUID();
    return customerId !== null;
  }
  async function open(wish: FlowWish): Promise<void> {
    if (busy.value || phase.value !== 'choose') return;
    busy.value = true;
    failure.value = null;
    customerId ??= wish.customerId;
    if (customerId !== null || (await hasProfile(wish))) await openWindow(wish);
    busy.value = false;
  }
  async function openWindow({ language, agreement }: FlowWish): Promise<void> {
    if (customerId === null) return;
    const reply = await cards.open({ language, agreement, customerId, ticket });
    if (reply.ok) await take(reply.value);
    else failure.value = reply.failure;
  }
  async function adopt(wish: FlowWish): Promise<void> {
    const there = existing.value;
    if (busy.value || !there) return;
    busy.value = true;
    const reply = await cards.adoptProfile(there.operationId);
    failure.value = reply.ok ? null : reply.failure;
    if (reply.ok) {
      customerId = reply.value.customerId;
      existing.value = null;
      await openWindow(wish);
    }
    busy.value = false;
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
  return { phase, entry, step, failure, busy, existing, profile, open, adopt, shut, again };
}
