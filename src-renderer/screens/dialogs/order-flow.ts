import { computed, onBeforeUnmount, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Failure, Reply } from '../../../src-main/contract/failure.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { useOrders } from '../../stores/orders.ts';
import { useSession } from '../../stores/session.ts';
import { useStatus } from '../../stores/status.ts';
import { useToasts } from '../../stores/toasts.ts';
import { outcomeSentence } from '../../wording/sentences.ts';
import { useWords } from '../../wording/words.ts';

/** choose: nothing sent. sending: frozen. checking: sent and not known, may be closed. ended: what the provider said. */
export type Phase = 'choose' | 'sending' | 'checking' | 'ended';

/** From here on a wait is no longer "in a moment": the dialog says what is going on and may be closed. */
const slowMs = 8_000;

export interface OrderFlow {
  readonly phase: ComputedRef<Phase>;
  readonly operation: ComputedRef<OperationView | null>;
  /** later steps of the same order, as they come */
  readonly group: ComputedRef<readonly OperationView[]>;
  readonly sentence: ComputedRef<string>;
  /** why nothing was sent */
  readonly failure: ShallowRef<Failure | null>;
  readonly busy: Ref<boolean>;
  /** of the order being prepared: another one is another order */
  readonly ticket: Readonly<Ref<string>>;
  press(): Promise<void>;
  /** back to choosing, as a new order; only once the last one is known to have moved nothing */
  again(): void;
}

/**
 * One dialog's order, from the press to what became of it. One ticket for as long as the outcome is open, so that however often
 * somebody presses, it stays one order; a new one only after the provider said no. `send` answers null where what was sent goes on elsewhere.
 */
export function useOrderFlow(send: (ticket: string) => Promise<Reply<OperationView | null>>): OrderFlow {
  const orders = useOrders();
  const session = useSession();
  const status = useStatus();
  const toasts = useToasts();
  const { language } = useWords();
  const ticket = ref<string>(crypto.randomUUID());
  let here = true;
  const busy = ref(false);
  const slow = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const told = shallowRef<OperationView | null>(null);

  const operation = computed(() => {
    const own = told.value;
    const newer = own ? orders.latest.get(own.id) : undefined;
    return own && newer && newer.updatedAt >= own.updatedAt ? newer : own;
  });
  const group = computed(() => {
    const own = operation.value;
    return own ? [...orders.latest.values()].filter((step) => step.group === own.group && step.id !== own.id) : [];
  });
  const phase = computed<Phase>(() => {
    const state = operation.value?.state.name;
    if (state !== undefined) return state === 'open' || state === 'unknown' ? 'checking' : 'ended';
    if (busy.value) return slow.value ? 'checking' : 'sending';
    return 'choose';
  });
  const context = () => ({ language: language.value, timeZone: session.state?.timeZone ?? 'UTC', now: status.now });
  const sentence = computed(() => (operation.value ? outcomeSentence(operation.value, group.value, context()) : ''));

  async function press(): Promise<void> {
    if (phase.value !== 'choose') return;
    busy.value = true;
    slow.value = false;
    failure.value = null;
    const timer = setTimeout(() => {
      slow.value = true;
    }, slowMs);
    const reply = await send(ticket.value);
    clearTimeout(timer);
    busy.value = false;
    slow.value = false;
    if (reply.ok) told.value = reply.value;
    else failure.value = reply.failure;
    // Closed while it was on its way: the outcome still reaches whoever is at the desk.
    if (!here && reply.ok && reply.value && reply.value.state.name !== 'unknown') {
      const went = reply.value.state.name === 'done' || reply.value.state.name === 'pending';
      toasts.show(
        `${reply.value.customerName}. ${outcomeSentence(reply.value, [], context())}`,
        went ? 'done' : 'warn',
      );
    }
  }
  function again(): void {
    const state = operation.value?.state.name;
    if (state !== 'declined' && state !== 'rejected' && state !== 'not_done') return;
    ticket.value = crypto.randomUUID();
    told.value = null;
    failure.value = null;
  }
  onBeforeUnmount(() => {
    here = false;
  });

  return { phase, operation, group, sentence, failure, busy, ticket, press, again };
}
