import { describe, expect, it } from 'vitest';
import { followOne } from '../../../src-main/payments/follow.ts';
import type { Operation, Outcome } from '../../../src-main/payments/operation.ts';
import type { Finding, SendResult } from '../../../src-main/payments/ports.ts';
import type { Engine } from '../../../src-main/payments/settle.ts';
import { memoryLedger } from '../../support/memory-ledger.ts';

const answer: SendResult = { got: 'answer', answer: { status: 200, headers: {}, body: '', providerAt: null } };
const found = (outcome: Outcome): Finding => ({ found: 'outcome', reading: { outcome, records: {} } });

/** An accepted debit in a ledger, and what Paysafe will say of it. */
async function accepted(said: Finding, more: { readonly result?: SendResult; readonly calledOff?: boolean } = {}) {
  const ledger = memoryLedger();
  const about = {
    provider: 'paysafe',
    ...{ memo: {}, tip: null, customerId: null, customerName: 'Nadia Roy', card: null },
    request: { method: 'POST', path: '/purchases', headers: {}, body: '{}' },
    ...{ note: null, receiptEmail: null },
    ...{ staffId: 'st-1', staffName: 'Maude', desk: 'Front 1', createdAt: 1, updatedAt: 1, providerClockAt: null },
    ...{ follows: null, amount: { amount: 4_500, currency: 'CAD' } },
    state: { name: 'open' },
  } as const;
  const write = async (own: Pick<Operation, 'id' | 'kind' | 'guard' | 'targetId'>, state: Operation['state']) => {
    const plan = { kind: 'charge', key: own.id } as unknown as Operation['plan'];
    const opened = await ledger.open({ ...about, ...own, group: own.id, ticket: null, plan }, [], audit);
    if (!('opened' in opened)) throw new Error('not opened');
    const step = { operation: opened.opened, state, trail: [], audit: null, followUp: null, at: 2 };
    return (await ledger.advance(step)).operation;
  };
  const audit = {
    at: 1,
    staffId: null,
    staffName: null,
    desk: 'Front 1',
    what: 'charge',
    outcome: 'started',
    detail: {},
  } as const;
  const debit = await write(
    { id: 'op-debit', kind: 'charge', guard: 'customer:1', targetId: null },
    { name: 'pending', at: 2, reference: 'purchase', moved: {} },
  );
  if (more.calledOff)
    await write(
      { id: 'op-back', kind: 'refund', guard: 'payment:paysafe:purchase', targetId: 'paysafe:purchase' },
      { name: 'done', at: 3, reference: 'purchase', moved: { refunded: 4_500 }, cancelled: true },
    );
  const sent: string[] = [];
  const told: string[] = [];
  const engine = {
    ledger,
    clock: { now: () => 9, steady: () => 9 },
    gateways: { paysafe: { question: async () => ({ ...about.request, method: 'GET' }), readFinding: () => said } },
    sender: {
      send: async (_to: string, { method }: { method: string }) => {
        sent.push(method);
        return more.result ?? answer;
      },
    },
    tell: ({ state }: Operation) => void told.push(state.name),
    rows: { put: async () => undefined },
    trouble: (what: string) => {
      throw new Error(what);
    },
  } as unknown as Engine;
  const after = await followOne(engine, debit);
  return { after, told, sent, audit: ledger.audit.slice(1), again: () => followOne(engine, after) };
}

const declined: Outcome = { is: 'declined', code: '901', advice: null, reference: 'purchase' };
const cancelled: Outcome = { is: 'rejected', code: 'cancelled', message: '', reference: 'purchase' };

describe('a debit that was accepted', () => {
  it('is collected, told and written once; asked again, nothing is asked', async () => {
    const done: Outcome = { is: 'done', reference: 'purchase', moved: { charged: 4_500 } };
    const { after, told, sent, audit, again } = await accepted(found(done));
    expect(after.state).toMatchObject({ name: 'done', moved: { charged: 4_500 } });
    expect(audit).toMatchObject([{ what: 'charge', outcome: 'done', staffName: 'Maude' }]);
    await again();
    expect([told, sent]).toEqual([['done'], ['GET']]);
  });

  it('that a bank sent back is declined in its code, and the history says failed', async () => {
    const { after, audit } = await accepted(found(declined));
    expect(after.state).toMatchObject({ name: 'declined', code: '901' });
    expect(audit).toMatchObject([{ outcome: 'failed', detail: { state: 'declined', code: '901' } }]);
  });

  it('that was called off at Paysafe is rejected, unless an order of ours called it off and has told it', async () => {
    expect((await accepted(found(cancelled))).after.state.name).toBe('rejected');
    const own = await accepted(found(cancelled), { calledOff: true });
    expect([own.after.state.name, own.told, own.sent]).toEqual(['pending', [], []]);
  });

  it.each([
    ['there is no answer', found(declined), { got: 'nothing', left: true, why: 'timeout' }],
    ['it is on its way still', found({ is: 'pending', reference: 'purchase', moved: {} }), answer],
    ['it is not found', { found: 'absent' }, answer],
    ['the answer cannot be read', { found: 'nothing_yet', why: 'unreadable' }, answer],
    ['another amount is shown', found({ is: 'mismatch', why: 'amount', evidence: {} }), answer],
  ] as const)('stays on its way when %s', async (_when, said, result) => {
    const { after, told } = await accepted(said, { result });
    expect([after.state.name, told]).toEqual(['pending', []]);
  });
});
