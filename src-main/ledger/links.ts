import type { Transaction } from 'kysely';
import type { Random } from '../payments/ports.ts';
import { rowReader } from './reading.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

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
  const read = rowReader(store, 'customer_link', linkOf);

  return {
    all: () =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('customer_link')
          .selectAll()
          .orderBy('linked_at')
          .orderBy('customer_id')
          .execute();
        return read.some(rows);
      }),

    link: (aId, bId, by, at) =>
      store.write(async (transaction, rows) => {
        const known = [await rows.held('customer_link', aId), await rows.held('customer_link', bId)];
        const groupOf = (id: string) => known.find((row) => row?.customer_id === id)?.group_id;
        const groupId = groupOf(aId) ?? groupOf(bId) ?? `person-${random.id(12)}`;
        const other = groupOf(bId);
        if (other !== undefined && other !== groupId) {
          for (const row of await groupRows(transaction, other)) {
            rows.mustBeSound('customer_link', row);
            await rows.change('customer_link', row, { group_id: groupId });
          }
        }
        for (const customerId of [aId, bId]) {
          if (groupOf(customerId) !== undefined) continue;
          const row = { customer_id: customerId, group_id: groupId, linked_by: by, linked_at: at };
          await rows.insert('customer_link', row);
        }
      }),

    unlink: (customerId) =>
      store.write(async (transaction, rows) => {
        const gone = await rows.held('customer_link', customerId);
        if (!gone) return;
        await rows.remove('customer_link', gone);
        const left = await groupRows(transaction, gone.group_id);
        const [last] = left;
        if (last && left.length === 1) await rows.remove('customer_link', last);
      }),
  };

  /** All of a group, nobody else's until the commit ends. */
  async function groupRows(transaction: Transaction<Tables>, groupId: string): Promise<Tables['customer_link'][]> {
    return transaction
      .selectFrom('customer_link')
      .selectAll()
      .where('group_id', '=', groupId)
      .modifyEnd(store.forUpdate)
      .execute();
  }
}

function linkOf(row: Tables['customer_link']): CustomerLink {
  return { groupId: row.group_id, customerId: row.customer_id, by: row.linked_by, at: row.linked_at };
}
