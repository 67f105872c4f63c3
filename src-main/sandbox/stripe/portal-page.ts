import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import { businessName } from './account.ts';
import { detach } from './attach.ts';
import { portalOpenMilliseconds } from './billing-portal.ts';
import type { BillingPortalSession } from './billing-portal.ts';
import { cardFields, readCard, textOf } from './card-entry.ts';
import { methodsOf } from './customer.ts';
import { load, save } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit, previousAttributes } from './events.ts';
import { readForm } from './form.ts';
import type { FormBranch } from './form.ts';
import { backLink, escapeHtml, pageReply, problemLine, seeOther } from './page-frame.ts';
import { declineSentence, pageWording } from './page-wording.ts';
import type { PageWording } from './page-wording.ts';
import { cardLabel } from './pay-page.ts';
import { StripeRefusal } from './refusal.ts';
import { confirmSetup } from './set-up.ts';
import { makeSetupIntent } from './setup-intent.ts';

/** `/portal/<session>`: the customer sees, adds and removes cards and chooses the default. */
export function portalPage(call: StripeCall, request: SandboxRequest, id: string): SandboxReply {
  const session = load(call, 'billing_portal.session', id);
  const words = pageWording(session?.locale ?? null, request.headers['accept-language']);
  const customer = session === undefined ? undefined : load(call, 'customer', session.customer);
  if (session === undefined || customer === undefined || customer._deleted) {
    return pageReply(words, { title: businessName, body: problemLine(words.notFound), status: 404 });
  }
  if (call.clock.now() > session._at + portalOpenMilliseconds) {
    return pageReply(words, { title: businessName, body: problemLine(words.expired), status: 410 });
  }
  if (request.method !== 'POST') return listing(call, words, session);
  const problem = act(call, words, { session, form: readForm(request.body) });
  return problem === undefined ? seeOther(`/portal/${id}`) : listing(call, words, session, problem);
}

/** A sentence when nothing was done. */
function act(
  call: StripeCall,
  words: PageWording,
  { session, form }: { session: BillingPortalSession; form: FormBranch },
): string | undefined {
  const own = methodsOf(call, session.customer);
  const removed = own.find((method) => method.id === textOf(form, 'remove'));
  if (removed !== undefined) {
    detach(call, removed);
    return undefined;
  }
  const chosen = own.find((method) => method.id === textOf(form, 'default'));
  if (chosen !== undefined) {
    setDefault(call, session.customer, chosen.id);
    return undefined;
  }
  const method = readCard(call, form);
  if (typeof method === 'string') return words.problems[method];
  const setup = makeSetupIntent(call, { customer: session.customer });
  save(call, setup);
  emit(call, 'setup_intent.created', setup);
  try {
    method.allow_redisplay = 'always';
    // The portal has the cardholder present: what the bank asks is taken as answered.
    confirmSetup(call, setup, { method, authenticated: true });
  } catch (error) {
    if (!(error instanceof StripeRefusal) || error.status !== 402) throw error;
    return declineSentence(words, String(error.error['decline_code']));
  }
  if (session.flow?.['type'] === 'payment_method_update') setDefault(call, session.customer, method.id);
  return undefined;
}

function setDefault(call: StripeCall, customerId: string, method: string): void {
  const customer = load(call, 'customer', customerId);
  if (customer === undefined) return;
  const before = structuredClone(customer);
  customer.invoice_settings.default_payment_method = method;
  save(call, customer);
  emit(call, 'customer.updated', customer, previousAttributes(before, customer));
}

function listing(call: StripeCall, words: PageWording, session: BillingPortalSession, problem?: string): SandboxReply {
  const standard = load(call, 'customer', session.customer)?.invoice_settings.default_payment_method;
  const rows = methodsOf(call, session.customer).map(({ id, card }) => {
    const action = (name: string, label: string): string =>
      `<button class="quiet" name="${name}" value="${escapeHtml(id)}">${escapeHtml(label)}</button>`;
    const mark =
      id === standard ? `<strong>${escapeHtml(words.isDefault)}</strong>` : action('default', words.makeDefault);
    return `<div class="row"><span>${escapeHtml(cardLabel(words, card))}</span><span>${mark} ${action('remove', words.removeCard)}</span></div>`;
  });
  const target = `/portal/${escapeHtml(session.id)}`;
  const cards = rows.length === 0 ? `<p>${escapeHtml(words.portalEmpty)}</p>` : rows.join('');
  return pageReply(words, {
    title: words.portalTitle,
    body: `${problemLine(problem)}<form method="post" action="${target}">${cards}</form>
<form method="post" action="${target}">${cardFields(words, true)}<button class="wide" type="submit">${escapeHtml(words.addCard)}</button></form>
${backLink(words, session.return_url)}`,
  });
}
