import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HouseLedger } from '../../../src-main/ledger/ledger.ts';
import { auditOf, doneState, grounds, newCharge, titleOf, written, type Ground } from './ground.ts';
import { decidedBy, newApproval } from './new-approval.ts';
import { newHoldRun } from './new-hold-run.ts';

const key = Buffer.alloc(32, 7);
const by = { staffId: 'staff-1', staffName: 'Maya' };
const said = auditOf('hold_planned');

describe.each(grounds)('$name', (kind) => {
  describe.skipIf(kind.why !== null)(titleOf('what the house knows of holds', kind), () => {
    let ground: Ground;
    let [front, other]: HouseLedger[] = [];
    beforeEach(async () => {
      ground = await kind.make();
      front = await ground.open(key);
      other = await ground.open(key);
    });
    afterEach(() => ground.clear());
    const plan = (word: 'capture' | 'release' | null, version: number, desk = front) =>
      desk!.holdWords.plan({ holdId: 'stripe:h1', plan: word, dueDay: null, version, at: 8, ...by }, said);

    it('a plan is changed by one of two who look at the same, and taken back', async () => {
      expect(await plan('capture', 0)).toBe(true);
      expect((await Promise.all([plan('release', 1), plan(null, 1, other)])).toSorted()).toEqual([false, true]);
      const now = (await other!.holdWords.plansOf(['stripe:h1', 'stripe:h2'])).get('stripe:h1');
      expect(now === undefined || now.plan === 'release').toBe(true);
      if (now) expect(await plan(null, now.version)).toBe(true);
      expect(await other!.holdWords.planned(null)).toEqual([]);
      expect(await plan('capture', 0)).toBe(true);
      expect(await other!.holdWords.planned('capture')).toEqual(['stripe:h1']);
      expect(await other!.holdWords.planned('release')).toEqual([]);
    });

    it('notes are kept in their order, whoever wrote them', async () => {
      for (const [at, text] of ['Rappeler', 'Rappelée'].entries())
        await front!.holdWords.note({ id: `note-${at}`, holdId: 'stripe:h1', text, at, ...by }, auditOf('hold_noted'));
      const notes = (await other!.holdWords.notesOf(['stripe:h1', 'stripe:h2'])).get('stripe:h1');
      expect(notes?.map(({ text, staffName }) => [text, staffName])).toEqual([
        ['Rappeler', 'Maya'],
        ['Rappelée', 'Maya'],
      ]);
    });

    it('plan and notes go over to the hold that takes its place, in the commit that says that this one stands', async () => {
      await plan('capture', 0);
      await front!.holdWords.note({ id: 'note-1', holdId: 'stripe:h1', text: 'Rappeler', at: 1, ...by }, said);
      const hold = newCharge({ kind: 'hold', guard: 'payment:stripe:h1', targetId: 'stripe:h1' });
      const opened = await front!.operations.open(hold, written, auditOf('hold'));
      if (!('opened' in opened)) throw new Error('was not opened');
      const words = async (id: string) => [
        (await other!.holdWords.plansOf([id])).get(id)?.plan,
        (await other!.holdWords.notesOf([id])).get(id)?.map(({ text }) => text),
      ];
      expect(await words('stripe:h1')).toEqual(['capture', ['Rappeler']]);
      const state = doneState();
      const step = { operation: opened.opened, state, trail: [], audit: null, followUp: null, at: 9 };
      // Two desks that found out at once: one of them writes it.
      expect(
        (await Promise.all([front!.operations.advance(step), other!.operations.advance(step)]))
          .map(({ written: first }) => first)
          .toSorted(),
      ).toEqual([false, true]);
      expect(await words('stripe:h1')).toEqual([undefined, undefined]);
      expect(await words(`stripe:${state.name === 'done' ? state.reference : ''}`)).toEqual(['capture', ['Rappeler']]);
      expect(await other!.check()).toMatchObject({ sound: true });
    });

    it('words that somebody changed in the file stay where they are, and never keep the result of an order from being written', async () => {
      await front!.holdWords.note({ id: 'note-1', holdId: 'stripe:h1', text: 'Rappeler', at: 1, ...by }, said);
      const hold = newCharge({ kind: 'hold', guard: 'payment:stripe:h1', targetId: 'stripe:h1' });
      const opened = await front!.operations.open(hold, written, auditOf('hold'));
      if (!('opened' in opened)) throw new Error('was not opened');
      await ground.tamper("UPDATE hold_note SET text = 'Something else' WHERE id = 'note-1'");
      const step = { operation: opened.opened, state: doneState(), trail: [], audit: null, followUp: null, at: 9 };
      expect(await front!.operations.advance(step)).toMatchObject({ written: true });
      expect((await front!.operations.byId(hold.id))?.state.name).toBe('done');
      expect(front!.trouble()).toMatchObject({ code: 'records_damaged' });
    });

    it('a view of the same name, accents aside, is the same view; two desks that save it at once leave one', async () => {
      const save = (id: string, name: string, desk = front) =>
        desk!.holdWords.saveView(
          { id, name, question: { filter: 'today', provider: 'paysafe' }, currency: null, at: 9, ...by },
          auditOf('hold_view_saved'),
        );
      await save('view-1', 'Chaque matin');
      await save('view-2', 'CHAQUE MATIN', other);
      expect(await front!.holdWords.views()).toEqual([
        {
          ...{ id: 'view-1', name: 'CHAQUE MATIN', staffName: 'Maya', currency: null },
          question: { filter: 'today', provider: 'paysafe' },
        },
      ]);
      await front!.holdWords.removeView('view-1', auditOf('hold_view_removed'));
      expect(await other!.holdWords.views()).toEqual([]);
      expect(await other!.check()).toMatchObject({ sound: true });
    });

    it('a view keeps the currency of its amounts; one from before that was kept is read without', async () => {
      const question = { filter: 'open', provider: null, least: 5000 } as const;
      const save = (view: object) =>
        front!.holdWords.saveView(
          { question, staffId: 'staff-1', staffName: 'Maya', at: 9, ...view } as never,
          auditOf(),
        );
      await save({ id: 'view-1', name: 'Clinique', currency: 'CAD' });
      await save({ id: 'view-2', name: 'Salon' });
      const views = (await other!.holdWords.views()).map((view) => [view.name, view.currency, view.question]);
      expect(views).toEqual([
        ['Clinique', 'CAD', question],
        ['Salon', null, question],
      ]);
    });

    it('the run of a list is begun once, when it is approved, and not at all when somebody prepared its dialog anew meanwhile', async () => {
      const audit = auditOf('approval_given');
      const entries = { prepared: auditOf('approval_prepared'), replaced: () => auditOf('approval_replaced') };
      const prepares = async (id: string, amount: number): Promise<void> => {
        const whole = newApproval(id, ['h1'], amount);
        await front!.approvals.prepare({ ...whole, approval: { ...whole.approval, ticket: 'ticket-dialog' } }, entries);
      };
      const approves = async (id: string, amount: number): Promise<void> => {
        await prepares(id, amount);
        await front!.approvals.decide({ id, version: 1 }, { ...decidedBy(), state: 'approved' }, audit);
      };
      const starts = ({ id, ticket }: { id: string; ticket: string }, desk = front) => {
        const { run } = newHoldRun(0);
        return desk!.holdRuns.start({ run: { ...run, id, ticket }, lines: [] }, auditOf('hold_run_started'));
      };
      await approves('a1', 5000);
      expect(await starts({ id: 'run-1', ticket: 'a1' })).toMatchObject({ started: { id: 'run-1' } });
      await approves('a2', 6000);
      await approves('a3', 7000);
      expect((await other!.approvals.byId('a2'))?.approval.state).toBe('void');
      expect(await starts({ id: 'run-2', ticket: 'a2' }, other)).toBe(null);
      expect(await starts({ id: 'run-3', ticket: 'a3' }, other)).toMatchObject({ started: { id: 'run-3' } });
      await prepares('a4', 8000);
      expect(await starts({ id: 'run-4', ticket: 'a4' })).toBe(null);
      // Begun while it stood: pressed once more, it is that run.
      expect(await starts({ id: 'run-4', ticket: 'a1' }, other)).toMatchObject({ known: { id: 'run-1' } });
      expect((await other!.holdRuns.newest(9)).map(({ id }) => id).toSorted()).toEqual(['run-1', 'run-3']);
    });

    it('a run of holds is read back as it was confirmed, and its lines are given out once each', async () => {
      const run = newHoldRun(2);
      await front!.holdRuns.start(run, auditOf('hold_run_started'));
      expect(await other!.holdRuns.byId('hold-run-1')).toEqual(run);
      const driving = { runId: 'hold-run-1', driver: 'drive-1', at: 9 };
      const given = await Promise.all([front!, other!, front!].map(({ holdRuns }) => holdRuns.begin(driving, said)));
      expect(given.flatMap((one) => (one === null || one === 'end' ? [] : one.id)).toSorted()).toEqual([
        'hold-line-1',
        'hold-line-2',
      ]);
    });
  });
});
