import { describe, expect, it } from 'vitest';
import { complete, settleAndAsk } from '../../../src-main/payments/complete.ts';
import type { Order } from '../../../src-main/payments/order.ts';
import type { BillFacts } from '../../../src-main/payments/plan.ts';
import type { KeyedTake, Read } from '../../../src-main/payments/ports.ts';
import type { PaymentRecord } from '../../../src-main/payments/records.ts';
import { repeatKey } from '../../../src-main/payments/repeat-key.ts';
import { settle, type Engine } from '../../../src-main/payments/settle.ts';
import { card, customer, held, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const hour = 3_600_000;
let tickets = 0;
type Take = Extract<Order, { kind: 'charge' | 'hold' }>;
const charge = (more: Partial<Take> = {}): Take => ({
  ...{ kind: 'charge', ticket: `taken-${String((tickets += 1)).padStart(16, '0')}`, customerId: 'stripe:cus_1' },
  ...{ cardId: 'stripe:pm_1', amount: { amount: 8000, currency: 'CAD' }, tip: null, note: null, receiptEmail: null },
  cause: { purpose: 'balance', billId: 'bill-1' },
  ...more,
});
const bill: BillFacts = { ref: 'csv:R-1', paid: 0, attempt: 0, seen: null, named: true };
const keyOf = (order: Take, attempt: number): string =>
  repeatKey(order, { payment: null, wholeRefund: false, attempt, bill });
const under = (key: string, more: Partial<PaymentRecord> = {}): PaymentRecord =>
  held('stripe:pi_old', 'stripe:cus_1', 8000, {
    ...{ key, state: 'paid', capturable: 0, taken: 8000, cardId: 'stripe:pm_1', at: 1_763_650_000_000, ...more },
  });

/** A desk that read its lists so many hours ago (null: never), with what they show, and what Stripe says when it is asked. */
function desk({
  hoursOld,
  lists = [],
  says = [],
  facts = bill,
}: {
  hoursOld: number | null;
  lists?: readonly PaymentRecord[];
  says?: readonly PaymentRecord[] | Extract<Read<never>, { ok: false }>['why'];
  facts?: BillFacts;
}) {
  const house = toyEngine({ customers: [customer('stripe:cus_1')], cards: [card('stripe:pm_1', 'stripe:cus_1')] });
  const { clock } = house.provider;
  const listedAt = hoursOld === null ? null : clock.now() - hoursOld * hour;
  const asked: KeyedTake[] = [];
  const engine: Engine = {
    ...house.engine,
    billFor: async () => facts,
    listed: async ({ key }) => lists.find((one) => one.key === key) ?? null,
    listedAt: async () => listedAt,
    readers: {
      ...house.engine.readers,
      stripe: {
        ...house.engine.readers.stripe,
        async takenUnder(question) {
          asked.push(question);
          if (typeof says === 'string') return { ok: false, why: says, detail: '' };
          return { ok: true, value: says.filter(({ key }) => key !== null && question.keys.includes(key)) };
        },
      },
    },
  };
  return { ...house, engine, asked, listedAt };
}
const keys = (house: ReturnType<typeof desk>): string[] => house.ledger.all().map(({ plan }) => plan.key);

describe('before a bill of a file is charged', () => {
  it.each([
    ['lists of a minute ago are enough', 1 / 60],
    ['so are those of this very second: Stripe tells whole seconds, and its machines differ by some', -3 / 3600],
    ['lists of 22 hours ago are enough: what came since, Stripe knows by its key', 22],
  ])('%s: nothing is asked', async (_what, hoursOld) => {
    const house = desk({ hoursOld });
    expect(await settle(house.engine, charge(), maude)).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
    expect([house.asked, house.provider.requests.length]).toEqual([[], 1]);
  });

  it('Stripe is asked once where the lists are older than it keeps keys, only about what may be missing from them', async () => {
    const house = desk({ hoursOld: 23 });
    const order = charge();
    expect(await settle(house.engine, order, maude)).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
    const since = (house.listedAt ?? 0) - 24 * hour;
    const keys = [0, 1, 2].map((attempt) => keyOf(order, attempt));
    expect(house.asked).toEqual([{ keys, kind: 'card', currency: 'CAD', customerRefs: ['cus_1'], since }]);
  });

  it.each([
    ['never read', null],
    ['read in the future, by a clock that was wrong', -1],
  ])('and about everything where the lists were %s', async (_what, hoursOld) => {
    const house = desk({ hoursOld });
    expect(await settle(house.engine, charge(), maude)).toMatchObject({ ok: true });
    expect(house.asked.map(({ since }) => since)).toEqual([null]);
  });

  it.each([
    ['no_answer', 'offline'],
    ['odd', 'provider_unavailable'],
    ['permission', 'provider_unavailable'],
  ] as const)('%s is not "no": nothing is written or sent', async (says, code) => {
    const house = desk({ hoursOld: null, says });
    expect(await settle(house.engine, charge(), maude)).toMatchObject({ ok: false, failure: { code } });
    expect([house.ledger.all(), house.provider.requests]).toEqual([[], []]);
  });

  it('a bill that was made here and is in no file is known to nobody else: nothing is asked, however old the lists', async () => {
    const house = desk({ hoursOld: null, facts: { ...bill, named: false } });
    expect(await settle(house.engine, charge(), maude)).toMatchObject({ ok: true });
    expect(house.asked).toEqual([]);
  });

  it('a PC that slept over the question sends nothing', async () => {
    const house = desk({ hoursOld: null });
    const { stripe } = house.engine.readers;
    const sleepy: Engine = {
      ...house.engine,
      readers: {
        ...house.engine.readers,
        stripe: {
          ...stripe,
          async takenUnder(question) {
            house.provider.clock.pass(8 * hour);
            return stripe.takenUnder(question);
          },
        },
      },
    };
    expect(await settle(sleepy, charge(), maude)).toMatchObject({ failure: { code: 'slept' } });
    expect(house.provider.requests).toEqual([]);
  });
});

describe.each(['lists', 'says'] as const)('a payment that stands under the key of the bill (%s)', (from) => {
  const shown = (...rows: PaymentRecord[]) => desk({ hoursOld: null, [from]: rows });

  it.each(['paid', 'pending', 'partly_refunded', 'held', 'unsure', 'not_finished'] as const)(
    'and is %s is asked about and never sent, by nobody',
    async (state) => {
      const order = charge();
      const house = shown(under(keyOf(order, 0), { state }));
      const reply = await settle(house.engine, order, maude);
      expect(reply).toMatchObject({ ok: true, value: { state: { name: 'unknown', why: 'known_there' } } });
      await complete(house.engine, 'all');
      house.provider.clock.pass(5 * 60_000);
      await complete(house.engine, 'all');
      expect(house.provider.requests).toEqual([]);
      expect(house.ledger.all()[0]?.memo).toMatchObject({ there: '1763650000000' });
    },
  );

  it.each(['declined', 'lapsed', 'released', 'refunded'] as const)(
    'and is %s leaves its key alone: the next one is sent, once',
    async (state) => {
      const order = charge();
      const house = shown(under(keyOf(order, 0), { state }), under(keyOf(order, 1), { state }));
      expect(await settle(house.engine, order, maude)).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
      expect(keys(house)).toEqual([keyOf(order, 2)]);
      expect(house.provider.movements).toHaveLength(1);
    },
  );

  it('is found behind one that is over', async () => {
    const order = charge();
    const house = shown(under(keyOf(order, 0), { state: 'declined' }), under(keyOf(order, 1)));
    await settle(house.engine, order, maude);
    expect([keys(house), house.provider.requests]).toEqual([[keyOf(order, 1)], []]);
  });

  it.each([
    ['of a try that never left', []],
    ['of two parts in which the first was given back', ['refunded']],
    ['of three parts in which the first was given back', ['refunded', null]],
  ] as const)('is found behind the free key %s', async (_what, before) => {
    const order = charge();
    const rows = before.flatMap((state, place) => (state === null ? [] : [under(keyOf(order, place), { state })]));
    const house = shown(...rows, under(keyOf(order, before.length + 1)));
    expect(await settle(house.engine, order, maude)).toMatchObject({ value: { state: { why: 'known_there' } } });
    expect([keys(house), house.provider.requests]).toEqual([[keyOf(order, before.length + 1)], []]);
  });

  it('and is over behind a free key has used that one up too: the next one is sent', async () => {
    const order = charge();
    const house = shown(under(keyOf(order, 1), { state: 'declined' }));
    await settle(house.engine, order, maude);
    expect([keys(house), house.provider.movements.length]).toEqual([[keyOf(order, 2)], 1]);
  });

  it('as a fee of another sum refuses the fee: it is one, however much of it', async () => {
    const fee = charge({ cause: { purpose: 'no_show', billId: 'bill-1' }, amount: { amount: 4000, currency: 'CAD' } });
    const house = shown(under(keyOf(fee, 0)));
    expect(await settle(house.engine, fee, maude)).toEqual({
      ok: false,
      failure: {
        code: 'bill_taken',
        facts: { provider: 'stripe', most: 8000, currency: 'CAD', at: 1_763_650_000_000 },
      },
    });
    expect([house.ledger.all(), house.provider.requests]).toEqual([[], []]);
  });
});

describe('a reply that Stripe had given before, to another order of the same bill', () => {
  /** Stripe as it repeats its first answer. */
  function repeating({ madeAgoMs = hour, ...more }: { earlierLeft?: boolean; madeAgoMs?: number } = {}) {
    const house = desk({ hoursOld: 0 });
    const { stripe } = house.engine.gateways;
    const put: unknown[] = [];
    const engine: Engine = {
      ...house.engine,
      rows: { ...house.engine.rows, put: async (rows) => void put.push(rows) },
      sender: {
        ...house.engine.sender,
        async send(provider, request, repeat) {
          const result = await house.engine.sender.send(provider, request, repeat);
          return result.got === 'answer' ? { ...result, ...more } : result;
        },
      },
      gateways: {
        ...house.engine.gateways,
        stripe: {
          ...stripe,
          read(plan, memo, answer) {
            const { outcome } = stripe.read(plan, memo, answer);
            const records = { payments: [under(plan.key, { at: house.provider.clock.now() - madeAgoMs })] };
            return outcome.is === 'done'
              ? { outcome: { ...outcome, seen: { key: plan.key, replayed: true } }, records }
              : { outcome, records };
          },
        },
      },
    };
    return { ...house, engine, put };
  }

  it('is not believed: what stands there now is asked, and the lists keep what they had', async () => {
    const { engine, put, provider } = repeating();
    const reply = await settle(engine, charge({ kind: 'hold' }), maude);
    expect(reply).toMatchObject({ ok: true, value: { state: { name: 'unknown', why: 'replayed' } } });
    expect(put).toEqual([{}]);
    // It is asked about at once, and never sent again.
    await complete(engine, 'all');
    expect(provider.requests).toHaveLength(1);
  });

  it('nor where an earlier try of the same send had left, and what it tells of was there before this order was written: that try was lost', async () => {
    const { engine, put, provider, ledger } = repeating({ earlierLeft: true });
    expect(await settle(engine, charge(), maude)).toMatchObject({
      value: { state: { name: 'unknown', why: 'replayed' } },
    });
    expect(put).toEqual([{}]);
    await complete(engine, 'all');
    expect(ledger.all()[0]?.state).toMatchObject({ name: 'done' });
    expect(provider.requests).toHaveLength(1);
  });

  it('is its own where an earlier try had left, and what it tells of was made after that, by Stripe’s clock', async () => {
    for (const second of [0, 20]) {
      const { engine, put, provider } = repeating({ earlierLeft: true, madeAgoMs: second * 1000 });
      expect(await settle(engine, charge(), maude)).toMatchObject({ value: { state: { name: 'done' } } });
      expect(put).toMatchObject([{ payments: [{ id: 'stripe:pi_old' }] }]);
      expect(provider.requests).toHaveLength(1);
    }
  });

  it('is its own where the order is of no bill', async () => {
    const { cause: _none, ...alone } = charge();
    const own = repeating();
    expect(await settle(own.engine, alone, maude)).toMatchObject({ value: { state: { name: 'done' } } });
  });

  it('somebody at the counter has the answer in one press', async () => {
    const { engine } = repeating();
    expect(await settleAndAsk(engine, charge(), maude)).toMatchObject({ ok: true, value: { state: { name: 'done' } } });
  });
});
