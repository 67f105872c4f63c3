import type { Operation, Step } from './operation.ts';
import type { Plan } from './order.ts';
import type { AuditEntry, NewOperation } from './ports.ts';

/** The history's line of an operation that begins. */
export function startOf(operation: NewOperation, at: number): AuditEntry {
  const { staffId, staffName, desk, kind, state } = operation;
  const line = { at, staffId, staffName, desk, what: kind };
  // A second step that is not sent any more ends as it begins.
  if (state.name === 'open') return { ...line, outcome: 'started', detail: facts(operation) };
  return { ...line, outcome: 'failed', detail: { ...facts(operation), state: state.name } };
}

/** The history's line of an operation that ends. */
export function endOf(operation: Operation, step: Step, at: number): AuditEntry {
  const good = step.state.name === 'done' || step.state.name === 'pending';
  const code = 'code' in step.state ? { code: step.state.code } : {};
  return {
    at,
    staffId: operation.staffId,
    staffName: operation.staffName,
    desk: operation.desk,
    what: operation.kind,
    outcome: good ? 'done' : 'failed',
    detail: { ...facts(operation), state: step.state.name, ...code },
  };
}

/** The other half of a replaced hold: this line still names both, should the records of one be lost. */
function replacementFacts(plan: Plan): Record<string, string> {
  if (plan.kind === 'hold' && plan.replaces) return { replaces: plan.replaces.paymentRef };
  return plan.kind === 'release' && plan.replacement ? { replacedBy: plan.replacement.key } : {};
}

/** What it was for: a bill whose payment must be found again is not asked for twice. */
function causeFacts(plan: Plan): Record<string, string> {
  if ((plan.kind !== 'charge' && plan.kind !== 'hold') || !plan.cause) return {};
  const { purpose, billId, consentId } = plan.cause;
  return { purpose, ...(billId === null ? {} : { billId }), ...(consentId === null ? {} : { consentId }) };
}

/** With key and target: should the record itself ever be lost, this line still says where at the provider it is found again. */
function facts(operation: NewOperation | Operation): Record<string, string | number> {
  return {
    operation: operation.id,
    key: operation.plan.key,
    ...(operation.targetId === null ? {} : { target: operation.targetId }),
    ...(operation.follows === null ? {} : { follows: operation.follows }),
    ...causeFacts(operation.plan),
    ...replacementFacts(operation.plan),
    provider: operation.provider,
    customer: operation.customerName,
    ...(operation.amount ? { amount: operation.amount.amount, currency: operation.amount.currency } : {}),
    ...(operation.note ? { note: operation.note } : {}),
  };
}
