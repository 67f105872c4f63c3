import { defineStore } from 'pinia';
import { ref } from 'vue';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'done' | 'warn' | 'chk' | 'neu';
}

/** Small reversible things, and a checking payment that ended while staff were elsewhere. One at a time; all of today under F8. */
export const useToasts = defineStore('toasts', () => {
  const shown = ref<Toast | null>(null);
  const today = ref<Toast[]>([]);
  let count = 0;

  function show(text: string, tone: Toast['tone'] = 'neu'): void {
    count += 1;
    const toast = { id: count, text, tone };
    shown.value = toast;
    today.value = [toast, ...today.value].slice(0, 50);
  }
  function hide(): void {
    shown.value = null;
  }
  return { shown, today, show, hide };
});
