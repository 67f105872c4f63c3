import { defineStore } from 'pinia';
import { ref } from 'vue';
import type { BillRow, BillView } from '../../src-main/contract/bill.ts';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import { done } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';
import { oneAtATime, reading } from './reading.ts';

type Bills = DeskCalls['bills'];
type Input<
  N extends 'make' | 'change' | 'cancel' | 'credit' | 'creditElsewhere' | 'decideGivenBack' | 'undoGivenBack',
> = Parameters<Bills[N]>[0];
export type BillTyped = Input<'make'>;

/** The visits of the day shown, the bill whose page is open, and what staff do with bills. Nothing here knows what is paid: main derives it. */
export const useBills = defineStore('bills', () => {
  const day = ref('');
  const list = reading<readonly BillRow[]>(async () => {
    const reply = await useDesk().bills.list({ from: day.value, to: day.value });
    return reply.ok ? done(reply.value.rows) : reply;
  });
  const openId = ref<string | null>(null);
  const one = reading<BillView>(() => useDesk().bills.get({ id: openId.value ?? '' }));
  const personId = ref('');
  const ofPerson = reading<readonly BillRow[]>(async () => {
    const reply = await useDesk().bills.ofCustomer({ customerId: personId.value });
    return reply.ok ? done(reply.value.rows) : reply;
  });

  async function show(shown: string): Promise<void> {
    if (day.value !== shown) list.forget();
    day.value = shown;
    await list.read();
  }
  async function open(id: string): Promise<void> {
    if (openId.value !== id) one.forget();
    openId.value = id;
    await one.read();
  }
  async function readOfPerson(customerId: string): Promise<void> {
    if (personId.value !== customerId) ofPerson.forget();
    personId.value = customerId;
    await ofPerson.read();
  }
  /** Follows bills, payments and the lists: what is left to pay and the card for it change with all three. */
  function listen(read: () => Promise<void>): () => void {
    const { bills, payments, customers } = useDesk();
    const look = oneAtATime(read);
    const stops = [bills.changed(look), payments.changed(look), customers.changed(look)];
    return () => stops.forEach((stop) => stop());
  }
  /** Another person at the desk begins at today. */
  function reset(): void {
    day.value = '';
    list.forget();
    openId.value = null;
    one.forget();
    personId.value = '';
    ofPerson.forget();
  }

  const get = (id: string) => useDesk().bills.get({ id });
  const byCode = (code: string) => useDesk().bills.byCode({ code });
  const make = (input: BillTyped) => useDesk().bills.make(input);
  const change = (input: Input<'change'>) => useDesk().bills.change(input);
  const cancel = (input: Input<'cancel'>) => useDesk().bills.cancel(input);
  const credit = (input: Input<'credit'>) => useDesk().bills.credit(input);
  const creditElsewhere = (input: Input<'creditElsewhere'>) => useDesk().bills.creditElsewhere(input);
  const decideGivenBack = (input: Input<'decideGivenBack'>) => useDesk().bills.decideGivenBack(input);
  /** What a line of a payout paid of the bill counts no more; main tells of the bill. */
  const undoMatch = (matchId: string) => useDesk().payouts.undo({ matchId });
  const undoGivenBack = (input: Input<'undoGivenBack'>) => useDesk().bills.undoGivenBack(input);

  return {
    day,
    rows: list.value,
    loading: list.loading,
    failure: list.failure,
    read: list.read,
    show,
    openId,
    bill: one.value,
    billFailure: one.failure,
    readBill: one.read,
    open,
    ofPerson: ofPerson.value,
    readOfPerson,
    listen,
    get,
    byCode,
    make,
    change,
    cancel,
    credit,
    creditElsewhere,
    decideGivenBack,
    undoGivenBack,
    undoMatch,
    reset,
  };
});
