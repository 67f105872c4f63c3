import { sandboxKeys } from '../core/keys.ts';
import { accountId } from './account.ts';
import { StripeRefusal } from './refusal.ts';
import { permissions } from './route.ts';
import type { Permission, Route } from './route.ts';
import { apiVersion } from './version.ts';

/** A second key without any limit, to be replaced by and for. */
const secretKey = 'sk_test_demo_atelier_fleury';

/** `rk_test_demo_no_refunds`, `rk_test_demo_no_refunds_no_events` … lack those permissions; `_read_only` may change nothing. */
const lesserKey = /^rk_test_demo_(?:no_[a-z_]+|read_only)$/;

/**
 * Judges the key.
 *
 * @throws StripeRefusal 401 for a key that is missing, unknown or expired; 403 for one that lacks the permission.
 */
export function admit(headers: Readonly<Record<string, string>>, route: Route): void {
  const key = keyOf(headers['authorization']);
  if (key === undefined) {
    throw unauthenticated(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication for details.",
    );
  }
  if (key === sandboxKeys.stripeKey || key === secretKey) return;
  if (key === 'rk_test_demo_expired') {
    throw unauthenticated(`Expired API Key provided: ${masked(key)}`, 'api_key_expired');
  }
  if (key.startsWith('pk_')) {
    throw unauthenticated(
      'This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys.',
      'secret_key_required',
    );
  }
  if (!lesserKey.test(key)) throw unauthenticated(`Invalid API Key provided: ${masked(key)}`);
  const reading = route.method === 'GET';
  if (key.endsWith('_read_only') && reading) return;
  if (!key.endsWith('_read_only') && !lacking(key).includes(route.permission)) return;
  throw new StripeRefusal({
    status: 403,
    stored: false,
    error: {
      type: 'invalid_request_error',
      message: `The provided key '${masked(key)}' does not have the required permissions for this endpoint on account '${accountId}'. Having the 'rak_${route.permission}_${reading ? 'read' : 'write'}' permission would allow this request to continue.`,
    },
  });
}

/** @throws StripeRefusal 400 for a version this sandbox does not speak. */
export function checkVersion(headers: Readonly<Record<string, string>>): void {
  const version = headers['stripe-version'];
  if (version === undefined || version === apiVersion) return;
  throw new StripeRefusal({
    status: 400,
    stored: false,
    error: { type: 'invalid_request_error', message: `Invalid Stripe API version: ${version}` },
  });
}

function lacking(key: string): readonly Permission[] {
  return permissions.filter((permission) => `${key}_`.includes(`_no_${permission}_`));
}

function keyOf(authorization: string | undefined): string | undefined {
  const match = /^(Bearer|Basic)\s+(\S+)$/i.exec(authorization ?? '');
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  if (match[1].toLowerCase() === 'bearer') return match[2];
  const user = Buffer.from(match[2], 'base64').toString('utf8').split(':')[0];
  return user === '' ? undefined : user;
}

function masked(key: string): string {
  return key.length <= 12 ? '*'.repeat(key.length) : `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}`;
}

function unauthenticated(message: string, code?: string): StripeRefusal {
  return new StripeRefusal({
    status: 401,
    stored: false,
    error: { type: 'invalid_request_error', message, ...(code === undefined ? {} : { code }) },
  });
}
