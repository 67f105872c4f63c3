import { shownSum } from '../contract/moved-sum.ts';
import type { CardLabel } from '../contract/card.ts';
import type { Money } from '../contract/money.ts';
import type { OperationView } from '../contract/operation.ts';
import type { PaymentChain, Receipt } from '../contract/receipt.ts';
import { formatLongDay, formatTime } from '../../src-renderer/format/dates.ts';
import { formatMoney } from '../../src-renderer/format/money.ts';
import { wordsOf } from '../../src-renderer/wording/languages.ts';
import { cardName, isDebit } from '../../src-renderer/wording/sentences.ts';
import type { Saying } from './saying.ts';

/** What moves money, or keeps some of it: nothing else has a receipt. */
export type Received = 'charge' | 'hold' | 'capture' | 'release' | 'refund';

export interface Given {
  readonly operation: OperationView & { readonly kind: Received };
  /** what the provider says moved */
  readonly moved: Money;
  /** what a capture gave back of its hold */
  readonly released: Money | null;
  readonly chain: PaymentChain;
  readonly house: string;
  readonly to: string | null;
}

/** What a client is told of one order: what it is, how much, on which card, when by the house's clock, and where it can be found again. */
export function sayReceipt(given: Given, saying: Saying): Receipt {
  const { operation, moved, released, chain, house, to } = given;
  const { language } = saying;
  const w = wordsOf(language);
  const { facts: label, title } = w.receipts;
  const { state, tip, card, kind } = operation;
  const money = (one: Money): string => formatMoney(one, language);
  const reference = 'reference' in state ? state.reference : null;
  const until = state.name === 'done' && kind === 'hold' ? (state.captureBefore ?? null) : null;
  const original = kind === 'refund' || kind === 'capture' ? originalOf(chain, saying) : null;
  const facts: (readonly [label: string, value: string | null])[] = [
    [label.amount, money(moved)],
    [label.tip, tip && tip.amount > 0 && kind === 'charge' ? money(tip) : null],
    [label.card, card ? cardName(unowned(card), language) : null],
    [label.when, momentWords(operation.createdAt, saying)],
    [label.until, until === null ? null : momentWords(until, saying)],
    [label.released, released && released.amount > 0 ? money(released) : null],
    [kind === 'refund' ? label.of : label.from, original],
    [label.customer, operation.customerName === '' ? null : operation.customerName],
    [label.reference, operation.code],
    [label.atProvider(w.shell.providers[operation.provider]), reference],
    [label.house, house === '' ? null : house],
  ];
  return {
    language,
    title: title[kind],
    house,
    what: whatOf(operation, w.receipts.what),
    facts: facts.flatMap(([name, value]) => (value === null ? [] : [{ label: name, value }])),
    lines: kind === 'charge' || kind === 'capture' ? refundsOf(chain, saying) : [],
    to,
  };
}

/** Whose card it is besides is nobody's business on a client's paper. */
function unowned({ kind, brand, lastFour, nickname }: CardLabel): CardLabel {
  return { kind, brand, lastFour, nickname };
}

function whatOf(
  { kind, state, card }: Given['operation'],
  what: ReturnType<typeof wordsOf>['receipts']['what'],
): string {
  if (state.name === 'pending' && kind === 'charge') return what.coming;
  if (kind === 'charge' && isDebit({ kind, card })) return what.account;
  return kind === 'refund' && state.name === 'done' && state.cancelled ? what.cancelled : what[kind];
}

/** `Charge of $80.00, Friday, November 20, 2026, 4:42 p.m. EST, CPT-7F3K-04PZ`; of one made elsewhere the provider's own reference. */
function originalOf({ original, payment }: PaymentChain, saying: Saying): string | null {
  const { payments, receipts } = wordsOf(saying.language);
  if (original?.amount) {
    const when = momentWords(original.createdAt, saying);
    const amount = formatMoney(shownSum(original) ?? original.amount, saying.language);
    return receipts.original(payments.titleOf[original.kind], amount, when, original.code);
  }
  if (!payment) return null;
  const reference = payment.id.slice(payment.id.indexOf(':') + 1);
  const amount = formatMoney(payment.amount, saying.language);
  return receipts.original(receipts.payment, amount, momentWords(payment.at, saying), reference);
}

function refundsOf({ steps, elsewhere }: PaymentChain, saying: Saying): Receipt['lines'] {
  const { refundedOn } = wordsOf(saying.language).receipts;
  const said = steps.flatMap(({ kind, state, amount, createdAt }) => {
    if (kind !== 'refund' || state.name !== 'done' || !amount) return [];
    const back = { amount: state.moved.refunded ?? amount.amount, currency: amount.currency };
    return [{ when: momentWords(createdAt, saying), text: refundedOn(formatMoney(back, saying.language)) }];
  });
  return elsewhere ? [...said, { when: '', text: refundedOn(formatMoney(elsewhere, saying.language)) }] : said;
}

/** `Friday, November 20, 2026, 4:42 p.m. EST`: a paper is read far from the house's clock, and in other years. */
function momentWords(at: number, saying: Saying): string {
  const { language, timeZone } = saying;
  const part = (options: Intl.DateTimeFormatOptions, type: string): string =>
    new Intl.DateTimeFormat(language === 'fr' ? 'fr-CA' : 'en-CA', { timeZone, ...options })
      .formatToParts(at)
      .find((one) => one.type === type)?.value ?? '';
  const year = part({ year: 'numeric' }, 'year');
  const zone = part({ hour: 'numeric', timeZoneName: 'short' }, 'timeZoneName');
  return `${formatLongDay(at, saying)}${language === 'fr' ? '' : ','} ${year}, ${formatTime(at, saying)} ${zone}`;
}

/** The receipt as a letter's draft: staff may change every word of it. */
export function receiptLetter(
  { language, title, house, what, facts, lines }: Receipt,
  customerName: string,
): { readonly subject: string; readonly body: string } {
  const { receipts } = wordsOf(language);
  const colon = language === 'fr' ? '\u00a0: ' : ': ';
  return {
    subject: receipts.subject(title, house),
    body: [
      receipts.hello(customerName.split(' ')[0] ?? customerName),
      '',
      what,
      '',
      ...facts.map(({ label, value }) => `${label}${colon}${value}`),
      ...lines.map(({ when, text }) => (when === '' ? text : `${text}, ${when}`)),
      '',
      house,
    ].join('\r\n'),
  };
}

/** What its PDF is called, and the number of each page. */
export function receiptPaper(language: 'en' | 'fr') {
  const { fileName, page } = wordsOf(language).receipts;
  return { fileName, page };
}
