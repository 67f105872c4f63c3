import type { TablesOfHolds } from './tables-of-holds.ts';

/** What is sealed of rows about holds: frozen, see sealed-tables.ts. */
export const sealedOfHolds = {
  missed_capture: {
    key: ['hold_id', 'due_at'],
    columns: ['hold_id', 'due_at', 'customer_name', 'provider', 'amount', 'currency', 'why', 'noted_at', 'desk'],
  },
  lapsed_hold: {
    key: ['hold_id'],
    columns: ['hold_id', 'amount', 'currency', 'lapsed_at', 'noted_at', 'desk'],
  },
  hold_run: {
    key: ['id'],
    columns: [
      'id',
      'ticket',
      'currency',
      'state',
      'why',
      'driver',
      'staff_id',
      'staff_name',
      'desk',
      'created_at',
      'updated_at',
      'version',
    ],
  },
  hold_run_line: {
    key: ['id'],
    columns: [
      'id',
      'run_id',
      'place',
      'ticket',
      'kind',
      'hold_id',
      'provider',
      'customer_id',
      'customer_name',
      'card',
      'held',
      'amount',
      'note',
      'state',
      'failure',
    ],
  },
  hold_plan: {
    key: ['hold_id'],
    columns: ['hold_id', 'plan', 'due_day', 'staff_id', 'staff_name', 'at', 'version'],
  },
  hold_note: { key: ['id'], columns: ['id', 'hold_id', 'text', 'staff_id', 'staff_name', 'at'] },
  hold_view: { key: ['id'], columns: ['id', 'name', 'name_key', 'view', 'staff_id', 'staff_name', 'at'] },
} as const satisfies {
  readonly [T in keyof TablesOfHolds]?: {
    readonly key: readonly (keyof TablesOfHolds[T])[];
    readonly columns: readonly (keyof TablesOfHolds[T])[];
  };
};
