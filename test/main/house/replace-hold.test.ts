import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BillView } from '../../../src-main/contract/bill.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import type { OperationDetail, OperationView } from '../../../src-main/contract/operation.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';
import { savedClient, type SalonClient } from '../../support/salon-client.ts';

// One whole desk without its window: a hold for a bill that is replaced, and what the bill says in every state in between.
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let salon: Salon;
let desk: SalonDesk;
let clients: SalonClient[];
let tickets = 0;
const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;

beforeAll(async () => {
  salon = await openSalon('replace-hold');
  desk = await salon.desk('Front 1');
  clients = [];
  for (const name of ['Inès Bélanger', 'Rose Tran', 'Marc Dion', 'Ana Silva'])
    clients.push(await savedClient(salon, { name }));
  await desk.must('desk.refresh', {});
  await desk.signIn('Sylvie');
}, 120_000);
afterAll(() => salon.close());

interface Held {
  readonly client: SalonClient;
  readonly bill: BillView;
  readonly holdId: string;
}
async function heldForBill(amount: number): Promise<Held> {
  const client = clients.shift();
  if (!client) throw new Error('More clients are needed than were made');
  const bill = await desk.must<BillView>('bills.make', {
    ...{ customerId: client.customerId, customerName: 'Inès Bélanger', day: '2026-11-20', time: '10:15' },
    ...{ service: 'Colour and cut', withWhom: 'Léa', lines: [], total: amount, tax: null, note: null },
  });
  const placed = await desk.must<OperationView>('holds.place', {
    ...{ ticket: ticket(), ...client, amount: cad(amount), note: null },
    ...{ cause: { purpose: 'balance', billId: bill.id }, sure: await lookedAt(client, amount, bill.id) },
  });
  return { client, bill, holdId: `stripe:${placed.state.name === 'done' ? placed.state.reference : ''}` };
}
/** All that stands out about it: every card of these tests has the same digits. */
async function lookedAt(client: SalonClient, amount: number, billId: string): Promise<string[]> {
  const { doubts } = await desk.must<SureView>('payments.sure', { ...client, amount: cad(amount), tip: null, billId });
  return doubts.map(({ fact }) => fact);
}
const replacing = async (
  { client, bill, holdId }: Held,
  { first, amount }: { readonly first: 'new' | 'release'; readonly amount: number },
) => ({
  ...{ ticket: ticket(), holdId, cardId: client.cardId, first, amount: cad(amount), note: null },
  sure: await lookedAt(client, amount, bill.id),
});
const billNow = ({ id }: BillView): Promise<BillView> => desk.must<BillView>('bills.get', { id });
const known = async (id: string): Promise<readonly OperationView[]> =>
  (await desk.must<OperationDetail>('payments.get', { operationId: id })).group;
const ended = (id: string) =>
  expect.poll(async () => (await known(id)).map(({ kind, state }) => `${kind} ${state.name}`), { timeout: 20_000 });

describe('a hold for a bill that is replaced', () => {
  it('by a new one first leaves the bill with exactly the new amount held, and the new hold is the bill’s', async () => {
    const held = await heldForBill(8_000);
    const { bill } = held;
    const first = await desk.must<OperationView>(
      'holds.replace',
      await replacing(held, { first: 'new', amount: 7_500 }),
    );
    await ended(first.id).toEqual(['hold done', 'release done']);
    const after = await billNow(bill);
    expect(after).toMatchObject({ held: 7_500, state: 'due', remaining: 8_000 });
    expect(after.operations.map(({ kind }) => kind).toSorted()).toEqual(['hold', 'hold', 'release']);
    const placed = await desk.must<ReviewedHold>('holds.get', {
      id: `stripe:${first.state.name === 'done' ? first.state.reference : ''}`,
    });
    expect(placed.bill?.id).toBe(bill.id);
  });

  it('and released first: the new one, written by the release, is the bill’s too', async () => {
    const held = await heldForBill(6_000);
    const { bill } = held;
    const first = await desk.must<OperationView>(
      'holds.replace',
      await replacing(held, { first: 'release', amount: 6_000 }),
    );
    await ended(first.id).toEqual(['release done', 'hold done']);
    expect(await billNow(bill)).toMatchObject({ held: 6_000, state: 'due' });
  });

  it('shows both as held, and nothing of the bill can be charged, while the release of the old one is not known', async () => {
    const held = await heldForBill(5_000);
    const { bill, holdId } = held;
    const path = holdId.slice('stripe:'.length);
    const drop = { nth: 1, times: 400, fault: 'drop-before' } as const;
    salon.sandbox.faults.add({ method: 'POST', path: `/${path}/cancel$`, ...drop });
    salon.sandbox.faults.add({ method: 'GET', path, ...drop });
    const first = await desk.must<OperationView>(
      'holds.replace',
      await replacing(held, { first: 'new', amount: 5_000 }),
    );
    await ended(first.id).toEqual(['hold done', 'release unknown']);
    expect(await billNow(bill)).toMatchObject({ held: 10_000, state: 'checking' });
    expect(await desk.refusal('holds.release', { ticket: ticket(), holdId, note: null })).toMatchObject({
      code: 'busy',
    });
    salon.sandbox.faults.clear();
    const release = (await known(first.id)).find(({ kind }) => kind === 'release');
    await desk.must('payments.askNow', { operationId: release?.id });
    await ended(first.id).toEqual(['hold done', 'release done']);
    expect(await billNow(bill)).toMatchObject({ held: 5_000, state: 'due' });
  });

  it('is a manager’s to replace', async () => {
    const held = await heldForBill(4_000);
    const order = await replacing(held, { first: 'new', amount: 4_000 });
    await desk.signIn('Maude');
    expect(await desk.refusal('holds.replace', order)).toMatchObject({
      code: 'not_allowed',
    });
    await desk.signIn('Sylvie');
  });
});
