import { AsyncLocalStorage } from 'node:async_hooks';
import type Stripe from 'stripe';
import type { ProviderRequest } from '../../payments/ports.ts';

type HttpClient = NonNullable<NonNullable<ConstructorParameters<typeof Stripe>[1]>['httpClient']>;

/** Headers that belong to the request itself; the rest (authorization, agent, telemetry) is the sender's or nobody's. */
const keptHeaders = ['content-type', 'stripe-version', 'idempotency-key'];

/** Where the request being built right now is written down; each build has its own, however many are under way. */
const building = new AsyncLocalStorage<ProviderRequest[]>();
let recorder: Promise<Stripe> | null = null;

/**
 * Lets the official package build a request and writes it down instead of sending it: method, path, headers and body exactly as the
 * package would send them. The bytes are stored in the ledger first and sent by our sender, now or after a restart.
 * See docs/decisions/0001-recorded-stripe-requests.md.
 */
export async function recordRequest(build: (stripe: Stripe) => Promise<unknown>): Promise<ProviderRequest> {
  // Loaded at the first order: the first list is on screen long before (design, section 9).
  recorder ??= makeRecorder();
  const stripe = await recorder;
  const built: ProviderRequest[] = [];
  await building.run(built, () => build(stripe));
  const [request] = built;
  if (!request || built.length > 1) throw new Error(`The Stripe package built ${built.length} requests for one order`);
  return request;
}

async function makeRecorder(): Promise<Stripe> {
  const { default: StripePackage } = await import('stripe');
  const client = {
    getClientName: () => 'comptoir-recorder',
    makeRequest: async (_host: string, _port: string, path: string, method: string, headers: object, body: string) => {
      building.getStore()?.push({
        method: asMethod(method),
        path,
        headers: kept(headers),
        body: body === '' || body === null ? null : body,
      });
      return emptyAnswer;
    },
  };
  return new StripePackage('sk_never_sent', {
    // The package asks for its own class; only these two functions of it are ever called.
    httpClient: client as unknown as HttpClient,
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

const emptyAnswer = {
  getStatusCode: () => 200,
  getHeaders: () => ({}),
  getRawResponse: () => ({}),
  toStream: () => {
    throw new Error('A recorded request has no stream');
  },
  toJSON: async () => ({}),
};

function asMethod(method: string): ProviderRequest['method'] {
  if (method === 'GET' || method === 'POST' || method === 'DELETE') return method;
  throw new Error(`The Stripe package built an unexpected ${method} request`);
}

function kept(headers: object): Record<string, string> {
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (keptHeaders.includes(lower) && value !== undefined && value !== null) own[lower] = String(value);
  }
  return own;
}
