import { Buffer } from 'node:buffer';
import type { SandboxReply, SandboxRequest } from '../core/message.ts';
import { jsonReply } from '../core/message.ts';
import { isObject } from './form.ts';
import { hostedPage } from './hosted-page.ts';
import type { PaysafeWorld } from './world.ts';

/** One order of the Hosted Payments API. The token in the page's address is known to whoever was told it, and to nobody else. */
export interface HostedOrder {
  readonly id: string;
  readonly token: string;
  readonly merchantRefNum: string;
  readonly currencyCode: string;
  readonly totalAmount: number;
  readonly locale: string;
  readonly cancelled: boolean;
  readonly transaction?: HostedTransaction;
}
export interface HostedTransaction {
  readonly status: 'success' | 'declined' | 'held';
  readonly card: { readonly brand: string; readonly lastDigits: string; readonly expiry: string };
  readonly confirmationNumber: string;
  readonly lastUpdate: string;
}

const orderKind = 'paysafe.hosted-order';
const referenceKind = 'paysafe.hosted-reference';
const tokenKind = 'paysafe.hosted-token';

/**
 * The Hosted Payments API (formerly NETBANX) and its pages, as far as they are recorded: create, look up, cancel, the page by its address. Its replies
 * carry the account's own key inside the addresses under `self` and `resend_callback`, as the real ones do. Not recorded, and chosen here so that a
 * client can rely on little: what a cancel answers, how a declined or held order is looked up, and that a cancelled order's page is shut.
 */
export function makeHostedPayments(world: PaysafeWorld): (request: SandboxRequest) => SandboxReply {
  return (request) => {
    const { method, path } = request;
    const page = /^\/hosted\/v1\/payment\/(\w+)$/.exec(path)?.[1];
    if (page !== undefined) return hostedPage(orderBook(world), request, page);
    if (!opens(world, request)) return refusal(401, 'Not authorised');
    const id = /^\/hosted\/v1\/orders(?:\/(\w+))?$/.exec(path);
    if (id === null) return refusal(404, 'Not found');
    if (method === 'POST' && id[1] === undefined) return create(world, request);
    const order = id[1] === undefined ? undefined : orderBook(world).byId(id[1]);
    if (order === undefined) return refusal(404, 'No such order');
    if (method === 'GET') return jsonReply(200, orderView(world, order));
    if (method === 'DELETE') return cancel(world, order);
    return refusal(405, 'Method not allowed');
  };
}

export interface OrderBook {
  byId(id: string): HostedOrder | undefined;
  byToken(token: string): HostedOrder | undefined;
  keep(order: HostedOrder): void;
  readonly world: PaysafeWorld;
}

function orderBook(world: PaysafeWorld): OrderBook {
  const { store } = world;
  const byId = (id: string): HostedOrder | undefined => store.get<HostedOrder>(orderKind, id);
  return {
    world,
    byId,
    byToken(token) {
      const named = store.get<{ id: string }>(tokenKind, token);
      return named && byId(named.id);
    },
    keep: (order) => store.put(orderKind, order.id, order),
  };
}

function opens({ key }: PaysafeWorld, { headers }: SandboxRequest): boolean {
  const sent = /^Basic\s+(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  return sent !== undefined && Buffer.from(sent, 'base64').toString('utf8') === `${key.username}:${key.password}`;
}

function create(world: PaysafeWorld, { body }: SandboxRequest): SandboxReply {
  const asked = parsed(body);
  const { merchantRefNum, currencyCode, totalAmount, locale } = asked;
  if (typeof merchantRefNum !== 'string' || merchantRefNum === '' || merchantRefNum.length > 40)
    return refusal(400, 'Invalid merchant reference');
  if (typeof currencyCode !== 'string' || !/^[A-Z]{3}$/.test(currencyCode)) return refusal(400, 'Invalid currency');
  if (typeof totalAmount !== 'number' || !Number.isSafeInteger(totalAmount) || totalAmount < 1)
    return refusal(400, 'Invalid amount');
  const { store, ids } = world;
  return store.transaction(() => {
    if (store.get(referenceKind, merchantRefNum) !== undefined) return refusal(400, 'Duplicate merchant reference');
    const order: HostedOrder = {
      id: ids.token('284', 15).toUpperCase(),
      token: ids.hex('', 40),
      merchantRefNum,
      currencyCode,
      totalAmount,
      locale: typeof locale === 'string' ? locale : 'en_US',
      cancelled: false,
    };
    orderBook(world).keep(order);
    store.put(referenceKind, merchantRefNum, { id: order.id });
    store.put(tokenKind, order.token, { id: order.id });
    return jsonReply(200, orderView(world, order));
  });
}

function cancel(world: PaysafeWorld, order: HostedOrder): SandboxReply {
  const { status } = order.transaction ?? {};
  if (status === 'success' || status === 'held') return refusal(400, 'Order cannot be cancelled');
  orderBook(world).keep({ ...order, cancelled: true });
  return jsonReply(200, orderView(world, order));
}

/** The secrets in here are what the real replies have in the same places. */
function orderView(world: PaysafeWorld, order: HostedOrder): Record<string, unknown> {
  const { username, password } = world.key;
  const secret = world.baseUrl.replace('://', `://${username}:${password}@`);
  const { id, transaction } = order;
  return {
    currencyCode: order.currencyCode,
    id,
    link: [
      { rel: 'hosted_payment', uri: `${world.baseUrl}/hosted/v1/payment/${order.token}` },
      { rel: 'self', uri: `${secret}/hosted/v1/orders/${id}` },
      { rel: 'resend_callback', uri: `${secret}/hosted/v1/orders/${id}/resend_callback` },
    ],
    merchantRefNum: order.merchantRefNum,
    mode: 'live',
    totalAmount: order.totalAmount,
    type: 'order',
    ...(transaction === undefined
      ? {}
      : {
          transaction: {
            amount: String(order.totalAmount),
            authType: 'purchase',
            card: { ...transaction.card, type: 'credit' },
            confirmationNumber: transaction.confirmationNumber,
            lastUpdate: transaction.lastUpdate,
            paymentType: 'card',
            refunded: false,
            reversed: false,
            settled: transaction.status === 'success',
            status: transaction.status,
            ...(transaction.status === 'declined' ? { errorCode: '3009', errorMessage: 'Declined by the bank' } : {}),
          },
        }),
  };
}

function refusal(status: number, message: string): SandboxReply {
  return jsonReply(status, { error: { code: String(status), message } });
}

function parsed(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    // What is no JSON misses every field, and is refused for that.
    return {};
  }
}
