import * as v from 'valibot';
import { approvalKind, type ApprovalKind } from '../contract/approval-rules.ts';
import { approvalState, approvalVoid, type ApprovalState, type ApprovalVoid } from '../contract/approval.ts';
import { cardLabel, type CardLabel } from '../contract/card.ts';
import { purpose } from '../contract/consent.ts';
import { money, type Money } from '../contract/money.ts';
import { providerName, type ProviderName } from '../contract/provider.ts';
import { stepInFact, type StepInFact } from '../contract/repeat.ts';
import type { Asked } from '../payments/order.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** The orders that a house may ask a second person for. */
export type ApprovedOrder = Extract<Asked, { kind: 'charge' | 'hold' | 'capture' | 'refund' }>;

/** What somebody prepared, as a whole. Times unix ms UTC. */
export interface Approval {
  readonly id: string;
  /** of the dialog it was prepared in: at most one that stands has it */
  readonly ticket: string;
  readonly of: ApprovalKind;
  readonly state: ApprovalState;
  /** for whoever approves */
  readonly note: string | null;
  readonly why: ApprovalVoid | null;
  readonly decided: Decided | null;
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
}

/** Who approved it or sent it back. */
export interface Decided {
  readonly staffId: string;
  readonly staffName: string;
  readonly desk: string;
  readonly at: number;
  readonly words: string | null;
}

/** One order of it, as it would be given. */
export interface ApprovalLine {
  readonly id: string;
  readonly approvalId: string;
  readonly place: number;
  readonly kind: ApprovedOrder['kind'];
  readonly provider: ProviderName;
  /** the hold, the payment, or the card that is charged */
  readonly targetId: string;
  readonly billId: string | null;
  /** whom the operation will be for */
  readonly customerId: string | null;
  readonly customerName: string;
  readonly card: CardLabel | null;
  readonly amount: Money;
  /** of a capture: what was held when it was prepared, minor units */
  readonly held: number | null;
  /** the order itself, with its ticket */
  readonly asked: ApprovedOrder;
  /** what whoever approves lets pass besides: no consent covers it, a payment of the last minutes */
  readonly facts: readonly StepInFact[];
  /** what was known of the target, in the engine's words: anything else since is another order */
  readonly seen: string;
  /** the one operation that used it */
  readonly operationId: string | null;
}

const json = <S extends v.GenericSchema>(shape: S) => v.pipe(v.string(), v.parseJson(), shape);

const taken = {
  ticket: v.string(),
  customerId: v.string(),
  cardId: v.string(),
  amount: money,
  tip: v.nullable(v.number()),
  note: v.nullable(v.string()),
  receiptEmail: v.nullable(v.string()),
  cause: v.exactOptional(v.object({ purpose, billId: v.nullable(v.string()) })),
  sure: v.exactOptional(v.array(v.string())),
};
const note = v.nullable(v.string());
const askedShape = v.variant('kind', [
  v.object({ kind: v.literal('charge'), ...taken }),
  v.object({ kind: v.literal('hold'), ...taken }),
  v.object({ kind: v.literal('capture'), ticket: v.string(), holdId: v.string(), amount: money, note }),
  v.object({ kind: v.literal('refund'), ticket: v.string(), paymentId: v.string(), amount: money, note }),
]);
const decidedShape = v.object({
  staffId: v.string(),
  staffName: v.string(),
  desk: v.string(),
  at: v.number(),
  words: v.nullable(v.string()),
});
const shape = v.object({
  of: approvalKind,
  state: approvalState,
  why: v.nullable(approvalVoid),
  decided: v.nullable(json(decidedShape)),
});
const lineShape = v.object({
  kind: v.picklist(['charge', 'hold', 'capture', 'refund']),
  provider: providerName,
  card: v.nullable(json(cardLabel)),
  amount: money,
  asked: json(askedShape),
  facts: json(v.array(stepInFact)),
});

export function approvalRowOf(approval: Approval): Unsealed<'approval'> {
  return {
    id: approval.id,
    ticket: approval.ticket,
    rule_kind: approval.of,
    state: approval.state,
    note: approval.note,
    why: approval.why,
    decided: approval.decided && JSON.stringify(approval.decided),
    staff_id: approval.staffId,
    staff_name: approval.staffName,
    desk: approval.desk,
    created_at: approval.createdAt,
    updated_at: approval.updatedAt,
    version: approval.version,
  };
}

/** @throws ValiError when the row cannot be read */
export function approvalOf(row: Tables['approval']): Approval {
  return {
    id: row.id,
    ticket: row.ticket,
    ...v.parse(shape, { ...row, of: row.rule_kind }),
    note: row.note,
    staffId: row.staff_id,
    staffName: row.staff_name,
    desk: row.desk,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}

export function approvalLineRowOf(line: ApprovalLine): Unsealed<'approval_line'> {
  return {
    id: line.id,
    approval_id: line.approvalId,
    place: line.place,
    ticket: line.asked.ticket,
    kind: line.kind,
    provider: line.provider,
    target_id: line.targetId,
    bill_id: line.billId,
    customer_id: line.customerId,
    customer_name: line.customerName,
    card: line.card && JSON.stringify(line.card),
    amount: line.amount.amount,
    currency: line.amount.currency,
    held: line.held,
    asked: JSON.stringify(line.asked),
    facts: JSON.stringify(line.facts),
    seen: line.seen,
    operation_id: line.operationId,
  };
}

/** @throws ValiError when the row cannot be read */
export function approvalLineOf(row: Tables['approval_line']): ApprovalLine {
  const amount = { amount: row.amount, currency: row.currency };
  return {
    id: row.id,
    approvalId: row.approval_id,
    place: row.place,
    targetId: row.target_id,
    billId: row.bill_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    held: row.held,
    seen: row.seen,
    operationId: row.operation_id,
    ...v.parse(lineShape, { ...row, amount }),
  };
}
