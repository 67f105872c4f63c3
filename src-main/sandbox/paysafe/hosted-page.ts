import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import { escapeHtml, pageReply, problemLine, seeOther } from '../stripe/page-frame.ts';
import { pageMoney, pageWording } from '../stripe/page-wording.ts';
import type { PageWording } from '../stripe/page-wording.ts';
import { cardFace, cardNumberFaults } from './card-number.ts';
import type { HostedOrder, HostedTransaction, OrderBook } from './hosted-orders.ts';
import { utcText } from './world.ts';

const businessName = 'Atelier Fleury';
const brands = { AM: 'amex', DC: 'diners', DI: 'discover', MC: 'mastercard', VI: 'visa' } as const;

/** The client's side of an order: a number that ends in 0002 is declined and may be followed by another, one that ends in 0006 is held for review. */
export function hostedPage(book: OrderBook, request: SandboxRequest, token: string): SandboxReply {
  const order = book.byToken(token);
  const words = pageWording(order?.locale.replace('_', '-') ?? null, request.headers['accept-language']);
  if (order === undefined)
    return pageReply(words, { title: businessName, body: problemLine(words.notFound), status: 404 });
  if (order.cancelled) return pageReply(words, { title: businessName, body: problemLine(words.expired), status: 410 });
  const { status } = order.transaction ?? {};
  if (status === 'success' || status === 'held')
    return pageReply(words, {
      title: businessName,
      body: `<p class="done" role="status">${escapeHtml(status === 'success' ? words.paid : words.authorised)}</p>`,
    });
  if (request.method !== 'POST') return formPage(words, order, status === 'declined' ? words.declined : undefined);
  const number = (new URLSearchParams(request.body).get('card_number') ?? '').replaceAll(/[\s-]/g, '');
  if (cardNumberFaults(number).length > 0) return formPage(words, order, words.problems.number);
  const face = cardFace(number);
  const transaction: HostedTransaction = {
    status: number.endsWith('0002') ? 'declined' : number.endsWith('0006') ? 'held' : 'success',
    card: { brand: brands[face.cardType], lastDigits: face.lastDigits, expiry: '02/2030' },
    confirmationNumber: book.world.ids.hex('', 9),
    lastUpdate: utcText(book.world.clock.now()),
  };
  book.keep({ ...order, transaction });
  return seeOther(`/hosted/v1/payment/${token}`);
}

function formPage(words: PageWording, order: HostedOrder, problem: string | undefined): SandboxReply {
  const amount = pageMoney(words, order.totalAmount, order.currencyCode);
  const field = (name: string, label: string, hint: string): string =>
    `<label for="${name}">${escapeHtml(label)}</label><input type="text" id="${name}" name="${name}" inputmode="numeric" autocomplete="off" placeholder="${hint}" required>`;
  const body = `${problemLine(problem)}<div class="row"><strong>${escapeHtml(words.total)}</strong><strong>${escapeHtml(amount)}</strong></div>
<form method="post" action="/hosted/v1/payment/${escapeHtml(order.token)}">
${field('card_number', words.cardNumber, '4530 9100 0001 2345')}${field('expiry', words.expiry, words.expiryHint)}${field('cvc', words.cvc, '123')}
<button class="wide" type="submit">${escapeHtml(words.pay(amount))}</button></form>`;
  return pageReply(words, { title: businessName, body });
}
