import { describe, expect, test } from 'vitest';
import { verbs } from '../../../src-main/contract/staff.ts';
import { verbsOf } from '../../../src-main/staff/roles.ts';

describe('who may do what', () => {
  test('the front desk finds, charges, places holds, writes bills, records consents, makes links, prepares what others approve and closes the day, and nothing else', () => {
    expect(verbsOf('front_desk')).toEqual([
      ...['find', 'charge', 'hold', 'bill', 'consent', 'make_link', 'prepare', 'close_day'],
    ]);
  });

  test('a manager also handles holds, refunds, cards, history and what is not known, but neither staff nor keys', () => {
    const may = verbsOf('manager');
    expect(may).toEqual(
      expect.arrayContaining([
        'find',
        'charge',
        'hold',
        'capture',
        'release',
        'refund',
        'remove_card',
        'remove_customer',
        'set_default',
      ]),
    );
    expect(may).toEqual(
      expect.arrayContaining(['import', 'link', 'resolve', 'step_in', 'approve', 'history', 'records']),
    );
    expect(may).toEqual(
      expect.arrayContaining(['import', 'link', 'resolve', 'step_in', 'history', 'records', 'reopen_day', 'export']),
    );
    for (const verb of ['settings', 'staff', 'keys', 'restore'] as const) expect(may).not.toContain(verb);
  });

  test('the owner may do everything there is', () => {
    expect([...verbsOf('owner')].toSorted()).toEqual([...verbs].toSorted());
  });
});
