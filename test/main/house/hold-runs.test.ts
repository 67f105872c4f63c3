import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { HoldRunLine, HoldRunSummary, HoldRunView } from '../../../src-main/contract/hold-run.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { openDemoDesk, type DemoDesk } from './demo-desk.ts';

// A whole desk without its window: holds captured or given back together, what stops a line, and what never stops the next.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const held = 8000;
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let tickets = 0;
const ticket = (): string => `holds-ticket-${String((tickets += 1)).padStart(8, '0')}`;

beforeAll(async () => {
  salon = await openSalon('holds together');
  till = stripeTill(salon.sandbox);
  desk = await salon.desk('Front 1');
  await desk.signIn('Sylvie');
}, 60_000);
afterAll(() => salon.close());

/** So many people, each with a hold of 80.00 that this desk has read. Their ids. */
async function placed(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1)
    ids.push(`stripe:${await till.hold(await till.saveAs('pm_card_visa'), held)}`);
  await desk.must('desk.refresh', {});
  return ids;
}
const lineOf = (holdId: string, amount = held, note: string | null = null) => ({
  ...{ holdId, held, amount: cad(amount), note },
});
const capture = (lines: readonly object[], own = ticket()): Promise<HoldRunView> =>
  desk.must<HoldRunView>('holdRuns.capture', { ticket: own, lines });
const view = (id: string): Promise<HoldRunView> => desk.must<HoldRunView>('holdRuns.get', { id });
async function ended(id: string): Promise<HoldRunView> {
  await vi.waitUntil(async () => !(await view(id)).here, { timeout: 20_000, interval: 10 });
  return view(id);
}
const word = ({ state, failure, operation }: HoldRunLine): string => failure?.code ?? operation?.state.name ?? state;
const words = ({ lines }: HoldRunView): string[] => lines.map(word);
/** What Stripe itself says of each: received, or its word. */
const atStripe = (ids: readonly string[]): Promise<(number | string)[]> =>
  Promise.all(
    ids.map(async (id) => {
      const intent = await till.stripe.paymentIntents.retrieve(id.slice('stripe:'.length));
      return intent.status === 'succeeded' ? intent.amount_received : intent.status;
    }),
  );

/** How many requests to capture this hold reached Stripe, whoever sent them. */
async function capturesOf(id: string): Promise<number> {
  const answer = await fetch(`${salon.sandbox.stripeUrl}/_control/requests`);
  const { requests } = (await answer.json()) as { requests: { method: string; path: string }[] };
  return requests.filter(({ method, path }) => method === 'POST' && path.endsWith(`${id.slice(7)}/capture`)).length;
}

describe('holds captured together', () => {
  it('a lost reply and a lapsed hold stop nobody; each line says what became of it, amounts as somebody changed them', async () => {
    const ids = await placed(5);
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = ids;
    // Given back at Stripe's own site a moment ago: this desk has not read that yet.
    await till.stripe.paymentIntents.cancel(fourth.slice('stripe:'.length));
    const lost = { fault: 'drop-after', times: 3 } as const;
    salon.sandbox.faults.add({ method: 'POST', path: `${second.slice(7)}/capture$`, nth: 1, ...lost });
    const lines = [
      lineOf(first, 6500, 'Shorter than booked'),
      lineOf(second),
      lineOf(third),
      lineOf(fourth),
      lineOf(fifth, 1, 'Toner not needed'),
    ];
    const own = ticket();
    const run = await capture(lines, own);
    expect(run).toMatchObject({ kind: 'capture', state: 'going', here: true, staffName: 'Sylvie' });
    // Pressed twice, or another list meanwhile: the same run, or none.
    expect(await capture(lines, own)).toMatchObject({ id: run.id });
    expect(
      (await desk.refusal('holdRuns.release', { ticket: ticket(), note: null, lines: [{ holdId: third, held }] })).code,
    ).toBe('run_going');
    const over = await ended(run.id);
    expect(over.state).toBe('over');
    expect(words(over)).toEqual(['done', 'unknown', 'done', 'unknown', 'done']);
    expect(await atStripe(ids)).toEqual([6500, held, held, 'canceled', 1]);
    expect(over.lines[0]).toMatchObject({ note: 'Shorter than booked', operation: { note: 'Shorter than booked' } });
    // What is checking is asked about, not captured again.
    salon.pass(120_000);
    for (const { operation } of [over.lines[1], over.lines[3]].flatMap((line) => line ?? []))
      await desk.must('payments.askNow', { operationId: operation?.id });
    expect(words(await view(run.id))).toEqual(['done', 'done', 'done', 'rejected', 'done']);
    expect(await atStripe([second])).toEqual([held]);
    const history = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 60 });
    expect(history.rows.find(({ what }) => what === 'hold_run_started')).toMatchObject({
      staffName: 'Sylvie',
      detail: { count: 5, amount: 6500 + 3 * held + 1, kind: 'capture' },
    });
  }, 30_000);

  it('a hold that holds another sum by now, was captured meanwhile or has lapsed is refused before anything is sent', async () => {
    const ids = await placed(3);
    const [less = '', taken = '', late = ''] = ids;
    await till.stripe.paymentIntents.capture(taken.slice('stripe:'.length), { amount_to_capture: 100 });
    await desk.must('desk.refresh', {});
    const run = await capture([{ ...lineOf(less, held, 'As agreed'), held: 9000 }, lineOf(taken)]);
    expect(words(await ended(run.id))).toEqual(['hold_changed', 'hold_not_open']);
    const deadline = (await desk.must<ReviewedHold>('holds.get', { id: late })).deadline?.at ?? 0;
    salon.pass(deadline - salon.now() + 1);
    await desk.signIn('Sylvie');
    const lapsed = await capture([lineOf(late)]);
    expect(words(await ended(lapsed.id))).toEqual(['hold_lapsed']);
    expect(await Promise.all([less, taken, late].map(capturesOf))).toEqual([0, 1, 0]);
  });

  it('given back together: each once, all that is held', async () => {
    const ids = await placed(3);
    const run = await desk.must<HoldRunView>('holdRuns.release', {
      ...{ ticket: ticket(), note: 'Rained off', lines: ids.map((holdId) => ({ holdId, held })) },
    });
    const over = await ended(run.id);
    expect(over).toMatchObject({ kind: 'release', state: 'over' });
    expect(words(over)).toEqual(['done', 'done', 'done']);
    expect(await atStripe(ids)).toEqual(['canceled', 'canceled', 'canceled']);
    expect(over.lines.map(({ amount, note }) => [amount, note])).toEqual(ids.map(() => [held, 'Rained off']));
  });

  it('stopped between two lines, the rest waits; a person goes on with one of them, and the others are left', async () => {
    const ids = await placed(3);
    const run = await capture(ids.map((id) => lineOf(id)));
    await desk.must('holdRuns.stop', { id: run.id });
    const stopped = await ended(run.id);
    const rest = stopped.lines.filter(({ state }) => state === 'waiting').map(({ id }) => id);
    expect(rest.length).toBeGreaterThanOrEqual(2);
    const again = { id: run.id, version: stopped.version, lineIds: rest.slice(-1) };
    expect((await desk.refusal('holdRuns.resume', { ...again, version: 1 })).code).toBe('run_changed');
    await desk.must('holdRuns.resume', again);
    const over = await ended(run.id);
    expect(words(over).slice(-2)).toEqual(['left', 'done']);
    expect((await atStripe(ids)).slice(-2)).toEqual(['requires_capture', held]);
    const { runs } = await desk.must<{ runs: HoldRunSummary[] }>('holdRuns.list', {});
    expect(runs.find(({ id }) => id === run.id)).toMatchObject({ state: 'over', rest: 0, kind: 'capture' });
  });

  it('nobody of the front desk captures, nobody forges a line, and less than was held says why', async () => {
    const [hold = ''] = await placed(1);
    const line = lineOf(hold);
    const forged = async (...lines: object[]) =>
      (await desk.refusal('holdRuns.capture', { ticket: ticket(), lines })).code;
    expect(await forged()).toBe('bad_input');
    expect(await forged(line, line)).toBe('bad_input');
    expect(await forged({ ...line, approvedBy: 'Hélène' })).toBe('bad_input');
    expect(await forged(lineOf(hold, held + 1))).toBe('over_held');
    expect(await forged(lineOf(hold, 0))).toBe('amount_zero');
    expect(await forged(lineOf(hold, 100))).toBe('hold_needs_reason');
    expect(await forged({ ...line, amount: { amount: held, currency: 'USD' } })).toBe('wrong_currency');
    expect(await forged(lineOf('stripe:pi_nobody'))).toBe('unknown_id');
    await desk.signIn('Maude');
    // To stop sends nothing: anybody who sees that something is wrong may.
    for (const name of ['capture', 'release', 'resume', 'end'])
      expect((await desk.refusal(`holdRuns.${name}`, {})).code).toBe('not_allowed');
    await desk.must('session.lock', {});
    for (const name of ['capture', 'release', 'get', 'list'])
      expect((await desk.refusal(`holdRuns.${name}`, {})).code).toBe('not_signed_in');
    await desk.signIn('Sylvie');
    expect(await atStripe([hold])).toEqual(['requires_capture']);
  });

  it('a manager who loses the right in the middle gives no further line', async () => {
    const ids = await placed(3);
    await desk.signIn('Hélène');
    const { id } = await desk.staff('Sylvie');
    await desk.signIn('Sylvie');
    // Long enough for the owner to sign in while the first is on its way.
    salon.sandbox.faults.latency = 3000;
    const run = await capture(ids.map((one) => lineOf(one)));
    await desk.signIn('Hélène');
    await desk.must('staff.change', { id, role: 'front_desk' });
    salon.sandbox.faults.latency = 0;
    const after = await ended(run.id);
    await desk.must('staff.change', { id, role: 'manager' });
    await desk.signIn('Sylvie');
    expect(after).toMatchObject({ state: 'stopped', why: 'not_allowed' });
    const waiting = after.lines.filter(({ state }) => state === 'waiting').length;
    expect(waiting).toBeGreaterThan(0);
    expect((await atStripe(ids)).filter((one) => one === 'requires_capture')).toHaveLength(waiting);
    await desk.must('holdRuns.end', { id: run.id, version: after.version });
    expect(words(await view(run.id)).filter((one) => one === 'left')).toHaveLength(waiting);
  }, 30_000);

  it('the PC sleeps in the middle: nothing more is captured when it wakes, the run says why, and the rest waits until a person goes on', async () => {
    const ids = await placed(3);
    // Long enough to fall asleep while the first is on its way.
    salon.sandbox.faults.latency = 1500;
    const { id } = await capture(ids.map((one) => lineOf(one)));
    await vi.waitUntil(async () => (await view(id)).lines[0]?.operation !== null, { timeout: 10_000, interval: 5 });
    salon.pass(8 * 3_600_000);
    salon.sandbox.faults.latency = 0;
    await desk.signIn('Sylvie');
    const after = await ended(id);
    expect(after).toMatchObject({ state: 'stopped', why: 'run_slept' });
    const rest = after.lines.filter(({ state }) => state === 'waiting').map((line) => line.id);
    expect(rest).toHaveLength(2);
    expect((await atStripe(ids)).filter((one) => one === 'requires_capture')).toHaveLength(2);
    await desk.must('holdRuns.resume', { id, version: after.version, lineIds: rest });
    expect(words(await ended(id))).toEqual(['done', 'done', 'done']);
  }, 30_000);

  it('the desk is closed in the middle: nothing is captured by itself afterwards, and the rest waits until a person goes on', async () => {
    const ids = await placed(4);
    const { id } = await capture(ids.map((one) => lineOf(one)));
    await desk.rooms.close();
    desk = await salon.desk('Front 1');
    await desk.signIn('Sylvie');
    const after = await view(id);
    expect(after).toMatchObject({ state: 'interrupted', here: false });
    const rest = after.lines.filter(({ state }) => state === 'waiting').map((line) => line.id);
    expect(rest.length).toBeGreaterThanOrEqual(2);
    expect((await atStripe(ids)).filter((one) => one === 'requires_capture')).toHaveLength(rest.length);
    await desk.must('holdRuns.resume', { id, version: after.version, lineIds: rest });
    expect(words(await ended(id))).toEqual(['done', 'done', 'done', 'done']);
    expect(await atStripe(ids)).toEqual([held, held, held, held]);
  });
});

describe('at Paysafe', () => {
  let demo: DemoDesk;
  beforeAll(async () => {
    demo = await openDemoDesk();
    await demo.signIn('manager');
  }, 60_000);
  afterAll(() => demo.close());

  it('a part is captured and the rest given back by a step of its own; the line shows both', async () => {
    const asked = { filter: 'open', provider: 'paysafe', offset: 0, limit: 2 };
    const { rows } = await demo.call<{ rows: ReviewedHold[] }>('holds.list', asked);
    const lines = rows.map(({ id, capturable }, at) => {
      const amount = { ...capturable, amount: capturable.amount - at };
      return { holdId: id, held: capturable.amount, amount, note: at > 0 ? 'Toner not needed' : null };
    });
    const { id } = await demo.call<HoldRunView>('holdRuns.capture', { ticket: ticket(), lines });
    const now = () => demo.call<HoldRunView>('holdRuns.get', { id });
    await vi.waitUntil(async () => (await now()).state === 'over', { timeout: 20_000, interval: 20 });
    await vi.waitUntil(async () => (await now()).lines[1]?.then?.state.name === 'done', {
      timeout: 20_000,
      interval: 20,
    });
    const [whole, part] = (await now()).lines;
    expect(whole).toMatchObject({ operation: { state: { name: expect.stringMatching(/done|pending/) } }, then: null });
    expect(part).toMatchObject({ then: { kind: 'release', amount: { amount: 1 } } });
  }, 30_000);
});
