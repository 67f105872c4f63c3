import { describe, expect, it } from 'vitest';
import { judgeConsent, type ConsentRecord } from '../../../src-main/payments/consent.ts';

const now = Date.UTC(2026, 10, 20, 16, 42);
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const consent = (more: Partial<ConsentRecord> = {}): ConsentRecord => ({
  id: 'c-1',
  cardId: 'stripe:pm_1',
  purposes: ['this_visit', 'balance'],
  capEach: 20_000,
  capTotal: null,
  currency: 'CAD',
  endsAt: null,
  withdrawnAt: null,
  used: 0,
  ...more,
});
const code = (judged: ReturnType<typeof judgeConsent>): string => ('id' in judged ? judged.id : judged.code);
const asked = (amount: number, purpose: 'balance' | 'no_show' | 'deposit' = 'balance') => ({
  purpose,
  amount: cad(amount),
  now,
});

describe('a card that was saved', () => {
  it('is not a card that may be charged: without a consent nothing is', () => {
    expect(code(judgeConsent([], asked(8000)))).toBe('consent_missing');
  });

  it('is charged under the consent that covers it, to the last cent of its cap', () => {
    expect(code(judgeConsent([consent()], asked(20_000)))).toBe('c-1');
    expect(judgeConsent([consent()], asked(20_001))).toMatchObject({
      code: 'consent_over_cap',
      facts: { most: 20_000, currency: 'CAD' },
    });
  });

  it('is not charged for what the customer was not asked about', () => {
    expect(code(judgeConsent([consent()], asked(8000, 'no_show')))).toBe('consent_other_purpose');
    expect(code(judgeConsent([consent({ purposes: ['no_show'] })], asked(8000)))).toBe('consent_other_purpose');
  });

  it('is charged the balance of a visit whose cost was agreed to, and no deposit', () => {
    const future = [consent({ purposes: ['future_visits'] })];
    expect(code(judgeConsent(future, asked(8000)))).toBe('c-1');
    expect(code(judgeConsent(future, asked(8000, 'deposit')))).toBe('consent_other_purpose');
  });

  it.each([
    ['after the consent ended', { endsAt: now }, 'consent_ended'],
    ['after it was withdrawn', { withdrawnAt: now - 1 }, 'consent_withdrawn'],
    ['in another currency', { currency: 'EUR' }, 'consent_other_currency'],
    ['when what was agreed in total is used up', { capTotal: 30_000, used: 25_000 }, 'consent_used_up'],
  ])('is not charged %s', (_when, more, expected) => {
    expect(code(judgeConsent([consent(more)], asked(8000)))).toBe(expected);
  });

  it('ends at the very millisecond that was agreed', () => {
    expect(code(judgeConsent([consent({ endsAt: now + 1 })], asked(8000)))).toBe('c-1');
  });

  it('counts what is not known yet against the total, so that two unknown charges cannot pass it together', () => {
    expect(judgeConsent([consent({ capTotal: 10_000, used: 6_000 })], asked(5_000))).toMatchObject({
      code: 'consent_used_up',
      facts: { most: 4_000 },
    });
  });

  it('keeps the wider consent for what only it covers', () => {
    const wide = consent({ id: 'wide', capEach: null });
    const tight = consent({ id: 'tight', capEach: 9_000 });
    expect(code(judgeConsent([wide, tight], asked(8000)))).toBe('tight');
    expect(code(judgeConsent([wide, tight], asked(9_500)))).toBe('wide');
  });

  it('says what is nearest to a yes when several consents say no', () => {
    const ended = consent({ id: 'ended', endsAt: now - 1 });
    const over = consent({ id: 'over', capEach: 5_000 });
    expect(code(judgeConsent([ended, over], asked(8000)))).toBe('consent_over_cap');
  });
});
