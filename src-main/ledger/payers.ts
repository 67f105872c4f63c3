import * as v from 'valibot';
import { inSlices } from './in-slices.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

/** A card of one customer that may pay for another. Times unix ms UTC. */
export interface Payer {
  readonly id: string;
  readonly cardId: string;
  readonly ownerId: string;
  readonly ownerName: string;
  /** whom it may pay for */
  readonly customerId: string;
  readonly customerName: string;
  readonly endsAt: number | null;
  readonly how: string;
  readonly at: number;
  readonly by: string;
  readonly revoked: { readonly at: number; readonly by: string; readonly reason: string | null } | null;
  readonly version: number;
}

export interface PayerBook {
  add(payer: Payer): Promise<void>;
  byId(id: string): Promise<Payer | null>;
  /** every grant by or for these records, newest first, ended and revoked ones included */
  ofCustomers(customerIds: readonly string[]): Promise<Payer[]>;
  ofCard(cardId: string): Promise<Payer[]>;
  /** every grant there ever was */
  all(): Promise<Payer[]>;
  /** Null when it was taken back already, or is not there. */
  revoke(id: string, how: NonNullable<Payer['revoked']>): Promise<Payer | null>;
}

const revokedShape = v.nullable(
  v.pipe(v.string(), v.parseJson(), v.object({ at: v.number(), by: v.string(), reason: v.nullable(v.string()) })),
);

export function makePayerBook(store: Store): PayerBook {
  const read = rowReader(store, 'payer_grant', payerOf);
  return {
    add: (payer) =>
      store.write(async (_transaction, rows) => {
        const written = await rows.insert('payer_grant', {
          id: payer.id,
          card_id: payer.cardId,
          owner_id: payer.ownerId,
          owner_name: payer.ownerName,
          customer_id: payer.customerId,
          customer_name: payer.customerName,
          ends_at: payer.endsAt,
          how: payer.how,
          granted_at: payer.at,
          granted_by: payer.by,
          revoked: payer.revoked && JSON.stringify(payer.revoked),
          version: payer.version,
        });
        if (!written) throw new Error(`Grant ${payer.id} could not be written: its id is taken`);
      }),

    byId: (id) =>
      store.read(async (db) =>
        read.maybe(await db.selectFrom('payer_grant').selectAll().where('id', '=', id).executeTakeFirst()),
      ),

    ofCustomers: (customerIds) =>
      store.read(async (db) => {
        const found = new Map<string, Payer>();
        for (const some of inSlices(customerIds)) {
          const rows = await db
            .selectFrom('payer_grant')
            .selectAll()
            .where((either) => either.or([either('owner_id', 'in', some), either('customer_id', 'in', some)]))
            .execute();
          for (const payer of read.some(rows)) found.set(payer.id, payer);
        }
        return [...found.values()].toSorted((a, b) => b.at - a.at);
      }),

    ofCard: (cardId) =>
      store.read(async (db) =>
        read.some(await db.selectFrom('payer_grant').selectAll().where('card_id', '=', cardId).execute()),
      ),

    all: () => store.read(async (db) => read.some(await db.selectFrom('payer_grant').selectAll().execute())),

    revoke: (id, how) =>
      store.write(async (_transaction, rows) => {
        const before = await rows.held('payer_grant', id);
        if (!before || before.revoked !== null) return null;
        const changed = { revoked: JSON.stringify(how), version: before.version + 1 };
        await rows.change('payer_grant', before, changed);
        return payerOf({ ...before, ...changed });
      }),
  };
}

function payerOf(row: Tables['payer_grant']): Payer {
  return {
    id: row.id,
    cardId: row.card_id,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    customerId: row.customer_id,
    customerName: row.customer_name,
    endsAt: row.ends_at,
    how: row.how,
    at: row.granted_at,
    by: row.granted_by,
    revoked: v.parse(revokedShape, row.revoked),
    version: row.version,
  };
}
