import { load, save, seconds } from './documents.ts';
import type { StripeCall, StripeDocument } from './documents.ts';
import { datedPage, expand, listPage } from './paging.ts';
import { flag, list, text } from './params.ts';
import { badParameter, missingObject } from './refusal.ts';
import { route } from './route.ts';
import { apiVersion } from './version.ts';
import { wire } from './wire.ts';
import type { Wire } from './wire.ts';

export interface StripeEvent {
  readonly id: string;
  readonly object: 'event';
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: Wire; readonly previous_attributes?: Wire };
  readonly livemode: false;
  readonly pending_webhooks: 0;
  readonly request: { readonly id: string | null; readonly idempotency_key: string | null };
  readonly type: string;
  readonly _at: number;
}

/** Events older than this cannot be read any more. https://docs.stripe.com/api/events */
const keptMilliseconds = 30 * 86_400_000;

/** Records that `document` changed, as it is now; `previous` holds the former values of what an update changed. */
export function emit(call: StripeCall, type: string, document: StripeDocument, previous?: Wire): void {
  const now = call.clock.now();
  const event: StripeEvent = {
    id: call.ids.token('evt_3', 23),
    object: 'event',
    api_version: apiVersion,
    created: seconds(now),
    data: { object: wire(call, document), ...(previous === undefined ? {} : { previous_attributes: previous }) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: call.requestId, idempotency_key: call.idempotencyKey },
    type,
    _at: now,
  };
  save(call, event);
}

/** The former values of the top-level fields that differ. */
export function previousAttributes<T extends StripeDocument>(before: T, after: T): Wire {
  const now = new Map(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(
      ([field, value]) => !field.startsWith('_') && JSON.stringify(value) !== JSON.stringify(now.get(field)),
    ),
  );
}

export const eventRoutes = [
  route({
    method: 'GET',
    path: '/v1/events',
    permission: 'events',
    params: { ...datedPage, type: text(), types: list(text(), 20), delivery_success: flag },
    run(call, params) {
      if (params.type !== undefined && params.types !== undefined) {
        throw badParameter('types', 'You may only specify one of these parameters: type, types.');
      }
      const wanted = params.types === undefined ? undefined : matcher(params.types);
      const single = params.type !== undefined && params.type.endsWith('*') ? matcher([params.type]) : undefined;
      const oldest = call.clock.now() - keptMilliseconds;
      const from = Math.max(params.created?.createdFrom ?? oldest, oldest);
      return listPage(call, {
        kind: 'event',
        url: '/v1/events',
        page: params,
        query: {
          ...params.created,
          createdFrom: from,
          ...(params.type === undefined || single !== undefined ? {} : { ref: params.type }),
          where: (event) =>
            (wanted?.(event.type) ?? true) && (single?.(event.type) ?? true) && params.delivery_success !== false,
        },
      });
    },
  }),
  route({
    method: 'GET',
    path: '/v1/events/:id',
    permission: 'events',
    params: { expand },
    run(call, _params, id) {
      const event = load(call, 'event', id);
      if (event === undefined || event._at < call.clock.now() - keptMilliseconds) {
        throw missingObject({ noun: 'event', id, param: 'id', inPath: true });
      }
      return event;
    },
  }),
];

/** `charge.*` stands for all that begins so. */
function matcher(types: readonly string[]): (type: string) => boolean {
  return (type) => types.some((one) => (one.endsWith('*') ? type.startsWith(one.slice(0, -1)) : one === type));
}
