import { useRouter } from 'vue-router';
import { useHolds } from '../../stores/holds.ts';
import { whileShown } from '../../parts/while-shown.ts';

/** Somebody pressed the desktop's notification of holds that lapse: they are shown. */
export function useHoldNews(): void {
  const [router, holds] = [useRouter(), useHolds()];
  whileShown(() => holds.whenWanted(() => void router.push('/holds')));
}
