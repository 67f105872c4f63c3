import { computed, ref, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { ApprovalView } from '../../../src-main/contract/approval.ts';
import type { Money } from '../../../src-main/contract/money.ts';
import type { Repeat } from '../../../src-main/contract/repeat.ts';
import { useWords } from '../../wording/words.ts';
import { useSecondPerson } from './second-person.ts';

export interface ChargedGuard {
  /** something that only a manager lets pass */
  readonly guarded: ComputedRef<boolean>;
  /** id of the step-in once it is given */
  readonly stepIn: Ref<string | null>;
  /** why a second person must approve instead, in words; null where nobody has to */
  readonly why: ComputedRef<string | null>;
  readonly approval: ShallowRef<ApprovalView | null>;
  /** why nothing may be sent before somebody allowed or approved it */
  readonly shut: ComputedRef<string | null>;
}

/**
 * What stands in the way of a charge that somebody may let pass: payments of the last minutes, a consent that does not cover it. Where the house asks a
 * second person for the latter, whoever approves looks at the former too.
 */
export function useChargedGuard(about: {
  readonly repeats: Readonly<ShallowRef<readonly Repeat[]>>;
  outside(): boolean;
  money(): Money;
}): ChargedGuard {
  const { w } = useWords();
  const stepIn = ref<string | null>(null);
  const second = useSecondPerson(() => ({
    of: 'outside',
    targetId: null,
    amount: about.money(),
    alone: true,
    applies: about.outside(),
  }));
  const guarded = computed(() => (about.repeats.value.length > 0 || about.outside()) && second.why.value === null);
  return {
    guarded,
    stepIn,
    why: second.why,
    approval: second.approval,
    shut: computed(() => second.shut.value ?? (guarded.value && stepIn.value === null ? w.value.stepIn.first : null)),
  };
}
