import { shownSum } from '../../../src-main/contract/moved-sum.ts';
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import { formatMoney } from '../../format/money.ts';
import { useBills } from '../../stores/bills.ts';
import { givenBackWords } from '../../wording/given-back.ts';
import { cardName } from '../../wording/sentences.ts';
import { useWords } from '../../wording/words.ts';
import type { OrderFlow } from './order-flow.ts';

export interface ChargedBill {
  /** as main has it now; null without a bill, and until it is read */
  readonly bill: ShallowRef<BillView | null>;
  /** Reads the bill; why it could not be read, or null. */
  read(): Promise<Failure | null>;
  /** why nothing may be charged for it now */
  readonly shut: ComputedRef<string | null>;
  /** why this amount is not one for it */
  readonly problem: ComputedRef<string | null>;
  /** what would stay owed after this amount, minor units; null without a bill */
  readonly staysOwed: ComputedRef<number | null>;
  /** parts that were charged for it before, in words */
  readonly parts: ComputedRef<readonly { readonly id: string; readonly text: string }[]>;
  /** what of it was given back elsewhere and nobody decided about, in words */
  readonly givenBack: ComputedRef<readonly string[]>;
  /** what another desk took or holds for it and is not on it here, in words */
  readonly elsewhere: ComputedRef<readonly string[]>;
  /** after the outcome: what stays on the bill, in words; empty while it is not known */
  readonly after: ComputedRef<string>;
  /** after a part was charged: the button for the rest, or null */
  readonly rest: ComputedRef<string | null>;
  say(amount: number): string;
}

/**
 * The bill that a charge is for. What is left of it is main's figure, read when the dialog opens and once more when the outcome is known;
 * the window subtracts only to say what would be true after. `amount` is without tip: a tip stands beside what a bill needs.
 */
export function useChargedBill(
  billId: string | undefined,
  amount: Readonly<{ value: number | null }>,
  phase: () => OrderFlow['phase']['value'],
): ChargedBill {
  const bills = useBills();
  const { w, language } = useWords();
  const bill = shallowRef<BillView | null>(null);
  const fresh = shallowRef(false);
  const say = (minor: number): string =>
    formatMoney({ amount: minor, currency: bill.value?.currency ?? 'CAD' }, language.value);

  async function read(): Promise<Failure | null> {
    if (billId === undefined) return null;
    const reply = await bills.get(billId);
    if (!reply.ok) return reply.failure;
    bill.value = reply.value;
    return null;
  }
  watch(phase, async (now) => {
    fresh.value = false;
    if (now === 'ended') fresh.value = (await read()) === null;
  });

  const elsewhere = computed(() =>
    (bill.value?.elsewhere ?? []).flatMap(({ is, amount: taken, creditId }) =>
      creditId === null ? [w.value.billElsewhere[is](say(taken))] : [],
    ),
  );
  const shut = computed(() => {
    switch (bill.value?.state) {
      case 'checking':
        return w.value.bills.checkingWhy;
      case 'cancelled':
        return w.value.bills.cancelledWhy;
      case 'coming':
        return w.value.bills.comingWhy;
      case 'paid':
      case 'missed':
        return w.value.bills.paidWhy;
      default:
        if (elsewhere.value.length > 0) return w.value.billElsewhere.openFirst;
        return billId !== undefined && bill.value === null ? w.value.dialogs.rereading : null;
    }
  });
  const problem = computed(() =>
    bill.value && amount.value !== null && amount.value > bill.value.remaining
      ? w.value.bills.overRemaining(say(bill.value.remaining))
      : null,
  );
  const known = computed(() => phase() === 'ended' && fresh.value);
  return {
    bill,
    read,
    shut,
    problem,
    staysOwed: computed(() => (bill.value ? Math.max(0, bill.value.remaining - (amount.value ?? 0)) : null)),
    parts: computed(() =>
      (bill.value?.operations ?? [])
        .filter(({ kind, state }) => kind === 'charge' && (state.name === 'done' || state.name === 'pending'))
        .map((one) => ({
          id: one.id,
          text: w.value.bills.tookPart(say(shownSum(one)?.amount ?? 0), cardName(one.card, language.value)),
        })),
    ),
    givenBack: computed(() =>
      (bill.value?.givenBackFound ?? []).map((one) =>
        givenBackWords(one, { currency: bill.value?.currency ?? 'CAD', language: language.value }),
      ),
    ),
    elsewhere,
    after: computed(() => {
      if (!known.value || !bill.value) return '';
      return bill.value.remaining === 0 ? w.value.bills.nothingLeft : w.value.bills.stays(say(bill.value.remaining));
    }),
    rest: computed(() =>
      known.value && bill.value?.state === 'due' ? w.value.bills.chargeRest(say(bill.value.remaining)) : null,
    ),
    say,
  };
}
