import { describe, expect, it } from 'vitest';
import {
  countedDay,
  countedDayOf,
  dayEnd,
  dayEnds,
  dayRange,
  daysAfter,
  dayStart,
  isTimeZone,
  monthOf,
} from '../../../src-main/house/days/calendar.ts';
import { addressesFrom } from '../../../src-main/house/customers/addresses.ts';

const montreal = 'America/Toronto';
const hours = (ms: number) => ms / 3_600_000;

describe('a day that ends after midnight', () => {
  const late = { timeZone: montreal, cutOffHour: 3 };

  it('begins and ends at its hour; money of two in the morning belongs to the day before', () => {
    const span = countedDay('2026-11-20', late);
    expect(span && [new Date(span.from).toISOString(), hours(span.to - span.from)]).toEqual([
      '2026-11-20T08:00:00.000Z',
      24,
    ]);
    expect(countedDayOf(Date.UTC(2026, 10, 21, 7, 59), late)).toBe('2026-11-20');
    expect(countedDayOf(Date.UTC(2026, 10, 21, 8), late)).toBe('2026-11-21');
  });

  it('leaves no moment out and counts none twice when clocks change, also when they leave out that very hour', () => {
    for (const [day, next, cutOffHour, length] of [
      ['2026-03-07', '2026-03-08', 2, 24],
      ['2026-03-08', '2026-03-09', 2, 23],
      ['2026-10-31', '2026-11-01', 1, 24],
      ['2026-11-01', '2026-11-02', 1, 25],
    ] as const) {
      const cut = { timeZone: montreal, cutOffHour };
      const [one, other] = [countedDay(day, cut), countedDay(next, cut)];
      expect(one?.to).toBe(other?.from);
      expect(one && hours(one.to - one.from)).toBe(length);
      expect(countedDayOf(one?.from ?? 0, cut)).toBe(day);
      expect(countedDayOf((one?.to ?? 0) - 1, cut)).toBe(day);
    }
  });

  it('is no day where a calendar has none', () => {
    expect(countedDay('2026-02-30', late)).toBeNull();
  });
});

describe('the house’s day', () => {
  it('ends at its own midnight, whatever the PC or UTC thinks', () => {
    const evening = Date.UTC(2026, 10, 21, 2, 30); // Nov 20, 21:30 in Montréal
    expect(new Date(dayStart(evening, montreal)).toISOString()).toBe('2026-11-20T05:00:00.000Z');
    expect(new Date(dayEnd(evening, montreal)).toISOString()).toBe('2026-11-21T05:00:00.000Z');
    expect(monthOf(Date.UTC(2026, 11, 1, 3), montreal)).toEqual({ year: 2026, month: 11 });
  });

  it('has 25 hours when clocks go back and 23 when they go forward', () => {
    const autumn = dayRange('2026-11-01', montreal);
    const spring = dayRange('2026-03-08', montreal);
    expect(autumn && hours(autumn.to - autumn.from)).toBe(25);
    expect(spring && hours(spring.to - spring.from)).toBe(23);
  });

  it.each(['2026-02-30', '2026-13-01', 'nonsense'])('knows no day %s', (day) => {
    expect(dayRange(day, montreal)).toBeNull();
  });

  it('so many days later is counted in days of the calendar, over the end of a month, a year and a change of clocks', () => {
    expect(daysAfter('2026-11-30', 1)).toBe('2026-12-01');
    expect(daysAfter('2026-12-31', 7)).toBe('2027-01-07');
    expect(daysAfter('2026-10-31', 1)).toBe('2026-11-01');
    expect(daysAfter('2026-11-01', 1)).toBe('2026-11-02');
  });

  it('knows which time zones exist', () => {
    expect(isTimeZone(montreal)).toBe(true);
    expect(isTimeZone('Mars/Olympus')).toBe(false);
  });
});

describe('a provider address from the environment', () => {
  it('is taken when it is this machine', () => {
    expect(addressesFrom({ COMPTOIR_STRIPE_URL: 'http://127.0.0.1:12111' }, 'test')).toEqual({
      stripe: 'http://127.0.0.1:12111',
    });
    expect(addressesFrom({}, 'live')).toEqual({});
  });

  it.each([
    'https://api.stripe.example',
    'http://192.168.1.4:80',
    'http://127.0.0.1@evil.example',
    'http://localhost.evil.example',
    'nonsense',
    'http://127.0.0.1/x',
  ])('%s stops the start', (given) => {
    expect(() => addressesFrom({ COMPTOIR_PAYSAFE_URL: given }, 'test')).toThrow(/must be an address of this machine/);
  });

  it('never goes with live keys', () => {
    expect(() => addressesFrom({ COMPTOIR_STRIPE_URL: 'http://127.0.0.1:12111' }, 'live')).toThrow(/live/);
  });
});

describe('tomorrow night', () => {
  it('is the end of the next day of the calendar, also where clocks change on it or on this one', () => {
    const spans = (at: number): number[] => {
      const { dayEnd: tonight, nextDayEnd } = dayEnds(at, montreal);
      return [hours(tonight - at), hours(nextDayEnd - tonight)];
    };
    expect(spans(Date.parse('2026-11-20T12:00:00-05:00'))).toEqual([12, 24]);
    expect(spans(Date.parse('2026-10-31T12:00:00-04:00'))).toEqual([12, 25]);
    expect(spans(Date.parse('2027-03-13T12:00:00-05:00'))).toEqual([12, 23]);
    expect(spans(Date.parse('2026-11-01T00:00:00-04:00'))).toEqual([25, 24]);
  });
});
