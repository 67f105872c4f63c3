import type { ProviderName } from '../contract/provider.ts';
import type { Clock, ProviderRequest } from '../payments/ports.ts';

/** Requests a second to one endpoint. Stripe: 25 by default (docs.stripe.com/rate-limits); Paysafe publishes none, so the same calm. */
const perSecond = 25;
/** So many may go at once after a quiet moment. */
const burst = 25;

/**
 * Keeps each endpoint of each provider under its rate: waits before a request when too many went out in the last second. An endpoint is
 * the method and the path with ids left out, as the providers count.
 */
export function makePace(parts: {
  readonly clock: Clock;
  readonly wait: (ms: number) => Promise<void>;
}): (provider: ProviderName, request: ProviderRequest) => Promise<void> {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return async (provider, request) => {
    const name = `${provider} ${request.method} ${endpointOf(request.path)}`;
    const now = parts.clock.steady();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * perSecond) - 1;
    // Below zero the next ones stand in line: each its own place, so that waiting requests do not all leave together.
    buckets.set(name, { tokens, at: now });
    if (tokens < 0) await parts.wait(Math.ceil((-tokens / perSecond) * 1000));
  };
}

function endpointOf(path: string): string {
  const [bare = ''] = path.split('?');
  return bare.replace(/\/(?:[a-z]+_[A-Za-z0-9]{6,}|[0-9a-f-]{32,36}|\d{4,})(?=\/|$)/g, '/:id');
}
