import { defineStore } from 'pinia';
import type { TodayView } from '../../src-main/contract/desk-status.ts';
import { useDesk } from '../desk.ts';
import { reading } from './reading.ts';

/** What needs a look today. */
export const useToday = defineStore('today', () => {
  const view = reading<TodayView>(() => useDesk().desk.today({}));
  function listen(): () => void {
    const stops = [
      useDesk().customers.changed(() => void view.read()),
      useDesk().payments.changed(() => void view.read()),
    ];
    return () => stops.forEach((stop) => stop());
  }
  return { value: view.value, loading: view.loading, failure: view.failure, read: view.read, listen };
});
