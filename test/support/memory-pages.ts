import type { TrailLine } from '../../src-main/contract/operation.ts';
import type { BillSeen } from '../../src-main/payments/bill.ts';
import type { LinkLedger } from '../../src-main/payments/link-ports.ts';
import { isLive, isStanding, type PageLink } from '../../src-main/payments/page-link.ts';
import { isOpen, type Operation } from '../../src-main/payments/operation.ts';
import type { Ledger } from '../../src-main/payments/ports.ts';

export interface MemoryCredit {
  readonly amount: number;
  readonly paymentId: string | null;
}

/** What a ledger promises of pages and of the bills they are for, without a disk. */
export interface MemoryPages extends LinkLedger {
  all(): readonly PageLink[];
  trailOf(id: string): readonly TrailLine[];
  credits(billId: string): readonly MemoryCredit[];
  /** money noted on a bill by hand */
  credit(billId: string, credit: MemoryCredit, seen?: BillSeen): boolean;
  /** the orders of the same house: one that charges a bill finds its page in its own commit */
  beside(ledger: Ledger): Ledger;
}

const billOf = ({ plan }: Pick<Operation, 'plan'>): string | null =>
  'cause' in plan ? (plan.cause?.billId ?? null) : null;

/** @param operations all orders of the same house, as they are now */
export function memoryPages(operations: () => readonly Operation[]): MemoryPages {
  const rows = new Map<string, PageLink>();
  const trails = new Map<string, TrailLine[]>();
  const credited = new Map<string, MemoryCredit[]>();
  const creditsOf = (billId: string): MemoryCredit[] => credited.get(billId) ?? [];
  const standing = (billId: string): PageLink | undefined =>
    [...rows.values()].find((row) => row.billId === billId && isStanding(row.state));
  const hasMoved = ({ billId, ...seen }: BillSeen): boolean => {
    const own = operations().filter((operation) => billOf(operation) === billId);
    const unsettled = own.some(({ state }) => isOpen(state) || state.name === 'needs_person');
    return own.length !== seen.operations || unsettled || creditsOf(billId).length !== seen.credits;
  };
  const credit = (billId: string, one: MemoryCredit, seen?: BillSeen): boolean => {
    if (seen && (standing(billId) || hasMoved(seen))) return false;
    // A payment stands on any bill once.
    const known = one.paymentId !== null && [...credited.values()].flat().some((it) => it.paymentId === one.paymentId);
    if (!known) credited.set(billId, [...creditsOf(billId), one]);
    return !known;
  };

  return {
    all: () => [...rows.values()],
    trailOf: (id) => trails.get(id) ?? [],
    credits: creditsOf,
    credit,
    beside: (ledger) => ({
      ...ledger,
      async open(operation, trail, audit, unless, seen) {
        const billId = billOf(operation);
        const page = billId === null ? undefined : standing(billId);
        if (page) return { page: page.id };
        if (!seen || !hasMoved(seen)) return ledger.open(operation, trail, audit, unless);
        const busy = operations().find(({ ticket, guard, state }) => {
          const holds = isOpen(state) || state.name === 'needs_person';
          return ticket === operation.ticket || (guard === operation.guard && holds);
        });
        return busy ? { busy } : { changed: seen.billId };
      },
    }),
    byId: async (id) => rows.get(id) ?? null,
    byTicket: async (ticket) => [...rows.values()].find((row) => row.ticket === ticket) ?? null,
    async add(given, { trail, seen }) {
      const known = [...rows.values()].find(({ ticket }) => ticket === given.ticket);
      if (known) return { known };
      const other = given.billId === null ? undefined : standing(given.billId);
      if (other) return { standing: other };
      if (seen && hasMoved(seen)) return { billBusy: true };
      const added: PageLink = { ...given, version: 1 };
      rows.set(added.id, added);
      trails.set(added.id, [...trail]);
      return { added };
    },
    async advance({ link, step, at, credit: brought }) {
      const now = rows.get(link.id);
      if (!now) throw new Error(`There is no page ${link.id}`);
      if (now.version !== link.version) return { written: false, link: now };
      const { sessionRef, state, trail } = step;
      const after: PageLink = { ...now, sessionRef, state, updatedAt: at, version: now.version + 1 };
      rows.set(after.id, after);
      trails.set(after.id, [...(trails.get(after.id) ?? []), ...trail]);
      if (brought && after.billId !== null) credit(after.billId, brought);
      return { written: true, link: after };
    },
    async note(id, trail) {
      trails.set(id, [...(trails.get(id) ?? []), ...trail]);
    },
    live: async () => [...rows.values()].filter(({ state }) => isLive(state)),
    standingOf: async (billId) => [...rows.values()].filter((row) => row.billId === billId && isStanding(row.state)),
    list: async () => [...rows.values()].toReversed(),
  };
}
