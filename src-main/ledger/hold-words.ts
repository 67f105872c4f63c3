import type { Transaction } from 'kysely';
import * as v from 'valibot';
import { holdQuestion, planWords, type HoldListView, type HoldNote, type HoldPlan } from '../contract/hold-review.ts';
import { currency } from '../contract/money.ts';
import type { AuditEntry } from '../payments/ports.ts';
import { folded } from './folding.ts';
import { inSlices } from './in-slices.ts';
import { rowReader } from './reading.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** Who writes something down. */
export interface Writer {
  readonly staffId: string;
  readonly staffName: string;
}
type PlanRow = Tables['hold_plan'];

/** What the house knows of holds beside their providers: plans, notes, and views of their list. Each change is one durable commit with its line of the history. */
export interface HoldWords {
  /** hold id → plan */
  plansOf(holdIds: readonly string[]): Promise<Map<string, HoldPlan>>;
  /** ids of holds that have this plan, or any */
  planned(plan: HoldPlan['plan'] | null): Promise<string[]>;
  /** hold id → notes, oldest first */
  notesOf(holdIds: readonly string[]): Promise<Map<string, HoldNote[]>>;
  /** Null plan: taken back. False: somebody else changed it meanwhile. */
  plan(
    change: Writer & Omit<HoldPlan, 'plan'> & { readonly holdId: string; readonly plan: HoldPlan['plan'] | null },
    audit: AuditEntry,
  ): Promise<boolean>;
  note(note: Writer & HoldNote & { readonly holdId: string }, audit: AuditEntry): Promise<void>;
  /** by name */
  views(): Promise<HoldListView[]>;
  /** A view of the same name, case and accents aside, is changed. */
  saveView(view: Writer & HoldListView & { readonly at: number }, audit: AuditEntry): Promise<void>;
  removeView(id: string, audit: AuditEntry): Promise<void>;
}

const planShape = v.object({ plan: v.picklist(planWords) });
const viewShape = v.pipe(
  v.string(),
  v.parseJson(),
  v.strictObject({ ...holdQuestion.entries, currency: v.optional(v.nullable(currency), null) }),
);

export function makeHoldWords(store: Store): HoldWords {
  const readPlan = rowReader(store, 'hold_plan', (row: PlanRow): readonly [string, HoldPlan] => [
    row.hold_id,
    { ...v.parse(planShape, row), dueDay: row.due_day, staffName: row.staff_name, at: row.at, version: row.version },
  ]);
  const readNote = rowReader(store, 'hold_note', (row): readonly [string, HoldNote] => [
    row.hold_id,
    { id: row.id, text: row.text, staffName: row.staff_name, at: row.at },
  ]);
  const readView = rowReader(store, 'hold_view', (row): HoldListView => {
    const { currency: own, ...question } = v.parse(viewShape, row.view);
    return { id: row.id, name: row.name, staffName: row.staff_name, question, currency: own };
  });

  return {
    plansOf: (holdIds) =>
      store.read(async (db) => {
        const found = new Map<string, HoldPlan>();
        for (const some of inSlices(holdIds)) {
          const rows = await db.selectFrom('hold_plan').selectAll().where('hold_id', 'in', some).execute();
          for (const [holdId, plan] of readPlan.some(rows)) found.set(holdId, plan);
        }
        return found;
      }),

    planned: (plan) =>
      store.read(async (db) => {
        const all = db.selectFrom('hold_plan').select('hold_id');
        const rows = await (plan === null ? all : all.where('plan', '=', plan)).execute();
        return rows.map(({ hold_id }) => hold_id);
      }),

    notesOf: (holdIds) =>
      store.read(async (db) => {
        const found = new Map<string, HoldNote[]>();
        for (const some of inSlices(holdIds)) {
          const rows = await db
            .selectFrom('hold_note')
            .selectAll()
            .where('hold_id', 'in', some)
            .orderBy('at')
            .orderBy('id')
            .execute();
          for (const [holdId, note] of readNote.some(rows)) found.set(holdId, [...(found.get(holdId) ?? []), note]);
        }
        return found;
      }),

    plan: ({ holdId, plan, dueDay, staffId, staffName, at, version }, audit) =>
      store.write(async (_transaction, rows) => {
        const before = await rows.held('hold_plan', holdId);
        if ((before?.version ?? 0) !== version) return false;
        const by = { staff_id: staffId, staff_name: staffName, at, version: version + 1 };
        if (plan === null) {
          if (!before) return true;
          await rows.remove('hold_plan', before);
        } else if (before) await rows.change('hold_plan', before, { plan, due_day: dueDay, ...by });
        else if (!(await rows.insert('hold_plan', { hold_id: holdId, plan, due_day: dueDay, ...by }))) return false;
        rows.audit(audit);
        return true;
      }),

    note: ({ id, holdId, text, staffId, staffName, at }, audit) =>
      store.write(async (_transaction, rows) => {
        const row = { id, hold_id: holdId, text, staff_id: staffId, staff_name: staffName, at };
        if (!(await rows.insert('hold_note', row))) throw new Error(`Note ${id} could not be written: its id is taken`);
        rows.audit(audit);
      }),

    views: () =>
      store.read(async (db) =>
        readView.some(await db.selectFrom('hold_view').selectAll().orderBy('name_key').execute()),
      ),

    saveView: ({ id, name, question, currency: own, staffId, staffName, at }, audit) =>
      store.write(async (transaction, rows) => {
        const key = folded(name);
        const same = await transaction
          .selectFrom('hold_view')
          .select('id')
          .where('name_key', '=', key)
          .executeTakeFirst();
        const by = { staff_id: staffId, staff_name: staffName, at };
        await rows.put('hold_view', {
          ...{ id: same?.id ?? id, name, name_key: key, view: JSON.stringify({ ...question, currency: own }), ...by },
        });
        rows.audit(audit);
      }),

    removeView: (id, audit) =>
      store.write(async (_transaction, rows) => {
        const before = await rows.held('hold_view', id);
        if (!before) return;
        await rows.remove('hold_view', before);
        rows.audit(audit);
      }),
  };
}

/**
 * Plan and notes of a hold go over to the one that took its place, in the commit that says that this one stands: a plan that stayed behind could have both
 * captured. What somebody planned of the new one already stays as it is.
 */
export async function passOnWords(
  transaction: Transaction<Tables>,
  rows: Pick<SealedRows, 'held' | 'insert' | 'change' | 'remove'>,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<void> {
  const plan = await rows.held('hold_plan', from);
  if (plan) {
    const { seal: _old, ...words } = plan;
    await rows.insert('hold_plan', { ...words, hold_id: to });
    await rows.remove('hold_plan', plan);
  }
  const notes = await transaction.selectFrom('hold_note').select('id').where('hold_id', '=', from).execute();
  for (const { id } of notes) {
    const note = await rows.held('hold_note', id);
    if (note) await rows.change('hold_note', note, { hold_id: to });
  }
}
