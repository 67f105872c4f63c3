import { onBeforeUnmount, onMounted } from 'vue';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { formatMoney } from '../../format/money.ts';
import { useDialog } from '../../stores/dialog.ts';
import { useOrders } from '../../stores/orders.ts';
import { useSession } from '../../stores/session.ts';
import { useStatus } from '../../stores/status.ts';
import { useToasts } from '../../stores/toasts.ts';
import { endedSentence, isDebit, outcomeSentence } from '../../wording/sentences.ts';
import { useWords } from '../../wording/words.ts';

const tones = { done: 'done', pending: 'done', needs_person: 'warn' } as const;

const laterMs = 30 * 60_000;

/** The first step of a replaced hold whose second one has failed: nothing is held any more, or both are. Else null. */
function replacementNews(
  { state, follows }: OperationView,
  latest: ReadonlyMap<string, OperationView>,
): OperationView | null {
  const failed = state.name === 'declined' || state.name === 'rejected' || state.name === 'not_done';
  const first = failed && follows !== null ? latest.get(follows) : undefined;
  return first?.replacing ? first : null;
}

/** An order that was being checked while staff went on is told of once it is known. */
export function useOrderNews(): void {
  const [orders, session, status, toasts] = [useOrders(), useSession(), useStatus(), useToasts()];
  const dialog = useDialog();
  const { language } = useWords();
  const wasChecking = new Set<string>();
  let stop = (): void => undefined;
  onMounted(() => {
    stop = orders.listen((operation) => {
      const { name } = operation.state;
      const context = { language: language.value, timeZone: session.state?.timeZone ?? 'UTC', now: status.now };
      // Days after it was accepted, and nobody waits for it any more.
      const back = name === 'declined' && isDebit(operation) && operation.updatedAt - operation.createdAt > laterMs;
      const lost = operation.state.name === 'rejected' && operation.state.was !== undefined;
      if (back || lost) toasts.show(`${operation.customerName}. ${outcomeSentence(operation, [], context)}`, 'warn');
      const loud = replacementNews(operation, orders.latest);
      if (loud) {
        wasChecking.delete(operation.id);
        // The dialog in which it was ordered says the same.
        const said = dialog.open?.kind === 'replace_hold' && dialog.open.hold.id === operation.targetId;
        const group = [...orders.latest.values()].filter((step) => step.group === loud.group);
        if (!said)
          toasts.show(`${operation.customerName}. ${outcomeSentence(loud, [...group, operation], context)}`, 'warn');
      } else if (name === 'unknown') wasChecking.add(operation.id);
      else if (name !== 'open' && wasChecking.delete(operation.id)) {
        const amount = operation.amount ? `${formatMoney(operation.amount, language.value)}, ` : '';
        const words = endedSentence(operation, context);
        toasts.show(
          `${amount}${operation.customerName}. ${words}`,
          name in tones ? tones[name as keyof typeof tones] : 'neu',
        );
      }
    });
  });
  onBeforeUnmount(() => stop());
}
