import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerPage } from '../../../src-main/contract/customer.ts';
import type { DeadlinesView } from '../../../src-main/contract/day-end.ts';
import type { AuditLine, SettingsView, TodayView } from '../../../src-main/contract/desk-status.ts';
import type { SureView } from '../../../src-main/contract/doubt.ts';
import type { CardDays } from '../../../src-main/contract/hold-days.ts';
import type { ReviewedHold } from '../../../src-main/contract/hold-review.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import { keepSettings, standardSettings } from '../../../src-main/house/settings/house-settings.ts';
import { paysafeTill, type PaysafeTill } from '../../gateways/paysafe-till.ts';
import { openSalon, type Salon, type SalonDesk } from '../../support/salon.ts';

const hour = 3_600_000;
const day = 24 * hour;
const debitDays: CardDays[] = [{ brand: 'visa', funding: 'debit', days: 3 }];
const settings = (paysafeHoldDays: unknown, paysafeCardDays: unknown = []) => ({
  ...{ house: 'Atelier', desk: 'Front 1', timeZone: 'America/Toronto', idleLockMinutes: 15, statementName: '' },
  ...{ tipPercents: [], lapseTimes: ['09:00'], paysafeHoldDays, paysafeCardDays },
});

describe('a house that had one number of days for every card', () => {
  const standard = standardSettings({ mode: 'live', language: 'fr', desk: 'Accueil' });
  const keep = (stored: unknown) =>
    keepSettings({ get: async () => stored, set: async () => undefined }, { ...standard });

  it('keeps it for every card, with everything else it had chosen', async () => {
    const { paysafeCardDays: _none, ...before } = { ...standard, house: 'Chez Rose', paysafeHoldDays: 9 };
    expect((await keep(before)).now()).toEqual({ ...before, paysafeCardDays: [] });
  });

  it('finds its own numbers again', async () => {
    expect((await keep({ ...standard, paysafeCardDays: debitDays })).now().paysafeCardDays).toEqual(debitDays);
  });

  it('a new one begins with five days for every card, the careful number', () => {
    expect([standard.paysafeHoldDays, standard.paysafeCardDays]).toEqual([5, []]);
  });
});

describe('the house’s own estimates of holds at Paysafe', () => {
  let salon: Salon;
  let till: PaysafeTill;
  let desk: SalonDesk;
  let debit: ReviewedHold;
  let credit: ReviewedHold;
  let tickets = 0;
  const ticket = (): string => `ticket-${String((tickets += 1)).padStart(16, '0')}`;
  const save = (others: unknown, cards: unknown = []) =>
    desk.must<SettingsView>('settings.save', settings(others, cards));
  const one = async (id: string): Promise<ReviewedHold> => desk.must<ReviewedHold>('holds.get', { id });
  const rows = async (filter: 'open' | 'lapsed' = 'open'): Promise<readonly ReviewedHold[]> =>
    (
      await desk.must<{ rows: readonly ReviewedHold[] }>('holds.list', {
        ...{ filter, provider: null, offset: 0, limit: 50 },
      })
    ).rows;
  const lines = async (what: string): Promise<AuditLine[]> =>
    (await desk.must<{ rows: AuditLine[] }>('history.list', { search: '', before: null, limit: 100 })).rows.filter(
      (line) => line.what === what,
    );

  /** Every card of these tests is new, and somebody may be called alike. */
  const sure = async (customerId: string, cardId: string | undefined, amount: number) =>
    (
      await desk.must<SureView>('payments.sure', {
        ...{ customerId, cardId, amount: { amount, currency: 'CAD' }, tip: null, billId: null },
      })
    ).doubts;

  async function placed(number: string, amount: number): Promise<ReviewedHold> {
    const profile = await till.profile();
    await till.call('POST', `/customervault/v1/profiles/${profile}/cards`, {
      singleUseToken: await till.typed(number),
    });
    const { customerId } = await desk.must<{ customerId: string }>('customers.bringIn', {
      by: 'profileId',
      value: profile,
    });
    const { cards } = await desk.must<CustomerPage>('customers.get', { id: customerId });
    const operation = await desk.must<OperationView>('holds.place', {
      ...{ ticket: ticket(), customerId, cardId: cards[0]?.id, amount: { amount, currency: 'CAD' }, note: null },
      sure: (await sure(customerId, cards[0]?.id, amount)).map(({ fact }) => fact),
    });
    if (operation.state.name !== 'done') throw new Error(operation.state.name);
    return one(`paysafe:${operation.state.reference}`);
  }

  beforeAll(async () => {
    salon = await openSalon('hold days');
    till = paysafeTill(salon.sandbox);
    desk = await salon.desk('Front 1');
    await desk.signIn('Hélène');
    await save(5);
    credit = await placed('4530910000012345', 8_000);
    debit = await placed('4500030000000004', 6_000);
  }, 120_000);
  afterAll(() => salon.close());

  it('go by the kind of card that Paysafe told, in the list, on the customer’s page, in Today and in the chart', async () => {
    expect(debit.deadline).toEqual({ at: debit.placedAt + 5 * day, estimated: true, days: 5, of: null });
    await save(7, debitDays);
    const shown = { estimated: true, days: 3, of: { brand: 'visa', funding: 'debit' } };
    expect((await one(debit.id)).deadline).toEqual({ at: debit.placedAt + 3 * day, ...shown });
    expect((await one(credit.id)).deadline).toMatchObject({ at: credit.placedAt + 7 * day, days: 7, of: null });
    expect((await rows()).map(({ id }) => id)).toEqual([debit.id, credit.id]);
    const page = await desk.must<CustomerPage>('customers.get', { id: debit.customerId });
    expect(page.holds[0]?.deadline).toMatchObject(shown);
    expect(page.cards[0]).toMatchObject({ brand: 'visa', funding: 'debit' });
    const { days } = await desk.must<DeadlinesView>('dayEnd.deadlines', {});
    expect(days.map(({ paysafe }) => paysafe)).toEqual([0, 0, 0, 6_000, 0, 0, 0]);
  });

  it('are in the history with what each number was and is', async () => {
    await save(7, [{ brand: 'visa', funding: 'debit', days: 4 }]);
    await save(6, []);
    await save(6, []);
    expect((await lines('settings')).map(({ detail }) => [detail['changed'], detail['holdDays']])).toEqual([
      ['', undefined],
      ['paysafeHoldDays, paysafeCardDays', 'others:7>6 visa.debit:4>'],
      ['paysafeCardDays', 'visa.debit:3>4'],
      ['paysafeHoldDays, paysafeCardDays', 'others:5>7 visa.debit:>3'],
      [expect.any(String), undefined],
    ]);
  });

  it.each([
    [0, []],
    [31, []],
    [400, []],
    [2.5, []],
    ['abc', []],
    [null, []],
    [6, [{ brand: 'visa', funding: 'debit', days: 0 }]],
    [6, [{ brand: 'visa', funding: 'debit', days: 31 }]],
    [6, [{ brand: 'visa', funding: 'gold', days: 3 }]],
    [6, [{ brand: 'solo', funding: 'debit', days: 3 }]],
    [6, [...debitDays, ...debitDays]],
  ])('a number that is none is refused and nothing is changed: %j %j', async (others, cards) => {
    expect((await desk.refusal('settings.save', settings(others, cards))).code).toBe('bad_input');
    expect(await desk.must<SettingsView>('settings.get', {})).toMatchObject({
      paysafeHoldDays: 6,
      paysafeCardDays: [],
    });
  });

  it('are the owner’s to change: a manager is refused, and that is in the history', async () => {
    await desk.signIn('Sylvie');
    expect((await desk.refusal('settings.save', settings(2, debitDays))).code).toBe('not_allowed');
    await desk.signIn('Hélène');
    expect(await lines('settings.save')).toMatchObject([{ outcome: 'refused', staffName: 'Sylvie' }]);
    expect((await one(debit.id)).deadline).toMatchObject({ days: 6 });
  });

  it('that are over lapse nothing: it is told of, is in Today, is noted nowhere as lapsed, and can be captured', async () => {
    await save(6, debitDays);
    salon.pass(3 * day + 2 * hour);
    await desk.signIn('Sylvie');
    await desk.rooms.wake();
    expect(desk.notices.at(-1)).toMatchObject({
      title: '1 hold lapses today',
      body: '$60.00 to capture or release. At Paysafe the date is an estimate.',
    });
    const { lapsing, lapsedUnseen } = await desk.must<TodayView>('desk.today', {});
    expect([lapsing.map(({ id }) => id), lapsedUnseen]).toEqual([[debit.id], []]);
    expect(await rows('lapsed')).toEqual([]);
    await desk.signIn('Hélène');
    expect(await lines('hold_lapsed')).toEqual([]);
    const order = { holdId: debit.id, amount: { amount: 6_000, currency: 'CAD' }, note: null };
    const done = await desk.must<OperationView>('holds.capture', { ticket: ticket(), ...order });
    expect(done.state.name).toMatch(/^(done|pending)$/);
    await expect.poll(async () => (await rows()).map(({ id }) => id)).toEqual([credit.id]);
  });
});
