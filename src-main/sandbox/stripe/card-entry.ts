import type { StripeCall } from './documents.ts';
import type { FormBranch } from './form.ts';
import { escapeHtml } from './page-frame.ts';
import type { CardProblem, PageWording } from './page-wording.ts';
import { factsOf, makePaymentMethod } from './payment-method.ts';
import type { PaymentMethod } from './payment-method.ts';
import { passesLuhn, testCardByNumber } from './test-cards.ts';

/** The fields of a card; the number lives in this request only and is kept nowhere. */
export function cardFields(words: PageWording, required: boolean): string {
  const must = required ? ' required' : '';
  const field = (name: string, label: string, more: string): string =>
    `<div><label for="${name}">${escapeHtml(label)}</label><input type="text" id="${name}" name="${name}" ${more}${must}></div>`;
  return [
    field(
      'card_number',
      words.cardNumber,
      'inputmode="numeric" autocomplete="off" maxlength="23" placeholder="4242 4242 4242 4242"',
    ),
    '<div class="pair">',
    field(
      'expiry',
      words.expiry,
      `inputmode="numeric" autocomplete="off" maxlength="9" placeholder="${words.expiryHint}"`,
    ),
    field('cvc', words.cvc, 'inputmode="numeric" autocomplete="off" maxlength="4" placeholder="123"'),
    '</div>',
  ].join('');
}

export function textOf(form: FormBranch, name: string): string {
  const node = form.get(name);
  return typeof node === 'string' ? node.trim().slice(0, 500) : '';
}

/** A payment method for the typed test card, not stored yet, or what is wrong with what was typed. */
export function readCard(call: StripeCall, form: FormBranch): PaymentMethod | CardProblem {
  const number = textOf(form, 'card_number').replaceAll(/[\s-]/g, '');
  if (!passesLuhn(number)) return 'number';
  const expiry = readExpiry(call, textOf(form, 'expiry'));
  if (expiry === undefined) return 'expiry';
  if (!/^\d{3,4}$/.test(textOf(form, 'cvc'))) return 'cvc';
  const card = testCardByNumber(number);
  if (card === undefined) return 'live_card';
  return makePaymentMethod(call, factsOf(card, { ...expiry, cvcChecked: true }));
}

function readExpiry(call: StripeCall, text: string): { expMonth: number; expYear: number } | undefined {
  const match = /^(\d{1,2})\s*[/\s-]?\s*(\d{2}|\d{4})$/.exec(text);
  if (match === null) return undefined;
  const expMonth = Number(match[1]);
  const year = Number(match[2]);
  const expYear = year < 100 ? 2000 + year : year;
  const past = Date.UTC(expYear, expMonth, 1) <= call.clock.now();
  return expMonth < 1 || expMonth > 12 || past || expYear > 2099 ? undefined : { expMonth, expYear };
}
