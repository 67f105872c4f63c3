import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import { businessName } from './account.ts';
import { textOf } from './card-entry.ts';
import { confirmIntent, failAuthentication } from './confirm.ts';
import { load } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { readForm } from './form.ts';
import { invoicePage } from './invoice-page.ts';
import { backLink, escapeHtml, pageReply, problemLine } from './page-frame.ts';
import { declineSentence, pageMoney, pageWording } from './page-wording.ts';
import type { PageWording } from './page-wording.ts';
import { bankPage, payPage } from './pay-page.ts';
import { portalPage } from './portal-page.ts';
import { StripeRefusal } from './refusal.ts';
import { confirmSetup, failSetupAuthentication } from './set-up.ts';

/** The pages a customer sees in a browser; undefined when the address is none of them. */
export function servePage(call: StripeCall, request: SandboxRequest): SandboxReply | undefined {
  const match = /^\/(pay|portal|authenticate|receipts|invoice)\/([A-Za-z0-9_]+)$/.exec(request.path);
  const [, page, id] = match ?? [];
  if (page === undefined || id === undefined) return undefined;
  if (request.method !== 'GET' && request.method !== 'POST') return { status: 405, body: '' };
  switch (page) {
    case 'pay':
      return payPage(call, request, id);
    case 'invoice':
      return invoicePage(call, request, id);
    case 'portal':
      return portalPage(call, request, id);
    case 'authenticate':
      return authenticatePage(call, request, id);
    default:
      return receiptPage(call, request, id);
  }
}

/** The bank's question for an intent that was confirmed through the interface. */
function authenticatePage(call: StripeCall, request: SandboxRequest, id: string): SandboxReply {
  const words = pageWording(null, request.headers['accept-language']);
  const payment = load(call, 'payment_intent', id);
  const setup = load(call, 'setup_intent', id);
  const intent = payment ?? setup;
  const method = intent?.payment_method == null ? undefined : load(call, 'payment_method', intent.payment_method);
  if (intent === undefined || method === undefined || intent.status !== 'requires_action') {
    return pageReply(words, { title: businessName, body: problemLine(words.notFound), status: 404 });
  }
  if (request.method !== 'POST') return bankPage(words, `/authenticate/${id}`);
  const agreed = textOf(readForm(request.body), 'bank') === 'yes';
  const back = returnAddress(intent.next_action);
  try {
    if (payment !== undefined) {
      if (agreed) confirmIntent(call, payment, { method, offSession: false, authenticated: true });
      else failAuthentication(call, payment, method);
    } else if (setup !== undefined) {
      if (agreed) confirmSetup(call, setup, { method, authenticated: true });
      else failSetupAuthentication(call, setup, method);
    }
  } catch (error) {
    if (!(error instanceof StripeRefusal) || error.status !== 402) throw error;
    return ended(words, declineSentence(words, String(error.error['decline_code'])), back);
  }
  return ended(words, agreed ? undefined : declineSentence(words, 'authentication_failed'), back);
}

function ended(words: PageWording, problem: string | undefined, back: string | null): SandboxReply {
  return pageReply(words, {
    title: businessName,
    body: `${problemLine(problem)}<p>${escapeHtml(words.bankDone)}</p>${backLink(words, back)}`,
  });
}

function returnAddress(action: Readonly<Record<string, unknown>> | null): string | null {
  const redirect = action?.['redirect_to_url'];
  if (typeof redirect !== 'object' || redirect === null || !('return_url' in redirect)) return null;
  return typeof redirect.return_url === 'string' ? redirect.return_url : null;
}

/** What a receipt link shows: always the present state. */
function receiptPage(call: StripeCall, request: SandboxRequest, id: string): SandboxReply {
  const words = pageWording(null, request.headers['accept-language']);
  const charge = load(call, 'charge', id);
  if (charge?.receipt_url == null) {
    return pageReply(words, { title: businessName, body: problemLine(words.notFound), status: 404 });
  }
  const row = (label: string, value: string): string =>
    `<div class="row"><span>${escapeHtml(label)}</span><span>${escapeHtml(value)}</span></div>`;
  const money = (amount: number): string => pageMoney(words, amount, charge.currency);
  return pageReply(words, {
    title: `${words.receipt} – ${businessName}`,
    body: [
      row(new Date(charge.created * 1000).toISOString().slice(0, 10), charge.description ?? ''),
      row(words.total, money(charge.amount)),
      charge.amount_refunded > 0 ? row(words.refunded, money(charge.amount_refunded)) : '',
    ].join(''),
  });
}
