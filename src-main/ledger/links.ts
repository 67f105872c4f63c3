import type { Random } from '../payments/ports.ts';
import type { Store } from './store.ts';

/** One provider record of a person who has several: all links of a group show as one customer. */
export interface CustomerLink {
  readonly groupId: string;
  readonly customerId: string;
  readonly by: string;
  /** unix ms */
  readonly at: number;
}

export interface LinkBook {
  /** oldest first */
  all(): Promise<CustomerLink[]>;
  /** Says that two customers are one person; groups they already belong to become one. */
  link(aId: string, bId: string, by: string, at: number): Promise<void>;
  /** Takes one out of its group; a group of one is none. */
  unlink(customerId: string): Promise<void>;
}

export function makeLinkBook(store: Store, random: Random): LinkBook {
  return {
    all: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('customer_link')
          .selectAll()
          .orderBy('linked_at')
          .orderBy('customer_id')
          .execute();
        return rows.map((row) => ({
          groupId: row.group_id,
          customerId: row.customer_id,
          by: row.linked_by,
          at: row.linked_at,
        }));
      }),

    link: (aId, bId, by, at) =>
      store.write(async (transaction) => {
        const known = await transaction
          .selectFrom('customer_link')
          .selectAll()
          .where('customer_id', 'in', [aId, bId])
          .execute();
        const groupOf = (id: string) => known.find((row) => row.customer_id === id)?.group_id;
        const groupId = groupOf(aId) ?? groupOf(bId) ?? `person-${random.id(12)}`;
        const other = groupOf(bId);
        if (other !== undefined && other !== groupId) {
          await transaction
            .updateTable('customer_link')
            .set({ group_id: groupId })
            .where('group_id', '=', other)
            .execute();
        }
        for (const customerId of [aId, bId]) {
          if (groupOf(customerId) !== undefined) continue;
          await transaction
            .insertInto('customer_link')
            .values({ customer_id: customerId, group_id: groupId, linked_by: by, linked_at: at })
            .execute();
        }
      }),

    unlink: (customerId) =>
      store.write(async (transaction) => {
        const gone = await transaction
          .deleteFrom('customer_link')
          .where('customer_id', '=', customerId)
          .returning('group_id')
          .executeTakeFirst();
        if (!gone) return;
        const left = await transaction
          .selectFrom('customer_link')
          .select('customer_id')
          .where('group_id', '=', gone.group_id)
          .execute();
        if (left.length === 1) {
          await transaction.deleteFrom('customer_link').where('group_id', '=', gone.group_id).execute();
        }
      }),
  };
}
