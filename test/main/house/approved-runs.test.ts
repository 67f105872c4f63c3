import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ApprovalView } from '../../../src-main/contract/approval.ts';
import type { HoldRunView } from '../../../src-main/contract/hold-run.ts';
import { cad, openApprovalsDesk, type ApprovalsDesk } from './approvals-desk.ts';

// Holds captured together that need a second person by what they add up to: prepared as one list, approved as one, each opened by its own line of it.
let house: ApprovalsDesk;
beforeAll(async () => {
  house = await openApprovalsDesk('approved runs', 27);
  await house.rules({ capture: { when: 'from', from: 20_000 } });
}, 120_000);
afterAll(() => house.salon.close());

interface Choice {
  readonly holdId: string;
  readonly held: number;
  readonly amount: ReturnType<typeof cad>;
  readonly note: string | null;
}
const choice = (holdId: string, amount: number): Choice => ({
  ...{ holdId, held: 12_000, amount: cad(amount) },
  note: amount < 12_000 ? 'Shorter than booked' : null,
});
async function three(): Promise<Choice[]> {
  const holds = [await house.hold(12_000), await house.hold(12_000), await house.hold(12_000)];
  await house.desk.must('desk.refresh', {});
  return holds.map(({ holdId }, at) => choice(holdId, at === 0 ? 9000 : 12_000));
}
const prepare = (lines: readonly Choice[], ticket = house.ticket()): Promise<ApprovalView> =>
  house.desk.must<ApprovalView>('holdRuns.prepare', { ticket, lines, note: 'Saturday' });
const begin = ({ id, version }: Pick<ApprovalView, 'id' | 'version'>): Promise<HoldRunView> =>
  house.desk.must<HoldRunView>('holdRuns.captureApproved', { id, version });
async function ended(id: string): Promise<HoldRunView> {
  const view = () => house.desk.must<HoldRunView>('holdRuns.get', { id });
  await vi.waitUntil(async () => !(await view()).here, { timeout: 20_000, interval: 10 });
  return view();
}
const states = ({ lines }: HoldRunView): string[] =>
  lines.map(({ state, failure, operation }) => failure?.code ?? operation?.state.name ?? state);
const taken = (ids: readonly string[]): Promise<number[]> =>
  Promise.all(
    ids.map(
      async (id) => (await house.till.stripe.paymentIntents.retrieve(id.slice('stripe:'.length))).amount_received,
    ),
  );

describe('holds captured together that need a second person', () => {
  it('are prepared by the front desk as one list, approved by Sylvie’s PIN and captured, each once, with exactly those amounts', async () => {
    const lines = await three();
    await house.desk.signIn('Sylvie');
    expect((await house.desk.refusal('holdRuns.capture', { ticket: house.ticket(), lines })).code).toBe(
      'needs_approval',
    );
    await house.desk.signIn('Maude');
    const before = house.movements();
    const prepared = await prepare(lines);
    expect(prepared).toMatchObject({ of: 'capture', state: 'prepared', totals: [cad(33_000)], note: 'Saturday' });
    expect(prepared.lines.map(({ amount, held, reason }) => [amount.amount, held, reason])).toEqual([
      [9000, 12_000, 'Shorter than booked'],
      [12_000, 12_000, null],
      [12_000, 12_000, null],
    ]);
    expect((await house.desk.refusal('holdRuns.captureApproved', prepared)).code).toBe('bad_input');
    const { id, version } = prepared;
    expect((await house.desk.refusal('holdRuns.captureApproved', { id, version })).code).toBe('approval_changed');
    const approved = await house.approve(prepared);
    expect(house.movements()).toBe(before);
    const run = await begin(approved);
    const over = await ended(run.id);
    expect(over).toMatchObject({ state: 'over', staffName: 'Maude', kind: 'capture' });
    expect(states(over)).toEqual(['done', 'done', 'done']);
    expect(await taken(lines.map(({ holdId }) => holdId))).toEqual([9000, 12_000, 12_000]);
    expect(house.movements()).toBe(before + 3);
    expect((await house.now(id)).state).toBe('used');
    // Pressed once more it is the same run, and nothing leaves.
    expect((await begin(approved)).id).toBe(run.id);
    expect(house.movements()).toBe(before + 3);
  });

  it('with another amount, one more or one fewer are another list: the yes before opens none of it', async () => {
    const lines = await three();
    const ticket = house.ticket();
    const approved = await house.approve(await prepare(lines, ticket));
    const fewer = await prepare(lines.slice(1), ticket);
    expect(fewer.state).toBe('prepared');
    expect((await house.now(approved.id)).state).toBe('void');
    const before = house.movements();
    const { id, version } = approved;
    expect((await house.desk.refusal('holdRuns.captureApproved', { id, version })).code).toBe('approval_changed');
    expect(house.movements()).toBe(before);
  });

  it('of which one was captured elsewhere since open nothing before somebody has looked again', async () => {
    const lines = await three();
    const approved = await house.approve(await prepare(lines));
    await house.till.stripe.paymentIntents.capture((lines[1]?.holdId ?? '').slice('stripe:'.length));
    const before = house.movements();
    const { id, version } = approved;
    expect((await house.desk.refusal('holdRuns.captureApproved', { id, version })).code).toBe('approval_void');
    expect(house.movements()).toBe(before);
    expect(await taken(lines.map(({ holdId }) => holdId))).toEqual([0, 12_000, 0]);
  });

  it('are nobody’s own to approve, and hold what was shown', async () => {
    const lines = await three();
    const prepared = await prepare(lines);
    const own = await house.yes(prepared, 'Maude');
    expect((await house.desk.refusal('approvals.approve', own)).code).toBe('own_approval');
    const other = lines.map((line) => ({ ...line, held: 11_000, amount: cad(11_000), note: null }));
    const asked = { ticket: house.ticket(), lines: other, note: null };
    expect((await house.desk.refusal('holdRuns.prepare', asked)).code).toBe('hold_changed');
  });

  it('whose rest waits after a stop goes on under the same yes, each hold captured once', async () => {
    const lines = await three();
    const run = await begin(await house.approve(await prepare(lines)));
    await house.desk.must('holdRuns.stop', { id: run.id });
    const stopped = await ended(run.id);
    const rest = stopped.lines.filter(({ state }) => state === 'waiting');
    expect(rest.length).toBeGreaterThan(0);
    await house.desk.signIn('Sylvie');
    const lineIds = rest.map((line) => line.id);
    await house.desk.must('holdRuns.resume', { id: run.id, version: stopped.version, lineIds });
    expect(states(await ended(run.id))).toEqual(['done', 'done', 'done']);
    expect(await taken(lines.map(({ holdId }) => holdId))).toEqual([9000, 12_000, 12_000]);
    await house.desk.signIn('Maude');
  });

  it('open no run but their own: nobody begins another one under the name of what was approved', async () => {
    const lines = await three();
    const approved = await house.approve(await prepare(lines));
    const other = await house.hold(12_000);
    await house.desk.must('desk.refresh', {});
    await house.desk.signIn('Sylvie');
    const before = house.movements();
    const forged = { ticket: approved.id, lines: [choice(other.holdId, 12_000)] };
    expect((await house.desk.refusal('holdRuns.capture', forged)).code).toBe('bad_input');
    expect(house.movements()).toBe(before);
    await house.desk.signIn('Maude');
    expect(states(await ended((await begin(approved)).id))).toEqual(['done', 'done', 'done']);
  });

  it('whose rest is prepared anew in its dialog after a stop are captured under the new yes, each once', async () => {
    const lines = await three();
    const ticket = house.ticket();
    const run = await begin(await house.approve(await prepare(lines, ticket)));
    await house.desk.must('holdRuns.stop', { id: run.id });
    const stopped = await ended(run.id);
    const rest = lines.filter((_line, place) => stopped.lines[place]?.state === 'waiting');
    expect(rest.length).toBeGreaterThan(1);
    // Shown in another order this time: each line stands where another one stood before.
    const anew = await house.approve(await prepare(rest.toReversed(), ticket));
    expect(states(await ended((await begin(anew)).id))).toEqual(rest.map(() => 'done'));
    expect(await taken(lines.map(({ holdId }) => holdId))).toEqual([9000, 12_000, 12_000]);
    // The run before still stands, with lines that nobody needs any more.
    const before = house.movements();
    await house.desk.signIn('Sylvie');
    const lineIds = stopped.lines.flatMap((line) => (line.state === 'waiting' ? [line.id] : []));
    await house.desk.must('holdRuns.resume', { id: run.id, version: stopped.version, lineIds });
    expect(states(await ended(run.id)).slice(-rest.length)).toEqual(rest.map(() => 'hold_not_open'));
    expect(house.movements()).toBe(before);
    await house.desk.signIn('Maude');
  });

  it('whose rest waits after a stop is sent no further once the yes was taken back', async () => {
    const lines = await three();
    const approved = await house.approve(await prepare(lines));
    const run = await begin(approved);
    await house.desk.must('holdRuns.stop', { id: run.id });
    const stopped = await ended(run.id);
    const rest = stopped.lines.filter(({ state }) => state === 'waiting');
    expect(rest.length).toBeGreaterThan(0);
    const { id, version } = await house.now(approved.id);
    await house.desk.must('approvals.withdraw', { id, version });
    await house.desk.signIn('Sylvie');
    const before = house.movements();
    await house.desk.must('holdRuns.resume', {
      ...{ id: run.id, version: stopped.version },
      lineIds: rest.map((line) => line.id),
    });
    const over = await ended(run.id);
    expect(states(over).slice(-rest.length)).toEqual(rest.map(() => 'approval_changed'));
    expect(house.movements()).toBe(before);
    await house.desk.signIn('Maude');
  });
});
