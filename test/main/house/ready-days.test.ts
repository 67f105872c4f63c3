import { describe, expect, it } from 'vitest';
import type { SettingsView } from '../../../src-main/contract/desk-status.ts';
import type { OperationView } from '../../../src-main/contract/operation.ts';
import type { ReadyList } from '../../../src-main/contract/ready.ts';
import { pageDesk } from './page-link-desk.ts';

const { salon, front, client, bill, chargeOf } = pageDesk('ready-days');
const list = (days: 1 | 3 | 7): Promise<ReadyList> => front().must<ReadyList>('bills.ready', { days });
const visitOn = async (of: Awaited<ReturnType<typeof client>>, day: string) => {
  const made = await bill(of);
  return front().must('bills.change', {
    id: made.id,
    version: made.version,
    customerId: of.id,
    customerName: made.customerName,
    day,
    time: '10:00',
    service: 'Coloration',
    withWhom: null,
    lines: [],
    total: made.total,
    tax: null,
    note: null,
  });
};
const why = async (customerId: string): Promise<string[]> =>
  (await list(1)).rows
    .filter((row) => row.customerId === customerId)
    .flatMap(({ reasons }) => reasons.map(({ is }) => is));

describe('tomorrow', () => {
  it('is the house’s own: it moves on at its midnight, whatever the PC or UTC thinks', async () => {
    await client();
    await front().signIn('Hélène');
    const {
      currency: _currency,
      consentRule: _rule,
      missedRule: _missed,
      approvalRules: _approvals,
      dayRule: _day,
      paysafePages: _pages,
      ...settings
    } = await front().must<SettingsView>('settings.get', {});
    await front().must('settings.save', { ...settings, timeZone: 'America/Toronto' });
    expect((await list(3)).from).toBe('2026-11-21');
    salon().pass(Date.UTC(2026, 10, 21, 4, 40) - salon().now());
    await front().signIn('Maude');
    expect(await list(3)).toMatchObject({ from: '2026-11-21', to: '2026-11-23' });
    salon().pass(20 * 60_000);
    await front().signIn('Maude');
    expect(await list(3)).toMatchObject({ from: '2026-11-22', to: '2026-11-24' });
  });

  it('a card that was never charged is said not to be verified; charged once, it is', async () => {
    const zoe = await client();
    await visitOn(zoe, '2026-11-22');
    expect(await why(zoe.id)).toContain('never_verified');
    const { consentRule } = await front().must<{ consentRule: string }>('settings.get', {});
    expect(consentRule).toBe('free');
    const today = await bill(zoe);
    const charged = await front().must<OperationView>('payments.charge', chargeOf(zoe, today, 10_000));
    expect(charged.state.name).toBe('done');
    expect(await why(zoe.id)).toEqual([]);
  });

  it('a day that no calendar has is refused, and hides nobody else’s visit', async () => {
    const zoe = await client();
    salon().pass(Date.UTC(2026, 10, 30, 17) - salon().now());
    await front().signIn('Maude');
    await expect(visitOn(zoe, '2026-11-31')).rejects.toThrow('bad_input');
    await expect(visitOn(zoe, '2026-13-01')).rejects.toThrow('bad_input');
    await visitOn(zoe, '2026-12-02');
    expect((await list(3)).rows.map(({ visit }) => visit.day)).toContain('2026-12-02');
  });
});
