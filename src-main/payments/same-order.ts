import { impossible } from '../contract/impossible.ts';
import type { Purpose } from '../contract/consent.ts';
import type { Money } from '../contract/money.ts';
import type { Operation } from './operation.ts';
import type { BankFacts, NewBankAccount, Order, ReplaceHold } from './order.ts';

/** Whether this order is the one that its ticket was given for: another amount, card, hold, bill or purpose under it is another order, and is refused. */
export function isSameOrder(known: Operation, order: Order): boolean {
  if (order.kind === 'save_card')
    return 'token' in known.plan && known.plan.token === order.token && known.customerId === order.customerId;
  if (order.kind === 'replace') return isSameReplacement(known, order);
  if (known.kind !== order.kind || isReplacement(known)) return false;
  if (order.kind === 'save_bank_account') return known.customerId === order.customerId && isSameAccount(known, order);
  if (order.kind === 'add_profile' || order.kind === 'remove_customer') return known.customerId === order.customerId;
  switch (order.kind) {
    case 'charge':
    case 'hold':
      return (
        sameAmount(known.amount, order.amount) &&
        known.tip === order.tip &&
        namesCard(known, order.cardId) &&
        billOf(known) === (order.cause?.billId ?? null) &&
        purposeOf(known) === (order.cause?.purpose ?? 'balance')
      );
    case 'capture':
      return known.targetId === order.holdId && sameAmount(known.amount, order.amount);
    case 'release':
      return known.targetId === order.holdId;
    case 'refund':
      return known.targetId === order.paymentId && sameAmount(known.amount, order.amount);
    case 'remove_card':
    case 'set_default':
      return known.targetId === order.cardId;
    default:
      return impossible(order);
  }
}

function isReplacement({ plan }: Operation): boolean {
  return (
    ('replaces' in plan && plan.replaces !== undefined) || ('replacement' in plan && plan.replacement !== undefined)
  );
}

function isSameReplacement(known: Operation, order: ReplaceHold): boolean {
  const { plan, provider } = known;
  const placed =
    order.first === 'new' ? plan.kind === 'hold' && plan.replaces && plan : plan.kind === 'release' && plan.replacement;
  return (
    known.targetId === order.holdId &&
    !!placed &&
    sameAmount(placed.amount, order.amount) &&
    `${provider}:${placed.cardRef}` === order.cardId
  );
}

/** All that is kept of it. Two numbers that end alike are told apart by Paysafe alone: a dialog asks with a new ticket after each answer. */
function isSameAccount({ plan }: Operation, { account }: NewBankAccount): boolean {
  if (plan.kind !== 'save_bank_account') return false;
  const facts = ({ instrument, holder, lastDigits, codes }: BankFacts): string =>
    JSON.stringify([instrument, holder, lastDigits, Object.entries(codes).toSorted()]);
  return facts(plan) === facts(account);
}

function billOf({ plan }: Operation): string | null {
  return (plan.kind === 'charge' || plan.kind === 'hold') && plan.cause ? plan.cause.billId : null;
}

function purposeOf({ plan }: Operation): Purpose {
  return (plan.kind === 'charge' || plan.kind === 'hold') && plan.cause ? plan.cause.purpose : 'balance';
}

function namesCard(known: Operation, cardId: string): boolean {
  return (
    (known.plan.kind === 'charge' || known.plan.kind === 'hold') && `${known.provider}:${known.plan.cardRef}` === cardId
  );
}

function sameAmount(a: Money | null, b: Money): boolean {
  return a !== null && a.amount === b.amount && a.currency === b.currency;
}
