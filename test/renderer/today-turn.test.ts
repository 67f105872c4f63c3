import { flushPromises } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DeskStatus } from '../../src-main/contract/desk-status.ts';
import { done } from '../../src-main/contract/failure.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import { useStatus } from '../../src-renderer/stores/status.ts';
import { useToday } from '../../src-renderer/stores/today.ts';

let reads: number;
let tell: (status: DeskStatus) => void;
beforeEach(() => {
  setActivePinia(createPinia());
  reads = 0;
  setDesk({
    calls: { 'desk.today': async () => done({ read: (reads += 1) }) },
    on: (name, listener) => {
      if (name === 'desk.statusChanged') tell = listener as typeof tell;
      return () => undefined;
    },
  });
});
afterEach(() => setDesk(null));

it('Today is read anew when main says that another day of the house runs, and not with every other word of main', async () => {
  const stop = useStatus().listen();
  const leave = useToday().listen();
  const says = async (businessDay: string, checking = 0): Promise<number> => {
    tell({ businessDay, checking } as DeskStatus);
    await flushPromises();
    return reads;
  };
  // Whoever opens the screen reads it; the first word of main is no new day.
  expect(await says('2026-11-20')).toBe(0);
  expect(await says('2026-11-20', 1)).toBe(0);
  expect(await says('2026-11-21')).toBe(1);
  expect(await says('2026-11-21', 2)).toBe(1);
  // The house ends its days later now: it is still yesterday.
  expect(await says('2026-11-20')).toBe(2);
  leave();
  expect(await says('2026-11-21')).toBe(2);
  stop();
});
