import type { TablesOfDays } from './tables-of-days.ts';

/** What is sealed of rows about days and payouts: frozen, see sealed-tables.ts. */
export const sealedOfDays = {
  payout_match: {
    key: ['id'],
    columns: [
      'id',
      'line_id',
      'kind',
      'bill_id',
      'payment_id',
      'amount',
      'currency',
      'reason',
      'undoes',
      'decided_by',
      'at',
    ],
  },
  statement: {
    key: ['id'],
    columns: ['id', 'provider', 'file_name', 'brought_by', 'at', 'withdrawn_by', 'withdrawn_at'],
  },
  statement_line: {
    key: ['id'],
    columns: [
      'id',
      'statement_id',
      'place',
      'day',
      'kind',
      'amount',
      'fee',
      'currency',
      'ref',
      'merchant_ref',
      'payout',
      'description',
    ],
  },
  day_ends: {
    key: ['id'],
    columns: [
      'id',
      'day',
      'kind',
      'mark',
      'figures',
      'note',
      'to_id',
      'to_name',
      'staff_id',
      'staff_name',
      'desk',
      'at',
    ],
  },
} as const satisfies {
  readonly [T in keyof TablesOfDays]?: {
    readonly key: readonly (keyof TablesOfDays[T])[];
    readonly columns: readonly (keyof TablesOfDays[T])[];
  };
};
