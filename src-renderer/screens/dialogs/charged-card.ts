import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { Failure } from '../../../src-main/contract/failure.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import type { Repeat } from '../../../src-main/contract/repeat.ts';
import { useCustomers } from '../../stores/customers.ts';
import { useOrders } from '../../stores/orders.ts';
import { cardsOf, isFree, type ChargedCard } from './charged-cards.ts';

export interface ChargedCardChoice {
  readonly person: ShallowRef<CustomerPage | null>;
  /** id of the card that is charged */
  readonly chosen: Ref<string | null>;
  readonly card: ComputedRef<ChargedCard | null>;
  readonly provider: ComputedRef<ProviderName>;
  /** a bank account instead of a card */
  readonly isAccount: ComputedRef<boolean>;
  /** another card of this person could be charged */
  readonly others: ComputedRef<boolean>;
  /** what somebody may just have done for this person */
  readonly repeats: ShallowRef<readonly Repeat[]>;
  readonly looking: Ref<boolean>;
  /** Asks the provider what was just done. Nobody waits for it. */
  look(): Promise<void>;
  /**
   * Reads person, cards and last minutes as main has them now, `beside` at the same time, and chooses a card: the wanted one, or the best that is free. What
   * somebody chooses while it is read stays theirs.
   */
  read(beside: () => Promise<Failure | null>): Promise<Failure | null>;
  /** the same, keeping what was chosen */
  refresh(): Promise<Failure | null>;
  /** At once, before anything is read again: a card that is not the chosen one, which was just declined. */
  another(): void;
}

/** Whose card is charged, and which. `wanted`: the card to begin with; `not`: one that has just paid its part, chosen last. */
export function useChargedCard(about: {
  readonly customerId: string;
  readonly billId: string | undefined;
  readonly not: string | undefined;
  wanted(): string | null;
  /** a tip is taken and nothing else: another tip alone of the same bill may be this one */
  tipOnly?(): boolean;
}): ChargedCardChoice {
  const [customers, orders] = [useCustomers(), useOrders()];
  const person = shallowRef<CustomerPage | null>(null);
  const repeats = shallowRef<readonly Repeat[]>([]);
  const looking = ref(false);
  const chosen = ref<string | null>(null);
  const tipOnly = computed(() => about.tipOnly?.() ?? false);
  const recent = (ask: boolean) =>
    orders.recent(about.customerId, ask, { billId: about.billId, cardId: chosen.value, tipOnly: tipOnly.value });

  let turn = 0;
  /** What an older question says of another card's owner is not what was asked last. */
  async function look(): Promise<void> {
    turn += 1;
    const own = turn;
    looking.value = true;
    const asked = await recent(true);
    if (own !== turn) return;
    looking.value = false;
    if (asked.ok) repeats.value = asked.value.repeats;
  }
  async function readBoth(): Promise<Failure | null> {
    const own = turn;
    const [page, others] = await Promise.all([customers.get(about.customerId), recent(false)]);
    if (!page.ok) return page.failure;
    if (!others.ok) return others.failure;
    person.value = page.value;
    if (own === turn) repeats.value = others.value.repeats;
    return null;
  }
  function choose(): void {
    const free = cardsOf(person.value).filter(isFree);
    const first = free.filter(({ id }) => id !== about.not);
    const best = free.find(({ id }) => id === about.wanted()) ?? first.find(({ isDefault }) => isDefault);
    chosen.value = (best ?? first[0] ?? free[0])?.id ?? null;
  }

  const card = computed(() => cardsOf(person.value).find(({ id }) => id === chosen.value) ?? null);
  // What its owner just paid may be this payment too.
  const owner = computed(() => card.value?.owner);
  watch([owner, tipOnly], look);
  const free = (not: string | null) => cardsOf(person.value).find((one) => one.id !== not && isFree(one));
  return {
    person,
    chosen,
    card,
    provider: computed(() => card.value?.provider ?? 'stripe'),
    isAccount: computed(() => card.value !== null && card.value.kind !== 'card'),
    others: computed(() => free(chosen.value) !== undefined),
    repeats,
    looking,
    look,
    async read(beside) {
      const before = chosen.value;
      const [own, other] = await Promise.all([readBoth(), beside()]);
      // The cards are there before the bill is: somebody may have chosen one of them by now.
      if (!own && !other && chosen.value === before) choose();
      return own ?? other;
    },
    async refresh() {
      const trouble = await readBoth();
      if (!trouble) chosen.value ??= free(null)?.id ?? null;
      return trouble;
    },
    another() {
      const next = free(chosen.value);
      if (next) chosen.value = next.id;
    },
  };
}
