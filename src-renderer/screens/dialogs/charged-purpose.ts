import { computed, ref, type ComputedRef, type Ref } from 'vue';
import type { BillView } from '../../../src-main/contract/bill.ts';
import { purposes, type Purpose } from '../../../src-main/contract/consent.ts';
import type { TypedCharge } from '../../stores/dialog.ts';
import { useWords } from '../../wording/words.ts';

export interface ChargedPurpose {
  /** as somebody chose it, where there is no bill that says it; main judges the card's consents for it */
  readonly chosen: Ref<string>;
  readonly purpose: ComputedRef<Purpose>;
  readonly options: ComputedRef<readonly { readonly value: Purpose; readonly label: string }[]>;
  /** whether a tip goes with it: not with a fee, and not with what is paid ahead */
  readonly tips: ComputedRef<boolean>;
  /** as the order carries it */
  readonly cause: ComputedRef<{ readonly purpose: Purpose; readonly billId: string | null }>;
}

/**
 * What money is taken for. A bill says it by itself: its remaining balance, or the fee of a visit that was missed. Without one somebody says it; at the
 * counter it is mostly the visit that has just been. `typed`: what they said before they left for a moment.
 */
export function useChargedPurpose(
  billId: string | undefined,
  bill: Readonly<{ value: BillView | null }>,
  typed?: TypedCharge,
): ChargedPurpose {
  const { w } = useWords();
  const chosen = ref<string>(typed?.purpose ?? 'this_visit');
  const purpose = computed<Purpose>(() => {
    if (billId !== undefined) return bill.value?.missed ? 'no_show' : 'balance';
    return purposes.find((one) => one === chosen.value) ?? 'this_visit';
  });
  return {
    chosen,
    purpose,
    options: computed(() => purposes.map((value) => ({ value, label: w.value.dialogs.purposes[value] }))),
    tips: computed(() => purpose.value !== 'no_show' && purpose.value !== 'deposit'),
    cause: computed(() => ({ purpose: purpose.value, billId: billId ?? null })),
  };
}
