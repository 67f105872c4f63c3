import { describe, expect, it } from 'vitest';
import { refused } from '../../../src-main/contract/failure.ts';
import { complete } from '../../../src-main/payments/complete.ts';
import type { ReplaceHold } from '../../../src-main/payments/order.ts';
import { idle, settle, type Engine } from '../../../src-main/payments/settle.ts';
import { makeWatch } from '../../../src-main/payments/watch.ts';
import { card, customer, held, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const cad = (amount: number) => ({ amount, currency: 'CAD' });
let tickets = 0;
const ticket = (): string => `replace-${String((tickets += 1)).padStart(16, '0')}`;
const replace = (first: ReplaceHold['first'], more: Partial<ReplaceHold> = {}): ReplaceHold => ({
  ...{ kind: 'replace', ticket: ticket(), holdId: 'stripe:pi_1', cardId: 'stripe:pm_1', amount: cad(8000) },
  ...{ first, note: null },
  ...more,
});
const desk = () =>
  toyEngine({
    customers: [customer('stripe:cus_1'), customer('stripe:cus_2'), customer('paysafe:p1')],
    cards: [
      card('stripe:pm_1', 'stripe:cus_1'),
      card('stripe:pm_2', 'stripe:cus_1', { lastFour: '0077' }),
      card('stripe:pm_old', 'stripe:cus_1', { expiry: { month: 10, year: 2026 } }),
      card('stripe:pm_other', 'stripe:cus_2'),
      card('paysafe:c1', 'paysafe:p1'),
    ],
    payments: [
      held('stripe:pi_1', 'stripe:cus_1', 8000, { key: 'cpt-first', at: 1 }),
      held('paysafe:a1', 'paysafe:p1', 35000),
      held('stripe:pi_late', 'stripe:cus_1', 8000, { captureBefore: 1 }),
    ],
  });
const value = <T>(reply: { ok: true; value: T } | { ok: false; failure: unknown }): T => {
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
};
/** The steps of the one group, as staff see them in the end. */
const steps = ({ ledger }: ReturnType<typeof desk>) =>
  ledger.all().map(({ kind, state, amount }) => `${kind} ${amount?.amount} ${state.name}`);
const restart = (engine: Engine): Engine => ({
  ...engine,
  underWay: new Map(),
  watch: makeWatch({ clock: engine.clock, desk: () => null }),
});

describe('a hold that is replaced, the new one first', () => {
  it.each(['stripe', 'paysafe'] as const)(
    'at %s is held anew and then given back: two steps of one group on the old hold, each moved once',
    async (provider) => {
      const house = desk();
      const at = provider === 'stripe' ? {} : { holdId: 'paysafe:a1', cardId: 'paysafe:c1', amount: cad(30000) };
      value(await settle(house.engine, replace('new', at), maude));
      await idle(house.engine);
      expect(house.provider.movements.map(({ kind }) => kind)).toEqual(['hold', 'release']);
      const [held, released] = house.ledger.all();
      expect(released).toMatchObject({ group: held?.group, follows: held?.id, guard: held?.guard });
      expect(released?.amount).toEqual(cad(provider === 'stripe' ? 8000 : 35000));
    },
  );

  it('leaves the old hold as it is when the bank says no', async () => {
    const house = desk();
    house.provider.next('decline');
    value(await settle(house.engine, replace('new'), maude));
    await idle(house.engine);
    expect(steps(house)).toEqual(['hold 8000 declined']);
    expect(house.provider.movements).toEqual([]);
  });

  it('is given back only once the new one is known to stand: lost replies and a restart change nothing of that', async () => {
    const house = desk();
    house.provider.next('lost_after', 'lost_after');
    house.provider.breakReplays(true);
    value(await settle(house.engine, replace('new'), maude));
    await idle(house.engine);
    expect(steps(house)).toEqual(['hold 8000 unknown']);
    const again = restart(house.engine);
    await complete(again, 'all');
    await idle(again);
    await complete(again, 'all');
    expect(steps(house)).toEqual(['hold 8000 done', 'release 8000 done']);
    expect(house.provider.movements).toHaveLength(2);
  });

  it('keeps the old hold shut for everybody meanwhile', async () => {
    const house = desk();
    house.provider.next('lost_after');
    house.provider.breakReplays(true);
    value(await settle(house.engine, replace('new'), maude));
    const others = [
      { kind: 'capture', ticket: ticket(), holdId: 'stripe:pi_1', amount: cad(8000), note: null } as const,
      { kind: 'release', ticket: ticket(), holdId: 'stripe:pi_1', note: null } as const,
      replace('new'),
      replace('release'),
    ];
    for (const other of others)
      expect(await settle(house.engine, other, maude)).toMatchObject({ ok: false, failure: { code: 'busy' } });
    expect(house.provider.movements).toHaveLength(1);
  });
});

describe('a hold that is replaced, the old one given back first', () => {
  it('is given back and then held anew', async () => {
    const house = desk();
    value(await settle(house.engine, replace('release', { amount: cad(9500) }), maude));
    await idle(house.engine);
    expect(steps(house)).toEqual(['release 8000 done', 'hold 9500 done']);
    expect(house.ledger.all()[1]).toMatchObject({ group: house.ledger.all()[0]?.group, targetId: 'stripe:pi_1' });
    expect(house.provider.movements.map(({ kind }) => kind)).toEqual(['release', 'hold']);
  });

  it('is not followed by a new one while its release is not known', async () => {
    const house = desk();
    house.provider.next('lost_before');
    house.provider.breakReplays(true);
    value(await settle(house.engine, replace('release'), maude));
    await idle(house.engine);
    expect(steps(house)).toEqual(['release 8000 unknown']);
    expect(house.provider.movements).toEqual([]);
  });

  it('leaves nothing held when the bank says no to the new one, and both steps say so', async () => {
    const house = desk();
    house.provider.next('answer', 'decline');
    value(await settle(house.engine, replace('release'), maude));
    await idle(house.engine);
    expect(steps(house)).toEqual(['release 8000 done', 'hold 8000 declined']);
  });

  it('is not held anew by a desk that comes back hours later: a hold is never queued, and the step says that it was not sent', async () => {
    const house = desk();
    house.provider.next('lost_after');
    house.provider.breakReplays(true);
    value(await settle(house.engine, replace('release'), maude));
    const later = restart(house.engine);
    house.provider.clock.pass(3 * 3_600_000);
    await complete(later, 'all');
    await idle(later);
    expect(steps(house)).toEqual(['release 8000 done', 'hold 8000 not_done']);
    expect(house.ledger.all()[1]?.state).toMatchObject({ why: 'too_late' });
    expect(house.provider.movements).toHaveLength(1);
  });

  it('writes the key of its second step into the history before that is sent', async () => {
    const house = desk();
    value(await settle(house.engine, replace('release'), maude));
    await idle(house.engine);
    const begun = house.ledger.audit.filter(({ outcome }) => outcome === 'started');
    expect(begun.map(({ what }) => what)).toEqual(['release', 'hold']);
    expect(begun[1]?.detail).toMatchObject({ key: house.ledger.all()[1]?.plan.key });
  });
});

describe('the key of a replacing hold', () => {
  it('is never that of the hold it replaces, and the same at every desk, whichever step comes first and whatever is noted', async () => {
    const cause = { purpose: 'balance', billId: 'bill-1' } as const;
    const onBill = ({ engine }: ReturnType<typeof desk>): Engine => ({
      ...engine,
      heldFor: async () => ({ customerId: 'stripe:cus_1', ...cause }),
      billFor: async () => ({ ref: 'csv:inv-1', paid: 0, attempt: 0, seen: null }),
    });
    const [held, take] = [desk(), { customerId: 'stripe:cus_1', cardId: 'stripe:pm_1', amount: cad(8000), tip: null }];
    const placing = { kind: 'hold', ticket: ticket(), ...take, note: null, receiptEmail: null, cause } as const;
    const { plan: first } = value(await settle(onBill(held), placing, maude));
    const keys: (string | undefined)[] = [];
    const bodies: (string | null | undefined)[] = [];
    for (const order of [replace('new', { note: 'Lapses tonight' }), replace('new'), replace('release')]) {
      const house = desk();
      const engine = onBill(house);
      value(await settle(engine, order, maude));
      await idle(engine);
      const placed = house.ledger.all().find(({ kind }) => kind === 'hold');
      keys.push(placed?.plan.key);
      bodies.push(placed?.request.body);
      expect(placed?.plan).toMatchObject({ cause });
    }
    expect(new Set(keys).size).toBe(1);
    expect(new Set(bodies).size).toBe(1);
    expect(keys[0]).not.toBe(first.key);
  });

  it('is another one after each that has ended: a provider would repeat its first answer', async () => {
    const house = desk();
    house.provider.next('decline');
    value(await settle(house.engine, replace('new'), maude));
    value(await settle(house.engine, replace('new'), maude));
    await idle(house.engine);
    value(await settle(house.engine, replace('new'), maude));
    await idle(house.engine);
    const keys = house.ledger.all().flatMap(({ kind, plan }) => (kind === 'hold' ? [plan.key] : []));
    expect(new Set(keys).size).toBe(3);
  });

  it('gives the old hold back under the key that any release of it has', async () => {
    const [replacing, plain] = [desk(), desk()];
    value(await settle(replacing.engine, replace('new'), maude));
    await idle(replacing.engine);
    value(await settle(plain.engine, { kind: 'release', ticket: ticket(), holdId: 'stripe:pi_1', note: null }, maude));
    expect(replacing.ledger.all()[1]?.plan.key).toBe(plain.ledger.all()[0]?.plan.key);
  });
});

describe('a replacement is refused, and nothing is written,', () => {
  it.each([
    ['of a hold that has lapsed', { holdId: 'stripe:pi_late' }, 'hold_lapsed'],
    ['on a card that has expired', { cardId: 'stripe:pm_old' }, 'card_expired'],
    ['on somebody else’s card', { cardId: 'stripe:pm_other' }, 'not_this_customer'],
    ['of nothing', { amount: cad(0) }, 'amount_zero'],
    ['in another currency', { amount: { amount: 8000, currency: 'USD' } }, 'wrong_currency'],
  ] as const)('%s', async (_what, more, code) => {
    for (const first of ['new', 'release'] as const) {
      const house = desk();
      expect(await settle(house.engine, replace(first, more), maude)).toMatchObject({ ok: false, failure: { code } });
      expect(house.ledger.all()).toEqual([]);
    }
  });

  it('on a card at the other provider', async () => {
    const house = desk();
    const engine: Engine = { ...house.engine, personOf: async () => 'one' };
    expect(await settle(engine, replace('new', { cardId: 'paysafe:c1' }), maude)).toMatchObject({
      ok: false,
      failure: { code: 'replace_other_provider' },
    });
  });

  it('without the client’s consent for the new one', async () => {
    for (const first of ['new', 'release'] as const) {
      const house = desk();
      const engine: Engine = { ...house.engine, consentFor: async () => refused('consent_missing').failure };
      expect(await settle(engine, replace(first), maude)).toMatchObject({
        ok: false,
        failure: { code: 'consent_missing' },
      });
      expect(house.provider.requests).toEqual([]);
    }
  });
});

describe('a house that asks a second person', () => {
  const strict = { secondPerson: () => refused('needs_approval').failure };

  it('is asked for none where a consent covers the new hold, whatever it asks of captures: nothing is taken', async () => {
    for (const first of ['new', 'release'] as const) {
      const house = desk();
      value(await settle({ ...house.engine, ...strict }, replace(first), maude));
      await idle(house.engine);
      expect(house.provider.movements).toHaveLength(2);
    }
  });

  it('is asked where none does: nothing is placed, given back or written', async () => {
    for (const first of ['new', 'release'] as const) {
      const house = desk();
      const outside: Engine = {
        ...{ ...house.engine, ...strict },
        consentFor: async () => ({ consentId: null, outside: true }),
      };
      expect(await settle(outside, replace(first), maude)).toMatchObject({
        ok: false,
        failure: { code: 'needs_approval' },
      });
      expect([house.ledger.all(), house.provider.requests]).toEqual([[], []]);
    }
  });
});

describe('the guard against a second hold within minutes', () => {
  const lately = (house: ReturnType<typeof desk>, ids: readonly string[]): Engine => ({
    ...house.engine,
    lastMinutes: async () => ({
      customerIds: ['stripe:cus_1'],
      payments: ids.map((id) => held(id, 'stripe:cus_1', 8000, { key: id === 'stripe:pi_1' ? 'cpt-first' : null })),
    }),
  });

  it('lets the hold be replaced that was placed just now', async () => {
    for (const first of ['new', 'release'] as const) {
      const house = desk();
      value(await settle(lately(house, ['stripe:pi_1']), replace(first), maude));
    }
  });

  it('stops a replacement beside another hold of the last minutes', async () => {
    for (const first of ['new', 'release'] as const) {
      const house = desk();
      expect(await settle(lately(house, ['stripe:pi_1', 'stripe:pi_9']), replace(first), maude)).toMatchObject({
        ok: false,
        failure: { code: 'repeat_needs_manager' },
      });
    }
  });
});

it('the same ticket for another card, amount or first step is another order', async () => {
  const house = desk();
  const order = replace('new');
  value(await settle(house.engine, order, maude));
  await idle(house.engine);
  for (const more of [{ amount: cad(1) }, { cardId: 'stripe:pm_2' }, { first: 'release' }] as const)
    expect(await settle(house.engine, { ...order, ...more }, maude)).toMatchObject({
      ok: false,
      failure: { code: 'ticket_reused' },
    });
  expect(value(await settle(house.engine, order, maude)).id).toBe(house.ledger.all()[0]?.id);
  expect(house.provider.movements).toHaveLength(2);
});
