import { computed, ref, watch, type ComputedRef } from 'vue';
import { whileShown } from '../../parts/while-shown.ts';
import { useSession } from '../../stores/session.ts';
import { useStatus } from '../../stores/status.ts';

const signs = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * Somebody moving or typing is somebody at the desk: main is told at most every ten seconds. It locks by what it was told, so the warning of its
 * last twenty seconds goes by that too.
 */
export function useIdleLock(): { readonly aboutToLock: ComputedRef<boolean>; readonly stay: () => void } {
  const [session, status] = [useSession(), useStatus()];
  const told = ref(Date.now());
  function stay(): void {
    const now = Date.now();
    if (now - told.value < 10_000) return;
    told.value = now;
    void session.touch();
  }
  whileShown(() => {
    told.value = Date.now();
    for (const name of signs) window.addEventListener(name, stay, { passive: true });
    return () => {
      for (const name of signs) window.removeEventListener(name, stay);
    };
  });
  watch(
    () => session.signedIn?.id,
    () => {
      told.value = Date.now();
    },
  );
  const aboutToLock = computed(() => status.now - told.value > (session.state?.idleLockMs ?? 600_000) - 20_000);
  return { aboutToLock, stay };
}
