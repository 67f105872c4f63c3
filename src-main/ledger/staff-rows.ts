import { sql } from 'kysely';
import * as v from 'valibot';
import { role, type Role } from '../contract/staff.ts';
import { folded } from './folding.ts';
import { rowReader } from './reading.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** A person of the house as the ledger keeps them. */
export interface StaffRow {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
  readonly pinHash: string;
  readonly wrongTries: number;
  /** unix ms; null when not locked out */
  readonly lockedUntil: number | null;
  readonly createdAt: number;
}

export interface StaffChange {
  readonly name?: string;
  readonly role?: Role;
  readonly active?: boolean;
  readonly pinHash?: string;
}

/** A try that was counted, or a lock-out that was met. `wrongTries` counts this one as wrong until it is cleared. */
export interface CountedTry {
  readonly counted: boolean;
  readonly wrongTries: number;
  readonly lockedUntil: number | null;
}

export interface StaffBook {
  /** oldest first, people who left included */
  list(): Promise<StaffRow[]>;
  byId(id: string): Promise<StaffRow | null>;
  /** `onlyFirst`: refused when there is anybody already. Names are unique among active people, accents and case aside. */
  add(person: StaffRow, rule?: { readonly onlyFirst: boolean }): Promise<'added' | 'name_taken' | 'not_first'>;
  /** The last active owner stays one. */
  update(id: string, change: StaffChange): Promise<StaffRow | 'unknown_id' | 'name_taken' | 'last_owner'>;
  /**
   * Counts a try as wrong before the PIN is looked at, so that tries at the same moment, here or at another desk, cannot pass under
   * the limit. Answers `counted: false` while locked out; a lock-out that has passed starts the count anew. Null: no such person.
   */
  recordWrongTry(
    id: string,
    rule: { readonly at: number; readonly most: number; readonly lockMs: number },
  ): Promise<CountedTry | null>;
  clearWrongTries(id: string): Promise<void>;
}

export function makeStaffBook(store: Store): StaffBook {
  const read = rowReader(store, 'staff', staffOf);

  return {
    list: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('staff').selectAll().orderBy('created_at').orderBy('id').execute();
        return read.some(rows);
      }),

    byId: (id) =>
      store.read(async (db) => {
        const row = await db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst();
        return read.maybe(row);
      }),

    add: (person, rule) =>
      store.write(async (transaction, rows) => {
        // Who is missing or changed nobody knows then: a house that lost its people must not take the first who comes as its owner.
        const unsound = store.unsound();
        if (unsound) throw unsound;
        if (rule?.onlyFirst) {
          // Takes the lock that every audited write takes: two first starts at once make one owner.
          await sql`UPDATE audit_head SET only_row = only_row`.execute(transaction);
          const somebody = await transaction.selectFrom('staff').select('id').limit(1).executeTakeFirst();
          if (somebody) return 'not_first';
        }
        return (await rows.insert('staff', staffRow(person))) ? 'added' : 'name_taken';
      }),

    update: (id, change) =>
      store.write(async (transaction, rows) => {
        // Every row is locked (PostgreSQL), so that two desks cannot each send the other's owner away.
        const all = await transaction
          .selectFrom('staff')
          .selectAll()
          .orderBy('id')
          .modifyEnd(store.forUpdate)
          .execute();
        const people = read.some(all);
        const row = all.find((one) => one.id === id);
        if (!row) return 'unknown_id';
        const before = read.one(row);
        const after: StaffRow = { ...before, ...change };
        const owners = people.map((person) => (person.id === id ? after : person)).filter(isOwner);
        if (isOwner(before) && owners.length === 0) return 'last_owner';
        const key = folded(after.name);
        if (after.active && people.some((other) => other.id !== id && other.active && folded(other.name) === key)) {
          return 'name_taken';
        }
        await rows.change('staff', row, staffRow(after));
        return after;
      }),

    recordWrongTry: (id, { at, most, lockMs }) =>
      store.write(async (_transaction, rows) => {
        const row = await rows.held('staff', id);
        if (!row) return null;
        const person = staffOf(row);
        if (person.lockedUntil !== null && person.lockedUntil > at) {
          return { counted: false, wrongTries: person.wrongTries, lockedUntil: person.lockedUntil };
        }
        const wrongTries = person.lockedUntil === null ? person.wrongTries + 1 : 1;
        const lockedUntil = wrongTries >= most ? at + lockMs : null;
        await rows.change('staff', row, { wrong_tries: wrongTries, locked_until: lockedUntil });
        return { counted: true, wrongTries, lockedUntil };
      }),

    clearWrongTries: (id) =>
      store.write(async (_transaction, rows) => {
        const row = await rows.held('staff', id);
        if (row) await rows.change('staff', row, { wrong_tries: 0, locked_until: null });
      }),
  };
}

function isOwner(person: StaffRow): boolean {
  return person.role === 'owner' && person.active;
}

function staffRow(person: StaffRow): Unsealed<'staff'> {
  return {
    id: person.id,
    name: person.name,
    name_key: folded(person.name),
    role: person.role,
    active: person.active ? 1 : 0,
    pin_hash: person.pinHash,
    wrong_tries: person.wrongTries,
    locked_until: person.lockedUntil,
    created_at: person.createdAt,
  };
}

const shape = v.object({
  id: v.string(),
  name: v.string(),
  role,
  active: v.picklist([0, 1]),
  pin_hash: v.string(),
  wrong_tries: v.number(),
  locked_until: v.nullable(v.number()),
  created_at: v.number(),
});

function staffOf(row: Tables['staff']): StaffRow {
  const found = v.parse(shape, row);
  return {
    id: found.id,
    name: found.name,
    role: found.role,
    active: found.active === 1,
    pinHash: found.pin_hash,
    wrongTries: found.wrong_tries,
    lockedUntil: found.locked_until,
    createdAt: found.created_at,
  };
}
