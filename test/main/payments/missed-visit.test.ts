import { describe, expect, it } from 'vitest';
import type { MissedRule } from '../../../src-main/contract/missed-visit.ts';
import { visitSpan } from '../../../src-main/house/days/calendar.ts';
import { missedNow, ruledFee } from '../../../src-main/payments/missed-visit.ts';

const rule = (more: Partial<MissedRule>): MissedRule => ({
  fee: 'fixed',
  amount: 4000,
  percent: 50,
  cap: null,
  lateHours: 24,
  ...more,
});

describe('the fee that the house’s rule makes of a missed visit', () => {
  it.each([
    ['nothing where the house asks for nothing', rule({ fee: 'off' }), 12_000, 0],
    ['the amount the house has set', rule({}), 12_000, 4000],
    ['never more than the visit itself', rule({}), 2500, 2500],
    ['a part of what the visit costs', rule({ fee: 'percent' }), 12_345, 6173],
    ['a part of it, up to the cap', rule({ fee: 'percent', cap: 5000 }), 12_345, 5000],
    ['a set amount, up to the cap', rule({ cap: 3000 }), 12_000, 3000],
    ['half a cent goes up', rule({ fee: 'percent', percent: 33 }), 50, 17],
    ['all of it', rule({ fee: 'percent', percent: 100 }), 9999, 9999],
  ])('is %s', (_what, given, total, fee) => {
    expect(ruledFee(given, total)).toBe(fee);
  });
});

describe('a visit', () => {
  const zone = 'America/Toronto';
  const at = (text: string): number => Date.parse(text);
  const kind = (visit: { day: string; time: string | null }, now: string, lateHours = 24) => {
    const span = visitSpan(visit, zone);
    return span && missedNow(rule({ lateHours }), { ...span, now: at(now) });
  };

  it('can be missed from its own minute on, by the clock of the house', () => {
    const visit = { day: '2026-11-20', time: '10:15' };
    expect(kind(visit, '2026-11-20T10:14:59-05:00', 0)).toBeNull();
    expect(kind(visit, '2026-11-20T10:15:00-05:00', 0)).toBe('no_show');
  });

  it('is called off late within the house’s hours before it, and at no time where the house counts none', () => {
    const visit = { day: '2026-11-20', time: '10:15' };
    expect(kind(visit, '2026-11-19T10:14:59-05:00')).toBeNull();
    expect(kind(visit, '2026-11-19T10:15:00-05:00')).toBe('late_cancel');
    expect(kind(visit, '2026-11-20T10:14:00-05:00', 0)).toBeNull();
  });

  it('without a time is nobody’s late cancelling the day before: they may have been early enough', () => {
    const visit = { day: '2026-11-20', time: null };
    expect(kind(visit, '2026-11-19T23:59:00-05:00')).toBeNull();
    expect(kind(visit, '2026-11-20T00:00:00-05:00')).toBe('no_show');
    expect(kind(visit, '2026-11-19T12:00:00-05:00', 48)).toBe('late_cancel');
  });

  it('in an hour that is there twice or not at all still has one moment', () => {
    expect(visitSpan({ day: '2026-11-01', time: '10:00' }, zone)?.comesAt).toBe(at('2026-11-01T10:00:00-05:00'));
    expect(visitSpan({ day: '2026-03-08', time: '02:30' }, zone)?.comesAt).toBe(at('2026-03-08T03:30:00-04:00'));
    expect(visitSpan({ day: '2026-02-30', time: '10:00' }, zone)).toBeNull();
  });
});
