import type { Bill } from '../../src-main/ledger/bills.ts';

export const billTotal = 8000;

/** Bills of an afternoon on which pages are made for them, of one person. */
export function billsOf(customerId: string): readonly Bill[] {
  return ['bill-1', 'bill-2'].map((id) => ({
    ...{ id, code: id, customerId, customerName: 'Amélie', lines: [], total: billTotal, tax: null, currency: 'CAD' },
    visit: { day: '2026-11-20', time: null, service: 'Coupe', withWhom: null },
    ...{ source: 'hand', sourceRef: null, note: null, cancelled: null, createdAt: 0, createdBy: 'Maude', version: 1 },
  }));
}
