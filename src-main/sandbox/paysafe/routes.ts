import type { PaysafeSandboxAccount } from '../core/keys.ts';
import type { JsonObject } from './form.ts';
import type { ErrorFamily } from './refusal.ts';
import { refuse } from './refusal.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
export type AccountKind = PaysafeSandboxAccount['kind'];

/** One call that has passed the door: key, content type and account are in order. */
export interface Call {
  readonly query: URLSearchParams;
  readonly body: JsonObject;
  /** A segment of the path by the name its route gives it. */
  id(name: string): string;
  /** The account of the path; only routes with `accounts` may ask. */
  readonly account: PaysafeSandboxAccount;
}

/** What a route answers. `body` absent = an empty one. */
export interface Answer {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds the provider takes over it (amount triggers of the test environment). */
  readonly delay?: number;
}

export interface Route {
  readonly method: Method;
  /** Segments that begin with a colon match anything and are asked for by name. */
  readonly path: string;
  readonly family: ErrorFamily;
  /** Which key opens it; monitors need none. */
  readonly opens: 'server' | 'single-use' | 'anyone';
  /** Kinds of account it works on; the path then has an `:account`. */
  readonly accounts?: readonly AccountKind[];
  answer(call: Call): Answer;
}

export interface RouteMatch {
  readonly route: Route;
  readonly ids: ReadonlyMap<string, string>;
}

/**
 * Finds the route of a path.
 *
 * @throws Refusal 5023 when an id in the path is empty (recorded: the provider then sees another route and says that the
 * method is not supported), 5281 when only the method is wrong, 5273 when nothing is served there.
 */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch {
  const segments = path.split('/').slice(1);
  let known = false;
  for (const route of routes) {
    const ids = match(route.path, segments);
    if (ids === undefined) continue;
    if ([...ids.values()].some((id) => id === '')) {
      refuse('5023', { message: `Request method ${method} not supported` });
    }
    if (route.method === method) return { route, ids };
    known = true;
  }
  return refuse(known ? '5281' : '5273');
}

function match(path: string, segments: readonly string[]): ReadonlyMap<string, string> | undefined {
  const wanted = path.split('/').slice(1);
  if (wanted.length !== segments.length) return undefined;
  const ids = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) ids.set(part.slice(1), decoded(segment));
    else if (part !== segment) return undefined;
  }
  return ids;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A broken percent sign names no entity: the raw text is looked up, and not found.
    return segment;
  }
}

export function family(path: string): ErrorFamily {
  if (path.startsWith('/cardpayments')) return 'cards';
  return path.startsWith('/directdebit') ? 'direct-debit' : 'vault';
}
