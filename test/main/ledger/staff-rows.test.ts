import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import type { StaffRow } from '../../../src-main/ledger/staff-rows.ts';
import { grounds, titleOf, type Ground } from './ground.ts';

function person(name: string, change: Partial<StaffRow> = {}): StaffRow {
  return {
    id: `staff-${name.toLowerCase()}`,
    name,
    role: 'front_desk',
    active: true,
    pinHash: 'made-up',
    wrongTries: 0,
    lockedUntil: null,
    createdAt: 1,
    ...change,
  };
}

const rule = { at: 1000, most: 5, lockMs: 30 * 60_000 };

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('people in the records', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;
    let other: HouseLedger;

    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open();
      other = await ground.open();
    });
    afterEach(() => ground.clear());

    test('people come back as they were written, oldest first', async () => {
      const maya = person('Maya', { role: 'owner', createdAt: 1 });
      const noe = person('Noé', { createdAt: 2, wrongTries: 2, lockedUntil: 5 });
      expect(await ledger.staff.add(noe)).toBe('added');
      expect(await ledger.staff.add(maya)).toBe('added');
      expect(await other.staff.list()).toEqual([maya, noe]);
      expect(await other.staff.byId(noe.id)).toEqual(noe);
      expect(await other.staff.byId('staff-nobody')).toBeNull();
    });

    test('two active people cannot have the same name, whatever the case and the accents', async () => {
      await ledger.staff.add(person('Noé'));
      expect(await ledger.staff.add(person('NOE', { id: 'staff-2' }))).toBe('name_taken');
      expect(await ledger.staff.update('staff-noé', { active: false })).toMatchObject({ active: false });
      expect(await ledger.staff.add(person('NOE', { id: 'staff-2' }))).toBe('added');
      expect(await ledger.staff.update('staff-noé', { active: true })).toBe('name_taken');
      expect(await ledger.staff.update('staff-noé', { active: true, name: 'Noé B.' })).toMatchObject({
        name: 'Noé B.',
      });
    });

    test('the last owner stays, also when two desks each send one of two owners away', async () => {
      await ledger.staff.add(person('Maya', { role: 'owner' }));
      await ledger.staff.add(person('Noor', { role: 'owner' }));
      const both = await Promise.all([
        ledger.staff.update('staff-maya', { active: false }),
        other.staff.update('staff-noor', { role: 'manager' }),
      ]);
      expect(both.filter((result) => result === 'last_owner')).toHaveLength(1);
      const owners = (await ledger.staff.list()).filter((row) => row.active && row.role === 'owner');
      expect(owners).toHaveLength(1);
      expect(await ledger.staff.update('staff-nobody', { active: false })).toBe('unknown_id');
    });

    test('two first starts at once make one owner', async () => {
      const both = await Promise.all([
        ledger.staff.add(person('Maya', { role: 'owner' }), { onlyFirst: true }),
        other.staff.add(person('Noor', { role: 'owner' }), { onlyFirst: true }),
      ]);
      expect(both.toSorted()).toEqual(['added', 'not_first']);
      expect(await ledger.staff.list()).toHaveLength(1);
    });

    test('forty guesses at once, from two desks, are five tries', async () => {
      await ledger.staff.add(person('Maya'));
      const tries = await Promise.all(
        Array.from({ length: 40 }, (_, index) => (index % 2 ? ledger : other).staff.recordWrongTry('staff-maya', rule)),
      );
      expect(tries.filter((tried) => tried?.counted)).toHaveLength(5);
      expect(await ledger.staff.byId('staff-maya')).toMatchObject({ wrongTries: 5, lockedUntil: 1000 + rule.lockMs });
    });

    test('a lock-out that has passed starts the count anew', async () => {
      await ledger.staff.add(person('Maya'));
      for (let tried = 0; tried < 5; tried += 1) await ledger.staff.recordWrongTry('staff-maya', rule);
      const later = { ...rule, at: rule.at + rule.lockMs };
      expect(await ledger.staff.recordWrongTry('staff-maya', { ...later, at: later.at - 1 })).toMatchObject({
        counted: false,
      });
      expect(await ledger.staff.recordWrongTry('staff-maya', later)).toEqual({
        counted: true,
        wrongTries: 1,
        lockedUntil: null,
      });
      await ledger.staff.clearWrongTries('staff-maya');
      expect(await ledger.staff.byId('staff-maya')).toMatchObject({ wrongTries: 0, lockedUntil: null });
      expect(await ledger.staff.recordWrongTry('staff-nobody', rule)).toBeNull();
    });
  });
}
