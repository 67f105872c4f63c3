import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src-main/payments/order.ts';
import { paysafeTill, type PaysafeTill } from './paysafe-till.ts';
import { capture, onCard, refund, release, take } from './plans.ts';
import { ask, cad, carry, openTown, operationOf, type Town } from './town.ts';

// What only Paysafe does.
let town: Town;
let till: PaysafeTill;
beforeAll(async () => {
  town = await openTown('paysafe only');
  till = paysafeTill(town.sandbox);
});
afterAll(() => town.close());
const order = (plan: Plan) => carry(town.providers, 'paysafe', plan);
const readPayment = async (ref: string) => {
  const read = await town.providers.readers.paysafe.readPayment(ref, null);
  if (!read.ok) throw new Error(read.detail);
  return read.value;
};

describe('a charge of today', () => {
  it('is cancelled whole before the batch: nothing shows on the statement', async () => {
    const target = await till.charge(await till.save(), 8450, false);
    expect(await readPayment(target.paymentRef)).toMatchObject({
      state: 'paid',
      settlements: [{ amount: 8450, refundable: 8450, pending: true }],
    });
    const plan = refund(target, 8450, { means: 'cancel' });
    const { reading, prepared } = await order(plan);
    expect(prepared.request).toMatchObject({ method: 'PUT', body: '{"status":"CANCELLED"}' });
    expect(reading?.outcome).toMatchObject({ is: 'done', cancelled: true, moved: { refunded: 8450 } });
    expect(await till.ran(plan)).toBe(1);
    expect(await readPayment(target.paymentRef)).toMatchObject({
      ...{ taken: 0, refunded: 0 },
      // It stays in the row as called off, so that a bill can say what became of its money.
      settlements: [{ amount: 8450, refundable: 0, gone: 'called_off' }],
    });
  });

  it('cancelled by another desk a moment before is done, there, and not called failed', async () => {
    const target = await till.charge(await till.save(), 8450, false);
    await order(refund(target, 8450, { means: 'cancel' }));
    const plan = refund(target, 8450, { means: 'cancel' });
    const { reading, prepared } = await order(plan);
    expect(reading?.outcome).toEqual({ is: 'unclear', why: 'state_elsewhere' });
    const operation = operationOf(plan, { provider: 'paysafe', prepared, why: 'state_elsewhere' });
    expect(await ask(town.providers, operation)).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'done', cancelled: true, elsewhere: true } },
    });
  });

  it('that was batched between the look and the click cannot be cancelled any more, and says so', async () => {
    const target = await till.charge(await till.save(), 8450, false);
    await till.batch();
    const plan = refund(target, 8450, { means: 'cancel' });
    const { prepared } = await order(plan);
    const operation = operationOf(plan, { provider: 'paysafe', prepared, why: 'state_elsewhere' });
    expect(await ask(town.providers, operation)).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'rejected', code: '3415' } },
    });
    expect(await till.ran(plan)).toBe(0);
  });

  it('cannot be refunded in part before the batch', async () => {
    const target = await till.charge(await till.save(), 8450, false);
    expect((await order(refund(target, 3000))).reading?.outcome).toMatchObject({ is: 'rejected', code: '3406' });
  });
});

describe('a bank debit', () => {
  it.each(['eft'] as const)('of %s is accepted, never called collected', async (scheme) => {
    const saved = await till.saveBank(scheme);
    const plan = take('charge', saved);
    const { reading } = await order(plan);
    expect(reading?.outcome).toMatchObject({ is: 'pending', moved: {} });
    expect(reading?.records.payments).toMatchObject([
      { state: 'pending', card: { kind: scheme, lastFour: '37' }, account: till.accountOf(scheme) },
    ]);
    expect(await till.ran(plan)).toBe(1);
  });

  it('of ACH goes to the account of its own currency and says how the customer agreed', async () => {
    const saved = await till.saveBank('ach');
    const plan = take('charge', saved, { amount: { amount: 8450, currency: 'USD' } });
    const { reading, prepared } = await order(plan);
    expect(prepared.request.path).toBe(`/directdebit/v1/accounts/${till.accountOf('ach')}/purchases`);
    expect(reading?.outcome).toMatchObject({ is: 'pending' });
  });

  it('cannot be a hold, and there is no account for a currency nobody opened', async () => {
    const saved = await till.saveBank('eft');
    await expect(order(take('hold', saved))).rejects.toMatchObject({ code: 'card_not_usable' });
    const euros = take('charge', saved, { amount: { amount: 8450, currency: 'EUR' } });
    await expect(order(euros)).rejects.toMatchObject({ code: 'account_missing' });
  });

  it('from an account is over when the account is removed', async () => {
    const saved = await till.saveBank('eft');
    expect((await order(onCard('remove_card', saved))).reading?.outcome).toMatchObject({ is: 'done' });
    expect((await order(take('charge', saved))).reading?.outcome).toMatchObject({ is: 'rejected', code: '5502' });
    await expect(order(onCard('set_default', saved))).rejects.toMatchObject({ code: 'card_not_usable' });
  });
});

describe('a hold', () => {
  it('captured in part and then in part again keeps counting what is left', async () => {
    const hold = await till.hold(await till.save(), 8450);
    await order(capture(hold, 3000));
    await order(capture(hold, 2000, 5450));
    expect(await readPayment(hold)).toMatchObject({ capturable: 3450 });
    await order(release(hold, 3450));
    expect(await readPayment(hold)).toMatchObject({ capturable: 0 });
  });

  it('that lapsed is refused in the words of a lapse', async () => {
    const hold = await till.hold(await till.save(), 8450);
    await till.call('POST', '/_control/expire', { id: hold });
    expect((await order(capture(hold, 8450))).reading?.outcome).toMatchObject({ is: 'rejected', code: 'hold_lapsed' });
  });

  it('whose capture was refused while the reply was lost is explained by the look-up', async () => {
    const hold = await till.hold(await till.save(), 8450);
    await till.call('POST', '/_control/expire', { id: hold });
    town.fault('drop-after', 'settlements');
    const plan = capture(hold, 8450);
    const { prepared, result } = await order(plan);
    expect(result).toMatchObject({ got: 'nothing', left: true });
    expect(await ask(town.providers, operationOf(plan, { provider: 'paysafe', prepared }))).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'rejected', code: 'hold_lapsed' } },
    });
  });
});

describe('a look-up', () => {
  it('finds a charge although the clock of this desk was three hours ahead when it was written', async () => {
    const plan = take('charge', await till.save());
    const { prepared } = await order(plan);
    const operation = operationOf(plan, {
      provider: 'paysafe',
      prepared,
      createdAt: town.sandbox.clock.now() + 3 * 3_600_000,
    });
    expect(await ask(town.providers, operation)).toMatchObject({ found: 'outcome' });
  });

  it('of a charge brings no row without its settlement, so that nothing looks untaken', async () => {
    const plan = take('charge', await till.save());
    const { prepared } = await order(plan);
    const finding = await ask(town.providers, operationOf(plan, { provider: 'paysafe', prepared }));
    expect(finding).toMatchObject({ found: 'outcome', reading: { outcome: { is: 'done' }, records: {} } });
  });
});

describe('a new default card', () => {
  it('keeps its nickname, holder and billing address: a PUT replaces everything', async () => {
    const first = await till.save();
    const second = await till.saveSecond(first);
    const path = `/customervault/v1/profiles/${second.customerRef}/cards/${second.cardRef}`;
    const before = (await till.call('GET', path)).body;
    await order(onCard('set_default', second));
    const after = (await till.call('GET', path)).body;
    expect(before['billingAddressId']).toEqual(expect.any(String));
    expect(after).toEqual({ ...before, defaultCardIndicator: true });
  });
});

describe('a charge of a saved card', () => {
  it('names the first transaction on the card when the desk knows it', async () => {
    const saved = await till.save();
    const { paymentRef } = await till.charge(saved, 1000);
    const known = take('charge', saved, { initialTransactionRef: paymentRef });
    const { reading, prepared } = await order(known);
    expect(reading?.outcome).toMatchObject({ is: 'done' });
    expect(JSON.parse(prepared.request.body ?? '')).toMatchObject({
      storedCredential: { type: 'TOPUP', occurrence: 'SUBSEQUENT', initialTransactionId: paymentRef },
    });
  });

  it.each([
    [4, '3015'],
    [5, '3009'],
    [11, '3022'],
    [12, '3023'],
    [23, '4002'],
    [24, '3007'],
  ])('of %i cents is declined with %s', async (amount, code) => {
    const plan = take('charge', await till.save(), { amount: cad(amount) });
    expect((await order(plan)).reading?.outcome).toMatchObject({ is: 'declined', code });
  });
});
