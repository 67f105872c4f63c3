import * as v from 'valibot';
import type { PaysafeAccount } from '../../contract/provider.ts';
import type { KnownPayment, RecallEnd, RecallQuestion } from '../../payments/recall.ts';
import { byReference, cardPayments, directDebit } from './paths.ts';
import type { Reading } from './reading.ts';

type Trouble = Extract<RecallEnd, { complete: false }>['why'];

/** As far back as Paysafe shows a transaction. */
export const aYearMs = 365 * 86_400_000;

/** The ids of charges and holds whose reference can still be named, wherever the house has an account. */
export async function namedPayments(
  { read, accounts }: { readonly read: Reading; readonly accounts: readonly PaysafeAccount[] },
  { takes, now, signal }: RecallQuestion,
): Promise<KnownPayment[] | Trouble> {
  const found: KnownPayment[] = [];
  for (const { key } of takes) {
    for (const { number, kind } of accounts) {
      if (signal.aborted) return 'stopped';
      const list = kind === 'card' ? 'auths' : 'purchases';
      const base = kind === 'card' ? cardPayments(number) : directDebit(number);
      const answer = await read(byReference(`${base}/${list}`, key, now - aYearMs), v.record(v.string(), v.unknown()));
      if (!answer.ok) return answer.why;
      const rows = answer.value[list];
      for (const row of Array.isArray(rows) ? rows : []) {
        const one = v.safeParse(v.object({ id: v.string(), merchantRefNum: v.literal(key) }), row);
        if (!one.success) continue;
        const { id: ref } = one.output;
        found.push({ ref, account: number, customerRef: null, cardRef: null, settlementRefs: [], key });
      }
    }
  }
  return found;
}
