import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { CardView } from '../../src-main/contract/card.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import type { HoldView } from '../../src-main/contract/hold.ts';
import type { PaymentView } from '../../src-main/contract/payment.ts';

/** The one dialog that may be open over any screen, with what it is about. */
export type OpenDialog =
  | { readonly kind: 'charge' | 'hold'; readonly customerId: string; readonly cardId?: string }
  | { readonly kind: 'capture' | 'release'; readonly hold: HoldView }
  | { readonly kind: 'refund'; readonly payment: PaymentView }
  | { readonly kind: 'remove_card' | 'set_default' | 'rename'; readonly card: CardView; readonly person: CustomerPage }
  | { readonly kind: 'bring_in' };

/** Which dialog is open. Its own words and amounts live in the dialog, and go with it. */
export const useDialog = defineStore('dialog', () => {
  const open = shallowRef<OpenDialog | null>(null);
  /** a new number each time one opens: nothing typed goes along from one dialog to the next */
  const turn = ref(0);
  let from: HTMLElement | null = null;

  function show(dialog: OpenDialog): void {
    from = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    turn.value += 1;
    open.value = dialog;
  }
  /** Focus goes back to where the hand was. */
  function close(): void {
    open.value = null;
    const back = from;
    from = null;
    setTimeout(() => back?.isConnected && back.focus(), 0);
  }
  return { open, turn, show, close };
});
