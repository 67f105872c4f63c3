import type { FieldError } from './refusal.ts';
import { refuse } from './refusal.ts';
import type { Answer, Call } from './routes.ts';
import type { PaysafeWorld } from './world.ts';
import { dayMs, utcText } from './world.ts';

const usualWindow = 30 * dayMs;

/**
 * Look-up by merchantRefNum: `limit` 10 unless told, 50 at most, `offset`, `endDate` (now) and `startDate` (30 days before
 * `endDate`): an older transaction is *not found* unless a start is given. Newest first (the order is not confirmed).
 *
 * @throws Refusal 5068 for a missing reference or a faulty number or date.
 */
export function lookUp<T>(
  world: PaysafeWorld,
  call: Call,
  wanted: {
    readonly kind: string;
    /** Name of the list in the reply. */
    readonly name: string;
    /** Address of the collection. */
    readonly url: string;
    readonly view: (found: T) => Record<string, unknown>;
  },
): Answer {
  const faults: FieldError[] = [];
  const merchantRefNum = call.query.get('merchantRefNum') ?? '';
  if (merchantRefNum === '') faults.push({ field: 'merchantRefNum', error: 'may not be empty' });
  const limit = wholeOf(call.query, { name: 'limit', usual: 10, min: 1, max: 50 }, faults);
  const offset = wholeOf(call.query, { name: 'offset', usual: 0, min: 0, max: Number.MAX_SAFE_INTEGER }, faults);
  const end = dateOf(call.query, 'endDate', faults) ?? world.clock.now();
  const start = dateOf(call.query, 'startDate', faults) ?? end - usualWindow;
  if (faults.length > 0) refuse('5068', { fieldErrors: faults });

  const found = world.store.list<T>(wanted.kind, {
    owner: call.account.number,
    ref: merchantRefNum,
    createdFrom: start,
    // Times on the wire have no fraction of a second: the whole last second counts.
    createdTo: end + 999,
    newestFirst: true,
  });
  const page = (rel: string, from: number): { rel: string; href: string } => ({
    rel,
    href: `${wanted.url}?${new URLSearchParams({
      merchantRefNum,
      limit: String(limit),
      offset: String(from),
      startDate: utcText(start),
      endDate: utcText(end),
    }).toString()}`,
  });
  return {
    status: 200,
    body: {
      [wanted.name]: found.slice(offset, offset + limit).map(wanted.view),
      links: [
        page('self', offset),
        ...(offset + limit < found.length ? [page('next', offset + limit)] : []),
        ...(offset > 0 ? [page('previous', Math.max(0, offset - limit))] : []),
      ],
    },
  };
}

function wholeOf(
  query: URLSearchParams,
  range: { readonly name: string; readonly usual: number; readonly min: number; readonly max: number },
  faults: FieldError[],
): number {
  const text = query.get(range.name);
  if (text === null) return range.usual;
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= range.min && number <= range.max) return number;
  faults.push({ field: range.name, error: `must be between ${range.min} and ${range.max}` });
  return range.usual;
}

function dateOf(query: URLSearchParams, name: string, faults: FieldError[]): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const date = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(date)) return date;
  faults.push({ field: name, error: 'must be a date like 2026-03-04T10:20:30Z' });
  return undefined;
}
