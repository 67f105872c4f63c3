import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../../src-main/contract/money.ts';
import type { OperationState } from '../../src-main/contract/operation.ts';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import { openLedger, type HouseLedger } from '../../src-main/ledger/ledger.ts';
import { complete } from '../../src-main/payments/complete.ts';
import type { Operation } from '../../src-main/payments/operation.ts';
import type { Order } from '../../src-main/payments/order.ts';
import type { PaymentRecord } from '../../src-main/payments/records.ts';
import { idle, settle, type Engine } from '../../src-main/payments/settle.ts';
import { countedIds } from '../support/clock.ts';
import { held, toyEngine } from '../support/toy-provider.ts';
import { paysafeTill, type PaysafeTill } from './paysafe-till.ts';
import { stripeTill, type StripeTill } from './stripe-till.ts';
import { cad, openTown, type Town } from './town.ts';

// Somebody was there before: another client of the same account, or another desk that saw the same. The real engine, real records, real HTTP.
const amount = 8450;
let town: Town;
let tills: { stripe: StripeTill; paysafe: PaysafeTill };
let folder: string;
const ledgers: HouseLedger[] = [];
let ids = 0;

beforeAll(async () => {
  town = await openTown('elsewhere');
  tills = { stripe: stripeTill(town.sandbox), paysafe: paysafeTill(town.sandbox) };
  folder = mkdtempSync(join(tmpdir(), 'comptoir-elsewhere-'));
});
afterAll(async () => {
  for (const ledger of ledgers) await ledger.close();
  await town.close();
  rmSync(folder, { recursive: true, force: true });
});

interface TestDesk {
  readonly engine: Engine;
  /** all of it unless an amount is told */
  order(given: { kind: 'capture' | 'release' | 'refund'; amount?: Money }): Promise<Operation>;
}

/** A desk with its list as it was before anybody did anything, on the records named: the same name is the same file. */
async function deskOn(records: string, staffName: string, row: PaymentRecord): Promise<TestDesk> {
  const clock = { now: () => town.sandbox.clock.now(), steady: () => performance.now() };
  const counted = countedIds();
  const prefix = `${(ids += 1)}`;
  const random = { id: (length: number) => `${prefix}x${counted.id(length)}` };
  const ledger = await openLedger({ file: join(folder, `${records}.db`) }, { clock, random });
  ledgers.push(ledger);
  const toy = toyEngine({ payments: [row] });
  const engine: Engine = {
    ...toy.engine,
    ledger: ledger.operations,
    gateways: town.providers.gateways,
    readers: town.providers.readers,
    sender: town.providers.sender,
    clock,
    random,
  };
  const asker = { staffId: `st-${staffName}`, staffName, desk: `${staffName}’s desk` };
  let tickets = 0;
  return {
    engine,
    async order({ kind, amount: asked = cad(amount) }) {
      const base = { ticket: `ticket-${prefix}-${String((tickets += 1)).padStart(12, '0')}`, note: null };
      const given: Order =
        kind === 'refund'
          ? { ...base, kind, paymentId: row.id, amount: asked }
          : kind === 'capture'
            ? { ...base, kind, holdId: row.id, amount: asked }
            : { ...base, kind, holdId: row.id };
      const reply = await settle(engine, given, asker);
      if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
      await idle(engine);
      // What is not known after the first answer is asked about, as the completer does two seconds later.
      for (let round = 0; round < 4 && (await complete(engine, 'all')) > 0; round += 1);
      return (await ledger.operations.byId(reply.value.id)) ?? reply.value;
    },
  };
}
const holdRow = (provider: ProviderName, ref: string): PaymentRecord =>
  held(`${provider}:${ref}`, 'somebody', amount, { account: provider === 'paysafe' ? accountOf() : null });
const accountOf = (): string => tills.paysafe.accountOf('card');
const state = (operation: Operation): OperationState => operation.state;
let files = 0;
const fresh = (): string => `records-${(files += 1)}`;

/** What the other client does past our records. */
async function captureThere(provider: ProviderName, ref: string, captured: number): Promise<void> {
  if (provider === 'stripe') {
    await tills.stripe.stripe.paymentIntents.capture(ref, { amount_to_capture: captured });
    return;
  }
  const body = { merchantRefNum: `portal-${ref}`, amount: captured };
  const { status } = await tills.paysafe.call('POST', `${tills.paysafe.cards}/auths/${ref}/settlements`, body);
  if (status !== 200) throw new Error(`Paysafe answered ${status}`);
}
async function releaseThere(provider: ProviderName, ref: string): Promise<void> {
  if (provider === 'stripe') {
    await tills.stripe.stripe.paymentIntents.cancel(ref);
    return;
  }
  const body = { merchantRefNum: `portal-${ref}` };
  await tills.paysafe.call('POST', `${tills.paysafe.cards}/auths/${ref}/voidauths`, body);
}

describe.each(['stripe', 'paysafe'] as const)('at %s', (provider) => {
  const hold = async (): Promise<string> => tills[provider].hold(await tills[provider].save(), amount);

  it('a hold that was released on the provider’s own site: a release of it is done, there; a capture took nothing', async () => {
    const ref = await hold();
    await releaseThere(provider, ref);
    const desk = await deskOn(fresh(), 'Maude', holdRow(provider, ref));
    expect(state(await desk.order({ kind: 'release' }))).toMatchObject({
      name: 'done',
      elsewhere: true,
      moved: { released: amount },
      elsewhereBy: { from: 'provider', released: amount },
    });
    const later = await deskOn(fresh(), 'Maude', holdRow(provider, ref));
    expect(state(await later.order({ kind: 'capture' }))).toMatchObject({
      name: 'rejected',
      code: 'released_elsewhere',
      elsewhereBy: { from: 'provider', released: amount, left: 0 },
    });
  });

  it('a hold of which part was captured on the provider’s own site: nothing more is taken, and what is gone is said', async () => {
    const ref = await hold();
    await captureThere(provider, ref, 5000);
    const desk = await deskOn(fresh(), 'Maude', holdRow(provider, ref));
    const gone = provider === 'stripe' ? { captured: 5000, released: 3450, left: 0 } : { gone: 5000, left: 3450 };
    for (const kind of ['capture', 'release'] as const)
      expect(state(await desk.order({ kind }))).toMatchObject({
        name: 'rejected',
        code: 'captured_elsewhere',
        elsewhereBy: { from: 'provider', ...gone },
      });
  });

  it('two desks with records of their own and the same view: one captures, the other finds it done at another desk', async () => {
    const ref = await hold();
    const one = await deskOn(fresh(), 'Maude', holdRow(provider, ref));
    const two = await deskOn(fresh(), 'Karim', holdRow(provider, ref));
    expect(state(await one.order({ kind: 'capture' }))).toMatchObject({ name: 'done', moved: { captured: amount } });
    expect(state(await one.order({ kind: 'capture' }))).not.toMatchObject({ elsewhereBy: { from: 'other_desk' } });
    const second = await two.order({ kind: 'capture' });
    expect(state(second)).toMatchObject({
      name: 'done',
      elsewhere: true,
      moved: { captured: amount },
      elsewhereBy: { from: 'other_desk' },
    });
    expect(await tills[provider].ran(second.plan)).toBe(1);
  });

  it('two desks with one set of records: the second is told who it was, where and when', async () => {
    const ref = await hold();
    const records = fresh();
    const one = await deskOn(records, 'Maude', holdRow(provider, ref));
    const two = await deskOn(records, 'Karim', holdRow(provider, ref));
    const first = await one.order({ kind: 'release' });
    expect(state(first)).not.toHaveProperty('elsewhereBy');
    const second = await two.order({ kind: 'release' });
    expect(state(second)).toMatchObject({
      name: 'done',
      elsewhere: true,
      elsewhereBy: {
        from: 'records',
        operationId: first.id,
        staffName: 'Maude',
        desk: 'Maude’s desk',
        at: first.createdAt,
      },
    });
    const trail = await ledgerOf(two).trail(second.id);
    expect(trail.at(-1)).toMatchObject({ detail: { elsewhere: 'records', by: 'Maude', desk: 'Maude’s desk' } });
    expect(await tills[provider].ran(second.plan)).toBe(1);
  });

  it('captured with another amount at another desk of the house: how much, by whom, and nothing more taken', async () => {
    const ref = await hold();
    const records = fresh();
    const one = await deskOn(records, 'Maude', holdRow(provider, ref));
    const two = await deskOn(records, 'Karim', holdRow(provider, ref));
    const first = await one.order({ kind: 'capture', amount: cad(5000) });
    const expected = {
      name: 'rejected',
      code: 'captured_elsewhere',
      elsewhereBy: { from: 'records', staffName: 'Maude', captured: 5000, released: 3450 },
    };
    expect(state(await two.order({ kind: 'capture', amount: cad(6000) }))).toMatchObject(expected);
    expect(state(await two.order({ kind: 'release' }))).toMatchObject(expected);
    expect(await tills[provider].ran(first.plan)).toBe(1);
  });

  it('our own lost reply is our own: nobody else is named', async () => {
    const ref = await hold();
    const desk = await deskOn(fresh(), 'Maude', holdRow(provider, ref));
    town.fault('drop-after', provider === 'stripe' ? `${ref}/capture` : `${ref}/settlements`, 1);
    const operation = await desk.order({ kind: 'capture' });
    expect(state(operation)).toMatchObject({ name: 'done', moved: { captured: amount } });
    expect(state(operation)).not.toHaveProperty('elsewhere');
    expect(await tills[provider].ran(operation.plan)).toBe(1);
  });

  it('a payment that somebody refunded whole at another desk is refunded, there, by name', async () => {
    const target = await tills[provider].charge(await tills[provider].save(), amount);
    const row: PaymentRecord = {
      ...holdRow(provider, target.paymentRef),
      state: 'paid',
      capturable: 0,
      taken: amount,
      settlements: [{ ref: target.settlementRef, amount, refundable: amount, pending: false }],
    };
    const records = fresh();
    const one = await deskOn(records, 'Maude', row);
    const two = await deskOn(records, 'Karim', row);
    // Paysafe's row is read again before a refund: the second desk's look came before the first one's refund.
    const stale = { ...two.engine.readers.paysafe, readPayment: async () => ({ ok: true, value: row }) as const };
    Object.assign(two.engine, { readers: { ...two.engine.readers, paysafe: stale } });
    const first = await one.order({ kind: 'refund' });
    expect(state(first)).toMatchObject({ name: 'done' });
    const second = await two.order({ kind: 'refund' });
    expect(state(second)).toMatchObject({
      name: 'done',
      elsewhere: true,
      moved: { refunded: amount },
      elsewhereBy: { from: 'records', staffName: 'Maude', operationId: first.id },
    });
    expect(await tills[provider].ran(second.plan)).toBe(1);
  });
});

describe('only at one of them', () => {
  it('at Stripe a whole capture on its own site is done, there', async () => {
    const ref = await tills.stripe.hold(await tills.stripe.save(), amount);
    await captureThere('stripe', ref, amount);
    const desk = await deskOn(fresh(), 'Maude', holdRow('stripe', ref));
    expect(state(await desk.order({ kind: 'capture' }))).toMatchObject({
      name: 'done',
      elsewhere: true,
      moved: { captured: amount },
      elsewhereBy: { from: 'provider', captured: amount },
    });
  });

  it('at Paysafe, which names no capture but by its reference, it is gone: nobody claims that it was captured', async () => {
    const ref = await tills.paysafe.hold(await tills.paysafe.save(), amount);
    await captureThere('paysafe', ref, amount);
    const desk = await deskOn(fresh(), 'Maude', holdRow('paysafe', ref));
    expect(state(await desk.order({ kind: 'capture' }))).toMatchObject({
      name: 'rejected',
      code: 'captured_elsewhere',
      elsewhereBy: { from: 'provider', gone: amount, left: 0 },
    });
  });

  it('at Stripe another amount at a desk with records of its own: the key tells that it was a desk', async () => {
    const ref = await tills.stripe.hold(await tills.stripe.save(), amount);
    const one = await deskOn(fresh(), 'Maude', holdRow('stripe', ref));
    const two = await deskOn(fresh(), 'Karim', holdRow('stripe', ref));
    await one.order({ kind: 'capture', amount: cad(5000) });
    expect(state(await two.order({ kind: 'capture' }))).toMatchObject({
      name: 'rejected',
      elsewhereBy: { from: 'other_desk', captured: 5000, released: 3450 },
    });
  });

  it('at Stripe a hold that lapsed by itself is nobody’s doing', async () => {
    const ref = await tills.stripe.hold(await tills.stripe.save(), amount);
    const expire = { method: 'POST', body: JSON.stringify({ id: ref }) };
    expect((await fetch(`${town.sandbox.stripeUrl}/_control/expire`, expire)).status).toBe(200);
    const desk = await deskOn(fresh(), 'Maude', holdRow('stripe', ref));
    expect(state(await desk.order({ kind: 'release' }))).toMatchObject({
      name: 'done',
      elsewhere: true,
      elsewhereBy: { from: 'lapsed' },
    });
  });

  it('at Paysafe an older capture of ours is not taken for what somebody did later on its own site', async () => {
    const ref = await tills.paysafe.hold(await tills.paysafe.save(), amount);
    const records = fresh();
    // Part of it captured here, and the rest kept.
    const desk = await deskOn(records, 'Maude', { ...holdRow('paysafe', ref), capturable: 3000 });
    expect(state(await desk.order({ kind: 'capture', amount: cad(3000) }))).toMatchObject({ name: 'done' });
    await captureThere('paysafe', ref, 5450);
    const rest = { ...holdRow('paysafe', ref), capturable: 5450, taken: 3000 };
    const later = await deskOn(records, 'Karim', rest);
    expect(state(await later.order({ kind: 'capture', amount: cad(5450) }))).toMatchObject({
      name: 'rejected',
      code: 'captured_elsewhere',
      elsewhereBy: { from: 'provider', gone: 5450, left: 0 },
    });
  });
});

const ledgerOf = (desk: TestDesk): HouseLedger['operations'] => desk.engine.ledger as HouseLedger['operations'];
