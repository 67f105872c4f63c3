import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AuditQuestion } from '../../../src-main/ledger/audit-question.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, doneState, grounds, newCharge, titleOf, written, type Ground } from './ground.ts';

const key = Buffer.alloc(32, 7);

for (const kind of grounds) {
  describe.skipIf(kind.why !== null)(titleOf('the audit', kind), () => {
    let ground: Ground;
    let ledger: HouseLedger;

    beforeEach(async () => {
      ground = await kind.make();
      ledger = await ground.open(key);
    });
    afterEach(() => ground.clear());

    const list = (search = '', before: number | null = null, limit = 50) =>
      ledger.audit.list({ search, before, limit });

    test('lines come newest first, a page at a time', async () => {
      for (const what of ['one', 'two', 'three']) await ledger.audit.write(auditOf(what));
      const first = await list('', null, 2);
      expect(first).toMatchObject({ rows: [{ what: 'three' }, { what: 'two' }], more: true });
      const rest = await list('', first.rows[1]?.id ?? 0, 2);
      expect(rest).toMatchObject({ rows: [{ what: 'one' }], more: false });
    });

    test('a search finds every word, whatever the case and the accents, and reads no word as a pattern', async () => {
      await ledger.audit.write(
        auditOf('charge', { detail: { customer: 'Zoë Côté-Lévesque', operation: 'op-abcdefgh7f3k04pz' } }),
      );
      await ledger.audit.write(auditOf('refund', { staffName: 'Noé', detail: { note: '100% rebate' } }));
      const found = async (search: string) => (await list(search)).rows.map((row) => row.what);
      expect(await found('cote')).toEqual(['charge']);
      expect(await found('ZOE levesque')).toEqual(['charge']);
      expect(await found('zoe refund')).toEqual([]);
      expect(await found('noe')).toEqual(['refund']);
      expect(await found('CPT-7F3K-04PZ')).toEqual(['charge']);
      expect(await found('100%')).toEqual(['refund']);
      expect(await found('%')).toEqual(['refund']);
      expect(await found('_')).toEqual([]);
    });

    test('asked for by day, person, what it was, how it ended and whose, each line that is meant comes and no other', async () => {
      const line = (what: string, over: Parameters<typeof auditOf>[1]): Promise<void> =>
        ledger.audit.write(auditOf(what, over));
      const zoe = { customer: 'Zoë Côté' };
      await line('charge', { at: 10, outcome: 'done', detail: { ...zoe, state: 'done' } });
      await line('charge', { at: 20, outcome: 'failed', detail: { ...zoe, state: 'declined' } });
      await line('charge', { at: 30, outcome: 'failed', detail: { ...zoe, state: 'not_done' } });
      await line('payments.charge', { at: 40, outcome: 'refused', detail: { code: 'busy' } });
      await line('sign_in', { at: 50, staffId: null, staffName: null, detail: { note: 'asked for Zoë' } });
      const found = async (asked: Omit<AuditQuestion, 'search'>) => {
        const whole = { search: '', ...asked };
        const { rows } = await ledger.audit.list({ ...whole, before: null, limit: 2 });
        const all: number[] = [];
        for await (const slice of ledger.audit.lines(whole)) all.push(...slice.rows.map(({ at }) => at));
        // A page shows the newest of what the whole holds.
        expect(rows.map(({ at }) => at)).toEqual(all.toReversed().slice(0, 2));
        return all;
      };
      expect(await found({ from: 20, to: 40 })).toEqual([20, 30]);
      expect(await found({ staff: 'nobody' })).toEqual([50]);
      expect(await found({ whats: ['charge', 'payments.charge'] })).toEqual([10, 20, 30, 40]);
      expect(await found({ outcome: 'declined' })).toEqual([20]);
      expect(await found({ outcome: 'failed' })).toEqual([30]);
      expect(await found({ outcome: 'refused' })).toEqual([40]);
      expect(await found({ customer: 'cote zoe' })).toEqual([10, 20, 30]);
      expect(await ledger.audit.count({ search: '', whats: ['charge'] })).toBe(3);
    });

    test('an untouched audit is sound, also when an operation and its line were written together', async () => {
      const opened = await ledger.operations.open(newCharge(), written, auditOf());
      if (!('opened' in opened)) throw new Error('should be open');
      const step = { operation: opened.opened, trail: [], followUp: null, at: 1 };
      await ledger.operations.advance({ ...step, state: doneState(), audit: auditOf('charge', { outcome: 'done' }) });
      await ledger.audit.write(auditOf('lock'));
      expect(await ledger.audit.verifyAudit()).toEqual({ sound: true, lines: 3, unjudged: 0, keyless: 0 });
    });

    test('many desks writing at once keep one chain', async () => {
      const other = await ground.open(key);
      const writes = Array.from({ length: 30 }, (_, index) =>
        (index % 2 ? ledger : other).audit.write(auditOf(`line ${index}`)),
      );
      await Promise.all(writes);
      expect(await ledger.audit.verifyAudit()).toEqual({ sound: true, lines: 30, unjudged: 0, keyless: 0 });
    });

    const edits = [
      ['an edited amount', `UPDATE audit SET detail = '{"amount":80,"currency":"CAD"}' WHERE id = 3`, 3, 'line_edited'],
      ['a line put in another name', `UPDATE audit SET staff_name = 'Noor' WHERE id = 2`, 2, 'line_edited'],
      ['a removed line', `DELETE FROM audit WHERE id = 3`, 3, 'line_missing'],
      ['removed last lines', `DELETE FROM audit WHERE id >= 4`, 4, 'end_missing'],
    ] as const;
    test.each(edits)('%s is noticed', async (_name, statement, firstBad, why) => {
      for (let index = 0; index < 5; index += 1) await ledger.audit.write(auditOf(`line ${index}`));
      await ground.tamper(statement);
      expect(await ledger.audit.verifyAudit()).toEqual({ sound: false, firstBad, why });
    });

    test('who has no key cannot make a line that passes', async () => {
      await ledger.audit.write(auditOf('charge'));
      const keyless = await ground.open();
      expect(await keyless.audit.verifyAudit()).toEqual({ sound: true, lines: 1, unjudged: 1, keyless: 0 });
      const otherKey = await ground.open(Buffer.alloc(32, 8));
      expect(await otherKey.audit.verifyAudit()).toMatchObject({ unjudged: 1 });
      for (const { trouble } of [keyless, otherKey]) expect(trouble()).toMatchObject({ code: 'records_key_missing' });
    });

    test('who has no key cannot write a line at all, and one put in by hand is a forgery', async () => {
      await ledger.audit.write(auditOf('charge'));
      const keyless = await ground.open();
      await expect(keyless.audit.write(auditOf('lock'))).rejects.toMatchObject({ code: 'records_key_missing' });
      // The very line that a house without a key would write next.
      const elsewhere = await kind.make();
      const other = await elsewhere.open();
      await other.audit.write(auditOf('charge'));
      const [line] = await elsewhere.look('SELECT * FROM audit');
      await elsewhere.clear();
      await ground.tamper(`UPDATE audit SET chain = '${line?.['chain']}'`);
      expect(await ledger.audit.verifyAudit()).toEqual({ sound: false, firstBad: 1, why: 'end_missing' });
      await ground.tamper(`UPDATE audit_head SET chain = '${line?.['chain']}'`);
      expect(await ledger.audit.verifyAudit()).toEqual({ sound: false, firstBad: 1, why: 'keyless' });
    });

    test('an operation edited by hand shuts the money, and says so', async () => {
      const given = newCharge();
      await ledger.operations.open(given, written, auditOf());
      expect(ledger.trouble()).toBeNull();
      await ground.tamper(`UPDATE operation SET amount = 1 WHERE id = '${given.id}'`);
      await expect(ledger.operations.byId(given.id)).rejects.toMatchObject({ code: 'records_damaged' });
      expect(ledger.trouble()).toMatchObject({ code: 'records_damaged' });
      await expect(ledger.operations.open(newCharge(), written, auditOf())).rejects.toMatchObject({
        code: 'records_damaged',
      });
      // Reading goes on.
      expect((await list()).rows).toHaveLength(1);
    });
  });
}
