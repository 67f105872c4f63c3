import type { Purpose } from '../../contract/consent.ts';
import { decimalsOf, type Money } from '../../contract/money.ts';

/** What a consent text is filled in with. Amounts in minor units of `currency`; `endsAt` unix ms. */
export interface ConsentFacts {
  readonly house: string;
  readonly customer: string;
  /** null: it is typed on the very page that shows the text */
  readonly card: { readonly brand: string | null; readonly kind: string; readonly lastFour: string } | null;
  readonly purposes: readonly Purpose[];
  readonly capEach: number | null;
  readonly capTotal: number | null;
  readonly currency: string;
  readonly endsAt: number | null;
}

interface Speaking {
  readonly language: 'en' | 'fr';
  readonly timeZone: string;
}

const nbsp = '\u00a0';
const locales = { en: 'en-CA', fr: 'fr-CA' } as const;

const words = {
  en: {
    purposes: {
      this_visit: 'what this visit costs',
      future_visits: 'what later visits cost',
      deposit: 'the deposit ahead of a visit',
      balance: 'what a deposit left to pay',
      no_show: 'the fee for not coming, or cancelling late',
    },
    atMost: (amount: string) => `${amount} at most`,
    noCap: 'no fixed limit',
    on: (day: string) => `on ${day}`,
    open: 'when I take it back',
    account: 'account',
    card: 'card',
    thisCard: '(the one given on this page)',
  },
  fr: {
    purposes: {
      this_visit: 'le prix de cette visite',
      future_visits: 'le prix des prochaines visites',
      deposit: 'l’acompte avant une visite',
      balance: 'ce qui reste à payer après un acompte',
      no_show: 'les frais d’absence ou d’annulation tardive',
    },
    atMost: (amount: string) => `${amount} au plus`,
    noCap: 'sans plafond fixe',
    on: (day: string) => `le ${day}`,
    open: 'quand je le retire',
    account: 'compte',
    card: 'carte',
    thisCard: '(celle donnée sur cette page)',
  },
} as const;

const brands: Readonly<Record<string, string>> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'Amex',
  discover: 'Discover',
  jcb: 'JCB',
  diners: 'Diners',
};

/** The text as a customer reads it. A word in braces that is not one of ours stays as it is: the owner sees it in the preview. */
export function fillText(body: string, facts: ConsentFacts, speaking: Speaking): string {
  const { language } = speaking;
  const own = words[language];
  const cap = (amount: number | null): string =>
    amount === null ? own.noCap : own.atMost(sayMoney({ amount, currency: facts.currency }, language));
  const values: Readonly<Record<string, string>> = {
    house: facts.house,
    customer: facts.customer,
    card: facts.card ? sayCard(facts.card, language) : own.thisCard,
    purposes: sayPurposes(facts.purposes, language),
    cap: cap(facts.capEach),
    total: cap(facts.capTotal),
    end: facts.endsAt === null ? own.open : own.on(sayDay(facts.endsAt, speaking)),
  };
  return body.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

export function sayPurposes(purposes: readonly Purpose[], language: 'en' | 'fr'): string {
  return purposes.map((purpose) => words[language].purposes[purpose]).join('; ');
}

/** `Visa 4821`; never more of a number than its last four digits. */
export function sayCard(card: NonNullable<ConsentFacts['card']>, language: 'en' | 'fr'): string {
  const own = words[language];
  const name =
    card.kind === 'card' ? (brands[card.brand ?? ''] ?? own.card) : `${own.account} ${card.kind.toUpperCase()}`;
  return `${name}${nbsp}${card.lastFour}`.trim();
}

/** `November 20, 2026`, `20 novembre 2026`: the day of the house on which that moment is. */
export function sayDay(at: number, { language, timeZone }: Speaking): string {
  return new Intl.DateTimeFormat(locales[language], {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(at);
}

/** To the second and by 24 hours, for papers that others read: `November 20, 2026, 16:42:05`. */
export function sayMoment(at: number, speaking: Speaking): string {
  const { timeZone } = speaking;
  const options = { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  return `${sayDay(at, speaking)}, ${new Intl.DateTimeFormat('en-GB', options).format(at)}`;
}

/** As the window writes it: `$1,234.50`, `1 234,50 $`. */
export function sayMoney({ amount, currency }: Money, language: 'en' | 'fr'): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const part = decimals === 0 ? '' : `${language === 'fr' ? ',' : '.'}${digits.slice(-decimals)}`;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, language === 'fr' ? nbsp : ',');
  const minus = amount < 0 ? '\u2212' : '';
  if (language === 'fr') return `${minus}${grouped}${part}${nbsp}${frenchSigns[currency] ?? currency}`;
  const sign = englishSigns[currency];
  return sign ? `${minus}${sign}${grouped}${part}` : `${minus}${grouped}${part}${nbsp}${currency}`;
}

const englishSigns: Readonly<Record<string, string>> = { CAD: '$', USD: 'US$', EUR: '€', GBP: '£' };
const frenchSigns: Readonly<Record<string, string>> = { CAD: '$', USD: `$${nbsp}US`, EUR: '€', GBP: '£' };
