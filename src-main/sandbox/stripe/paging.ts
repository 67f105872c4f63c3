import type { DocumentQuery } from '../core/store.ts';
import { loadFromParam, storeKind } from './documents.ts';
import type { StripeCall, StripeDocument, StripeDocuments, StripeKind } from './documents.ts';
import { either, integer, list, object, text } from './params.ts';
import type { Reader } from './params.ts';
import { badParameter } from './refusal.ts';

export const expand = list(text(), 20);

/** Both ends inclusive, unix milliseconds. */
export interface TimeRange {
  readonly createdFrom?: number;
  readonly createdTo?: number;
}

/** One second, or any of gt, gte, lt, lte. */
const created: Reader<TimeRange> = {
  read(node, name) {
    const value = either(object({ gt: integer(), gte: integer(), lt: integer(), lte: integer() }), integer()).read(
      node,
      name,
    );
    if (typeof value === 'number') return { createdFrom: value * 1000, createdTo: value * 1000 + 999 };
    const from = Math.max(
      value.gt === undefined ? -Infinity : (value.gt + 1) * 1000,
      value.gte === undefined ? -Infinity : value.gte * 1000,
    );
    const to = Math.min(
      value.lt === undefined ? Infinity : value.lt * 1000 - 1,
      value.lte === undefined ? Infinity : value.lte * 1000 + 999,
    );
    return {
      ...(from === -Infinity ? {} : { createdFrom: from }),
      ...(to === Infinity ? {} : { createdTo: to }),
    };
  },
};

/** What every list takes. */
export const page = {
  limit: integer({ min: 1, max: 100 }),
  starting_after: text(255),
  ending_before: text(255),
  expand,
};

export const datedPage = { ...page, created };

export interface StripePage {
  readonly object: 'list';
  readonly data: readonly StripeDocument[];
  readonly has_more: boolean;
  readonly url: string;
}

interface PageParams {
  readonly limit?: number;
  readonly starting_after?: string;
  readonly ending_before?: string;
}

/**
 * One page, newest first. `ending_before` gives the page just before (newer than) its object.
 *
 * @throws StripeRefusal 400 for both cursors at once or a cursor that names nothing.
 */
export function listPage<K extends StripeKind>(
  call: StripeCall,
  options: { kind: K; url: string; page: PageParams; query: DocumentQuery<StripeDocuments[K]> },
): StripePage {
  const { limit = 10, starting_after: after, ending_before: before } = options.page;
  if (after !== undefined && before !== undefined) {
    throw badParameter(
      'starting_after',
      'You may only specify one of these parameters: starting_after, ending_before.',
    );
  }
  if (after !== undefined) loadFromParam(call, options.kind, { id: after, param: 'starting_after' });
  if (before !== undefined) loadFromParam(call, options.kind, { id: before, param: 'ending_before' });
  const cursor = after ?? before;
  const found = call.store.list<StripeDocuments[K]>(storeKind(options.kind), {
    ...options.query,
    newestFirst: before === undefined,
    limit: limit + 1,
    ...(cursor === undefined ? {} : { startAfter: cursor }),
  });
  const data = found.slice(0, limit);
  if (before !== undefined) data.reverse();
  return { object: 'list', data, has_more: found.length > limit, url: options.url };
}
