import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalView } from '../../src-main/contract/approval.ts';
import { findCall } from '../../src-main/contract/channel.ts';
import { contract } from '../../src-main/contract/contract.ts';
import { salonPins } from '../support/salon.ts';
import { cad, openApprovalsDesk, type ApprovalsDesk } from '../main/house/approvals-desk.ts';

// Whoever can speak to main past the window, with a PIN they overheard or an approval that was given for something else.
let house: ApprovalsDesk;
beforeAll(async () => {
  house = await openApprovalsDesk('forged-approvals', 8);
  await house.rules({ capture: { when: 'from', from: 10_000 }, refund: { when: 'always', from: 0 } });
}, 120_000);
afterAll(() => house.salon.close());

const refusal = (call: string, input: object) => house.desk.refusal(call, input);
const named = ({ id, version }: Pick<ApprovalView, 'id' | 'version'>) => ({ id, version });

describe('an approval', () => {
  it('asks for exactly these rights', () => {
    const rights = Object.keys(contract.approvals).flatMap((name) => {
      const call = findCall(contract, `approvals.${name}`);
      return call ? [`${name}: ${call.kind} ${call.right}`] : [];
    });
    expect(rights).toEqual([
      'needed: query find',
      'prepare: command prepare',
      'list: query find',
      'get: query find',
      'approve: command signed_in',
      'sendBack: command signed_in',
      'withdraw: command prepare',
      'send: command prepare',
      'setRules: command settings',
    ]);
  });

  it('of one’s own is refused with the right PIN and with a wrong one, whoever is at the desk, and says nothing of the PIN', async () => {
    const { holdId } = await house.hold(20_000);
    const own = await house.prepare(house.capture(holdId, 20_000));
    for (const at of ['Maude', 'Hélène'] as const) {
      await house.desk.signIn(at);
      for (const pin of [salonPins.Maude, '0009'])
        for (const call of ['approvals.approve', 'approvals.sendBack'])
          expect(
            await refusal(
              call,
              await house.yes(own, 'Maude', call.endsWith('k') ? { pin, words: 'because' } : { pin }),
            ),
          ).toEqual({ code: 'own_approval', facts: { by: 'Maude' } });
    }
    await house.desk.signIn('Maude');
    expect((await house.now(own.id)).state).toBe('prepared');
    expect((await house.desk.staff('Maude')).lockedOut).toBe(false);
    const lines = (await house.history('approvals.approve')).filter(({ outcome }) => outcome === 'refused');
    expect(lines.map(({ detail }) => detail['code'])).toContain('own_approval');
  });

  it('by somebody who may not is refused, right PIN or wrong; a wrong PIN of somebody who may counts like one at the lock screen', async () => {
    const { holdId } = await house.hold(20_000);
    await house.desk.signIn('Sylvie');
    const prepared = await house.prepare(house.capture(holdId, 20_000));
    for (const pin of [salonPins.Maude, '0009'])
      expect(await refusal('approvals.approve', await house.yes(prepared, 'Maude', { pin }))).toEqual({
        code: 'not_allowed',
        facts: { verb: 'approve' },
      });
    for (let times = 0; times < 5; times += 1)
      expect(await refusal('approvals.approve', await house.yes(prepared, 'Hélène', { pin: '0009' }))).toEqual({
        code: 'wrong_pin',
      });
    expect(await refusal('approvals.approve', await house.yes(prepared, 'Hélène'))).toMatchObject({
      code: 'pin_locked',
    });
    await house.desk.must('staff.unlock', { id: (await house.desk.staff('Hélène')).id });
    expect((await house.now(prepared.id)).state).toBe('prepared');
    await house.desk.signIn('Maude');
  });

  it('opens nothing but its own order: no field of a money call carries one, and none is made up', async () => {
    const { holdId } = await house.hold(20_000);
    const approved = await house.approve(await house.prepare(house.capture(holdId, 15_000)));
    await house.desk.signIn('Sylvie');
    const before = house.movements();
    const order = { ticket: house.ticket(), holdId, amount: cad(20_000), note: null };
    expect(await refusal('holds.capture', order)).toMatchObject({ code: 'needs_approval' });
    for (const forged of [
      { approval: approved.id },
      { approving: { yes: { id: approved.id } } },
      { stepIn: approved.id },
    ])
      expect(await refusal('holds.capture', { ...order, ...forged })).toMatchObject({ code: 'bad_input' });
    for (const forged of [
      { ...named(approved), amount: cad(20_000) },
      { ...named(approved), holdId },
    ])
      expect(await refusal('approvals.send', forged)).toMatchObject({ code: 'bad_input' });
    expect(await refusal('approvals.send', { id: 'approval-made-up', version: 1 })).toEqual({ code: 'unknown_id' });
    expect(await refusal('approvals.send', { id: approved.id, version: 1 })).toEqual({ code: 'approval_changed' });
    expect(house.movements()).toBe(before);
    await house.desk.signIn('Maude');
    await house.send(approved);
    const [intent] = [await house.till.stripe.paymentIntents.retrieve(holdId.slice('stripe:'.length))];
    expect(intent.amount_received).toBe(15_000);
    // Used, it opens nothing once more: not under its version of then, nor of now.
    const used = await house.now(approved.id);
    const after = house.movements();
    expect(await refusal('approvals.approve', await house.yes(used, 'Sylvie'))).toEqual({ code: 'approval_changed' });
    await house.send(used);
    expect(house.movements()).toBe(after);
  });

  it('approved twice, sent back after that or taken back by somebody else is refused', async () => {
    const { holdId } = await house.hold(20_000);
    const prepared = await house.prepare(house.capture(holdId, 20_000));
    const both = await Promise.all(
      (['Sylvie', 'Hélène'] as const).map(async (who) =>
        house.desk.call<ApprovalView>('approvals.approve', await house.yes(prepared, who)),
      ),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const late = await house.yes(prepared, 'Hélène', { words: 'too late' });
    expect(await refusal('approvals.sendBack', late)).toEqual({ code: 'approval_changed' });
    await house.desk.signIn('Sylvie');
    const now = await house.now(prepared.id);
    expect(await refusal('approvals.withdraw', named(now))).toEqual({ code: 'approval_changed' });
    await house.desk.signIn('Maude');
  });

  it('needs somebody at the desk, and input of the right shape', async () => {
    const { holdId } = await house.hold(20_000);
    const prepared = await house.prepare(house.capture(holdId, 20_000));
    for (const wrong of [{ pin: '12' }, { version: 0 }, { version: 'x' }, { extra: 1 }])
      expect(await refusal('approvals.approve', await house.yes(prepared, 'Sylvie', wrong))).toMatchObject({
        code: 'bad_input',
      });
    for (const order of [
      { kind: 'release', holdId, note: null },
      { kind: 'capture', holdId, amount: cad(-1), note: null },
      { kind: 'capture', holdId, amount: cad(1), note: null, ticket: house.ticket() },
    ])
      expect(await refusal('approvals.prepare', { ticket: house.ticket(), order, note: null })).toMatchObject({
        code: 'bad_input',
      });
    const asked = await house.yes(prepared, 'Sylvie');
    await house.desk.must('session.lock', {});
    for (const [call, input] of [
      ['approvals.approve', asked],
      ['approvals.send', named(prepared)],
      ['approvals.prepare', house.capture(holdId, 20_000)],
      ['approvals.list', {}],
    ] as const)
      expect(await refusal(call, input)).toEqual({ code: 'not_signed_in' });
    await house.desk.signIn('Maude');
  });

  it('leaves no PIN in log, history or events', async () => {
    const lines = JSON.stringify([house.desk.log, house.desk.events, await house.history('approval_given')]);
    for (const pin of Object.values(salonPins)) expect(lines).not.toMatch(new RegExp(`(?<![\\w-])${pin}(?![\\w-])`));
  });
});
