import { describe, expect, it } from 'vitest';
import type { GivenBackDecided } from '../../../src-main/contract/given-back.ts';
import type { OperationKind, OperationState } from '../../../src-main/contract/operation.ts';
import { countedOf, givenBackOf } from '../../../src-main/payments/given-back.ts';

const deposit = 'stripe:pi_deposit';
const money = (amount: number) => ({ amount, currency: 'CAD' });
const done = (moved: Extract<OperationState, { name: 'done' }>['moved'], reference = 're_1'): OperationState => ({
  name: 'done',
  at: 1,
  reference,
  moved,
});
const step = (kind: OperationKind, state: OperationState, about: { amount: number; targetId?: string }) => ({
  kind,
  provider: 'stripe' as const,
  state,
  amount: money(about.amount),
  targetId: about.targetId ?? null,
});
const decided = (choice: GivenBackDecided['choice'], amount: number, undone = false): GivenBackDecided => ({
  id: `decision-${choice}-${amount}`,
  paymentId: deposit,
  choice,
  amount,
  by: 'Sylvie',
  at: 5,
  undone: undone ? { by: 'Sylvie', at: 6 } : null,
});
/** A deposit of 50.00 on the bill, of which the provider says so much was taken and given back. */
const asked = (
  refunded: number,
  more: { operations?: ReturnType<typeof step>[]; decided?: GivenBackDecided[]; credit?: number; taken?: number } = {},
): number =>
  givenBackOf(
    {
      credits: [{ amount: more.credit ?? 5000, paymentId: deposit }],
      operations: more.operations ?? [],
      decided: more.decided ?? [],
    },
    new Map([[deposit, { provider: 'stripe', taken: more.taken ?? 5000, refunded, settlements: [] }]]),
  ).reduce((sum, { amount }) => sum + amount, 0);

describe('what was given back of a deposit on its provider’s own site', () => {
  it('is asked about to the cent, and not where nothing was', () => {
    expect(asked(0)).toBe(0);
    expect(asked(1200)).toBe(1200);
    expect(asked(5000)).toBe(5000);
  });

  it('is not what an order of ours gave back: that counts by itself', () => {
    const ours = step('refund', done({ refunded: 1200 }), { amount: 1200, targetId: deposit });
    expect(asked(1200, { operations: [ours] })).toBe(0);
    expect(asked(2000, { operations: [ours] })).toBe(800);
  });

  it('is not asked about while an order of ours on that payment is not known', () => {
    for (const name of ['open', 'unknown', 'needs_person'] as const) {
      const state = { name, since: 1, why: 'no_answer', lastSentAt: 1, at: 1 } as never;
      expect(asked(1200, { operations: [step('refund', state, { amount: 1200, targetId: deposit })] })).toBe(0);
    }
    // One on another payment of the bill is no reason to be silent about this one.
    const elsewhere = step('refund', { name: 'unknown' } as never, { amount: 1200, targetId: 'stripe:pi_other' });
    expect(asked(1200, { operations: [elsewhere] })).toBe(1200);
  });

  it('is over once it is decided, and what is given back later is asked about for the difference only', () => {
    for (const choice of ['counted', 'left'] as const) {
      expect(asked(1200, { decided: [decided(choice, 1200)] })).toBe(0);
      expect(asked(2000, { decided: [decided(choice, 1200)] })).toBe(800);
      expect(asked(1200, { decided: [decided(choice, 1200, true)] })).toBe(1200);
    }
    expect(asked(5000, { decided: [decided('left', 1200), decided('counted', 800)] })).toBe(3000);
  });

  it('never takes the bill below what the provider still has, nor asks what the bill never counted', () => {
    // The bill was made when 10.00 had been given back already: its deposit is 40.00.
    expect(asked(1000, { credit: 4000 })).toBe(0);
    expect(asked(2500, { credit: 4000 })).toBe(1500);
    // A bank that has not collected yet has given nothing back.
    expect(asked(0, { taken: 0 })).toBe(0);
  });

  it('counts of a decision only what still stands of it, and nothing of what was left', () => {
    expect(countedOf([decided('counted', 1200), decided('left', 700), decided('counted', 300, true)])).toBe(1200);
  });

  it('is asked about of what was charged or held here too, its tip included', () => {
    const charged = step('charge', done({ charged: 9000 }, 'pi_ours'), { amount: 9000 });
    const held = step('hold', done({ held: 8000 }, 'pi_held'), { amount: 8000 });
    const captured = step('capture', done({ captured: 6000 }, 'pi_held'), { amount: 6000, targetId: 'stripe:pi_held' });
    const found = givenBackOf(
      { credits: [], operations: [charged, held, captured], decided: [] },
      new Map([
        ['stripe:pi_ours', { provider: 'stripe', taken: 9000, refunded: 9000, settlements: [] }],
        ['stripe:pi_held', { provider: 'stripe', taken: 6000, refunded: 500, settlements: [] }],
      ]),
    );
    expect(found).toEqual([
      { paymentId: 'stripe:pi_ours', provider: 'stripe', deposit: false, amount: 9000, how: 'given_back' },
      { paymentId: 'stripe:pi_held', provider: 'stripe', deposit: false, amount: 500, how: 'given_back' },
    ]);
  });
});
