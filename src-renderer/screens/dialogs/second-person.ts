import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { ApprovalKind } from '../../../src-main/contract/approval-rules.ts';
import type { ApprovalView } from '../../../src-main/contract/approval.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import type { Money } from '../../../src-main/contract/money.ts';
import type { StaffMember } from '../../../src-main/contract/staff.ts';
import type { PinPerson } from '../../parts/PersonPin.vue';
import { useApprovals } from '../../stores/approvals.ts';
import { useSession } from '../../stores/session.ts';
import { failureSentence } from '../../wording/sentences.ts';
import { useWords } from '../../wording/words.ts';
import { type Words } from '../../wording/languages.ts';

export interface SecondPersonNeeded {
  /** why a second person is needed, in words; null where none is */
  readonly why: ComputedRef<string | null>;
  /** why nothing may be sent now; null once somebody approved, or where nobody has to */
  readonly shut: ComputedRef<string | null>;
  /** what was approved of this very order */
  readonly approval: ShallowRef<ApprovalView | null>;
}

interface About {
  readonly of: ApprovalKind;
  /** the hold or payment */
  readonly targetId: string | null;
  /** nothing while it is no amount */
  readonly amount: Money;
  /** whoever is at the desk may give such an order at all */
  readonly alone: boolean;
  /** false: nothing of this order is asked about now */
  readonly applies: boolean;
}

/**
 * Whether an order needs a second person, as main judges it for exactly this target and amount while it is typed. What was approved is forgotten as soon as
 * either changes; the last answer stays on screen until the next is there, and nothing can be pressed meanwhile.
 */
export function useSecondPerson(about: () => About): SecondPersonNeeded {
  const [approvals, session] = [useApprovals(), useSession()];
  const { w, language } = useWords();
  const answered = shallowRef<{ readonly key: string; readonly refusal: Failure | null } | null>(null);
  const approval = shallowRef<ApprovalView | null>(null);
  // A house without a rule for it is not asked with every keystroke; main judges the order in any case.
  const applied = ({ of, applies }: Pick<About, 'of' | 'applies'>): boolean =>
    applies && (session.state?.approvals.includes(of) ?? false);
  const keyOf = ({ of, targetId, amount, applies }: About): string =>
    applied({ of, applies }) && amount.amount > 0 ? `${of} ${targetId ?? ''} ${amount.amount} ${amount.currency}` : '';
  let turn = 0;

  async function read(): Promise<void> {
    turn += 1;
    const [own, now] = [turn, about()];
    const key = keyOf(now);
    if (key === '') return;
    const reply = await approvals.needed({ of: now.of, targetId: now.targetId, amount: now.amount });
    if (own === turn) answered.value = { key, refusal: reply.ok ? reply.value.refusal : reply.failure };
  }
  // At once, not with the next drawing: nobody may send what was approved under another amount.
  watch(
    () => keyOf(about()),
    () => {
      approval.value = null;
      void read();
    },
    { immediate: true, flush: 'sync' },
  );

  const why = computed(() => {
    const now = about();
    if (!applied(now) || !answered.value) return null;
    if (answered.value.refusal) return failureSentence(answered.value.refusal, language.value);
    return now.alone ? null : failureSentence({ code: 'needs_approval' }, language.value);
  });
  return {
    why,
    approval,
    shut: computed(() => {
      const key = keyOf(about());
      if (key !== '' && answered.value?.key !== key) return w.value.dialogs.rereading;
      return why.value !== null && approval.value === null ? w.value.approvals.first : null;
    }),
  };
}

/** Whoever may approve comes first; beside the others stands why they may not. */
export function approvers(staff: readonly StaffMember[], preparedBy: string | undefined, words: Words): PinPerson[] {
  return staff
    .map(({ id, name, role, mayApprove, lockedOut }) => {
      const word = words.shell.roles[role];
      const may = mayApprove && !lockedOut && id !== preparedBy;
      if (id === preparedBy) return { id, name, under: words.approvals.prepared, may };
      const locked = lockedOut ? words.approvals.lockedOut(word) : word;
      return { id, name, under: mayApprove ? locked : words.approvals.mayNot(word), may };
    })
    .toSorted((a, b) => Number(b.may) - Number(a.may));
}
