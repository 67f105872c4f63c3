import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { RunLine, RunPreviewLine, RunView } from '../../../src-main/contract/bill-run.ts';
import type { RunFacts, RunSummary } from '../../../src-main/contract/run.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import { linesAtOnce } from '../../../src-main/house/runs/run-drive.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// A whole desk without its window: bills that are charged together, what stops a line, and what never stops the next.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const good = 29;
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let tickets = 0;
const people: Client[] = [];
const poor: Client[] = [];
const ticket = (): string => `bulk-ticket-${String((tickets += 1)).padStart(8, '0')}`;

interface Client {
  readonly customerId: string;
  readonly cardId: string;
}
beforeAll(async () => {
  salon = await openSalon('bulk');
  till = stripeTill(salon.sandbox);
  const saved = async (alias: string): Promise<Client> => {
    const { customerRef, cardRef } = await till.saveAs(alias);
    return { customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` };
  };
  for (let made = 0; made < good; made += 1) people.push(await saved('pm_card_visa'));
  for (let made = 0; made < 2; made += 1) poor.push(await saved('pm_card_chargeCustomerFail'));
  desk = await salon.desk('Front 1');
  await desk.must('desk.refresh', {});
  await desk.signIn('Maude');
}, 120_000);
afterAll(() => salon.close());

async function billFor(
  { customerId }: Pick<Client, 'customerId'> | { customerId: null },
  total = 5000,
): Promise<BillView> {
  const visit = { day: '2026-11-20', time: '10:00', service: 'Coloration', withWhom: null };
  const rest = { lines: [], tax: null, note: null };
  return desk.must<BillView>('bills.make', { customerId, customerName: 'Odile Fortin', ...visit, total, ...rest });
}
const next = (from = people): Client => {
  const one = from.pop();
  if (!one) throw new Error('More people are needed than were made');
  return one;
};
const lineOf = (bill: BillView, { cardId }: Client, amount = bill.remaining) => ({
  ...{ billId: bill.id, cardId, amount: cad(amount), version: bill.version, remaining: bill.remaining },
});
async function bulk(...clients: Client[]) {
  const bills = await Promise.all(clients.map((client) => billFor(client)));
  return { bills, lines: bills.map((bill, at) => lineOf(bill, clients[at] ?? next())) };
}
const start = (lines: readonly object[], own = ticket()): Promise<RunView> =>
  desk.must<RunView>('billRuns.start', { ticket: own, lines });
const view = (id: string): Promise<RunView> => desk.must<RunView>('billRuns.get', { id });
async function ended(id: string): Promise<RunView> {
  await vi.waitUntil(async () => !(await view(id)).here, { timeout: 20_000, interval: 10 });
  return view(id);
}
/** What became of a line, in one word. */
const word = ({ state, failure, operation }: RunLine): string => failure?.code ?? operation?.state.name ?? state;
const words = ({ lines }: RunView): string[] => lines.map(word);
const charged = async (clients: readonly Client[]): Promise<number[]> =>
  Promise.all(
    clients.map(async ({ customerId }) => {
      const customer = customerId.slice('stripe:'.length);
      const { data } = await till.stripe.paymentIntents.list({ customer, limit: 100 });
      return data.filter(({ status }) => status === 'succeeded').length;
    }),
  );

describe('bills charged together', () => {
  it('two declines and a lost reply hold up nobody; each line says what became of it, and the history who began', async () => {
    const clients = [next(), next(poor), next(), next(poor), next()];
    const { lines, bills } = await bulk(...clients);
    // The third charge that reaches Stripe is taken and its answer lost, each time it is sent.
    salon.sandbox.faults.add({ method: 'POST', path: '/payment_intents$', nth: 3, fault: 'drop-after', times: 3 });
    const own = ticket();
    const run = await start(lines, own);
    expect(run).toMatchObject({ state: 'going', here: true, staffName: 'Maude', lines: { length: 5 } });
    // Pressed twice, or by somebody else meanwhile: the same run, or none.
    expect(await start(lines, own)).toMatchObject({ id: run.id });
    expect(await desk.refusal('billRuns.start', { ticket: ticket(), lines })).toEqual({ code: 'run_going' });
    const over = await ended(run.id);
    expect(over.state).toBe('over');
    expect(words(over)).toEqual(['done', 'declined', 'unknown', 'declined', 'done']);
    expect(await charged(clients)).toEqual([1, 0, 1, 0, 1]);
    const told = desk.events.flatMap(({ name, payload }) =>
      name === 'billRuns.changed' ? [payload as { run: RunFacts; line: RunLine | null }] : [],
    );
    for (const line of over.lines) {
      const seen = told.filter((one) => one.line?.id === line.id).map((one) => one.line?.state);
      expect(seen).toEqual(['sending', 'sent']);
    }
    expect(told.at(-1)).toMatchObject({ run: { state: 'over' }, line: null });
    salon.pass(120_000);
    await desk.must('payments.askNow', { operationId: over.lines[2]?.operation?.id });
    expect(words(await view(run.id))[2]).toBe('done');
    expect((await desk.must<BillView>('bills.get', { id: bills[2]?.id })).state).toBe('paid');
    await desk.signIn('Hélène');
    const history = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 60 });
    expect(history.rows.find(({ what }) => what === 'run_started')).toMatchObject({
      staffName: 'Maude',
      detail: { count: 5, amount: 25_000 },
    });
    await desk.signIn('Maude');
  }, 30_000);

  it('the first go one by one; once they went well more go side by side, each charged once, and never two of one person', async () => {
    const clients = Array.from({ length: 12 }, () => next());
    const { lines } = await bulk(...clients);
    const [twice] = clients.slice(-2);
    const second = lineOf(await billFor(twice ?? next()), twice ?? next());
    salon.sandbox.faults.latency = 40;
    desk.events.length = 0;
    const run = await ended((await start([...lines.slice(0, 11), second, ...lines.slice(11)])).id);
    salon.sandbox.faults.latency = 0;
    expect(words(run)).toEqual([...Array<string>(11).fill('done'), 'repeat_needs_manager', 'done']);
    expect(await charged(clients)).toEqual(clients.map(() => 1));
    const inHand = new Map<string, string>();
    let [ends, most] = [0, 0];
    for (const { name, payload } of desk.events) {
      const { line } = payload as { line?: RunLine | null };
      if (name !== 'billRuns.changed' || !line) continue;
      if (line.state === 'sending') {
        expect([...inHand.values()]).not.toContain(line.customerId);
        inHand.set(line.id, line.customerId);
      } else {
        inHand.delete(line.id);
        ends += 1;
      }
      expect(inHand.size).toBeLessThanOrEqual(linesAtOnce(ends));
      most = Math.max(most, inHand.size);
    }
    expect([linesAtOnce(0), linesAtOnce(3), linesAtOnce(4), linesAtOnce(500)]).toEqual([1, 1, 2, 24]);
    expect({ left: inHand.size, ends, sideBySide: most > 1 }).toEqual({ left: 0, ends: 13, sideBySide: true });
  }, 30_000);

  it('a bill that was paid, changed or cancelled since it was shown says so and is not charged', async () => {
    const clients = [next(), next(), next(), next()];
    const { bills, lines } = await bulk(...clients);
    const [paid, part, off] = bills;
    await desk.must('bills.credit', { id: paid?.id, kind: 'cash', amount: 5000, note: null });
    await desk.must('bills.credit', { id: part?.id, kind: 'cash', amount: 1000, note: null });
    await desk.must('bills.cancel', { id: off?.id, version: 1, reason: 'no show' });
    const run = await ended((await start(lines)).id);
    expect(words(run)).toEqual(['bill_paid', 'bill_changed', 'bill_cancelled', 'done']);
    expect(await charged(clients)).toEqual([0, 0, 0, 1]);
  });

  it('what a manager would have to allow is shown beforehand and skipped, to be charged by itself', async () => {
    const client = next();
    const [first, second, nobody] = [await billFor(client), await billFor(client), await billFor({ customerId: null })];
    const ids = { billIds: [first.id, second.id, nobody.id] };
    const before = await desk.must<{ lines: RunPreviewLine[] }>('billRuns.preview', ids);
    expect(before.lines.map(({ prevents }) => prevents?.code ?? null)).toEqual([null, null, 'run_nobody']);
    expect(before.lines[0]).toMatchObject({ cardId: client.cardId, cards: [{ prevents: null }] });
    expect(before.lines[0]?.personId).toBe(before.lines[1]?.personId);
    const run = await ended((await start([lineOf(first, client), lineOf(second, client)])).id);
    expect(words(run)).toEqual(['done', 'repeat_needs_manager']);
    const after = await desk.must<{ lines: RunPreviewLine[] }>('billRuns.preview', ids);
    expect(after.lines.map(({ prevents }) => prevents?.code)).toEqual([
      'bill_paid',
      'repeat_needs_manager',
      'run_nobody',
    ]);
    // Saved is not authorised, in bulk as for one.
    await desk.signIn('Hélène');
    await desk.must('consents.setRule', { rule: 'manager' });
    await desk.signIn('Maude');
    const other = next();
    const bill = await billFor(other);
    const asked = await desk.must<{ lines: RunPreviewLine[] }>('billRuns.preview', { billIds: [bill.id] });
    expect(asked.lines[0]?.cards[0]?.prevents).toMatchObject({ code: 'consent_missing' });
    expect(words(await ended((await start([lineOf(bill, other)])).id))).toEqual(['consent_missing']);
    expect(await charged([client, other])).toEqual([1, 0]);
    await desk.signIn('Hélène');
    await desk.must('consents.setRule', { rule: 'free' });
    await desk.signIn('Maude');
  });

  it('stopped between two lines, the rest waits for a person, who leaves out a line and charges a part of another', async () => {
    const clients = [next(), next(), next()];
    const { lines, bills } = await bulk(...clients);
    const run = await start(lines);
    await desk.must('billRuns.stop', { id: run.id });
    const stopped = await ended(run.id);
    expect(stopped.state).toBe('stopped');
    const rest = stopped.lines.filter(({ state }) => state === 'waiting');
    expect(rest.length).toBeGreaterThanOrEqual(2);
    const [again] = rest.slice(-1);
    const chosen = { cardId: clients[2]?.cardId, amount: cad(2000), version: 1, remaining: 5000 };
    const order = { id: run.id, version: stopped.version, lines: [{ lineId: again?.id, ...chosen }] };
    expect((await desk.refusal('billRuns.resume', { ...order, version: 1 })).code).toBe('run_changed');
    await desk.must('billRuns.resume', order);
    const over = await ended(run.id);
    expect(over).toMatchObject({ state: 'over' });
    expect(words(over).slice(-2)).toEqual(['left', 'done']);
    expect(await desk.must<BillView>('bills.get', { id: bills[2]?.id })).toMatchObject({ remaining: 3000 });
    expect(await charged(clients.slice(1))).toEqual([0, 1]);
    expect((await desk.refusal('billRuns.resume', { ...order, version: over.version })).code).toBe('run_changed');
    const { runs } = await desk.must<{ runs: RunSummary[] }>('billRuns.list', {});
    expect(runs.find(({ id }) => id === run.id)).toMatchObject({ state: 'over', rest: 0 });
  });

  it('nobody starts one without signing in, with forged lines, or twice the same bill', async () => {
    const client = people[0] ?? poor[0] ?? next();
    const bill = await billFor(client);
    const line = lineOf(bill, client);
    const forged = async (lines: readonly object[]) =>
      (await desk.refusal('billRuns.start', { ticket: ticket(), lines })).code;
    expect(await forged([])).toBe('bad_input');
    expect(await forged([line, line])).toBe('bad_input');
    expect(await forged([{ ...line, stepIn: 'step-1' }])).toBe('bad_input');
    expect(await forged([{ ...line, amount: cad(5001) }])).toBe('bill_over');
    expect(await forged([{ ...line, amount: cad(0) }])).toBe('amount_zero');
    expect(await forged([{ ...line, amount: { amount: 100, currency: 'USD' } }])).toBe('wrong_currency');
    expect(await forged([{ ...line, cardId: 'stripe:pm_nobody' }])).toBe('unknown_id');
    expect((await desk.refusal('billRuns.end', { id: 'run-unknown', version: 1 })).code).toBe('unknown_id');
    await desk.must('session.lock', {});
    for (const name of ['start', 'stop', 'resume', 'end', 'preview', 'get', 'list'] as const)
      expect((await desk.refusal(`billRuns.${name}`, {})).code).toBe('not_signed_in');
    await desk.signIn('Maude');
    expect((await desk.must<BillView>('bills.get', { id: bill.id })).state).toBe('due');
  });

  it('the desk is closed in the middle: the rest is never sent by itself, and waits as interrupted until a person confirms it', async () => {
    const clients = [next(), next(), next(), next()];
    const { lines } = await bulk(...clients);
    const { id } = await start(lines);
    await desk.rooms.close();
    desk = await salon.desk('Front 1');
    await desk.signIn('Maude');
    const after = await view(id);
    expect(after).toMatchObject({ state: 'interrupted', here: false });
    const rest = after.lines.filter(({ state }) => state === 'waiting');
    expect(rest.length).toBeGreaterThanOrEqual(2);
    expect((await charged(clients)).reduce((sum, one) => sum + one)).toBe(lines.length - rest.length);
    const confirmed = lines
      .slice(-rest.length)
      .map(({ billId: _bill, ...line }, at) => ({ ...line, lineId: rest[at]?.id }));
    await desk.must('billRuns.resume', { id, version: after.version, lines: confirmed });
    expect(words(await ended(id))).toEqual(['done', 'done', 'done', 'done']);
    expect(await charged(clients)).toEqual([1, 1, 1, 1]);
  });
});
