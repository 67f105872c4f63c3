import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProviderName } from '../../src-main/contract/provider.ts';
import type { Plan } from '../../src-main/payments/order.ts';
import type { RecallQuestion } from '../../src-main/payments/recall.ts';
import { paysafeTill } from './paysafe-till.ts';
import { capture, refund, take } from './plans.ts';
import { byKey, giveOrder, known, ownCapture, ownRefund, ownRelease, recallAt, type Told } from './recalling.ts';
import { stripeTill } from './stripe-till.ts';
import { cad, carry, openTown, operationOf, type Till, type Town } from './town.ts';

// What a house whose records are gone finds again at its providers, over HTTP, from orders given through the real gateways.
let town: Town;
let tills: { stripe: Till; paysafe: ReturnType<typeof paysafeTill> };
beforeAll(async () => {
  town = await openTown('recall');
  tills = { stripe: stripeTill(town.sandbox), paysafe: paysafeTill(town.sandbox) };
});
afterAll(() => town.close());

const recall = (provider: ProviderName, change?: Partial<RecallQuestion>): Promise<Told> =>
  recallAt(town, provider, change);
const done = (provider: ProviderName, plan: Plan): Promise<string> => giveOrder(town, provider, plan);
const both = ['stripe', 'paysafe'] as const;

describe.each(both)('at %s', (provider) => {
  const own = (): Till => tills[provider];
  /** In the shape in which a key is derived from its target, as the engine does it. */
  const told = (told: Told, plan: Plan) => {
    const seen = byKey(told, plan.key);
    return seen && { kind: seen.plan.kind, amount: 'amount' in seen.plan ? seen.plan.amount : null, state: seen.state };
  };

  it('a charge for a bill says for which, where the provider was told: Stripe keeps our ids, Paysafe has no place for them', async () => {
    const saved = await own().save();
    const cause = { purpose: 'balance', billId: 'bill-7f3k', consentId: 'consent-2' } as const;
    const plan = take('charge', saved, { cause });
    const ref = await done(provider, plan);
    const seen = await recall(provider, { known: [known(ref, saved)] });
    expect(byKey(seen, plan.key)?.told).toEqual(provider === 'stripe' ? cause : undefined);
    const without = take('charge', saved);
    const other = await done(provider, without);
    const later = await recall(provider, { known: [known(other, saved)] });
    expect(byKey(later, without.key)).not.toHaveProperty('told');
  });

  it('a charge and a declined one are found with their amount, whose they are and what became of them', async () => {
    const saved = await own().save();
    const plan = { ...take('charge', saved), description: 'Coupe et couleur' };
    const ref = await done(provider, plan);
    const no = await own().declined();
    const refused = take('charge', no.saved, { amount: cad(no.amount) });
    await carry(town.providers, provider, refused);
    const refusedRef = provider === 'paysafe' ? await failedAuth(refused.key) : '';
    const seen = await recall(provider, {
      known: [known(ref, saved), ...(refusedRef ? [known(refusedRef, no.saved)] : [])],
    });
    expect(seen.end).toEqual({ complete: true });
    expect(byKey(seen, plan.key)).toMatchObject({
      plan: {
        kind: 'charge',
        amount: plan.amount,
        customerRef: saved.customerRef,
        cardRef: saved.cardRef,
        description: 'Coupe et couleur',
      },
      state: { name: 'done', reference: ref, moved: { charged: plan.amount.amount } },
      customerRef: saved.customerRef,
      card: { kind: 'card', brand: 'visa' },
      exact: true,
    });
    if (provider === 'stripe') {
      expect(told(seen, refused)).toMatchObject({ kind: 'charge', state: { name: 'declined', code: no.code } });
    } else {
      // Looked up, a refused one does not say whether it was to be a charge or a hold: it took nothing, and nothing is made up.
      expect(told(seen, refused)).toBeUndefined();
      expect(seen.missing).toMatchObject([{ paymentRef: refusedRef, why: 'odd' }]);
    }
    expect(seen.missing.filter(({ paymentRef }) => paymentRef === ref)).toEqual([]);
  });

  it('a hold is found as placed, whatever became of it: captured in part, released, or still held', async () => {
    const saved = await own().save();
    const [open, part, given] = [
      take('hold', saved, { amount: cad(8450) }),
      take('hold', saved, { amount: cad(9100) }),
      take('hold', saved, { amount: cad(4200) }),
    ];
    const refs = {
      open: await done(provider, open),
      part: await done(provider, part),
      given: await done(provider, given),
    };
    const captured = { ...capture(refs.part, 5000), capturable: 9100 };
    const settlement = await done(provider, captured);
    const gateway = town.providers.gateways[provider];
    const operation = operationOf(captured, { provider, prepared: await gateway.prepare(captured) });
    const rest = gateway.followUp(operation, { is: 'done', reference: settlement, moved: {} });
    if (rest) await done(provider, rest);
    const releasing = ownRelease(provider, refs.given, 4200);
    await done(provider, releasing);

    const seen = await recall(provider, {
      known: [
        known(refs.open, saved),
        known(refs.part, saved, { settlementRefs: [settlement] }),
        known(refs.given, saved),
      ],
    });
    for (const [plan, amount] of [
      [open, 8450],
      [part, 9100],
      [given, 4200],
    ] as const) {
      expect(told(seen, plan), `hold of ${amount}`).toMatchObject({
        kind: 'hold',
        state: { name: 'done', moved: { held: amount } },
      });
    }
    expect(told(seen, captured)).toMatchObject({
      kind: 'capture',
      amount: { amount: 5000 },
      state: { name: 'done', moved: { captured: 5000 } },
    });
    expect(told(seen, releasing)).toMatchObject({
      kind: 'release',
      amount: { amount: 4200 },
      state: { name: 'done', moved: { released: 4200 } },
    });
    if (rest)
      expect(byKey(seen, rest.key)).toMatchObject({
        plan: { kind: 'release', amount: { amount: 4100 } },
        followsKey: captured.key,
      });
    expect(seen.missing.filter(({ paymentRef }) => Object.values(refs).includes(paymentRef))).toEqual([]);
  });

  it('a whole refund is found; one in parts at Paysafe, whose reference nobody can name, is said to be missing', async () => {
    const saved = await own().save();
    const [first, second] = [
      take('charge', saved, { amount: cad(6600) }),
      take('charge', saved, { amount: cad(7700) }),
    ];
    const refs = [await done(provider, first), await done(provider, second)] as const;
    if (provider === 'paysafe') await tills.paysafe.batch();
    const whole = ownRefund(provider, refs[0], 6600);
    const part = refund({ paymentRef: refs[1], settlementRef: refs[1] }, 2000);
    await done(provider, whole);
    await done(provider, part);
    const seen = await recall(provider, { known: [known(refs[0], saved), known(refs[1], saved)] });
    expect(told(seen, whole)).toMatchObject({
      kind: 'refund',
      amount: { amount: 6600 },
      state: { name: 'done', moved: { refunded: 6600 } },
    });
    const lost = seen.missing.filter(({ paymentRef }) => paymentRef === refs[1]);
    if (provider === 'stripe') {
      expect(told(seen, part)).toMatchObject({ kind: 'refund', amount: { amount: 2000 }, state: { name: 'done' } });
      expect(lost).toEqual([]);
    } else {
      expect(told(seen, part)).toBeUndefined();
      expect(lost).toEqual([
        {
          kind: 'refund',
          paymentRef: refs[1],
          amount: { amount: 2000, currency: 'CAD' },
          at: null,
          why: 'no_reference',
        },
      ]);
      const explained = await recall(provider, {
        known: [known(refs[1], saved)],
        explained: (kind) => (kind === 'refund' ? 2000 : 0),
      });
      expect(explained.missing, 'the records know of it').toEqual([]);
    }
  });

  it('what somebody else did is not taken for ours', async () => {
    const saved = await own().save();
    const ref = await own().hold(saved, 3300);
    const charge = await own().charge(saved, 2200);
    const seen = await recall(provider, { known: [known(ref, saved), known(charge.paymentRef, saved)] });
    const refs = [ref, charge.paymentRef];
    expect(seen.found.filter(({ state }) => refs.includes(state.reference ?? ''))).toEqual([]);
    expect(seen.missing.filter(({ paymentRef }) => refs.includes(paymentRef))).toEqual([]);
  });

  it('our capture of somebody else’s hold is found', async () => {
    const saved = await own().save();
    const ref = await own().hold(saved, 3300);
    const captured = { ...capture(ref, 3300), capturable: 3300 };
    const settlement = await done(provider, captured);
    const seen = await recall(provider, { known: [known(ref, saved, { settlementRefs: [settlement] })] });
    expect(told(seen, captured)).toMatchObject({ kind: 'capture', state: { name: 'done', moved: { captured: 3300 } } });
  });

  it('reads only, and stops when it is told to, with what was found kept', async () => {
    const saved = await own().save();
    const ref = await done(provider, take('charge', saved));
    town.trace.length = 0;
    await recall(provider, { known: [known(ref, saved)] });
    expect(new Set(town.trace.map(({ method }) => method))).toEqual(new Set(['GET']));
    const stop = new AbortController();
    stop.abort();
    const cut = await recall(provider, { known: [known(ref, saved)], signal: stop.signal });
    expect(cut.end).toEqual({ complete: false, why: 'stopped' });
  });

  it('a provider that does not answer is said, and nothing is made up', async () => {
    const saved = await own().save();
    const ref = await done(provider, take('charge', saved));
    town.fault('drop-before', '.*', 50);
    const seen = await recall(provider, { known: [known(ref, saved)] });
    town.sandbox.faults.clear();
    expect(seen).toEqual({ found: [], missing: [], end: { complete: false, why: 'no_answer' } });
  });
});

describe('at stripe', () => {
  it('a release older than its events is said to be missing, unless the records show it', async () => {
    const saved = await tills.stripe.save();
    const held = take('hold', saved, { amount: cad(5100) });
    const ref = await done('stripe', held);
    await done('stripe', ownRelease('stripe', ref, 5100));
    town.sandbox.clock.advance(31 * 86_400_000);
    const seen = await recall('stripe');
    const missing = seen.missing.filter(({ paymentRef }) => paymentRef === ref);
    expect(missing).toMatchObject([{ kind: 'release', amount: { amount: 5100 }, why: 'no_reference' }]);
    const explained = await recall('stripe', {
      explained: (kind, of) => (kind === 'release' && of === ref ? 5100 : 0),
    });
    expect(explained.missing.filter(({ paymentRef }) => paymentRef === ref)).toEqual([]);
  });

  it('only what was done since is looked for, and what was done since on an older hold', async () => {
    const saved = await tills.stripe.save();
    const long = take('charge', saved, { amount: cad(1100) });
    await done('stripe', long);
    town.sandbox.clock.advance(40 * 86_400_000);
    const held = take('hold', saved, { amount: cad(5100) });
    const ref = await done('stripe', held);
    town.sandbox.clock.advance(2 * 86_400_000);
    const captured = { ...capture(ref, 5100), capturable: 5100 };
    await done('stripe', captured);
    const seen = await recall('stripe', { since: town.sandbox.clock.now() - 3_600_000 });
    expect(byKey(seen, long.key)).toBeUndefined();
    expect(byKey(seen, captured.key)).toMatchObject({
      exact: true,
      at: Math.floor(town.sandbox.clock.now() / 1000) * 1000,
    });
  });
});

describe('at paysafe', () => {
  it('a whole capture whose settlement nobody knows is found by the reference that follows from its hold', async () => {
    const saved = await tills.paysafe.save();
    const ref = await done('paysafe', take('hold', saved, { amount: cad(5300) }));
    const captured = ownCapture('paysafe', ref, 5300);
    await done('paysafe', captured);
    const seen = await recall('paysafe', { known: [known(ref, saved)] });
    expect(byKey(seen, captured.key)).toMatchObject({
      plan: { kind: 'capture', amount: { amount: 5300 } },
      state: { name: 'done' },
    });
    expect(seen.missing).toEqual([]);
  });

  it('charges and holds that nobody knows by their id are found by a key that can be named, refused ones too', async () => {
    const saved = await tills.paysafe.save();
    const held = take('hold', saved, { amount: cad(6100) });
    const ref = await done('paysafe', held);
    await done('paysafe', ownRelease('paysafe', ref, 6100));
    const no = await tills.paysafe.declined();
    const refused = take('charge', no.saved, { amount: cad(no.amount) });
    await carry(town.providers, 'paysafe', refused);
    const bank = take('charge', await tills.paysafe.saveBank('eft'));
    await done('paysafe', bank);
    const seen = await recall('paysafe', {
      takes: [
        { key: held.key, kind: 'hold' },
        { key: refused.key, kind: 'charge' },
        { key: bank.key, kind: null },
        { key: 'cpt-never', kind: 'charge' },
      ],
    });
    expect(byKey(seen, held.key)).toMatchObject({
      plan: { kind: 'hold' },
      state: { name: 'done', moved: { held: 6100 } },
    });
    expect(byKey(seen, refused.key)).toMatchObject({
      plan: { kind: 'charge' },
      state: { name: 'declined', code: no.code },
    });
    expect(byKey(seen, bank.key)).toMatchObject({ plan: { instrument: 'eft' }, state: { name: 'pending' } });
    expect(seen.found.map(({ plan }) => plan.kind).toSorted()).toEqual(['charge', 'charge', 'hold', 'release']);
  });

  it('one that was cancelled before its batch is said to be missing: Paysafe keeps no reference of who asked', async () => {
    const saved = await tills.paysafe.save();
    const ref = await done('paysafe', take('charge', saved, { amount: cad(4400) }));
    await done('paysafe', refund({ paymentRef: ref, settlementRef: ref }, 4400, { means: 'cancel' }));
    const seen = await recall('paysafe', { known: [known(ref, saved)] });
    expect(seen.missing).toMatchObject([
      { kind: 'refund', paymentRef: ref, amount: { amount: 4400 }, why: 'no_reference' },
    ]);
  });

  it('a bank debit is found as pending', async () => {
    const saved = await tills.paysafe.saveBank('eft');
    const plan = take('charge', saved, { amount: cad(4400) });
    const ref = await done('paysafe', plan);
    const seen = await recall('paysafe', { known: [known(ref, saved, { account: tills.paysafe.accountOf('eft') })] });
    expect(byKey(seen, plan.key)).toMatchObject({
      plan: { kind: 'charge', instrument: 'eft' },
      memo: { bank: 'eft' },
      state: { name: 'pending', reference: ref },
    });
  });

  it('a payment it does not show any more is missing only when it is known to be ours', async () => {
    const saved = await tills.paysafe.save();
    const gone = '00000000-0000-4000-8000-000000000000';
    expect((await recall('paysafe', { known: [known(gone, saved, { key: 'till-7' })] })).missing).toEqual([]);
    expect((await recall('paysafe', { known: [known(gone, saved, { key: 'cpt-7' })] })).missing).toMatchObject([
      { paymentRef: gone, why: 'gone' },
    ]);
  });
});

async function failedAuth(key: string): Promise<string> {
  const { body } = await tills.paysafe.call('GET', `${tills.paysafe.cards}/auths?merchantRefNum=${key}`);
  const [first] = body['auths'] as { id: string }[];
  return first?.id ?? '';
}
