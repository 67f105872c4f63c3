import type * as v from 'valibot';
import type Stripe from 'stripe';
import type { Read, Sender } from '../../payments/ports.ts';
import { recordRequest } from './record.ts';
import { parseAs, wireError } from './wire.ts';

/** One question to Stripe, built by the official package, and its answer as the schema says; otherwise why there is none. */
export type Reading = <T extends v.GenericSchema>(
  build: (stripe: Stripe) => Promise<unknown>,
  schema: T,
) => Promise<Read<v.InferOutput<T>>>;

export function makeReading(sender: Pick<Sender, 'send'>): Reading {
  return async (build, schema) => {
    const result = await sender.send('stripe', await recordRequest(build), 'read');
    if (result.got === 'nothing')
      return { ok: false, why: result.why === 'key_missing' ? 'key_missing' : 'no_answer', detail: result.why };
    const { status, body } = result.answer;
    if (status === 200) {
      const value = parseAs(schema, body);
      return value === null ? { ok: false, why: 'odd', detail: 'unreadable' } : { ok: true, value };
    }
    const code = parseAs(wireError, body)?.error.code ?? '';
    if (status === 401) return { ok: false, why: 'key_refused', detail: code };
    if (status === 403) return { ok: false, why: 'permission', detail: code };
    if (status === 404 && code === 'resource_missing') return { ok: false, why: 'gone', detail: code };
    if (status === 429) return { ok: false, why: 'busy', detail: code };
    if (status >= 500) return { ok: false, why: 'no_answer', detail: `status_${status}` };
    return code === 'resource_missing'
      ? { ok: false, why: 'gone', detail: code }
      : { ok: false, why: 'odd', detail: `status_${status} ${code}` };
  };
}
