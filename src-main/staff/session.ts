import { done, isDeskTrouble, refused, type Reply } from '../contract/failure.ts';
import type { Role, StaffMember, Verb } from '../contract/staff.ts';
import type { StaffBook, StaffRow } from '../ledger/staff-rows.ts';
import type { AuditEntry, Clock, Random } from '../payments/ports.ts';
import { makePeople, memberOf, type People } from './people.ts';
import { isWeakPin } from './pin.ts';
import { verbsOf } from './roles.ts';
import { makePinCheck, type PinCheck } from './wrong-tries.ts';

export interface SessionParts {
  readonly staff: StaffBook;
  readonly clock: Clock;
  readonly random: Random;
  /** from the keychain. @throws SecretTrouble */
  pepper(): Promise<Buffer>;
  /** the desk's name is added by whoever writes it */
  audit(entry: Omit<AuditEntry, 'desk'>): Promise<void>;
  /** how long nobody may touch the desk before it locks, ms */
  idleMs(): number;
  /** somebody signed in, or the desk locked */
  onChange(): void;
}

export interface SignedInPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly verbs: Verb[];
}

/** What somebody gives their PIN for: the verb they need, and the line that is written about it. */
export interface Vouching {
  readonly verb: Verb;
  readonly what: string;
  /** null: whoever asked writes the line, in the commit in which the PIN counts */
  readonly detail: AuditEntry['detail'] | null;
}

/** Who is at this desk. */
export interface Session {
  /** null when locked, and also when the idle time has passed and `tick` has not come by yet */
  who(): SignedInPerson | null;
  /** active people for the tiles, and who is signed in */
  state(): Promise<{ staff: StaffMember[]; signedIn: SignedInPerson | null }>;
  signIn(staffId: string, pin: string): Promise<Reply<SignedInPerson>>;
  /**
   * Somebody's own PIN at a desk where another person is and stays signed in: the same check, the same lock-out, a line either way. A person
   * without the verb is refused before their PIN is looked at: nobody learns here whether it was right.
   */
  vouch(staffId: string, pin: string, given: Vouching): Promise<Reply<SignedInPerson>>;
  /** Locked at once; the audit line follows. Nothing to do when nobody is signed in. */
  lock(): Promise<void>;
  /** somebody is at the desk: the idle time starts again */
  touch(): void;
  /**
   * Locks when the idle time has passed or the person no longer works here; a changed role takes effect. Called every few seconds.
   * @param now unix ms
   */
  tick(now: number): Promise<void>;
  readonly people: People & {
    /** own PIN; wrong old PINs count like wrong tries at the lock screen */
    changeOwnPin(id: string, oldPin: string, newPin: string): Promise<Reply<StaffMember>>;
  };
}

export function makeSession(parts: SessionParts): Session {
  const { staff, clock } = parts;
  const people = makePeople(parts);
  const checkPin = makePinCheck(parts);
  let current: SignedInPerson | null = null;
  let touched = { wall: 0, steady: 0 };

  const moment = () => ({ wall: clock.now(), steady: clock.steady() });
  // The steady clock may stand still while a PC sleeps and the wall clock may be set back: the longer of both counts.
  const idleFor = (now = clock.now()) => Math.max(now - touched.wall, clock.steady() - touched.steady);
  const who = (now?: number) => (current && idleFor(now) < parts.idleMs() ? current : null);

  function write(what: string, outcome: AuditEntry['outcome'], by: { id: string; name: string } | null, detail = {}) {
    const staffId = by?.id ?? null;
    return parts.audit({ at: clock.now(), staffId, staffName: by?.name ?? null, what, outcome, detail });
  }

  async function leave(what: 'lock' | 'idle_lock' | 'staff_left'): Promise<void> {
    const left = current;
    if (!left) return;
    current = null;
    parts.onChange();
    await write(what, 'done', left);
  }

  /** Writes what a refused PIN means. Whose tile it was is a fact of the line, not its author: nobody proved to be that person. */
  async function refusedPin(
    check: Exclude<PinCheck, { result: 'right' }>,
    what = 'sign_in',
    by: SignedInPerson | null = null,
  ): Promise<Reply<never>> {
    const person = check.person?.name ?? 'unknown';
    if (check.result === 'locked_out') {
      await write(what, 'refused', by, { person, reason: 'pin_locked' });
      return refused('pin_locked', { until: check.until });
    }
    await write(what, 'refused', by, { person, reason: 'wrong_pin' });
    if (check.lockedOutNow) {
      await write('locked_out', 'done', null, { person });
      parts.onChange();
    }
    return refused('wrong_pin');
  }

  return {
    who: () => who(),

    async state() {
      const now = clock.now();
      const active = (await staff.list()).filter((person) => person.active);
      return { staff: active.map((person) => memberOf(person, now)), signedIn: who() };
    },

    signIn: (staffId, pin) =>
      inWords(async () => {
        const check = await checkPin(staffId, pin);
        if (check.result !== 'right') return refusedPin(check);
        const person = personOf(check.person);
        // Written before the desk opens: nobody works here without a line that says so.
        await write('sign_in', 'done', person);
        current = person;
        touched = moment();
        parts.onChange();
        return done(person);
      }),

    vouch: (staffId, pin, { verb, what, detail }) =>
      inWords(async () => {
        const row = await staff.byId(staffId);
        if (row?.active && !verbsOf(row.role).includes(verb)) {
          await write(what, 'refused', who(), { person: row.name, reason: 'not_allowed' });
          return refused('not_allowed', { verb });
        }
        const check = await checkPin(staffId, pin);
        if (check.result !== 'right') return refusedPin(check, what, who());
        const person = personOf(check.person);
        if (detail) await write(what, 'done', person, detail);
        return done(person);
      }),

    lock: () => leave(idleFor() < parts.idleMs() ? 'lock' : 'idle_lock'),

    touch() {
      if (who()) touched = moment();
    },

    async tick(now) {
      if (!current) return;
      if (!who(now)) return leave('idle_lock');
      const before = current;
      const row = await staff.byId(before.id);
      if (current !== before) return;
      if (!row?.active) return leave('staff_left');
      if (row.role === before.role && row.name === before.name) return;
      current = personOf(row);
      parts.onChange();
    },

    people: {
      list: () => people.list(),
      present: (id) => people.present(id),
      createOwner: (person) =>
        inWords(async () => {
          const reply = await people.createOwner(person);
          if (reply.ok) await write('owner_created', 'done', reply.value);
          return reply;
        }),
      add: (person) => inWords(() => people.add(person)),
      unlock: (id) => inWords(() => people.unlock(id)),
      change: (change) =>
        inWords(async () => {
          const reply = await people.change(change);
          if (reply.ok && current?.id === reply.value.id) {
            if (!reply.value.active) await leave('staff_left');
            else current = personOf(reply.value);
          }
          return reply;
        }),
      changeOwnPin: (id, oldPin, newPin) =>
        inWords(async () => {
          const check = await checkPin(id, oldPin);
          if (check.result !== 'right') return refusedPin(check);
          if (isWeakPin(newPin)) return refused('pin_weak');
          return people.change({ id, pin: newPin });
        }),
    },
  };
}

function personOf(row: Pick<StaffRow, 'id' | 'name' | 'role'>): SignedInPerson {
  return { id: row.id, name: row.name, role: row.role, verbs: [...verbsOf(row.role)] };
}

/** A keychain or records that cannot be used shut the desk, in words. */
async function inWords<T>(work: () => Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await work();
  } catch (error) {
    // What a LedgerTrouble or a SecretTrouble says.
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (!isDeskTrouble(code)) throw error;
    return refused(code);
  }
}
