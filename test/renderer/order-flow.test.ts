import { createPinia, setActivePinia } from 'pinia';
import { effectScope, type EffectScope } from 'vue';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { done, refused, type Reply } from '../../src-main/contract/failure.ts';
import type { OperationState, OperationView } from '../../src-main/contract/operation.ts';
import { setDesk } from '../../src-renderer/desk.ts';
import { useOrderFlow, type OrderFlow } from '../../src-renderer/screens/dialogs/order-flow.ts';
import { useOrders } from '../../src-renderer/stores/orders.ts';

function operation(state: OperationState, updatedAt = 1): OperationView {
  return {
    id: 'op-1',
    group: 'op-1',
    follows: null,
    kind: 'charge',
    provider: 'stripe',
    state,
    amount: { amount: 8000, currency: 'CAD' },
    tip: null,
    customerId: 'stripe:a',
    customerName: 'Zoë',
    card: null,
    targetId: null,
    note: null,
    receiptEmail: null,
    code: 'CPT-1',
    staffId: 's',
    staffName: 'Maude',
    desk: 'Front',
    createdAt: 1,
    updatedAt,
  };
}
const checking: OperationState = {
  name: 'unknown',
  since: 1,
  why: 'no_answer',
  lastSentAt: 1,
  absent: 0,
  asks: 0,
  nextAskAt: 2,
};
const charged: OperationState = { name: 'done', at: 1, reference: 'pi_1', moved: { charged: 8000 } };
const declined: OperationState = { name: 'declined', at: 1, code: 'generic_decline', advice: null, reference: null };

let scope: EffectScope;
let tell: (payload: unknown) => void = () => undefined;

function flowOf(answers: (Reply<OperationView> | Promise<Reply<OperationView>>)[]): {
  flow: OrderFlow;
  tickets: string[];
} {
  const tickets: string[] = [];
  const send = async (ticket: string): Promise<Reply<OperationView>> => {
    tickets.push(ticket);
    const answer = answers.shift();
    if (!answer) throw new Error('Sent more often than expected');
    return answer;
  };
  const flow = scope.run(() => useOrderFlow(send));
  if (!flow) throw new Error('No scope');
  return { flow, tickets };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  setActivePinia(createPinia());
  setDesk({
    calls: {},
    on: (name, listener) => {
      if (name === 'payments.changed') tell = listener;
      return () => undefined;
    },
  });
  scope = effectScope();
  scope.run(() => useOrders().listen(() => undefined));
});
afterEach(() => {
  scope.stop();
  setDesk(null);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('one dialog, one order', () => {
  it('pressed twice while it is on its way, it is sent once', async () => {
    let answer: (reply: Reply<OperationView>) => void = () => undefined;
    const { flow, tickets } = flowOf([new Promise((resolve) => (answer = resolve))]);
    const first = flow.press();
    await flow.press();
    expect([flow.phase.value, tickets.length]).toEqual(['sending', 1]);
    answer(done(operation(charged)));
    await first;
    expect(flow.phase.value).toBe('ended');
    await flow.press();
    expect(tickets).toHaveLength(1);
  });

  it('refused before anything was sent, it may be mended and pressed again under the same ticket', async () => {
    const { flow, tickets } = flowOf([refused('amount_too_small'), done(operation(charged))]);
    await flow.press();
    expect([flow.phase.value, flow.failure.value?.code]).toEqual(['choose', 'amount_too_small']);
    await flow.press();
    expect([flow.phase.value, flow.failure.value]).toEqual(['ended', null]);
    expect(new Set(tickets).size).toBe(1);
  });

  it('declined, the next try is another order; while nobody knows, there is no next try', async () => {
    const { flow, tickets } = flowOf([done(operation(declined)), done(operation(checking))]);
    await flow.press();
    flow.again();
    expect(flow.phase.value).toBe('choose');
    await flow.press();
    expect(new Set(tickets).size).toBe(2);
    expect(flow.phase.value).toBe('checking');
    flow.again();
    await flow.press();
    expect([flow.phase.value, tickets.length]).toEqual(['checking', 2]);
  });

  it('charged, there is no way back to the button', async () => {
    const { flow, tickets } = flowOf([done(operation(charged))]);
    await flow.press();
    flow.again();
    await flow.press();
    expect([flow.phase.value, tickets.length]).toEqual(['ended', 1]);
  });

  it('after eight seconds it says that it is checking, and ends when main answers', async () => {
    let answer: (reply: Reply<OperationView>) => void = () => undefined;
    const { flow } = flowOf([new Promise((resolve) => (answer = resolve))]);
    const pressed = flow.press();
    vi.advanceTimersByTime(7999);
    expect(flow.phase.value).toBe('sending');
    vi.advanceTimersByTime(1);
    expect(flow.phase.value).toBe('checking');
    answer(done(operation(charged)));
    await pressed;
    expect(flow.phase.value).toBe('ended');
  });

  it('checking, it follows what main finds out, and an older word never takes a newer one back', async () => {
    const { flow } = flowOf([done(operation(checking, 5))]);
    await flow.press();
    tell(operation(charged, 9));
    expect([flow.phase.value, flow.operation.value?.state.name]).toEqual(['ended', 'done']);
    const { flow: other } = flowOf([done(operation(charged, 12))]);
    await other.press();
    expect(other.operation.value?.updatedAt).toBe(12);
  });
});
