import type * as v from 'valibot';
import type { ProviderRequest, Read, Sender } from '../../payments/ports.ts';
import { parseAs, wireError } from './wire.ts';

/** One question to Paysafe and its answer as the schema says; otherwise why there is none. */
export type Reading = <T extends v.GenericSchema>(
  request: ProviderRequest,
  schema: T,
) => Promise<Read<v.InferOutput<T>>>;

/** "No such id" in the words of the Vault, of its tokens, of Cards and of Direct Debit. A wrong address (5273) is something else. */
const goneCodes = new Set(['5269', '7514', '3021', '2004']);

export function makeReading(sender: Pick<Sender, 'send'>): Reading {
  return async (request, schema) => {
    const result = await sender.send('paysafe', request, 'read');
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
    if (goneCodes.has(code)) return { ok: false, why: 'gone', detail: code };
    if (status === 429) return { ok: false, why: 'busy', detail: code };
    if (status >= 500) return { ok: false, why: 'no_answer', detail: `status_${status}` };
    return { ok: false, why: 'odd', detail: `status_${status} ${code}` };
  };
}
