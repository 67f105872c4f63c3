import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { ConsentText, Purpose } from '../../../src-main/contract/consent.ts';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { CataloguePrice } from '../../../src-main/contract/page-link.ts';
import type { ProviderName } from '../../../src-main/contract/provider.ts';
import { pageLinesOf, taxesOnPage, type PageLine } from '../../../src-main/contract/page-lines.ts';
import { useSession } from '../../stores/session.ts';
import type { LinkWish } from '../../stores/links.ts';
import { useWords } from '../../wording/words.ts';
import { useLinkLines, type LinkLines } from './link-lines.ts';

/** What staff can make a page for. Each is one choice; what the provider needs to be asked follows from it. */
export const linkUses = ['card', 'remaining', 'invoice', 'amount', 'deposit', 'hold', 'catalogue', 'chosen'] as const;
export type LinkUse = (typeof linkUses)[number];

/** What Paysafe's pages can take, where the house has them: one exact amount. */
const paysafeUses: readonly LinkUse[] = ['remaining', 'amount', 'deposit'];

/** Where staff type what it asks for, line by line. */
export const lineUses = ['amount', 'deposit', 'hold'] as const;

export const linkSpans = [30, 120, 480, 1440] as const;
/** How many days a client has to pay an invoice. */
export const invoiceDays = [7, 14, 30] as const;

export interface LinkAbout {
  readonly customerId: string | null;
  readonly customerName: string;
  readonly billId: string | null;
  /** what staff had tried to charge, minor units */
  readonly amount: number | null;
  readonly use: LinkUse;
  readonly minutes: (typeof linkSpans)[number];
}

export interface LinkChoice {
  readonly use: Ref<LinkUse>;
  readonly uses: ComputedRef<readonly LinkUse[]>;
  /** whose pages this can be made on, and whose it is */
  readonly places: ComputedRef<readonly ProviderName[]>;
  readonly provider: ComputedRef<ProviderName>;
  place(provider: ProviderName): void;
  /** what it asks for, line by line, where staff type that */
  readonly typed: LinkLines;
  /** the bill's own lines, where the page shows them: they are exactly what is left to pay */
  readonly ownLines: ComputedRef<readonly PageLine[] | null>;
  /** the least of what the client chooses */
  readonly amount: Ref<number | null>;
  readonly most: Ref<number | null>;
  /** the house's fixed prices, once they were read; the one that was picked, and how many of it */
  readonly prices: ShallowRef<readonly CataloguePrice[] | null>;
  readonly priceRef: Ref<string>;
  readonly quantity: Ref<number>;
  readonly what: Ref<string>;
  readonly save: Ref<'never' | 'ask' | 'always'>;
  /** a card can be kept by this page, as it is chosen now */
  readonly keeps: ComputedRef<boolean>;
  readonly purpose: Ref<Purpose>;
  readonly textId: Ref<string>;
  readonly texts: ShallowRef<readonly ConsentText[]>;
  readonly textsHere: ComputedRef<readonly ConsentText[]>;
  readonly cap: Ref<number | null>;
  readonly language: Ref<'en' | 'fr'>;
  readonly minutes: Ref<number>;
  /** of an invoice */
  readonly days: Ref<number>;
  /** typed for somebody who is not in the list: the page has it filled in, and a letter goes to it */
  readonly email: Ref<string>;
  readonly asksEmail: ComputedRef<boolean>;
  readonly badEmail: ComputedRef<string | null>;
  readonly person: ShallowRef<CustomerPage | null>;
  readonly bill: ShallowRef<BillView | null>;
  readonly currency: ComputedRef<string>;
  /** the amount that the page will ask for; null where the client chooses, and for a card */
  readonly asked: ComputedRef<number | null>;
  readonly problem: ComputedRef<string | null>;
  readonly shut: ComputedRef<string | null>;
  wish(ticket: string): LinkWish;
}

const purposeOf: Readonly<Record<LinkUse, Purpose>> = {
  card: 'future_visits',
  remaining: 'balance',
  invoice: 'balance',
  amount: 'this_visit',
  deposit: 'deposit',
  hold: 'deposit',
  catalogue: 'this_visit',
  chosen: 'this_visit',
};

/** What staff choose for a page, and whether it can be made so. Main judges it again. */
export function useLinkChoice(about: LinkAbout, say: (amount: number) => string): LinkChoice {
  const session = useSession();
  const { w, language: own } = useWords();
  const use = ref<LinkUse>(about.use);
  const typed = useLinkLines(about.amount, say);
  const amount = ref<number | null>(about.amount);
  const most = ref<number | null>(null);
  const prices = shallowRef<readonly CataloguePrice[] | null>(null);
  const priceRef = ref('');
  const quantity = ref(1);
  const what = ref('');
  const save = ref<'never' | 'ask' | 'always'>('never');
  const purpose = ref<Purpose>(purposeOf[about.use]);
  const textId = ref('');
  const texts = shallowRef<readonly ConsentText[]>([]);
  const cap = ref<number | null>(null);
  const language = ref<'en' | 'fr'>(own.value);
  const minutes = ref<number>(about.minutes);
  const days = ref<number>(invoiceDays[1]);
  const email = ref('');
  const person = shallowRef<CustomerPage | null>(null);
  const bill = shallowRef<BillView | null>(null);

  const currency = computed(() => bill.value?.currency ?? session.state?.currency ?? 'CAD');
  const atStripe = computed(() => person.value?.records.some(({ provider }) => provider === 'stripe') ?? false);
  const atPaysafe = computed(() => person.value?.records.some(({ provider }) => provider === 'paysafe') ?? false);
  const placed = ref<ProviderName | null>(null);
  const places = computed<readonly ProviderName[]>(() =>
    session.state?.paysafePages && atPaysafe.value && paysafeUses.includes(use.value)
      ? ['stripe', 'paysafe']
      : ['stripe'],
  );
  const provider = computed<ProviderName>(() => {
    if (places.value.length === 1) return 'stripe';
    return placed.value ?? (atStripe.value ? 'stripe' : 'paysafe');
  });
  const uses = computed(() =>
    about.billId === null
      ? linkUses.filter((one) => one !== 'remaining' && one !== 'invoice')
      : // An invoice is for somebody: a bill of nobody in the list has none.
        (['remaining', 'invoice', 'deposit', 'hold'] as const).filter(
          (one) => one !== 'invoice' || about.customerId !== null,
        ),
  );
  // Neither an invoice nor a page of Paysafe's keeps a card.
  const mayKeep = computed(() => provider.value === 'stripe' && use.value !== 'invoice');
  const keeps = computed(() => mayKeep.value && (use.value === 'card' || save.value !== 'never'));
  const picked = computed(() => prices.value?.find(({ ref: own }) => own === priceRef.value) ?? null);
  const asked = computed(() => {
    if (use.value === 'card' || use.value === 'chosen') return null;
    if (use.value === 'catalogue') return picked.value && picked.value.amount * quantity.value;
    const ofBill = use.value === 'remaining' || use.value === 'invoice';
    return ofBill ? (bill.value?.remaining ?? null) : typed.sum.value;
  });
  const problem = computed(() =>
    bill.value && asked.value !== null && asked.value > bill.value.remaining
      ? w.value.bills.overRemaining(say(bill.value.remaining))
      : null,
  );
  const shut = computed(() => {
    if (!session.can('make_link')) return w.value.shell.mayNot(w.value.shell.may.make_link);
    if (about.customerId !== null && person.value === null) return w.value.dialogs.rereading;
    if (about.billId !== null && bill.value === null) return w.value.dialogs.rereading;
    if (bill.value?.state === 'coming') return w.value.bills.comingWhy;
    if (bill.value?.state === 'paid' || bill.value?.state === 'missed') return w.value.bills.paidWhy;
    if (bill.value?.state === 'checking') return w.value.bills.checkingWhy;
    if (bill.value?.state === 'cancelled') return w.value.bills.cancelledWhy;
    if (use.value === 'card' && !atStripe.value)
      return atPaysafe.value ? w.value.links.paysafeHasNone : w.value.links.needsStripe;
    if (use.value === 'card') return null;
    if (use.value === 'invoice' && !atStripe.value) return w.value.links.invoiceNeedsStripe;
    if (use.value === 'invoice' && !person.value?.email) return w.value.links.invoiceNeedsEmail;
    if (use.value === 'chosen') {
      if (!amount.value || !most.value) return w.value.dialogs.enterAmount;
      if (amount.value > most.value) return w.value.links.badRange;
    } else if (use.value === 'catalogue' && picked.value === null) return w.value.links.pickPrice;
    else if (typesLines.value && typed.trouble.value) return typed.trouble.value;
    else if (!asked.value) return w.value.dialogs.enterAmount;
    return problem.value ?? badEmail.value;
  });

  const asksEmail = computed(() => about.customerId === null && provider.value === 'stripe');
  const badEmail = computed(() =>
    asksEmail.value && email.value.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(email.value.trim())
      ? w.value.dialogs.badEmail
      : null,
  );
  const typesLines = computed(() => lineUses.some((one) => one === use.value));
  const ownLines = computed(() => {
    const own = bill.value;
    if (own === null || use.value !== 'remaining' || provider.value !== 'stripe') return null;
    return pageLinesOf({ ...own, service: own.visit.service }, taxesOnPage[language.value]);
  });

  function priceOf(): LinkWish['price'] {
    switch (use.value) {
      case 'card':
        return { is: 'nothing' };
      case 'remaining':
      case 'invoice':
        return { is: 'remaining', amount: asked.value ?? 0, currency: currency.value };
      case 'catalogue':
        return { is: 'catalogue', priceRef: priceRef.value, quantity: quantity.value };
      case 'chosen':
        return {
          is: 'chosen',
          what: what.value.trim() || w.value.links.whatOf.chosen,
          least: amount.value ?? 0,
          most: most.value ?? 0,
          preset: null,
        };
      default:
        return { is: 'lines', lines: [...typed.asked(w.value.links.whatOf[use.value])] };
    }
  }

  return {
    use,
    uses,
    places,
    provider,
    place: (one) => {
      placed.value = one;
      // Paysafe's pages ask for one amount.
      if (one === 'paysafe') typed.join();
    },
    typed,
    ownLines,
    amount,
    most,
    prices,
    priceRef,
    quantity,
    what,
    save,
    keeps,
    purpose,
    textId,
    texts,
    textsHere: computed(() => texts.value.filter((text) => text.language === language.value)),
    cap,
    language,
    minutes,
    days,
    email,
    asksEmail,
    badEmail,
    person,
    bill,
    currency,
    asked,
    problem,
    shut,
    wish: (ticket) => ({
      ticket,
      provider: provider.value,
      kind: use.value === 'card' || use.value === 'hold' || use.value === 'invoice' ? use.value : 'payment',
      customerId: about.customerId,
      customerName: about.customerName,
      email: person.value?.email ?? (asksEmail.value ? email.value.trim() || null : null),
      purpose: purpose.value,
      billId: about.billId,
      price: priceOf(),
      save: !keeps.value ? 'never' : use.value === 'card' ? 'always' : save.value,
      agreement:
        keeps.value && textId.value !== ''
          ? {
              textId: textId.value,
              purposes: [...new Set([purpose.value, 'balance' as const, 'this_visit' as const])],
              capEach: cap.value || null,
              capTotal: null,
              endsAt: null,
            }
          : null,
      language: language.value,
      minutes: minutes.value,
      ...(use.value === 'invoice' ? { days: days.value } : {}),
    }),
  };
}
