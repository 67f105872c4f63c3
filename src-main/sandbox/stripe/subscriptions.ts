import { livingFrom } from './customer.ts';
import { loadFromPath, save, seconds, storeKind } from './documents.ts';
import type { StripeCall } from './documents.ts';
import { emit } from './events.ts';
import { changedMetadata, metadata } from './metadata.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { accepted, choice, required, text } from './params.ts';
import { route } from './route.ts';

/** Only as much of a subscription as whoever asks whether one runs can see. https://docs.stripe.com/api/subscriptions/object */
export interface Subscription {
  readonly id: string;
  readonly object: 'subscription';
  canceled_at: number | null;
  readonly cancel_at_period_end: false;
  readonly created: number;
  readonly customer: string;
  ended_at: number | null;
  readonly livemode: false;
  readonly metadata: Record<string, string>;
  readonly start_date: number;
  status: 'active' | 'canceled';
  readonly _at: number;
}

/** Deleting a customer "also immediately cancels any active subscriptions" (docs.stripe.com/api/customers/delete). */
export function endSubscriptions(call: StripeCall, customer: string): void {
  for (const one of call.store.list<Subscription>(storeKind('subscription'), { owner: customer })) {
    if (one.status === 'canceled') continue;
    const now = seconds(call.clock.now());
    const ended: Subscription = { ...one, status: 'canceled', canceled_at: now, ended_at: now };
    save(call, ended);
    emit(call, 'customer.subscription.deleted', ended);
  }
}

export const subscriptionRoutes = [
  route({
    method: 'POST',
    path: '/v1/subscriptions',
    permission: 'subscriptions',
    params: { customer: required(text()), expand, items: accepted, metadata },
    run(call, params) {
      livingFrom(call, params.customer);
      const now = call.clock.now();
      const made: Subscription = {
        id: call.ids.token('sub_1', 23),
        object: 'subscription',
        canceled_at: null,
        cancel_at_period_end: false,
        created: seconds(now),
        customer: params.customer,
        ended_at: null,
        livemode: false,
        metadata: changedMetadata({}, params.metadata),
        start_date: seconds(now),
        status: 'active',
        _at: now,
      };
      save(call, made);
      emit(call, 'customer.subscription.created', made);
      return made;
    },
  }),
  route({
    method: 'GET',
    path: '/v1/subscriptions',
    permission: 'subscriptions',
    params: { ...datedPage, customer: text(), price: accepted, status: choice('active', 'all', 'canceled', 'ended') },
    run: (call, params) =>
      listPage(call, {
        kind: 'subscription',
        url: '/v1/subscriptions',
        page: params,
        query: {
          ...params.created,
          ...(params.customer === undefined ? {} : { owner: params.customer }),
          where: ({ status }) =>
            params.status === 'all' ||
            (params.status === 'canceled' || params.status === 'ended' ? status === 'canceled' : status === 'active'),
        },
      }),
  }),
  route({
    method: 'GET',
    path: '/v1/subscriptions/:id',
    permission: 'subscriptions',
    params: { expand },
    run: (call, _params, id) => loadFromPath(call, 'subscription', { id }),
  }),
];
