import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SettingsView } from '../../../src-main/contract/desk-status.ts';
import type { MissedCaptureView } from '../../../src-main/contract/hold-rule.ts';
import { SecretTrouble } from '../../../src-main/secrets/secret-store.ts';
import { at, openRuleHouse, type RuleHouse } from './rule-house.ts';

// When the house's rule has its turn.
let house: RuleHouse;
let houses = 0;
beforeEach(async () => {
  house = await openRuleHouse(`capture rule times ${(houses += 1)}`);
}, 60_000);
afterEach(() => house.salon.close());

/** An update of the app begins the copy of the lists anew; Stripe does not answer just then, a minute past eight. Answers its address. */
async function withoutLists(): Promise<string> {
  await house.desk.rooms.close();
  for (const end of ['', '-wal', '-shm'])
    rmSync(join(house.salon.folder('Front 1'), `mirror.db${end}`), { force: true });
  house.until('20T20:01');
  const { stripe } = house.salon.addresses;
  house.salon.addresses.stripe = 'http://127.0.0.1:9';
  house.desk = await house.salon.desk('Front 1');
  await house.look();
  return stripe;
}

describe('the time of the house’s rule', () => {
  it('that is moved to a later one of the same day comes that day, also after the rule has had its turn', async () => {
    const first = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    house.until('20T20:01');
    await house.look();
    expect(await house.atStripe(first)).toBe(8000);
    const second = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '21:30' });
    expect((await house.rule()).next).toBe(at('20T21:30'));
    house.until('20T21:31');
    await house.look();
    await house.look();
    expect(await house.atStripe(second)).toBe(8000);
    // Another start of the app within the two hours finds that both had their turn.
    await house.restart();
    await house.look();
    expect(await house.runs()).toMatchObject([{ total: 8000 }, { total: 8000 }]);
  }, 30_000);

  it('late in the evening is caught up with after midnight, within its two hours, for what was due that day alone', async () => {
    const due = await house.planned('2026-11-20');
    const later = await house.planned('2026-11-21');
    await house.turnedOn({ what: 'planned', at: '23:30' });
    house.until('21T01:10');
    await house.look();
    await house.look();
    expect([await house.atStripe(due), await house.atStripe(later)]).toEqual([8000, 'requires_capture']);
    house.until('21T23:31');
    await house.look();
    expect(await house.atStripe(later)).toBe(8000);
    expect(await house.runs()).toHaveLength(2);
  }, 30_000);

  it('is not caught up with once its two hours are over, on whichever day that is', async () => {
    const due = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '23:30' });
    house.until('21T01:31');
    await house.look();
    expect(await house.atStripe(due)).toBe('requires_capture');
  }, 30_000);

  it('finds what was there by then: what somebody plans while it catches up waits for the next time, as the list says', async () => {
    const due = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    house.until('20T20:30');
    await house.desk.signIn('Sylvie');
    const after = await house.planned('2026-11-20');
    await house.look();
    expect([await house.atStripe(due), await house.atStripe(after)]).toEqual([8000, 'requires_capture']);
    expect(await house.rule()).toMatchObject({ next: at('21T20:00'), lines: [{ holdId: after }] });
  }, 30_000);

  it('is not in the past because the owner sets another time zone: nothing is captured before the time that is announced then', async () => {
    const due = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    house.until('20T15:00');
    await house.desk.signIn('Hélène');
    const {
      house: name,
      desk,
      idleLockMinutes,
      statementName,
      tipPercents,
      paysafeHoldDays,
    } = await house.desk.must<SettingsView>('settings.get', {});
    // It is nine in the evening in Paris.
    await house.desk.must('settings.save', {
      ...{ house: name, desk, idleLockMinutes, statementName, tipPercents, paysafeHoldDays },
      ...{ timeZone: 'Europe/Paris', paysafeCardDays: [], lapseTimes: [] },
    });
    expect(await house.rule()).toMatchObject({ by: { name: 'Sylvie' }, next: at('21T14:00') });
    await house.look();
    expect(await house.atStripe(due)).toBe('requires_capture');
    house.until('21T14:01');
    await house.look();
    expect(await house.atStripe(due)).toBe(8000);
  }, 30_000);

  it('waits for lists that are read anew: a copy that is empty does not mean that nothing was due', async () => {
    const due = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    const stripe = await withoutLists();
    house.salon.addresses.stripe = stripe;
    await house.desk.must('desk.refresh', {});
    await house.look();
    expect(await house.atStripe(due)).toBe(8000);
  }, 30_000);

  it('that passes without lists says of what was due that it was not captured, and why', async () => {
    const due = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    const stripe = await withoutLists();
    house.until('20T21:30');
    await house.look();
    house.until('20T22:05');
    house.salon.addresses.stripe = stripe;
    await house.desk.signIn('Sylvie');
    await house.desk.must('desk.refresh', {});
    await house.look();
    expect(await house.atStripe(due)).toBe('requires_capture');
    const { missed } = await house.desk.must<{ missed: MissedCaptureView[] }>('captureRule.missed', {});
    expect(missed).toMatchObject([{ holdId: due, dueAt: at('20T20:00'), failure: { code: 'capture_rule_unread' } }]);
  }, 30_000);

  it('that passes while no money may leave says why, and not that the app was closed', async () => {
    const due = await house.planned('2026-11-20');
    await house.turnedOn({ what: 'planned', at: '20:00' });
    house.until('20T19:00');
    const secrets = house.salon.secrets('Front 1');
    const { auditKey } = secrets;
    secrets.auditKey = async () => {
      throw new SecretTrouble('keychain_locked', 'locked');
    };
    await house.restart();
    house.until('20T20:01');
    await house.desk.rooms.wake();
    house.until('20T22:05');
    secrets.auditKey = auditKey;
    await house.desk.rooms.wake();
    await house.desk.signIn('Sylvie');
    await house.desk.must('desk.refresh', {});
    await house.look();
    await house.look();
    expect(await house.atStripe(due)).toBe('requires_capture');
    const { missed } = await house.desk.must<{ missed: MissedCaptureView[] }>('captureRule.missed', {});
    expect(missed).toMatchObject([{ holdId: due, dueAt: at('20T20:00'), failure: { code: 'keychain_locked' } }]);
  }, 30_000);
});
