import type { ProviderRequest } from '../../src-main/payments/ports.ts';
import type { BankAnswer, Deed } from './bank.ts';
import { addressOf, type PageRules, type Shop, type ShopPage } from './page-shop.ts';

const ok = (said: object): BankAnswer => ({ status: 200, headers: {}, body: JSON.stringify(said) });
const no = (status: number, message: string): BankAnswer => ({
  status,
  headers: {},
  body: JSON.stringify({ error: { code: String(status), message } }),
});

/**
 * Orders of the Hosted Payments API as a desk relies on them (docs/decisions/0019): a reference is taken once, a look-up by an order's own id shows it as it
 * is, a deleted order's page is shut, and one that was paid is not deleted. It never says that an order was deleted.
 */
export function paysafePages(shop: Shop): PageRules {
  const { world } = shop;

  function newOrder(body: string | null): Deed {
    const { merchantRefNum: name, totalAmount: amount } = JSON.parse(body ?? '{}') as {
      merchantRefNum: string;
      totalAmount: number;
    };
    if (shop.pages.some((page) => page.name === name)) return { answer: no(400, 'Duplicate merchant reference') };
    const page: ShopPage = {
      ...{ id: shop.newId('284X'), name, kind: 'payment', customer: '', at: world.now(), amount },
      ...{ status: 'open', closesAt: Infinity },
    };
    const run = (): void => {
      shop.put(page);
      shop.note(`makes page ${page.id} for ${name}`);
    };
    return { answer: ok(orderSaid(page)), run };
  }

  function deed({ method, path, body }: ProviderRequest): Deed {
    if (method === 'POST') return newOrder(body);
    const page = shop.byId(path.split('/').at(-1) ?? '');
    if (!page) return { answer: no(404, 'No such order') };
    if (page.status === 'paid' || page.status === 'bank') return { answer: no(400, 'Order cannot be cancelled') };
    const run = (): void => {
      page.status = 'closed';
      shop.note(`page ${page.id} is closed`);
    };
    return { answer: ok(orderSaid(page)), run };
  }

  return {
    isPage: (path) => path.startsWith('/hosted/v1/orders'),
    deed,
    look(path) {
      const page = shop.byId(path.split('/').at(-1) ?? '');
      return page ? ok(orderSaid(page)) : no(404, 'No such order');
    },
  };
}

function orderSaid({ id, name, amount, status }: ShopPage): object {
  const done = { authType: 'purchase', settled: true, refunded: false, reversed: false, amount: String(amount) };
  return {
    id,
    merchantRefNum: name,
    currencyCode: 'CAD',
    totalAmount: amount,
    link: [{ rel: 'hosted_payment', uri: addressOf(id) }],
    ...(status === 'paid' || status === 'bank'
      ? { transaction: { ...done, status: status === 'paid' ? 'success' : 'held' } }
      : {}),
  };
}
