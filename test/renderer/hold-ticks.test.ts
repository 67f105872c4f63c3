import { mount } from '@vue/test-utils';
import { createPinia, setActivePinia } from 'pinia';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { HoldCounts, HoldQuestion, ReviewedHold } from '../../src-main/contract/hold-review.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import HoldSelection from '../../src-renderer/screens/holds/HoldSelection.vue';
import { useHoldRuns } from '../../src-renderer/stores/hold-runs.ts';
import { useHolds } from '../../src-renderer/stores/holds.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });
const hold = (at: number, given: Partial<ReviewedHold> = {}): ReviewedHold => ({
  ...{ id: `stripe:${at}`, provider: 'stripe', customerId: 'stripe:a', customerName: 'Luc', customerPhone: null },
  ...{ card: null, authorized: cad(1000), capturable: cad(1000), placedAt: 1, deadline: null, state: 'open' },
  ...{ purpose: null, placedBy: null, busy: null, bill: null, plan: null, notes: [] },
  ...given,
});
const many = (count: number): ReviewedHold[] => Array.from({ length: count }, (_, at) => hold(at));

let counts: HoldCounts;
let lists: (asked: { offset: number; limit: number }) => Promise<Reply<unknown>>;
let free: () => Promise<Reply<{ rows: ReviewedHold[] }>>;
let chosen: (asked: { question: HoldQuestion; ids: string[] }) => Promise<Reply<unknown>>;
let holds: ReturnType<typeof useHolds>;
let runs: ReturnType<typeof useHoldRuns>;

beforeEach(() => {
  setActivePinia(createPinia());
  [holds, runs] = [useHolds(), useHoldRuns()];
  counts = { matching: 900, free: 450, all: 900, open: 900, today: 0, twoDays: 0, lapsed: 0 };
  lists = async ({ offset, limit }) => done({ rows: many(900).slice(offset, offset + limit), asOf: 1 });
  free = async () => done({ rows: many(450) });
  chosen = async ({ ids }) => done({ rows: ids.map((id) => hold(Number(id.split(':')[1]))), listed: ids });
  setDesk({
    calls: {
      'holds.list': (input) => lists(input as never),
      'holds.counts': async () => done(counts),
      'holds.free': () => free(),
      'holds.chosen': (input) => chosen(input as never),
    },
    on: () => () => undefined,
  });
});
afterEach(() => setDesk(null));

const bar = () => mount(HoldSelection, { props: { shut: { capture: null, release: null } } });
const said = (): string =>
  bar()
    .text()
    .replace(/[\u00a0\u202f]/g, ' ');
const gate = <T>() => {
  let open: (value: T) => void = () => undefined;
  const shut = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { shut, open };
};

describe('all holds that are found, ticked at once', () => {
  it('are as many as the button says: those that are being checked are not promised', async () => {
    await holds.read();
    runs.tick([hold(0)], true);
    expect(said()).toContain('Select all 450 that are not being checked');
    await runs.tickAll();
    expect(runs.choices).toHaveLength(450);
    expect(said()).not.toContain('Select all');
  });

  it('are the first 500 of those that can be ticked, where there are more', async () => {
    counts = { ...counts, free: 850 };
    free = async () => done({ rows: many(500) });
    await holds.read();
    runs.tick([hold(0)], true);
    expect(said()).toContain('Select the first 500 of 850 that are not being checked');
    await runs.tickAll();
    expect(runs.choices).toHaveLength(500);
    expect(said()).not.toContain('Select the first');
  });

  it('are all of them when another page of the list is on its way', async () => {
    await holds.read();
    const page = gate<Reply<unknown>>();
    lists = () => page.shut;
    const more = holds.more();
    await runs.tickAll();
    expect(runs.choices).toHaveLength(450);
    page.open(done({ rows: [], asOf: 1 }));
    await more;
  });

  it('a trouble is said, and nothing is ticked', async () => {
    await holds.read();
    runs.tick([hold(0)], true);
    free = async () => refused('internal', { reference: 'CPT-7F3K' });
    await runs.tickAll();
    expect(runs.choices).toHaveLength(1);
    expect(said()).toContain('CPT-7F3K');
  });

  it('an answer for a list that is shown no more ticks nothing', async () => {
    await holds.read();
    const answer = gate<Reply<{ rows: ReviewedHold[] }>>();
    free = () => answer.shut;
    const all = runs.tickAll();
    await holds.ask({ filter: 'today' });
    answer.open(done({ rows: many(450) }));
    await all;
    expect(runs.choices).toHaveLength(0);
  });
});

describe('ticked holds', () => {
  it('that another filter does not show are counted apart', async () => {
    await holds.read();
    await runs.tickAll();
    expect(said()).toContain('450 of 900 selected, held');
    counts = { ...counts, matching: 12, free: 12 };
    chosen = async ({ ids }) => done({ rows: many(450), listed: ids.slice(0, 12) });
    await holds.ask({ filter: 'today' });
    await runs.look();
    expect(said()).toContain('450 selected, 438 of them not in this list, held');
    runs.tick([hold(800)], true);
    expect(said()).toContain('451 selected, 438 of them not in this list, held');
  });

  it('are not counted against a list of which main has not said whether it has them', async () => {
    await holds.read();
    await runs.tickAll();
    const answer = gate<Reply<unknown>>();
    chosen = () => answer.shut;
    const looking = runs.look();
    expect(said()).toContain('450 selected, held');
    answer.open(refused('internal', { reference: 'CPT-7F3K' }));
    await looking;
    expect(said()).toContain('450 selected, held');
    expect(said()).toContain('CPT-7F3K');
  });

  it('that were captured elsewhere, lapsed or are being checked are out of the totals, and the bar says so', async () => {
    runs.tick(many(5), true);
    chosen = async () =>
      done({
        rows: [hold(0), hold(1, { busy: 'op-1' }), hold(2, { state: 'lapsed' }), hold(3, { capturable: cad(700) })],
        listed: ['stripe:0', 'stripe:3'],
      });
    await runs.look();
    expect(runs.lines(runs.choices).map(({ holdId, held }) => [holdId, held])).toEqual([
      ['stripe:0', 1000],
      ['stripe:3', 700],
    ]);
    expect(said()).toContain('3 selected holds are no longer open or are being checked, and were left out.');
    runs.tick([hold(4)], true);
    expect(said()).not.toContain('left out');
  });

  it('all of them gone, the bar still says so, and offers nothing to capture', async () => {
    runs.tick([hold(0)], true);
    chosen = async () => done({ rows: [], listed: [] });
    await runs.look();
    expect(said()).toBe('1 selected hold is no longer open or is being checked, and was left out.');
    expect(bar().findAll('button')).toHaveLength(0);
  });

  it('that were ticked while main was asked stay, and an older answer counts no more', async () => {
    runs.tick([hold(0)], true);
    const first = gate<Reply<unknown>>();
    chosen = () => first.shut;
    const older = runs.look();
    runs.tick([hold(1)], true);
    chosen = async () => done({ rows: [hold(0), hold(1)], listed: ['stripe:0', 'stripe:1'] });
    await runs.look();
    first.open(done({ rows: [], listed: [] }));
    await older;
    expect(runs.choices).toHaveLength(2);
    const last = gate<Reply<unknown>>();
    chosen = () => last.shut;
    const looking = runs.look();
    runs.tick([hold(2)], true);
    last.open(done({ rows: [hold(0), hold(1)], listed: ['stripe:0', 'stripe:1'] }));
    await looking;
    expect(runs.choices).toHaveLength(3);
    expect(runs.hidden).toBe(0);
  });
});
