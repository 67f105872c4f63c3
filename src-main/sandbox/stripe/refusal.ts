import type { SandboxReply } from '../core/message.ts';
import { jsonReply } from '../core/message.ts';

/** What Stripe puts under `error`; see https://docs.stripe.com/api/errors. */
export interface StripeErrorBody {
  readonly type: 'invalid_request_error' | 'card_error' | 'api_error' | 'idempotency_error';
  readonly message: string;
  readonly code?: string;
  readonly param?: string;
  readonly [more: string]: unknown;
}

interface RefusalOptions {
  readonly status: number;
  readonly error: StripeErrorBody;
  /** Whether the answer is kept under the idempotency key: not for what was refused before the endpoint began. */
  readonly stored: boolean;
  /** A decline leaves traces (failed charge, last error); every other refusal undoes what it began. */
  readonly keepsChanges?: boolean;
}

/** An answer other than 200, thrown from wherever it becomes certain. */
export class StripeRefusal extends Error {
  readonly status: number;
  readonly error: StripeErrorBody;
  readonly stored: boolean;
  readonly keepsChanges: boolean;

  constructor(options: RefusalOptions) {
    super(options.error.message);
    this.name = 'StripeRefusal';
    this.status = options.status;
    this.error = options.error;
    this.stored = options.stored;
    this.keepsChanges = options.keepsChanges ?? false;
  }

  reply(): SandboxReply {
    const { code } = this.error;
    const documented =
      code === undefined ? {} : { doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}` };
    return jsonReply(this.status, { error: { ...documented, ...this.error } });
  }
}

/** 400 before the endpoint began: a parameter that cannot be. */
export function badParameter(param: string, message: string, code?: string): StripeRefusal {
  return new StripeRefusal({
    status: 400,
    stored: false,
    error: { type: 'invalid_request_error', message, param, ...(code === undefined ? {} : { code }) },
  });
}

/** 400 from the endpoint itself: the object is not in a state for this. `more` may carry the object. */
export function wrongState(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): StripeRefusal {
  return new StripeRefusal({
    status: 400,
    stored: true,
    error: { type: 'invalid_request_error', code, message, ...more },
  });
}

/** 400 from the endpoint about a parameter whose value only fails against what is stored. */
export function wrongValue(param: string, message: string, code?: string): StripeRefusal {
  return new StripeRefusal({
    status: 400,
    stored: true,
    error: { type: 'invalid_request_error', message, param, ...(code === undefined ? {} : { code }) },
  });
}

/**
 * No object of that id: 404 when the path named it, 400 when a parameter did.
 * An id of live mode is invisible to a test key and says so.
 */
export function missingObject(options: { noun: string; id: string; param: string; inPath: boolean }): StripeRefusal {
  const otherMode = /_live/.test(options.id)
    ? '; a similar object exists in live mode, but a test mode key was used to make this request.'
    : '';
  return new StripeRefusal({
    status: options.inPath ? 404 : 400,
    stored: true,
    error: {
      type: 'invalid_request_error',
      code: 'resource_missing',
      message: `No such ${options.noun}: '${options.id}'${otherMode}`,
      param: options.param,
    },
  });
}

/** 402; what was tried stays on record. */
export function cardRefused(
  error: Readonly<Record<string, unknown>> & { readonly code: string; readonly message: string },
): StripeRefusal {
  return new StripeRefusal({
    status: 402,
    stored: true,
    keepsChanges: true,
    error: { type: 'card_error', ...error },
  });
}
