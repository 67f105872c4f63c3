import { onBeforeUnmount, onMounted } from 'vue';
import { formatMoney } from '../../format/money.ts';
import { useOrders } from '../../stores/orders.ts';
import { useSession } from '../../stores/session.ts';
import { useStatus } from '../../stores/status.ts';
import { useToasts } from '../../stores/toasts.ts';
import { endedSentence, isDebit, outcomeSentence } from '../../wording/sentences.ts';
import { useWords } from '../../wording/words.ts';

const tones = { done: 'done', pending: 'done', needs_person: 'warn' } as const;

const laterMs = 30 * 60_000;

/** An order that was being checked while staff went on is told of once it is known. */
export function useOrderNews(): void {
  const [orders, session, status, toasts] = [useOrders(), useSession(), useStatus(), useToasts()];
  const { language } = useWords();
  const wasChecking = new Set<string>();
  let stop = (): void => undefined;
  onMounted(() => {
    stop = orders.listen((operation) => {
      const { name } = operation.state;
      const context = { language: language.value, timeZone: session.state?.timeZone ?? 'UTC', now: status.now };
      // Days after it was accepted, and nobody waits for it any more.
      if (name === 'declined' && isDebit(operation) && operation.updatedAt - operation.createdAt > laterMs)
        toasts.show(`${operation.customerName}. ${outcomeSentence(operation, [], context)}`, 'warn');
      if (name === 'unknown') wasChecking.add(operation.id);
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
