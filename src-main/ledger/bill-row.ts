import * as v from 'valibot';
import { billCredit, billLine, type BillCredit } from '../contract/bill.ts';
import type { Bill } from './bills.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Tables } from './tables.ts';

/** A bill as its row keeps it: lines and what cancelled it are JSON. */
export function rowOf(bill: Bill): Unsealed<'bill'> {
  return {
    id: bill.id,
    code: bill.code,
    customer_id: bill.customerId,
    customer_name: bill.customerName,
    day: bill.visit.day,
    time: bill.visit.time,
    service: bill.visit.service,
    with_whom: bill.visit.withWhom,
    lines: JSON.stringify(bill.lines),
    total: bill.total,
    tax: bill.tax,
    currency: bill.currency,
    source: bill.source,
    source_ref: bill.sourceRef,
    note: bill.note,
    cancelled: bill.cancelled && JSON.stringify(bill.cancelled),
    created_at: bill.createdAt,
    created_by: bill.createdBy,
    version: bill.version,
  };
}

export function creditRowOf(
  billId: string,
  { id, kind, amount, paymentId, note, by, at }: BillCredit,
): Unsealed<'bill_credit'> {
  return { id, bill_id: billId, kind, amount, payment_id: paymentId, note, credited_by: by, at };
}

export function creditOf(row: Tables['bill_credit']): BillCredit {
  const { id, kind, amount, payment_id: paymentId, note, credited_by: by, at } = row;
  return v.parse(billCredit, { id, kind, amount, paymentId, note, by, at });
}

const shape = v.object({
  source: v.picklist(['hand', 'csv', 'provider']),
  lines: v.pipe(v.string(), v.parseJson(), v.array(billLine)),
  cancelled: v.nullable(
    v.pipe(v.string(), v.parseJson(), v.object({ at: v.number(), by: v.string(), reason: v.string() })),
  ),
});

export function billOf(row: Tables['bill']): Bill {
  const { source, lines, cancelled } = v.parse(shape, row);
  return {
    id: row.id,
    code: row.code,
    customerId: row.customer_id,
    customerName: row.customer_name,
    visit: { day: row.day, time: row.time, service: row.service, withWhom: row.with_whom },
    lines,
    total: row.total,
    tax: row.tax,
    currency: row.currency,
    source,
    sourceRef: row.source_ref,
    note: row.note,
    cancelled,
    createdAt: row.created_at,
    createdBy: row.created_by,
    version: row.version,
  };
}
