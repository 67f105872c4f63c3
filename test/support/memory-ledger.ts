import type { TrailLine } from '../../src-main/contract/operation.ts';
import { repeatsOf } from '../../src-main/ledger/repeated.ts';
import { isOpen, type Operation } from '../../src-main/payments/operation.ts';
import { LedgerTrouble, type AuditEntry, type Ledger, type RepeatQuestion } from '../../src-main/payments/ports.ts';

/** The ledger's promises without a disk: unique tickets, one open operation a guard, versions. For the engine's own tests. */
export function memoryLedger(): Ledger & {
  readonly all: () => Operation[];
  readonly audit: AuditEntry[];
  readonly trailOf: (id: string) => TrailLine[];
  refuseWrites(on: boolean): void;
} {
  const rows = new Map<string, Operation>();
  const trails = new Map<string, TrailLine[]>();
  const audit: AuditEntry[] = [];
  let broken = false;
  const holds = (operation: Operation): boolean => isOpen(operation.state) || operation.state.name === 'needs_person';
  const write = (): void => {
    if (broken) throw new LedgerTrouble('records_unwritable', 'disk full');
  };
  const newest = (): Operation[] => [...rows.values()].toReversed();
  const repeated = (question: RepeatQuestion): Operation[] =>
    repeatsOf(
      question,
      newest().filter((row) => {
        // As the real one reads them: what desks whose clocks disagree may have meant, to be judged by their provider's time.
        const since = question.about === 'take' && question.there ? question.since - 30 * 60_000 : question.since;
        if (row.createdAt < since || ['declined', 'rejected', 'not_done'].includes(row.state.name)) return false;
        if (question.about === 'take')
          return (
            (row.kind === 'charge' || row.kind === 'hold') &&
            row.customerId !== null &&
            question.customerIds.includes(row.customerId)
          );
        const { amount } = question;
        const sameSum =
          amount === null || (row.amount?.amount === amount.amount && row.amount.currency === amount.currency);
        return row.kind === 'refund' && row.guard === question.guard && sameSum;
      }),
    );
  return {
    all: () => [...rows.values()],
    audit,
    trailOf: (id) => trails.get(id) ?? [],
    refuseWrites(on) {
      broken = on;
    },
    async byTicket(ticket) {
      return [...rows.values()].find((row) => row.ticket === ticket) ?? null;
    },
    async byId(id) {
      return rows.get(id) ?? null;
    },
    async open(operation, trail, entry, unless) {
      write();
      const busy = [...rows.values()].find(
        (row) =>
          (operation.ticket !== null && row.ticket === operation.ticket) ||
          (row.guard === operation.guard && holds(row)),
      );
      if (busy) return { busy };
      const repeats = unless
        ? repeated(unless.question).filter(
            ({ id, state }) => (state.name !== 'done' && state.name !== 'pending') || !unless.passed.includes(id),
          )
        : [];
      if (repeats.length > 0) return { repeats };
      const opened: Operation = { ...operation, version: 1 };
      rows.set(opened.id, opened);
      trails.set(opened.id, [...trail]);
      audit.push(entry);
      return { opened };
    },
    async advance(step) {
      write();
      const now = rows.get(step.operation.id);
      if (!now) throw new Error('no such row');
      if (now.version !== step.operation.version) return { written: false, operation: now };
      const after: Operation = {
        ...now,
        state: step.state,
        updatedAt: step.at,
        version: now.version + 1,
      };
      rows.set(after.id, after);
      trails.set(after.id, [...(trails.get(after.id) ?? []), ...step.trail]);
      if (step.audit) audit.push(step.audit);
      if (step.followUp) {
        rows.set(step.followUp.id, { ...step.followUp, version: 1 });
        trails.set(step.followUp.id, []);
        if (step.followUpAudit) audit.push(step.followUpAudit);
      }
      return { written: true, operation: after };
    },
    async note(id, trail) {
      trails.set(id, [...(trails.get(id) ?? []), ...trail]);
    },
    async openOperations() {
      return [...rows.values()].filter((row) => isOpen(row.state));
    },
    async attempts(guard, kind) {
      return [...rows.values()].filter(
        (row) =>
          row.guard === guard && row.kind === kind && ['declined', 'rejected', 'not_done'].includes(row.state.name),
      ).length;
    },
    async repeated(question) {
      return repeated(question);
    },
    async carriedOut(guard) {
      return newest().filter((row) => row.guard === guard && ['done', 'pending'].includes(row.state.name));
    },
  };
}
