import { defineStore } from 'pinia';
import { watch } from 'vue';
import type { TodayView } from '../../src-main/contract/desk-status.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';
import { useStatus } from './status.ts';

/** What needs a look today. */
export const useToday = defineStore('today', () => {
  const view = reading<TodayView>(() => useDesk().desk.today({}));
  const status = useStatus();
  /** Follows what is done, and the day of the house: main says when another one runs, and what came in is of that one then. */
  function listen(): () => void {
    const stops = [
      watch(
        () => status.status?.businessDay,
        (_day, before) => {
          if (before !== undefined) void view.read();
        },
      ),
      useDesk().customers.changed(() => void view.read()),
      useDesk().payments.changed(() => void view.read()),
      // What was owed of a visit is paid, or its bill cancelled, at this desk or another.
      useDesk().bills.changed(() => void view.read()),
    ];
    return () => stops.forEach((stop) => stop());
  }
  return { value: view.value, loading: view.loading, failure: view.failure, read: view.read, listen };
});
