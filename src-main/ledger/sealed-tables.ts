import type { Sealer } from './seal.ts';
import type { DamageWord } from './records-check.ts';
import { sealedOfDays } from './sealed-of-days.ts';
import { sealedOfHolds } from './sealed-of-holds.ts';
import type { Tables } from './tables.ts';

/**
 * Every precious table: the columns that name a row, and every stored fact in a fixed order, frozen like a migration: what is sealed today is
 * checked by this list in years. A column added later makes every row of its table be sealed anew.
 */
export const sealedTables = {
  operation: {
    key: ['id'],
    columns: [
      'id',
      'group_id',
      'follows',
      'ticket',
      'kind',
      'provider',
      'guard',
      'repeat_key',
      'plan',
      'request',
      'memo',
      'state_name',
      'state',
      'amount',
      'currency',
      'tip',
      'customer_id',
      'customer_name',
      'card',
      'target_id',
      'note',
      'receipt_email',
      'staff_id',
      'staff_name',
      'desk',
      'created_at',
      'updated_at',
      'provider_clock_at',
      'version',
      'trail',
    ],
  },
  staff: {
    key: ['id'],
    columns: ['id', 'name', 'name_key', 'role', 'active', 'pin_hash', 'wrong_tries', 'locked_until', 'created_at'],
  },
  setting: { key: ['name'], columns: ['name', 'value'] },
  profile: { key: ['ref'], columns: ['ref', 'merchant_customer_id', 'added_at', 'last_read_at'] },
  provider_transaction: {
    key: ['ref'],
    columns: [
      'ref',
      'kind',
      'account',
      'customer_id',
      'card_id',
      'description',
      'settlement_refs',
      'at',
      'final',
      'initial',
      'last_read_at',
    ],
  },
  customer_link: { key: ['customer_id'], columns: ['customer_id', 'group_id', 'linked_by', 'linked_at'] },
  nickname: { key: ['card_id'], columns: ['card_id', 'nickname'] },
  provider_key: {
    key: ['provider', 'mode'],
    columns: [
      'provider',
      'mode',
      'kind',
      'last_four',
      'business',
      'accounts',
      'permissions',
      'checked_at',
      'added_by',
      'added_at',
    ],
  },
  bill: {
    key: ['id'],
    columns: [
      'id',
      'code',
      'customer_id',
      'customer_name',
      'day',
      'time',
      'service',
      'with_whom',
      'lines',
      'total',
      'tax',
      'currency',
      'source',
      'source_ref',
      'note',
      'cancelled',
      'created_at',
      'created_by',
      'version',
    ],
  },
  bill_credit: {
    key: ['id'],
    columns: ['id', 'bill_id', 'kind', 'amount', 'payment_id', 'note', 'credited_by', 'at'],
  },
  operation_cause: { key: ['operation_id'], columns: ['operation_id', 'purpose', 'bill_id', 'consent_id'] },
  given_back: {
    key: ['id'],
    columns: ['id', 'bill_id', 'payment_id', 'choice', 'amount', 'undoes', 'decided_by', 'at'],
  },
  consent_text: {
    key: ['id', 'version', 'language'],
    columns: ['id', 'version', 'language', 'title', 'body', 'written_by', 'at'],
  },
  consent: {
    key: ['id'],
    columns: [
      'id',
      'card_id',
      'customer_id',
      'purposes',
      'text_id',
      'text_version',
      'language',
      'shown',
      'cap_each',
      'cap_total',
      'currency',
      'ends_at',
      'channel',
      'witness',
      'scan_id',
      'at',
      'staff_id',
      'staff_name',
      'desk',
      'withdrawn',
      'version',
    ],
  },
  damaged_row: { key: ['id'], columns: ['id', 'table_name', 'row_id', 'row_text', 'found_at', 'run_id'] },
  consent_scan: { key: ['id'], columns: ['id', 'scan_id', 'part', 'parts', 'name', 'kind', 'size', 'data'] },
  page_link: {
    key: ['id'],
    columns: [
      'id',
      'ticket',
      'kind',
      'customer_id',
      'customer_name',
      'bill_id',
      'plan',
      'request',
      'session_ref',
      'state_name',
      'state',
      'staff_id',
      'staff_name',
      'desk',
      'created_at',
      'updated_at',
      'provider_clock_at',
      'version',
      'trail',
    ],
  },
  missed_visit: {
    key: ['bill_id'],
    columns: ['bill_id', 'kind', 'state', 'fee', 'ruled', 'reason', 'step_in', 'noted_at', 'noted_by', 'version'],
  },
  bill_closing: {
    key: ['bill_id'],
    columns: ['bill_id', 'state', 'total', 'bill_version', 'noted_at', 'noted_by', 'version'],
  },
  payer_grant: {
    key: ['id'],
    columns: [
      'id',
      'card_id',
      'owner_id',
      'owner_name',
      'customer_id',
      'customer_name',
      'ends_at',
      'how',
      'granted_at',
      'granted_by',
      'revoked',
      'version',
    ],
  },
  bill_run: {
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
  bill_run_line: {
    key: ['id'],
    columns: [
      'id',
      'run_id',
      'place',
      'ticket',
      'bill_id',
      'bill_code',
      'bill_version',
      'remaining',
      'customer_id',
      'customer_name',
      'card_id',
      'card',
      'amount',
      'state',
      'failure',
    ],
  },
  card_event: {
    key: ['id'],
    columns: ['id', 'card_id', 'customer_id', 'kind', 'card', 'now_card', 'desk', 'at'],
  },
  approval: {
    key: ['id'],
    columns: [
      'id',
      'ticket',
      'rule_kind',
      'state',
      'note',
      'why',
      'decided',
      'staff_id',
      'staff_name',
      'desk',
      'created_at',
      'updated_at',
      'version',
    ],
  },
  approval_line: {
    key: ['id'],
    columns: [
      'id',
      'approval_id',
      'place',
      'ticket',
      'kind',
      'provider',
      'target_id',
      'bill_id',
      'customer_id',
      'customer_name',
      'card',
      'amount',
      'currency',
      'held',
      'asked',
      'facts',
      'seen',
      'operation_id',
    ],
  },
  ...sealedOfHolds,
  ...sealedOfDays,
} as const satisfies {
  readonly [T in keyof Tables]?: {
    readonly key: readonly (keyof Tables[T])[];
    readonly columns: readonly (keyof Tables[T])[];
  };
};

export type SealedTable = keyof typeof sealedTables;
export const sealedTableNames = Object.keys(sealedTables) as readonly SealedTable[];

/** A row as it is before it is sealed. */
export type Unsealed<T extends SealedTable> = Omit<Tables[T], 'seal'>;

type Values = Readonly<Record<string, unknown>>;

/** What a seal is made over: the table and every stored fact. */
export function rowText<T extends SealedTable>(table: T, row: Unsealed<T>): string {
  const columns: readonly string[] = sealedTables[table].columns;
  const values = row as Values;
  return JSON.stringify([table, ...columns.map((column) => values[column])]);
}

/** How a row is named to people who look for it. */
export function rowId<T extends SealedTable>(table: T, row: Unsealed<T>): string {
  const key: readonly string[] = sealedTables[table].key;
  return key.map((column) => String((row as Values)[column])).join('/');
}

/** What is wrong with a row, or null. A row whose key is not at hand is not judged here: the records as a whole are shut then. */
export function wrongWith<T extends SealedTable>(sealer: Sealer, table: T, row: Tables[T]): DamageWord | null {
  if (row.seal === '') return 'unsealed';
  const verdict = sealer.check(rowText(table, row), row.seal);
  if (verdict === 'bad') return 'edited';
  return verdict === 'keyless' ? 'keyless' : null;
}
