import * as v from 'valibot';
import { refused, type Failure } from '../../contract/failure.ts';
import type { PaysafeAccount } from '../../contract/provider.ts';
import type { ProviderRequest, SendResult } from '../../payments/ports.ts';
import type { CheckedKey } from '../key-check.ts';
import { byReference, cardPayments, directDebit, get, send as post } from './paths.ts';
import { parseAs, wireError, wireProfile } from './wire.ts';

/**
 * Tries the public key of the card fields. It asks for a token of no card: Paysafe lets such a key in and finds the card missing, turns the server key
 * away and knows no other. No card is in the request. Null: it may make tokens. (That the real Paysafe answers in this order is not confirmed.)
 */
export async function checkCardKey(send: (request: ProviderRequest) => Promise<SendResult>): Promise<Failure | null> {
  const result = await send(post('POST', '/customervault/v1/singleusetokens', {}));
  if (result.got === 'nothing') return refused('offline', { provider: 'paysafe' }).failure;
  const { status, body } = result.answer;
  if (status >= 500 || status === 429) return refused('provider_unavailable', { provider: 'paysafe' }).failure;
  const code = parseAs(wireError, body)?.error.code;
  if (code === undefined) return refused('provider_odd', { provider: 'paysafe' }).failure;
  if (status === 400) return null;
  return refused(status === 401 ? 'key_refused' : 'permission_missing', {
    provider: 'paysafe',
    name: 'single_use_tokens',
  }).failure;
}

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
  const vault = verdict(await send(get(`/customervault/v1/profiles?merchantCustomerId=${probeName}`)), wireProfile);
  // The public key that makes single-use tokens ends here too: it may read nobody.
  if (vault === 'no') return no('permission_missing', { name: 'customer_vault' });
  if (vault !== 'yes') return no(vault);
  const permissions: { name: string; granted: 'yes' | 'no' }[] = [{ name: 'customer_vault', granted: vault }];
  for (const account of key.accounts) {
    const base =
      account.kind === 'card' ? `${cardPayments(account.number)}/auths` : `${directDebit(account.number)}/purchases`;
    const asked = verdict(await send(byReference(base, probeName, now)), foundList);
    if (asked === 'no') return no('account_missing', { number: account.number });
    if (asked !== 'yes') return no(asked);
    permissions.push({
      name: `${account.kind === 'card' ? 'card_payments' : 'direct_debit'} ${account.number}`,
      granted: 'yes',
    });
  }
  return { ok: true, mode: key.mode, kind: 'server', business: null, account: null, permissions };
}

const foundList = v.union([v.object({ auths: v.array(v.unknown()) }), v.object({ purchases: v.array(v.unknown()) })]);

function verdict(
  result: SendResult,
  wanted: v.GenericSchema,
): 'yes' | 'no' | 'offline' | 'key_refused' | 'provider_odd' | 'provider_unavailable' {
  if (result.got === 'nothing') return 'offline';
  const { status, body } = result.answer;
  // A page of a hotel's network answers 200 too.
  if (status === 200) return parseAs(wanted, body) === null ? 'provider_odd' : 'yes';
  if (status >= 500 || status === 429) return 'provider_unavailable';
  const code = parseAs(wireError, body)?.error.code;
  if (code === undefined) return 'provider_odd';
  if (status === 401) return code === '5040' ? 'no' : 'key_refused';
  // 5269: no such profile, which is the answer we hope for; 7521: even several. 5270, 5016, 5017: not this account.
  if (code === '5269' || code === '7521') return 'yes';
  return status === 403 || code === '5016' || code === '5017' ? 'no' : 'provider_odd';
}

function no(
  code:
    | 'key_malformed'
    | 'key_refused'
    | 'offline'
    | 'provider_odd'
    | 'provider_unavailable'
    | 'permission_missing'
    | 'account_missing',
  facts: Record<string, string> = {},
): CheckedKey {
  return { ok: false, failure: refused(code, { provider: 'paysafe', ...facts }).failure };
}
