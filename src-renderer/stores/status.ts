import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { DeskStatus } from '../../src-main/contract/desk-status.ts';
import { useDesk } from '../desk.ts';

/** The line at the bottom, and the one clock every relative time on screen goes by. */
export const useStatus = defineStore('status', () => {
  const status = ref<DeskStatus | null>(null);
  const now = ref(Date.now());

  async function load(): Promise<void> {
    const reply = await useDesk().desk.status({});
    if (reply.ok) status.value = reply.value;
  }

  /** Looks again at what shuts the money buttons, and asks the providers now. */
  const trying = ref(false);
  async function tryAgain(): Promise<void> {
    if (trying.value) return;
    trying.value = true;
    const reply = await useDesk().desk.refresh({});
    trying.value = false;
    if (reply.ok) status.value = reply.value;
  }

  /** Ticks once a second and follows main; gives back the way to stop. */
  function listen(): () => void {
    const stop = useDesk().desk.statusChanged((changed) => {
      status.value = changed;
    });
    const timer = window.setInterval(() => {
      now.value = Date.now();
    }, 1000);
    return () => {
      stop();
      window.clearInterval(timer);
    };
  }

  return { status, now, trying, load, tryAgain, listen };
});
