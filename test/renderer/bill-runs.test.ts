import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { BillRow } from '../../src-main/contract/bill.ts';
import type { RunCard, RunLine, RunPreviewLine } from '../../src-main/contract/bill-run.ts';
import type { Failure } from '../../src-main/contract/failure.ts';
import { chosenLines } from '../../src-renderer/screens/bill-runs/run-choices.ts';
import { runCounts } from '../../src-renderer/parts/run-counts.ts';
import RunChoices from '../../src-renderer/screens/bill-runs/RunChoices.vue';
import type { RunChoice } from '../../src-renderer/stores/bill-runs.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const card = (id: string, prevents: Failure | null = null): RunCard => ({
  id,
  provider: 'stripe',
  label: { kind: 'card', brand: 'visa', lastFour: '4242', nickname: null },
  expiryState: 'ok',
  consent: prevents ? 'over_cap' : 'ok',
  prevents,
});
const line = (id: string, more: Partial<RunPreviewLine> = {}, remaining = 5000): RunPreviewLine => ({
  bill: {
    ...{ id, code: `B-${id}`, customerId: `stripe:${id}`, customerName: `Client ${id}`, currency: 'CAD' },
    visit: { day: '2026-11-20', time: null, service: 'Soin', withWhom: null },
    ...{
      total: remaining,
      tax: null,
      tips: 0,
      paid: 0,
      coming: 0,
      remaining,
      over: 0,
      held: 0,
      givenBack: 0,
      closed: null,
      state: 'due',
      next: 'charge',
      missed: null,
    },
    ...{ card: null, cardsUnread: false, source: 'hand', note: null, version: 1 },
  } satisfies BillRow,
  personId: `stripe:${id}`,
  cards: [card(`${id}-card`)],
  cardId: `${id}-card`,
  prevents: null,
  ...more,
});
const said = (id: string, choice: Partial<RunChoice>): ReadonlyMap<string, RunChoice> =>
  new Map([[id, { ticked: true, cardId: `${id}-card`, amount: 5000, ...choice }]]);

describe('bills to be charged together', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('are chosen with all that is left, but for what cannot be charged, and a second bill of one person', () => {
    const lines = [
      line('a'),
      line('b', { prevents: { code: 'bill_checking' } }),
      line('c', { personId: 'stripe:a' }),
      line('d', { cards: [card('d-card', { code: 'card_expired' }), card('d-other')] }),
    ];
    const chosen = chosenLines(lines, new Map(), 'en');
    expect(chosen.map(({ choice }) => choice.ticked)).toEqual([true, false, false, true]);
    expect(chosen[3]?.card?.id).toBe('d-other');
    expect(chosen[1]).toMatchObject({ never: true });
    // Instead of the first, the second may be chosen.
    const other = chosenLines(lines, new Map([...said('a', { ticked: false }), ...said('c', {})]), 'en');
    expect(other.map(({ why }) => why === null)).toEqual([true, false, true, true]);
  });

  it('a lower amount fits under the consent of its card; more than is left, or none, is refused in words', () => {
    const overCap = { code: 'consent_over_cap', facts: { most: 3000, currency: 'CAD' } } as const;
    const lines = [line('a', { cards: [card('a-card', overCap)] })];
    const why = (amount: number | null) => chosenLines(lines, said('a', { amount }), 'en')[0]?.why;
    expect(chosenLines(lines, new Map(), 'en')[0]?.choice.ticked).toBe(false);
    expect(plain(why(5000) ?? '')).toContain('$30.00 at most');
    expect(why(3000)).toBeNull();
    expect(plain(why(5001) ?? '')).toContain('Only $50.00 is left');
    expect(why(null)).toBe('Enter an amount.');
  });

  it('Enter in an amount goes down the column, and Escape gives back what is left to pay', async () => {
    const rows = chosenLines([line('a'), line('b')], said('a', { amount: 100 }), 'en');
    const made = mount(RunChoices, { props: { rows, currency: 'CAD', frozen: false }, attachTo: document.body });
    const [first, second] = made.findAll<HTMLInputElement>('input[inputmode=decimal]');
    first?.element.focus();
    await first?.trigger('keydown', { key: 'Enter' });
    expect(document.activeElement).toBe(second?.element);
    await first?.trigger('keydown', { key: 'Escape' });
    expect(made.emitted('change')).toEqual([['a', { ticked: true, cardId: 'a-card', amount: 5000 }]]);
    made.unmount();
  });

  it('what became of them is counted by what the provider said, and only that is called charged', () => {
    const of = (state: RunLine['state'], operation: string | null = null): RunLine =>
      ({ state, amount: 1000, operation: operation && { state: { name: operation } } }) as never;
    const counted = runCounts([
      of('sent', 'done'),
      of('sent', 'unknown'),
      of('sent', 'declined'),
      of('refused'),
      of('waiting'),
      of('left'),
      of('sent', 'open'),
    ]);
    expect(counted).toMatchObject({ settled: 5, done: 1, checking: 1, declined: 1, refused: 1, waiting: 1, left: 1 });
    expect(counted.moved).toBe(1000);
  });
});
