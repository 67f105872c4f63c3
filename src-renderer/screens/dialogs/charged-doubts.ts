import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { DeskCalls } from '../../../src-main/contract/contract.ts';
import type { Doubt, Other, SureView } from '../../../src-main/contract/doubt.ts';
import { impossible } from '../../../src-main/contract/impossible.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import { dayName } from '../../format/dates.ts';
import { formatMoney } from '../../format/money.ts';
import { visitDay } from '../../format/visits.ts';
import { useOrders } from '../../stores/orders.ts';
import { useSession } from '../../stores/session.ts';
import { useStatus } from '../../stores/status.ts';
import { agoWords, failureSentence, repeatSentence } from '../../wording/sentences.ts';
import { useWords } from '../../wording/words.ts';

export interface ChargedDoubts {
  /** what to look at again, in words; empty when nothing stands out */
  readonly lines: ComputedRef<readonly string[]>;
  /** the one tick that says somebody looked; it falls when anything of it changes */
  readonly sure: Ref<boolean>;
  /** as the order carries it */
  readonly facts: ComputedRef<string[]>;
  /** why nothing can be pressed yet, or null */
  readonly shut: ComputedRef<string | null>;
  /** by what staff remember a client; null where the house's bills know none */
  readonly lastVisit: ComputedRef<string | null>;
  read(): Promise<void>;
}

type Asked = Omit<Parameters<DeskCalls['payments']['sure']>[0], 'cardId'> & { readonly cardId: string | null };

/**
 * Whether this may be the wrong person or amount. Main judges it for exactly this person, card, amount and tip while they are chosen, and once more
 * when it is ordered; until its answer is there nothing can be pressed.
 */
export function useChargedDoubts(about: () => Asked): ChargedDoubts {
  const [orders, session, status] = [useOrders(), useSession(), useStatus()];
  const { w, language } = useWords();
  const view = shallowRef<SureView | null>(null);
  const trouble = shallowRef<Failure | null>(null);
  const known = ref('');
  const sure = ref(false);
  const keyOf = ({ customerId, cardId, amount, tip, billId }: Asked): string =>
    [customerId, cardId, amount.amount, amount.currency, tip, billId].join(' ');
  const facts = computed(() => view.value?.doubts.map(({ fact }) => fact) ?? []);
  let turn = 0;

  async function read(): Promise<void> {
    turn += 1;
    const own = turn;
    const now = about();
    const { cardId } = now;
    if (cardId === null) {
      view.value = null;
      known.value = keyOf(now);
      return;
    }
    const reply = await orders.sure({ ...now, cardId });
    if (own !== turn) return;
    trouble.value = reply.ok ? null : reply.failure;
    if (reply.ok) view.value = reply.value;
    known.value = keyOf(now);
  }
  watch(
    () => keyOf(about()),
    () => void read(),
    { immediate: true },
  );
  // Another person, amount or earlier payment is something else to look at.
  watch(
    () => facts.value.join(),
    () => (sure.value = false),
  );

  const told = ({ phone, email }: Other): string => phone ?? email ?? '';
  function sentence(doubt: Doubt): string {
    const words = w.value.doubts;
    switch (doubt.why) {
      case 'alike':
        return (doubt.same ? words.same : words.alike)(doubt.other.name, told(doubt.other));
      case 'same_card':
        return words.sameCard(doubt.other.name, told(doubt.other));
      case 'unusual':
        return doubt.usual ? words.unusual(formatMoney(doubt.usual, language.value)) : words.unusualNew;
      case 'tip':
        return words.tip(formatMoney(doubt.tip, language.value));
      case 'same_day': {
        const context = { language: language.value, now: status.now };
        return repeatSentence(
          doubt.repeat,
          language.value,
          doubt.repeat.at === null ? '' : agoWords(doubt.repeat.at, context),
        );
      }
      default:
        return impossible(doubt);
    }
  }
  return {
    lines: computed(() => view.value?.doubts.map(sentence) ?? []),
    sure,
    facts,
    shut: computed(() => {
      if (trouble.value) return failureSentence(trouble.value, language.value, session.state?.timeZone);
      if (known.value !== keyOf(about())) return w.value.doubts.looking;
      return facts.value.length > 0 && !sure.value ? w.value.dialogs.tickFirst : null;
    }),
    lastVisit: computed(() => {
      const lastVisit = view.value?.lastVisit ?? null;
      if (!lastVisit) return null;
      const what = [lastVisit.service, lastVisit.withWhom].filter(Boolean).join(', ');
      const today = dayName(status.now, session.state?.timeZone ?? 'UTC');
      return w.value.doubts.lastVisit(visitDay(lastVisit.day, { language: language.value, today }), what);
    }),
    read,
  };
}
