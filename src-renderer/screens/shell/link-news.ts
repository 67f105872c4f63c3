import { onBeforeUnmount, onMounted } from 'vue';
import { useDialog } from '../../stores/dialog.ts';
import { useLinks } from '../../stores/links.ts';
import { useToasts } from '../../stores/toasts.ts';
import { linkTone, linkWords } from '../../wording/links.ts';
import { useWords } from '../../wording/words.ts';

/** A page that came to its end while staff were elsewhere is told of; in its own dialog it is on screen already. */
export function useLinkNews(): void {
  const [links, dialog, toasts] = [useLinks(), useDialog(), useToasts()];
  const { w, language } = useWords();
  let stop = (): void => undefined;
  onMounted(() => {
    stop = links.onEnd((link) => {
      if (dialog.open?.kind === 'link') return;
      const tone = linkTone(link.state.name);
      const words = w.value.links.toToast(link.customerName, linkWords(link, language.value));
      toasts.show(words, tone === 'done' || tone === 'warn' ? tone : 'neu');
    });
  });
  onBeforeUnmount(() => stop());
}
