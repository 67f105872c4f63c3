import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue';
import type { ConsentCover, Purpose } from '../../../src-main/contract/consent.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import type { Money } from '../../../src-main/contract/money.ts';
import { formatMoney } from '../../format/money.ts';
import { useConsents } from '../../stores/consents.ts';
import { purposesWords } from '../../wording/purposes.ts';
import { failureSentence } from '../../wording/sentences.ts';
import { useWords } from '../../wording/words.ts';

/** What somebody who may lets pass, and what they looked at. */
export interface ConsentGuarded {
  readonly fact: string;
  readonly sentence: string;
}

export interface ChargedConsent {
  /** why nothing may be charged now, whoever allows it; null when it may, or when a manager may allow it */
  readonly shut: ComputedRef<string | null>;
  /** what stands in the way, in words; null when nothing does */
  readonly sentence: ComputedRef<string | null>;
  /** what a manager would allow; null when nothing stands in the way, or nobody may */
  readonly guard: ComputedRef<ConsentGuarded | null>;
  /** an amount that the consent does cover; null when there is none */
  readonly instead: ComputedRef<number | null>;
  /** for the right pane */
  readonly fact: ComputedRef<{ readonly title: string; readonly text: string; readonly warn: boolean } | null>;
  read(): Promise<void>;
}

/**
 * The consent that a charge is taken under. Main judges it, for exactly this card, purpose and amount, while the amount is typed; until its answer is there
 * nothing can be pressed.
 */
export function useChargedConsent(
  about: () => { readonly cardId: string | null; readonly purpose: Purpose; readonly amount: Money },
): ChargedConsent {
  const consents = useConsents();
  const { w, language } = useWords();
  const cover = shallowRef<ConsentCover | null>(null);
  const trouble = shallowRef<Failure | null>(null);
  const known = ref('');
  const keyOf = ({ cardId, purpose, amount }: ReturnType<typeof about>): string =>
    `${cardId ?? ''} ${purpose} ${amount.amount} ${amount.currency}`;
  let turn = 0;

  async function read(): Promise<void> {
    turn += 1;
    const own = turn;
    const now = about();
    if (now.cardId === null) {
      cover.value = null;
      known.value = keyOf(now);
      return;
    }
    const reply = await consents.cover(now.cardId, now.purpose, now.amount);
    if (own !== turn) return;
    trouble.value = reply.ok ? null : reply.failure;
    if (reply.ok) cover.value = reply.value;
    known.value = keyOf(now);
  }
  watch(
    () => keyOf(about()),
    () => void read(),
    { immediate: true },
  );

  const say = (amount: number, currency: string): string => formatMoney({ amount, currency }, language.value);
  const fresh = computed(() => known.value === keyOf(about()));
  const refusal = computed(() => cover.value?.refusal ?? null);
  const sentence = computed(() => (refusal.value ? failureSentence(refusal.value, language.value) : null));
  return {
    shut: computed(() => {
      if (trouble.value) return failureSentence(trouble.value, language.value);
      if (!fresh.value) return w.value.consents.looking;
      return refusal.value && cover.value?.fact === null ? w.value.consents.nobodyMay : null;
    }),
    sentence,
    guard: computed(() => {
      const fact = cover.value?.fact ?? null;
      return fact !== null && sentence.value !== null ? { fact, sentence: sentence.value } : null;
    }),
    instead: computed(() => {
      const most = refusal.value?.facts?.['most'];
      return typeof most === 'number' && most > 0 ? most : null;
    }),
    fact: computed(() => {
      const words = w.value.consents;
      const now = cover.value;
      if (!now) return null;
      const { consent } = now;
      if (now.refusal)
        return { title: words.without, text: now.fact === null ? words.nobodyMay : words.withoutText, warn: true };
      if (!consent) return { title: words.notAsked, text: '', warn: false };
      const covers = purposesWords(consent.purposes, language.value);
      const after = consent.used + about().amount.amount;
      const text =
        consent.capTotal !== null
          ? words.afterTotal(say(after, consent.currency), say(consent.capTotal, consent.currency))
          : consent.capEach === null
            ? words.unlimited
            : words.afterEach(say(consent.capEach, consent.currency));
      return consent.state === 'ok'
        ? { title: words.under(covers), text, warn: false }
        : { title: words.notAsked, text: '', warn: false };
    }),
    read,
  };
}
