import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { grounds, newCharge, written, auditOf, titleOf, type Found, type Ground } from './ground.ts';
import { fillHouse } from './full-house.ts';

const key = Buffer.alloc(32, 7);

/** Of every table: one row, and a change to it that somebody with the file might like. */
const edits = [
  ['operation', `UPDATE operation SET amount = 80 WHERE kind = 'charge'`],
  ['operation', `UPDATE operation SET trail = replace(trail, 'Maya', 'Noor') WHERE kind = 'capture'`],
  ['audit', `UPDATE audit SET staff_name = 'Noor' WHERE id = 2`],
  ['audit', `UPDATE audit SET search_text = 'nothing to find' WHERE id = 2`],
  ['audit_head', `UPDATE audit_head SET tally = replace(tally, '"writes":', '"writes":1')`],
  ['staff', `UPDATE staff SET role = 'owner' WHERE id = 'staff-2'`],
  ['staff', `UPDATE staff SET pin_hash = 'another' WHERE id = 'staff-1'`],
  ['setting', `UPDATE setting SET value = '{"currency":"USD"}' WHERE name = 'house'`],
  ['profile', `UPDATE profile SET merchant_customer_id = 'm-other' WHERE ref = 'p1'`],
  ['provider_transaction', `UPDATE provider_transaction SET card_id = 'paysafe:c-p2' WHERE ref = 't-p1'`],
  ['customer_link', `UPDATE customer_link SET group_id = 'person-other' WHERE customer_id = 'stripe:a'`],
  ['nickname', `UPDATE nickname SET nickname = 'Rouge' WHERE card_id = 'stripe:c1'`],
  ['provider_key', `UPDATE provider_key SET last_four = '0000' WHERE mode = 'live'`],
  ['page_link', `UPDATE page_link SET bill_id = NULL WHERE id = 'link-1'`],
  ['bill_run', `UPDATE bill_run SET state = 'over'`],
  ['bill_run_line', `UPDATE bill_run_line SET amount = 1 WHERE id = 'line-1'`],
  ['card_event', `UPDATE card_event SET kind = 'renewed'`],
  ['lapsed_hold', `UPDATE lapsed_hold SET amount = 1 WHERE hold_id = 'stripe:pi_lapsed'`],
  ['missed_capture', `UPDATE missed_capture SET why = 'offline' WHERE hold_id = 'stripe:pi_lapsed'`],
  ['bill_closing', `UPDATE bill_closing SET state = 'closed' WHERE bill_id = 'bill-1'`],
  ['given_back', `UPDATE given_back SET amount = 1 WHERE choice = 'counted'`],
  ['payout_match', `UPDATE payout_match SET bill_id = 'bill-1' WHERE kind = 'reason'`],
  ['statement', `UPDATE statement SET withdrawn_at = NULL WHERE id = 'statement-2'`],
  ['statement_line', `UPDATE statement_line SET amount = 1 WHERE id = 'line-a'`],
  ['hold_run', `UPDATE hold_run SET driver = 'drive-9'`],
  ['hold_run_line', `UPDATE hold_run_line SET amount = 1 WHERE id = 'hold-line-1'`],
  ['hold_plan', `UPDATE hold_plan SET plan = 'release'`],
  ['hold_note', `UPDATE hold_note SET text = 'Libérer tout'`],
  ['hold_view', `UPDATE hold_view SET name = 'Autre'`],
  ['approval', `UPDATE approval SET state = 'approved' WHERE id = 'approval-2'`],
  ['approval', `UPDATE approval SET staff_id = 'staff-9' WHERE id = 'approval-1'`],
  ['approval_line', `UPDATE approval_line SET amount = 8000 WHERE id = 'approval-1-line-0'`],
  ['day_ends', `UPDATE day_ends SET staff_name = 'Noé' WHERE kind = 'closed'`],
  ['nickname', `UPDATE nickname SET seal = '' WHERE card_id = 'stripe:c2'`],
  ['operation', `UPDATE operation SET seal = '' WHERE kind = 'charge'`],
  ['audit_head', `UPDATE audit_head SET seal = ''`],
] as const;

const removals = [
  ['operation', `DELETE FROM operation WHERE kind = 'charge' AND state_name = 'open'`],
  ['audit', `DELETE FROM audit WHERE id = 3`],
  ['audit_head', `DELETE FROM audit_head`],
  ['staff', `DELETE FROM staff WHERE id = 'staff-2'`],
  ['staff', `DELETE FROM staff`],
  ['setting', `DELETE FROM setting WHERE name = 'demo.pins'`],
  ['profile', `DELETE FROM profile WHERE ref = 'p2'`],
  ['provider_transaction', `DELETE FROM provider_transaction WHERE ref = 't-p2'`],
  ['customer_link', `DELETE FROM customer_link WHERE customer_id = 'stripe:a'`],
  ['nickname', `DELETE FROM nickname WHERE card_id = 'stripe:c2'`],
  ['provider_key', `DELETE FROM provider_key WHERE mode = 'test'`],
  ['page_link', `DELETE FROM page_link WHERE id = 'link-2'`],
  ['card_event', `DELETE FROM card_event WHERE id = 'stripe:c2 gone'`],
  ['lapsed_hold', `DELETE FROM lapsed_hold WHERE hold_id = 'stripe:pi_gone'`],
  ['missed_capture', `DELETE FROM missed_capture WHERE hold_id = 'stripe:pi_gone'`],
  ['bill_closing', `DELETE FROM bill_closing WHERE bill_id = 'bill-1'`],
  ['given_back', `DELETE FROM given_back WHERE choice = 'undone'`],
  ['payout_match', `DELETE FROM payout_match WHERE kind = 'undone'`],
  ['statement', `DELETE FROM statement WHERE id = 'statement-2'`],
  ['statement_line', `DELETE FROM statement_line WHERE id = 'line-b'`],
  ['approval', `DELETE FROM approval WHERE id = 'approval-2'`],
  ['approval_line', `DELETE FROM approval_line WHERE id = 'approval-1-line-1'`],
  ['day_ends', `DELETE FROM day_ends WHERE kind = 'closed'`],
  ['bill_run_line', `DELETE FROM bill_run_line WHERE id = 'line-2'`],
  ['hold_run_line', `DELETE FROM hold_run_line WHERE id = 'hold-line-2'`],
  ['hold_note', `DELETE FROM hold_note`],
] as const;

const shut = { code: 'records_damaged' };
const full: Found = { key, fill: (ledger) => fillHouse(ledger) };

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('seals', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;

    beforeEach(async () => {
      ground = await kind.make(full);
      ledger = await ground.open(key);
    });
    afterEach(() => ground.clear());

    test('an untouched house is sound from end to end, also after it was opened again', async () => {
      const found = { sound: true, rows: 67, auditLines: 35 };
      expect(await ledger.check()).toMatchObject(found);
      const again = await ground.open(key);
      expect(again.trouble()).toBeNull();
      expect(await again.check()).toMatchObject(found);
      expect(again.damage()).toEqual([]);
    });

    test.each(edits)('a row of %s changed by hand is found, and money shuts: %s', async (table, statement) => {
      await ground.tamper(statement);
      const found = await ledger.check();
      expect(found).toMatchObject({ sound: false });
      if (!found.sound) expect(found.damage.map((one) => one.table)).toContain(table);
      expect(ledger.trouble()).toMatchObject(shut);
      await expect(ledger.operations.open(newCharge(), written, auditOf())).rejects.toMatchObject(shut);
    });

    test.each(removals)('a row taken out of %s by hand is missed, and money shuts: %s', async (table, statement) => {
      await ground.tamper(statement);
      const found = await ledger.check();
      expect(found).toMatchObject({ sound: false });
      if (!found.sound) expect(found.damage).toContainEqual(expect.objectContaining({ table, why: 'row_missing' }));
      expect(ledger.trouble()).toMatchObject(shut);
    });

    test('a line of the history that was edited is named, not called missing', async () => {
      await ground.tamper(`UPDATE audit SET staff_name = 'Noor' WHERE id = 2`);
      const damage = [{ table: 'audit', id: '2', why: 'edited' }];
      expect(await ledger.check()).toMatchObject({ sound: false, damage });
    });

    test('an operation that was taken out is named, the next step of an order too', async () => {
      await ground.tamper(`DELETE FROM operation WHERE follows IS NOT NULL`);
      const found = await ledger.check();
      if (found.sound) throw new Error('should be missed');
      const ids = found.damage.filter(({ table }) => table === 'operation').map(({ id }) => id);
      expect(ids).toHaveLength(1);
      expect(ids[0]).toMatch(/^op-0+\d+$/);
    });

    test('a row put back as it was last week is noticed, although it is sealed rightly', async () => {
      await ledger.settings.set('house', { house: 'Salon Élise', currency: 'CAD' });
      const [before] = await ground.look(`SELECT * FROM setting WHERE name = 'house'`);
      await ledger.settings.set('house', { house: 'Salon Élise', currency: 'USD' });
      expect(await ledger.check()).toMatchObject({ sound: true });
      await ground.tamper(
        `UPDATE setting SET value = '${before?.['value']}', seal = '${before?.['seal']}' WHERE name = 'house'`,
      );
      const damage = [{ table: 'setting', id: '', why: 'row_put_back' }];
      expect(await ledger.check()).toMatchObject({ sound: false, damage });
      expect((await ground.open(key)).damage()).toEqual(damage);
    });

    test('what was damaged before the desk opened shuts money before the first click', async () => {
      for (const [table, statement] of [
        ['staff', `UPDATE staff SET role = 'owner' WHERE id = 'staff-2'`],
        ['operation', `UPDATE operation SET amount = 80 WHERE kind = 'charge'`],
        ['audit', `UPDATE audit SET outcome = 'done' WHERE id = 4`],
        ['setting', `DELETE FROM setting WHERE name = 'demo.pins'`],
      ] as const) {
        await ground.tamper(statement);
        const opened = await ground.open(key);
        expect(opened.trouble(), table).toMatchObject(shut);
        expect(opened.damage().map((one) => one.table)).toContain(table);
      }
    });

    test('beside damaged rows the others are read, and a house that lost its people takes no new owner', async () => {
      await ground.tamper(`UPDATE nickname SET nickname = 'Rouge' WHERE card_id = 'stripe:c1'`);
      expect(await ledger.nicknames.all()).toEqual(new Map([['stripe:c2', 'Bleue']]));
      await ground.tamper(`DELETE FROM staff`);
      const opened = await ground.open(key);
      const owner = {
        id: 'x',
        name: 'Ève',
        role: 'owner',
        active: true,
        pinHash: 'h',
        wrongTries: 0,
        lockedUntil: null,
      } as const;
      await expect(opened.staff.add({ ...owner, createdAt: 9 }, { onlyFirst: true })).rejects.toMatchObject(shut);
    });

    test('a damaged row is never written over: a new seal would make it look sound', async () => {
      await ground.tamper(`UPDATE setting SET value = '{}' WHERE name = 'house'`);
      await expect(ledger.settings.set('house', { house: 'Salon Élise' })).rejects.toMatchObject(shut);
      await ground.tamper(`UPDATE staff SET wrong_tries = 0, locked_until = NULL, name = 'Max' WHERE id = 'staff-2'`);
      await expect(ledger.staff.recordWrongTry('staff-2', { at: 1, most: 5, lockMs: 1 })).rejects.toMatchObject(shut);
      await ground.tamper(`UPDATE operation SET note = 'x' WHERE kind = 'charge' AND state_name = 'open'`);
      const open = await ledger.operations.openOperations();
      expect(open).toHaveLength(4);
      // A head that was changed stays changed, whatever is written after it.
      await ground.tamper(`UPDATE audit_head SET tally = replace(tally, '"writes":', '"writes":1')`);
      await ledger.audit.write(auditOf('lock'));
      const found = await ledger.check();
      if (!found.sound) expect(found.damage).toContainEqual(expect.objectContaining({ table: 'audit_head' }));
    });

    test('without the key the records of a house are read, and nothing is written and no money moves', async () => {
      const keyless = await ground.open();
      expect(keyless.trouble()).toMatchObject({ code: 'records_key_missing' });
      expect(await keyless.staff.list()).toHaveLength(2);
      for (const write of [
        () => keyless.audit.write(auditOf('lock')),
        () => keyless.operations.open(newCharge(), written, auditOf()),
        () => keyless.settings.set('house', {}),
      ])
        await expect(write()).rejects.toMatchObject({ code: 'records_key_missing' });
      expect(await keyless.check()).toMatchObject({ sound: false, damage: [{ why: 'key_missing' }] });
      // The keychain was opened meanwhile.
      expect(await keyless.useKey(key)).toBeNull();
      await keyless.audit.write(auditOf('lock'));
      expect(await keyless.check()).toMatchObject({ sound: true });
    });

    test('another key is said to be another, not taken, and not called damage of every row', async () => {
      const other = await ground.open(Buffer.alloc(32, 8));
      expect(other.trouble()).toMatchObject({ code: 'records_key_missing' });
      expect(await other.staff.list()).toHaveLength(2);
      await expect(other.audit.write(auditOf('lock'))).rejects.toMatchObject({ code: 'records_key_missing' });
      expect(await other.check()).toMatchObject({ sound: false, damage: [{ why: 'key_missing' }] });
      expect(await ledger.check()).toMatchObject({ sound: true });
    });

    test('seals made without the key are not taken for those of the house', async () => {
      const elsewhere = await kind.make();
      try {
        await fillHouse(await elsewhere.open());
        const forged = await elsewhere.open(key);
        expect(forged.trouble()).toMatchObject(shut);
        expect(forged.damage()).toContainEqual({ table: 'audit_head', id: '', why: 'keyless' });
      } finally {
        await elsewhere.clear();
      }
    });

    test('a house begun while its keychain was shut, with nobody in it yet, gets its key', async () => {
      const young = await kind.make();
      try {
        const begun = await young.open();
        await begun.settings.set('house', { language: 'fr' });
        const opened = await young.open(key);
        expect(opened.trouble()).toBeNull();
        expect(await opened.settings.get('house')).toEqual({ language: 'fr' });
        await fillHouse(opened);
        expect(await opened.check()).toMatchObject({ sound: true });
        expect((await young.open()).trouble()).toMatchObject({ code: 'records_key_missing' });
      } finally {
        await young.clear();
      }
    });
  });
}
