import * as v from 'valibot';
import { impossible } from '../../contract/impossible.ts';
import type { PaysafeAccount } from '../../contract/provider.ts';
import type { Operation } from '../../payments/operation.ts';
import type { Plan, PlanOf } from '../../payments/order.ts';
import { GatewayRefusal, type Prepared, type ProviderRequest, type Read } from '../../payments/ports.ts';
import { prepareProfile, profileByName } from './add-profile.ts';
import {
  accountFor,
  byReference,
  cardPayments,
  directDebit,
  get,
  remove,
  safeText,
  segment,
  send,
  vaultInstrument,
  vaultProfile,
} from './paths.ts';
import { prepareBankAccount, profileAccounts } from './save-bank-account.ts';
import { prepareTyped, profileCards } from './save-card.ts';

export interface OrderParts {
  accounts(): readonly PaysafeAccount[];
  /** the account under which a profile was last read; null: not known. Absent: nothing is ever known */
  accountOf?(customerRef: string): Promise<string | null>;
  /** the saved card exactly as Paysafe has it: a PUT replaces all of it */
  readCard(path: string): Promise<Read<Record<string, unknown>>>;
}

/** A look-up reaches back as far as Paysafe refuses a reference as used (90 days): what it calls a duplicate must be found. */
export const lookBackMs = 91 * 86_400_000;
/** As far as Paysafe keeps transactions for a look-up (paysafe.md, section 1). */
export const lookBackUnsureMs = 365 * 86_400_000;

/** In the memo of an order in the Vault, which names no account: the one of the merchant whose Vault it is. */
export const merchant = 'merchant';

/** Plan → the exact Paysafe request; our key is its merchantRefNum. @throws GatewayRefusal account_missing, card_not_usable */
export async function prepare(plan: Plan, parts: OrderParts): Promise<Prepared> {
  const prepared = await requestOf(plan, parts);
  if (prepared.memo['account'] !== undefined) return prepared;
  const known = 'customerRef' in plan ? await parts.accountOf?.(plan.customerRef) : null;
  const number = known ?? parts.accounts()[0]?.number;
  return number === undefined ? prepared : { ...prepared, memo: { ...prepared.memo, [merchant]: number } };
}

async function requestOf(plan: Plan, parts: OrderParts): Promise<Prepared> {
  switch (plan.kind) {
    case 'charge':
    case 'hold':
      return take(plan, parts);
    case 'capture': {
      const account = plan.account ?? accountFor(parts.accounts(), 'card', plan.amount.currency);
      const path = `${cardPayments(account)}/auths/${segment(plan.paymentRef)}/settlements`;
      return { request: send('POST', path, step(plan)), memo: { account } };
    }
    case 'release': {
      const account = plan.account ?? accountFor(parts.accounts(), 'card', plan.amount.currency);
      const path = `${cardPayments(account)}/auths/${segment(plan.paymentRef)}/voidauths`;
      return { request: send('POST', path, step(plan)), memo: { account } };
    }
    case 'refund':
      return giveBack(plan, parts);
    case 'remove_card':
      return { request: remove(vaultInstrument(plan.customerRef, plan.instrument, plan.cardRef)), memo: {} };
    case 'remove_customer':
      // 200 with an empty body [R]; the tokens of its cards are of no use afterwards (paysafe.md, sections 2 and 13).
      return { request: remove(vaultProfile(plan.customerRef)), memo: {} };
    case 'set_default':
      return makeDefault(plan, parts);
    case 'add_profile':
      return prepareProfile(plan);
    case 'save_bank_account':
      return prepareBankAccount(plan);
    case 'verify_card':
    case 'save_card':
      return prepareTyped(plan, parts.accounts());
    default:
      return impossible(plan);
  }
}

function step(plan: PlanOf<'capture' | 'release' | 'refund'>): object {
  return { merchantRefNum: plan.key, amount: plan.amount.amount, dupCheck: true };
}

function take(plan: PlanOf<'charge' | 'hold'>, parts: OrderParts): Prepared {
  const account = accountFor(parts.accounts(), plan.instrument, plan.amount.currency);
  if (plan.instrument !== 'card') {
    if (plan.kind === 'hold')
      throw new GatewayRefusal('card_not_usable', 'A bank account cannot be held, only debited');
    const party = { paymentToken: plan.payToken, ...(plan.instrument === 'ach' ? { payMethod: 'PPD' } : {}) };
    const body = { merchantRefNum: plan.key, amount: plan.amount.amount, dupCheck: true, [plan.instrument]: party };
    return {
      request: send('POST', `${directDebit(account)}/purchases`, body),
      memo: { account, bank: plan.instrument },
    };
  }
  const description = plan.description === null ? '' : safeText(plan.description, 255);
  const body = {
    merchantRefNum: plan.key,
    amount: plan.amount.amount,
    settleWithAuth: plan.kind === 'charge',
    dupCheck: true,
    card: { paymentToken: plan.payToken },
    storedCredential: storedCredential(plan),
    // A hold is kept for days: Paysafe asks for preAuth when the capture cannot follow within about four.
    ...(plan.kind === 'hold' ? { preAuth: true } : {}),
    ...(description === '' ? {} : { description }),
  };
  return { request: send('POST', `${cardPayments(account)}/auths`, body), memo: { account } };
}

/**
 * The desk charges a remaining balance without the customer typing anything: a merchant-initiated, unscheduled payment (TOPUP / SUBSEQUENT),
 * which must name the first transaction on the card. Where we do not know one, the customer at the counter picked the card: ADHOC / SUBSEQUENT.
 */
function storedCredential(plan: PlanOf<'charge' | 'hold'>): object {
  return plan.initialTransactionRef === null
    ? { type: 'ADHOC', occurrence: 'SUBSEQUENT' }
    : { type: 'TOPUP', occurrence: 'SUBSEQUENT', initialTransactionId: plan.initialTransactionRef };
}

function giveBack(plan: PlanOf<'refund'>, parts: OrderParts): Prepared {
  const account = plan.account ?? accountFor(parts.accounts(), 'card', plan.amount.currency);
  const bank = isBankAccount(parts.accounts(), account);
  const base = bank ? `${directDebit(account)}/purchases` : `${cardPayments(account)}/settlements`;
  const path = `${base}/${segment(plan.settlementRef)}`;
  const memo = { account, ...(bank ? { bank: 'yes' } : {}) };
  if (plan.means === 'cancel') return { request: send('PUT', path, { status: 'CANCELLED' }), memo };
  if (bank)
    throw new GatewayRefusal(
      'card_not_usable',
      'A bank debit that was collected is not refunded through Paysafe’s Direct Debit purchases',
    );
  return { request: send('POST', `${path}/refunds`, step(plan)), memo };
}

/** What a PUT may carry (paysafe.md, section 3): all of it is sent back, for what is left out (billingAddressId …) would be dropped. */
const replaceable = v.object({
  cardExpiry: v.object({ month: v.number(), year: v.number() }),
  holderName: v.optional(v.string()),
  nickName: v.optional(v.string()),
  merchantRefNum: v.optional(v.string()),
  billingAddressId: v.optional(v.string()),
  accountId: v.optional(v.string()),
});

async function makeDefault(plan: PlanOf<'set_default'>, parts: OrderParts): Promise<Prepared> {
  if (plan.instrument !== 'card')
    throw new GatewayRefusal('card_not_usable', 'Only a card can be the default at Paysafe');
  const path = vaultInstrument(plan.customerRef, plan.instrument, plan.cardRef);
  const read = await parts.readCard(path);
  if (!read.ok) throw new GatewayRefusal(unread[read.why], read.detail);
  const card = v.safeParse(replaceable, read.value);
  if (!card.success) throw new GatewayRefusal('card_not_usable', 'Paysafe shows this card without its expiry');
  return { request: send('PUT', path, { ...card.output, defaultCardIndicator: true }), memo: {} };
}

/** Why the card could not be read first, in the words an order is refused with. */
const unread = {
  gone: 'card_not_usable',
  odd: 'card_not_usable',
  permission: 'card_not_usable',
  no_answer: 'offline',
  busy: 'offline',
  key_missing: 'key_missing',
  key_refused: 'key_missing',
} as const satisfies Record<Extract<Read<unknown>, { ok: false }>['why'], GatewayRefusal['code']>;

export function isBankAccount(accounts: readonly PaysafeAccount[], number: string | null): boolean {
  return accounts.some((account) => account.number === number && account.kind !== 'card');
}

/** Look-ups by our reference, or of the target itself where the question is what became of it. */
export function question(operation: Operation, now: number): ProviderRequest {
  const { plan, memo } = operation;
  const account = memo['account'] ?? '';
  const { providerClockAt } = operation;
  // By Paysafe's own clock where we knew it; else by ours, which may be wrong by months.
  const since =
    providerClockAt === null || memo['there'] !== undefined
      ? Math.min(operation.createdAt, now) - lookBackUnsureMs
      : providerClockAt - lookBackMs;
  const elsewhere = operation.state.name === 'unknown' && operation.state.why === 'state_elsewhere';
  switch (plan.kind) {
    case 'charge':
    case 'hold':
      return memo['bank'] === undefined
        ? byReference(`${cardPayments(account)}/auths`, plan.key, since)
        : byReference(`${directDebit(account)}/purchases`, plan.key, since);
    case 'capture':
      return elsewhere
        ? get(`${cardPayments(account)}/auths/${segment(plan.paymentRef)}`)
        : byReference(`${cardPayments(account)}/settlements`, plan.key, since);
    case 'release':
      return elsewhere
        ? get(`${cardPayments(account)}/auths/${segment(plan.paymentRef)}`)
        : byReference(`${cardPayments(account)}/voidauths`, plan.key, since);
    case 'refund':
      if (memo['bank'] !== undefined) return get(`${directDebit(account)}/purchases/${segment(plan.settlementRef)}`);
      return plan.means === 'cancel' || elsewhere
        ? get(`${cardPayments(account)}/settlements/${segment(plan.settlementRef)}`)
        : byReference(`${cardPayments(account)}/refunds`, plan.key, since);
    case 'remove_card':
    case 'set_default':
      return get(vaultInstrument(plan.customerRef, plan.instrument, plan.cardRef));
    case 'remove_customer':
      return get(vaultProfile(plan.customerRef));
    case 'verify_card':
      return byReference(`${cardPayments(account)}/verifications`, plan.key, since);
    case 'add_profile':
      return profileByName(plan);
    case 'save_card':
      return profileCards(plan.customerRef);
    case 'save_bank_account':
      return profileAccounts(plan);
    default:
      return impossible(plan);
  }
}
