import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, openRuleHouse, type RuleHouse } from './rule-house.ts';

// When the house's rule has its turn.
let house: RuleHouse;
let houses = 0;
beforeEach(async () => {
  house = await openRuleHouse(`capture rule times ${(houses += 1)}`);
}, 60_000);
afterEach(() => house.salon.close());

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
});
