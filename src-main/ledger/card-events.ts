import * as v from 'valibot';
import { cardFace, type CardEvent } from '../contract/card-event.ts';
import { rowReader } from './reading.ts';
import type { Unsealed } from './sealed-tables.ts';
import type { Store } from './store.ts';
import type { Tables } from './tables.ts';

export interface NewCardEvent extends CardEvent {
  /** the desk that noticed it */
  readonly desk: string;
}

/** What was noticed of saved cards, whichever desk did. */
export interface CardEventBook {
  /** Those that are not kept yet, in one commit; answers which were new. */
  add(events: readonly NewCardEvent[]): Promise<NewCardEvent[]>;
  /** newest first */
  ofCustomers(customerIds: readonly string[], limit: number): Promise<CardEvent[]>;
  /** since then (unix ms), newest first */
  since(at: number, limit: number): Promise<CardEvent[]>;
}

const face = v.pipe(v.string(), v.parseJson(), cardFace);
const shape = v.object({
  kind: v.picklist(['replaced', 'renewed', 'removed']),
  card: face,
  now_card: v.nullable(face),
});

export function makeCardEventBook(store: Store): CardEventBook {
  const read = rowReader(store, 'card_event', eventOf);
  return {
    add: (events) =>
      store.write(async (_transaction, rows) => {
        const added: NewCardEvent[] = [];
        for (const event of events) if (await rows.insert('card_event', rowOf(event))) added.push(event);
        return added;
      }),
    ofCustomers: (customerIds, limit) =>
      store.read(async (db) => {
        if (customerIds.length === 0) return [];
        const rows = await db
          .selectFrom('card_event')
          .selectAll()
          .where('customer_id', 'in', customerIds)
          .orderBy('at', 'desc')
          .limit(limit)
          .execute();
        return read.some(rows);
      }),
    since: (at, limit) =>
      store.read(async (db) => {
        const rows = await db
          .selectFrom('card_event')
          .selectAll()
          .where('at', '>=', at)
          .orderBy('at', 'desc')
          .limit(limit)
          .execute();
        return read.some(rows);
      }),
  };
}

function rowOf({ id, cardId, customerId, kind, card, now, desk, at }: NewCardEvent): Unsealed<'card_event'> {
  return {
    id,
    card_id: cardId,
    customer_id: customerId,
    kind,
    card: JSON.stringify(card),
    now_card: now && JSON.stringify(now),
    desk,
    at,
  };
}

function eventOf(row: Tables['card_event']): CardEvent {
  const { kind, card, now_card: now } = v.parse(shape, row);
  return { id: row.id, cardId: row.card_id, customerId: row.customer_id, kind, card, now, at: row.at };
}
