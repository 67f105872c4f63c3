import { watch } from 'vue';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { useStatus } from '../../stores/status.ts';
import { useToasts } from '../../stores/toasts.ts';
import { silentProviders } from '../../wording/shut.ts';
import { useWords } from '../../wording/words.ts';

/** Says in passing that a provider answers again. Nothing pops up: whoever was waiting sees the buttons open. */
export function useLineNews(): void {
  const [status, toasts] = [useStatus(), useToasts()];
  const { w } = useWords();
  watch(
    () => silentProviders(status.status).map(({ provider }) => provider),
    (now: readonly ProviderName[], before: readonly ProviderName[]) => {
      const back = before.filter((provider) => !now.includes(provider));
      const [first] = back;
      if (first === undefined) return;
      const words = w.value.shell;
      const all = now.length === 0;
      toasts.show(all ? words.backOnline(status.status?.checking ?? 0) : words.oneBack(words.providers[first]), 'done');
    },
  );
}
