import { describe, expect, it } from 'vitest';
import type { ReadyReason } from '../../../src-main/contract/ready.ts';
import type { ConsentRecord } from '../../../src-main/payments/consent.ts';
import {
  judgeReady,
  type CardFacts,
  type HouseNow,
  type ReadyVerdict,
  type VisitFacts,
} from '../../../src-main/payments/ready.ts';
import type { CardRecord } from '../../../src-main/payments/records.ts';

const now = Date.UTC(2026, 10, 30, 18);
const day = 86_400_000;
const house: HouseNow = { now, month: { year: 2026, month: 11 }, consentAsked: true };
/** December 1 in the house, Montréal: it ends at 05:00 UTC of the day after */
const tomorrow = { month: { year: 2026, month: 12 }, endsAt: Date.UTC(2026, 11, 2, 5) - 1 };

const card = (more: Partial<CardRecord> = {}): CardRecord => ({
  id: 'stripe:pm_1',
  provider: 'stripe',
  customerId: 'stripe:cus_1',
  ref: 'pm_1',
  payToken: 'pm_1',
  kind: 'card',
  brand: 'visa',
  lastFour: '4821',
  expiry: { month: 6, year: 2028 },
  nickname: null,
  holder: null,
  isDefault: true,
  chargeable: true,
  removed: false,
  readAt: now,
  ...more,
});
const consent = (more: Partial<ConsentRecord> = {}): ConsentRecord => ({
  id: 'consent-1',
  cardId: 'stripe:pm_1',
  purposes: ['future_visits'],
  capEach: null,
  capTotal: null,
  currency: 'CAD',
  endsAt: null,
  withdrawnAt: null,
  used: 0,
  ...more,
});
const paid = { at: now - 9 * day, declined: false };
const good = (more: Partial<CardFacts> = {}): CardFacts => ({
  card: card(),
  consents: [consent()],
  tries: [paid],
  savedOnPage: false,
  ...more,
});
const visit = (cards: readonly CardFacts[], more: Partial<VisitFacts> = {}): VisitFacts => ({
  remaining: { amount: 10_000, currency: 'CAD' },
  ...tomorrow,
  checking: false,
  person: { cards, cardsUnread: false, removed: null },
  ...more,
});
const judge = (one: VisitFacts, about: HouseNow = house): ReadyVerdict =>
  judgeReady(about, [one])[0] ?? { card: null, reasons: [] };
const reasons = (one: VisitFacts, about?: HouseNow): readonly ReadyReason[] => judge(one, about).reasons;
const with1 = (more: Partial<CardFacts>): readonly ReadyReason[] => reasons(visit([good(more)]));

describe('a visit of tomorrow', () => {
  it('is ready with a card that is good, agreed to and was charged before', () => {
    expect(judge(visit([good()]))).toMatchObject({ reasons: [], card: { lastFour: '4821' } });
  });

  it('is not ready without a customer, without a card, or before the cards were read', () => {
    expect(reasons(visit([], { person: null }))).toEqual([{ is: 'no_customer' }]);
    expect(reasons(visit([]))).toEqual([{ is: 'no_card' }]);
    expect(reasons(visit([], { person: { cards: [], cardsUnread: true, removed: null } }))).toEqual([
      { is: 'cards_unread' },
    ]);
  });

  it('is not judged by its card while a payment of it is not known', () => {
    expect(reasons(visit([good()], { checking: true }))).toEqual([{ is: 'checking' }]);
  });

  it('names the card that the client has taken away', () => {
    const gone = card({ removed: true, lastFour: '6403' });
    const verdict = judge(visit([], { person: { cards: [], cardsUnread: false, removed: gone } }));
    expect(verdict).toEqual({ card: gone, reasons: [{ is: 'removed' }] });
  });

  it('is ready by another card when the client has taken one away', () => {
    const person = { cards: [good()], cardsUnread: false, removed: card({ removed: true }) };
    expect(reasons(visit([], { person }))).toEqual([]);
  });
});

describe('the month on the card', () => {
  it('is looked at on the day of the visit: a card good through November is good on the 30th and not on December 1', () => {
    const november = { card: card({ expiry: { month: 11, year: 2026 } }) };
    expect(with1(november)).toEqual([{ is: 'expires_before', month: 11, year: 2026 }]);
    expect(reasons(visit([good(november)], { month: { year: 2026, month: 11 } }))).toEqual([]);
  });

  it('that is over already is said so; that of the visit is good to its last day', () => {
    expect(with1({ card: card({ expiry: { month: 10, year: 2026 } }) })).toEqual([
      { is: 'expired', month: 10, year: 2026 },
    ]);
    expect(with1({ card: card({ expiry: { month: 12, year: 2026 } }) })).toEqual([]);
  });

  it('hides what else is wrong with it: another card is needed anyway', () => {
    const over = { card: card({ expiry: { month: 10, year: 2026 } }), consents: [], tries: [] };
    expect(with1(over).map(({ is }) => is)).toEqual(['expired']);
  });
});

describe('the consent behind the card', () => {
  it.each<[string, readonly ConsentRecord[], ReadyReason]>([
    ['was never asked', [], { is: 'no_consent' }],
    ['is for something else', [consent({ purposes: ['no_show'] })], { is: 'other_purpose' }],
    ['was withdrawn', [consent({ withdrawnAt: now - day })], { is: 'consent_withdrawn', at: now - day }],
    ['has ended', [consent({ endsAt: now - day })], { is: 'consent_ended', at: now - day }],
    [
      'ends tonight, before the visit',
      [consent({ endsAt: now + 8 * 3_600_000 })],
      { is: 'consent_ends_before', at: now + 8 * 3_600_000 },
    ],
    ['is capped a cent below the visit', [consent({ capEach: 9999 })], { is: 'over_cap', most: 9999 }],
    ['has too little left in total', [consent({ capTotal: 30_000, used: 25_000 })], { is: 'used_up', most: 5000 }],
  ])('%s', (_how, consents, reason) => {
    expect(with1({ consents })).toEqual([reason]);
  });

  it('covers a visit to the last cent of its cap, and through the day on which it ends', () => {
    expect(with1({ consents: [consent({ capEach: 10_000, endsAt: tomorrow.endsAt + 1 })] })).toEqual([]);
  });

  it('is not asked about in a house that asks for none', () => {
    expect(reasons(visit([good({ consents: [] })]), { ...house, consentAsked: false })).toEqual([]);
  });

  it('pays for two visits of one client only what it has in total: the second one is not ready', () => {
    const capped = visit([good({ consents: [consent({ capTotal: 15_000 })] })]);
    expect(judgeReady(house, [capped, capped]).map(({ reasons: why }) => why)).toEqual([
      [],
      [{ is: 'used_up', most: 5000 }],
    ]);
  });

  it('gives nothing to a visit that is not ready for another reason', () => {
    const consents = [consent({ capTotal: 15_000 })];
    const declined = visit([good({ consents, tries: [{ at: now, declined: true }] })]);
    const [, second] = judgeReady(house, [declined, visit([good({ consents })])]);
    expect(second?.reasons).toEqual([]);
  });
});

describe('what the bank has said of the card', () => {
  const no = (at: number) => ({ at, declined: true });

  it('counts by its last word: declined since it was charged is not ready', () => {
    expect(with1({ tries: [paid, no(now - day)] })).toEqual([{ is: 'declined', at: now - day }]);
  });

  it('a declined card that was charged since is ready again', () => {
    expect(with1({ tries: [{ at: now - day, declined: false }, no(now - 2 * day)] })).toEqual([]);
  });

  it('that it never said anything is a reason of its own; a no is more than that', () => {
    expect(with1({ tries: [] })).toEqual([{ is: 'never_verified' }]);
    expect(with1({ tries: [no(now - day)] })).toEqual([{ is: 'declined', at: now - day }]);
  });

  it('is known of a card that was saved on the provider’s page, and not asked of a bank account', () => {
    expect(with1({ tries: [], savedOnPage: true })).toEqual([]);
    expect(with1({ tries: [], card: card({ provider: 'paysafe', kind: 'eft', expiry: null }) })).toEqual([]);
  });

  it('says all that is wrong with a card that could be charged otherwise', () => {
    expect(with1({ consents: [], tries: [no(now)] }).map(({ is }) => is)).toEqual(['no_consent', 'declined']);
  });

  it('is not asked of an account that Paysafe calls invalid', () => {
    const invalid = card({ provider: 'paysafe', kind: 'eft', expiry: null, chargeable: false });
    expect(with1({ card: invalid })).toEqual([{ is: 'not_usable' }]);
  });
});

describe('several cards', () => {
  const other = (more: Partial<CardFacts> = {}): CardFacts =>
    good({ card: card({ id: 'paysafe:c-2', provider: 'paysafe', lastFour: '7305', isDefault: false }), ...more });

  it('one good card is enough, whichever is the default', () => {
    const verdict = judge(visit([good({ tries: [{ at: now, declined: true }] }), other()]));
    expect(verdict).toMatchObject({ reasons: [], card: { lastFour: '7305' } });
  });

  it('of two good ones the default would be charged; of two that are not, the one that lacks least', () => {
    expect(judge(visit([other(), good()])).card?.lastFour).toBe('4821');
    const expired = good({ card: card({ expiry: { month: 1, year: 2026 } }) });
    expect(judge(visit([expired, other({ consents: [] })]))).toMatchObject({
      card: { lastFour: '7305' },
      reasons: [{ is: 'no_consent' }],
    });
  });
});
