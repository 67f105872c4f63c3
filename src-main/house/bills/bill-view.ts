import type { BillRow } from '../../contract/bill.ts';
import type { CardLabel } from '../../contract/card.ts';
import type { ConsentState, Purpose } from '../../contract/consent.ts';
import type { FailureCode } from '../../contract/failure.ts';
import type { Payer } from '../../ledger/payers.ts';
import { expiryState } from '../../mirror/views.ts';
import { judgeConsent } from '../../payments/consent.ts';
import type { CardRecord } from '../../payments/records.ts';
import { isExpired } from '../../payments/limits.ts';
import { monthOf } from '../days/calendar.ts';
import type { SummedBill } from './bill-sums.ts';
import { nothingHeard, type HeardOfBill } from './given-back-found.ts';
import { lentCards } from '../cards/payers.ts';
import type { World } from '../world.ts';

/**
 * A bill as lists show it, with the card that would be charged and the next thing to do.
 * @param heard what the providers say of its payments besides
 */
export async function billRow(
  world: World,
  { bill, sums, missed, closed }: SummedBill,
  { found, disputed }: HeardOfBill = nothingHeard,
): Promise<BillRow> {
  const wanted = bill.customerId !== null && !bill.cancelled && sums.remaining > 0;
  const person = wanted && bill.customerId !== null ? await world.mirror.person(bill.customerId) : null;
  const lent = person
    ? await lentCards(
        world,
        person.customers.map((customer) => customer.id),
      )
    : [];
  const all = [...(person?.cards ?? []).map((own) => ({ card: own, payer: null })), ...lent];
  const card = person ? await cardFor(world, all, wantedOf({ sums, missed })) : null;
  const givenBack = found.reduce((sum, { amount }) => sum + amount, 0);
  const cardsUnread = wanted && card === null && (person === null || person.cardsUnread);
  return {
    id: bill.id,
    code: bill.code,
    customerId: bill.customerId,
    customerName: bill.customerName,
    visit: bill.visit,
    currency: bill.currency,
    total: bill.total,
    tax: bill.tax,
    tips: sums.tips,
    paid: sums.paid,
    coming: sums.coming,
    remaining: sums.remaining,
    over: sums.over,
    held: sums.held,
    givenBack,
    ...(disputed > 0 ? { disputed } : {}),
    state: stateOf({ bill, sums, missed }),
    closed: closed && { by: closed.by, at: closed.at },
    missed,
    next: nextOf(
      { cancelled: bill.cancelled !== null, known: bill.customerId !== null, cardsUnread, givenBack, ...sums },
      card,
    ),
    card,
    cardsUnread,
    source: bill.source,
    note: bill.note,
    version: bill.version,
  };
}

interface Taken {
  /** minor units of the house's currency */
  readonly amount: number;
  readonly purpose: Purpose;
}

/** What is taken for a bill now, and what for. */
export function wantedOf({ sums, missed }: Pick<SummedBill, 'sums' | 'missed'>): Taken {
  return { amount: sums.remaining, purpose: purposeOf(missed) };
}

/** A bill whose visit was missed asks for the fee, and its card must have been agreed for that. */
export function purposeOf(missed: SummedBill['missed']): Purpose {
  return missed ? 'no_show' : 'balance';
}

function stateOf({ bill, sums, missed }: Pick<SummedBill, 'bill' | 'sums' | 'missed'>): BillRow['state'] {
  if (bill.cancelled) return 'cancelled';
  if (sums.checking) return 'checking';
  if (sums.remaining > 0) return 'due';
  if (sums.coming > 0) return 'coming';
  return missed ? 'missed' : 'paid';
}

interface Offered {
  readonly card: CardRecord;
  readonly payer: Pick<Payer, 'ownerName'> | null;
}

/** The default card first, then the newest that can be charged; an expired one is shown when there is no other. */
async function cardFor(world: World, all: readonly Offered[], wanted: Taken): Promise<BillRow['card']> {
  const cards = all.filter(({ card }) => !card.removed);
  const settings = world.settings.now();
  const now = world.clock.now();
  const month = monthOf(now, settings.timeZone);
  // A card of their own before one that somebody lent them.
  const found = cards.toSorted((a, b) => worth(b.card, month) - worth(a.card, month))[0];
  if (!found) return null;
  const { card: best, payer } = found;
  const consent = await consentStateOf(world, best.id, wanted);
  return {
    id: best.id,
    label: labelOf(best, payer),
    expiryState: expiryState(best.expiry, month),
    ...consent,
  };
}

/** The words that name a card, with whose it is where it was lent. */
export function labelOf(card: CardRecord, payer: Offered['payer']): CardLabel {
  const { kind, brand, lastFour, nickname } = card;
  return { kind, brand, lastFour, nickname, ...(payer ? { owner: payer.ownerName } : {}) };
}

function worth(card: CardRecord, month: { year: number; month: number }): number {
  return (isExpired(card, month) ? 0 : 4) + (card.chargeable ? 2 : 0) + (card.isDefault ? 1 : 0);
}

/** Whether this card may be charged that much of a bill, in one word for lists. Minor units. */
export async function consentStateOf(
  world: World,
  cardId: string,
  { amount, purpose }: Taken,
): Promise<{ consent: ConsentState; capEach: number | null }> {
  const settings = world.settings.now();
  const consents = await world.ledger.consents.ofCards([cardId]);
  const records = consents.map((consent) => ({ ...consent, withdrawnAt: consent.withdrawn?.at ?? null }));
  const judged = judgeConsent(records, {
    purpose,
    amount: { amount, currency: settings.currency },
    now: world.clock.now(),
  });
  if ('id' in judged) return { consent: 'ok', capEach: judged.capEach };
  if (settings.consentRule === 'free') return { consent: 'not_asked', capEach: null };
  const most = judged.facts?.['most'];
  return { consent: words[judged.code] ?? 'none', capEach: typeof most === 'number' ? most : null };
}

const words: Partial<Record<FailureCode, ConsentState>> = {
  consent_over_cap: 'over_cap',
  consent_used_up: 'used_up',
  consent_ended: 'ended',
  consent_withdrawn: 'withdrawn',
  consent_other_purpose: 'other_purpose',
};

function nextOf(
  bill: {
    readonly cancelled: boolean;
    readonly known: boolean;
    readonly cardsUnread: boolean;
    readonly checking: boolean;
    readonly remaining: number;
    readonly over: number;
    readonly givenBack: number;
  },
  card: BillRow['card'],
): BillRow['next'] {
  if (bill.checking || bill.over > 0) return 'look';
  // With something left to pay that comes first: charging it goes on while nobody has decided.
  if (bill.remaining === 0 && bill.givenBack > 0) return 'look';
  if (bill.cancelled || bill.remaining === 0) return 'none';
  if (!bill.known) return 'make_link';
  // Nobody is told that there is no card before it was looked for; the charge dialog reads them first.
  if (bill.cardsUnread) return 'charge';
  if (!card || card.expiryState === 'expired') return 'add_card';
  return card.consent === 'ok' || card.consent === 'not_asked' ? 'charge' : 'ask_consent';
}
