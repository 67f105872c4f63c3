import type { StaffBook, StaffRow } from '../ledger/staff-rows.ts';
import type { Clock } from '../payments/ports.ts';
import { hashPin, housePinCost, pinMatches, type PinCost } from './pin.ts';

/** Five wrong PINs shut a person out for half an hour, or until a manager lets them in (PCI DSS 8.3.4 allows ten). */
export const mostWrongTries = 5;
export const lockOutMs = 30 * 60_000;

export type PinCheck =
  | { readonly result: 'right'; readonly person: StaffRow }
  | { readonly result: 'wrong'; readonly person: StaffRow | null; readonly lockedOutNow: boolean }
  | { readonly result: 'locked_out'; readonly person: StaffRow | null; readonly until: number };

/**
 * Checks a PIN. The try is counted before the PIN is looked at, so that many tries at once cannot pass under the limit. Somebody who
 * does not exist, or left, is answered like anybody else: as slowly, and shut out after as many tries.
 */
export function makePinCheck(parts: {
  readonly staff: StaffBook;
  readonly clock: Clock;
  pepper(): Promise<Buffer>;
  readonly pinCost?: PinCost | undefined;
}) {
  const { staff, clock, pepper, pinCost: cost = housePinCost } = parts;
  const rule = () => ({ at: clock.now(), most: mostWrongTries, lockMs: lockOutMs });
  const nobody = makeNobodyCount();

  return async function checkPin(staffId: string, pin: string): Promise<PinCheck> {
    const seasoning = { pepper: await pepper(), cost };
    const found = await staff.byId(staffId);
    const person = found?.active ? found : null;
    const tried = person ? await staff.recordWrongTry(person.id, rule()) : nobody.count(staffId, rule());
    if (tried && !tried.counted) return { result: 'locked_out', person, until: tried.lockedUntil ?? clock.now() };
    if (!person) {
      await hashPin(pin, seasoning, 'nobody-of-this-house');
      return { result: 'wrong', person: null, lockedOutNow: false };
    }
    if (await pinMatches(pin, seasoning, person.pinHash)) {
      await staff.clearWrongTries(person.id);
      return { result: 'right', person };
    }
    return { result: 'wrong', person, lockedOutNow: (tried?.lockedUntil ?? null) !== null };
  };
}

/** The same count for ids that are nobody's, in memory and bounded. */
function makeNobodyCount() {
  const tries = new Map<string, { count: number; until: number | null }>();
  const mostKept = 1000;
  return {
    count(id: string, { at, most, lockMs }: { at: number; most: number; lockMs: number }) {
      const before = tries.get(id);
      if (before?.until != null && before.until > at) {
        return { counted: false, wrongTries: before.count, lockedUntil: before.until };
      }
      const count = before && before.until === null ? before.count + 1 : 1;
      const until = count >= most ? at + lockMs : null;
      if (!before && tries.size >= mostKept) tries.clear();
      tries.set(id, { count, until });
      return { counted: true, wrongTries: count, lockedUntil: until };
    },
  };
}
