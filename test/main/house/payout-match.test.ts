import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillRow, BillView } from '../../../src-main/contract/bill.ts';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { ExportEnd } from '../../../src-main/contract/export.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { MatchCandidates, OddLine, PayoutsView } from '../../../src-main/contract/payouts.ts';
import { textFileAt } from '../../../src-main/shell/text-file.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

// Money that was taken without Comptoir is found in Stripe's payout, and a manager says what it is.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const day = 86_400_000;
let folder: string;
let salon: Salon;
let till: StripeTill;
let desk: SalonDesk;
let guest: { customerRef: string; cardRef: string };
let client: { customerRef: string; cardRef: string; payToken: string };
const as = (name: 'Maude' | 'Sylvie') => desk.signIn(name);
const show = (read = false): Promise<PayoutsView> =>
  desk.must<PayoutsView>('dayEnd.payouts', { day: '2026-11-20', read });
const oddNow = async (): Promise<OddLine[]> => (await show()).payouts.flatMap(({ odd }) => odd);
const lineOf = async (amount: number): Promise<OddLine> => {
  const found = (await oddNow()).find((one) => one.amount === amount);
  if (!found) throw new Error(`No unmatched line of ${amount}`);
  return found;
};
const billNow = (id: string): Promise<BillView> => desk.must<BillView>('bills.get', { id });
const history = async (what: string): Promise<AuditLine[]> =>
  (await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 200 })).rows.filter(
    (line) => line.what === what,
  );
const elsewhere = (amount: number) =>
  till.stripe.paymentIntents.create({
    ...{ amount, currency: 'cad', customer: client.customerRef, payment_method: client.payToken, confirm: true },
    ...{ allowed_payment_method_types: ['card'], off_session: true, description: 'On the site' },
  });
const bill = (customerName: string, total: number, visitDay: string, customerId: string | null = null) =>
  desk.must<BillView>('bills.make', {
    ...{ customerId, customerName, day: visitDay, time: null, service: 'Coupe', withWhom: null },
    ...{ lines: [], total, tax: null, note: null },
  });
async function charge(of: BillView, amount: number): Promise<OperationView> {
  salon.pass(2 * 3_600_000);
  await as('Sylvie');
  const facts = { customerId: `stripe:${client.customerRef}`, cardId: `stripe:${client.cardRef}`, amount: cad(amount) };
  const { doubts } = await desk.must<SureView>('payments.sure', { ...facts, tip: null, billId: of.id });
  return desk.must<OperationView>('payments.charge', {
    ...{ ticket: randomUUID(), ...facts, tip: null, note: null, receiptEmail: null },
    ...{ cause: { purpose: 'balance', billId: of.id }, sure: doubts.map(({ fact }) => fact) },
  });
}
/** The next days: Stripe pays, and the lists are read. */
async function later(days: number): Promise<void> {
  salon.pass(days * day);
  await as('Sylvie');
  await desk.must('desk.refresh', {});
  await show(true);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'comptoir-payouts-'));
  salon = await openSalon('payout-match');
  till = stripeTill(salon.sandbox);
  client = await till.save();
  const other = await till.save();
  guest = await till.save();
  desk = await salon.desk('Front 1', { openTextFile: (name) => textFileAt(join(folder, name)) });
  await desk.must('desk.refresh', {});
  await as('Sylvie');
  // The first word of these records.
  const facts = { customerId: `stripe:${other.customerRef}`, cardId: `stripe:${other.cardRef}`, amount: cad(1234) };
  await desk.must('payments.charge', { ticket: randomUUID(), ...facts, tip: null, note: null, receiptEmail: null });
  salon.pass(60_000);
  for (const amount of [9000, 7000, 2500, 3100]) await elsewhere(amount);
  const refunded = await elsewhere(4000);
  // On the day on which the rest becomes available: one payout has both.
  salon.pass(3 * day);
  await till.stripe.refunds.create({ payment_intent: refunded.id, amount: 1500 });
  await later(2);
}, 120_000);
afterAll(async () => {
  await salon.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a line of a payout that nothing here explains', () => {
  it('is matched by a manager with the bill it is for: the payment counts there as paid and nobody charges it again', async () => {
    const far = await bill('Ada Long', 9000, '2026-12-19', `stripe:${client.customerRef}`);
    const near = await bill('Bo Klein', 8000, '2026-11-21');
    const mine = await bill('Ada Long', 9000, '2026-11-22', `stripe:${client.customerRef}`);
    const line = await lineOf(9000);
    expect(line).toMatchObject({ may: 'bill', why: 'not_here', bill: null });
    const asked = await desk.must<MatchCandidates>('payouts.candidates', { lineId: line.id, search: null });
    expect(asked.shut).toBeNull();
    // The same amount and person before another amount, and no bill of a month later unless somebody looks for it.
    expect(asked.rows.map(({ id }) => id)).toEqual([mine.id, near.id]);
    const found = await desk.must<MatchCandidates>('payouts.candidates', { lineId: line.id, search: 'ada' });
    expect(found.rows.map(({ id }) => id)).toEqual([mine.id, far.id]);

    const said = { lineId: line.id, billId: mine.id, remaining: 9000 };
    await as('Maude');
    expect((await desk.refusal('payouts.match', said)).code).toBe('not_allowed');
    expect((await desk.refusal('payouts.candidates', { lineId: line.id, search: null })).code).toBe('not_allowed');
    await as('Sylvie');
    expect((await desk.refusal('payouts.match', { ...said, remaining: 8999 })).code).toBe('bill_changed');
    await desk.must('payouts.match', said);
    const after = await billNow(mine.id);
    expect(after).toMatchObject({ paid: 9000, remaining: 0, state: 'paid' });
    expect(after.credits).toMatchObject([{ kind: 'provider', amount: 9000, by: 'Sylvie', at: line.at }]);
    expect(await history('payout_matched')).toMatchObject([
      { staffName: 'Sylvie', detail: { amount: 9000, bill: mine.code } },
    ]);
    const { payouts } = await show();
    expect(payouts.flatMap(({ odd }) => odd.map(({ amount }) => amount))).not.toContain(9000);
    expect(payouts.flatMap(({ decided }) => decided)).toMatchObject([
      { amount: 9000, by: 'Sylvie', bill: { id: mine.id, code: mine.code } },
    ]);
  });

  it('counts on one bill only: the same line, and the same payment, never a second time', async () => {
    const { payouts } = await show();
    const lineId = payouts.flatMap(({ decided }) => decided)[0]?.id ?? '';
    const other = await bill('Bo Klein', 9000, '2026-11-23');
    const said = { lineId, billId: other.id, remaining: 9000 };
    expect((await desk.refusal('payouts.match', said)).code).toBe('line_decided');
    expect((await desk.refusal('payouts.explain', { lineId, reason: 'A gift card' })).code).toBe('line_decided');
    expect(await billNow(other.id)).toMatchObject({ paid: 0, remaining: 9000 });
    // Two managers at the same moment, with two bills.
    const line = await lineOf(7000);
    const [one, two] = [await bill('Cy', 7000, '2026-11-24'), await bill('Di', 7000, '2026-11-24')];
    const both = await Promise.all(
      [one, two].map(({ id }) => desk.call('payouts.match', { lineId: line.id, billId: id, remaining: 7000 })),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    const paid = await Promise.all([one, two].map(async ({ id }) => (await billNow(id)).paid));
    expect(paid.toSorted((a, b) => a - b)).toEqual([0, 7000]);
  });

  it('is taken back when it was wrong, and matched with another; a charge of the same sum is another charge then', async () => {
    const wrong = await bill('Ada Long', 6200, '2026-11-25', `stripe:${client.customerRef}`);
    const line = await lineOf(3100);
    await desk.must('payouts.match', { lineId: line.id, billId: wrong.id, remaining: 6200 });
    const first = await charge(wrong, 3100);
    expect(await billNow(wrong.id)).toMatchObject({ paid: 6200, remaining: 0 });
    // The bill itself knows of it: whoever finds it paid wrongly has it taken back there.
    const [match] = (await billNow(wrong.id)).matched;
    const matchId = match?.matchId ?? '';
    expect(match).toMatchObject({ by: 'Sylvie', creditId: (await billNow(wrong.id)).credits[0]?.id });
    expect((await show()).payouts.flatMap(({ decided }) => decided).find(({ id }) => id === line.id)).toMatchObject({
      matchId,
    });
    await as('Maude');
    expect((await desk.refusal('payouts.undo', { matchId })).code).toBe('not_allowed');
    await as('Sylvie');
    await desk.must('payouts.undo', { matchId });
    expect((await desk.refusal('payouts.undo', { matchId })).code).toBe('line_decided');
    expect(await billNow(wrong.id)).toMatchObject({ paid: 3100, remaining: 3100, credits: [], matched: [] });
    expect(await history('payout_undone')).toMatchObject([{ staffName: 'Sylvie', detail: { amount: 3100 } }]);
    // As much is paid as when the first was charged, of the same bill, to the same card, for the same sum.
    const second = await charge(wrong, 3100);
    const refs = [first, second].map(({ state }) => (state.name === 'done' ? state.reference : state.name));
    expect(new Set(refs).size).toBe(2);
    const right = await bill('Ed', 3100, '2026-11-25');
    await desk.must('payouts.match', { lineId: line.id, billId: right.id, remaining: 3100 });
    expect(await billNow(right.id)).toMatchObject({ paid: 3100, remaining: 0 });
  });

  it('is not for a visit, with a reason that stays with it and in the history', async () => {
    const line = await lineOf(2500);
    expect((await desk.refusal('payouts.explain', { lineId: line.id, reason: ' ' })).code).toBe('bad_input');
    const before = (await show()).unmatched;
    await desk.must('payouts.explain', { lineId: line.id, reason: 'A gift card of the web shop' });
    const now = await show();
    expect(now.unmatched).toBe(before - 1);
    expect(now.payouts[0]).toMatchObject({ explained: 1 });
    expect(now.payouts.flatMap(({ decided }) => decided).find(({ id }) => id === line.id)).toMatchObject({
      ...{ reason: 'A gift card of the web shop', bill: null, by: 'Sylvie' },
    });
    expect(await history('payout_explained')).toMatchObject([{ detail: { reason: 'A gift card of the web shop' } }]);
  });

  it('money that went back is only explained; the bill on which its payment counts asks about it by itself', async () => {
    const back = await lineOf(-1500);
    expect(back).toMatchObject({ may: 'reason', bill: null });
    const visit = await bill('Ada Long', 4000, '2026-11-22', `stripe:${client.customerRef}`);
    const refused = await desk.refusal('payouts.match', { lineId: back.id, billId: visit.id, remaining: 4000 });
    expect(refused.code).toBe('line_not_for_bill');
    const line = await lineOf(4000);
    await desk.must('payouts.match', { lineId: line.id, billId: visit.id, remaining: 4000 });
    expect(await billNow(visit.id)).toMatchObject({ paid: 4000, givenBack: 1500 });
    // It says where that is decided, and waits until somebody says why it is there.
    expect(await lineOf(-1500)).toMatchObject({ may: 'reason', bill: { code: visit.code } });
    const [found] = (await billNow(visit.id)).givenBackFound;
    const decision = { id: visit.id, paymentId: found?.paymentId ?? '', amount: 1500, choice: 'counted' };
    await desk.must('bills.decideGivenBack', decision);
    expect(await billNow(visit.id)).toMatchObject({ paid: 2500, remaining: 1500 });
    // Taken back now, the bill would ask for 15.00 that nobody ever counted.
    const { matchId = '' } =
      (await show()).payouts.flatMap(({ decided }) => decided).find(({ id }) => id === line.id) ?? {};
    expect((await desk.refusal('payouts.undo', { matchId })).code).toBe('match_given_back');
    await desk.must('payouts.explain', { lineId: back.id, reason: 'Two of three came' });
    expect((await show()).unmatched).toBe(0);
  });

  it('closes the page that is open for the bill before anything counts there', async () => {
    const visit = await bill('Gil', 5000, '2026-11-26');
    await elsewhere(5000);
    await later(5);
    const { address } = await desk.must<{ address: string }>('links.make', {
      ...{ ticket: randomUUID(), kind: 'payment', customerId: null, customerName: 'Gil', email: null },
      ...{ purpose: 'balance', billId: visit.id, price: { is: 'remaining', ...cad(5000) }, save: 'never' },
      ...{ agreement: null, language: 'fr', minutes: 30 },
    });
    expect((await fetch(address)).status).toBe(200);
    const line = await lineOf(5000);
    await desk.must('payouts.match', { lineId: line.id, billId: visit.id, remaining: 5000 });
    expect((await fetch(address)).status).toBe(410);
    expect(await billNow(visit.id)).toMatchObject({ paid: 5000, remaining: 0 });
  });

  it('of what Comptoir itself began never counts beside its own order, and is explained with a reason', async () => {
    const held = await desk.must<OperationView>('holds.place', {
      ...{ ticket: randomUUID(), customerId: `stripe:${guest.customerRef}`, cardId: `stripe:${guest.cardRef}` },
      ...{ amount: cad(6600), note: null },
    });
    if (held.state.name !== 'done') throw new Error('the hold was not placed');
    // Somebody captures it on Stripe's own site.
    await till.stripe.paymentIntents.capture(held.state.reference);
    await later(5);
    const line = await lineOf(6600);
    const visit = await bill('Flo', 6600, '2026-11-27');
    const refused = await desk.refusal('payouts.match', { lineId: line.id, billId: visit.id, remaining: 6600 });
    expect(refused.code).toBe('line_begun_here');
    const asked = await desk.must<MatchCandidates>('payouts.candidates', { lineId: line.id, search: null });
    expect(asked).toMatchObject({ shut: { code: 'line_begun_here' }, rows: [] });
    expect(await billNow(visit.id)).toMatchObject({ paid: 0 });
  });

  it('goes out with every line of the payouts of some days: what explains it, its fee and what is left of it', async () => {
    const asked = { list: 'payouts', from: '2026-11-20', to: '2026-12-20' };
    const end = await desk.must<ExportEnd>('lists.export', { asked, form: 'csv', language: 'en' });
    expect(end).toMatchObject({ saved: true, damaged: 0, name: 'payouts-2026-11-20_2026-12-20.csv' });
    const rows: Record<string, string>[] = parse(readFileSync(join(folder, end.name)), { bom: true, columns: true });
    const lines = rows.filter((row) => row['Line of the payout']);
    expect(lines).toHaveLength(end.lines);
    const of = (amount: string) => lines.find((row) => row['Amount'] === amount);
    expect(of('90.00')).toMatchObject({ Matched: 'Matched by hand', Fee: '2.91', Net: '87.09', By: 'Sylvie' });
    expect(of('90.00')?.['Bill']).toMatch(/^B-/);
    expect(of('25.00')).toMatchObject({ Matched: 'Not for a visit', Reason: 'A gift card of the web shop', Bill: '' });
    expect(of('-15.00')).toMatchObject({ Matched: 'Not for a visit', Reason: 'Two of three came' });
    expect(of('12.34')).toMatchObject({ Matched: 'Matched', By: '' });
    expect(of('66.00')).toMatchObject({ Matched: 'Not matched' });
    // The lines of each payout add up to what it pays.
    const paid = new Map<string, number>();
    for (const row of lines)
      paid.set(row['Payout'] ?? '', (paid.get(row['Payout'] ?? '') ?? 0) + Math.round(Number(row['Net']) * 100));
    const shown = (await show()).payouts.map(({ id, amount }) => [id, amount] as const);
    expect(shown.length).toBeGreaterThan(0);
    for (const [id, amount] of shown) expect(paid.get(id)).toBe(amount);
    await as('Maude');
    expect((await desk.refusal('lists.export', { asked, form: 'csv', language: 'en' })).code).toBe('not_allowed');
    await as('Sylvie');
    const paper = await desk.must<ExportEnd>('lists.export', { asked, form: 'pdf', language: 'fr' });
    expect(paper).toMatchObject({ saved: true, lines: end.lines, name: 'versements-2026-11-20_2026-12-20.pdf' });
  });

  it('stays until somebody explains it, however old its payout is, also at a desk whose lists are begun anew', async () => {
    await later(60);
    const old = await show();
    expect(old.unmatched).toBe(1);
    expect(old.payouts).toMatchObject([{ odd: [{ amount: 6600 }] }]);
    // What was explained or matched is not brought up again by its age.
    expect(old.payouts.flatMap(({ decided }) => decided)).toEqual([]);
    // Whoever looks further back has it all, with the way to take it back.
    expect(old.earlier).toBe(true);
    const since = new Date(salon.now() - 90 * day).toISOString().slice(0, 10);
    const all = await desk.must<PayoutsView>('dayEnd.payouts', { day: '2026-11-20', read: false, since });
    expect(all).toMatchObject({ since, earlier: false, unmatched: 1 });
    expect(all.payouts.flatMap(({ decided }) => decided).length).toBeGreaterThan(4);
    for (const input of [{ since: '2026-13-01' }, { since: 'x' }])
      expect((await desk.refusal('dayEnd.payouts', { day: '2026-11-20', read: false, ...input })).code).toBe(
        'bad_input',
      );
    await desk.rooms.close();
    for (const name of readdirSync(salon.folder('Front 1'), { recursive: true, encoding: 'utf8' }))
      if (basename(name).startsWith('mirror.db')) rmSync(join(salon.folder('Front 1'), name));
    desk = await salon.desk('Front 1');
    await as('Sylvie');
    await desk.must('desk.refresh', {});
    expect((await show(true)).unmatched).toBe(1);
    const rows = await desk.must<{ rows: BillRow[] }>('bills.list', { from: '2026-11-22', to: '2026-11-22' });
    expect(rows.rows.map(({ paid }) => paid).toSorted((a, b) => a - b)).toEqual([2500, 9000]);
    const line = await lineOf(6600);
    await desk.must('payouts.explain', { lineId: line.id, reason: 'Captured on the site' });
    expect(await show()).toMatchObject({ unmatched: 0, payouts: [] });
  });
});
