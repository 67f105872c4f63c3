import { defineStore } from 'pinia';
import { ref, shallowRef } from 'vue';
import type { ApprovalView } from '../../src-main/contract/approval.ts';
import type { BillRow, BillView } from '../../src-main/contract/bill.ts';
import type { OddBooking } from '../../src-main/contract/booking.ts';
import type { CardView } from '../../src-main/contract/card.ts';
import type { ConsentView } from '../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../src-main/contract/customer.ts';
import type { DayView } from '../../src-main/contract/day-end.ts';
import type { AskedList } from '../../src-main/contract/export.ts';
import type { HoldView } from '../../src-main/contract/hold.ts';
import type { MissedKind } from '../../src-main/contract/missed-visit.ts';
import type { PayerGrant } from '../../src-main/contract/payer.ts';
import type { MissingPayment, OddLine } from '../../src-main/contract/payouts.ts';
import type { OperationView } from '../../src-main/contract/operation.ts';
import type { PaymentView } from '../../src-main/contract/payment.ts';

/** Whom a new bill is for, when it is made from their page. */
export interface BilledPerson {
  readonly id: string;
  readonly name: string;
}

/** What somebody had typed and chosen in a charge or hold before they went to record a consent for it. Minor units; null: no amount. */
export interface TypedCharge {
  readonly amount: number | null;
  readonly tip: number | null;
  readonly tipChoice: number | 'none' | 'other';
  readonly tipTyped: number | null;
  readonly note: string;
  readonly email: string;
  readonly purpose: string;
}

/** The one dialog that may be open over any screen, with what it is about. */
export type OpenDialog =
  | {
      readonly kind: 'charge' | 'hold';
      readonly customerId: string;
      readonly cardId?: string;
      /** the bill whose remaining balance it is for */
      readonly billId?: string;
      /** split tender: the card that just paid its part, not to be chosen first again */
      readonly notCardId?: string;
      readonly typed?: TypedCharge;
    }
  | {
      readonly kind: 'bill';
      readonly bill?: BillView;
      readonly customer?: BilledPerson;
      readonly day?: string;
      /** the online payment that it is made of */
      readonly booking?: OddBooking;
    }
  | { readonly kind: 'capture_rule' }
  | { readonly kind: 'booking_aside'; readonly booking: OddBooking }
  | { readonly kind: 'bill_elsewhere' | 'bill_cancel'; readonly bill: BillView }
  /** somebody did not come, or cancelled late; and: they came after all */
  | { readonly kind: 'missed'; readonly bill: BillRow; readonly missed: MissedKind }
  | { readonly kind: 'came_after_all'; readonly bill: BillRow }
  | {
      /** a page for a client: a new one, or, with `linkId`, one that was made before */
      readonly kind: 'link';
      readonly customerName: string;
      readonly customerId?: string | null;
      readonly billId?: string | null;
      readonly amount?: number | null;
      readonly use?: 'card' | 'remaining' | 'invoice' | 'amount';
      readonly linkId?: string;
      /** how long it is offered to stay open */
      readonly minutes?: 30 | 120 | 480 | 1440;
    }
  | {
      readonly kind: 'card_window';
      readonly personId: string;
      /** their profile at Paysafe; null: one is made first */
      readonly customerId: string | null;
      readonly name: string;
      readonly language: 'en' | 'fr' | null;
    }
  | {
      /** a bank account on their profile at Paysafe */
      readonly kind: 'bank_account';
      readonly customerId: string;
      readonly name: string;
      readonly language: 'en' | 'fr' | null;
    }
  | { readonly kind: 'portal'; readonly customerId: string; readonly name: string; readonly language: 'en' | 'fr' }
  | { readonly kind: 'capture' | 'release'; readonly hold: HoldView }
  /** another hold in its place */
  | { readonly kind: 'replace_hold'; readonly hold: HoldView }
  /** the holds that are ticked, together */
  | { readonly kind: 'holds_together'; readonly order: 'capture' | 'release' }
  | { readonly kind: 'hold_list_view' }
  | { readonly kind: 'refund'; readonly payment: PaymentView }
  /** what waits for a second person */
  | { readonly kind: 'approval'; readonly approval: ApprovalView }
  | {
      readonly kind: 'remove_card' | 'set_default' | 'rename' | 'payer';
      readonly card: CardView;
      readonly person: CustomerPage;
    }
  | {
      /** a whole record at a provider; `recordId`: which is offered first */
      readonly kind: 'remove_customer';
      readonly personId: string;
      readonly name: string;
      readonly recordId?: string;
      /** why, where that was said for their other record a moment before */
      readonly reason?: string;
    }
  | { readonly kind: 'payer_back'; readonly grant: PayerGrant }
  | {
      readonly kind: 'consent';
      readonly card: CardView;
      readonly person: CustomerPage;
      /** what goes on once it is recorded */
      readonly back?: OpenDialog;
    }
  | {
      readonly kind: 'consent_view';
      readonly consent: ConsentView;
      readonly card: CardView;
      readonly person: CustomerPage;
    }
  | {
      readonly kind: 'evidence';
      readonly about: 'card' | 'operation';
      readonly id: string;
      readonly name: string;
      readonly person: string;
    }
  /** what a client is given of an order */
  | { readonly kind: 'receipt'; readonly operationId: string; readonly code: string }
  /** the end of a day, as it was looked at */
  /** a line of a payout that nothing explains */
  | { readonly kind: 'payout_match'; readonly line: OddLine }
  /** a refund that failed was given back in another way */
  | { readonly kind: 'refund_answer'; readonly operation: OperationView }
  /** money of ours that is in no payout */
  | { readonly kind: 'missing_reason'; readonly payment: MissingPayment }
  | { readonly kind: 'day_end'; readonly what: 'close' | 'reopen' | 'hand_over'; readonly view: DayView }
  /** a list as a file, as it is filtered now; `filters`: those in words, empty where none is set, left out where the screen shows them */
  | { readonly kind: 'export'; readonly list: AskedList; readonly filters?: readonly string[] }
  | { readonly kind: 'bring_in' };

/** Which dialog is open. Its own words and amounts live in the dialog, and go with it. */
export const useDialog = defineStore('dialog', () => {
  const open = shallowRef<OpenDialog | null>(null);
  /** a new number each time one opens: nothing typed goes along from one dialog to the next */
  const turn = ref(0);
  let from: HTMLElement | null = null;

  function show(dialog: OpenDialog): void {
    // One dialog after another (the next part of a bill): the hand was where the first one was opened.
    if (!open.value) from = document.activeElement instanceof HTMLElement ? document.activeElement : null;
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

/**
 * The dialog that a component stands in. Once somebody has left it, an answer that comes late neither closes nor replaces the one that is open by then, with
 * whatever they have typed there. `here`: it is still the one that is open.
 */
export function useOwnDialog() {
  const dialog = useDialog();
  const [own, begunOpen] = [dialog.turn, dialog.open !== null];
  const here = (): boolean => dialog.turn === own && (dialog.open !== null || !begunOpen);
  return {
    here,
    show: (next: OpenDialog): void => {
      if (here()) dialog.show(next);
    },
    close: (): void => {
      if (here()) dialog.close();
    },
  };
}
