import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paysafeTill } from './paysafe-till.ts';
import { capture, onCard, onCustomer, refund, release, take } from './plans.ts';
import { stripeTill } from './stripe-till.ts';
import { ask, cad, carry, openTown, operationOf, type Till, type Town } from './town.ts';

// One suite, both gateways: the same orders over real HTTP, and what the provider has afterwards as somebody else sees it.
let town: Town;
let tills: Record<'stripe' | 'paysafe', Till>;
beforeAll(async () => {
  town = await openTown('orders');
  tills = { stripe: stripeTill(town.sandbox), paysafe: paysafeTill(town.sandbox) };
});
afterAll(() => town.close());

describe.each(['stripe', 'paysafe'] as const)('at %s', (provider) => {
  const till = (): Till => tills[provider];
  const order = async (plan: Parameters<typeof carry>[2]) => {
    const carried = await carry(town.providers, provider, plan);
    return { ...carried, outcome: carried.reading?.outcome };
  };

  it('a charge takes the amount once and its row says paid', async () => {
    const plan = take('charge', await till().save());
    const { outcome, reading } = await order(plan);
    expect(outcome).toMatchObject({ is: 'done', moved: { charged: 8450 }, reference: expect.any(String) });
    expect(reading?.records.payments).toMatchObject([
      { provider, state: 'paid', taken: 8450, refunded: 0, capturable: 0, currency: 'CAD', key: plan.key },
    ]);
    expect(await till().ran(plan)).toBe(1);
  });

  it('a hold keeps the amount and takes nothing', async () => {
    const plan = take('hold', await till().save());
    const { outcome, reading } = await order(plan);
    expect(outcome).toMatchObject({ is: 'done', moved: { held: 8450 } });
    expect(reading?.records.payments).toMatchObject([{ state: 'held', authorized: 8450, capturable: 8450, taken: 0 }]);
    expect(await till().ran(plan)).toBe(1);
  });

  it('a hold is captured whole', async () => {
    const plan = capture(await till().hold(await till().save(), 8450), 8450);
    const { outcome, prepared } = await order(plan);
    expect(outcome).toMatchObject({ is: 'done', moved: { captured: 8450 } });
    expect(await till().ran(plan)).toBe(1);
    if (!outcome) throw new Error('no outcome');
    const operation = operationOf(plan, { provider, prepared });
    expect(town.providers.gateways[provider].followUp(operation, outcome)).toBeNull();
  });

  it('part of a hold is captured and the rest is given back', async () => {
    const hold = await till().hold(await till().save(), 8450);
    const plan = capture(hold, 5000);
    const { outcome, prepared } = await order(plan);
    expect(outcome).toMatchObject({ is: 'done', moved: { captured: 5000 } });
    if (!outcome) throw new Error('no outcome');
    const rest = town.providers.gateways[provider].followUp(operationOf(plan, { provider, prepared }), outcome);
    if (rest) {
      expect((await order(rest)).outcome).toMatchObject({ is: 'done', moved: { released: 3450 } });
    } else {
      expect(outcome).toMatchObject({ moved: { captured: 5000, released: 3450 } });
    }
    const read = await town.providers.readers[provider].readPayment(hold, null);
    expect(read).toMatchObject({ ok: true, value: { capturable: 0 } });
  });

  it('a hold is released and nothing was taken', async () => {
    const hold = await till().hold(await till().save(), 8450);
    const plan = release(hold);
    expect((await order(plan)).outcome).toMatchObject({ is: 'done', moved: { released: 8450 } });
    expect(await till().ran(plan)).toBe(1);
    const read = await town.providers.readers[provider].readPayment(hold, null);
    expect(read).toMatchObject({ ok: true, value: { state: 'released', capturable: 0, taken: 0, refunded: 0 } });
  });

  it('a payment is refunded whole', async () => {
    const target = await till().charge(await till().save(), 8450);
    const plan = refund(target, 8450);
    expect((await order(plan)).outcome).toMatchObject({ is: 'done', moved: { refunded: 8450 } });
    expect(await till().ran(plan)).toBe(1);
    const read = await town.providers.readers[provider].readPayment(target.paymentRef, null);
    expect(read).toMatchObject({ ok: true, value: { state: 'refunded', taken: 8450, refunded: 8450 } });
  });

  it('part of a payment is refunded, then another part, and never more than was taken', async () => {
    const target = await till().charge(await till().save(), 8450);
    expect((await order(refund(target, 3000))).outcome).toMatchObject({ is: 'done', moved: { refunded: 3000 } });
    const read = await town.providers.readers[provider].readPayment(target.paymentRef, null);
    expect(read).toMatchObject({
      ok: true,
      value: { state: 'partly_refunded', refunded: 3000, settlements: [{ amount: 8450, refundable: 5450 }] },
    });
    expect((await order(refund(target, 5450))).outcome).toMatchObject({ is: 'done', moved: { refunded: 5450 } });
    const over = await order(refund(target, 1));
    expect(over.outcome?.is).not.toBe('done');
    const after = await town.providers.readers[provider].readPayment(target.paymentRef, null);
    expect(after).toMatchObject({ ok: true, value: { state: 'refunded', refunded: 8450 } });
  });

  it('a card is removed and cannot be charged any more', async () => {
    const saved = await till().save();
    const plan = onCard('remove_card', saved);
    expect((await order(plan)).outcome).toMatchObject({ is: 'done' });
    expect(await till().ran(plan)).toBe(1);
    const again = await order(take('charge', saved));
    expect(again.outcome?.is).toBe('rejected');
    expect(await till().ran(take('charge', saved))).toBe(0);
  });

  it('a whole customer is removed: nothing saved there can be charged, what was paid can still be given back, and a second time it is known', async () => {
    const saved = await till().save();
    const paid = await till().charge(saved, 8450);
    const held = await till().hold(saved, 2000);
    const plan = onCustomer(saved);
    expect((await order(plan)).outcome).toMatchObject({ is: 'done', reference: saved.customerRef });
    expect(await till().ran(plan)).toBe(1);
    expect((await order(take('charge', saved))).outcome?.is).toBe('rejected');
    expect((await order(refund(paid, 8450, { whole: true }))).outcome).toMatchObject({ is: 'done' });
    // Why an open hold stands in the way in main: the providers would let it be captured, and nobody would find whose it was.
    expect((await order(capture(held, 2000, 2000))).outcome).toMatchObject({ is: 'done' });
    const { outcome: again, prepared } = await order({ ...plan, key: `${plan.key}-2` });
    if (provider === 'paysafe') expect(again).toMatchObject({ is: 'done', elsewhere: true });
    else expect(again).toEqual({ is: 'unclear', why: 'state_elsewhere' });
    const found = await ask(town.providers, operationOf(plan, { provider, prepared }));
    expect(found).toMatchObject({ found: 'outcome', reading: { outcome: { is: 'done' } } });
  });

  it('a customer whose removal never arrived is found living', async () => {
    const plan = onCustomer(await till().save());
    const prepared = await town.providers.gateways[provider].prepare(plan);
    expect(await ask(town.providers, operationOf(plan, { provider, prepared }))).toEqual({ found: 'absent' });
    expect(await till().ran(plan)).toBe(0);
  });

  it('another card becomes the default', async () => {
    const first = await till().save();
    const second = await till().saveSecond(first);
    const plan = onCard('set_default', second);
    expect((await order(plan)).outcome).toMatchObject({ is: 'done' });
    expect(await till().ran(plan)).toBe(1);
    const read = await town.providers.readers[provider].readCustomer(first.customerRef);
    if (!read.ok) throw new Error(read.detail);
    expect(read.value.cards.filter(({ isDefault }) => isDefault).map(({ ref }) => ref)).toEqual([second.cardRef]);
    expect(read.value.customer.defaultCardId).toBe(`${provider}:${second.cardRef}`);
  });

  it('a decline is an outcome with the provider’s code, and nothing was taken', async () => {
    const { saved, amount, code } = await till().declined();
    const plan = take('charge', saved, { amount: cad(amount) });
    const { outcome, prepared } = await order(plan);
    expect(outcome).toMatchObject({ is: 'declined', code, reference: expect.any(String) });
    expect(await till().ran(plan)).toBe(0);
    // Had the reply been lost, the look-up says the same.
    const finding = await ask(town.providers, operationOf(plan, { provider, prepared }));
    expect(finding).toMatchObject({ found: 'outcome', reading: { outcome: { is: 'declined', code } } });
  });

  it('the same bytes again move nothing: the provider merges them or says it has them already', async () => {
    const plan = take('charge', await till().save());
    const first = await order(plan);
    const gateway = town.providers.gateways[provider];
    const again = await town.providers.sender.send(provider, first.prepared.request, gateway.repeat);
    if (again.got === 'nothing') throw new Error(again.why);
    const said = gateway.read(plan, first.prepared.memo, again.answer).outcome;
    expect(said).toEqual(provider === 'stripe' ? first.outcome : { is: 'unclear', why: 'duplicate' });
    const operation = operationOf(plan, { provider, prepared: first.prepared, why: 'duplicate' });
    const finding = await ask(town.providers, operation);
    expect(finding).toMatchObject({ found: 'outcome', reading: { outcome: first.outcome } });
    expect(await till().ran(plan)).toBe(1);
  });

  it('two desks with the same capture send the same bytes', async () => {
    const hold = await till().hold(await till().save(), 8450);
    const plan = capture(hold, 5000);
    const other = town.more();
    const [a, b] = await Promise.all([
      town.providers.gateways[provider].prepare(plan),
      other.gateways[provider].prepare({ ...plan }),
    ]);
    expect(b).toEqual(a);
  });

  it('a capture of a hold that somebody else released is not a success and is explained by the look-up', async () => {
    const hold = await till().hold(await till().save(), 8450);
    await order(release(hold));
    const plan = capture(hold, 8450);
    const { outcome, prepared } = await order(plan);
    expect(outcome).toEqual({ is: 'unclear', why: 'state_elsewhere' });
    const finding = await ask(town.providers, operationOf(plan, { provider, prepared, why: 'state_elsewhere' }));
    expect(finding).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'rejected', code: 'released_elsewhere' } },
    });
  });

  it('a release of a hold that somebody else captured is not a success', async () => {
    const hold = await till().hold(await till().save(), 8450);
    await order(capture(hold, 8450));
    const plan = release(hold);
    const { outcome, prepared } = await order(plan);
    expect(outcome).toEqual({ is: 'unclear', why: 'state_elsewhere' });
    const finding = await ask(town.providers, operationOf(plan, { provider, prepared, why: 'state_elsewhere' }));
    expect(finding).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'rejected', code: 'captured_elsewhere' } },
    });
  });

  it('a whole refund that somebody else has made already counts as done, there', async () => {
    const target = await till().charge(await till().save(), 8450);
    await order(refund(target, 8450));
    const plan = refund(target, 8450);
    const { outcome, prepared } = await order(plan);
    expect(outcome).toEqual({ is: 'unclear', why: 'state_elsewhere' });
    const finding = await ask(town.providers, operationOf(plan, { provider, prepared, why: 'state_elsewhere' }));
    expect(finding).toMatchObject({
      found: 'outcome',
      reading: { outcome: { is: 'done', elsewhere: true, moved: { refunded: 8450 } } },
    });
  });
});
