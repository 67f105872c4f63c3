import { defineStore } from 'pinia';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import { useDesk } from '../desk.ts';

type Missed = DeskCalls['missed'];

/** Visits that were missed. What may be asked for one is main's own word; nothing of it is kept here. */
export const useMissed = defineStore('missed', () => {
  const offer = (billId: string) => useDesk().missed.offer({ billId });
  const note = (input: Parameters<Missed['note']>[0]) => useDesk().missed.note(input);
  const takeBack = (input: Parameters<Missed['takeBack']>[0]) => useDesk().missed.takeBack(input);
  const setRule = (rule: Parameters<Missed['setRule']>[0]) => useDesk().missed.setRule(rule);
  return { offer, note, takeBack, setRule };
});
