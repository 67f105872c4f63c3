import { defineStore } from 'pinia';
import { shallowRef } from 'vue';
import type { PaymentChain } from '../../src-main/contract/receipt.ts';
import { useDesk } from '../desk.ts';

export interface WantedReceipt {
  readonly operationId: string;
  /** null: the client's own */
  readonly language: 'en' | 'fr' | null;
}

/** What a client is given of an order, and what became of its payment. */
export const useReceipts = defineStore('receipts', () => {
  const chain = shallowRef<{ readonly of: string; readonly chain: PaymentChain } | null>(null);
  let asked = 0;

  async function readChain(operationId: string): Promise<void> {
    asked += 1;
    const own = asked;
    if (chain.value?.of !== operationId) chain.value = null;
    const reply = await useDesk().receipts.chain({ operationId });
    if (own === asked && reply.ok) chain.value = { of: operationId, chain: reply.value };
  }
  const show = (wanted: WantedReceipt) => useDesk().receipts.show(wanted);
  const save = (wanted: WantedReceipt) => useDesk().receipts.save(wanted);
  const write = (wanted: WantedReceipt) => useDesk().receipts.write(wanted);
  return { chain, readChain, show, save, write };
});
