import { livingFrom } from './customer.ts';
import { save, seconds } from './documents.ts';
import { expand } from './paging.ts';
import { accepted, choice, object, required, text } from './params.ts';
import { route } from './route.ts';
import { pageAddress } from './wire.ts';
import type { Wire } from './wire.ts';

export interface BillingPortalSession {
  readonly id: string;
  readonly object: 'billing_portal.session';
  readonly configuration: string;
  readonly created: number;
  readonly customer: string;
  readonly customer_account: null;
  readonly flow: Wire | null;
  readonly livemode: false;
  readonly locale: string | null;
  readonly on_behalf_of: null;
  readonly return_url: string | null;
  readonly url: string;
  readonly _at: number;
}

/** A page that was not opened within this time cannot be opened any more. */
export const portalOpenMilliseconds = 3_600_000;

export const billingPortalRoutes = [
  route({
    method: 'POST',
    path: '/v1/billing_portal/sessions',
    permission: 'portal_sessions',
    params: {
      after_expiration: accepted,
      configuration: text(),
      customer: required(text()),
      customer_account: accepted,
      expand,
      flow_data: object({
        after_completion: accepted,
        subscription_cancel: accepted,
        subscription_pause: accepted,
        subscription_update: accepted,
        subscription_update_confirm: accepted,
        type: required(choice('payment_method_update')),
      }),
      locale: text(10),
      on_behalf_of: accepted,
      return_url: text(),
    },
    run(call, params) {
      const customer = livingFrom(call, params.customer);
      const now = call.clock.now();
      const id = call.ids.token('bps_1', 23);
      const session = {
        id,
        object: 'billing_portal.session',
        configuration: params.configuration ?? 'bpc_1DemoAtelierFleury',
        created: seconds(now),
        customer: customer.id,
        customer_account: null,
        flow:
          params.flow_data === undefined
            ? null
            : {
                after_completion: { hosted_confirmation: null, redirect: null, type: 'portal_homepage' },
                customer_update: null,
                subscription_cancel: null,
                subscription_pause: null,
                subscription_update: null,
                subscription_update_confirm: null,
                type: params.flow_data.type,
              },
        livemode: false,
        locale: params.locale ?? null,
        on_behalf_of: null,
        return_url: params.return_url ?? null,
        url: pageAddress(`/portal/${id}`),
        _at: now,
      } satisfies BillingPortalSession;
      save(call, session);
      return session;
    },
  }),
];
