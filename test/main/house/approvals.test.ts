import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalView } from '../../../src-main/contract/approval.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import type { SessionState } from '../../../src-main/contract/staff.ts';
import { cad, openApprovalsDesk, type ApprovalsDesk } from './approvals-desk.ts';

let house: ApprovalsDesk;
beforeAll(async () => {
  house = await openApprovalsDesk('approvals', 24);
}, 120_000);
afterAll(() => house.salon.close());

const always = { when: 'always', from: 0 } as const;
const from500 = { when: 'from', from: 50_000 } as const;
const intentOf = (holdId: string) => house.till.stripe.paymentIntents.retrieve(holdId.slice('stripe:'.length));

describe('a capture that needs a second person', () => {
  it('is prepared by the front desk, approved by Sylvie’s PIN and sent once: Maude stays signed in, trail and history say who', async () => {
    await house.rules({ capture: from500 });
    const { holdId } = await house.hold(60_000);
    const prepared = await house.prepare(house.capture(holdId, 55_000));
    expect(prepared).toMatchObject({
      of: 'capture',
      state: 'prepared',
      staffName: 'Maude',
      note: 'checked with Noé',
      totals: [cad(55_000)],
      lines: [{ kind: 'capture', amount: cad(55_000), held: 60_000, reason: 'shorter treatment', operation: null }],
    });
    const before = house.movements();
    const approved = await house.approve(prepared);
    expect(approved).toMatchObject({ state: 'approved', decided: { staffName: 'Sylvie' } });
    expect(house.movements()).toBe(before);
    const sent = await house.send(approved);
    expect(sent).toMatchObject({ kind: 'capture', staffName: 'Maude', amount: cad(55_000), state: { name: 'done' } });
    expect(await intentOf(holdId)).toMatchObject({ status: 'succeeded', amount_received: 55_000 });
    expect(await house.now(prepared.id)).toMatchObject({ state: 'used', lines: [{ operation: { id: sent.id } }] });
    const { signedIn } = await house.desk.must<SessionState>('session.state', {});
    expect(signedIn?.name).toBe('Maude');
    const { trail } = await house.desk.must<OperationDetail>('payments.get', { operationId: sent.id });
    expect(trail.find(({ what }) => what === 'approved')?.detail).toEqual({ by: 'Sylvie', prepared: 'Maude' });
    expect((await house.history('approval_given'))[0]).toMatchObject({
      staffName: 'Sylvie',
      outcome: 'done',
      detail: { prepared: 'Maude', amount: 55_000, currency: 'CAD', kind: 'capture' },
    });
    expect((await house.history('capture')).find(({ outcome }) => outcome === 'started')).toMatchObject({
      staffName: 'Maude',
      detail: { approved: 'Sylvie' },
    });
  });

  it('sent twice is one order and one answer', async () => {
    const { holdId } = await house.hold(70_000);
    const approved = await house.approve(await house.prepare(house.capture(holdId, 70_000)));
    const before = house.movements();
    const [first, second] = await Promise.all([house.send(approved), house.send(approved)]);
    const third = await house.send(approved);
    expect(new Set([first.id, second.id, third.id]).size).toBe(1);
    expect(house.movements()).toBe(before + 1);
  });

  it('is refused to a manager too from the limit on, below it she captures alone, and nobody’s own PIN is a second one', async () => {
    const [{ holdId: large }, { holdId: small }] = [await house.hold(50_000), await house.hold(49_999)];
    await house.desk.signIn('Sylvie');
    const order = (holdId: string, amount: number) => ({
      ticket: house.ticket(),
      holdId,
      amount: cad(amount),
      note: null,
    });
    expect(await house.desk.refusal('holds.capture', order(large, 50_000))).toEqual({
      code: 'needs_approval',
      facts: { of: 'capture', from: 50_000, currency: 'CAD' },
    });
    expect(await house.desk.must('holds.capture', order(small, 49_999))).toMatchObject({ state: { name: 'done' } });
    const own = await house.prepare(house.capture(large, 50_000));
    expect(await house.desk.refusal('approvals.approve', await house.yes(own, 'Sylvie'))).toEqual({
      code: 'own_approval',
      facts: { by: 'Sylvie' },
    });
    expect(await house.desk.refusal('approvals.send', own)).toMatchObject({ code: 'bad_input' });
    const { id, version } = own;
    expect(await house.desk.refusal('approvals.send', { id, version })).toEqual({ code: 'approval_changed' });
    // The owner's PIN at Sylvie's desk is another person's.
    await house.send(await house.approve(own, 'Hélène'));
    expect((await intentOf(large)).status).toBe('succeeded');
    await house.desk.signIn('Maude');
  });

  it('prepared anew with another amount voids what was approved: the old yes opens nothing', async () => {
    const { holdId } = await house.hold(80_000);
    const asked = house.capture(holdId, 60_000);
    const first = await house.approve(await house.prepare(asked));
    const second = await house.prepare({ ...asked, order: { ...asked.order, amount: cad(61_000) } });
    expect(second).toMatchObject({ state: 'prepared', totals: [cad(61_000)] });
    expect(await house.now(first.id)).toMatchObject({ state: 'void', why: 'replaced' });
    const { id, version } = first;
    const before = house.movements();
    expect(await house.desk.refusal('approvals.send', { id, version })).toEqual({ code: 'approval_changed' });
    expect(house.movements()).toBe(before);
    // The very same again stands as it is.
    expect((await house.prepare({ ...asked, order: { ...asked.order, amount: cad(61_000) } })).id).toBe(second.id);
    // And from another dialog, by somebody else: one hold waits with one amount.
    await house.desk.signIn('Sylvie');
    await house.prepare(house.capture(holdId, 62_000));
    expect(await house.now(second.id)).toMatchObject({ state: 'void', why: 'changed' });
    // Each amount that counts no more has a line of its own: by whom, what it was, who had approved it, and what stands instead.
    expect(await house.history('approval_replaced')).toMatchObject([
      {
        staffName: 'Sylvie',
        outcome: 'done',
        detail: { approval: second.id, prepared: 'Maude', amount: 61_000, currency: 'CAD', instead: 62_000 },
      },
      {
        staffName: 'Maude',
        outcome: 'done',
        detail: { approval: first.id, approved: 'Sylvie', amount: 60_000, currency: 'CAD', instead: 61_000 },
      },
    ]);
    await house.desk.signIn('Maude');
    // Maude is told of what somebody else made void, not of what she has prepared anew.
    const { rows } = await house.desk.must<{ rows: ApprovalView[] }>('approvals.list', {});
    expect(rows.map((one) => one.id)).toContain(second.id);
    expect(rows.map((one) => one.id)).not.toContain(first.id);
  });

  it('whose hold was captured or changed elsewhere meanwhile is void before a PIN is tried, and again before it is sent', async () => {
    const { holdId } = await house.hold(90_000);
    const prepared = await house.prepare(house.capture(holdId, 90_000));
    await house.till.stripe.paymentIntents.capture(holdId.slice('stripe:'.length), { amount_to_capture: 10_000 });
    for (let times = 0; times < 6; times += 1)
      expect(
        (await house.desk.refusal('approvals.approve', await house.yes(prepared, 'Sylvie', { pin: '0009' }))).code,
      ).toBe(times === 0 ? 'approval_void' : 'approval_changed');
    expect((await house.desk.staff('Sylvie')).lockedOut).toBe(false);
    expect(await house.now(prepared.id)).toMatchObject({ state: 'void', why: 'changed' });
    expect((await house.history('approval_void'))[0]).toMatchObject({ detail: { approval: prepared.id } });

    const { holdId: other } = await house.hold(91_000);
    const approved = await house.approve(await house.prepare(house.capture(other, 91_000)));
    await house.till.stripe.paymentIntents.cancel(other.slice('stripe:'.length));
    const before = house.movements();
    const { id, version } = approved;
    expect(await house.desk.refusal('approvals.send', { id, version })).toEqual({
      code: 'approval_void',
      facts: { why: 'changed', by: 'Sylvie' },
    });
    expect(house.movements()).toBe(before);
  });

  it('is sent back with words, which whoever prepared it sees until they are read', async () => {
    const { holdId } = await house.hold(60_000);
    const prepared = await house.prepare(house.capture(holdId, 58_000));
    const asked = await house.yes(prepared, 'Sylvie', { words: 'check the tip' });
    expect(await house.desk.must('approvals.sendBack', asked)).toMatchObject({
      state: 'sent_back',
      decided: { staffName: 'Sylvie', words: 'check the tip' },
    });
    const rows = async () => (await house.desk.must<{ rows: ApprovalView[] }>('approvals.list', {})).rows;
    expect((await rows()).find(({ id }) => id === prepared.id)).toMatchObject({ state: 'sent_back' });
    await house.desk.signIn('Hélène');
    expect((await rows()).some(({ id }) => id === prepared.id)).toBe(false);
    await house.desk.signIn('Maude');
    const { id, version } = await house.now(prepared.id);
    expect(await house.desk.refusal('approvals.send', { id, version })).toEqual({ code: 'approval_changed' });
    await house.desk.must('approvals.withdraw', { id, version });
    expect((await rows()).some((one) => one.id === id)).toBe(false);
    expect((await house.history('approval_sent_back'))[0]).toMatchObject({
      staffName: 'Sylvie',
      detail: { note: 'check the tip', prepared: 'Maude' },
    });
  });

  it('approved yesterday is not sent today, nor once whoever approved it may not any more', async () => {
    const { holdId } = await house.hold(60_000);
    const approved = await house.approve(await house.prepare(house.capture(holdId, 60_000)));
    house.salon.pass(12 * 3_600_000);
    await house.desk.signIn('Maude');
    await house.desk.must('desk.refresh', {});
    const { id, version } = approved;
    expect(await house.desk.refusal('approvals.send', { id, version })).toMatchObject({
      code: 'approval_void',
      facts: { why: 'too_old' },
    });
    const again = await house.approve(await house.prepare(house.capture(holdId, 60_000)));
    await house.desk.signIn('Hélène');
    const sylvie = await house.desk.staff('Sylvie');
    await house.desk.must('staff.change', { id: sylvie.id, role: 'front_desk' });
    expect(await house.desk.refusal('approvals.send', { id: again.id, version: again.version })).toMatchObject({
      facts: { why: 'approver_gone' },
    });
    await house.desk.must('staff.change', { id: sylvie.id, role: 'manager' });
    await house.desk.signIn('Maude');
  });
});

describe('refunds and charges that need a second person', () => {
  const charge = async (amount: number, more: object = {}): Promise<OperationView> =>
    house.desk.must('payments.charge', {
      ticket: house.ticket(),
      ...house.client(),
      amount: cad(amount),
      tip: null,
      note: null,
      receiptEmail: null,
      ...more,
    });
  const paymentOf = ({ state }: OperationView): string =>
    state.name === 'done' ? `stripe:${state.reference}` : 'not charged';

  it('parts of one payment are no way round: what was given back before counts', async () => {
    await house.rules({ refund: from500 });
    const paymentId = paymentOf(await charge(90_000));
    await house.desk.signIn('Sylvie');
    const refund = (amount: number) => ({ ticket: house.ticket(), paymentId, amount: cad(amount), reason: 'too warm' });
    for (const reason of [null, ' '])
      expect(await house.desk.refusal('payments.refund', { ...refund(30_000), reason })).toEqual({
        code: 'refund_needs_reason',
      });
    expect(await house.desk.must('payments.refund', refund(30_000))).toMatchObject({ state: { name: 'done' } });
    expect(await house.desk.refusal('payments.refund', refund(20_000))).toMatchObject({ code: 'needs_approval' });
    await house.desk.signIn('Maude');
    const order = { kind: 'refund', paymentId, amount: cad(20_000), note: 'two products came back' };
    const why = { ...order, note: '  ' };
    expect(await house.desk.refusal('approvals.prepare', { ticket: house.ticket(), order: why, note: null })).toEqual({
      code: 'refund_needs_reason',
    });
    const prepared = await house.prepare({ ticket: house.ticket(), order, note: null });
    expect(
      await house.desk.must('approvals.needed', { of: 'refund', targetId: paymentId, amount: cad(20_000) }),
    ).toMatchObject({
      refusal: { code: 'needs_approval' },
    });
    expect(await house.send(await house.approve(prepared))).toMatchObject({ kind: 'refund', state: { name: 'done' } });
  });

  it('of which a part was given back elsewhere since is void, though enough is left of it', async () => {
    await house.rules({ refund: from500 });
    const paymentId = paymentOf(await charge(95_000));
    const order = { kind: 'refund', paymentId, amount: cad(60_000), note: 'the whole visit' };
    const prepared = await house.prepare({ ticket: house.ticket(), order, note: null });
    await house.till.stripe.refunds.create({ payment_intent: paymentId.slice('stripe:'.length), amount: 1000 });
    expect(await house.desk.refusal('approvals.approve', await house.yes(prepared, 'Sylvie'))).toEqual({
      code: 'approval_void',
      facts: { why: 'changed' },
    });
  });

  it('a charge that no consent covers is passed by a second person, not by the PIN of whoever is at the desk', async () => {
    await house.desk.signIn('Hélène');
    await house.desk.must('consents.setRule', { rule: 'manager' });
    await house.rules({ outside: always });
    const person = house.client();
    const order = { kind: 'charge', ...person, amount: cad(7000), tip: null, note: null, receiptEmail: null };
    const prepared = await house.prepare({ ticket: house.ticket(), order, note: 'she agreed on the telephone' });
    expect(prepared).toMatchObject({ of: 'outside', lines: [{ outside: true, repeats: 0 }] });
    const operation = await house.send(await house.approve(prepared));
    expect(operation).toMatchObject({ kind: 'charge', state: { name: 'done' } });
    const { trail } = await house.desk.must<OperationDetail>('payments.get', { operationId: operation.id });
    expect(trail.map(({ what }) => what)).toEqual(expect.arrayContaining(['step_in', 'approved']));
    await house.desk.signIn('Hélène');
    await house.desk.must('consents.setRule', { rule: 'free' });
    await house.desk.signIn('Maude');
    // Nobody is asked for a consent: nothing is outside it.
    const free = { ...order, ...house.client() };
    expect(await house.desk.refusal('approvals.prepare', { ticket: house.ticket(), order: free, note: null })).toEqual({
      code: 'bad_input',
      facts: { field: 'order' },
    });
  });

  it('money of another currency than the house’s cannot be compared with its limit: it needs a second person', async () => {
    await house.rules({ capture: from500 });
    const asked = { of: 'capture', targetId: null, amount: { amount: 100, currency: 'USD' } };
    expect(await house.desk.must('approvals.needed', asked)).toMatchObject({ refusal: { code: 'needs_approval' } });
    await house.rules({});
    expect(await house.desk.must('approvals.needed', asked)).toEqual({ refusal: null });
  });

  it('where the house asks for nobody, the front desk prepares nothing that it may not do', async () => {
    const { holdId } = await house.hold(9000);
    expect(await house.desk.refusal('approvals.prepare', house.capture(holdId, 9000))).toEqual({
      code: 'not_allowed',
      facts: { verb: 'capture' },
    });
    expect(
      await house.desk.refusal('approvals.setRules', { capture: always, refund: always, outside: always }),
    ).toMatchObject({
      code: 'not_allowed',
    });
  });
});
