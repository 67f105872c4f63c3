import * as v from 'valibot';
import { cardLabel } from '../contract/card.ts';
import { operationKind, operationState } from '../contract/operation.ts';
import { providerName } from '../contract/provider.ts';
import type { TrailLine } from '../contract/operation.ts';
import type { Operation } from '../payments/operation.ts';
import { planShape, requestShape } from './plan-shape.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { OperationTable } from './tables.ts';
import { trailText } from './trail.ts';

const json = <S extends v.GenericSchema>(shape: S) => v.pipe(v.string(), v.parseJson(), shape);

const rowShape = v.pipe(
  v.object({
    id: v.string(),
    group_id: v.string(),
    follows: v.nullable(v.string()),
    ticket: v.nullable(v.string()),
    kind: operationKind,
    provider: providerName,
    guard: v.string(),
    plan: json(planShape),
    request: json(requestShape),
    memo: json(v.record(v.string(), v.string())),
    state: json(operationState),
    amount: v.nullable(v.pipe(v.number(), v.safeInteger())),
    currency: v.nullable(v.string()),
    tip: v.nullable(v.pipe(v.number(), v.safeInteger())),
    customer_id: v.nullable(v.string()),
    customer_name: v.string(),
    card: v.nullable(json(cardLabel)),
    target_id: v.nullable(v.string()),
    note: v.nullable(v.string()),
    receipt_email: v.nullable(v.string()),
    staff_id: v.string(),
    staff_name: v.string(),
    desk: v.string(),
    created_at: v.number(),
    updated_at: v.number(),
    provider_clock_at: v.nullable(v.number()),
    version: v.pipe(v.number(), v.safeInteger()),
  }),
  v.check((row) => (row.amount === null) === (row.currency === null), 'An amount without its currency'),
);

/** An operation as its row, with the trail it begins with. */
export function operationRow(operation: Operation, trail: readonly TrailLine[]): Unsealed<'operation'> {
  return {
    id: operation.id,
    group_id: operation.group,
    follows: operation.follows,
    ticket: operation.ticket,
    kind: operation.kind,
    provider: operation.provider,
    guard: operation.guard,
    repeat_key: operation.plan.key,
    plan: JSON.stringify(operation.plan),
    request: JSON.stringify(operation.request),
    memo: JSON.stringify(operation.memo),
    state_name: operation.state.name,
    state: JSON.stringify(operation.state),
    amount: operation.amount?.amount ?? null,
    currency: operation.amount?.currency ?? null,
    tip: operation.tip,
    customer_id: operation.customerId,
    customer_name: operation.customerName,
    card: operation.card && JSON.stringify(operation.card),
    target_id: operation.targetId,
    note: operation.note,
    receipt_email: operation.receiptEmail,
    staff_id: operation.staffId,
    staff_name: operation.staffName,
    desk: operation.desk,
    created_at: operation.createdAt,
    updated_at: operation.updatedAt,
    provider_clock_at: operation.providerClockAt,
    version: operation.version,
    trail: trailText(trail),
  };
}

/**
 * The columns that a new state writes. All others stay letter by letter what the row holds: a plan or request that was read and written out again
 * may have its members in another order and would no longer be what was sealed.
 */
export function advancedColumns(
  after: Pick<Operation, 'state' | 'updatedAt' | 'providerClockAt' | 'version'>,
): Pick<OperationTable, 'state_name' | 'state' | 'updated_at' | 'provider_clock_at' | 'version'> {
  return {
    state_name: after.state.name,
    state: JSON.stringify(after.state),
    updated_at: after.updatedAt,
    provider_clock_at: after.providerClockAt,
    version: after.version,
  };
}

/** @throws ValiError when the row cannot be read */
export function operationOf(row: OperationTable): Operation {
  const found = v.parse(rowShape, row);
  return {
    id: found.id,
    group: found.group_id,
    follows: found.follows,
    ticket: found.ticket,
    kind: found.kind,
    provider: found.provider,
    guard: found.guard,
    plan: found.plan,
    request: found.request,
    memo: found.memo,
    state: found.state,
    amount:
      found.amount === null || found.currency === null ? null : { amount: found.amount, currency: found.currency },
    tip: found.tip,
    customerId: found.customer_id,
    customerName: found.customer_name,
    card: found.card,
    targetId: found.target_id,
    note: found.note,
    receiptEmail: found.receipt_email,
    staffId: found.staff_id,
    staffName: found.staff_name,
    desk: found.desk,
    createdAt: found.created_at,
    updatedAt: found.updated_at,
    providerClockAt: found.provider_clock_at,
    version: found.version,
  };
}
