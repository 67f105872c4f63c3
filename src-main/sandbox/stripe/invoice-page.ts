import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import { businessName } from './account.ts';
import { cardFields, readCard, textOf } from './card-entry.ts';
import { confirmIntent, failAuthentication } from './confirm.ts';
import { load, save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { readForm } from './form.ts';
import { invoiceOfPage } from './invoice.ts';
import type { Invoice } from './invoice.ts';
import { escapeHtml, pageReply, problemLine, seeOther } from './page-frame.ts';
import { declineSentence, pageMoney, pageWording } from './page-wording.ts';
import type { PageWording } from './page-wording.ts';
import { bankPage } from './pay-page.ts';
import type { PaymentIntent } from './payment-intent.ts';
import { StripeRefusal } from './refusal.ts';

/** `/invoice/<token>`: the customer's side of an invoice, payable for as long as it is open, past its day as well. */
export function invoicePage(call: StripeCall, request: SandboxRequest, token: string): SandboxReply {
  const words = pageWording(null, request.headers['accept-language']);
  const invoice = invoiceOfPage(call, token);
  const intent = invoice?._intent == null ? undefined : load(call, 'payment_intent', invoice._intent);
  if (invoice === undefined || intent === undefined)
    return pageReply(words, { title: businessName, body: problemLine(words.notFound), status: 404 });
  if (invoice.status === 'paid')
    return pageReply(words, {
      title: businessName,
      body: `<p class="done" role="status">${escapeHtml(words.paid)}</p>`,
    });
  if (invoice.status === 'void')
    return pageReply(words, { title: businessName, body: problemLine(words.expired), status: 410 });
  const here = `/invoice/${token}`;
  if (request.method !== 'POST')
    return intent.status === 'requires_action' ? bankPage(words, here) : formPage(words, invoice, here);
  const problem = pay(call, { words, invoice, intent }, request.body);
  return problem === null ? seeOther(here) : formPage(words, invoice, here, problem);
}

/** A sentence about what was typed, or what the bank said; null when the page goes on. */
function pay(
  call: StripeCall,
  { words, invoice, intent }: { words: PageWording; invoice: Invoice; intent: PaymentIntent },
  body: string,
): string | null {
  const form = readForm(body);
  const answer = textOf(form, 'bank');
  const waiting =
    intent.status === 'requires_action' ? load(call, 'payment_method', intent.payment_method ?? '') : undefined;
  if (answer !== '' && answer !== 'yes' && waiting !== undefined) {
    failAuthentication(call, intent, waiting);
    return declineSentence(words, 'authentication_failed');
  }
  const method = answer === 'yes' && waiting !== undefined ? waiting : readCard(call, form);
  if (typeof method === 'string') return words.problems[method];
  try {
    confirmIntent(call, intent, { method, offSession: false, authenticated: answer === 'yes' });
  } catch (error) {
    if (!(error instanceof StripeRefusal) || error.status !== 402) throw error;
    return declineSentence(words, String(error.error['decline_code'] ?? error.error.code));
  }
  if (intent.status !== 'succeeded') return null;
  invoice.status = 'paid';
  invoice.attempted = true;
  invoice.amount_paid = intent.amount_received;
  invoice.amount_remaining = 0;
  save(call, invoice);
  emit(call, 'invoice.paid', invoice);
  return null;
}

function formPage(words: PageWording, invoice: Invoice, here: string, problem?: string): SandboxReply {
  const amount = pageMoney(words, invoice.total, invoice.currency);
  const lines = ((invoice.lines['data'] ?? []) as { description: string | null; amount: number }[]).map(
    (line) =>
      `<div class="row"><span>${escapeHtml(line.description ?? '')}</span><span>${escapeHtml(pageMoney(words, line.amount, invoice.currency))}</span></div>`,
  );
  return pageReply(words, {
    title: `${businessName} – ${invoice.number ?? ''}`,
    body: `${problemLine(problem)}${lines.join('')}
<div class="row"><strong>${escapeHtml(words.total)}</strong><strong>${escapeHtml(amount)}</strong></div>
<form method="post" action="${escapeHtml(here)}">${cardFields(words, true)}
<label for="name">${escapeHtml(words.name)}</label><input type="text" id="name" name="name" autocomplete="off">
<button class="wide" type="submit">${escapeHtml(words.pay(amount))}</button></form>`,
  });
}
