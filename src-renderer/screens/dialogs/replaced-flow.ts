import { computed } from 'vue';
import type { OrderFlow } from './order-flow.ts';

/** The order of a replaced hold, shown by whichever of its two steps has the last word: a second one that went wrong is what staff must read. */
export function asReplaced(flow: OrderFlow): OrderFlow {
  const second = computed(() => {
    const first = flow.operation.value;
    return first ? (flow.group.value.find(({ follows }) => follows === first.id) ?? null) : null;
  });
  const going = computed(() => {
    const name = second.value?.state.name;
    return name === 'open' || name === 'unknown';
  });
  const operation = computed(() => {
    const [first, next] = [flow.operation.value, second.value];
    if (!first || !next || next.state.name === 'done') return first;
    // While the old hold is being released, the new one stands: that is the news.
    return first.replacing === 'new' && going.value ? first : next;
  });
  const phase = computed(() => {
    const own = flow.phase.value;
    const placing = flow.operation.value?.replacing === 'release' && going.value;
    return own === 'ended' && placing ? 'checking' : own;
  });
  return { ...flow, operation, phase };
}
