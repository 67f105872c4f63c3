import type { PersonReason } from '../../contract/operation.ts';
import type { Outcome } from '../../payments/operation.ts';
import type { Plan, PlanOf } from '../../payments/order.ts';
import type { Answer, Finding, Prepared, ProviderRequest, Reading } from '../../payments/ports.ts';
import { unwrittenMark } from '../../payments/unwritten.ts';
import { get, safeText, send, vaultBankFolder, vaultProfile } from './paths.ts';
import { profileGone } from './profile-gone.ts';
import { bankRecord } from './records.ts';
import { parseAs, wireBankAccount, wireError, wireProfile, type WireBankAccount } from './wire.ts';

type BankPlan = PlanOf<'save_bank_account'>;

/** As the replies of the Vault name the lists of a profile (paysafe.md, section 2). */
const listNames = {
  ach: 'achBankAccounts',
  eft: 'eftBankAccounts',
  bacs: 'bacsBankAccounts',
  sepa: 'sepaBankAccounts',
} as const satisfies Record<BankPlan['instrument'], string>;

/** The account with its mandate in one request. Where its number belongs stands a mark: this request is stored, and the number is not. */
export function prepareBankAccount(plan: BankPlan): Prepared {
  const number = plan.instrument === 'sepa' ? 'iban' : 'accountNumber';
  const body = {
    accountHolderName: safeText(plan.holder, 34),
    billingAddressId: plan.addressRef,
    merchantRefNum: plan.key,
    ...plan.codes,
    [number]: unwrittenMark,
    ...(plan.mandate === null ? {} : { mandates: [{ reference: plan.mandate }] }),
  };
  return { request: send('POST', vaultBankFolder(plan.customerRef, plan.instrument), body), memo: {} };
}

/** An account keeps our reference as plain text, and is found by it among those of its profile. */
export function profileAccounts({ customerRef, instrument }: BankPlan): ProviderRequest {
  return get(`${vaultProfile(customerRef)}?fields=${instrument}bankaccounts`);
}

export function readSavedAccount(plan: BankPlan, body: string, now: number): Reading {
  const account = parseAs(wireBankAccount, body);
  return account ? savedReading(plan, account, now) : unreadable;
}

function savedReading(plan: BankPlan, account: WireBankAccount, now: number): Reading {
  if (account.merchantRefNum !== plan.key)
    return { outcome: mismatch('key', { asked: plan.key, said: account.merchantRefNum }), records: {} };
  if (account.lastDigits !== plan.lastDigits)
    return { outcome: mismatch('target', { asked: plan.lastDigits, said: account.lastDigits }), records: {} };
  const about = { kind: plan.instrument, customerId: `paysafe:${plan.customerRef}`, readAt: now };
  return {
    outcome: { is: 'done', reference: account.id, moved: {} },
    records: { cards: [bankRecord(account, about)] },
  };
}

/** What the profile shows of an account whose answer was lost. With a profile that is gone went whatever was kept there: nobody can tell any more, and no other try will do. */
export function savedAccountSays(plan: BankPlan, answer: Answer, now: number): Finding {
  if (answer.status !== 200) {
    const error = answer.status === 404 ? parseAs(wireError, answer.body)?.error : undefined;
    return error?.code === '5269'
      ? { found: 'outcome', reading: { outcome: profileGone(plan.customerRef, error.message), records: {} } }
      : { found: 'nothing_yet', why: `status_${answer.status}` };
  }
  const profile = parseAs(wireProfile, answer.body);
  if (profile?.id !== plan.customerRef) return { found: 'nothing_yet', why: 'unreadable' };
  const own = profile[listNames[plan.instrument]].find(({ merchantRefNum }) => merchantRefNum === plan.key);
  return own ? { found: 'outcome', reading: savedReading(plan, own, now) } : { found: 'absent' };
}

/** "Bank account already in use - <account id>" (7506): the one that is there is the one that was to be there. Null: it does not say which. */
export function alreadyAnAccount(
  plan: Plan,
  { code, message }: { readonly code: string; readonly message: string },
): Outcome | null {
  if (plan.kind !== 'save_bank_account' || code !== '7506') return null;
  const id = / - ([\w-]{8,64})$/.exec(message)?.[1];
  return id === undefined ? null : { is: 'done', reference: id, moved: {}, elsewhere: true };
}

function mismatch(why: PersonReason, evidence: Readonly<Record<string, string>>): Outcome {
  return { is: 'mismatch', why, evidence };
}

const unreadable: Reading = { outcome: { is: 'unclear', why: 'unreadable' }, records: {} };
