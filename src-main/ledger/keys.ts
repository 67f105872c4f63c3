import * as v from 'valibot';
import {
  mode,
  paysafeAccount,
  permissionState,
  providerName,
  type Mode,
  type PaysafeAccount,
  type ProviderName,
} from '../contract/provider.ts';
import { rowReader } from './reading.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** What may be known of a stored provider key. Never the key, never a part of it but the last four. */
export interface KeyEntry {
  readonly provider: ProviderName;
  readonly mode: Mode;
  readonly kind: 'restricted' | 'secret' | 'server';
  readonly lastFour: string;
  readonly business: string | null;
  readonly accounts: readonly PaysafeAccount[];
  readonly permissions: readonly v.InferOutput<typeof permissionState>[];
  readonly checkedAt: number | null;
  readonly addedBy: string;
  readonly addedAt: number;
}

export interface KeyBook {
  get(provider: ProviderName, mode: Mode): Promise<KeyEntry | null>;
  all(): Promise<KeyEntry[]>;
  set(entry: KeyEntry): Promise<void>;
  forget(provider: ProviderName, mode: Mode): Promise<void>;
}

export function makeKeyBook(store: Store): KeyBook {
  const read = rowReader(store, 'provider_key', entryOf);
  return {
    get: (provider, of) =>
      store.read(async (db) => {
        const row = await db
          .selectFrom('provider_key')
          .selectAll()
          .where('provider', '=', provider)
          .where('mode', '=', of)
          .executeTakeFirst();
        return read.maybe(row);
      }),
    all: () =>
      store.read(async (db) => {
        const rows = await db.selectFrom('provider_key').selectAll().orderBy('provider').orderBy('mode').execute();
        return read.some(rows);
      }),
    set: (entry) => store.write((_transaction, rows) => rows.put('provider_key', rowOf(entry))),
    forget: (provider, of) =>
      store.write(async (_transaction, rows) => {
        const before = await rows.held('provider_key', provider, of);
        if (before) await rows.remove('provider_key', before);
      }),
  };
}

function rowOf(entry: KeyEntry): Unsealed<'provider_key'> {
  return {
    provider: entry.provider,
    mode: entry.mode,
    kind: entry.kind,
    last_four: entry.lastFour.slice(-4),
    business: entry.business,
    accounts: JSON.stringify(entry.accounts),
    permissions: JSON.stringify(entry.permissions),
    checked_at: entry.checkedAt,
    added_by: entry.addedBy,
    added_at: entry.addedAt,
  };
}

const shape = v.object({
  provider: providerName,
  mode,
  kind: v.picklist(['restricted', 'secret', 'server']),
  last_four: v.string(),
  business: v.nullable(v.string()),
  accounts: v.pipe(v.string(), v.parseJson(), v.array(paysafeAccount)),
  permissions: v.pipe(v.string(), v.parseJson(), v.array(permissionState)),
  checked_at: v.nullable(v.number()),
  added_by: v.string(),
  added_at: v.number(),
});

function entryOf(row: Tables['provider_key']): KeyEntry {
  const found = v.parse(shape, row);
  return {
    provider: found.provider,
    mode: found.mode,
    kind: found.kind,
    lastFour: found.last_four,
    business: found.business,
    accounts: found.accounts,
    permissions: found.permissions,
    checkedAt: found.checked_at,
    addedBy: found.added_by,
    addedAt: found.added_at,
  };
}
