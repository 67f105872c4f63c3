import { accountRoutes } from './account.ts';
import { balanceRoutes } from './balance-transactions.ts';
import { billingPortalRoutes } from './billing-portal.ts';
import { captureRoutes } from './capture.ts';
import { chargeRoutes } from './charges.ts';
import { lineItemsOf } from './checkout-session.ts';
import { checkoutRoutes } from './checkout-sessions.ts';
import { customerRoutes } from './customers.ts';
import { disputeRoutes } from './disputes.ts';
import { eventRoutes } from './events.ts';
import { paymentsOf } from './invoice.ts';
import { invoiceRoutes } from './invoices.ts';
import { paymentIntentRoutes } from './payment-intents.ts';
import { paymentMethodRoutes } from './payment-methods.ts';
import { payoutRoutes } from './payouts.ts';
import { priceRoutes } from './prices.ts';
import { refundRoutes, refundsOf } from './refunds.ts';
import type { Route } from './route.ts';
import { setupIntentRoutes } from './setup-intents.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { wire } from './wire.ts';
import type { Includable } from './wire.ts';

export const routes: readonly Route[] = [
  ...accountRoutes,
  ...balanceRoutes,
  ...billingPortalRoutes,
  ...captureRoutes,
  ...chargeRoutes,
  ...checkoutRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...invoiceRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...payoutRoutes,
  ...priceRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
  ...subscriptionRoutes,
];

/** Lists an object carries only when `expand` names them. */
export const includable: Includable = {
  charge: {
    refunds: (world, id) => ({
      object: 'list',
      data: refundsOf(world, id).map((refund) => wire(world, refund)),
      has_more: false,
      url: `/v1/charges/${id}/refunds`,
    }),
  },
  'checkout.session': { line_items: lineItemsOf },
  invoice: { payments: paymentsOf },
};

const bySegments = new Map<string, { route: Route; segments: readonly string[] }[]>();
for (const route of routes) {
  const segments = route.path.split('/');
  const key = `${route.method} ${segments.length}`;
  bySegments.set(key, [...(bySegments.get(key) ?? []), { route, segments }]);
}

/** The call a method and path name, with the ids found in the path. */
export function findRoute(method: string, path: string): { route: Route; ids: readonly [string, string] } | undefined {
  const asked = path.split('/');
  for (const { route, segments } of bySegments.get(`${method} ${asked.length}`) ?? []) {
    const ids = match(segments, asked);
    if (ids !== undefined) return { route, ids: [ids[0] ?? '', ids[1] ?? ''] };
  }
  return undefined;
}

function match(segments: readonly string[], asked: readonly string[]): readonly string[] | undefined {
  const ids: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const part = asked[index] ?? '';
    if (segment.startsWith(':') && part !== '') ids.push(decoded(part));
    else if (segment !== part) return undefined;
  }
  return ids;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // Not well encoded: no object has such an id, so it is looked up as it came.
    return part;
  }
}
