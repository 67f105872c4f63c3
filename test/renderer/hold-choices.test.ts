import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReviewedHold } from '../../src-main/contract/hold-review.ts';
import { addUp, problemOf } from '../../src-renderer/parts/hold-choices.ts';
import { useHoldRuns } from '../../src-renderer/stores/hold-runs.ts';

const cad = (amount: number) => ({ amount, currency: 'CAD' });
function hold(id: string, amount: number, given: Partial<ReviewedHold> = {}): ReviewedHold {
  return {
    ...{
      id,
      provider: 'stripe',
      customerId: 'stripe:a',
      customerName: 'Luc Archambault',
      customerPhone: null,
      card: null,
    },
    ...{ authorized: cad(amount), capturable: cad(amount), placedAt: 1, deadline: null, state: 'open', purpose: null },
    ...{ placedBy: null, busy: null, bill: null, plan: null, notes: [] },
    ...given,
  };
}

describe('holds that are ticked', () => {
  beforeEach(() => setActivePinia(createPinia()));

  it('add up to what will be captured and what goes back, by whom it is given back', () => {
    const runs = useHoldRuns();
    runs.tick(
      [hold('stripe:1', 23_000), hold('paysafe:2', 35_000, { provider: 'paysafe' }), hold('stripe:3', 8_000)],
      true,
    );
    runs.change('stripe:1', { amount: 19_546 });
    runs.change('paysafe:2', { amount: 32_193 });
    expect(addUp(runs.choices, 'en')).toMatchObject({
      ...{ count: 3, held: 66_000, capture: 59_739, release: 6_261, why: null, whyRelease: null },
      ...{ back: { stripe: 3_454, paysafe: 2_807 }, changed: { length: 2 } },
    });
  });

  it('more than is held, nothing, or what is no amount is refused in words; releasing is not held up by it', () => {
    const runs = useHoldRuns();
    runs.tick([hold('stripe:1', 23_000)], true);
    for (const [amount, words] of [
      [23_001, 'Only $230.00 is held.'],
      [0, 'Enter an amount.'],
      [null, 'Enter an amount.'],
    ] as const) {
      runs.change('stripe:1', { amount });
      expect(problemOf(runs.choices[0]!, 'en')).toBe(words);
      expect(addUp(runs.choices, 'en')).toMatchObject({ whyRelease: null });
      expect(addUp(runs.choices, 'en').why).not.toBeNull();
    }
  });

  it('two currencies never go together', () => {
    const runs = useHoldRuns();
    runs.tick([hold('stripe:1', 100), hold('stripe:2', 100, { capturable: { amount: 100, currency: 'USD' } })], true);
    expect(addUp(runs.choices, 'en').why).toBe('Only holds in the currency of the house go together.');
  });

  it('one that was captured or is being checked meanwhile is not ticked any more', () => {
    const runs = useHoldRuns();
    const [first, second, third, fourth] = [1, 2, 3, 4].map((at) => hold(`stripe:${at}`, at * 1000));
    runs.tick([first!, second!, third!, fourth!], true);
    runs.seen([
      { ...first!, state: 'captured' },
      { ...second!, busy: 'op-1' },
      { ...third!, state: 'lapsed' },
      fourth!,
    ]);
    expect(runs.choices.map(({ hold: { id } }) => id)).toEqual(['stripe:4']);
  });

  it('one that holds another sum keeps the amount and the reason that somebody chose, and says when that is too much', () => {
    const runs = useHoldRuns();
    const [whole, fits, over] = [1, 2, 3].map((at) => hold(`stripe:${at}`, 8000));
    runs.tick([whole!, fits!, over!], true);
    runs.change('stripe:2', { amount: 5000, reason: 'Came for half of it' });
    runs.change('stripe:3', { amount: 7500, reason: 'One product less' });
    runs.seen([whole!, fits!, over!].map((one) => ({ ...one, capturable: cad(7000) })));
    expect(runs.choices.map(({ amount, reason }) => [amount, reason])).toEqual([
      [7000, ''],
      [5000, 'Came for half of it'],
      [7500, 'One product less'],
    ]);
    expect(runs.choices.map((choice) => problemOf(choice, 'en'))).toEqual([null, null, 'Only $70.00 is held.']);
    expect(addUp(runs.choices, 'en').why).not.toBeNull();
  });
});
