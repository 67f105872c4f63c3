import * as v from 'valibot';
import { cardLabel } from '../contract/card.ts';
import { operationKind, operationState } from '../contract/operation.ts';
import { providerName } from '../contract/provider.ts';
import type { Operation } from '../payments/operation.ts';
import { LedgerTrouble } from '../payments/ports.ts';
import { planShape, requestShape } from './plan-shape.ts';
import type { Sealer } from './seal.ts';
import type { OperationTable } from './tables.ts';

const json = <S extends v.GenericSchema>(shape: S) => v.pipe(v.string(), v.parseJson(), shape);

const rowShape = v.object({
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
});

/** An operation as its row, sealed; its trail is stored beside. */
export function operationRow(operation: Operation, sealer: Sealer): Omit<OperationTable, 'trail'> {
  const row = {
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
  };
  return { ...row, seal: sealer.seal(sealedText(row)) };
}

/**
 * The columns that a new state writes, sealed over what the row holds already, letter by letter: a plan or request that was read and
 * written out again may have its members in another order and would no longer be what was sealed.
 */
export function advancedRow(
  stored: Omit<OperationTable, 'trail'>,
  after: Pick<Operation, 'state' | 'updatedAt' | 'providerClockAt' | 'version'>,
  sealer: Sealer,
): Pick<OperationTable, 'state_name' | 'state' | 'updated_at' | 'provider_clock_at' | 'version' | 'seal'> {
  const columns = {
    state_name: after.state.name,
    state: JSON.stringify(after.state),
    updated_at: after.updatedAt,
    provider_clock_at: after.providerClockAt,
    version: after.version,
  };
  return { ...columns, seal: sealer.seal(sealedText({ ...stored, ...columns })) };
}

/** @throws LedgerTrouble records_damaged when the row is not what was written, or cannot be read */
export function operationOf(row: OperationTable, sealer: Sealer): Operation {
  mustBeSealed(row, sealer);
  const parsed = v.safeParse(rowShape, row);
  if (!parsed.success) throw damagedRow(row.id, v.getDotPath(parsed.issues[0]) ?? '');
  const found = parsed.output;
  if ((found.amount === null) !== (found.currency === null)) throw damagedRow(row.id, 'amount');
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

/** @throws LedgerTrouble records_damaged when the row is not what was written */
export function mustBeSealed(row: OperationTable, sealer: Sealer): void {
  if (sealer.check(sealedText(row), row.seal) === 'bad') throw damagedRow(row.id);
}

function damagedRow(id: string, where = 'seal'): LedgerTrouble {
  return new LedgerTrouble('records_damaged', `The record of operation ${id} is not what was written (${where}).`);
}

/** Every stored fact in a fixed order. The trail grows without a new version of its operation and is not part of it. */
function sealedText(row: Omit<OperationTable, 'trail' | 'seal'>): string {
  return JSON.stringify([
    row.id,
    row.group_id,
    row.follows,
    row.ticket,
    row.kind,
    row.provider,
    row.guard,
    row.repeat_key,
    row.plan,
    row.request,
    row.memo,
    row.state_name,
    row.state,
    row.amount,
    row.currency,
    row.tip,
    row.customer_id,
    row.customer_name,
    row.card,
    row.target_id,
    row.note,
    row.receipt_email,
    row.staff_id,
    row.staff_name,
    row.desk,
    row.created_at,
    row.updated_at,
    row.provider_clock_at,
    row.version,
  ]);
}
