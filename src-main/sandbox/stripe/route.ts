import type { StripeCall, StripeDocument } from './documents.ts';
import type { FormBranch } from './form.ts';
import type { StripePage } from './paging.ts';
import { readShape } from './params.ts';
import type { Shape, Values } from './params.ts';
import type { Wire } from './wire.ts';

/** Groups of calls a restricted key may lack. */
export const permissions = [
  'account',
  'balance',
  'balance_transactions',
  'charges',
  'checkout_sessions',
  'customers',
  'disputes',
  'events',
  'invoices',
  'payment_intents',
  'payment_methods',
  'payouts',
  'portal_sessions',
  'prices',
  'refunds',
  'setup_intents',
  'subscriptions',
] as const;
export type Permission = (typeof permissions)[number];

/** A stored object, a page of them, or something made for the answer alone. */
export type Answer = StripeDocument | StripePage | MadeUp;

interface MadeUp {
  readonly object: 'made up';
  readonly sent: Wire;
}

export function madeUp(sent: Wire): MadeUp {
  return { object: 'made up', sent };
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Segments that begin with a colon take any value, handed to `run` in order. */
  readonly path: string;
  readonly permission: Permission;
  /** Names of the parameters it knows. */
  readonly parameters: readonly string[];
  /** Reads and judges the parameters; what it returns does the work. */
  readonly prepare: (sent: FormBranch) => (call: StripeCall, ids: readonly [string, string]) => Answer;
}

export function route<S extends Shape>(options: {
  readonly method: Route['method'];
  readonly path: string;
  readonly permission: Permission;
  readonly params: S;
  readonly run: (call: StripeCall, params: Values<S>, id: string, innerId: string) => Answer;
}): Route {
  return {
    method: options.method,
    path: options.path,
    permission: options.permission,
    parameters: Object.keys(options.params),
    prepare(sent) {
      const params = readShape(options.params, sent);
      return (call, ids) => options.run(call, params, ids[0], ids[1]);
    },
  };
}
