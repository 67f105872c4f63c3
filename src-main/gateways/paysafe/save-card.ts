import type { PersonReason } from '../../contract/operation.ts';
import * as v from 'valibot';
import type { PaysafeAccount } from '../../contract/provider.ts';
import type { Operation, Outcome } from '../../payments/operation.ts';
import type { Plan, PlanOf } from '../../payments/order.ts';
import type { Answer, Finding, Prepared, ProviderRequest, Reading } from '../../payments/ports.ts';
import { followUpKey } from '../../payments/repeat-key.ts';
import { accountFor, cardPayments, get, send, vaultProfile } from './paths.ts';
import { cardRecord } from './records.ts';
import { profileGone } from './profile-gone.ts';
import { failedOutcome } from './refusals.ts';
import {
  parseAs,
  wireError,
  wireVaultCard,
  wireVerification,
  type WireVaultCard,
  type WireVerification,
} from './wire.ts';

type Typed = PlanOf<'verify_card' | 'save_card'>;

/** Whether the house has a Card Payments account in this currency: only there can a card be checked for no amount. */
export function checksCards(accounts: readonly PaysafeAccount[], currency: string): boolean {
  return accounts.some((account) => account.kind === 'card' && account.currency === currency);
}

/**
 * A check carries the security code inside the token and does not use the token up; keeping the card does (paysafe.md, section 3). The check is
 * the first use of the card, which later ones without the client must name. @throws GatewayRefusal account_missing
 */
export function prepareTyped(plan: Typed, accounts: readonly PaysafeAccount[]): Prepared {
  if (plan.kind === 'save_card') {
    const body = { singleUseToken: plan.token, merchantRefNum: plan.key };
    return { request: send('POST', `${vaultProfile(plan.customerRef)}/cards`, body), memo: {} };
  }
  const account = accountFor(accounts, 'card', plan.currency);
  const body = {
    merchantRefNum: plan.key,
    dupCheck: true,
    card: { paymentToken: plan.token },
    storedCredential: { type: 'ADHOC', occurrence: 'INITIAL' },
  };
  return { request: send('POST', `${cardPayments(account)}/verifications`, body), memo: { account } };
}

/** A card in the Vault keeps our reference as plain text, and is found by it among those of its profile. */
export function profileCards(customerRef: string): ProviderRequest {
  return get(`${vaultProfile(customerRef)}?fields=cards`);
}

/** A card is kept once its bank did not say no. */
export function keepTheCard(operation: Operation, outcome: Outcome): Plan | null {
  const { plan } = operation;
  if (plan.kind !== 'verify_card' || outcome.is !== 'done') return null;
  const { key, customerRef, token, lastFour, currency, agreed } = plan;
  const verificationRef = outcome.reference;
  const own = followUpKey(key, 'save_card');
  return { kind: 'save_card', key: own, customerRef, token, lastFour, verificationRef, currency, agreed };
}

export function readVerified(plan: PlanOf<'verify_card'>, body: string): Reading {
  const said = parseAs(wireVerification, body);
  return said ? { outcome: verifyOutcome(plan, said), records: {} } : unreadable;
}

/**
 * The bank's word on the card. One whose security code does not match is not kept, though Paysafe calls the check completed: somebody typed it
 * wrongly, or does not hold the card.
 */
export function verifyOutcome(plan: PlanOf<'verify_card'>, said: WireVerification): Outcome {
  if (said.merchantRefNum !== plan.key) return mismatch('key', { asked: plan.key, said: said.merchantRefNum });
  const shown = said.card?.lastDigits ?? plan.lastFour;
  if (shown !== plan.lastFour) return mismatch('target', { asked: plan.lastFour, said: shown });
  switch (said.status) {
    case 'COMPLETED':
      return said.cvvVerification === 'NO_MATCH'
        ? { is: 'rejected', code: 'security_code', message: '', reference: said.id }
        : { is: 'done', reference: said.id, moved: {} };
    case 'FAILED':
      return failedOutcome(plan, said);
    default:
      return { is: 'unclear', why: 'unknown_word' };
  }
}

export function readSaved(plan: PlanOf<'save_card'>, body: string, now: number): Reading {
  const card = parseAs(wireVaultCard, body);
  return card ? savedReading(plan, card, now) : unreadable;
}

function savedReading(plan: PlanOf<'save_card'>, card: WireVaultCard, now: number): Reading {
  if (card.merchantRefNum !== plan.key)
    return { outcome: mismatch('key', { asked: plan.key, said: card.merchantRefNum }), records: {} };
  if (card.lastDigits !== plan.lastFour)
    return { outcome: mismatch('target', { asked: plan.lastFour, said: card.lastDigits }), records: {} };
  return {
    outcome: { is: 'done', reference: card.id, moved: {} },
    records: { cards: [cardRecord(card, `paysafe:${plan.customerRef}`, now)] },
  };
}

/** What the profile shows of a card whose answer was lost. With a profile that is gone went whatever was kept there: nobody can tell any more, and no other try will do. */
export function savedSays(plan: PlanOf<'save_card'>, answer: Answer, now: number): Finding {
  if (answer.status !== 200) {
    const error = answer.status === 404 ? parseAs(wireError, answer.body)?.error : undefined;
    return error?.code === '5269'
      ? { found: 'outcome', reading: { outcome: profileGone(plan.customerRef, error.message), records: {} } }
      : { found: 'nothing_yet', why: `status_${answer.status}` };
  }
  const profile = parseAs(profileWithCards, answer.body);
  if (profile?.id !== plan.customerRef) return { found: 'nothing_yet', why: 'unreadable' };
  const own = profile.cards.find(({ merchantRefNum }) => merchantRefNum === plan.key);
  return own ? { found: 'outcome', reading: savedReading(plan, own, now) } : { found: 'absent' };
}
const profileWithCards = v.object({ id: v.string(), cards: v.array(wireVaultCard) });

function mismatch(why: PersonReason, evidence: Readonly<Record<string, string>>): Outcome {
  return { is: 'mismatch', why, evidence };
}

const unreadable: Reading = { outcome: { is: 'unclear', why: 'unreadable' }, records: {} };
