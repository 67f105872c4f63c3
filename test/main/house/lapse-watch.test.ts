import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../src-main/contract/desk-status.ts';
import { lapseNotice } from '../../../src-main/house/holds/hold-words.ts';
import { slotAt } from '../../../src-main/house/holds/lapse-watch.ts';
import { stripeTill, type StripeTill } from '../../gateways/stripe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

const hour = 3_600_000;
const timeZone = 'America/Toronto';

describe('the times at which managers are told of holds', () => {
  const at = (text: string) => slotAt({ now: Date.parse(text), times: ['16:00', '09:00'], timeZone });

  it('begin in the morning, and each stands until the next', () => {
    expect(at('2026-11-20T08:59:59-05:00')).toBeNull();
    expect(at('2026-11-20T09:00:00-05:00')).toBe('2026-11-20 09:00');
    expect(at('2026-11-20T15:59:00-05:00')).toBe('2026-11-20 09:00');
    expect(at('2026-11-20T23:30:00-05:00')).toBe('2026-11-20 16:00');
  });

  it('are none where the house wants none', () => {
    expect(slotAt({ now: Date.UTC(2026, 10, 20, 20), times: [], timeZone })).toBeNull();
  });

  it('are told in words, with what is an estimate', () => {
    const sums = [{ amount: 20_050, currency: 'CAD' }];
    const stale = [{ provider: 'stripe', ago: 40 * 60_000 }] as const;
    expect(lapseNotice({ today: 1, tomorrow: 0, sums, estimated: false, stale: [] }, 'en')).toEqual({
      title: '1 hold lapses today',
      body: '$200.50 to capture or release.',
    });
    expect(lapseNotice({ today: 2, tomorrow: 3, sums, estimated: true, stale }, 'fr')).toEqual({
      title: '2 préautorisations expirent aujourd’hui, 3 demain',
      body: '200,50\u00a0$ à encaisser ou à libérer. Chez Paysafe, la date est une estimation. Dernière lecture de Stripe\u00a0: il y a 40\u00a0min.',
    });
  });
});

describe('a hold that lapses', () => {
  let salon: Salon;
  let till: StripeTill;
  let desk: SalonDesk;
  let holdIds: readonly string[] = [];
  const lines = async (what: string): Promise<AuditLine[]> => {
    await desk.signIn('Hélène');
    const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 100 });
    return rows.filter((line) => line.what === what);
  };
  const hold = async (amount: number): Promise<string> => {
    const { customerRef, cardRef } = await till.save();
    const { id } = await till.stripe.paymentIntents.create({
      ...{ amount, currency: 'cad', customer: customerRef, payment_method: cardRef, confirm: true },
      ...{ allowed_payment_method_types: ['card'], off_session: true, capture_method: 'manual' },
    });
    return id;
  };

  beforeAll(async () => {
    salon = await openSalon('lapse watch');
    till = stripeTill(salon.sandbox);
    desk = await salon.desk('Front 1');
    // One by an order of this house, with which its records begin, the other elsewhere.
    const { customerRef, cardRef } = await till.save();
    await desk.must('desk.refresh', {});
    await desk.signIn('Sylvie');
    await desk.must('holds.place', {
      ...{ ticket: 'ticket-placed-000001', customerId: `stripe:${customerRef}`, cardId: `stripe:${cardRef}` },
      ...{
        amount: { amount: 8_000, currency: 'CAD' },
        note: null,
        sure: [],
        cause: { purpose: 'deposit', billId: null },
      },
    });
    await hold(12_050);
    await desk.must('desk.refresh', {});
    const { rows } = await desk.must<{ rows: { id: string }[] }>('holds.list', {
      ...{ filter: 'open', provider: null, offset: 0, limit: 50 },
    });
    holdIds = rows.map(({ id }) => id);
    await desk.must('session.lock', {});
  }, 120_000);
  afterAll(() => salon.close());

  it('is told of on the desktop once at each time, to whoever may capture and is signed in, without a name', async () => {
    await desk.signIn('Hélène');
    const settings = {
      ...{ house: 'Atelier', desk: 'Front 1', timeZone, idleLockMinutes: 15, statementName: '', tipPercents: [] },
      ...{ paysafeHoldDays: 5, paysafeCardDays: [], lapseTimes: ['09:00', '16:00'] },
    };
    await desk.must('settings.save', settings);
    await desk.rooms.wake();
    // Four days are far away: nothing lapses today or tomorrow.
    expect(desk.notices).toEqual([]);

    await desk.must('session.lock', {});
    salon.pass(3 * 24 * hour + 22 * hour);
    await desk.rooms.wake();
    expect(desk.notices).toEqual([]);
    await desk.signIn('Maude');
    await desk.rooms.wake();
    // Reception may not capture.
    expect(desk.notices).toEqual([]);
    await desk.signIn('Sylvie');
    await desk.rooms.wake();
    await desk.rooms.wake();
    expect(desk.notices).toMatchObject([{ title: '2 holds lapse tomorrow', body: '$200.50 to capture or release.' }]);
    desk.notices[0]?.press();
    expect(desk.events.at(-1)?.name).toBe('holds.wanted');

    salon.pass(7 * hour);
    await desk.must('session.lock', {});
    await desk.signIn('Sylvie');
    await desk.rooms.wake();
    expect(desk.notices).toHaveLength(2);
    expect(await lines('lapse_told')).toMatchObject([
      { staffName: 'Sylvie', detail: { count: 2, amount: 20_050, currency: 'CAD', shown: true } },
      { staffName: 'Sylvie' },
    ]);
  });

  it('all the same is in the history once, and can never be captured', async () => {
    salon.pass(2 * 24 * hour);
    await desk.rooms.wake();
    await desk.rooms.wake();
    expect(await lines('hold_lapsed')).toMatchObject([
      { detail: { currency: 'CAD' } },
      { detail: { currency: 'CAD' } },
    ]);
    salon.pass(24 * hour);
    await desk.rooms.wake();
    expect(await lines('hold_lapsed')).toHaveLength(2);
    await desk.signIn('Sylvie');
    const capture = {
      ...{
        ticket: 'ticket-lapsed-000001',
        holdId: holdIds[0],
        amount: { amount: 100, currency: 'CAD' },
        note: null,
      },
    };
    expect((await desk.refusal('holds.capture', capture)).code).toBe('hold_lapsed');
  });
});

describe('a hold that was captured at Stripe itself while the desk had no line for eight days', () => {
  it('is never in the history as lapsed; one that did lapse is, once the lists are read', async () => {
    const salon = await openSalon('lapse without a line');
    try {
      const till = stripeTill(salon.sandbox);
      const desk = await salon.desk('Front 1');
      const { customerRef, cardRef } = await till.save();
      const order = { currency: 'cad', customer: customerRef, payment_method: cardRef, confirm: true };
      const held = { allowed_payment_method_types: ['card'], off_session: true, capture_method: 'manual' as const };
      const taken = await till.stripe.paymentIntents.create({ amount: 8_000, ...order, ...held });
      await till.stripe.paymentIntents.create({ amount: 12_050, ...order, ...held });
      await desk.must('desk.refresh', {});
      await till.stripe.paymentIntents.capture(taken.id);
      const { stripe } = salon.addresses;
      salon.addresses.stripe = 'http://127.0.0.1:9';
      salon.pass(8 * 24 * hour);
      await desk.signIn('Sylvie');
      await desk.rooms.wake();
      const lapsed = async (): Promise<unknown[]> => {
        await desk.signIn('Hélène');
        const asked = { search: '', before: null, limit: 100 };
        const { rows } = await desk.must<{ rows: AuditLine[] }>('history.list', asked);
        return rows.filter(({ what }) => what === 'hold_lapsed').map(({ detail }) => detail['amount']);
      };
      expect(await lapsed()).toEqual([]);
      salon.addresses.stripe = stripe;
      salon.pass(hour);
      await desk.rooms.wake();
      expect(await lapsed()).toEqual([12_050]);
    } finally {
      await salon.close();
    }
  }, 60_000);
});
