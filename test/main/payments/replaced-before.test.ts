import { describe, expect, it } from 'vitest';
import type { Read, ReplacedHold } from '../../../src-main/payments/ports.ts';
import type { PaymentRecord } from '../../../src-main/payments/records.ts';
import { idle, settle, type Engine } from '../../../src-main/payments/settle.ts';
import { card, customer, held, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const cad = (amount: number) => ({ amount, currency: 'CAD' });
const hour = 3_600_000;
let tickets = 0;
const replace = (first: 'new' | 'release') => ({
  ...{ kind: 'replace' as const, ticket: `before-${String((tickets += 1)).padStart(16, '0')}` },
  ...{ holdId: 'stripe:pi_1', cardId: 'stripe:pm_1', amount: cad(8000), first, note: null },
});

/** A desk on which a hold of that age is seen as open, and what Stripe says of holds that took its place. */
function desk({
  hoursOld,
  says = [],
}: {
  hoursOld: number;
  says?: readonly PaymentRecord[] | Extract<Read<never>, { ok: false }>['why'];
}) {
  const records: { payments: PaymentRecord[] } & Parameters<typeof toyEngine>[0] = {
    customers: [customer('stripe:cus_1'), customer('stripe:cus_lender')],
    cards: [card('stripe:pm_1', 'stripe:cus_1')],
    payments: [],
  };
  const house = toyEngine(records);
  records.payments.push(
    held('stripe:pi_1', 'stripe:cus_1', 8000, { at: house.provider.clock.now() - hoursOld * hour }),
  );
  const asked: ReplacedHold[] = [];
  const engine: Engine = {
    ...house.engine,
    lastMinutes: async () => ({ customerIds: ['stripe:cus_1', 'stripe:cus_linked', 'paysafe:p1'], payments: [] }),
    readers: {
      ...house.engine.readers,
      stripe: {
        ...house.engine.readers.stripe,
        async replacementsOf(question) {
          asked.push(question);
          return typeof says === 'string' ? { ok: false, why: says, detail: '' } : { ok: true, value: says };
        },
      },
    },
  };
  return { ...house, engine, asked };
}
const another = (more: Partial<PaymentRecord> = {}): PaymentRecord =>
  held('stripe:pi_2', 'stripe:cus_1', 6500, { at: 1_763_650_000_000, ...more });

describe('a hold that may have been replaced under a key that its provider has forgotten', () => {
  it.each(['new', 'release'] as const)(
    'is not replaced once more while another stands in its place: %s first, nothing is written, placed or given back',
    async (first) => {
      const house = desk({ hoursOld: 25, says: [another()] });
      expect(await settle(house.engine, replace(first), maude)).toEqual({
        ok: false,
        failure: {
          code: 'hold_replaced',
          facts: { provider: 'stripe', most: 6500, currency: 'CAD', at: 1_763_650_000_000 },
        },
      });
      expect([house.ledger.all(), house.provider.requests]).toEqual([[], []]);
    },
  );

  it.each(['paid', 'partly_refunded', 'refunded', 'pending', 'unsure'] as const)(
    'nor when what took its place is %s: that money was, or may have been, taken for it',
    async (state) => {
      const house = desk({ hoursOld: 25, says: [another({ state })] });
      expect(await settle(house.engine, replace('new'), maude)).toMatchObject({ failure: { code: 'hold_replaced' } });
    },
  );

  it.each(['declined', 'not_finished', 'lapsed', 'released'] as const)(
    'is replaced when what was to take its place is %s',
    async (state) => {
      const house = desk({ hoursOld: 25, says: [another({ state })] });
      expect(await settle(house.engine, replace('new'), maude)).toMatchObject({ ok: true });
      await idle(house.engine);
      expect(house.provider.movements.map(({ kind }) => kind)).toEqual(['hold', 'release']);
    },
  );

  it('is not taken for its own replacement', async () => {
    const house = desk({ hoursOld: 25, says: [held('stripe:pi_1', 'stripe:cus_1', 8000)] });
    expect(await settle(house.engine, replace('new'), maude)).toMatchObject({ ok: true });
  });

  it.each([
    ['no_answer', 'offline'],
    ['busy', 'provider_unavailable'],
    ['permission', 'provider_unavailable'],
    ['odd', 'provider_unavailable'],
  ] as const)('is not replaced when the provider cannot say (%s): nobody guesses', async (why, code) => {
    for (const first of ['new', 'release'] as const) {
      const house = desk({ hoursOld: 25, says: why });
      expect(await settle(house.engine, replace(first), maude)).toMatchObject({ ok: false, failure: { code } });
      expect([house.ledger.all(), house.provider.requests]).toEqual([[], []]);
    }
  });

  it('is not replaced by a PC that slept over the answer: a hold is never queued', async () => {
    const house = desk({ hoursOld: 25 });
    const { stripe } = house.engine.readers;
    const slow: Engine = {
      ...house.engine,
      readers: {
        ...house.engine.readers,
        stripe: {
          ...stripe,
          async replacementsOf(question) {
            house.provider.clock.pass(8 * hour);
            return stripe.replacementsOf(question);
          },
        },
      },
    };
    expect(await settle(slow, replace('new'), maude)).toEqual({ ok: false, failure: { code: 'slept' } });
    expect([house.ledger.all(), house.provider.requests]).toEqual([[], []]);
  });

  it('is asked about under every name of the person, by the key that the new one would have', async () => {
    const house = desk({ hoursOld: 25 });
    await settle(house.engine, replace('new'), maude);
    const [hold] = house.ledger.all();
    expect(house.asked).toEqual([
      {
        hold: expect.objectContaining({ ref: 'pi_1' }) as unknown,
        customerRefs: ['cus_1', 'cus_linked'],
        keys: [hold?.plan.key],
      },
    ]);
  });
});

describe('the provider is asked only where it must be', () => {
  it('not about a hold younger than any key of it: the key itself does it', async () => {
    for (const hoursOld of [0, 1, 22.9]) {
      const house = desk({ hoursOld, says: 'no_answer' });
      expect(await settle(house.engine, replace('new'), maude)).toMatchObject({ ok: true });
      expect(house.asked).toEqual([]);
    }
  });

  it.each([23, 24, 100, -1])('but about one that is %d hours old by the provider’s clock', async (hoursOld) => {
    const house = desk({ hoursOld });
    await settle(house.engine, replace('new'), maude);
    expect(house.asked).toHaveLength(1);
  });

  it('and about any, where the provider’s time is not known', async () => {
    const house = desk({ hoursOld: 1 });
    house.provider.breakReplays(true);
    await settle(house.engine, replace('new'), maude);
    expect(house.asked).toHaveLength(1);
  });

  it('and about a young one whose place was taken here already: the next would have another key', async () => {
    const house = desk({ hoursOld: 1, says: [another()] });
    house.provider.next('answer', 'decline');
    expect(await settle(house.engine, replace('new'), maude)).toMatchObject({ ok: true });
    await idle(house.engine);
    expect(house.ledger.all().map(({ kind, state }) => `${kind} ${state.name}`)).toEqual([
      'hold done',
      'release declined',
    ]);
    expect(await settle(house.engine, replace('release'), maude)).toMatchObject({ failure: { code: 'hold_replaced' } });
    const [first] = house.ledger.all();
    expect(house.asked).toMatchObject([{ keys: [expect.not.stringMatching(first?.plan.key ?? ''), first?.plan.key] }]);
    expect(house.provider.movements).toHaveLength(1);
  });
});
