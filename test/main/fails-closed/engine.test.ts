import { describe, expect, it } from 'vitest';
import { refused } from '../../../src-main/contract/failure.ts';
import { complete } from '../../../src-main/payments/complete.ts';
import type { Order } from '../../../src-main/payments/order.ts';
import { LedgerTrouble } from '../../../src-main/payments/ports.ts';
import { settle, type Engine } from '../../../src-main/payments/settle.ts';
import { card, customer, toyEngine } from '../../support/toy-provider.ts';

const maude = { staffId: 'st-1', staffName: 'Maude', desk: 'Front 1' };
const charge: Order = {
  kind: 'charge',
  ticket: 'ticket-fails-closed-0001',
  customerId: 'stripe:cus_1',
  cardId: 'stripe:pm_1',
  amount: { amount: 16_270, currency: 'CAD' },
  tip: null,
  note: null,
  receiptEmail: null,
};
const house = () =>
  toyEngine({ customers: [customer('stripe:cus_1')], cards: [card('stripe:pm_1', 'stripe:cus_1')], payments: [] });

describe('an order while the desk is in trouble', () => {
  it('is refused, unwritten and unsent, when its provider cannot be reached or tells another time', async () => {
    for (const code of ['offline', 'clock_wrong'] as const) {
      const { engine, provider, ledger } = house();
      const beyond: Engine = { ...engine, reach: async (name) => refused(code, { provider: name }).failure };
      expect(await settle(beyond, charge, maude)).toEqual(refused(code, { provider: 'stripe' }));
      expect([ledger.all(), provider.requests]).toEqual([[], []]);
    }
  });

  it('asks only about the provider that the money moves at', async () => {
    const { engine } = house();
    const asked: string[] = [];
    const listening: Engine = { ...engine, reach: async (name) => (asked.push(name), null) };
    await settle(listening, charge, maude);
    expect(asked).toEqual(['stripe']);
  });

  it('is refused in the words of the records when these cannot even be read', async () => {
    const { engine, provider } = house();
    const locked: Engine = {
      ...engine,
      ledger: { ...engine.ledger, byTicket: () => Promise.reject(new LedgerTrouble('records_unwritable', 'locked')) },
    };
    expect(await settle(locked, charge, maude)).toEqual(refused('records_unwritable'));
    expect(provider.requests).toEqual([]);
  });
});

describe('a result that cannot be written', () => {
  it('is not shown as failed nor as done: still being found out, and known once the records can be written', async () => {
    const { engine, provider, ledger } = house();
    const fillsUp: Engine = {
      ...engine,
      sender: {
        ...engine.sender,
        send: async (...given) => {
          ledger.refuseWrites(true);
          return engine.sender.send(...given);
        },
      },
    };
    const reply = await settle(fillsUp, charge, maude);
    expect(reply).toMatchObject({ ok: true, value: { state: { name: 'open' } } });
    expect(provider.movements).toHaveLength(1);
    // While the trouble lasts, the same press again is the same order, and asking changes nothing.
    await complete(engine, 'all');
    expect(await settle(engine, charge, maude)).toMatchObject({ ok: true, value: { state: { name: 'open' } } });
    ledger.refuseWrites(false);
    await complete(engine, 'all');
    expect(ledger.all()).toMatchObject([{ state: { name: 'done', moved: { charged: 16_270 } } }]);
    expect(provider.movements).toHaveLength(1);
  });
});
