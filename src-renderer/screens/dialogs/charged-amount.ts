import { computed, ref, type ComputedRef, type Ref } from 'vue';
import type { Money } from '../../../src-main/contract/money.ts';
import { formatMoney } from '../../format/money.ts';
import type { TypedCharge } from '../../stores/dialog.ts';
import { useSession } from '../../stores/session.ts';
import { useWords } from '../../wording/words.ts';

export interface ChargedAmount {
  /** without tip, minor units; null: what was typed is no amount */
  readonly amount: Ref<number | null>;
  readonly tip: Ref<number | null>;
  readonly tipChoice: Ref<number | 'none' | 'other'>;
  readonly tipTyped: Ref<number | null>;
  readonly currency: ComputedRef<string>;
  /** the tip that goes with it; null: what was typed is none */
  readonly tipped: ComputedRef<number | null>;
  /** with its tip; null: no amount */
  readonly total: ComputedRef<number | null>;
  /** the same as money, nothing where there is none */
  readonly money: ComputedRef<Money>;
  readonly shown: ComputedRef<string>;
  say(minor: number): string;
  /** exactly this much, without a tip */
  only(minor: number | null): void;
}

/** How much is charged or held. `tips`: whether a tip goes with it at all. `typed`: what it was before somebody left for a moment. */
export function useChargedAmount(tips: () => boolean, typed?: TypedCharge): ChargedAmount {
  const session = useSession();
  const { language } = useWords();
  const amount = ref(typed?.amount ?? null);
  const tip = ref(typed ? typed.tip : 0);
  const tipChoice = ref(typed?.tipChoice ?? 'none');
  const tipTyped = ref(typed?.tipTyped ?? null);
  const currency = computed(() => session.state?.currency ?? 'CAD');
  const tipped = computed(() => (tips() ? tip.value : 0));
  const total = computed(() => (amount.value === null || tipped.value === null ? null : amount.value + tipped.value));
  const say = (minor: number): string => formatMoney({ amount: minor, currency: currency.value }, language.value);
  return {
    amount,
    tip,
    tipChoice,
    tipTyped,
    currency,
    tipped,
    total,
    money: computed(() => ({ amount: total.value ?? 0, currency: currency.value })),
    shown: computed(() => (total.value === null ? '—' : say(total.value))),
    say,
    only(minor) {
      tip.value = 0;
      tipChoice.value = 'none';
      amount.value = minor;
    },
  };
}
