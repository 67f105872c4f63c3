import type { AgreedWords, Order } from '../../src-main/payments/order.ts';
import type { Bank } from './bank.ts';
import type { Chance } from './chance.ts';

const kinds = [
  ...(['charge', 'charge', 'charge', 'hold', 'capture', 'capture', 'capture', 'release'] as const),
  ...(['refund', 'refund', 'refund', 'remove_card', 'set_default'] as const),
];

const agreed: AgreedWords = {
  ...{ textId: 'visits', textVersion: 1, shown: 'Words', purposes: ['balance'], language: 'en' },
  ...{ capEach: null, capTotal: null, endsAt: null },
};

/** A card or bank account that was typed a moment ago, or a profile for somebody new: what the card window asks for. */
function atTheCounter(chance: Chance, counter: NonNullable<Bank['counter']>, ticket: string): Order {
  if (chance.happens(0.25)) return { kind: 'add_profile', ticket, customerId: counter.newcomer.id, locale: 'fr_CA' };
  const customerId = `paysafe:p-${chance.pick(['a', 'b'])}`;
  if (chance.happens(0.35)) {
    const number = chance.pick(['7310037', '7310037', '5550022']);
    const codes = { institutionId: '001', transitNumber: '25039' };
    return {
      ...{ kind: 'save_bank_account', ticket, customerId, number, addressRef: 'address-1', agreed, witness: 'Maude' },
      account: { instrument: 'eft', holder: 'Nadia Roy', codes, lastDigits: number.slice(-2) },
    };
  }
  const { token, endsAt, lastFour } = counter.types(chance);
  const card = { kind: 'card', brand: 'visa', lastFour, nickname: null } as const;
  return { kind: 'save_card', ticket, customerId, token, tokenEndsAt: endsAt, card, agreed: null };
}

const leaves = (chance: Chance, who: NonNullable<Bank['leaving']>, ticket: string): Order => ({
  kind: 'remove_customer',
  ticket,
  customerId: chance.pick(who).id,
  note: 'asked for it',
});

/** A hold in the place of another, mostly on a card of the same person. */
function replacement(chance: Chance, bank: Bank, ticket: string): Order | null {
  const holdId = idOf(bank, chance, ({ held }) => held > 0);
  if (holdId === null) return null;
  const whose = bank.payment(holdId.slice(`${bank.provider}:`.length))?.customerId ?? null;
  const own = bank.cards.filter(({ customerId, kind }) => customerId === whose && kind === 'card');
  const { id: cardId } = chance.pick(own.length > 0 && chance.happens(0.9) ? own : bank.cards);
  const amount = { amount: chance.pick([2500, 8000]), currency: 'CAD' };
  return { kind: 'replace', ticket, holdId, cardId, amount, first: chance.pick(['new', 'release']), note: null };
}

/**
 * What somebody at a desk asks for next: sums that repeat, targets that others have too. Null when there is nothing to ask it of. Mostly about cards that
 * are typed, where they are, and about holds that are replaced, where they are.
 */
export function orderOf(chance: Chance, bank: Bank, number: number): Order | null {
  const ticket = `ticket-${String(number).padStart(12, '0')}`;
  if (bank.replacing === true && chance.happens(0.45)) return replacement(chance, bank, ticket);
  if (bank.counter && bank.leaving && chance.happens(0.25)) return leaves(chance, bank.leaving, ticket);
  if (bank.counter && chance.happens(0.65)) return atTheCounter(chance, bank.counter, ticket);
  if (bank.leaving && chance.happens(0.35)) return leaves(chance, bank.leaving, ticket);
  const amount = { amount: chance.pick([2500, 2500, 8000]), currency: 'CAD' };
  // What several houses take for one bill is mostly the same, from the same card.
  const same = bank.billing === true && chance.happens(0.6);
  const card = chance.pick(same ? bank.cards.slice(0, 1) : bank.cards);
  const kind = same ? chance.pick(['charge', 'hold'] as const) : chance.pick(kinds);
  switch (kind) {
    case 'charge':
    case 'hold':
      return {
        kind,
        ticket,
        customerId: card.customerId,
        cardId: card.id,
        amount,
        tip: null,
        // Staff at two desks note what they like: the same order with other bytes.
        note: bank.billing === true && chance.happens(0.5) ? 'Coupe' : null,
        receiptEmail: null,
        ...(bank.billing === true ? { cause: { purpose: 'balance', billId: `bill-of-${card.customerId}` } } : {}),
      };
    case 'capture':
    case 'release': {
      const holdId = idOf(bank, chance, ({ held }) => held > 0);
      if (holdId === null) return null;
      return kind === 'capture' ? { kind, ticket, holdId, amount, note: null } : { kind, ticket, holdId, note: null };
    }
    case 'refund': {
      const paymentId = idOf(bank, chance, ({ taken }) => taken > 0);
      return paymentId === null ? null : { kind, ticket, paymentId, amount, note: null };
    }
    case 'remove_card':
      return { kind, ticket, cardId: card.id, note: null };
    case 'set_default':
      return { kind, ticket, cardId: card.id };
  }
}

/** Mostly one of which it makes sense, sometimes any: a desk that has not read for a while sees it as it was. */
function idOf(
  bank: Bank,
  chance: Chance,
  sensible: (payment: ReturnType<Bank['payments']>[number]) => boolean,
): string | null {
  const all = bank.payments();
  const from = chance.happens(0.85) ? all.filter(sensible) : all;
  return from.length === 0 ? null : `${bank.provider}:${chance.pick(from).ref}`;
}
