import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DayEntry } from '../../src-main/contract/day-end.ts';
import { refused } from '../../src-main/contract/failure.ts';
import { language } from '../../src-renderer/wording/language.ts';
import { beginDay, button, endDay, leave, on, press, says, screen } from './day-end-on-screen.ts';
import { at, totalsOf, dayOf, closed, checking, payoutsOf } from './made-up-day.ts';

beforeEach(beginDay);
afterEach(endDay);

describe('the end of a day', () => {
  it('says what came in, of how many orders, where a day ends, what is still held, and what is noted beside', async () => {
    await screen();
    for (const words of [
      'Day end, Friday, November 20',
      'A day runs from midnight to midnight, America/Toronto',
      '$3,985.60',
      '3 payments of 4 orders',
      '$1,344.49',
      'Nothing is open.',
      'Fees',
      '−88.21',
      'Cash',
      'Paysafe publishes no payouts',
      '31 of 31 lines',
    ])
      expect(says()).toContain(words);
    language.value = 'fr';
    await flushPromises();
    expect(says()).toContain('Fermeture de caisse, vendredi 20 novembre');
    expect(says()).toContain('3 985,60 $');
  });

  it('names what nobody knows yet first, and an earlier day that was not closed', async () => {
    on.view = dayOf({ open: [checking], openCount: 1, openBefore: '2026-11-18' });
    await screen();
    expect(says()).toContain('2 things first');
    expect(says()).toContain('1 payment still being checked');
    expect(says()).toContain('Zoë Kowalczyk, $241.93, asking Stripe since');
    expect(says()).toContain('Wednesday, November 18 was not closed');
    await press('Close the day');
    expect(says()).toContain('1 payment is not known yet. Say why the day is closed all the same.');
    // Without a word about it nothing is sent.
    await press('Close the day');
    expect(on.asked.some(({ name }) => name === 'dayEnd.close')).toBe(false);
  });

  it('is closed with what was looked at, and shows by whom; what moved since is said', async () => {
    await screen();
    await press('Close the day');
    expect(says()).toContain('$3,985.60 collected is written down with your name.');
    await press('Close the day');
    expect(on.asked.find(({ name }) => name === 'dayEnd.close')?.input).toEqual({
      day: '2026-11-20',
      mark: '4-8',
      note: null,
    });
    expect(says()).toContain('Closed by Maude');
    on.view = dayOf({ standing: closed, changedSince: true, totals: totalsOf(400_000), entries: [closed] });
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F5', cancelable: true }));
    await flushPromises();
    expect(says()).toContain('Something moved since: now $4,000.00.');
    expect(button('Open the day again').getAttribute('aria-disabled')).toBe('true');
  });

  it('shows what was known of fees when it was closed, and says where nothing was known or written', async () => {
    const known = { currency: 'CAD', fees: 8821, net: 215_550, known: 14, of: 15 };
    const fees = (written: DayEntry['fees'], id: string): DayEntry => ({ ...closed, id, fees: written });
    on.view = dayOf({
      standing: closed,
      entries: [
        fees(null, 'a'),
        fees([known], 'b'),
        fees([{ ...known, known: 15 }], 'c'),
        fees([{ ...known, fees: 0, net: 0, known: 0 }], 'd'),
      ],
    });
    await screen();
    const facts = [...document.querySelectorAll('li.entry .second')].map((line) =>
      (line.textContent ?? '').split(' · '),
    );
    expect(facts.map((parts) => parts.filter((part) => part.startsWith('fees')).join())).toEqual([
      '',
      'fees $88.21, net $2,155.50 (known for 14 of 15)',
      'fees $88.21, net $2,155.50',
      'fees of 15 payments not known then',
    ]);
  });

  it('that moved meanwhile is read again and not closed', async () => {
    await screen();
    await press('Close the day');
    on.closing = () => refused('day_changed');
    await press('Close the day');
    expect(says()).toContain('Something moved since you looked. Look at the day again.');
    expect(on.asked.filter(({ name }) => name === 'dayEnd.show').length).toBeGreaterThan(1);
  });

  it('asks Stripe once when somebody comes to look; a line of a payout that is on nothing here is shown with its sum', async () => {
    const line = {
      id: 'txn_1',
      provider: 'stripe',
      amount: 9500,
      currency: 'CAD',
      at,
      why: 'not_here',
      paymentId: null,
      operationId: null,
      bill: null,
      alike: null,
      may: 'bill',
      description: 'Gift card',
    } as const;
    on.payouts = payoutsOf([line]);
    await screen();
    expect(says()).toContain('1 line does not match');
    expect(says()).toContain('$95.00');
    expect(says()).toContain('Gift card · in Stripe’s payout and on nothing here');
    expect(on.asked.filter(({ name, input }) => name === 'dayEnd.payouts' && input['read'] === true)).toHaveLength(1);
  });

  it('shows a month more of payouts to whoever looks further back, and says since when it shows them', async () => {
    on.payouts = { ...payoutsOf([]), earlier: true };
    await screen();
    expect(says()).toContain('All since Fri, Nov 6, and older ones with a line that is not matched');
    await press('Show a month more');
    expect(on.asked.filter(({ name }) => name === 'dayEnd.payouts').at(-1)?.input).toMatchObject({
      read: false,
      since: '2026-10-07',
    });
    leave();
    on.payouts = { ...payoutsOf([]), payouts: [] };
    await screen();
    expect(says()).toContain('No payout since Fri, Nov 6.');
    expect(says()).not.toContain('Show a month more');
  });

  it('says before closing how many lines are unmatched, which holds nothing up, and a manager matches one with a bill', async () => {
    const line = {
      ...{ id: 'txn_1', amount: 9500, currency: 'CAD', at, description: 'Gift card' },
      ...({ why: 'not_here', paymentId: null, operationId: null, bill: null, alike: null, may: 'bill' } as const),
      provider: 'stripe' as const,
    };
    on.payouts = payoutsOf([line]);
    await screen();
    expect(says()).toContain('1 line of a payout is not matched');
    expect(says()).not.toContain('Nothing is open.');
    expect(button('Close the day').getAttribute('aria-disabled')).not.toBe('true');
    // The front desk sees it, and is told who may.
    expect(button('Match').getAttribute('aria-description')).toContain('Your role may not');
    leave();
    await screen(['find', 'close_day', 'resolve']);
    await press('Match');
    expect(on.asked.find(({ name }) => name === 'payouts.candidates')?.input).toEqual({
      lineId: 'txn_1',
      search: null,
    });
    expect(says()).toContain('Ada Long · B-7F3K');
    const radio = document.querySelector<HTMLInputElement>('input[name="payout-bill"]');
    radio?.click();
    await flushPromises();
    expect(says()).toContain('$95.00 counts as paid on bill B-7F3K.');
    expect(says()).toContain('That is $15.00 more than the bill asks for.');
    await press('Match with B-7F3K');
    expect(on.asked.find(({ name }) => name === 'payouts.match')?.input).toEqual({
      ...{ lineId: 'txn_1', billId: 'bill-1', remaining: 8000, another: false },
    });
  });

  it('names ours that is in no payout, and what a hand had matched, each with the way there or back', async () => {
    const decided = {
      ...{ id: 'txn_2', amount: 7000, currency: 'CAD', at, description: null, matchId: 'stripe:txn_2.1', by: 'Sylvie' },
      ...{ bill: null, reason: 'A gift card', decidedAt: at, provider: 'stripe' as const },
    };
    const [payout] = payoutsOf([]).payouts;
    if (!payout) throw new Error('no payout');
    on.payouts = {
      ...payoutsOf([]),
      payouts: [{ ...payout, matched: 30, explained: 1, decided: [decided] }],
      missing: [
        {
          ...{ operationId: 'op-9', customerName: 'Zoë Kowalczyk', amount: 4100, currency: 'CAD', at },
          ...{ why: 'not_paid_out', provider: 'stripe' },
        },
      ],
    };
    await screen(['find', 'resolve']);
    expect(says()).toContain('In no payout yet');
    expect(says()).toContain('$41.00');
    expect(says()).toContain('a later payout went without it');
    expect(says()).toContain('Not for a visit: A gift card');
    await press('Take this back');
    expect(on.asked.find(({ name }) => name === 'payouts.undo')?.input).toEqual({ matchId: 'stripe:txn_2.1' });
  });

  it('is exported by who may; the others are told who may', async () => {
    await screen();
    expect(button('Export').getAttribute('aria-description')).toContain('Your role may not export lists');
    leave();
    await screen(['find', 'close_day', 'export']);
    await press('Export');
    await press('Export');
    expect(on.asked.find(({ name }) => name === 'lists.export')?.input).toEqual({
      asked: { list: 'payments', from: '2026-11-20', to: '2026-11-20' },
      form: 'csv',
      language: 'en',
    });
    expect(says()).toContain('payments-2026-11-20.csv is complete: 4 lines.');
  });
});
