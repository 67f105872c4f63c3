import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Approval } from '../../../src-main/ledger/approval-row.ts';
import type { WholeApproval } from '../../../src-main/ledger/approvals.ts';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { approvalHoldsMs, type Approved, type NewOperation } from '../../../src-main/payments/ports.ts';
import { auditOf, doneState, grounds, newCapture, titleOf, written, type Ground } from './ground.ts';
import { decidedBy, newApproval } from './new-approval.ts';

const key = Buffer.alloc(32, 7);
const audit = auditOf('approval_given');
const entries = {
  prepared: auditOf('approval_prepared'),
  replaced: ({ approval, lines }: WholeApproval) =>
    auditOf('approval_replaced', { detail: { approval: approval.id, state: approval.state, lines: lines.length } }),
};

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('what a second person approves', kind), () => {
    let ground: Ground;
    let [front, other]: HouseLedger[] = [];
    beforeEach(async () => {
      ground = await kind.make();
      front = await ground.open(key);
      other = await ground.open(key);
    });
    afterEach(() => ground.clear());

    const prepared = async (whole: WholeApproval): Promise<WholeApproval> => {
      const result = await front!.approvals.prepare(whole, entries);
      if (!('prepared' in result)) throw new Error('was prepared before');
      return result.prepared;
    };
    async function approved(whole: WholeApproval): Promise<Approval> {
      const { approval } = await prepared(whole);
      const after = await front!.approvals.decide(approval, { ...decidedBy(), state: 'approved' }, audit);
      if (after === null || after === 'own') throw new Error('was not approved');
      return after;
    }
    const open = (ledger: HouseLedger, operation: NewOperation, yes: Approved) =>
      ledger.operations.open(operation, written, auditOf('capture'), undefined, undefined, yes);
    const yes = (id: string, place = 0): Approved => ({ id, lineId: `${id}-line-${place}` });

    it('two desks that send it at once open one order between them, and it opens nothing after that', async () => {
      await approved(newApproval('a1', ['h1']));
      const orders = [newCapture('h1'), newCapture('h1'), newCapture('h1', { guard: 'payment:paysafe:beside' })];
      const ledgers = [front!, other!, front!];
      const results = await Promise.all(orders.map((order, index) => open(ledgers[index]!, order, yes('a1'))));
      expect(results.filter((one) => 'opened' in one)).toHaveLength(1);
      expect(await other!.approvals.byId('a1')).toMatchObject({ approval: { state: 'used', version: 3 } });
      const [used] = results.flatMap((one) => ('opened' in one ? [one.opened] : []));
      const step = { operation: used!, state: doneState(), trail: [], audit: null, followUp: null, at: 9 };
      await front!.operations.advance(step);
      expect(await open(other!, newCapture('h1'), yes('a1'))).toEqual({ approval: 'gone' });
      expect(await other!.check()).toMatchObject({ sound: true });
    });

    it('opens exactly its amount, currency, hold, person and kind', async () => {
      await approved(newApproval('a1', ['h1']));
      const { plan } = newCapture('h1');
      for (const forged of [
        newCapture('h1', { amount: { amount: 5001, currency: 'CAD' } }),
        newCapture('h1', { amount: { amount: 5000, currency: 'USD' } }),
        newCapture('h2'),
        newCapture('h1', { customerId: 'stripe:somebody' }),
        newCapture('h1', { kind: 'release', plan: { ...plan, kind: 'release' } as never }),
      ])
        expect(await open(front!, forged, yes('a1'))).toEqual({ approval: 'changed' });
      expect(await open(front!, newCapture('h1'), { id: 'a1', lineId: 'a9-line-0' })).toEqual({ approval: 'gone' });
      expect(await open(front!, newCapture('h1'), yes('a1'))).toMatchObject({ opened: { kind: 'capture' } });
    });

    it('opens nothing before somebody else said yes, and nobody’s own yes is written', async () => {
      const { approval } = await prepared(newApproval('a1', ['h1']));
      expect(await open(front!, newCapture('h1'), yes('a1'))).toEqual({ approval: 'gone' });
      const own = { ...decidedBy('staff-1'), state: 'approved' } as const;
      expect(await front!.approvals.decide(approval, own, audit)).toBe('own');
      expect(await front!.approvals.byId('a1')).toMatchObject({ approval: { state: 'prepared', version: 1 } });
      // Two managers press at once: one of them decides.
      const both = await Promise.all([
        front!.approvals.decide(approval, { ...decidedBy(), state: 'approved' }, audit),
        other!.approvals.decide(approval, { ...decidedBy('staff-3'), state: 'sent_back', words: 'no' }, audit),
      ]);
      expect(both.filter((one) => one !== null)).toHaveLength(1);
    });

    it('that was given half a day ago, or whose hold was acted on since, opens nothing', async () => {
      const { decided } = await approved(newApproval('a1', ['h1']));
      const late = newCapture('h1', { createdAt: (decided?.at ?? 0) + approvalHoldsMs });
      expect(await open(front!, late, yes('a1'))).toEqual({ approval: 'too_old' });
      const between = await other!.operations.open(newCapture('h1'), written, auditOf('capture'));
      if (!('opened' in between)) throw new Error('was not opened');
      const step = { operation: between.opened, state: doneState(), trail: [], audit: null, followUp: null, at: 9 };
      await other!.operations.advance(step);
      expect(await open(front!, newCapture('h1'), yes('a1'))).toEqual({ approval: 'changed' });
    });

    it('as a list is used line by line, each once, and is over with its last', async () => {
      await approved(newApproval('a1', ['h1', 'h2', 'h3']));
      for (const [place, hold] of [...['h1', 'h2', 'h3'].entries()].toReversed()) {
        expect((await front!.approvals.byId('a1'))?.approval.state).toBe('approved');
        expect(await open(place === 1 ? other! : front!, newCapture(hold), yes('a1', place))).toMatchObject({
          opened: { kind: 'capture' },
        });
        expect(await open(front!, newCapture('h9'), yes('a1', place))).toEqual({ approval: 'gone' });
      }
      expect((await front!.approvals.byId('a1'))?.approval.state).toBe('used');
      expect(await front!.approvals.standing()).toEqual([]);
    });

    it('one hold waits with one amount: what was prepared anew voids what stood, the very same stands as it is', async () => {
      const first = await approved(newApproval('a1', ['h1', 'h2']));
      await prepared(newApproval('a2', ['h2'], 4000));
      expect(await other!.approvals.byId('a1')).toMatchObject({ approval: { state: 'void', why: 'replaced' } });
      expect(await open(front!, newCapture('h1'), yes('a1'))).toEqual({ approval: 'gone' });
      // With its line in the history, which the new one follows; the very same leaves none.
      const history = async () => {
        const { rows } = await front!.audit.list({ search: '', before: null, limit: 20 });
        return rows.filter(({ what }) => what !== 'approval_given').map(({ what, detail }) => [what, detail['state']]);
      };
      const said = [
        ['approval_prepared', undefined],
        ['approval_replaced', 'approved'],
        ['approval_prepared', undefined],
      ];
      expect(await history()).toEqual(said);
      const again = { ...newApproval('a3', ['h2'], 4000) };
      const same = {
        approval: { ...again.approval, ticket: 'ticket-a2' },
        lines: newApproval('a2', ['h2'], 4000).lines.map((line) => ({
          ...line,
          id: `other-${line.id}`,
          approvalId: 'a3',
        })),
      };
      expect(await other!.approvals.prepare(same, entries)).toMatchObject({ known: { approval: { id: 'a2' } } });
      expect(await history()).toEqual(said);
      const seen = { id: 'a2', version: 1 };
      const by = { staffId: 'staff-9', at: 9 };
      expect(await front!.approvals.withdraw(seen, by, audit)).toBeNull();
      expect(await front!.approvals.withdraw(seen, { ...by, staffId: 'staff-1' }, audit)).toMatchObject({
        state: 'withdrawn',
      });
      expect(first.version).toBe(2);
    });
  });
});
