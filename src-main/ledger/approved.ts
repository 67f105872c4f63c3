import type { Transaction } from 'kysely';
import * as v from 'valibot';
import type { ApprovalVoid } from '../contract/approval.ts';
import type { Operation } from '../payments/operation.ts';
import { approvalHoldsMs, type Approved } from '../payments/ports.ts';
import type { SealedRows } from './sealed-rows.ts';
import type { Tables } from './tables.ts';

/** An approval that opens exactly this operation, with its rows held until the commit ends. */
export interface Opening {
  readonly approval: Tables['approval'];
  readonly line: Tables['approval_line'];
}

/** gone: used, sent back or taken back meanwhile, or never there. */
export type NotOpening = ApprovalVoid | 'gone';

const decidedShape = v.pipe(v.string(), v.parseJson(), v.object({ staffId: v.string(), at: v.number() }));

/**
 * Asked in the commit that opens an order: whether somebody else than whoever prepared it approved exactly this amount to exactly this target, and nobody
 * used that yet, whatever another desk did since the order was judged.
 */
export async function openingOf(
  transaction: Transaction<Tables>,
  rows: Pick<SealedRows, 'held'>,
  { approved, operation }: { readonly approved: Approved; readonly operation: Operation },
): Promise<Opening | NotOpening> {
  const approval = await rows.held('approval', approved.id);
  if (approval?.state !== 'approved' || approval.decided === null) return 'gone';
  const decided = v.parse(decidedShape, approval.decided);
  if (decided.staffId === approval.staff_id) return 'gone';
  const line = await rows.held('approval_line', approved.lineId);
  if (!line || line.approval_id !== approval.id || line.operation_id !== null) return 'gone';
  if (!isFor(line, operation)) return 'changed';
  if (operation.createdAt - decided.at >= approvalHoldsMs) return 'too_old';
  return (await wasTouched(transaction, operation, approval.created_at)) ? 'changed' : { approval, line };
}

/** The operation is written: its line opens nothing any more, nor does the whole once no line of it is left. */
export async function useOpening(
  transaction: Transaction<Tables>,
  rows: Pick<SealedRows, 'change'>,
  { opening: { approval, line }, operation }: { readonly opening: Opening; readonly operation: Operation },
): Promise<void> {
  await rows.change('approval_line', line, { operation_id: operation.id });
  const left = await transaction
    .selectFrom('approval_line')
    .select('id')
    .where('approval_id', '=', approval.id)
    .where('operation_id', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (left) return;
  const columns = { state: 'used', updated_at: operation.createdAt, version: approval.version + 1 };
  await rows.change('approval', approval, columns);
}

function isFor(line: Tables['approval_line'], operation: Operation): boolean {
  const { plan, kind, amount } = operation;
  const charged = plan.kind === 'charge' || plan.kind === 'hold';
  const target = charged ? `${operation.provider}:${plan.cardRef}` : operation.targetId;
  const billId = charged ? (plan.cause?.billId ?? null) : line.bill_id;
  return (
    line.kind === kind &&
    line.target_id === target &&
    line.bill_id === billId &&
    line.customer_id === operation.customerId &&
    line.amount === amount?.amount &&
    line.currency === amount.currency
  );
}

/** Something was carried out on the same target since it was prepared: it is not what was looked at. */
async function wasTouched(transaction: Transaction<Tables>, { guard }: Operation, since: number): Promise<boolean> {
  const found = await transaction
    .selectFrom('operation')
    .select('id')
    .where('guard', '=', guard)
    .where('state_name', 'in', ['done', 'pending'])
    .where('created_at', '>', since)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
