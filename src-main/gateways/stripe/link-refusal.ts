import type { LinkOutcome } from '../../payments/page-link.ts';
import type { Answer } from '../../payments/ports.ts';
import { parseAs, wireError } from './wire.ts';

/** An answer other than 200 to the request that makes a page. */
export function refusal({ status, body }: Answer): LinkOutcome {
  const error = parseAs(wireError, body)?.error;
  const code = error?.code ?? error?.type ?? `status_${status}`;
  if (status === 429) return { is: 'not_run', code: 'rate_limited' };
  if (error?.type === 'idempotency_error' || !error) return { is: 'unclear', why: code };
  // Refused, and kept under the key or not: either way no page was made by it.
  return status === 400 || status === 401 || status === 403 || status === 404
    ? { is: 'not_run', code: status === 401 ? 'key_refused' : status === 403 ? 'permission_missing' : code }
    : { is: 'unclear', why: code };
}
