import { done, refused, type Reply } from '../contract/failure.ts';
import type { Role, StaffMember, Verb } from '../contract/staff.ts';
import type { StaffBook, StaffChange, StaffRow } from '../ledger/staff-rows.ts';
import type { Clock, Random } from '../payments/ports.ts';
import { hashPin, isWeakPin } from './pin.ts';
import { verbsOf } from './roles.ts';

export interface PeopleParts {
  readonly staff: StaffBook;
  readonly clock: Clock;
  readonly random: Random;
  pepper(): Promise<Buffer>;
}

export interface PersonChange {
  readonly id: string;
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly pin?: string | undefined;
  readonly active?: boolean | undefined;
}

/** The people of the house and their PINs. Who may change them is judged before, by the role of who asks. */
export interface People {
  /** everybody, those who left included, oldest first */
  list(): Promise<StaffMember[]>;
  /** somebody of the house as they are at this moment, with what their role may do; null: unknown, or away */
  present(id: string): Promise<{ readonly id: string; readonly name: string; readonly verbs: readonly Verb[] } | null>;
  /** First start: the owner, only while there is nobody. @returns owner_exists otherwise */
  createOwner(person: { readonly name: string; readonly pin: string }): Promise<Reply<StaffMember>>;
  add(person: { readonly name: string; readonly role: Role; readonly pin: string }): Promise<Reply<StaffMember>>;
  /** A new PIN also lifts a lock-out. The last active owner stays one. */
  change(change: PersonChange): Promise<Reply<StaffMember>>;
  /** lifts the lock-out after wrong tries */
  unlock(id: string): Promise<Reply<StaffMember>>;
}

export function makePeople({ staff, clock, random, pepper }: PeopleParts): People {
  async function make(person: { name: string; role: Role; pin: string }): Promise<StaffRow> {
    return {
      id: `staff-${random.id(12)}`,
      name: person.name,
      role: person.role,
      active: true,
      pinHash: await hashPin(person.pin, await pepper(), random.id(24)),
      wrongTries: 0,
      lockedUntil: null,
      createdAt: clock.now(),
    };
  }

  return {
    list: async () => (await staff.list()).map((person) => memberOf(person, clock.now())),

    async present(id) {
      const person = await staff.byId(id);
      return person?.active ? { id, name: person.name, verbs: verbsOf(person.role) } : null;
    },

    async createOwner({ name, pin }) {
      if ((await staff.list()).length > 0) return refused('owner_exists');
      if (isWeakPin(pin)) return refused('pin_weak');
      const owner = await make({ name, pin, role: 'owner' });
      const added = await staff.add(owner, { onlyFirst: true });
      return added === 'added' ? done(memberOf(owner, clock.now())) : refused('owner_exists');
    },

    async add(person) {
      if (isWeakPin(person.pin)) return refused('pin_weak');
      const made = await make(person);
      const added = await staff.add(made);
      return added === 'added' ? done(memberOf(made, clock.now())) : refused('name_taken', { name: person.name });
    },

    async change({ id, name, role, pin, active }) {
      if (pin !== undefined && isWeakPin(pin)) return refused('pin_weak');
      const change: StaffChange = {
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
        ...(active === undefined ? {} : { active }),
        ...(pin === undefined ? {} : { pinHash: await hashPin(pin, await pepper(), random.id(24)) }),
      };
      const after = await staff.update(id, change);
      if (typeof after === 'string') return refused(after, after === 'name_taken' && name ? { name } : undefined);
      if (pin === undefined) return done(memberOf(after, clock.now()));
      await staff.clearWrongTries(id);
      return done(memberOf({ ...after, lockedUntil: null }, clock.now()));
    },

    async unlock(id) {
      const person = await staff.byId(id);
      if (!person) return refused('unknown_id');
      await staff.clearWrongTries(id);
      return done(memberOf({ ...person, lockedUntil: null }, clock.now()));
    },
  };
}

/** A person as the window may see them. */
export function memberOf(person: StaffRow, now: number): StaffMember {
  return {
    id: person.id,
    name: person.name,
    role: person.role,
    active: person.active,
    lockedOut: person.lockedUntil !== null && person.lockedUntil > now,
    mayStepIn: verbsOf(person.role).includes('step_in'),
    mayApprove: verbsOf(person.role).includes('approve'),
  };
}
