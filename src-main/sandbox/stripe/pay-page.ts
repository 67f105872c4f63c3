import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import { businessName } from './account.ts';
import { cardFields, readCard, textOf } from './card-entry.ts';
import { answerBank, submitCheckout } from './checkout-pay.ts';
import type { CheckoutEntry, CheckoutOutcome } from './checkout-pay.ts';
import type { CheckoutSession } from './checkout-session.ts';
import { methodsOf } from './customer.ts';
import { load } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { readForm } from './form.ts';
import type { FormBranch } from './form.ts';
import { backLink, escapeHtml, pageReply, problemLine, seeOther } from './page-frame.ts';
import { declineSentence, pageMoney, pageWording } from './page-wording.ts';
import type { PageWording } from './page-wording.ts';
import type { PaymentMethod } from './payment-method.ts';
import { impossible } from '../../contract/impossible.ts';

/** `/pay/<session>`: the customer's side of a checkout session. */
export function payPage(call: StripeCall, request: SandboxRequest, id: string): SandboxReply {
  const session = load(call, 'checkout.session', id);
  const words = pageWording(session?.locale ?? null, request.headers['accept-language']);
  if (session === undefined)
    return pageReply(words, { title: businessName, body: problemLine(words.notFound), status: 404 });
  if (request.method !== 'POST' || session.status !== 'open') return statePage(call, words, session);
  const form = readForm(request.body);
  if (textOf(form, 'bank') === '' && !chosen(session, textOf(form, 'amount')))
    return formPage(call, words, session, words.amountOutside);
  const outcome =
    textOf(form, 'bank') === '' ? submitted(call, words, session, form) : bankAnswered(call, session, form);
  if (typeof outcome === 'string') return formPage(call, words, session, outcome);
  switch (outcome.outcome) {
    case 'complete':
    case 'bank':
      return seeOther(`/pay/${id}`);
    case 'declined':
      return formPage(call, words, session, declineSentence(words, outcome.code));
    default:
      return impossible(outcome);
  }
}

/** Sets what the customer chose to pay; false when it is not within what the price allows. */
function chosen(session: CheckoutSession, typed: string): boolean {
  const line = session._lines.find((one) => one.chosen);
  if (line?.chosen === undefined) return true;
  if (!/^\d{1,6}([.,]\d{1,2})?$/.test(typed)) return false;
  const amount = Math.round(Number(typed.replace(',', '.')) * 100);
  if (amount < line.chosen.minimum || amount > line.chosen.maximum) return false;
  line.unitAmount = amount;
  session.amount_subtotal = amount;
  session.amount_total = amount;
  return true;
}

/** The outcome, or a sentence about what was typed. */
function submitted(
  call: StripeCall,
  words: PageWording,
  session: CheckoutSession,
  form: FormBranch,
): CheckoutOutcome | string {
  const chosen = textOf(form, 'saved');
  const method = offered(call, session).find((one) => one.id === chosen) ?? readCard(call, form);
  if (typeof method === 'string') return words.problems[method];
  const entry: CheckoutEntry = {
    method,
    name: textOf(form, 'name') === '' ? null : textOf(form, 'name'),
    email: textOf(form, 'email') === '' ? null : textOf(form, 'email'),
    keepCard: textOf(form, 'keep') === 'yes',
  };
  return submitCheckout(call, session, entry);
}

function bankAnswered(call: StripeCall, session: CheckoutSession, form: FormBranch): CheckoutOutcome {
  const method = waitingMethod(call, session);
  if (method === undefined) return { outcome: 'declined', code: 'authentication_failed' };
  return answerBank(call, session, { method, agreed: textOf(form, 'bank') === 'yes' });
}

/** The card whose bank waits for an answer. */
function waitingMethod(call: StripeCall, session: CheckoutSession): PaymentMethod | undefined {
  const intent =
    session.mode === 'payment'
      ? load(call, 'payment_intent', session.payment_intent ?? '')
      : load(call, 'setup_intent', session.setup_intent ?? '');
  if (intent?.status !== 'requires_action' || intent.payment_method === null) return undefined;
  return load(call, 'payment_method', intent.payment_method);
}

function statePage(call: StripeCall, words: PageWording, session: CheckoutSession): SandboxReply {
  switch (session.status) {
    case 'complete': {
      const sentence =
        session.mode === 'setup' ? words.saved : session.payment_status === 'paid' ? words.paid : words.authorised;
      const target = session.success_url?.replaceAll('{CHECKOUT_SESSION_ID}', session.id) ?? null;
      return pageReply(words, {
        title: businessName,
        body: `<p class="done" role="status">${escapeHtml(sentence)}</p>${backLink(words, target)}`,
      });
    }
    case 'expired':
      return pageReply(words, {
        title: businessName,
        body: problemLine(words.expired) + backLink(words, session.cancel_url),
        status: 410,
      });
    case 'open':
      return waitingMethod(call, session) === undefined
        ? formPage(call, words, session)
        : bankPage(words, `/pay/${session.id}`);
    default:
      return impossible(session.status);
  }
}

/** The bank's question; answered with `bank=yes` or `bank=no`. */
export function bankPage(words: PageWording, action: string): SandboxReply {
  return pageReply(words, {
    title: words.bankTitle,
    body: `<p>${escapeHtml(words.bankQuestion)}</p>
<form method="post" action="${escapeHtml(action)}">
<p><button name="bank" value="yes">${escapeHtml(words.bankYes)}</button>
<button class="quiet" name="bank" value="no">${escapeHtml(words.bankNo)}</button></p></form>`,
  });
}

function formPage(call: StripeCall, words: PageWording, session: CheckoutSession, problem?: string): SandboxReply {
  const amount = pageMoney(words, session.amount_total ?? 0, session.currency ?? 'cad');
  const paying = session.mode === 'payment';
  const manual = session._order.captureMethod === 'manual';
  const free = session._lines.find((line) => line.chosen);
  const bounds = free?.chosen;
  const button = !paying ? words.save : bounds ? words.payChosen : manual ? words.authorise(amount) : words.pay(amount);
  const choose =
    bounds === undefined
      ? ''
      : `<label for="amount">${escapeHtml(
          words.chooseAmount(
            pageMoney(words, bounds.minimum, session.currency ?? 'cad'),
            pageMoney(words, bounds.maximum, session.currency ?? 'cad'),
          ),
        )}</label><input type="text" id="amount" name="amount" inputmode="decimal" autocomplete="off" required value="${free && free.unitAmount > 0 ? (free.unitAmount / 100).toFixed(2) : ''}">`;
  const saved = offered(call, session);
  const lines = session._lines.map(
    (line) =>
      `<div class="row"><span>${escapeHtml(line.name)}${line.quantity > 1 ? ` × ${line.quantity}` : ''}</span>
<span>${line.chosen ? '' : escapeHtml(pageMoney(words, line.unitAmount * line.quantity, line.currency))}</span></div>`,
  );
  const email =
    session.customer === null && session.customer_email === null
      ? `<label for="email">${escapeHtml(words.email)}</label><input type="email" id="email" name="email" autocomplete="off" required>`
      : '';
  const keep =
    session.saved_payment_method_options?.payment_method_save === 'enabled'
      ? `<div class="choice"><input type="checkbox" id="keep" name="keep" value="yes"><label for="keep">${escapeHtml(words.keepCard(businessName))}</label></div>`
      : '';
  const message = session.custom_text.submit?.message;
  const agreed = message === undefined ? '' : `<p class="agreement">${escapeHtml(message)}</p>`;
  const body = `${problemLine(problem)}${lines.join('')}
${paying && !bounds ? `<div class="row"><strong>${escapeHtml(words.total)}</strong><strong>${escapeHtml(amount)}</strong></div>` : ''}
<form method="post" action="/pay/${escapeHtml(session.id)}">
${choose}${email}${savedChoices(words, saved)}${cardFields(words, saved.length === 0)}
<label for="name">${escapeHtml(words.name)}</label><input type="text" id="name" name="name" autocomplete="off">
${keep}${agreed}<button class="wide" type="submit">${escapeHtml(button)}</button></form>${backLink(words, session.cancel_url)}`;
  return pageReply(words, { title: paying ? businessName : words.setupTitle(businessName), body });
}

/** Saved cards the session may show. */
function offered(call: StripeCall, session: CheckoutSession): PaymentMethod[] {
  const options = session.saved_payment_method_options;
  if (session.customer === null || options === null) return [];
  return methodsOf(call, session.customer).filter((method) =>
    options.allow_redisplay_filters.includes(method.allow_redisplay),
  );
}

function savedChoices(words: PageWording, saved: readonly PaymentMethod[]): string {
  if (saved.length === 0) return '';
  const choices = saved.map(
    ({ id, card }, index) =>
      `<div class="choice"><input type="radio" id="${escapeHtml(id)}" name="saved" value="${escapeHtml(id)}"${index === 0 ? ' checked' : ''}>
<label for="${escapeHtml(id)}">${escapeHtml(cardLabel(words, card))}</label></div>`,
  );
  return `${choices.join('')}<div class="choice"><input type="radio" id="another" name="saved" value="">
<label for="another">${escapeHtml(words.anotherCard)}</label></div>`;
}

export function cardLabel(words: PageWording, card: PaymentMethod['card']): string {
  const expiry = `${String(card.exp_month).padStart(2, '0')}/${String(card.exp_year % 100).padStart(2, '0')}`;
  return words.savedCard(card.brand.toUpperCase(), card.last4, expiry);
}
