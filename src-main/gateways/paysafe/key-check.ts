import { refused } from '../../contract/failure.ts';
import type { PaysafeAccount } from '../../contract/provider.ts';
import type { ProviderRequest, SendResult } from '../../payments/ports.ts';
import type { CheckedKey } from '../key-check.ts';
import { byReference, cardPayments, directDebit, get } from './paths.ts';
import { parseAs, wireError } from './wire.ts';

/** Looked up to see whether the key may ask; nobody has it. */
const probeName = 'comptoir-probe';

/**
 * Tries a Paysafe key pair with the accounts it is for. Reads only: a profile and, per account, a transaction that do not exist; what counts
 * is whether Paysafe lets us ask. A wrong account number comes back as `account_missing` with the number.
 */
export async function checkPaysafeKey(
  key: {
    readonly username: string;
    readonly password: string;
    readonly mode: 'test' | 'live';
    readonly accounts: readonly PaysafeAccount[];
  },
  send: (request: ProviderRequest) => Promise<SendResult>,
  now: number,
): Promise<CheckedKey> {
  if (key.username === '' || key.password === '' || key.username.includes(':')) return no('key_malformed');
  const vault = await verdict(await send(get(`/customervault/v1/profiles?merchantCustomerId=${probeName}`)));
  if (vault !== 'yes' && vault !== 'no') return no(vault);
  const permissions: { name: string; granted: 'yes' | 'no' }[] = [{ name: 'customer_vault', granted: vault }];
  for (const account of key.accounts) {
    const base =
      account.kind === 'card' ? `${cardPayments(account.number)}/auths` : `${directDebit(account.number)}/purchases`;
    const asked = await verdict(await send(byReference(base, probeName, now)));
    if (asked === 'no') return no('account_missing', { number: account.number });
    if (asked !== 'yes') return no(asked);
    permissions.push({
      name: `${account.kind === 'card' ? 'card_payments' : 'direct_debit'} ${account.number}`,
      granted: 'yes',
    });
  }
  return { ok: true, mode: key.mode, kind: 'server', business: null, permissions };
}

async function verdict(result: SendResult): Promise<'yes' | 'no' | 'offline' | 'key_refused' | 'provider_odd'> {
  if (result.got === 'nothing') return 'offline';
  const { status, body } = result.answer;
  if (status === 200) return 'yes';
  const code = parseAs(wireError, body)?.error.code;
  if (code === undefined) return status >= 500 ? 'offline' : 'provider_odd';
  if (status === 401) return code === '5040' ? 'no' : 'key_refused';
  // 5269: no such profile, which is the answer we hope for. 5270, 5016, 5017: not this account.
  if (code === '5269') return 'yes';
  if (status === 403 || code === '5016' || code === '5017') return 'no';
  return status >= 500 || status === 429 ? 'offline' : 'provider_odd';
}

function no(
  code: 'key_malformed' | 'key_refused' | 'offline' | 'provider_odd' | 'account_missing',
  facts: Record<string, string> = {},
): CheckedKey {
  return { ok: false, failure: refused(code, { provider: 'paysafe', ...facts }).failure };
}
